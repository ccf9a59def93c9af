//! What the matcher knows of a workshop beyond its matches, and the leave for the archive.

use app::Language;
use app::locale::leads as texts;
use app::pages::desk::{ArchiveRow, CheckRow, FamilyRow, Leads, LeadsShown};
use app::parts::reason::{Introduced, introduced_line, reasons_line};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::Result;
use backend::leads::FromArchive;
use domain::archive::Leave;
use domain::ids::{CardId, MatchId, WorkshopId};
use domain::matches::{Counterpart, Flag};
use domain::problem::{Problem, Refusal};
use domain::resource::Kind;
use domain::workshop::Workshop;
use leptos::prelude::*;
use matching::flags;
use matching::needs::Family;
use serde::Deserialize;

use crate::App;
use crate::answers::{see_other, turned_away};
use crate::extract::{Asked, Place};
use crate::forms::{Saved, read_form};
use crate::identity::Visitor;
use crate::knowledge::{pick, suggested, typeset};
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::LEADS, get(page).post(give_leave))
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(Saved { saved }): Asked<Saved>,
) -> Response {
    let language = visitor.language;
    let read = async {
        let caller = visitor.facilitator(&app, id).await?;
        let workshop = app.backend.snapshot(&caller).await?.workshop;
        let leads = app.backend.leads(&caller).await?;
        let (used, most) = app.backend.model_use(id).await?;
        let model = app.backend.model_notice(id).await?.map(|notice| (notice, used, most));
        let shown = LeadsShown {
            shared: leads.shared_needs.iter().map(|family| family_row(language, &workshop, family)).collect(),
            gaps: leads.gaps.iter().map(|family| family_row(language, &workshop, family)).collect(),
            archive: leads.archive.into_iter().map(|found| archive_row(language, &workshop, found)).collect(),
            checks: leads
                .checks
                .into_iter()
                .filter_map(|(flag, matches)| check_row(language, &workshop, flag, &matches))
                .collect(),
            codes: suggested(language, leads.codes),
            model,
        };
        Result::Ok((shown, app.backend.archive_leave(&caller).await?))
    };
    match read.await {
        Ok((shown, leave)) => {
            let view = move || view! { <Leads id leads=shown.clone() leave saved /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::title(language), view).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    leave: String,
}

async fn give_leave(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let given: Given = read_form(&body);
    let done = async {
        let caller = visitor.facilitator(&app, id).await?;
        let leave = Leave::from_code(&given.leave).ok_or_else(|| Refusal::at("leave", Problem::UnknownChoice))?;
        app.backend.give_archive_leave(&caller, leave).await
    };
    match done.await {
        Ok(()) => see_other(&format!("{}?saved=true", routes::leads(id))),
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

/// A card's title, and whose it is where it says.
fn told(workshop: &Workshop, id: CardId) -> String {
    let Some(card) = workshop.cards.get(&id) else { return String::new() };
    match card.author.and_then(|author| workshop.participants.get(&author)) {
        Some(author) => format!("{} ({})", card.resource.title, author.organisation),
        None => card.resource.title.to_string(),
    }
}

fn family_row(language: Language, workshop: &Workshop, family: &Family) -> FamilyRow {
    FamilyRow {
        name: typeset(language, pick(language, family.name)),
        is_have: family.kind == Kind::Have,
        organisations: family.organisations,
        cards: family.cards.iter().map(|card| told(workshop, *card)).collect(),
    }
}

fn archive_row(language: Language, workshop: &Workshop, found: FromArchive) -> ArchiveRow {
    let why = match workshop.cards.get(&found.card) {
        Some(card) => {
            let (this, that) = (&card.resource, &found.resource);
            let (first, second) = if this.kind == Kind::Have { (this, that) } else { (that, this) };
            introduced_line(language, Introduced { first, second, reader: None }, &found.reasons)
        }
        None => reasons_line(language, &found.reasons),
    };
    let (title, date) = found.workshop;
    let organisation = found.organisation.map(|organisation| format!("{organisation}, ")).unwrap_or_default();
    ArchiveRow {
        card: told(workshop, found.card),
        found: found.resource.title.to_string(),
        origin: format!("{organisation}{title}, {}", app::format::date(language, date)),
        why,
        score: found.score,
    }
}

fn check_row(language: Language, workshop: &Workshop, flag: Flag, matches: &[MatchId]) -> Option<CheckRow> {
    let rule = flags::rules().iter().find(|rule| rule.flag == flag)?;
    let told = |id: &MatchId| {
        let found = workshop.matches.get(id)?;
        let Counterpart::Card(other) = found.counterpart else { return None };
        Some(format!("{} → {}", told(workshop, found.card), told(workshop, other)))
    };
    Some(CheckRow {
        flag,
        text: typeset(language, pick(language, rule.text)),
        // French law is quoted in French, in both languages.
        reference: typeset(Language::French, rule.reference),
        read_on: rule.checked_on.parse().ok(),
        matches: matches.iter().filter_map(told).collect(),
    })
}
