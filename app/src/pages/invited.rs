//! An invitation to a programme, as whoever holds its link sees it.

use domain::identity::ShownProvider;
use domain::members::InvitationSeen;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::account::{NewPasswordField, ProviderButton, SetUpDraft};
use crate::locale::{account, common, language, members as texts, provider as provider_texts};
use crate::pages::Form;
use crate::parts::field::TextField;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::routes;

/// Accept or decline; for whoever is not signed in, first sign in or make an account.
#[component]
pub fn InvitedPage(
    seen: InvitationSeen,
    token: String,
    /// The name of the account that is signed in; none when nobody is.
    signed_in: Option<String>,
    form: Form<SetUpDraft>,
    /// By whom one can accept without a password.
    provider: Option<ShownProvider>,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let answers = match signed_in {
        Some(name) => view! {
            <p class="soft">{texts::you_are(language)} " " {name} "."</p>
            <div class="actions">
                <form method="post" action=routes::accept_invitation(&token)>
                    <button type="submit" class="primary">{texts::accept(language)}</button>
                </form>
                <form method="post" action=routes::decline_invitation(&token)>
                    <button type="submit">{texts::decline(language)}</button>
                </form>
            </div>
        }
        .into_any(),
        None => view! {
            <section class="panel stack">
                <h2>{texts::have_account(language)}</h2>
                <p>{texts::have_account_help(language)}</p>
                <p class="actions"><a class="button primary" href=routes::LOGIN>{common::sign_in(language)}</a></p>
            </section>
            {provider.map(|provider| view! {
                <section class="panel stack">
                    <h2>{provider_texts::without_password(language)}</h2>
                    <p>{provider_texts::accept_help(language)}</p>
                    <ProviderButton provider address=routes::invited_by_provider(&token) />
                </section>
            })}
            <form method="post" action=routes::accept_with_account(&token) novalidate class="panel stack">
                <h2>{texts::new_account(language)}</h2>
                <Problems problems=form.problems.clone() label=texts::label />
                <TextField
                    name="name"
                    autocomplete="name"
                    label=account::name(language)
                    hint=account::name_hint(language)
                    value=form.draft.name.clone()
                    problem=problem("name")
                    required=true
                    maxlength=LINE_MAX
                />
                <div class="field">
                    <label for="account-email">{texts::email(language)}</label>
                    <input
                        id="account-email"
                        type="email"
                        autocomplete="username"
                        value=seen.email.clone()
                        readonly
                        aria-describedby="account-email-hint"
                    />
                    <p class="hint" id="account-email-hint">{texts::email_hint(language)}</p>
                </div>
                <NewPasswordField label=account::password(language) problem=problem("password") />
                <div class="actions">
                    <button type="submit" class="primary">{texts::create_and_accept(language)}</button>
                </div>
            </form>
            <p class="fine-print">{texts::decline_help(language)}</p>
        }
        .into_any(),
    };
    view! {
        <Masthead section=Section::Doors back=routes::invited(&token) />
        <main id="content" class="door">
            <h1>{texts::invited_title(language)}</h1>
            <p class="lead">
                {seen.invited_by} " " {texts::invites_you(language)} " "
                <strong>{seen.programme}</strong>
                " " {texts::invited_as(language)} " "
                <strong>{texts::role_name(language, seen.role)}</strong> "."
            </p>
            <p>{texts::role_help(language, seen.role)}</p>
            {answers}
        </main>
    }
    .into_any()
}

/// What somebody sees who has declined the invitation.
#[component]
pub fn DeclinedPage() -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Doors back=routes::HOME />
        <main id="content" class="door">
            <h1>{texts::invited_title(language)}</h1>
            <p class="lead">{texts::declined(language)}</p>
            <p class="actions"><a class="button" href=routes::HOME>{common::go_home(language)}</a></p>
        </main>
    }
    .into_any()
}
