//! The live feed: one WebSocket for each screen, with small buffers, a sign of life, and no memory for the slow.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use backend::rooms::{Feed, FeedItem};
use bytes::Bytes;
use domain::ids::WorkshopId;
use domain::problem::Problem;
use domain::replica::Frame;
use futures::{SinkExt as _, StreamExt as _};
use tokio::time::Instant;

use crate::App;
use crate::api::Reading;
use crate::extract::{Asked, Place};
use crate::guard::is_same_site;
use crate::identity::Visitor;
use crate::respond::{refusal, refuse};

/// How often a quiet feed gives a sign of life. Screens take two missed ones for a dead connection.
const BEAT: Duration = Duration::from_secs(10);
/// A screen that takes nothing for this long is let go; it comes back and fetches what it missed.
const STUCK: Duration = Duration::from_secs(30);
/// Nobody sends anything on a feed but pongs and goodbyes.
const INCOMING_LIMIT: usize = 4 * 1024;
/// Within this time screens come back after a clean stop, spread by chance.
const RETRY_MS: u32 = 3_000;

/// `GET /api/workshops/{id}/feed?after=seq`
pub(crate) async fn feed(
    State(app): State<App>,
    visitor: Visitor,
    Place(id): Place<WorkshopId>,
    Asked(reading): Asked<Reading>,
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
            .read_buffer_size(2 * 1024)
            .write_buffer_size(0)
            .max_write_buffer_size(256 * 1024)
            .max_message_size(INCOMING_LIMIT)
            .max_frame_size(INCOMING_LIMIT)
            .on_upgrade(move |socket| follow(socket, feed, app)),
        Err(error) => refuse(visitor.headers(), &refusal(&error)),
    }
}

async fn follow(socket: WebSocket, mut feed: Feed, app: App) {
    let (mut out, mut incoming) = socket.split();
    let mut beat = tokio::time::interval_at(Instant::now() + BEAT, BEAT);
    // The first word says where the log stands.
    if out.send(text(feed.beat())).await.is_err() {
        return;
    }
    loop {
        let message = tokio::select! {
            // In this order: a busy room holds no beat back.
            biased;
            () = app.stopping.cancelled() => break,
            _ = beat.tick() => text(feed.beat()),
            item = feed.next() => match item {
                FeedItem::Frame(frame) => text(frame),
                FeedItem::Behind => frame(&Frame::Resync),
                FeedItem::Ended => break,
            },
            received = incoming.next() => match received {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                // Pings are answered below us; what else a client says is of no interest.
                Some(Ok(_)) => continue,
            },
        };
        match tokio::time::timeout(STUCK, out.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
    let goodbye = async {
        out.send(frame(&Frame::Bye { retry_ms: RETRY_MS })).await?;
        out.send(Message::Close(Some(CloseFrame { code: close_code::RESTART, reason: Utf8Bytes::from_static("restart") }))).await
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
