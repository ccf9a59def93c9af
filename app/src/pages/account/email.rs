//! The field for the address by which somebody signs in.

use domain::problem::Problem;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{account as texts, language};
use crate::parts::field::TextField;

/// The address of an account; `email` on the wire.
#[component]
pub(super) fn EmailField(
    /// What was typed before, when the form comes back.
    value: String,
    problem: Option<Problem>,
    /// `enterkeyhint` of the field: `next` when more fields follow, `go` when Enter sends the form.
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
