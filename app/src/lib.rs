//! The screens of Maillage: rendered by the server, then, where a screen is live, woken up by wasm in the browser.
//!
//! - [`pages`]: one folder for each audience: `phone` (participants), `desk` (facilitators), `board` (the projector),
//!   `office` (programme managers); beside them what is for everybody, as `account` (doors: home, sign in).
//! - [`parts`]: small components that several pages share; live screens are built of the crate [`mod@element`].
//! - [`live`](mod@live): the crate of that name (replica, link, outbox) tied to signals, timers and sockets.
//! - [`locale`]: every visible string in French and English; [`format`](mod@format): numbers, dates and units in the
//!   reader's language.
//! - [`routes`]: every address, in one table; [`shell`]: the document around a page; `host`: whose server it is.
//!
//! The crate is built with one of two features: `ssr` for the server, `hydrate` for the browser. It decides no rule
//! (`domain` does) and reads no database. While it renders it knows neither clock nor chance: server and browser must
//! produce the same document.
//!
//! A live page from beginning to end, here the phone: the server fills a [`PhoneBoot`](pages::phone::PhoneBoot) and
//! renders [`phone`](fn@pages::phone::phone) from it inside [`shell::document`], which also writes the boot data into
//! the page as JSON. In the browser `pages::phone::hydrate` reads that JSON, renders the same again and takes the page
//! over. From then on a [`Live`](live::Live) applies the events of the feed to its copy of the workshop, and an
//! [`Outbox`](live::outbox::Outbox) keeps what is posted until the server has it. Without wasm the same forms are
//! ordinary POSTs.
//!
//! Read on in [`routes`], then [`live`](mod@live); `ARCHITECTURE.md` has the way of one command through all crates.
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
