//! The way back up, above the heading of a page.

use leptos::prelude::*;

use crate::locale::{common, language};

/// Where this page hangs: the page above it.
#[component]
pub fn Trail(
    #[prop(into)] href: String,
    #[prop(into)] name: String,
    /// Its class; a page that is made to be printed adds `no-print`.
    #[prop(default = "trail")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <nav class=class aria-label=common::back(language())>
            <a href=href>{name}</a>
        </nav>
    }
}
