//! The doors: home with the code field, sign-in, first account, errors.

use domain::problem::Problem;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Form;

/// The code as typed on the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeDraft {
    /// Seven symbols; spaces, hyphens and lower case are fine.
    pub code: String,
}

/// The sign-in form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    /// E-mail address.
    pub email: String,
    /// Password; never shown again.
    pub password: String,
}

/// The form of the first account, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetUpDraft {
    /// Name, as colleagues know it.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Password; never shown again.
    pub password: String,
}

/// The home page: type a code (POST `routes::TYPED_CODE`), or sign in.
#[component]
pub fn Home(form: Form<CodeDraft>, signed_in: bool) -> impl IntoView {
    let _ = (form, signed_in);
}

/// The sign-in form (POST to itself).
#[component]
pub fn SignIn(form: Form<SignInDraft>) -> impl IntoView {
    let _ = form;
}

/// The form behind the one-time link of the first start (POST to itself).
#[component]
pub fn SetUp(form: Form<SetUpDraft>) -> impl IntoView {
    let _ = form;
}

/// A page that says what went wrong, with a way on.
#[component]
pub fn ErrorPage(problem: Problem) -> impl IntoView {
    let _ = problem;
}
