//! From French to English and back, on the same page.

use leptos::prelude::*;

use crate::Language;
use crate::locale::{common, language};
use crate::routes;

/// A button that shows this page in the other language.
#[component]
pub fn LanguageSwitch(
    /// The address to come back to.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let other = match language() {
        Language::French => Language::English,
        Language::English => Language::French,
    };
    view! {
        <form method="post" action=routes::LANGUAGE class="language-switch">
            <input type="hidden" name="language" value=other.code() />
            <input type="hidden" name="back" value=back />
            <button type="submit" class="quiet" lang=other.code() aria-label=common::switch_language(language())>
                {common::other_language(language())}
            </button>
        </form>
    }
    .into_any()
}
