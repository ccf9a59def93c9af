//! The head of those pages of the phone that are not live.

use leptos::prelude::*;

use crate::parts::language_switch::LanguageSwitch;

/// What the page is, for whom or about what; the language changes on this very page.
#[component]
pub(super) fn StillHeader(title: &'static str, about: String, here: String) -> impl IntoView {
    view! {
        <header class="phone-header">
            <div class="phone-header-line">
                <h1>{title}</h1>
                <LanguageSwitch back=here />
            </div>
            <p class="who">{about}</p>
        </header>
    }
    .into_any()
}
