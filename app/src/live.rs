//! The browser's half of the log: a replica that follows the feed, and commands that reach the server once.
//!
//! A page makes a [`Live`] from its snapshot, on both sides alike, and in the browser calls [`Live::connect`]. Then:
//!
//! - the feed is a WebSocket from the replica's last entry on; a gap is fetched, another epoch starts from a new snapshot;
//! - when to open, close, wait and poll is decided by the [`link::Link`], which knows no browser.
//!
//! Boards and desks send with [`Live::send`]. Phones send through an [`outbox::Outbox`], which outlives a reload.

use ::wire::Wire;
use domain::problem::{FieldProblem, Problem};
use domain::replica::{Replica, Snapshot};
use domain::workshop::{Command, Recorded};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub mod backoff;
#[cfg(feature = "hydrate")]
mod feed;
pub mod link;
pub mod outbox;
#[cfg(feature = "hydrate")]
mod request;
#[cfg(feature = "hydrate")]
pub mod storage;

/// What the server answers to a command it carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Acknowledged {
    /// The last entry of the log that the command wrote (or the log's end when there was nothing to do).
    pub seq: u64,
    /// What the command wrote, as its sender may see it.
    pub events: Vec<Recorded>,
}

/// What the server answers to a command it refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Refused {
    /// The main problem.
    pub code: Problem,
    /// A sentence in the reader's language.
    pub message: String,
    /// The field it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Every problem, each at its field.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}

impl From<Problem> for Refused {
    /// A refusal without the server's words: the page says it in its own.
    fn from(code: Problem) -> Self {
        Self { code, message: String::new(), field: None, problems: vec![FieldProblem { code, field: None }] }
    }
}

/// How the page stands with the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Not heard of yet.
    #[default]
    Connecting,
    /// What is shown is what is so.
    Live,
    /// The connection was lost and is being taken up again: what is shown may be old.
    Stale,
    /// The device says that it has no network.
    Offline,
}

/// A live page's hold on its workshop. A handle: copies speak of the same.
#[derive(Clone, Copy)]
pub struct Live {
    /// The workshop, as far as this page knows it.
    pub replica: RwSignal<Replica>,
    /// How the page stands with the server.
    pub status: RwSignal<Connection>,
    /// Since when what is shown may be old: milliseconds since 1970 by the device's clock; none while it is live.
    pub stale_since: RwSignal<Option<f64>>,
    board_key: StoredValue<Option<String>>,
}

impl Live {
    /// Starts from a snapshot; shows the same on the server and in the browser.
    #[must_use]
    pub fn new(snapshot: Snapshot) -> Self {
        Self {
            replica: RwSignal::new(Replica::new(snapshot)),
            status: RwSignal::new(Connection::default()),
            stale_since: RwSignal::new(None),
            board_key: StoredValue::new(None),
        }
    }

    /// Follows the feed for as long as the owner lives. A board shows its key, others are known by their cookie.
    /// Does nothing on the server.
    pub fn connect(self, board_key: Option<String>) {
        self.board_key.set_value(board_key);
        #[cfg(feature = "hydrate")]
        {
            let is_phone = self.replica.with_untracked(|replica| replica.me().is_some());
            feed::follow(self, if is_phone { link::Patience::Phone } else { link::Patience::Board });
        }
    }

    /// Sends a command, again under the same id while the network fails; after half a minute without any answer it gives up
    /// and says [`Problem::Unavailable`]. Does nothing on the server.
    pub fn send(self, command: Command, done: impl FnOnce(Result<Acknowledged, Refused>) + 'static) {
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            let id = request::fresh_command_id();
            let mut failures = 0;
            let outcome = loop {
                match self.post(id, &command).await {
                    Ok(outcome) => break outcome,
                    Err(_) if failures >= 6 => break Err(Problem::Unavailable.into()),
                    Err(_) => {
                        failures += 1;
                        request::pause(backoff::full_jitter(failures, js_sys::Math::random())).await;
                    }
                }
            };
            done(outcome);
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = (command, done);
    }
}

#[cfg(feature = "hydrate")]
mod wire {
    use domain::ids::CommandId;
    use domain::replica::{Frame, Need};

    use super::request::{self, NoAnswer};
    use super::{Acknowledged, Command, Live, Refused, Replica, Snapshot};
    use crate::routes;
    use leptos::prelude::*;

    impl Live {
        /// An address of this workshop's JSON surface.
        pub(super) fn address(self, what: &str, after: Option<u64>) -> String {
            let id = self.replica.with_untracked(|replica| replica.snapshot().workshop_id);
            let mut address = routes::api(id, what);
            if let Some(after) = after {
                address.push_str(&format!("?after={after}"));
            }
            let is_phone = self.replica.with_untracked(|replica| replica.me().is_some());
            let reader = match self.board_key.get_value() {
                Some(key) => format!("board={key}"),
                None if is_phone => return address,
                None => "desk=true".to_owned(),
            };
            address.push(if after.is_some() { '&' } else { '?' });
            address.push_str(&reader);
            address
        }

        /// Sends a command once, and takes in what it did.
        pub(super) async fn post(self, command_id: CommandId, command: &Command) -> Result<Result<Acknowledged, Refused>, NoAnswer> {
            let mut body = String::new();
            let mut object = wire::Object::new(&mut body);
            object.field("command_id", &command_id);
            object.field("command", command);
            object.end();
            let outcome = request::post::<Acknowledged>(&self.address("commands", None), &body).await?;
            if let Ok(acknowledged) = &outcome {
                self.take_in(acknowledged).await;
            }
            Ok(outcome)
        }

        /// Shows at once what one's own command did, without waiting for the feed.
        async fn take_in(self, acknowledged: &Acknowledged) {
            let Some(epoch) = self.replica.try_with_untracked(|replica| replica.snapshot().epoch.clone()) else { return };
            if self.receive(&Frame::Events { epoch, events: acknowledged.events.clone() }) != Need::Nothing {
                // Others were faster: what lies between comes first. If it cannot be had now, the feed brings it.
                let _ = self.catch_up().await;
            }
        }

        /// Shows a frame to the replica.
        pub(super) fn receive(self, frame: &Frame) -> Need {
            let folded = self.replica.try_maybe_update(|replica| {
                let before = replica.seq();
                let need = replica.receive(frame);
                (replica.seq() != before, need)
            });
            folded.unwrap_or(Need::Nothing)
        }

        /// Fetches what is missing: the entries after the last one, or everything when that is not enough.
        pub(super) async fn catch_up(self) -> Result<(), NoAnswer> {
            let Some(seq) = self.replica.try_with_untracked(Replica::seq) else { return Ok(()) };
            let frame: Frame = request::get(&self.address("events", Some(seq))).await?;
            if self.receive(&frame) == Need::Nothing { Ok(()) } else { self.start_again().await }
        }

        /// Fetches a new snapshot.
        pub(super) async fn start_again(self) -> Result<(), NoAnswer> {
            let snapshot: Snapshot = request::get(&self.address("state", None)).await?;
            self.replica.try_set(Replica::new(snapshot));
            Ok(())
        }
    }
}
