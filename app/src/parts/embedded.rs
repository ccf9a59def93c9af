//! The only places where text is put into a document without escaping: data and start of a live page, the style of the
//! door, and the host's colours. None comes from people without the treatment described here.

use leptos::prelude::*;

/// Data for the wasm. `<` is written as an escape, so that no text in it can end the element.
#[component]
pub fn Json(id: &'static str, text: String) -> impl IntoView {
    let text = text.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    view! { <script type="application/json" id=id inner_html=text></script> }
}

/// A style sheet of our own making, inside the page: a request less until it can be read.
#[component]
pub fn Style(text: String) -> impl IntoView {
    view! { <style inner_html=text></style> }
}

/// A script of our own making, with the nonce that the response allows.
#[component]
pub fn Script(nonce: String, text: String) -> impl IntoView {
    view! { <script nonce=nonce inner_html=text></script> }
}
