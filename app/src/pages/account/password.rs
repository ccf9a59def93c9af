//! The fields for passwords: the one that somebody has, and a new one.

use domain::problem::Problem;
use domain::sign_in::PASSWORD_MAX;
use leptos::prelude::*;

use crate::locale::{account as texts, language};
use crate::parts::field::TextField;

/// A field for the password that somebody already has, to sign in or to confirm a change.
#[component]
pub fn PasswordField(
    /// The name under which the form sends it.
    name: &'static str,
    label: &'static str,
    problem: Option<Problem>,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
    /// `enterkeyhint` of the field: what the Enter key of a phone's keyboard says.
    #[prop(default = "go")]
    enterkeyhint: &'static str,
) -> impl IntoView {
    view! {
        <TextField
            name
            form
            kind="password"
            autocomplete="current-password"
            enterkeyhint
            label
            problem
            required=true
            maxlength=PASSWORD_MAX
        />
    }
}

/// A new password, with what it must be; `password` on the wire.
#[component]
pub fn NewPasswordField(
    label: &'static str,
    problem: Option<Problem>,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
) -> impl IntoView {
    let hint = texts::password_hint(language());
    view! {
        <TextField
            name="password"
            form
            kind="password"
            autocomplete="new-password"
            enterkeyhint="go"
            label
            hint
            problem
            required=true
            maxlength=PASSWORD_MAX
        />
    }
}
