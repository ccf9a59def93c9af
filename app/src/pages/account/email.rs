//! The field for the address by which somebody signs in.

use domain::problem::Problem;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{account as texts, language};
use crate::parts::field::TextField;

/// The address of an account; `email` on the wire.
#[component]
pub(super) fn EmailField(
    /// As typed.
    value: String,
    /// What is wrong with it.
    problem: Option<Problem>,
    /// What the enter key says.
    #[prop(default = "next")]
    enterkeyhint: &'static str,
) -> impl IntoView {
    let label = texts::email(language());
    view! {
        <TextField
            name="email"
            kind="email"
            inputmode="email"
            autocomplete="username"
            enterkeyhint
            label
            value
            problem
            required=true
            maxlength=LINE_MAX
        />
    }
}
