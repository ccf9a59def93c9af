//! One's own account: name, password, second factor, sessions.

use domain::account::{OpenSession, OwnAccount, SecondFactor};
use domain::problem::FieldProblem;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::password::{NewPasswordField, PasswordField};
use super::provider::{Identities, IdentitiesShown};
use crate::locale::{account, common, language, own_account as texts, provider};
use crate::parts::field::{TextField, problem_at};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::{Language, format, routes};

/// Which of the page's forms was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Name,
    Password,
    Factor,
}

/// What was refused, and in which form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub form: Which,
    /// What is wrong, each problem with its field.
    pub problems: Vec<FieldProblem>,
    /// The name as typed.
    pub name: String,
    /// After how many seconds another try makes sense, where this one came too early.
    pub wait_s: Option<u32>,
}

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The name was changed.
    Name,
    /// The password was changed.
    Password,
    /// A session was ended.
    Session,
    /// The second factor was taken off.
    FactorOff,
    /// An identity was joined.
    Joined,
    /// One was separated.
    Separated,
}

impl Done {
    /// All that can be done, for reading the page's address.
    const ALL: [Self; 6] = [Self::Name, Self::Password, Self::Session, Self::FactorOff, Self::Joined, Self::Separated];

    const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Password => "password",
            Self::Session => "session",
            Self::FactorOff => "factor-off",
            Self::Joined => "joined",
            Self::Separated => "separated",
        }
    }

    /// As it stands in the page's address.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.code() == code)
    }

    /// The address of the account page that says that it is done.
    #[must_use]
    pub fn address(self) -> String {
        format!("{}?done={}", routes::ACCOUNT, self.code())
    }

    const fn words(self, language: Language) -> &'static str {
        match self {
            Self::Name => texts::done_name(language),
            Self::Password => texts::done_password(language),
            Self::Session => texts::done_session(language),
            Self::FactorOff => texts::done_factor_off(language),
            Self::Joined => provider::joined(language),
            Self::Separated => provider::removed(language),
        }
    }
}

/// `/account`: one's own name, password, second factor, sessions and identities.
#[component]
pub fn AccountPage(
    shown: OwnAccount,
    /// The ways in by a provider; none where there are none, and none can be had.
    identities: Option<IdentitiesShown>,
    refused: Option<Refused>,
    done: Option<Done>,
) -> impl IntoView {
    let language = language();
    let OwnAccount { name, email, second_factor, sessions } = shown;
    // Who came by a provider alone has none to change, and none that a second factor could follow.
    let has_password = identities.as_ref().is_none_or(|identities| identities.has_password);
    let name =
        refused.as_ref().filter(|refused| refused.form == Which::Name).map_or(name, |refused| refused.name.clone());
    let of = |form: Which| refused.as_ref().filter(|refused| refused.form == form).cloned();
    view! {
        <Masthead section=Section::Account back=routes::ACCOUNT />
        <main id="content" class="page narrow">
            <div class="page-head">
                <div>
                    <h1>{common::my_account(language)}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                    <p class="soft">{texts::you_sign_in_as(language)} " " <strong>{email.clone()}</strong></p>
                </div>
            </div>
            {done.map(|done| view! { <Notice tone=Tone::Good>{done.words(language)}</Notice> })}
            <NameForm name refused=of(Which::Name) />
            {has_password
                .then(|| {
                    view! {
                        <PasswordForm email refused=of(Which::Password) />
                        <FactorPanel factor=second_factor refused=of(Which::Factor) />
                    }
                })}
            {identities.map(|shown| view! { <Identities shown /> })}
            <Sessions sessions />
        </main>
    }
    .into_any()
}

/// The summary of problems above the form of this name, if it was the one that was refused.
fn wrong(language: Language, form: &'static str, refused: Option<&Refused>) -> AnyView {
    refused
        .map(|refused| {
            let wait = refused.wait_s.map(|seconds| view! { <p class="hint">{account::wait(language, seconds)}</p> });
            view! { <Problems problems=refused.problems.clone() label=texts::field_label form /> {wait} }
        })
        .into_any()
}

#[component]
fn NameForm(name: String, refused: Option<Refused>) -> impl IntoView {
    let language = language();
    let problem = refused.as_ref().and_then(|refused| problem_at(&refused.problems, "name"));
    view! {
        <form method="post" action=routes::ACCOUNT_NAME novalidate class="panel stack">
            {wrong(language, "", refused.as_ref())}
            <TextField
                name="name"
                autocomplete="name"
                enterkeyhint="go"
                label=texts::who(language)
                hint=account::name_hint(language)
                value=name
                problem
                required=true
                maxlength=LINE_MAX
            />
            <div class="actions"><button type="submit">{texts::save_name(language)}</button></div>
        </form>
    }
    .into_any()
}

#[component]
fn PasswordForm(email: String, refused: Option<Refused>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| refused.as_ref().and_then(|refused| problem_at(&refused.problems, field));
    view! {
        <form method="post" action=routes::ACCOUNT_PASSWORD novalidate class="panel stack">
            <h2>{texts::password(language)}</h2>
            <p class="hint">{texts::password_lead(language)}</p>
            {wrong(language, "change", refused.as_ref())}
            // Tells password managers whose password this is.
            <input type="hidden" name="email" autocomplete="username" value=email />
            <PasswordField
                name="current"
                form="change"
                enterkeyhint="next"
                label=texts::current(language)
                problem=problem("current")
            />
            <NewPasswordField form="change" label=texts::new(language) problem=problem("password") />
            <div class="actions"><button type="submit">{texts::change_password(language)}</button></div>
        </form>
    }
    .into_any()
}

#[component]
fn FactorPanel(factor: Option<SecondFactor>, refused: Option<Refused>) -> impl IntoView {
    let language = language();
    let problem = refused.as_ref().and_then(|refused| problem_at(&refused.problems, "current"));
    let open = refused.is_some();
    let wrong = wrong(language, "factor", refused.as_ref());
    let password = view! { <PasswordField name="current" form="factor" label=texts::current(language) problem /> };
    let panel = match factor {
        None => view! {
            <p>{texts::factor_off(language)}</p>
            <form method="post" action=routes::START_SECOND_FACTOR novalidate class="stack">
                {wrong}
                {password}
                <div class="actions"><button type="submit">{texts::factor_start(language)}</button></div>
            </form>
        }
        .into_any(),
        Some(factor) => view! {
            <p>{texts::factor_since(language)} " " {format::day(language, factor.since)} "."</p>
            <p class="hint">{texts::recovery_left(language, factor.recovery_codes)}</p>
            <details class="confirm" open=open>
                <summary>{texts::factor_end(language)}</summary>
                <form method="post" action=routes::END_SECOND_FACTOR novalidate>
                    {wrong}
                    {password}
                    <button type="submit" class="danger">{texts::factor_end(language)}</button>
                </form>
            </details>
        }
        .into_any(),
    };
    view! {
        <section class="panel stack">
            <h2>{texts::factor(language)}</h2>
            {panel}
        </section>
    }
    .into_any()
}

#[component]
fn Sessions(sessions: Vec<OpenSession>) -> impl IntoView {
    let language = language();
    let row = |session: OpenSession| {
        let browser = session.browser.unwrap_or_else(|| texts::unknown_browser(language).to_owned());
        let times = format!("{} {}", texts::since(language), format::moment(language, session.since));
        let used = format!("{} {}", texts::used(language), format::moment(language, session.used_at));
        let end = if session.here {
            view! { <span class="soft">{texts::here(language)}</span> }.into_any()
        } else {
            view! {
                <form method="post" action=routes::END_SESSION>
                    <input type="hidden" name="session" value=session.handle />
                    <button type="submit">
                        {texts::end(language)}
                        <span class="visually-hidden">" – " {browser.clone()}</span>
                    </button>
                </form>
            }
            .into_any()
        };
        view! {
            <li>
                <div>
                    <p>
                        <strong>{browser}</strong>
                        {session.address.map(|address| view! { " " <span class="soft">{address}</span> })}
                    </p>
                    <p class="hint">{times}<br />{used}</p>
                </div>
                {end}
            </li>
        }
    };
    let rows = sessions.into_iter().map(row).collect_view();
    view! {
        <section class="panel stack">
            <h2>{texts::sessions(language)}</h2>
            <p class="hint">{texts::sessions_lead(language)}</p>
            <ul class="open-sessions">{rows}</ul>
            <details class="confirm">
                <summary>{texts::everywhere(language)}</summary>
                <form method="post" action=routes::SIGN_OUT_EVERYWHERE>
                    <button type="submit" class="danger">{texts::everywhere_sure(language)}</button>
                </form>
            </details>
        </section>
    }
    .into_any()
}
