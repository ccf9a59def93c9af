//! The programme manager's office.

mod companies;
mod evaluation;
mod feed;
mod follow_up;
mod funding;
mod imports;
mod open_data;
mod profile;
mod reports;
mod synergies;
mod synergy;
mod targets;

use app::locale::common;
use app::pages::office::{Dashboard, WorkshopPage, Workshops};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use backend::error::Error;
use backend::exports::{Cursor, Export};
use backend::pipeline::Search;
use domain::access::Right;
use domain::ids::WorkshopId;
use domain::ledger::Report;
use domain::problem::Problem;
use futures::StreamExt as _;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::answer;
use crate::calendar::today;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PROGRAMME, get(workshops))
        .route(routes::PROGRAMME_WORKSHOP, get(workshop))
        .route(routes::EXPORT, get(export))
        .merge(synergies::routes())
        .merge(synergy::routes())
        .merge(reports::routes())
        .merge(profile::routes())
        .merge(companies::routes())
        .merge(evaluation::routes())
        .merge(feed::routes())
        .merge(follow_up::routes())
        .merge(funding::routes())
        .merge(imports::routes())
        .merge(open_data::routes())
        .merge(targets::routes())
}

/// Which programme is asked for; the first one where none is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asks {
    programme: String,
}

async fn workshops(State(app): State<App>, visitor: Visitor, Asked(asks): Asked<Asks>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let programmes = app.backend.programmes(&account).await?;
        let shown = match asks.programme.as_str() {
            // The first whose books can be read: a damaged one shuts nobody out of the others.
            "" => {
                let mut readable = programmes.first().map(|programme| programme.id);
                for programme in &programmes {
                    if !matches!(app.backend.report(&account, programme.id, None).await, Err(Error::Corrupt(_))) {
                        readable = Some(programme.id);
                        break;
                    }
                }
                readable
            }
            asked => {
                Some(programmes.iter().find(|programme| programme.id.to_string() == asked).ok_or(Problem::NotFound)?.id)
            }
        };
        let mut workshops = app.backend.workshops(&account).await?;
        workshops.retain(|summary| Some(summary.programme_id) == shown);
        let report = match shown {
            Some(id) => app.backend.report(&account, id, None).await?.report.as_ref().clone(),
            None => Report::default(),
        };
        let waiting = report.waiting;
        let role = match shown {
            Some(id) => app.backend.roles(&account).await?.get(&id).copied(),
            None => None,
        };
        let dashboard = Dashboard { programmes, shown, role, workshops, report, waiting };
        let view = move || view! { <Workshops dashboard=dashboard.clone() /> }.into_any();
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, common::programme(visitor.language), view)
            .await)
    };
    answer(&app, &visitor, page.await).await
}

async fn workshop(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let caller = app.backend.caller_by_account(id, &account).await?;
        let role = app.backend.member_at(&account, id, Right::SeePeople).await?.role();
        let summary = app
            .backend
            .workshops(&account)
            .await?
            .into_iter()
            .find(|summary| summary.id == id)
            .ok_or(Problem::NotFound)?;
        let workshop = app.backend.snapshot(&caller).await?.workshop;
        let synergies =
            app.backend.all_synergies(&account, &Search { workshop: Some(id), ..Search::default() }).await?;
        let title = summary.description.title.to_string();
        let view = move || {
            view! {
                <WorkshopPage
                    role
                    summary=summary.clone()
                    workshop=workshop.clone()
                    synergies=synergies.clone()
                    today=today()
                />
            }
            .into_any()
        };
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, &title, view).await)
    };
    answer(&app, &visitor, page.await).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OfProgramme {
    programme: String,
}

async fn export(
    State(app): State<App>,
    visitor: Visitor,
    Place(file): Place<String>,
    Asked(of): Asked<OfProgramme>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let name = file.strip_suffix(".csv").unwrap_or_default();
        let (name, export) = Export::ALL.iter().find(|(known, _)| *known == name).ok_or(Problem::NotFound)?;
        let programme =
            (!of.programme.is_empty()).then(|| of.programme.parse().map_err(|_| Problem::NotFound)).transpose()?;
        let (export, language) = (*export, visitor.language);
        // The first part now, so that what cannot be read is said; the others as they are taken.
        let first = app.backend.export_part(&account, export, programme, language, Cursor::default()).await?;
        let backend = app.backend.clone();
        let rest = futures::stream::unfold(first.1, move |cursor| {
            let (backend, account) = (backend.clone(), account.clone());
            async move {
                match backend.export_part(&account, export, programme, language, cursor?).await {
                    Ok((part, next)) => Some((Ok(part), next)),
                    Err(error) => Some((Err(std::io::Error::other(error.to_string())), None)),
                }
            }
        });
        // Compression asks once more after the end.
        let csv = Body::from_stream(futures::stream::once(async { Ok(first.0) }).chain(rest).fuse());
        let disposition = format!("attachment; filename=\"maillage-{name}-{}.csv\"", today());
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
            (
                header::CONTENT_DISPOSITION,
                HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
            ),
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
