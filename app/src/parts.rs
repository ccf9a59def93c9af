//! Small components that several pages share. A part takes what it shows and says what happened; it fetches nothing.

pub mod apart;
pub mod card;
#[cfg(feature = "ssr")]
pub mod chart;
#[cfg(feature = "ssr")]
pub mod codes;
pub mod element;
#[cfg(feature = "ssr")]
pub mod embedded;
pub mod field;
pub mod focus;
pub mod language_switch;
pub mod masthead;
pub mod notice;
pub mod problems;
pub mod qr;
pub mod quantity;
#[cfg(feature = "ssr")]
pub mod radar;
pub mod reason;
pub mod resource_fields;
#[cfg(feature = "ssr")]
pub mod scroll_table;
pub mod staleness;
#[cfg(feature = "ssr")]
pub mod trail;
