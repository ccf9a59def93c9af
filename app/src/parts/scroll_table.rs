//! A table wider than its screen: it scrolls by itself, with the keyboard too, and has a name.

use leptos::prelude::*;

/// A table with its rows as children. The caption is heard, not seen: a heading stands above.
#[component]
pub fn ScrollTable(
    /// What the table holds, for whoever hears it.
    caption: &'static str,
    /// The classes of the `<table>`.
    #[prop(default = "table")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=caption>
            <table class=class>
                <caption class="visually-hidden">{caption}</caption>
                {children()}
            </table>
        </div>
    }
}
