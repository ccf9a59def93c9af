//! The documented JSON (`docs/http-api.md`) for browsers: the same texts as serde's, from the same attributes, in a
//! tenth of the code. A phone pays for every byte of it; a server does not, and keeps serde.
//!
//! Serde builds each type straight from the text, so each type brings a reader of its own for everything that may come.
//! Here a text becomes one tree of [`Json`], and `#[derive(Wire)]` takes each field out of it by one call. What cannot
//! be read is `None`: a browser has nobody to tell more to.
//!
//! `domain/tests/rules.rs` holds both against each other, for every type that travels.

mod json;
pub mod number;
mod values;
mod write;

pub use json::Json;
pub use values::{date, push_date};
pub use wire_derive::Wire;
pub use write::{List, Object, write_text};

/// What travels as JSON.
pub trait Wire: Sized {
    /// Takes the value out of a tree; nothing when it is not there in the right form.
    fn read(json: &Json<'_>) -> Option<Self>;

    /// What a field that was left out means; nothing when it must be there.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Writes the value.
    fn write(&self, out: &mut String);
}

/// Reads a text; nothing when it is not JSON, or not of this form.
#[must_use]
pub fn from_str<T: Wire>(text: &str) -> Option<T> {
    T::read(&Json::parse(text)?)
}

/// The JSON text of a value.
pub fn to_string<T: Wire>(value: &T) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}
