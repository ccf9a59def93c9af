//! A short message: what was done, or what is in the way.

use leptos::prelude::*;

/// How a notice is meant, which gives it its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// It only informs.
    #[default]
    Plain,
    /// What was asked for has been done.
    Good,
    /// Something did not work, or has to be looked at.
    Warning,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "notice",
            Self::Good => "notice good",
            Self::Warning => "notice warning",
        }
    }
}

/// A message. Screen readers announce it without taking the focus, unless it is `standing`: what a page says at every
/// visit is read in its place.
#[component]
pub fn Notice(#[prop(optional)] tone: Tone, #[prop(optional)] standing: bool, children: Children) -> impl IntoView {
    view! { <div class=tone.class() role=(!standing).then_some("status")>{children()}</div> }
}
