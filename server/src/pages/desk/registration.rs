//! The registration list and the badges.

use app::locale::phone::join_label;
use app::locale::{problems, registration as texts};
use app::pages::desk::{Badges, PreviewRow, Registrations};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::registration::Registration;
use domain::ids::WorkshopId;
use domain::problem::Problem;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::turned_away;
use crate::extract::Place;
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::REGISTRATIONS, get(form).post(list)).route(routes::BADGES, post(badges))
}

/// The fields of the form of registration.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Sent {
    list: String,
    step: String,
}

async fn form(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    match visitor.facilitator(&app, id).await {
        Ok(_) => page(&app, &visitor, StatusCode::OK, id, String::new(), Vec::new(), None).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    code: StatusCode,
    id: WorkshopId,
    list: String,
    rows: Vec<PreviewRow>,
    said: Option<(bool, String)>,
) -> Response {
    let view = move || view! { <Registrations id list=list.clone() rows=rows.clone() said=said.clone() /> }.into_any();
    render::page(app, visitor, code, Screen::Office, texts::title(visitor.language), view).await
}

fn row(language: app::Language, row: Registration) -> PreviewRow {
    let told = |problem: &domain::problem::FieldProblem| {
        let sentence = problems::sentence(language, problem.code);
        match problem.field.as_deref().map(|field| join_label(language, field)) {
            Some(label) if !label.is_empty() => format!("{label}\u{a0}: {sentence}"),
            _ => sentence.to_owned(),
        }
    };
    let problem = (!row.problems.is_empty()).then(|| row.problems.iter().map(told).collect::<Vec<_>>().join(" "));
    PreviewRow { line: row.line, who: (row.person.name, row.person.organisation), known: row.known, problem }
}

async fn list(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let done: Result<(Vec<Registration>, Option<usize>)> = async {
        let caller = visitor.facilitator(&app, id).await?;
        let count = if sent.step == "register" { Some(app.backend.register(&caller, &sent.list).await?) } else { None };
        Ok((app.backend.preview_registration(&caller, &sent.list).await?, count))
    }
    .await;
    match done {
        Ok((rows, count)) => {
            let rows = rows.into_iter().map(|found| row(visitor.language, found)).collect();
            let said = count.map(|count| (true, format!("{}\u{a0}: {count}", texts::registered(visitor.language))));
            page(&app, &visitor, StatusCode::OK, id, sent.list, rows, said).await
        }
        Err(Error::Refused(refusal)) if matches!(refusal.first(), Problem::Malformed | Problem::TooLarge) => {
            let words = match refusal.first() {
                Problem::Malformed => texts::unreadable(visitor.language),
                other => problems::sentence(visitor.language, other),
            };
            page(&app, &visitor, status(refusal.first()), id, sent.list, Vec::new(), Some((false, words.to_owned())))
                .await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn badges(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>) -> Response {
    let made = async {
        let caller = visitor.facilitator(&app, id).await?;
        app.backend.badges(&caller).await
    };
    match made.await {
        Ok(badges) => {
            let sheet = |badge: backend::registration::Badge| {
                let address = format!("{}{}", visitor.origin, routes::come_back(id, &badge.token));
                let qr = crate::doors::qr_svg(&address);
                (badge.name, badge.organisation, address, qr)
            };
            let badges: Vec<_> = badges.into_iter().map(sheet).collect();
            let view = move || view! { <Badges id badges=badges.clone() /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::badges(visitor.language), view).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}
