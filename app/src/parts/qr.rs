//! A QR code of our own making.

#[cfg(feature = "ssr")]
use element::Child;
use element::{Element, element};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// The QR code as an image with a name. `svg` comes from the server's own renderer, never from people.
#[must_use]
pub fn qr(svg: String, label: String) -> Element {
    element("div").class("qr").attr("role", "img").attr("aria-label", label).markup(svg)
}

/// [`qr`] for `view!`, in pages of the server.
#[cfg(feature = "ssr")]
#[component]
pub fn Qr(
    /// The drawing by the server.
    svg: String,
    /// What it opens, for whoever hears it.
    label: String,
) -> impl IntoView {
    Child::from(qr(svg, label))
}
