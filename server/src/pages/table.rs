//! Fast entry at a table, for facilitators and for whoever holds the key of the table.

use app::locale::{problems, table as texts};
use app::pages::facilitator::{Door, FastEntry};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::tables::{Noted, Scribe};
use domain::ids::WorkshopId;
use domain::problem::Problem;
use leptos::prelude::*;
use serde::Deserialize;

use super::facilitator::turned_away;
use super::{read_form, render, see_other};
use crate::App;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/desk/{id}/tables/{table}", get(page).post(note))
        .route("/desk/{id}/tables/{table}/key", post(make_key))
        .route("/t/{key}", get(page_by_key).post(note_by_key))
}

/// What the last line became: a number in the address, so that a reload notes nothing twice.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    card: String,
    interest: String,
    person: String,
}

impl Said {
    fn words(&self, language: app::Language) -> Option<(bool, String)> {
        let is_number = |text: &str| text.parse::<u32>().is_ok();
        let said = match (is_number(&self.card), is_number(&self.interest), is_number(&self.person)) {
            (true, ..) => format!("{} – n°\u{a0}{}", texts::noted(language), self.card),
            (_, true, _) => format!("{} {}", texts::interest_noted(language), self.interest),
            (.., true) => texts::seated(language).to_owned(),
            _ => return None,
        };
        Some((true, said))
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    line: String,
}

async fn at_desk(app: &App, visitor: &Visitor, id: WorkshopId, table: u8) -> Result<Scribe> {
    let caller = visitor.facilitator(app, id).await?;
    app.backend.at_table(&caller, table).await
}

/// What stands on the page beside the table itself.
struct Shown {
    code: StatusCode,
    line: String,
    said: Option<(bool, String)>,
    door: Door,
}

impl Shown {
    fn new(said: Option<(bool, String)>, door: Door) -> Self {
        Self { code: StatusCode::OK, line: String::new(), said, door }
    }
}

async fn shown(app: &App, visitor: &Visitor, scribe: Result<Scribe>, shown: Shown) -> Response {
    let read = async {
        let scribe = scribe?;
        let workshop = app.backend.seen_from_table(&scribe).await?;
        Ok((scribe.workshop(), scribe.table(), workshop))
    };
    match read.await {
        Ok((id, table, workshop)) => {
            let title = format!("{} {table}", texts::table(visitor.language));
            let Shown { code, line, said, door } = shown;
            let view = move || view! { <FastEntry id table workshop=workshop.clone() line=line.clone() said=said.clone() door=door.clone() /> }.into_any();
            render::page(app, visitor, code, Screen::Office, &title, view).await
        }
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

async fn page(State(app): State<App>, visitor: Visitor, Place((id, table)): Place<(WorkshopId, u8)>, Asked(said): Asked<Said>) -> Response {
    let scribe = at_desk(&app, &visitor, id, table).await;
    shown(&app, &visitor, scribe, Shown::new(said.words(visitor.language), Door::Desk(None))).await
}

async fn page_by_key(State(app): State<App>, visitor: Visitor, Place(key): Place<String>, Asked(said): Asked<Said>) -> Response {
    let scribe = app.backend.scribe_by_key(&key).await;
    shown(&app, &visitor, scribe, Shown::new(said.words(visitor.language), Door::Key(key))).await
}

async fn note(State(app): State<App>, visitor: Visitor, Place((id, table)): Place<(WorkshopId, u8)>, body: Bytes) -> Response {
    let scribe = at_desk(&app, &visitor, id, table).await;
    noted(&app, &visitor, scribe, &body, &routes::fast_entry(id, table), Door::Desk(None)).await
}

async fn note_by_key(State(app): State<App>, visitor: Visitor, Place(key): Place<String>, body: Bytes) -> Response {
    let scribe = app.backend.scribe_by_key(&key).await;
    noted(&app, &visitor, scribe, &body, &routes::table_by_key(&key), Door::Key(key)).await
}

/// Does what the line says; what cannot be read comes back.
async fn noted(app: &App, visitor: &Visitor, scribe: Result<Scribe>, body: &Bytes, address: &str, door: Door) -> Response {
    let typed: Typed = read_form(body);
    let scribe = match scribe {
        Ok(scribe) => scribe,
        Err(error) => return turned_away(app, visitor, &error).await,
    };
    match app.backend.note(&scribe, &typed.line).await {
        Ok(noted) => {
            let said = match noted {
                Noted::Card(card) => format!("card={card}"),
                Noted::Interest(card) => format!("interest={card}"),
                Noted::Person(person) => format!("person={person}"),
            };
            see_other(&format!("{address}?{said}"))
        }
        Err(Error::Refused(refusal)) => {
            let words = match refusal.first() {
                Problem::Incomplete => texts::cannot_read(visitor.language),
                Problem::UnknownParticipant => texts::no_such_seat(visitor.language),
                other => problems::sentence(visitor.language, other),
            };
            let with_line = Shown { code: status(refusal.first()), line: typed.line, said: Some((false, words.to_owned())), door };
            shown(app, visitor, Ok(scribe), with_line).await
        }
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

async fn make_key(State(app): State<App>, visitor: Visitor, Place((id, table)): Place<(WorkshopId, u8)>) -> Response {
    let made = async {
        let caller = visitor.facilitator(&app, id).await?;
        let address = format!("{}{}", visitor.origin, routes::table_by_key(&app.backend.table_key(&caller, table).await?));
        let qr = crate::doors::qr_svg(&address);
        Ok((app.backend.at_table(&caller, table).await?, (address, qr)))
    };
    match made.await {
        Ok((scribe, key)) => shown(&app, &visitor, Ok(scribe), Shown::new(None, Door::Desk(Some(key)))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}
