//! The way back up, above the heading of a page.

use leptos::prelude::*;

use crate::locale::{common, language};

/// Where this page hangs: the page above it.
#[component]
pub fn Trail(
    /// Its address.
    #[prop(into)]
    href: String,
    /// Its name.
    #[prop(into)]
    name: String,
    /// A page that prints leaves it out.
    #[prop(default = "trail")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <nav class=class aria-label=common::back(language())>
            <a href=href>{name}</a>
        </nav>
    }
}
