//! The fields for passwords: the one that somebody has, and a new one.

use domain::problem::Problem;
use domain::sign_in::PASSWORD_MAX;
use leptos::prelude::*;

use crate::locale::{account as texts, language};
use crate::parts::field::TextField;

/// The password that somebody has.
#[component]
pub fn PasswordField(
    /// Its name on the wire.
    name: &'static str,
    /// What to type.
    label: &'static str,
    /// What is wrong with it.
    problem: Option<Problem>,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
    /// What the enter key says.
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
    /// What to type.
    label: &'static str,
    /// What is wrong with it.
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
