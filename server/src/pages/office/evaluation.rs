//! The evaluation of a programme, and its funding.

use std::collections::BTreeMap;

use app::locale::evaluation as texts;
use app::pages::Form;
use app::pages::office::{Call, EvaluatedYear, EvaluationPage, FundingPage};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::people::Account;
use domain::access::Right;
use domain::funding::FundingDraft;
use domain::ids::ProgrammeId;
use domain::problem::{FieldProblem, Problem, Refusal};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::downloads::{content, file};
use crate::extract::{Asked, Place};
use crate::forms::{belongs_to_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::report_files::{self, Content, Lists, lists, taken};
use crate::respond::status;
use crate::uploads::first_file;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::EVALUATION, get(evaluation).post(evaluate))
        .route(routes::REFERENTIAL, post(bring))
        .route(routes::FUNDING, get(funding).post(add_funding))
        .route(routes::ATTACH_TO_FUNDING, post(attach))
        .route(routes::FUNDING_EXPORT, get(for_funder))
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
    typed: BTreeMap<String, String>,
    problems: Vec<FieldProblem>,
) -> Result<Response> {
    let role = app.backend.member(account, id, Right::SeeResults).await?.role();
    let found = app.backend.evaluation(account, id).await?;
    let year = year
        .or(found.years.keys().last().copied())
        .filter(|year| found.years.contains_key(year))
        .ok_or(Problem::NotFound)?;
    let years: BTreeMap<i32, EvaluatedYear> = found
        .years
        .into_iter()
        .map(|(of, answers)| {
            let typed = if of == year { typed.clone() } else { BTreeMap::new() };
            (of, EvaluatedYear { answers: answers.answers, from_data: answers.from_data, notes: answers.notes, typed })
        })
        .collect();
    let (programme, referential, is_example) = (found.programme, found.referential, found.is_example);
    let view = move || {
        let (programme, referential, years, problems) =
            (programme.clone(), referential.clone(), years.clone(), problems.clone());
        view! { <EvaluationPage programme role referential is_example years year problems /> }.into_any()
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
        let value = |(name, value): (&String, &String)| Some((name.strip_prefix("value-")?.to_owned(), value.clone()));
        let values: BTreeMap<String, String> = fields.iter().filter_map(value).collect();
        let note = |key: &str| fields.get(&format!("note-{key}")).cloned().unwrap_or_default();
        let typed: Vec<_> = values.iter().map(|(key, value)| (key.clone(), value.clone(), note(key))).collect();
        match app.backend.evaluate(&account, id, year, &typed).await {
            Ok(()) => Ok(see_other(&routes::evaluation(id, Some(year)))),
            Err(Error::Refused(refusal)) if belongs_to_form(&refusal) => {
                page(
                    &app,
                    &visitor,
                    &account,
                    id,
                    Some(year),
                    status(refusal.first()),
                    values,
                    refusal.problems().to_vec(),
                )
                .await
            }
            Err(error) => Err(error),
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
        match kept {
            Ok(()) => Ok(see_other(&routes::evaluation(id, None))),
            Err(Error::Refused(refusal)) if belongs_to_form(&refusal) => {
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
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, done.await).await
}

async fn funding(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let shown = async {
        let account = visitor.account(&app).await?;
        funding_page(&app, &visitor, &account, id, StatusCode::OK, Form::default(), Vec::new()).await
    };
    answer(&app, &visitor, shown.await).await
}

async fn funding_page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    id: ProgrammeId,
    status: StatusCode,
    form: Form<FundingDraft>,
    attach: Vec<FieldProblem>,
) -> Result<Response> {
    let member = app.backend.member(account, id, Right::SeeResults).await?;
    let (programme, role) = (member.programme().clone(), member.role());
    let mut calls = Vec::new();
    for call in app.backend.fundings(account, id).await? {
        let attached = call.synergies.len();
        let mut synergies = Vec::new();
        // Whoever reads sums alone learns how many there are, not which.
        for (workshop, synergy) in call.synergies.iter().filter(|_| role.may(Right::SeePeople)) {
            let title = app.backend.synergy(account, *workshop, *synergy).await?.record.title;
            synergies.push((*workshop, *synergy, title));
        }
        calls.push(Call {
            id: call.id,
            name: call.name,
            funder: call.funder,
            kind: call.kind,
            opens: call.opens,
            closes: call.closes,
            amount: call.amount,
            conditions: call.conditions,
            whole: call.whole,
            attached,
            synergies,
        });
    }
    let view = move || {
        let (programme, calls, form, attach) = (programme.clone(), calls.clone(), form.clone(), attach.clone());
        view! { <FundingPage programme role calls form attach today=today() /> }.into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, texts::funding(visitor.language), view).await)
}

async fn add_funding(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let new: FundingDraft = read_form(&body);
        match app.backend.add_funding(&account, id, &new).await {
            Ok(()) => Ok(see_other(&routes::funding(id))),
            Err(Error::Refused(refusal)) if belongs_to_form(&refusal) => {
                let form = refused_form(new, &refusal);
                funding_page(&app, &visitor, &account, id, status(refusal.first()), form, Vec::new()).await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, done.await).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attached {
    synergy: String,
}

async fn attach(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, funding)): Place<(ProgrammeId, i64)>,
    body: Bytes,
) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        app.backend.member(&account, id, Right::Describe).await?;
        let typed: Attached = read_form(&body);
        let kept = match routes::synergy_at(&typed.synergy) {
            Some(synergy) => app.backend.attach_to_funding(&account, id, funding, synergy).await,
            None => Err(Refusal::at("synergy", Problem::UnknownSynergy).into()),
        };
        match kept {
            Ok(()) => Ok(see_other(&routes::funding(id))),
            Err(Error::Refused(refusal)) if belongs_to_form(&refusal) => {
                funding_page(
                    &app,
                    &visitor,
                    &account,
                    id,
                    status(refusal.first()),
                    Form::default(),
                    refusal.problems().to_vec(),
                )
                .await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, done.await).await
}

/// What the funder wants reported: the programme's sums, and the synergies that are attached with every figure of
/// theirs (all of them, where the call is for the programme as a whole). Whoever reads sums alone gets the sums.
async fn for_funder(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, funding)): Place<(ProgrammeId, i64)>,
) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let call = app
            .backend
            .fundings(&account, id)
            .await?
            .into_iter()
            .find(|call| call.id == funding)
            .ok_or(Problem::NotFound)?;
        let report = app.backend.report(&account, id, None).await?;
        let concerns =
            |key: &(domain::ids::WorkshopId, domain::ids::SynergyId)| call.whole || call.synergies.contains(key);
        let Lists { mut synergies, figures, trail } = lists(&app, &account, &report).await?;
        synergies.retain(|record| concerns(&(record.workshop_id, record.id)));
        taken(&app, &account, id, "funding").await?;
        let language = visitor.language;
        let write = move || {
            report_files::workbook(
                language,
                &Content { report: &report, synergies: &synergies, figures: &figures, trail: &trail },
            )
        };
        let written = tokio::task::spawn_blocking(write).await;
        Ok(file(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &format!("maillage-funding-{funding}.xlsx"),
            content(written)?,
        ))
    };
    answer(&app, &visitor, done.await).await
}
