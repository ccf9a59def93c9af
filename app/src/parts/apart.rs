//! A space between boxes, so that screen readers do not run their words together.

#[cfg(feature = "ssr")]
use element::Child;
use element::{Element, element};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// Stands between boxes that lie side by side or below each other. There browsers leave out plain white space, and
/// screen readers run the words together.
#[must_use]
pub fn apart() -> Element {
    element("span").class("visually-hidden").child("\u{a0}")
}

/// [`apart`] for `view!`, in pages of the server.
#[cfg(feature = "ssr")]
#[component]
pub fn Apart() -> impl IntoView {
    Child::from(apart())
}
