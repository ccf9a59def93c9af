//! A short message: what was done, or what is in the way.

use leptos::prelude::*;

/// How a notice is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    #[default]
    Plain,
    /// Something worked.
    Good,
    /// Something wants attention.
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
