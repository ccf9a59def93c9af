//! The screens of Maillage: rendered by the server, then, where a screen is live, woken up by wasm in the browser.
//!
//! - [`pages`]: one folder for each audience: `phone` (participants), `desk` (facilitators), `board` (the projector),
//!   `office` (programme managers); beside them what is for everybody, as `account` (doors: home, sign in).
//! - [`parts`]: small components that several pages share.
//! - [`live`]: the browser's half of the log: replica, connection, outbox.
//! - [`locale`]: every visible string in French and English; [`format`](mod@format): numbers, dates and units in the
//!   reader's language.
//! - [`routes`]: every address, in one table; `host`: whose server it is.
#![recursion_limit = "256"]

#[cfg(all(feature = "ssr", feature = "hydrate"))]
compile_error!("`ssr` and `hydrate` are the two halves: build one at a time");

pub mod format;
#[cfg(feature = "ssr")]
pub mod host;
pub mod live;
pub mod locale;
#[cfg(feature = "ssr")]
pub mod nace;
pub mod pages;
pub mod parts;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod text;

pub use domain::workshop::Language;
