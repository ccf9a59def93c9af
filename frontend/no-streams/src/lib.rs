//! Stands in for `wasm-streams` (`[patch.crates-io]` in the workspace's `Cargo.toml`). Leptos always links its server
//! functions, these link that crate for bodies that stream, and that crate exports classes to JavaScript, which no
//! linker can leave out. There are no server functions here (`docs/decisions/0002-no-server-functions.md`), so nothing
//! ever streams.

use futures::stream::{Empty, Stream, empty};
use wasm_bindgen::JsValue;

/// Stands for a stream of the browser; there is never anything in it.
pub struct ReadableStream;

impl ReadableStream {
    /// Forgets the stream.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        Self
    }

    /// Forgets the stream.
    #[must_use]
    pub fn from_raw(_: web_sys::ReadableStream) -> Self {
        Self
    }

    /// A stream without a source.
    ///
    /// # Panics
    /// Where the browser knows no streams.
    #[must_use]
    pub fn into_raw(self) -> web_sys::ReadableStream {
        #[allow(clippy::expect_used)] // the function it stands in for does the same
        web_sys::ReadableStream::new().expect("a stream")
    }

    /// A stream that ends at once.
    pub fn into_stream(self) -> Empty<Result<JsValue, JsValue>> {
        empty()
    }
}
