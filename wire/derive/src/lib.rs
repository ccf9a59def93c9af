//! `#[derive(Wire)]` beside `#[derive(Serialize, Deserialize)]`: reads the attributes of serde, and makes the small
//! code that browsers use instead. An attribute it does not know is refused at compile time, so the two cannot part
//! silently.
//!
//! A type goes through it so: `attributes.rs` collects what serde and `wire` were told of the type, its variants and
//! its fields; `expand.rs` makes `Wire::read` and `Wire::write` for structs and enums alike. It makes code only: what
//! that code calls, how JSON is parsed and written, stands in the crate `wire`.

mod attributes;
mod expand;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `wire::Wire`.
///
/// Known: on types `tag`, `rename_all = "snake_case"`, `transparent`, `default`; on fields `default`,
/// `skip_serializing_if`, `deserialize_with = "text"` (read as a text: only servers meet other forms); on variants
/// `rename`.
///
/// `#[wire(unread)]` on a variant: browsers write it and never read it, so no code for that is made.
#[proc_macro_derive(Wire, attributes(serde, wire))]
pub fn wire(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
