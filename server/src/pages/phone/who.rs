//! With whom a participant is here: colleagues, and the same person on another phone.

use app::locale::colleagues as texts;
use app::pages::phone::Who;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use domain::ids::{CommandId, WorkshopId};
use domain::problem::Problem;
use domain::workshop::Command;
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::App;
use crate::answers::{failed, see_other};
use crate::extract::{Asked, Place};
use crate::forms::{local_address, participant_number, read_form};
use crate::identity::Visitor;
use crate::render;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::WHO, get(who))
        .route(routes::ASK_TO_BE_LET_IN, post(ask))
        .route(routes::LET_IN, post(answer))
        .route(routes::END_COLLEAGUE, post(end))
}

/// What the forms send: numbers of participants, as text.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sent {
    participant: String,
    with: String,
    same: String,
    yes: String,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Arrival {
    new: bool,
}

async fn who(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(arrival): Asked<Arrival>,
) -> Response {
    let seen = async {
        let caller = visitor.caller(&app, id).await?;
        let me = caller.participant().ok_or(Problem::NotAllowed)?;
        Ok::<_, Error>((me, app.backend.snapshot(&caller).await?.workshop))
    };
    match seen.await {
        Ok((me, workshop)) => {
            let view = move || view! { <Who id workshop=workshop.clone() me new=arrival.new /> }.into_any();
            render::page(&app, &visitor, StatusCode::OK, Screen::Phone, texts::title(visitor.language), view).await
        }
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

/// Does what a form of the phone says, and goes on.
async fn from_phone(app: &App, visitor: &Visitor, id: WorkshopId, command: Result<Command>, then: &str) -> Response {
    let done =
        async { app.backend.command(&visitor.caller(app, id).await?, CommandId(Uuid::new_v4()), command?).await };
    match done.await {
        Ok(_) => see_other(then),
        // Answered by a colleague meanwhile, or taken back: what is so now stands on the page.
        Err(Error::Refused(refusal)) if refusal.first() == Problem::NothingToDo => see_other(then),
        Err(error) => failed(app, visitor, &error).await,
    }
}

async fn ask(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command =
        participant_number(&sent.with).map(|with| Command::AskToBeLetIn { with, same_person: sent.same == "true" });
    from_phone(&app, &visitor, id, command, &routes::who(id, false)).await
}

async fn answer(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = participant_number(&sent.participant)
        .map(|participant| Command::LetIn { participant, yes: sent.yes == "true" });
    let then = if sent.back.is_empty() { routes::who(id, false) } else { local_address(&sent.back).to_owned() };
    from_phone(&app, &visitor, id, command, &then).await
}

async fn end(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let participant =
        if sent.participant.is_empty() { Ok(None) } else { participant_number(&sent.participant).map(Some) };
    from_phone(
        &app,
        &visitor,
        id,
        participant.map(|participant| Command::EndColleague { participant }),
        &routes::who(id, false),
    )
    .await
}
