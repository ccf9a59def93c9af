//! The live feed: one WebSocket for each screen, with small buffers, a sign of life, and no memory for the slow.

use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use backend::rooms::{Feed, FeedItem};
use bytes::Bytes;
use domain::ids::WorkshopId;
use domain::problem::Problem;
use domain::replica::Frame;
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
const STUCK: Duration = Duration::from_secs(30);
/// Nobody sends anything on a feed but pongs and goodbyes.
const INCOMING_LIMIT: usize = 4 * 1024;
/// Who says more than this between two frames is not one of our screens.
const INCOMING_MOST: u32 = 256;

/// `GET /api/workshops/{id}/feed?after=seq`
pub(crate) async fn feed(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(reading): Asked<Reading>,
    seat: Option<Extension<Seat>>,
    upgrade: std::result::Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    // A browser lets any site open a WebSocket with our cookies; only our own pages may.
    if !is_same_site(visitor.headers(), app.public_url.as_deref()) {
        return refuse(visitor.headers(), &Problem::CrossSite.into());
    }
    let Ok(upgrade) = upgrade else { return refuse(visitor.headers(), &Problem::Malformed.into()) };
    let opened = async {
        let caller = reading.caller(&app, &visitor, id).await?;
        app.backend.feed(&caller, reading.after).await
    };
    match opened.await {
        Ok(feed) => upgrade
            .read_buffer_size(512)
            .write_buffer_size(0)
            .max_write_buffer_size(256 * 1024)
            .max_message_size(INCOMING_LIMIT)
            .max_frame_size(INCOMING_LIMIT)
            .on_upgrade(async move |socket| {
                follow(socket, feed, app.stopping).await;
                drop(seat);
            }),
        Err(error) => refuse(visitor.headers(), &refusal(&error)),
    }
}

// What this future holds is held for each screen: the size of a feed is the size of its state.
async fn follow(mut socket: WebSocket, mut feed: Feed, stopping: CancellationToken) {
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
        socket.send(Message::Close(Some(CloseFrame { code: close_code::RESTART, reason: Utf8Bytes::from_static("restart") }))).await
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
