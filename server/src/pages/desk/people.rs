//! Who is who at the desk: questions between participants, colleagues, two records of one person.

use app::locale::{colleagues as texts, problems};
use app::pages::desk::{MergePreview, WhoIsWho};
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
use domain::ids::{CommandId, WorkshopId};
use domain::problem::Problem;
use domain::workshop::{Command, Participant, Workshop};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::App;
use crate::answers::{see_other, turned_away};
use crate::extract::{Asked, Place};
use crate::forms::{participant_number, read_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;

pub(super) fn routes() -> Router<App> {
    Router::new()
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
    yes: String,
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
    let done = async { app.backend.command(&caller, CommandId(Uuid::new_v4()), command?).await };
    match done.await {
        Ok(_) => see_other(&(routes::people(id) + "?done=true")),
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
        participant_number(&sent.participant)
            .map(|participant| Command::LetIn { participant, yes: sent.yes == "true" }),
    )
    .await
}

async fn admit(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = participant_number(&sent.participant)
        .and_then(|participant| Ok(Command::AdmitColleague { participant, with: participant_number(&sent.with)? }));
    from_desk(&app, &visitor, id, command).await
}

async fn end_at_desk(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    from_desk(
        &app,
        &visitor,
        id,
        participant_number(&sent.participant)
            .map(|participant| Command::EndColleague { participant: Some(participant) }),
    )
    .await
}

async fn hide_cards(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let caller = match visitor.facilitator(&app, id).await {
        Ok(caller) => caller,
        Err(error) => return turned_away(&app, &visitor, &error).await,
    };
    let sent: Sent = read_form(&body);
    let hidden = async { app.backend.hide_cards_of(&caller, participant_number(&sent.participant)?).await };
    match hidden.await {
        Ok(_) => see_other(&(routes::people(id) + "?done=true")),
        Err(Error::Refused(refusal)) => people_page(&app, &visitor, id, &caller, Some(Err(refusal.first()))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

async fn merge(State(app): State<App>, visitor: Visitor, Place(id): Place<WorkshopId>, body: Bytes) -> Response {
    let sent: Sent = read_form(&body);
    let command = participant_number(&sent.kept)
        .and_then(|kept| Ok(Command::MergeParticipants { kept, duplicate: participant_number(&sent.duplicate)? }));
    from_desk(&app, &visitor, id, command).await
}

/// Shows what would pass from one record to the other, before the two become one.
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
                view! {
                    <MergePreview
                        id
                        workshop=workshop.clone()
                        kept=kept.clone()
                        duplicate=duplicate.clone()
                        reachable=reachable.clone()
                    />
                }
                .into_any()
            };
            render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::preview(visitor.language), view).await
        }
        Err(Error::Refused(refusal)) => people_page(&app, &visitor, id, &caller, Some(Err(refusal.first()))).await,
        Err(error) => turned_away(&app, &visitor, &error).await,
    }
}

fn present(workshop: &Workshop, number: &str) -> Result<Participant> {
    let who = participant_number(number)?;
    workshop
        .participants
        .get(&who)
        .filter(|person| !person.left)
        .cloned()
        .ok_or_else(|| Problem::UnknownParticipant.into())
}
