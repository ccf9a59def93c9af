//! The programme manager's office.

use std::collections::HashMap;

use app::locale::common;
use app::pages::Form;
use app::pages::programme::{FigureDraft, StageDraft, StagedFigure, Synergies, Synergy, SynergyFilter, WorkshopPage, Workshops};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::exports::Export;
use backend::people::Account;
use backend::synergies::{NewFigure, StageChange};
use domain::ids::{SynergyId, WorkshopId};
use domain::problem::Problem;
use domain::programme::{FigureRecord, SynergyRecord};
use leptos::prelude::*;

use super::{failed, read_form, refused_form, render, see_other};
use crate::App;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PROGRAMME, get(workshops))
        .route(routes::SYNERGIES, get(synergies))
        .route("/programme/workshops/{id}", get(workshop))
        .route("/programme/workshops/{id}/synergies/{synergy}", get(synergy))
        .route("/programme/workshops/{id}/synergies/{synergy}/stage", post(change_stage))
        .route("/programme/workshops/{id}/synergies/{synergy}/figures", post(record_figure))
        .route("/programme/export/{file}", get(export))
}

/// Not signed in leads to the sign-in form; anything else is said.
async fn answer(app: &App, visitor: &Visitor, page: Result<Response>) -> Response {
    match page {
        Ok(response) => response,
        Err(Error::Refused(refusal)) if refusal.first() == Problem::NotSignedIn => see_other(routes::LOGIN),
        Err(error) => failed(app, visitor, &error).await,
    }
}

fn today() -> domain::NaiveDate {
    chrono::Utc::now().date_naive()
}

async fn workshops(State(app): State<App>, visitor: Visitor) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let workshops = app.backend.workshops(&account).await?;
        let synergies = app.backend.synergies(&account).await?;
        let figures = with_stages(app.backend.figures(&account).await?, &synergies);
        let view = move || view! { <Workshops workshops=workshops.clone() synergies=synergies.clone() figures=figures.clone() today=today() /> }.into_any();
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, common::programme(visitor.language), view).await)
    };
    answer(&app, &visitor, page.await).await
}

fn with_stages(figures: Vec<(WorkshopId, SynergyId, FigureRecord)>, synergies: &[SynergyRecord]) -> Vec<StagedFigure> {
    let stages: HashMap<_, _> = synergies.iter().map(|record| ((record.workshop_id, record.id), record.stage)).collect();
    let staged = figures.into_iter().filter_map(|(workshop, synergy, record)| {
        let stage = *stages.get(&(workshop, synergy))?;
        Some(StagedFigure { workshop, synergy, stage, figure: record.figure })
    });
    staged.collect()
}

async fn workshop(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let caller = app.backend.caller_by_account(id, &account).await?;
        let summary = app.backend.workshops(&account).await?.into_iter().find(|summary| summary.id == id).ok_or(Problem::NotFound)?;
        let workshop = app.backend.snapshot(&caller).await?.workshop;
        let synergies: Vec<_> = app.backend.synergies(&account).await?.into_iter().filter(|record| record.workshop_id == id).collect();
        let title = summary.description.title.to_string();
        let view = move || view! { <WorkshopPage summary=summary.clone() workshop=workshop.clone() synergies=synergies.clone() today=today() /> }.into_any();
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, &title, view).await)
    };
    answer(&app, &visitor, page.await).await
}

async fn synergies(State(app): State<App>, visitor: Visitor, Asked(filter): Asked<SynergyFilter>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let synergies = app.backend.synergies(&account).await?;
        let view = move || view! { <Synergies synergies=synergies.clone() filter=filter.clone() today=today() /> }.into_any();
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, common::synergies(visitor.language), view).await)
    };
    answer(&app, &visitor, page.await).await
}

async fn synergy(State(app): State<App>, visitor: Visitor, Place((id, number)): Place<(WorkshopId, SynergyId)>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        synergy_page(&app, &visitor, &account, (id, number), StatusCode::OK, None, None).await
    };
    answer(&app, &visitor, page.await).await
}

async fn synergy_page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    (id, number): (WorkshopId, SynergyId),
    status: StatusCode,
    stage: Option<Form<StageDraft>>,
    figure: Option<Form<FigureDraft>>,
) -> Result<Response> {
    let dossier = app.backend.synergy(account, id, number).await?;
    let record = &dossier.record;
    let as_it_stands = || StageDraft {
        stage: record.stage.code().to_owned(),
        lost_reason: record.lost_reason.map(|reason| reason.code().to_owned()).unwrap_or_default(),
        note: String::new(),
        next_step: record.next_step.as_ref().map(|next| next.what.to_string()).unwrap_or_default(),
        next_step_due: record.next_step.as_ref().and_then(|next| next.due).map(|due| due.to_string()).unwrap_or_default(),
    };
    let stage = stage.unwrap_or_else(|| Form { draft: as_it_stands(), problems: Vec::new() });
    let figure = figure.unwrap_or_default();
    let title = record.title.clone();
    let view = move || view! { <Synergy dossier=dossier.clone() stage=stage.clone() figure=figure.clone() today=today() /> }.into_any();
    Ok(render::page(app, visitor, status, Screen::Office, &title, view).await)
}

async fn change_stage(State(app): State<App>, visitor: Visitor, Place((id, number)): Place<(WorkshopId, SynergyId)>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let caller = app.backend.caller_by_account(id, &account).await?;
        let change: StageChange = read_form(&body);
        match app.backend.move_synergy(&account, &caller, number, &change).await {
            Ok(()) => Ok(see_other(&routes::synergy(id, number))),
            Err(Error::Refused(refusal)) => {
                let form = refused_form(read_form::<StageDraft>(&body), &refusal);
                synergy_page(&app, &visitor, &account, (id, number), status(refusal.first()), Some(form), None).await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn record_figure(State(app): State<App>, visitor: Visitor, Place((id, number)): Place<(WorkshopId, SynergyId)>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let caller = app.backend.caller_by_account(id, &account).await?;
        let figure: NewFigure = read_form(&body);
        match app.backend.record_figure(&account, &caller, number, &figure).await {
            Ok(()) => Ok(see_other(&routes::synergy(id, number))),
            Err(Error::Refused(refusal)) => {
                let form = refused_form(read_form::<FigureDraft>(&body), &refusal);
                synergy_page(&app, &visitor, &account, (id, number), status(refusal.first()), None, Some(form)).await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn export(State(app): State<App>, visitor: Visitor, Place(file): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let name = file.strip_suffix(".csv").unwrap_or_default();
        let (name, export) = Export::ALL.iter().find(|(known, _)| *known == name).ok_or(Problem::NotFound)?;
        let csv = app.backend.export(&account, *export, visitor.language).await?;
        let disposition = format!("attachment; filename=\"maillage-{name}-{}.csv\"", today());
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
            (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"))),
        ];
        Ok((headers, csv).into_response())
    };
    answer(&app, &visitor, page.await).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_export_has_an_address_and_the_other_way_round() {
        assert_eq!(Export::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>(), routes::EXPORTS);
    }
}
