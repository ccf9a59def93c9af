//! Tells pages of the office when a programme's log has moved: nothing but how far, since each page is then fetched
//! again by whoever may read it.

use std::time::Duration;

use app::routes;
use axum::Router;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use axum::response::Response;
use axum::routing::get;
use backend::error::Error;
use serde::Deserialize;
use tokio::time::Instant;

use crate::App;
use crate::extract::Asked;
use crate::feed::{INCOMING_MOST, NO_MORE, RESTART, STUCK, Upgrade, admitted, farewell};
use crate::identity::Visitor;
use crate::listen::Seat;
use crate::respond::{refusal, refuse};

/// A feed that has been quiet for this long gives a sign of life.
const BEAT: Duration = Duration::from_secs(25);
/// An import that writes for a minute is told so often, not with each of its transactions.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);

pub(super) fn routes() -> Router<App> {
    Router::new().route(routes::PROGRAMME_FEED, get(feed))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Reading {
    /// How far the logs had moved when the page was read.
    after: u64,
}

async fn feed(
    State(app): State<App>,
    visitor: Visitor,
    Asked(reading): Asked<Reading>,
    seat: Option<axum::Extension<Seat>>,
    upgrade: Upgrade,
) -> Response {
    let upgrade = match admitted(&app, &visitor, upgrade) {
        Ok(upgrade) => upgrade,
        Err(problem) => return refuse(visitor.headers(), &problem.into()),
    };
    if let Err(error) = visitor.account(&app).await {
        return refuse(visitor.headers(), &refusal(&error));
    }
    upgrade.on_upgrade(async move |mut socket| {
        if let Some(last) = tell(&mut socket, &app, &visitor, reading.after).await {
            farewell(socket, last).await;
        }
        drop(seat);
    })
}

/// Tells of each move. Gives the last word; none: the reader is gone.
async fn tell(socket: &mut WebSocket, app: &App, visitor: &Visitor, mut after: u64) -> Option<CloseFrame> {
    let (mut moves, mut rights) = (app.backend.moves(), app.backend.rights());
    let mut heard = 0;
    loop {
        // Asked anew each time: a session ends, a membership begins. While the database does not answer, it is asked
        // again with the next beat.
        let now = *moves.borrow_and_update();
        rights.mark_unchanged();
        let told = async { app.backend.has_moved(&visitor.account(app).await?, after).await };
        let moved = match told.await {
            Err(Error::Refused(_)) => return Some(NO_MORE),
            moved => moved.unwrap_or(false),
        };
        if moved {
            after = now;
        }
        // A page that knows this number already takes it as a sign of life.
        let message = Message::Text(after.to_string().into());
        match tokio::time::timeout(STUCK, socket.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return None,
        }
        let (beat, soonest) = (Instant::now() + BEAT, Instant::now() + AT_MOST_EVERY);
        loop {
            tokio::select! {
                biased;
                () = app.stopping.cancelled() => return Some(RESTART),
                _ = rights.changed() => break,
                _ = moves.changed(), if Instant::now() >= soonest => break,
                () = tokio::time::sleep_until(soonest), if Instant::now() < soonest => {}
                () = tokio::time::sleep_until(beat) => break,
                received = socket.recv() => match received {
                    Some(Ok(message)) if !matches!(message, Message::Close(_)) && heard < INCOMING_MOST => heard += 1,
                    _ => return None,
                },
            }
        }
    }
}
