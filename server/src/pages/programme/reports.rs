//! The results of a programme, as a page and as files.

use app::locale::report as texts;
use app::pages::programme::{ReportPage, ReportSheet};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use backend::audit::Deed;
use backend::books::ProgrammeReport;
use backend::error::{Error, Result};
use backend::people::Account;
use backend::pipeline::Search;
use domain::NaiveDate;
use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::problem::Problem;
use domain::programme::{FigureRecord, SynergyRecord, TrailEntry};
use leptos::prelude::*;
use serde::Deserialize;

use super::super::render;
use super::report_files::Content;
use super::{answer, report_files};
use crate::App;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::REPORT, get(report))
        .route("/programme/report.pdf", get(pdf))
        .route("/programme/report.xlsx", get(xlsx))
        .route("/programme/programmes/{id}/export.json", get(whole))
}

/// Which programme, as known on which day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asks {
    programme: String,
    as_of: String,
}

impl Asks {
    /// The programme that is asked for; the first one where none is.
    async fn programme(&self, app: &App, account: &Account) -> Result<ProgrammeId> {
        if self.programme.is_empty() {
            return Ok(app.backend.programmes(account).await?.first().ok_or(Problem::NotFound)?.id);
        }
        self.programme.parse().map_err(|_| Problem::NotFound.into())
    }

    fn day(&self) -> Option<NaiveDate> {
        self.as_of.trim().parse().ok()
    }
}

/// What is asked for, for whoever may see it.
pub(super) async fn sheet(app: &App, account: &Account, asks: &Asks) -> Result<ReportSheet> {
    let id = asks.programme(app, account).await?;
    let found = app.backend.report(account, id, asks.day()).await?;
    let summaries = app.backend.workshops(account).await?;
    let workshops = found.workshops.into_iter().map(|(workshop, (title, day))| {
        let counts =
            summaries.iter().find(|summary| summary.id == workshop).map(|summary| summary.counts).unwrap_or_default();
        (workshop, (title, day, counts))
    });
    Ok(ReportSheet {
        programme: found.programme,
        as_of: found.as_of,
        report: found.report.as_ref().clone(),
        workshops: workshops.collect(),
    })
}

/// A file to be saved, never opened in the page's place.
pub(in crate::pages) fn file(kind: &'static str, name: &str, content: Vec<u8>) -> Response {
    // Names of files are plain: letters, digits, dashes and dots.
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "-._".contains(letter) { letter } else { '-' })
        .collect();
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)], content)
        .into_response()
}

/// Enters that a file of the report was taken.
pub(super) async fn taken(app: &App, account: &Account, id: ProgrammeId, kind: &str) -> Result<()> {
    app.backend.record(&app.backend.entry(Deed::ReportTaken, account.author()).of(id).to(kind)).await
}

/// What a workbook lists beside the sums.
#[derive(Default)]
pub(super) struct Lists {
    pub synergies: Vec<SynergyRecord>,
    pub figures: Vec<(WorkshopId, SynergyId, FigureRecord)>,
    pub trail: Vec<TrailEntry>,
}

/// The lists of a programme's workbook. Whoever reads sums alone finds no synergies in it, nor what was said of them.
pub(super) async fn lists(app: &App, account: &Account, report: &ProgrammeReport) -> Result<Lists> {
    let id = report.programme.id;
    if !app.backend.member(account, id, Right::SeeResults).await?.may(Right::SeePeople) {
        return Ok(Lists::default());
    }
    Ok(Lists {
        synergies: app.backend.all_synergies(account, &Search { programme: Some(id), ..Search::default() }).await?,
        figures: app.backend.figures(account).await?,
        trail: app.backend.trail(account, id, report_files::end_of(report.as_of)).await?,
    })
}

async fn pdf(State(app): State<App>, visitor: Visitor, Asked(asks): Asked<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let sheet = sheet(&app, &account, &asks).await?;
        taken(&app, &account, sheet.programme.id, "pdf").await?;
        let (language, day) = (visitor.language, sheet.as_of);
        let written = tokio::task::spawn_blocking(move || report_files::pdf(language, &sheet)).await;
        Ok(file("application/pdf", &format!("maillage-{day}.pdf"), content(written)?))
    };
    answer(&app, &visitor, page.await).await
}

async fn xlsx(State(app): State<App>, visitor: Visitor, Asked(asks): Asked<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let id = asks.programme(&app, &account).await?;
        let report = app.backend.report(&account, id, asks.day()).await?;
        let Lists { synergies, figures, trail } = lists(&app, &account, &report).await?;
        taken(&app, &account, id, "xlsx").await?;
        let (language, day) = (visitor.language, report.as_of);
        let write = move || {
            report_files::workbook(
                language,
                &Content { report: &report, synergies: &synergies, figures: &figures, trail: &trail },
            )
        };
        let written = tokio::task::spawn_blocking(write).await;
        Ok(file(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &format!("maillage-{day}.xlsx"),
            content(written)?,
        ))
    };
    answer(&app, &visitor, page.await).await
}

/// What was written, or a word in the log and "unavailable" for who asked.
pub(in crate::pages) fn content(
    written: std::result::Result<documents::Result<Vec<u8>>, tokio::task::JoinError>,
) -> Result<Vec<u8>> {
    written.map_err(|error| Error::Corrupt(error.to_string()))?.map_err(|error| Error::Corrupt(error.to_string()))
}

async fn whole(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let document = app.backend.export_programme(&account, id).await?;
        Ok(file("application/json", &format!("maillage-programme-{}.json", super::today()), document))
    };
    answer(&app, &visitor, page.await).await
}

async fn report(State(app): State<App>, visitor: Visitor, Asked(asks): Asked<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let sheet = sheet(&app, &account, &asks).await?;
        let view = move || view! { <ReportPage sheet=sheet.clone() /> }.into_any();
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::report(visitor.language), view).await)
    };
    answer(&app, &visitor, page.await).await
}
