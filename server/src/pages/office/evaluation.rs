//! The evaluation of a programme.

use std::collections::BTreeMap;

use app::locale::evaluation as texts;
use app::pages::office::EvaluationPage;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::Result;
use backend::people::Account;
use domain::access::Right;
use domain::evaluation::AnswerDraft;
use domain::ids::ProgrammeId;
use domain::problem::{FieldProblem, Problem};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::extract::{Asked, Place};
use crate::forms::{of_form, read_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;
use crate::uploads::first_file;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::EVALUATION, get(evaluation).post(evaluate)).route(routes::REFERENTIAL, post(bring))
}

/// Which year; this one where none is said.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Asks {
    year: Option<i32>,
}

async fn evaluation(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<ProgrammeId>,
    Asked(asks): Asked<Asks>,
) -> Response {
    let shown = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, id, asks.year, StatusCode::OK, BTreeMap::new(), Vec::new()).await
    };
    answer(&app, &visitor, shown.await).await
}

#[allow(clippy::too_many_arguments)] // one page, with what its form may bring back
async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    year: Option<i32>,
    status: StatusCode,
    typed: BTreeMap<String, AnswerDraft>,
    problems: Vec<FieldProblem>,
) -> Result<Response> {
    let member = app.backend.member(account, id, Right::SeeResults).await?;
    let (programme, role) = (member.programme().clone(), member.role());
    let evaluation = app.backend.evaluation(account, id).await?;
    let year = year
        .or(evaluation.years.keys().last().copied())
        .filter(|year| evaluation.years.contains_key(year))
        .ok_or(Problem::NotFound)?;
    let view = move || {
        let (programme, evaluation) = (programme.clone(), evaluation.clone());
        let (typed, problems) = (typed.clone(), problems.clone());
        view! { <EvaluationPage programme role evaluation year typed problems /> }.into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, texts::title(visitor.language), view).await)
}

async fn evaluate(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<ProgrammeId>,
    Asked(asks): Asked<Asks>,
    body: Bytes,
) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let fields: BTreeMap<String, String> = read_form(&body);
        let year = asks.year.unwrap_or_else(|| chrono::Datelike::year(&today()));
        let typed: BTreeMap<String, AnswerDraft> = fields
            .iter()
            .filter_map(|(name, value)| {
                let key = name.strip_prefix("value-")?;
                let note = fields.get(&format!("note-{key}")).cloned().unwrap_or_default();
                Some((key.to_owned(), AnswerDraft { value: value.clone(), note }))
            })
            .collect();
        match of_form(app.backend.evaluate(&account, id, year, &typed).await)? {
            Ok(()) => Ok(see_other(&routes::evaluation(id, Some(year)))),
            Err(refusal) => {
                page(
                    &app,
                    &visitor,
                    &account,
                    id,
                    Some(year),
                    status(refusal.first()),
                    typed,
                    refusal.problems().to_vec(),
                )
                .await
            }
        }
    };
    answer(&app, &visitor, done.await).await
}

async fn bring(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, form: Multipart) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        app.backend.member(&account, id, Right::Describe).await?;
        let kept = match first_file(form).await {
            Ok((_, content)) => app.backend.import_referential(&account, id, &content).await,
            Err(refusal) => Err(refusal.into()),
        };
        match of_form(kept)? {
            Ok(()) => Ok(see_other(&routes::evaluation(id, None))),
            Err(refusal) => {
                page(
                    &app,
                    &visitor,
                    &account,
                    id,
                    None,
                    status(refusal.first()),
                    BTreeMap::new(),
                    refusal.problems().to_vec(),
                )
                .await
            }
        }
    };
    answer(&app, &visitor, done.await).await
}
