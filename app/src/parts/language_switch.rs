//! From French to English and back, on the same page.

#[cfg(feature = "ssr")]
use element::Child;
use element::{Element, element};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

use crate::Language;
use crate::locale::{common, language};
use crate::routes;

/// A button that shows this page in the other language; `back` is the address to come back to.
#[must_use]
pub fn language_switch(back: String) -> Element {
    let other = match language() {
        Language::French => Language::English,
        Language::English => Language::French,
    };
    let hidden = |name: &'static str| element("input").attr("type", "hidden").attr("name", name);
    let button = element("button")
        .attr("type", "submit")
        .class("quiet")
        .attr("lang", other.code())
        .attr("aria-label", common::switch_language(language()))
        .child(common::other_language(language()));
    element("form")
        .attr("method", "post")
        .attr("action", routes::LANGUAGE)
        .class("language-switch")
        .child(hidden("language").attr("value", other.code()))
        .child(hidden("back").attr("value", back))
        .child(button)
}

/// [`language_switch`] for `view!`, in pages of the server.
#[cfg(feature = "ssr")]
#[component]
pub fn LanguageSwitch(
    /// The address of this page, to which the choice leads back.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    Child::from(language_switch(back))
}
