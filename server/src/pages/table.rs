//! Fast entry at a table.

use app::locale::{problems, table as texts};
use app::pages::facilitator::{FastEntry, seats};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use backend::error::{Error, Result};
use domain::ids::{CommandId, WorkshopId};
use domain::problem::Problem;
use domain::quick::Quick;
use domain::workshop::{Command, Event};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use super::facilitator::turned_away;
use super::{read_form, render, see_other};
use crate::App;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/desk/{id}/tables/{table}", get(page).post(note))
}

/// What the last line became: a number of a card in the address, so that a reload notes nothing twice.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Noted {
    card: String,
    interest: String,
}

async fn page(State(app): State<App>, visitor: Visitor, Place((id, table)): Place<(WorkshopId, u8)>, Asked(noted): Asked<Noted>) -> Response {
    let number = |text: &str| text.parse::<u32>().ok();
    let said = match (number(&noted.card), number(&noted.interest)) {
        (Some(card), _) => Some((true, format!("{} – n°\u{a0}{card}", texts::noted(visitor.language)))),
        (_, Some(card)) => Some((true, format!("{} {card}", texts::interest_noted(visitor.language)))),
        _ => None,
    };
    shown(&app, &visitor, StatusCode::OK, (id, table), String::new(), said).await
}

async fn shown(app: &App, visitor: &Visitor, code: StatusCode, (id, table): (WorkshopId, u8), line: String, said: Option<(bool, String)>) -> Response {
    let read = async {
        let caller = visitor.facilitator(app, id).await?;
        let workshop = app.backend.snapshot(&caller).await?.workshop;
        if (1..=workshop.tables()).contains(&table) { Ok(workshop) } else { Err(Error::from(Problem::NotFound)) }
    };
    match read.await {
        Ok(workshop) => {
            let title = format!("{} {table}", texts::table(visitor.language));
            let view = move || view! { <FastEntry id table workshop=workshop.clone() line=line.clone() said=said.clone() /> }.into_any();
            render::page(app, visitor, code, Screen::Office, &title, view).await
        }
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Typed {
    line: String,
}

async fn note(State(app): State<App>, visitor: Visitor, Place((id, table)): Place<(WorkshopId, u8)>, body: Bytes) -> Response {
    let typed: Typed = read_form(&body);
    match carry_out(&app, &visitor, id, table, &typed.line).await {
        Ok(noted) => see_other(&format!("{}?{noted}", routes::fast_entry(id, table))),
        Err(Error::Refused(refusal)) if !matches!(refusal.first(), Problem::NotSignedIn | Problem::NotFound) => {
            let words = match refusal.first() {
                Problem::Incomplete => texts::cannot_read(visitor.language),
                Problem::UnknownParticipant => texts::no_such_seat(visitor.language),
                other => problems::sentence(visitor.language, other),
            };
            shown(&app, &visitor, status(refusal.first()), (id, table), typed.line, Some((false, words.to_owned()))).await
        }
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

/// Does what the line says; gives what the address says of it.
async fn carry_out(app: &App, visitor: &Visitor, id: WorkshopId, table: u8, line: &str) -> Result<String> {
    let caller = visitor.facilitator(app, id).await?;
    let workshop = app.backend.snapshot(&caller).await?.workshop;
    let people = seats(&workshop, table);
    let who = |seat: usize| seat.checked_sub(1).and_then(|at| people.get(at)).map(|person| person.id).ok_or(Problem::UnknownParticipant);
    let (command, noted) = match Quick::parse(line)? {
        Quick::Card { seat, card } => (Command::PostCard { card: *card, on_behalf_of: Some(who(seat)?) }, None),
        Quick::Interest { seat, card } => (Command::ShowInterest { card_id: card, interested: true, on_behalf_of: Some(who(seat)?) }, Some(card)),
    };
    let done = app.backend.command(&caller, CommandId(Uuid::new_v4()), command).await?;
    let posted = done.events.iter().find_map(|recorded| if let Event::CardPosted { card, .. } = recorded.event { Some(card) } else { None });
    Ok(match (noted, posted) {
        (Some(card), _) => format!("interest={card}"),
        (None, Some(card)) => format!("card={card}"),
        (None, None) => String::new(),
    })
}
