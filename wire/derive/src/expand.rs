//! From a type to its `impl Wire`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DataEnum, DeriveInput, Error, Fields, FieldsNamed, Ident, Result, Variant, parse_quote};

use crate::attributes::{Attributes, snake_case};

/// The whole `impl`.
pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let attributes = Attributes::read(&input.attrs)?;
    let (read, write) = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 && attributes.transparent => newtype(),
            Fields::Named(fields) if fields.named.len() == 1 && attributes.transparent => transparent(fields),
            Fields::Named(fields) if !attributes.transparent => structure(fields, &attributes)?,
            _ => {
                return Err(Error::new_spanned(
                    &input.ident,
                    "`wire` knows structs with named fields, and transparent ones with one field",
                ));
            }
        },
        Data::Enum(data) => match &attributes.tag {
            Some(tag) => tagged(data, tag, &attributes)?,
            None => named(data, &attributes)?,
        },
        Data::Union(_) => return Err(Error::new_spanned(&input.ident, "`wire` knows no unions")),
    };
    let name = &input.ident;
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(parse_quote!(::wire::Wire));
    }
    let (implemented, applied, bounds) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #implemented ::wire::Wire for #name #applied #bounds {
            fn read(json: &::wire::Json<'_>) -> ::core::option::Option<Self> { #read }
            fn write(&self, out: &mut ::std::string::String) { #write }
        }
    })
}

fn newtype() -> (TokenStream, TokenStream) {
    (quote!(::wire::Wire::read(json).map(Self)), quote!(::wire::Wire::write(&self.0, out);))
}

fn transparent(fields: &FieldsNamed) -> (TokenStream, TokenStream) {
    let field = fields.named.iter().filter_map(|field| field.ident.as_ref());
    let same = field.clone();
    (
        quote!(::core::option::Option::Some(Self { #(#field: ::wire::Wire::read(json)?)* })),
        quote!(#(::wire::Wire::write(&self.#same, out);)*),
    )
}

fn structure(fields: &FieldsNamed, attributes: &Attributes) -> Result<(TokenStream, TokenStream)> {
    let (names, reads, writes) = all(fields, attributes.default)?;
    let read = quote!(::core::option::Option::Some(Self { #reads }));
    let write = quote! {
        let Self { #(#names),* } = self;
        let mut object = ::wire::Object::new(out);
        #writes
        object.end();
    };
    Ok((read, write))
}

/// For each field its name, how it is read from `json`, and how it is written to `object`.
fn all(fields: &FieldsNamed, default: bool) -> Result<(Vec<Ident>, TokenStream, TokenStream)> {
    let (mut names, mut reads, mut writes) = (Vec::new(), TokenStream::new(), TokenStream::new());
    for field in &fields.named {
        let attributes = Attributes::read(&field.attrs)?;
        let Some(name) = &field.ident else { continue };
        let text = attributes.rename.unwrap_or_else(|| name.to_string());
        let method = format_ident!("{}", if default || attributes.default { "field_or_default" } else { "field" });
        reads.extend(quote!(#name: ::wire::Json::#method(json, #text)?,));
        let write = quote!(object.field(#text, #name););
        writes.extend(match attributes.skip_if {
            Some(skip) => quote!(if !#skip(#name) { #write }),
            None => write,
        });
        names.push(name.clone());
    }
    Ok((names, reads, writes))
}

fn variant_name(variant: &Variant, of_enum: &Attributes) -> Result<String> {
    let name = variant.ident.to_string();
    Ok(Attributes::read(&variant.attrs)?
        .rename
        .unwrap_or_else(|| if of_enum.snake_case { snake_case(&name) } else { name }))
}

/// `{"type": "card_posted", …}`
fn tagged(data: &DataEnum, tag: &str, attributes: &Attributes) -> Result<(TokenStream, TokenStream)> {
    let (mut reads, mut writes) = (TokenStream::new(), TokenStream::new());
    for variant in &data.variants {
        let (ident, name) = (&variant.ident, variant_name(variant, attributes)?);
        let begin = quote!(let mut object = ::wire::Object::new(out); object.tag(#tag, #name););
        match &variant.fields {
            Fields::Unit => {
                reads.extend(quote!(#name => ::core::option::Option::Some(Self::#ident),));
                writes.extend(quote!(Self::#ident => { #begin object.end(); }));
            }
            Fields::Named(fields) => {
                let (names, read, write) = all(fields, false)?;
                if !Attributes::read(&variant.attrs)?.unread {
                    reads.extend(quote!(#name => ::core::option::Option::Some(Self::#ident { #read }),));
                }
                writes.extend(quote!(Self::#ident { #(#names),* } => { #begin #write object.end(); }));
            }
            Fields::Unnamed(_) => {
                return Err(Error::new_spanned(ident, "`wire` knows no unnamed fields in tagged enums"));
            }
        }
    }
    let read = quote! {
        match ::wire::Json::get(json, #tag)?.text()? { #reads _ => ::core::option::Option::None }
    };
    Ok((read, quote!(match self { #writes })))
}

/// `"open"`, `{"merged": 3}`, `{"Refused": {…}}`
fn named(data: &DataEnum, attributes: &Attributes) -> Result<(TokenStream, TokenStream)> {
    let (mut reads, mut writes) = (TokenStream::new(), TokenStream::new());
    for variant in &data.variants {
        let (ident, name) = (&variant.ident, variant_name(variant, attributes)?);
        match &variant.fields {
            Fields::Unit => {
                reads.extend(quote!((#name, ::wire::Json::Null) => ::core::option::Option::Some(Self::#ident),));
                writes.extend(quote!(Self::#ident => ::wire::write_text(#name, out),));
            }
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                reads.extend(quote!((#name, json) => ::wire::Wire::read(json).map(Self::#ident),));
                writes.extend(quote! {
                    Self::#ident(value) => {
                        let mut object = ::wire::Object::new(out);
                        object.field(#name, value);
                        object.end();
                    }
                });
            }
            Fields::Named(fields) => {
                let (names, read, write) = all(fields, false)?;
                reads.extend(quote!((#name, json) => ::core::option::Option::Some(Self::#ident { #read }),));
                writes.extend(quote! {
                    Self::#ident { #(#names),* } => {
                        let mut outer = ::wire::Object::new(out);
                        let mut object = ::wire::Object::new(outer.name(#name));
                        #write
                        object.end();
                        outer.end();
                    }
                });
            }
            Fields::Unnamed(_) => {
                return Err(Error::new_spanned(ident, "`wire` knows variants with one unnamed field"));
            }
        }
    }
    let read = quote! {
        match ::wire::Json::variant(json)? { #reads _ => ::core::option::Option::None }
    };
    Ok((read, quote!(match self { #writes })))
}
