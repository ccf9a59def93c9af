//! Asking companies: their page, and the manager's list of who was asked and who answered.

use app::locale::follow_up as texts;
use app::pages::Form;
use app::pages::follow_up::{AnswerPage, FollowUpList, mail_to};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::people::Account;
use domain::follow_up::{AnswerDraft, Asked, Due};
use domain::ids::ProgrammeId;
use domain::problem::Problem;
use domain::workshop::Language;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, failed, see_other};
use crate::calendar::today;
use crate::calendar::{self, line};
use crate::extract::{Asked as Query, Place};
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::ANSWER_BY_LINK, get(question).post(answered))
        .route(routes::REFUSE_QUESTIONS, post(refuse))
        .route(routes::FOLLOW_UP, get(list))
        .route(routes::FOLLOW_UP_CALENDAR, get(reminders))
        .route(routes::ANSWER_FOR, get(question_for).post(answered_for))
        .route(routes::ANSWER_SENT, post(sent_by_hand))
        .route(routes::MAIL_QUESTION, post(mail_now))
        .route(routes::QUESTION_ADDRESS, post(set_address))
        .route(routes::RENEW_LINK, post(renew_link))
        .route(routes::END_LINK, post(end_link))
        .route(routes::END_LINKS, post(end_links))
}

/// What the address says after an answer: that the page shall thank for it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct After {
    thanks: bool,
}

async fn question(
    State(app): State<App>,
    visitor: Visitor,
    Place(token): Place<String>,
    Query(after): Query<After>,
) -> Response {
    match page(&app, &visitor, &token, StatusCode::OK, Form::default(), after.thanks).await {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    token: &str,
    status: StatusCode,
    form: Form<AnswerDraft>,
    thanks: bool,
) -> Result<Response> {
    let asked = app.backend.asked_by_token(token).await?;
    // Who has not chosen a language reads the one in which they were asked.
    let title = asked.record.title.clone();
    let view = move || view! { <AnswerPage asked=asked.clone() form=form.clone() thanks /> }.into_any();
    Ok(render::page(app, visitor, status, Screen::Phone, &title, view).await)
}

async fn answered(State(app): State<App>, visitor: Visitor, Place(token): Place<String>, body: Bytes) -> Response {
    let draft: AnswerDraft = read_form(&body);
    let response = match app.backend.answer_by_token(&token, &draft, visitor.form.as_deref()).await {
        Ok(()) => return see_other(&(routes::answer_by_link(&token) + "?thanks=true")),
        Err(Error::Refused(refusal)) if !matches!(refusal.first(), Problem::LinkEnded | Problem::TooManyAnswers) => {
            page(&app, &visitor, &token, status(refusal.first()), refused_form(draft, &refusal), false).await
        }
        Err(error) => Err(error),
    };
    match response {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn refuse(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    match app.backend.refuse_questions(&token).await {
        Ok(()) => see_other(&routes::answer_by_link(&token)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// The programme that the address asks for, by its id; blank for the first.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asks {
    programme: String,
}

async fn of_programme(app: &App, account: &Account, asks: &Asks) -> Result<(domain::programme::Programme, Vec<Asked>)> {
    // Without a name it is the first one, as everywhere in the office.
    let id: ProgrammeId = match asks.programme.as_str() {
        "" => app.backend.programmes(account).await?.first().ok_or(Problem::NotFound)?.id,
        id => id.parse().map_err(|_| Problem::NotFound)?,
    };
    let programme = app.backend.programme(account, id).await?;
    let asked = app.backend.asked(account, id).await?;
    Ok((programme, asked))
}

async fn list(State(app): State<App>, visitor: Visitor, Query(asks): Query<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let (programme, asked) = of_programme(&app, &account, &asks).await?;
        let (origin, mails) = (visitor.origin.clone(), app.mail.is_some());
        let view = move || {
            view! { <FollowUpList programme=programme.clone() asked=asked.clone() origin=origin.clone() mails /> }
                .into_any()
        };
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::title(visitor.language), view).await)
    };
    answer(&app, &visitor, page.await).await
}

/// One reminder for each company that is to be asked, reminded or phoned, today, as a calendar.
pub(super) fn ics(language: Language, asked: &[Asked], origin: &str, day: domain::NaiveDate) -> String {
    let stamp = day.format("%Y%m%d").to_string();
    let event = |asked: &Asked| {
        let (company, _) = asked.companies();
        let mail = mail_to(asked, asked.link.language, origin);
        vec![
            format!(
                "UID:{}-{stamp}@maillage",
                uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, asked.link.handle.as_bytes())
            ),
            format!("DTSTAMP:{stamp}T080000Z"),
            format!("DTSTART;VALUE=DATE:{stamp}"),
            line("SUMMARY", &format!("{} – {company} – {}", texts::due(language, asked.due), asked.record.title)),
            line("DESCRIPTION", &format!("{}\n\n{}", mail.subject, mail.body)),
        ]
    };
    let waiting = asked.iter().filter(|asked| matches!(asked.due, Due::Ask | Due::Remind | Due::Late));
    calendar::calendar("follow-up", waiting.map(event).collect())
}

async fn reminders(State(app): State<App>, visitor: Visitor, Query(asks): Query<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let (_, asked) = of_programme(&app, &account, &asks).await?;
        let text = ics(visitor.language, &asked, &visitor.origin, today());
        Ok(calendar::download("maillage", text))
    };
    answer(&app, &visitor, page.await).await
}

async fn page_for(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    handle: &str,
    status: StatusCode,
    form: Form<AnswerDraft>,
) -> Result<Response> {
    let asked = app.backend.own_link(account, handle).await?;
    let (title, action) = (asked.record.title.clone(), routes::answer_for(handle));
    let view = move || {
        view! { <AnswerPage asked=asked.clone() form=form.clone() thanks=false manager=Some(action.clone()) /> }
            .into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Phone, &title, view).await)
}

async fn question_for(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        page_for(&app, &visitor, &account, &handle, StatusCode::OK, Form::default()).await
    };
    answer(&app, &visitor, page.await).await
}

/// Back to the list of the synergy's programme.
async fn back(app: &App, account: &Account, handle: &str) -> Result<Response> {
    let asked = app.backend.own_link(account, handle).await?;
    Ok(see_other(&routes::follow_up(asked.record.programme_id)))
}

async fn answered_for(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: AnswerDraft = read_form(&body);
        match of_form(app.backend.answer_for(&account, &handle, &draft).await)? {
            Ok(()) => back(&app, &account, &handle).await,
            Err(refusal) => {
                page_for(&app, &visitor, &account, &handle, status(refusal.first()), refused_form(draft, &refusal))
                    .await
            }
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn sent_by_hand(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.asked_by_hand(&account, &handle).await?;
        back(&app, &account, &handle).await
    };
    answer(&app, &visitor, page.await).await
}

async fn mail_now(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let asked = app.backend.own_link(&account, &handle).await?;
        let (mailer, email) = app.mail.clone().zip(asked.link.email.clone()).ok_or(Problem::NotFound)?;
        let mail = mail_to(&asked, asked.link.language, &visitor.origin);
        let sent = mailer.send(&email, &mail.subject, &mail.body).await;
        app.backend.question_sent(&handle, sent.as_ref().err().map(String::as_str)).await?;
        sent.map_err(|why| {
            tracing::warn!(%why, "a question could not be mailed");
            Problem::Unavailable
        })?;
        back(&app, &account, &handle).await
    };
    answer(&app, &visitor, page.await).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Address {
    email: String,
    language: String,
}

async fn set_address(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let address: Address = read_form(&body);
        let language = Language::from_code(&address.language).unwrap_or(Language::French);
        app.backend.set_address(&account, &handle, &address.email, language).await?;
        back(&app, &account, &handle).await
    };
    answer(&app, &visitor, page.await).await
}

async fn renew_link(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.renew_link(&account, &handle).await?;
        back(&app, &account, &handle).await
    };
    answer(&app, &visitor, page.await).await
}

async fn end_link(State(app): State<App>, visitor: Visitor, Place(handle): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.end_link(&account, &handle).await?;
        back(&app, &account, &handle).await
    };
    answer(&app, &visitor, page.await).await
}

async fn end_links(State(app): State<App>, visitor: Visitor, Query(asks): Query<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let id: ProgrammeId = asks.programme.parse().map_err(|_| Problem::NotFound)?;
        app.backend.end_links(&account, id).await?;
        Ok(see_other(&routes::follow_up(id)))
    };
    answer(&app, &visitor, page.await).await
}
