//! What serde was told.

use syn::{Attribute, LitStr, Path, Result};

/// The attributes of a type, a variant or a field; each place knows some of them.
#[derive(Default)]
pub struct Attributes {
    /// `tag = "type"`: the field that names the variant.
    pub tag: Option<String>,
    /// `rename_all = "snake_case"`
    pub snake_case: bool,
    /// `rename = "…"`
    pub rename: Option<String>,
    /// `transparent`: the type stands for its only field.
    pub transparent: bool,
    /// `default`: what was left out has its default.
    pub default: bool,
    /// `skip_serializing_if = "…"`
    pub skip_if: Option<Path>,
    /// `#[wire(unread)]`: browsers write it and never read it.
    pub unread: bool,
}

impl Attributes {
    /// Reads `#[serde(…)]` and `#[wire(…)]`.
    pub fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut known = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("wire")) {
            attribute.parse_nested_meta(|meta| {
                known.unread = meta.path.is_ident("unread");
                if known.unread { Ok(()) } else { Err(meta.error("`wire` knows only `unread`")) }
            })?;
        }
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| {
                let text = || meta.value()?.parse::<LitStr>();
                let name = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match name.as_str() {
                    "tag" => known.tag = Some(text()?.value()),
                    "rename" => known.rename = Some(text()?.value()),
                    "transparent" => known.transparent = true,
                    "default" => known.default = true,
                    "skip_serializing_if" => known.skip_if = Some(text()?.parse()?),
                    "rename_all" if text()?.value() == "snake_case" => known.snake_case = true,
                    "deserialize_with" if text()?.value() == "text" => {}
                    _ => return Err(meta.error("`wire` does not know this attribute in this form")),
                }
                Ok(())
            })?;
        }
        Ok(known)
    }
}

/// `CardPosted` as `card_posted`, as serde makes it.
pub fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (at, character) in name.char_indices() {
        if character.is_uppercase() && at > 0 {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}
