//! Fast entry at a table, for facilitators and for whoever holds the key of the table.

use app::locale::{problems, table as texts};
use app::pages::desk::{Door, FastEntry};
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

use crate::App;
use crate::answers::{see_other, turned_away};
use crate::extract::{Asked, Place};
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::FAST_ENTRY, get(page).post(note))
        .route(routes::TABLE_KEY, post(make_key))
        .route(routes::TABLE_BY_KEY, get(page_by_key).post(note_by_key))
}

/// Whose turn it is, and what the last line became: numbers in the address, so that a reload notes nothing twice.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    turn: String,
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
    turn: String,
}

/// The seat whose turn it is, counted from 1.
fn seat(turn: &str) -> Option<usize> {
    turn.parse().ok().filter(|seat| *seat > 0)
}

async fn at_desk(app: &App, visitor: &Visitor, id: WorkshopId, table: u8) -> Result<Scribe> {
    let caller = visitor.facilitator(app, id).await?;
    app.backend.at_table(&caller, table).await
}

/// What the page shows beside the table itself: whose turn it is, what became of the last line, and how its reader came
/// in.
struct Shown {
    code: StatusCode,
    turn: Option<usize>,
    line: String,
    said: Option<(bool, String)>,
    door: Door,
}

impl Shown {
    fn new(turn: Option<usize>, said: Option<(bool, String)>, door: Door) -> Self {
        Self { code: StatusCode::OK, turn, line: String::new(), said, door }
    }
}

async fn shown(app: &App, visitor: &Visitor, scribe: Result<Scribe>, shown: Shown) -> Response {
    let read = async {
        let scribe = scribe?;
        Ok((scribe.workshop(), scribe.table(), app.backend.seen_from_table(&scribe).await?))
    };
    match read.await {
        Ok((id, table, (workshop, left))) => {
            let title = format!("{} {table}", texts::table(visitor.language));
            let Shown { code, turn, line, said, door } = shown;
            let view = move || {
                view! {
                    <FastEntry
                        id
                        table
                        workshop=workshop.clone()
                        turn
                        left
                        line=line.clone()
                        said=said.clone()
                        door=door.clone()
                    />
                }
                .into_any()
            };
            render::page(app, visitor, code, Screen::Office, &title, view).await
        }
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, table)): Place<(WorkshopId, u8)>,
    Asked(said): Asked<Said>,
) -> Response {
    let scribe = at_desk(&app, &visitor, id, table).await;
    shown(&app, &visitor, scribe, Shown::new(seat(&said.turn), said.words(visitor.language), Door::Desk(None))).await
}

async fn page_by_key(
    State(app): State<App>,
    visitor: Visitor,
    Place(key): Place<String>,
    Asked(said): Asked<Said>,
) -> Response {
    let scribe = app.backend.scribe_by_key(&key).await;
    shown(&app, &visitor, scribe, Shown::new(seat(&said.turn), said.words(visitor.language), Door::Key(key))).await
}

async fn note(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, table)): Place<(WorkshopId, u8)>,
    body: Bytes,
) -> Response {
    let scribe = at_desk(&app, &visitor, id, table).await;
    noted(&app, &visitor, scribe, &body, &routes::fast_entry(id, table), Door::Desk(None)).await
}

async fn note_by_key(State(app): State<App>, visitor: Visitor, Place(key): Place<String>, body: Bytes) -> Response {
    let scribe = app.backend.scribe_by_key(&key).await;
    noted(&app, &visitor, scribe, &body, &routes::table_by_key(&key), Door::Key(key)).await
}

/// Does what the line says; what cannot be read comes back. A blank line hands the turn on.
async fn noted(
    app: &App,
    visitor: &Visitor,
    scribe: Result<Scribe>,
    body: &Bytes,
    address: &str,
    door: Door,
) -> Response {
    let typed: Typed = read_form(body);
    let scribe = match scribe {
        Ok(scribe) => scribe,
        Err(error) => return turned_away(app, visitor, &error).await,
    };
    let turn = seat(&typed.turn);
    if let Some(turn) = turn.filter(|_| typed.line.trim().is_empty()) {
        return see_other(&format!("{address}?turn={}", turn + 1));
    }
    match app.backend.note(&scribe, &typed.line, turn).await {
        Ok(noted) => {
            let said = match noted {
                Noted::Card(card) => format!("card={card}"),
                Noted::Interest(card) => format!("interest={card}"),
                Noted::Person(person) => format!("person={person}"),
            };
            let turn = turn.map(|turn| format!("turn={turn}&")).unwrap_or_default();
            see_other(&format!("{address}?{turn}{said}"))
        }
        Err(Error::Refused(refusal)) => {
            let words = match refusal.first() {
                Problem::Incomplete => texts::cannot_read(visitor.language),
                Problem::UnknownParticipant => texts::no_such_seat(visitor.language),
                other => problems::sentence(visitor.language, other),
            };
            let with_line = Shown {
                code: status(refusal.first()),
                turn,
                line: typed.line,
                said: Some((false, words.to_owned())),
                door,
            };
            shown(app, visitor, Ok(scribe), with_line).await
        }
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

async fn make_key(State(app): State<App>, visitor: Visitor, Place((id, table)): Place<(WorkshopId, u8)>) -> Response {
    let made = async {
        let caller = visitor.facilitator(&app, id).await?;
        let address =
            format!("{}{}", visitor.origin, routes::table_by_key(&app.backend.table_key(&caller, table).await?));
        let qr = crate::doors::qr_svg(&address);
        Ok((app.backend.at_table(&caller, table).await?, (address, qr)))
    };
    match made.await {
        Ok((scribe, key)) => shown(&app, &visitor, Ok(scribe), Shown::new(None, None, Door::Desk(Some(key)))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}
