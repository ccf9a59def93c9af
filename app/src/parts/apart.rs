//! A space between boxes, so that screen readers do not run their words together.

use leptos::prelude::*;

/// Stands between boxes that lie side by side or below each other. There browsers leave out plain white space, and
/// screen readers run the words together.
#[component]
pub fn Apart() -> impl IntoView {
    view! { <span class="visually-hidden">"\u{a0}"</span> }
}
