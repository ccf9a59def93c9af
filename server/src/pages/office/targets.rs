//! What a programme aims at, and how much of it is reached.

use app::locale::targets as texts;
use app::pages::Form;
use app::pages::office::TargetsPage;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::Result;
use backend::people::Account;
use domain::access::Right;
use domain::ids::ProgrammeId;
use domain::targets::TargetDraft;
use leptos::prelude::*;

use crate::App;
use crate::answers::{answer, see_other};
use crate::extract::Place;
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::TARGETS, get(targets).post(set)).route(routes::TAKE_BACK_TARGET, post(take_back))
}

async fn targets(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let shown = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, id, StatusCode::OK, Form::default()).await
    };
    answer(&app, &visitor, shown.await).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    status: StatusCode,
    form: Form<TargetDraft>,
) -> Result<Response> {
    let role = app.backend.member(account, id, Right::SeeResults).await?.role();
    let report = app.backend.report(account, id, None).await?;
    let settings = app.backend.target_settings(account, id).await?;
    let (programme, standing) = (report.programme, report.targets);
    let view = move || {
        let (programme, standing) = (programme.clone(), standing.clone());
        let (settings, form) = (settings.clone(), form.clone());
        view! { <TargetsPage programme role standing settings form /> }.into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, texts::targets(visitor.language), view).await)
}

async fn set(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let draft: TargetDraft = read_form(&body);
        let done = app.backend.set_target(&account, id, &draft).await;
        ended(&app, &visitor, &account, id, done, draft).await
    };
    answer(&app, &visitor, done.await).await
}

async fn take_back(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let draft: TargetDraft = read_form(&body);
        let done = app.backend.take_back_target(&account, id, &draft).await;
        ended(&app, &visitor, &account, id, done, draft).await
    };
    answer(&app, &visitor, done.await).await
}

/// Back to the page; where it was refused, with what was typed.
async fn ended(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    done: Result<()>,
    draft: TargetDraft,
) -> Result<Response> {
    match of_form(done)? {
        Ok(()) => Ok(see_other(&routes::targets(id))),
        Err(refusal) => {
            let form = refused_form(draft, &refusal);
            page(app, visitor, account, id, status(refusal.first()), form).await
        }
    }
}
