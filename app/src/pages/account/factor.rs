//! The second factor: setting it up, its recovery codes, and its code after the password.

use domain::problem::{FieldProblem, Problem};
use leptos::prelude::*;

use crate::Language;
use crate::locale::{account, common, language, own_account as texts};
use crate::parts::field::{TextField, problem_at};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::qr::Qr;
use crate::routes;

/// The field into which a code of six digits or a recovery code is typed.
fn code_field(
    label: &'static str,
    hint: &'static str,
    inputmode: &'static str,
    problem: Option<Problem>,
) -> impl IntoView {
    view! {
        <TextField
            name="code"
            autocomplete="one-time-code"
            inputmode
            enterkeyhint="go"
            label
            hint
            problem
            required=true
            maxlength=20
        />
    }
}

fn wait(language: Language, wait_s: Option<u32>) -> impl IntoView {
    wait_s.map(|seconds| view! { <p class="hint">{account::wait(language, seconds)}</p> })
}

/// A secret to be put into an application, and the form for its first code (POST to itself).
#[component]
pub fn FactorSetUp(
    /// The QR code of the secret, as SVG, for an authenticator application.
    qr: String,
    /// The secret in letters and digits, for whoever cannot scan.
    typed: String,
    problems: Vec<FieldProblem>,
    /// After how many seconds another try makes sense, where this one came too early.
    wait_s: Option<u32>,
) -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Account back=routes::SECOND_FACTOR />
        <main id="content" class="page narrow">
            <h1>{texts::factor_title(language)}</h1>
            <section class="panel stack factor-secret">
                <h2>{texts::factor_scan(language)}</h2>
                <p>{texts::factor_scan_help(language)}</p>
                <Qr svg=qr label=texts::factor_qr(language).to_owned() />
                <p>{texts::factor_typed(language)} <br /> <code class="secret">{typed}</code></p>
            </section>
            <form method="post" action=routes::SECOND_FACTOR novalidate class="panel stack">
                <h2>{texts::factor_confirm(language)}</h2>
                <Problems problems=problems.clone() label=texts::field_label />
                {wait(language, wait_s)}
                {code_field(texts::code(language), "", "numeric", problem_at(&problems, "code"))}
                <div class="actions">
                    <button type="submit" class="primary">{texts::factor_confirm_do(language)}</button>
                    <a class="button" href=routes::ACCOUNT>{common::cancel(language)}</a>
                </div>
            </form>
        </main>
    }
    .into_any()
}

/// The recovery codes, shown this once.
#[component]
pub fn RecoveryCodes(codes: Vec<String>) -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Account back="" />
        <main id="content" class="page narrow">
            <h1>{texts::recovery_title(language)}</h1>
            <p class="lead">{texts::recovery_lead(language)}</p>
            <section class="panel stack">
                <Notice tone=Tone::Warning standing=true>{texts::recovery_once(language)}</Notice>
                <ul class="recovery-codes">
                    {codes.into_iter().map(|code| view! { <li><code class="secret">{code}</code></li> }).collect_view()}
                </ul>
                <p class="actions">
                    <a class="button primary" href=routes::ACCOUNT>{texts::recovery_kept(language)}</a>
                </p>
            </section>
        </main>
    }
    .into_any()
}

/// After the password: the code (POST to itself).
#[component]
pub fn FactorCode(
    problems: Vec<FieldProblem>,
    /// After how many seconds another try makes sense, where this one came too early.
    wait_s: Option<u32>,
) -> impl IntoView {
    let language = language();
    view! {
        <Masthead section=Section::Doors back=routes::LOGIN_CODE />
        <main id="content" class="door">
            <h1>{texts::code_title(language)}</h1>
            <p class="lead">{texts::code_lead(language)}</p>
            <form method="post" action=routes::LOGIN_CODE novalidate class="panel stack">
                <Problems problems=problems.clone() label=texts::field_label />
                {wait(language, wait_s)}
                {code_field(
                    texts::code_label(language),
                    texts::code_hint(language),
                    "text",
                    problem_at(&problems, "code"),
                )}
                <button type="submit" class="primary">{common::sign_in(language)}</button>
            </form>
            <p class="fine-print">{texts::no_phone(language)}</p>
            <p class="fine-print"><a href=routes::LOGIN>{texts::other_account(language)}</a></p>
        </main>
    }
    .into_any()
}
