//! The documented JSON (`docs/http-api.md`) for browsers: the same texts as serde's, from the same attributes, in a
//! tenth of the code. A phone pays for every byte of it; a server does not, and keeps serde.
//!
//! Serde builds each type straight from the text, so each type brings a reader of its own for everything that may come.
//! Here a text becomes one tree of [`Json`], and `#[derive(Wire)]` takes each field out of it by one call. What cannot
//! be read is `None`: a browser has nobody to tell more to.
//!
//! - [`trait@Wire`] is what a type implements that travels, nearly always by `#[derive(Wire)]` beside serde's own
//!   derives. The derive reads serde's attributes, and refuses one that it does not know.
//! - [`Json`] is a text read into a tree, which borrows from the text. Nesting is bounded: what comes is not trusted.
//! - [`Object`] and [`List`] write the other way; [`number`], [`write_text`] and [`push_date`] write what is in them.
//!
//! One frame of the feed, from beginning to end: the server writes it with serde; a phone gives the text to
//! [`from_str`], which parses it into one [`Json`] and asks `Wire::read` of the frame's type, that of its events, and
//! so on to numbers and texts. What the phone sends goes the other way through [`to_string`].
//!
//! This crate knows none of our own types that travel, writes no spaces or indentation, and never says what was wrong
//! with a text. `domain/tests/rules.rs` holds it and serde against each other, for every type that travels.
//!
//! Read on in `json.rs`, then `values.rs`; `wire/derive/src/expand.rs` makes the code.

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
