//! Sign-in, first account, and the page that says what went wrong.

use domain::identity::ShownProvider;
use domain::problem::Problem;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::email::EmailField;
use super::password::{NewPasswordField, PasswordField};
use super::{NewPasswordDraft, ProviderButton, SetUpDraft, SignInDraft};
use crate::locale::{account as texts, common, language, own_account as own, provider as provider_texts};
use crate::pages::Form;
use crate::parts::field::TextField;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::routes;

/// The sign-in form (POST to itself).
#[component]
pub fn SignIn(
    form: Form<SignInDraft>,
    /// After how many seconds another try makes sense, where this one came too early.
    wait_s: Option<u32>,
    /// The identity provider, where one is configured: a second way to sign in.
    provider: Option<ShownProvider>,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    view! {
        <Masthead section=Section::Doors back=routes::LOGIN />
        <main id="content" class="door">
            <h1>{common::sign_in(language)}</h1>
            <p class="lead">{texts::sign_in_lead(language)}</p>
            <form method="post" action=routes::LOGIN novalidate class="panel stack">
                <Problems problems=form.problems.clone() label=texts::field_label />
                {wait_s.map(|seconds| view! { <p class="hint">{texts::wait(language, seconds)}</p> })}
                <EmailField value=form.draft.email.clone() problem=problem("email") />
                <PasswordField name="password" label=texts::password(language) problem=problem("password") />
                <button type="submit" class="primary">
                    {common::sign_in(language)}
                </button>
            </form>
            {provider
                .map(|provider| {
                    view! {
                        <section class="panel stack">
                            <h2>{provider_texts::without_password(language)}</h2>
                            <ProviderButton provider address=routes::PROVIDER />
                        </section>
                    }
                })}
            <p class="fine-print">
                <a href=routes::FORGOTTEN>{own::forgotten(language)}</a>
            </p>
            <p class="fine-print">
                <a href=routes::HOME>{texts::with_a_code(language)}</a>
            </p>
        </main>
    }
    .into_any()
}

/// The form behind the one-time link of the first start (POST to itself).
#[component]
pub fn SetUp(form: Form<SetUpDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    view! {
        <Masthead section=Section::Doors back="" />
        <main id="content" class="door">
            <h1>{texts::set_up_title(language)}</h1>
            <p class="lead">{texts::set_up_lead(language)}</p>
            <form method="post" novalidate class="panel stack">
                <Problems problems=form.problems.clone() label=texts::field_label />
                <TextField
                    name="name"
                    autocomplete="name"
                    label=texts::name(language)
                    hint=texts::name_hint(language)
                    value=form.draft.name.clone()
                    problem=problem("name")
                    required=true
                    maxlength=LINE_MAX
                />
                <EmailField value=form.draft.email.clone() problem=problem("email") />
                <NewPasswordField label=texts::password(language) problem=problem("password") />
                <button type="submit" class="primary">
                    {texts::create_account(language)}
                </button>
            </form>
        </main>
    }
    .into_any()
}

/// The form behind a link to a new password (POST to itself).
#[component]
pub fn NewPassword(form: Form<NewPasswordDraft>) -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Doors back="" />
        <main id="content" class="door">
            <h1>{texts::new_password(language)}</h1>
            <p class="lead">{texts::new_password_lead(language)}</p>
            <form method="post" novalidate class="panel stack">
                <Problems problems=form.problems.clone() label=texts::field_label />
                <NewPasswordField label=texts::password(language) problem=form.problem("password") />
                <button type="submit" class="primary">
                    {texts::set_password(language)}
                </button>
            </form>
        </main>
    }
    .into_any()
}

/// A page that says what went wrong, with a way on.
#[component]
pub fn ErrorPage(problem: Problem) -> impl IntoView {
    let language = language();
    let (title, help) = texts::what_happened(language, problem);
    let may_sign_in = matches!(problem, Problem::NotSignedIn | Problem::NotAllowed | Problem::EmailTaken)
        || provider_texts::what_happened(language, problem).is_some();
    view! {
        <Masthead section=Section::Doors back=routes::HOME />
        <main id="content" class="door">
            <h1>{title}</h1>
            <p class="lead">{help}</p>
            <p class="actions">
                <a class="button primary" href=routes::HOME>
                    {common::go_home(language)}
                </a>
                {may_sign_in
                    .then(|| {
                        view! {
                            <a class="button" href=routes::LOGIN>
                                {common::sign_in(language)}
                            </a>
                        }
                    })}
            </p>
        </main>
    }
    .into_any()
}
