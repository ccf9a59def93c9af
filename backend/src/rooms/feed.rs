//! What a room has published: frames encoded once for each audience and shared by all who follow.
//!
//! A follower holds its place in the log and a handle to the shared frames, nothing else: a slow one costs no memory and
//! never holds up the others. Whoever falls behind what is kept is told to fetch.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use domain::audience::{Audience, event_seen_by};
use domain::replica::Frame;
use domain::workshop::{Recorded, Workshop};
use tokio::sync::watch;

/// How many published batches are kept for followers.
const KEPT: usize = 2_048;

#[derive(Debug)]
struct Published {
    first: u64,
    last: u64,
    room: Bytes,
    desk: Bytes,
}

/// The frames, and the length of the log as a signal.
#[derive(Debug)]
pub(crate) struct FeedLog {
    epoch: Arc<str>,
    frames: RwLock<VecDeque<Arc<Published>>>,
    length: watch::Sender<u64>,
}

impl FeedLog {
    pub(super) fn new(epoch: Arc<str>, seq: u64) -> Self {
        Self { epoch, frames: RwLock::default(), length: watch::channel(seq).0 }
    }

    /// Publishes what is on disk.
    pub(super) fn publish(&self, events: &[&Recorded], workshop: &Workshop) {
        let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
        let frame = |audience| encode(&self.epoch, events.iter().map(|recorded| event_seen_by(audience, recorded, workshop)).collect());
        let published = Published { first: first.seq, last: last.seq, room: frame(Audience::Room), desk: frame(Audience::Desk) };
        let last = published.last;
        {
            let mut frames = self.frames.write().unwrap_or_else(PoisonError::into_inner);
            if frames.len() == KEPT {
                frames.pop_front();
            }
            frames.push_back(Arc::new(published));
        }
        self.length.send_replace(last);
    }
}

/// One frame of events, as it travels.
fn encode(epoch: &str, events: Vec<Recorded>) -> Bytes {
    let frame = Frame::Events { epoch: epoch.to_owned(), events };
    // Plain data: serialising it cannot fail.
    serde_json::to_vec(&frame).unwrap_or_default().into()
}

/// What a follower gets.
#[derive(Debug)]
pub enum FeedItem {
    /// A frame to pass on as it is.
    Frame(Bytes),
    /// The follower is behind what is kept: it must fetch, then follow on from where it then stands.
    Behind,
    /// The room has closed.
    Ended,
}

/// One follower of a room.
#[derive(Debug)]
pub struct Feed {
    log: Arc<FeedLog>,
    length: watch::Receiver<u64>,
    desk: bool,
    seq: u64,
}

impl Feed {
    pub(super) fn new(log: Arc<FeedLog>, audience: Audience, after: u64) -> Self {
        let length = log.length.subscribe();
        Self { log, length, desk: audience == Audience::Desk, seq: after }
    }

    /// The sign of life: the log's epoch and length, as a frame.
    #[must_use]
    pub fn beat(&self) -> Bytes {
        let frame = Frame::Beat { epoch: self.log.epoch.to_string(), seq: *self.length.borrow() };
        serde_json::to_vec(&frame).unwrap_or_default().into()
    }

    /// Waits for what comes next. Dropping the future loses nothing.
    pub async fn next(&mut self) -> FeedItem {
        loop {
            let length = *self.length.borrow_and_update();
            if length > self.seq {
                return self.frame_after(length);
            }
            if self.length.changed().await.is_err() {
                return FeedItem::Ended;
            }
        }
    }

    fn frame_after(&mut self, length: u64) -> FeedItem {
        let frames = self.log.frames.read().unwrap_or_else(PoisonError::into_inner);
        let at = frames.partition_point(|published| published.last <= self.seq);
        match frames.get(at) {
            Some(published) if published.first <= self.seq + 1 => {
                self.seq = published.last;
                FeedItem::Frame(if self.desk { published.desk.clone() } else { published.room.clone() })
            }
            _ => {
                self.seq = length;
                FeedItem::Behind
            }
        }
    }
}
