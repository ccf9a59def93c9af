//! The results of a programme, as a page and as files.

use app::locale::report as texts;
use app::pages::office::{ReportPage, ReportSheet};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::Result;
use backend::people::Account;
use domain::NaiveDate;
use domain::ids::ProgrammeId;
use domain::problem::Problem;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::answer;
use crate::calendar::today;
use crate::downloads::{content, file};
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::render;
use crate::report_files::{self, Content, Lists, lists, taken};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::REPORT, get(report))
        .route(routes::REPORT_PDF, get(pdf))
        .route(routes::REPORT_XLSX, get(xlsx))
        .route(routes::EXPORT_WHOLE, get(whole))
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
async fn sheet(app: &App, account: &Account, asks: &Asks) -> Result<ReportSheet> {
    let id = asks.programme(app, account).await?;
    let report = app.backend.report(account, id, asks.day()).await?;
    let summaries = app.backend.workshops(account).await?;
    let here = summaries.into_iter().filter(|summary| report.workshops.contains_key(&summary.id));
    let counts = here.map(|summary| (summary.id, summary.counts)).collect();
    Ok(ReportSheet { report, counts })
}

async fn pdf(State(app): State<App>, visitor: Visitor, Asked(asks): Asked<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let report = app.backend.report(&account, asks.programme(&app, &account).await?, asks.day()).await?;
        taken(&app, &account, report.programme.id, "pdf").await?;
        let (language, day) = (visitor.language, report.as_of);
        let written = tokio::task::spawn_blocking(move || report_files::pdf(language, &report)).await;
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

async fn whole(State(app): State<App>, visitor: Visitor, Place(id): Place<ProgrammeId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let document = app.backend.export_programme(&account, id).await?;
        Ok(file("application/json", &format!("maillage-programme-{}.json", today()), document))
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
