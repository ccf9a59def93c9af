//! A forgotten password: an address to which a link is mailed, where the host has a mail server.

use leptos::prelude::*;

use super::ForgottenDraft;
use super::email::EmailField;
use crate::locale::{account, language, own_account as texts};
use crate::pages::Form;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::routes;

/// The form (POST to itself), or whom to ask where this server sends no mail.
#[component]
pub fn Forgotten(
    form: Form<ForgottenDraft>,
    /// Whether this server can mail a link.
    mails: bool,
    /// After how many seconds another try makes sense, where this one came too early.
    wait_s: Option<u32>,
) -> impl IntoView {
    let language = language();
    let way = if mails {
        view! {
            <p class="lead">{texts::forgotten_lead(language)}</p>
            <form method="post" action=routes::FORGOTTEN novalidate class="panel stack">
                <Problems problems=form.problems.clone() label=texts::field_label />
                {wait_s.map(|seconds| view! { <p class="hint">{account::wait(language, seconds)}</p> })}
                <EmailField value=form.draft.email.clone() problem=form.problem("email") enterkeyhint="go" />
                <button type="submit" class="primary">{texts::forgotten_do(language)}</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <p class="lead">{texts::forgotten_ask(language)} " " <code>"maillage account reset"</code> "."</p>
            <p><a href=routes::LEGAL>{texts::who_keeps(language)}</a></p>
        }
        .into_any()
    };
    view! {
        <Masthead section=Section::Doors back=routes::FORGOTTEN />
        <main id="content" class="door">
            <h1>{texts::forgotten_title(language)}</h1>
            {way}
            <p class="fine-print"><a href=routes::LOGIN>{texts::back_to_sign_in(language)}</a></p>
        </main>
    }
    .into_any()
}

/// What everybody is answered who has typed an address.
#[component]
pub fn ForgottenSent() -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Doors back=routes::FORGOTTEN />
        <main id="content" class="door">
            <h1>{texts::sent_title(language)}</h1>
            <p class="lead">{texts::sent_lead(language)}</p>
            <p>{texts::sent_nothing(language)}</p>
            <p class="fine-print"><a href=routes::LOGIN>{texts::back_to_sign_in(language)}</a></p>
        </main>
    }
    .into_any()
}
