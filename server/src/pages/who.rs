//! With whom a participant is here, and who is who at the desk.

use app::locale::{colleagues as texts, problems};
use app::pages::facilitator::{MergePreview, WhoIsWho};
use app::pages::participant::Who;
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::Caller;
use backend::error::{Error, Result};
use domain::ids::{CommandId, ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::workshop::{Command, Participant, Workshop};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::App;
use crate::answers::{failed, see_other, turned_away};
use crate::extract::{Asked, Place};
use crate::forms::{local_address, read_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::WHO, get(who))
        .route(routes::ASK_TO_BE_LET_IN, post(ask))
        .route(routes::LET_IN, post(answer))
        .route(routes::END_COLLEAGUE, post(end))
        .route(routes::PEOPLE, get(people))
        .route(routes::ANSWER_AT_DESK, post(answer_at_desk))
        .route(routes::ADMIT_COLLEAGUE, post(admit))
        .route(routes::END_AT_DESK, post(end_at_desk))
        .route(routes::HIDE_CARDS, post(hide_cards))
        .route(routes::MERGE_PEOPLE, get(preview).post(merge))
}

/// What the forms send: numbers of participants, as text.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Sent {
    participant: String,
    with: String,
    kept: String,
    duplicate: String,
    same: String,
    yes: String,
    back: String,
}

fn person(number: &str) -> Result<ParticipantId> {
    number.trim().parse().map(ParticipantId).map_err(|_| Problem::UnknownParticipant.into())
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

async fn told(app: &App, caller: &Caller, command: Result<Command>) -> Result<()> {
    app.backend.command(caller, CommandId(Uuid::new_v4()), command?).await.map(|_| ())
}

/// Does what a form of the phone says, and goes on.
async fn from_phone(app: &App, visitor: &Visitor, id: WorkshopId, command: Result<Command>, then: &str) -> Response {
    let done = async { told(app, &visitor.caller(app, id).await?, command).await };
    match done.await {
        Ok(()) => see_other(then),
        // Answered by a colleague meanwhile, or taken back: what is so now stands on the page.
        Err(Error::Refused(refusal)) if refusal.first() == Problem::NothingToDo => see_other(then),
        Err(error) => failed(app, visitor, &error).await,
    }
}

async fn ask(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = person(&sent.with).map(|with| Command::AskToBeLetIn { with, same_person: sent.same == "true" });
    from_phone(&app, &visitor, id, command, &routes::who(id, false)).await
}

async fn answer(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = person(&sent.participant).map(|participant| Command::LetIn { participant, yes: sent.yes == "true" });
    let then = if sent.back.is_empty() { routes::who(id, false) } else { local_address(&sent.back).to_owned() };
    from_phone(&app, &visitor, id, command, &then).await
}

async fn end(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let participant = if sent.participant.is_empty() { Ok(None) } else { person(&sent.participant).map(Some) };
    from_phone(
        &app,
        &visitor,
        id,
        participant.map(|participant| Command::EndColleague { participant }),
        &routes::who(id, false),
    )
    .await
}

/// What was done just now, as a word in the address, so that a reload does nothing twice.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    done: bool,
}

async fn people(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(said): Asked<Said>,
) -> Response {
    match visitor.facilitator(&app, id).await {
        Ok(caller) => people_page(&app, &visitor, id, &caller, said.done.then_some(Ok(()))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn people_page(
    app: &App,
    visitor: &Visitor,
    id: WorkshopId,
    caller: &Caller,
    said: Option<std::result::Result<(), Problem>>,
) -> Response {
    let workshop = match app.backend.snapshot(caller).await {
        Ok(snapshot) => snapshot.workshop,
        Err(error) => return turned_away(app, visitor, &error).await,
    };
    let code = said.map_or(StatusCode::OK, |said| said.map_or_else(status, |()| StatusCode::OK));
    let said = said.map(|said| match said {
        Ok(()) => (true, texts::done(visitor.language).to_owned()),
        Err(problem) => (false, problems::sentence(visitor.language, problem).to_owned()),
    });
    let view = move || view! { <WhoIsWho id workshop=workshop.clone() said=said.clone() /> }.into_any();
    render::page(app, visitor, code, Screen::Office, texts::desk_title(visitor.language), view).await
}

/// Does what a form of the desk says; what is refused is said on the page.
async fn from_desk(app: &App, visitor: &Visitor, id: WorkshopId, command: Result<Command>) -> Response {
    let caller = match visitor.facilitator(app, id).await {
        Ok(caller) => caller,
        Err(error) => return turned_away(app, visitor, &error).await,
    };
    match told(app, &caller, command).await {
        Ok(()) => see_other(&(routes::people(id) + "?done=true")),
        Err(Error::Refused(refusal)) => people_page(app, visitor, id, &caller, Some(Err(refusal.first()))).await,
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

async fn answer_at_desk(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    body: Bytes,
) -> Response {
    let sent: Sent = read_form(&body);
    from_desk(
        &app,
        &visitor,
        id,
        person(&sent.participant).map(|participant| Command::LetIn { participant, yes: sent.yes == "true" }),
    )
    .await
}

async fn admit(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = person(&sent.participant)
        .and_then(|participant| Ok(Command::AdmitColleague { participant, with: person(&sent.with)? }));
    from_desk(&app, &visitor, id, command).await
}

async fn end_at_desk(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    from_desk(
        &app,
        &visitor,
        id,
        person(&sent.participant).map(|participant| Command::EndColleague { participant: Some(participant) }),
    )
    .await
}

async fn hide_cards(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let caller = match visitor.facilitator(&app, id).await {
        Ok(caller) => caller,
        Err(error) => return turned_away(&app, &visitor, &error).await,
    };
    let sent: Sent = read_form(&body);
    let hidden = async { app.backend.hide_cards_of(&caller, person(&sent.participant)?).await };
    match hidden.await {
        Ok(_) => see_other(&(routes::people(id) + "?done=true")),
        Err(Error::Refused(refusal)) => people_page(&app, &visitor, id, &caller, Some(Err(refusal.first()))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn merge(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = person(&sent.kept)
        .and_then(|kept| Ok(Command::MergeParticipants { kept, duplicate: person(&sent.duplicate)? }));
    from_desk(&app, &visitor, id, command).await
}

/// What passes, before it does.
async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(sent): Asked<Sent>,
) -> Response {
    let caller = match visitor.facilitator(&app, id).await {
        Ok(caller) => caller,
        Err(error) => return turned_away(&app, &visitor, &error).await,
    };
    let read = async {
        let workshop = app.backend.snapshot(&caller).await?.workshop;
        let (kept, duplicate) = (present(&workshop, &sent.kept)?, present(&workshop, &sent.duplicate)?);
        if kept.id == duplicate.id {
            return Err(Problem::NotMergeable.into());
        }
        Ok::<_, Error>((workshop, kept, duplicate, app.backend.reachable(&caller).await?))
    };
    match read.await {
        Ok((workshop, kept, duplicate, reachable)) => {
            let view = move || {
                view! { <MergePreview id workshop=workshop.clone() kept=kept.clone() duplicate=duplicate.clone() reachable=reachable.clone() /> }.into_any()
            };
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::preview(visitor.language), view).await
        }
        Err(Error::Refused(refusal)) => people_page(&app, &visitor, id, &caller, Some(Err(refusal.first()))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

fn present(workshop: &Workshop, number: &str) -> Result<Participant> {
    let who = person(number)?;
    workshop
        .participants
        .get(&who)
        .filter(|person| !person.left)
        .cloned()
        .ok_or_else(|| Problem::UnknownParticipant.into())
}
