//! The board on the projector.

use app::pages::board::{self as screen, BoardBoot, Replay};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use domain::workshop::{Scene, Workshop};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::failed;
use crate::doors::Signs;
use crate::extract::{Asked, Place};
use crate::identity::Visitor;
use crate::render;

/// The fastest replay, in times the speed of the day: a whole day in a few seconds.
const FASTEST: u32 = 10_000;

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::BOARD, get(board))
}

/// What a board is asked to be by its address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Pinned {
    scene: String,
    /// How many times faster the log is played back.
    replay: String,
    /// Whether numbers stand in for names.
    hidden: bool,
}

async fn board(
    State(app): State<App>,
    visitor: Visitor,
    Place(key): Place<String>,
    Asked(pinned): Asked<Pinned>,
) -> Response {
    let boot = async {
        let caller = app.backend.caller_by_board_key(&key).await?;
        let doors = app.backend.doors(&caller).await?;
        let snapshot = app.backend.snapshot(&caller).await?;
        Ok((snapshot, doors))
    };
    let (mut snapshot, doors) = match boot.await {
        Ok(boot) => boot,
        Err(error) => return failed(&app, &visitor, &error).await,
    };
    // The board speaks the language of the room, not that of the machine it runs on.
    let language = snapshot.workshop.description.as_ref().map_or(visitor.language, |description| description.language);
    let signs = Signs::new(&visitor.origin, &doors);
    let title = snapshot.workshop.title().to_owned();
    let replay = pinned
        .replay
        .parse()
        .ok()
        .filter(|speed| (1..=FASTEST).contains(speed))
        .map(|speed| Replay { speed, hidden: pinned.hidden });
    if replay.is_some() {
        // From before the first entry; nobody comes in any more.
        let description = snapshot.workshop.description.take();
        snapshot.seq = 0;
        snapshot.workshop = Workshop { description, joining_closed: true, ..Workshop::default() };
    }
    let boot = BoardBoot {
        language,
        snapshot,
        key,
        join_code: signs.join_code,
        join_host: signs.join_host,
        join_qr: signs.join_qr,
        pinned: Scene::from_code(&pinned.scene),
        replay,
    };
    render::live_page(&app, language, StatusCode::OK, Screen::Board, &title, boot, |boot| {
        screen::board(boot).into_any()
    })
    .await
}
