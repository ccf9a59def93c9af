//! The live feed: one WebSocket for each screen, with small buffers, a sign of life, and no memory for the slow.

use app::routes;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use backend::rooms::{Feed, FeedItem};
use backend::{Backend, Caller};
use bytes::Bytes;
use domain::ids::WorkshopId;
use domain::problem::Problem;
use live::link::ENDED;
use live::replica::Frame;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::App;
use crate::api::Reading;
use crate::extract::{Asked, Place};
use crate::guard::is_same_site;
use crate::identity::Visitor;
use crate::listen::Seat;
use crate::respond::{refusal, refuse};

/// A feed that has been quiet for this long gives a sign of life. Screens take two missed ones for a dead connection.
const BEAT: Duration = Duration::from_secs(5);
/// A screen that takes nothing for this long is let go; it comes back and fetches what it missed.
pub(crate) const STUCK: Duration = Duration::from_secs(30);
/// How often it is asked whether somebody may still follow, when nothing says that they may not.
const ASKED_AGAIN: Duration = Duration::from_secs(60);
/// The most bytes of a message from a screen: screens send nothing on a feed but pongs and goodbyes.
const INCOMING_LIMIT: usize = 4 * 1024;
/// The most messages from a screen between two frames of ours: whoever sends more is not one of our screens.
pub(crate) const INCOMING_MOST: u32 = 256;

/// `GET /api/workshops/{id}/feed?after=seq`
pub(crate) fn routes() -> Router<App> {
    Router::new().route(routes::API_FEED, get(feed))
}

/// A request to follow, as it came.
pub(crate) type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// The upgrade to a feed, with small buffers, where the request may have one at all. Who follows is asked afterwards.
pub(crate) fn admitted(app: &App, visitor: &Visitor, upgrade: Upgrade) -> Result<WebSocketUpgrade, Problem> {
    // A browser lets any site open a WebSocket with our cookies; only our own pages may.
    if !is_same_site(visitor.headers(), app.public_url.as_deref()) {
        return Err(Problem::CrossSite);
    }
    Ok(upgrade
        .map_err(|_| Problem::Malformed)?
        .read_buffer_size(512)
        .write_buffer_size(0)
        .max_write_buffer_size(256 * 1024)
        .max_message_size(INCOMING_LIMIT)
        .max_frame_size(INCOMING_LIMIT))
}

async fn feed(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(reading): Asked<Reading>,
    seat: Option<Extension<Seat>>,
    upgrade: Upgrade,
) -> Response {
    let upgrade = match admitted(&app, &visitor, upgrade) {
        Ok(upgrade) => upgrade,
        Err(problem) => return refuse(visitor.headers(), &problem.into()),
    };
    let opened = async {
        // Before it is asked who calls: what ends in between is noticed.
        let rights = app.backend.rights();
        let seen = *rights.borrow();
        let caller = reading.caller(&app, &visitor, id).await?;
        let feed = app.backend.feed(&caller, reading.after).await?;
        let counted = app.backend.measures().follows(caller.audience());
        Ok((
            feed,
            counted,
            Right { backend: app.backend.clone(), caller: Box::new(caller), asked: (seen, Instant::now()), rights },
        ))
    };
    match opened.await {
        Ok((feed, counted, right)) => upgrade.on_upgrade(async move |socket| {
            follow(socket, feed, right, app.stopping).await;
            drop((seat, counted));
        }),
        Err(error) => refuse(visitor.headers(), &refusal(&error)),
    }
}

/// The right by which somebody follows. It is asked again whenever some right on this server has ended, and now and
/// then, because some end by themselves.
struct Right {
    backend: Backend,
    caller: Box<Caller>,
    rights: watch::Receiver<u64>,
    /// How many rights had ended when it was last asked, and when that was.
    asked: (u64, Instant),
}

impl Right {
    /// Comes back when it has ended. Dropping the future loses nothing: what was not asked to its end is asked again.
    async fn ended(&mut self) {
        loop {
            let rights = *self.rights.borrow();
            let again_at = self.asked.1 + ASKED_AGAIN;
            if rights == self.asked.0 && Instant::now() < again_at {
                // The sender lives as long as the backend, which is held here.
                drop(tokio::time::timeout_at(again_at, self.rights.changed()).await);
                continue;
            }
            if !Box::pin(self.backend.still_stands(&self.caller)).await {
                return;
            }
            self.asked = (rights, Instant::now());
        }
    }
}

/// Tells a screen that it may not follow any more, and that trying again is in vain.
pub(crate) const NO_MORE: CloseFrame = CloseFrame { code: ENDED, reason: Utf8Bytes::from_static("ended") };
/// Tells a screen that the server stops, and that it is to come back.
pub(crate) const RESTART: CloseFrame =
    CloseFrame { code: close_code::RESTART, reason: Utf8Bytes::from_static("restart") };

/// The last word on a feed.
pub(crate) async fn farewell(mut socket: WebSocket, last: CloseFrame) {
    drop(tokio::time::timeout(Duration::from_secs(1), socket.send(Message::Close(Some(last)))).await);
}

// What this future holds is held for each screen: the size of a feed is the size of its state.
async fn follow(mut socket: WebSocket, mut feed: Feed, mut right: Right, stopping: CancellationToken) {
    // The first word says where the log stands.
    if socket.send(text(feed.beat())).await.is_err() {
        return;
    }
    let beat = tokio::time::sleep(BEAT);
    tokio::pin!(beat);
    let mut heard = 0;
    loop {
        let message = tokio::select! {
            biased;
            () = stopping.cancelled() => break,
            () = right.ended() => return farewell(socket, NO_MORE).await,
            item = feed.next() => match item {
                FeedItem::Frame(frame) => text(frame),
                FeedItem::Behind => frame(&Frame::Resync),
                FeedItem::Ended => break,
            },
            () = &mut beat => text(feed.beat()),
            received = socket.recv() => match received {
                Some(Ok(message)) if !matches!(message, Message::Close(_)) && heard < INCOMING_MOST => {
                    // Pings are answered below us; what else a client says is of no interest.
                    heard += 1;
                    continue;
                }
                _ => return,
            },
        };
        match tokio::time::timeout(STUCK, socket.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
        heard = 0;
        beat.as_mut().reset(Instant::now() + BEAT);
    }
    let retry_ms = feed.spread_ms();
    let goodbye = async {
        socket.send(frame(&Frame::Bye { retry_ms })).await?;
        socket.send(Message::Close(Some(RESTART))).await
    };
    drop(tokio::time::timeout(Duration::from_secs(1), goodbye).await);
}

fn text(frame: Bytes) -> Message {
    // Frames are JSON that we wrote ourselves.
    Message::Text(Utf8Bytes::try_from(frame).unwrap_or_default())
}

fn frame(frame: &Frame) -> Message {
    Message::Text(serde_json::to_string(frame).unwrap_or_default().into())
}
