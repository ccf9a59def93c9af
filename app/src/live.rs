//! A live page: what the crate `live` does without a browser, tied to signals, timers, sockets and storage.
//!
//! A page makes a [`Live`] from its snapshot, on both sides alike, and in the browser calls [`Live::connect`]. Then:
//!
//! - the feed is a WebSocket from the replica's last entry on; a gap is fetched, another epoch starts from a new
//!   snapshot;
//! - when to open, close, wait and poll is decided by the [`Link`](live::link::Link).
//!
//! Boards and desks send with [`Live::send`]. Phones send through an [`outbox::Outbox`], which outlives a reload.

use domain::ids::CardId;
use domain::time::Timestamp;
use domain::workshop::Command;
use leptos::prelude::*;
use live::answer::{Acknowledged, Refused};
use live::link::Connection;
use live::replica::{Replica, Snapshot};

use crate::routes;

#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod feed;
pub mod outbox;
#[cfg(feature = "hydrate")]
mod replay;
#[cfg(feature = "hydrate")]
mod request;
#[cfg(feature = "hydrate")]
pub mod storage;

/// The name of the event that the window gets when a card, a photo or a name was taken off the screens.
pub const TAKEN_BACK: &str = "maillage:taken-back";

/// A live page's hold on its workshop. A handle: copies speak of the same.
#[derive(Clone, Copy)]
pub struct Live {
    /// The workshop, as far as this page knows it.
    pub replica: RwSignal<Replica>,
    /// How the page stands with the server.
    pub status: RwSignal<Connection>,
    /// Since when what is shown may be old: milliseconds since 1970 by the device's clock; none while it is live.
    pub stale_since: RwSignal<Option<f64>>,
    /// The server's clock, second by second while a step's clock runs; none before the server was heard.
    pub now: RwSignal<Option<Timestamp>>,
    /// How far the device's clock is ahead of the server's, in milliseconds.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    ahead_ms: StoredValue<Option<i64>>,
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
            now: RwSignal::new(None),
            ahead_ms: StoredValue::new(None),
            board_key: StoredValue::new(None),
        }
    }

    /// As [`Live::new`], for a board: it shows its key, others are known by their cookie.
    #[must_use]
    pub fn of_board(snapshot: Snapshot, key: String) -> Self {
        let live = Self::new(snapshot);
        live.board_key.set_value(Some(key));
        live
    }

    /// Where the photo of a card is, that came at this moment.
    #[must_use]
    pub fn photo(self, card: CardId, at: Timestamp) -> String {
        let id = self.replica.with_untracked(|replica| replica.snapshot().workshop_id);
        [routes::card_photo(id, card), "?at=".to_owned(), at.0.to_string(), self.reader()].concat()
    }

    /// As whom this page reads, for addresses: a board by its key, a desk as facilitator, a phone by its cookie alone.
    fn reader(self) -> String {
        match self.board_key.get_value() {
            Some(key) => ["&board=", &key].concat(),
            None if self.replica.with_untracked(|replica| replica.me().is_some()) => String::new(),
            None => "&desk=true".to_owned(),
        }
    }

    /// Follows the feed for as long as the owner lives. Does nothing on the server.
    pub fn connect(self) {
        #[cfg(feature = "hydrate")]
        {
            use live::link::Patience;

            let is_phone = self.replica.with_untracked(|replica| replica.me().is_some());
            clock::tick(self);
            feed::follow(self, if is_phone { Patience::Phone } else { Patience::Board });
        }
    }

    /// Plays the log back on a board instead of following it: `speed` times faster, with numbers for names when
    /// `hidden`.
    #[cfg(feature = "hydrate")]
    pub fn replay(self, speed: f64, hidden: bool, held: impl Fn() -> bool + 'static) {
        leptos::task::spawn_local(replay::play(self, speed, hidden, held));
    }

    /// Milliseconds that are left of the step under way, and whether its clock stands still; none without a running
    /// order, and before the server was heard: so the server and the first browser render show the same.
    #[must_use]
    pub fn left_ms(self) -> Option<(i64, bool)> {
        let now = self.now.get()?;
        self.replica.with(|replica| {
            replica.workshop().clock.as_ref().map(|clock| (clock.left_ms(now), clock.paused_at.is_some()))
        })
    }

    /// Sends a command, again under the same id while the network fails; after half a minute without any answer it
    /// gives up and says [`Problem::Unavailable`](domain::problem::Problem::Unavailable). Does nothing on the server.
    pub fn send(self, command: Command, done: impl FnOnce(Result<Acknowledged, Refused>) + 'static) {
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(async move {
            let id = request::fresh_command_id();
            let mut failures = 0;
            let outcome = loop {
                match self.post(id, &command).await {
                    Ok(outcome) => break outcome,
                    Err(_) if failures >= 6 => break Err(domain::problem::Problem::Unavailable.into()),
                    Err(_) => {
                        failures += 1;
                        request::pause(live::backoff::full_jitter(failures, js_sys::Math::random())).await;
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
    use domain::ids::{CommandId, WorkshopId};
    use leptos::prelude::*;
    use live::answer::NoAnswer;
    use live::replica::{Frame, Need};

    use super::{Acknowledged, Command, Live, Refused, Replica, Snapshot, request};
    use crate::routes;

    impl Live {
        /// An address of this workshop's JSON surface.
        pub(super) fn address(self, of: fn(WorkshopId) -> String, after: Option<u64>) -> String {
            let id = self.replica.with_untracked(|replica| replica.snapshot().workshop_id);
            let after = after.map(|after| ["&after=", &after.to_string()].concat()).unwrap_or_default();
            // The first of what follows the address begins with `?`.
            of(id) + &[after, self.reader()].concat().replacen('&', "?", 1)
        }

        /// Sends a command once, and takes in what it did.
        pub(super) async fn post(
            self,
            command_id: CommandId,
            command: &Command,
        ) -> Result<Result<Acknowledged, Refused>, NoAnswer> {
            let mut body = String::new();
            let mut object = wire::Object::new(&mut body);
            object.field("command_id", &command_id);
            object.field("command", command);
            object.end();
            let outcome = request::post::<Acknowledged>(&self.address(routes::api_commands, None), &body).await?;
            if let Ok(acknowledged) = &outcome {
                self.take_in(acknowledged).await;
            }
            Ok(outcome)
        }

        /// Shows at once what one's own command did, without waiting for the feed.
        async fn take_in(self, acknowledged: &Acknowledged) {
            let Some(epoch) = self.replica.try_with_untracked(|replica| replica.snapshot().epoch.clone()) else {
                return;
            };
            if self.receive(&Frame::Events { epoch, events: acknowledged.events.clone() }) != Need::Nothing {
                // Others were faster: what lies between comes first. If it cannot be had now, the feed brings it.
                let _ = self.catch_up().await;
            }
        }

        /// Gives a frame to the replica; returns what has to be fetched before it is up to date.
        pub(super) fn receive(self, frame: &Frame) -> Need {
            if let Frame::Events { events, .. } = frame
                && events.iter().any(|recorded| recorded.event.takes_back())
                && let Ok(taken_back) = web_sys::Event::new(super::TAKEN_BACK)
            {
                let _ = window().dispatch_event(&taken_back);
            }
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
            let frame: Frame = request::get(&self.address(routes::api_events, Some(seq))).await?;
            if self.receive(&frame) == Need::Nothing { Ok(()) } else { self.start_again().await }
        }

        /// Fetches a new snapshot and forgets the replica of before.
        pub(super) async fn start_again(self) -> Result<(), NoAnswer> {
            let snapshot: Snapshot = request::get(&self.address(routes::api_state, None)).await?;
            // This phone stands for another record of the same person now: the page was made for the one that is gone.
            if self.replica.try_with_untracked(Replica::me).is_some_and(|me| me != snapshot.me) {
                let _ = window().location().reload();
                return Ok(());
            }
            self.replica.try_set(Replica::new(snapshot));
            Ok(())
        }
    }
}
