//! The JSON surface that phones, boards and other programs use. `docs/http-api.md` documents it; a test holds the two
//! together.

use app::routes;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use backend::Caller;
use backend::error::Result;
use domain::ids::{CommandId, ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::workshop::{Command, ParticipantDraft};
use live::answer::Acknowledged;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::App;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::respond::{refusal, refuse};

/// The routes under `/api`, and whether the server is well.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route(routes::API_JOIN, post(join))
        .route(routes::API_COMMANDS, post(command))
        .route(routes::API_STATE, get(state))
        .route(routes::API_EVENTS, get(events))
        .route(routes::HEALTH, get("ok"))
        .route(routes::READY, get(ready))
}

/// Says whether people may be sent here. A proxy asks it of each instance, and sends them to another meanwhile.
async fn ready(State(app): State<App>) -> Response {
    if app.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping").into_response();
    }
    match app.backend.check().await {
        Ok(()) => "ready".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer").into_response()
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct JoinRequest {
    #[serde(default)]
    code: String,
    #[serde(default)]
    token: String,
    pub command_id: Option<CommandId>,
    #[serde(flatten)]
    pub participant: ParticipantDraft,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(Deserialize))]
pub(crate) struct JoinAnswer {
    workshop: WorkshopId,
    participant: ParticipantId,
    token: String,
    epoch: String,
    seq: u64,
}

async fn join(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let answer = async {
        let request: JoinRequest = read(visitor.headers(), &body)?;
        let code = if request.token.is_empty() { &request.code } else { &request.token };
        let id = request.command_id.unwrap_or_else(|| CommandId(Uuid::new_v4()));
        app.backend.join(code, &visitor.address, request.participant, id).await
    };
    match answer.await {
        Ok(joined) => {
            let cookie = visitor.remember_participant(joined.workshop, &joined.token);
            let body = JoinAnswer {
                workshop: joined.workshop,
                participant: joined.participant,
                token: joined.token,
                epoch: joined.epoch,
                seq: joined.seq,
            };
            ([(header::SET_COOKIE, cookie)], Json(body)).into_response()
        }
        Err(error) => refuse(visitor.headers(), &refusal(&error)),
    }
}

#[derive(Deserialize)]
pub(crate) struct CommandRequest {
    command_id: CommandId,
    pub command: Command,
}

async fn command(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(reading): Asked<Reading>,
    body: Bytes,
) -> Response {
    let answer = async {
        let caller = reading.caller(&app, &visitor, id).await?;
        let request: CommandRequest = read(visitor.headers(), &body)?;
        let done = app.backend.command(&caller, request.command_id, request.command).await?;
        Ok(Acknowledged { seq: done.seq, events: done.events })
    };
    answer_json(&visitor, answer.await)
}

/// As whom a request reads: a board by its key, everybody else by token or cookie.
#[derive(Deserialize)]
pub(crate) struct Reading {
    #[serde(default)]
    pub after: u64,
    board: Option<String>,
    /// A page of the desk reads as facilitator even where this browser also joined as a participant.
    #[serde(default)]
    desk: bool,
}

impl Reading {
    pub(crate) async fn caller(&self, app: &App, visitor: &Visitor, id: WorkshopId) -> Result<Caller> {
        match &self.board {
            None if self.desk => visitor.facilitator(app, id).await,
            None => visitor.caller(app, id).await,
            Some(key) => {
                let caller = app.backend.caller_by_board_key(key).await?;
                if caller.workshop() == id { Ok(caller) } else { Err(Problem::NotFound.into()) }
            }
        }
    }
}

async fn state(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(reading): Asked<Reading>,
) -> Response {
    let caller = match reading.caller(&app, &visitor, id).await {
        Ok(caller) => caller,
        Err(error) => return refuse(visitor.headers(), &refusal(&error)),
    };
    // Never closed: an error would mean that there is no limit.
    let _turn = app.states.acquire().await.ok();
    answer_json(&visitor, app.backend.snapshot(&caller).await)
}

async fn events(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(reading): Asked<Reading>,
) -> Response {
    let answer = async {
        let caller = reading.caller(&app, &visitor, id).await?;
        app.backend.events(&caller, reading.after).await
    };
    answer_json(&visitor, answer.await)
}

fn answer_json<T: Serialize>(visitor: &Visitor, answer: Result<T>) -> Response {
    match answer {
        Ok(body) => Json(body).into_response(),
        Err(error) => refuse(visitor.headers(), &refusal(&error)),
    }
}

/// Reads a JSON body, whatever it is called, as long as no form of another site can send it.
fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return Err(Problem::Malformed.into());
    }
    serde_json::from_slice(body).map_err(|error| {
        tracing::debug!(%error, "a body cannot be read");
        Problem::Malformed.into()
    })
}
