//! Calls for projects of a programme, and what each funder wants reported.

use app::locale::evaluation as texts;
use app::pages::Form;
use app::pages::office::FundingPage;
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
use domain::funding::FundingDraft;
use domain::ids::ProgrammeId;
use domain::problem::{FieldProblem, Problem, Refusal};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, see_other};
use crate::calendar::today;
use crate::downloads::{content, file};
use crate::extract::Place;
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::report_files::{self, Content, Lists, lists, taken};
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::FUNDING, get(funding).post(add))
        .route(routes::ATTACH_TO_FUNDING, post(attach))
        .route(routes::FUNDING_EXPORT, get(for_funder))
}

async fn funding(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let shown = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, id, StatusCode::OK, Form::default(), Vec::new()).await
    };
    answer(&app, &visitor, shown.await).await
}

async fn page(
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
    let calls = app.backend.calls(account, id).await?;
    let view = move || {
        let (programme, calls, form, attach) = (programme.clone(), calls.clone(), form.clone(), attach.clone());
        view! { <FundingPage programme role calls form attach today=today() /> }.into_any()
    };
    Ok(render::page(app, visitor, status, Screen::Office, texts::funding(visitor.language), view).await)
}

async fn add(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>, body: Bytes) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let new: FundingDraft = read_form(&body);
        match of_form(app.backend.add_call(&account, id, &new).await)? {
            Ok(()) => Ok(see_other(&routes::funding(id))),
            Err(refusal) => {
                let form = refused_form(new, &refusal);
                page(&app, &visitor, &account, id, status(refusal.first()), form, Vec::new()).await
            }
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
    Place((id, call)): Place<(ProgrammeId, u32)>,
    body: Bytes,
) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        app.backend.member(&account, id, Right::Describe).await?;
        let typed: Attached = read_form(&body);
        let kept = match routes::synergy_at(&typed.synergy) {
            Some(synergy) => app.backend.attach_to_call(&account, id, call, synergy).await,
            None => Err(Refusal::at("synergy", Problem::UnknownSynergy).into()),
        };
        match of_form(kept)? {
            Ok(()) => Ok(see_other(&routes::funding(id))),
            Err(refusal) => {
                page(
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
        }
    };
    answer(&app, &visitor, done.await).await
}

/// What the funder wants reported: the programme's sums, and the synergies that are attached with every figure of
/// theirs (all of them, where the call is for the programme as a whole). Whoever reads sums alone gets the sums.
async fn for_funder(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, number)): Place<(ProgrammeId, u32)>,
) -> Response {
    let done = async {
        let account = visitor.account(&app).await?;
        let calls = app.backend.calls(&account, id).await?;
        let call = calls.into_iter().find(|call| call.number == number).ok_or(Problem::NotFound)?;
        let report = app.backend.report(&account, id, None).await?;
        let Lists { mut synergies, figures, trail } = lists(&app, &account, &report).await?;
        synergies.retain(|record| {
            call.terms.whole || call.synergies.iter().any(|(key, _)| *key == (record.workshop_id, record.id))
        });
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
            &format!("maillage-funding-{number}.xlsx"),
            content(written)?,
        ))
    };
    answer(&app, &visitor, done.await).await
}
