//! The results of a programme, as a page and as files.

use app::locale::report as texts;
use app::pages::programme::{ReportPage, ReportSheet};
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

use super::super::render;
use super::answer;
use crate::App;
use crate::extract::Asked;
use crate::identity::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::REPORT, get(report))
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

/// What is asked for, for who may see it.
pub(super) async fn sheet(app: &App, account: &Account, asks: &Asks) -> Result<ReportSheet> {
    let id = asks.programme(app, account).await?;
    let found = app.backend.report(account, id, asks.day()).await?;
    let summaries = app.backend.workshops(account).await?;
    let workshops = found.workshops.into_iter().map(|(workshop, (title, day))| {
        let counts = summaries.iter().find(|summary| summary.id == workshop).map(|summary| summary.counts).unwrap_or_default();
        (workshop, (title, day, counts))
    });
    Ok(ReportSheet { programme: found.programme, as_of: found.as_of, report: found.report.as_ref().clone(), workshops: workshops.collect() })
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
