//! Small components that several pages share. A part takes what it shows and says what happened; it fetches nothing.

#[cfg(feature = "ssr")]
pub mod embedded;
