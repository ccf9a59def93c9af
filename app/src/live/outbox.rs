//! Commands of a phone, kept on the device until the server has acknowledged or refused them: each under one id for
//! ever, so that sending again does nothing twice. What goes off when is told by the `queue`. Each is kept under a
//! key of its own: two windows of one phone do not overwrite each other's.

use domain::ids::CommandId;
use domain::problem::Problem;
use domain::workshop::Command;
use leptos::prelude::*;

pub use self::queue::{CAPACITY, Fate, Item, Queue};
use super::Live;

mod queue;

/// Why the commands in the outbox cannot be sent at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The server cannot be reached.
    Network,
    /// The server cannot save just now; its sentence in the reader's language.
    Server(String),
}

/// A phone's outbox. A handle: copies speak of the same.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// The commands that are not settled: waiting, or refused and kept for their author.
    pub queue: RwSignal<Queue>,
    /// Why sending is held up; none while it goes on.
    pub hold: RwSignal<Option<Hold>>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    live: Live,
    #[cfg(feature = "hydrate")]
    post: StoredValue<sending::Post>,
}

impl Outbox {
    /// An empty outbox; what was kept on the device comes with `Outbox::wake`.
    #[must_use]
    pub fn new(live: Live) -> Self {
        Self {
            queue: RwSignal::default(),
            hold: RwSignal::new(None),
            live,
            #[cfg(feature = "hydrate")]
            post: StoredValue::default(),
        }
    }

    /// What `find` gives for the newest command that waits and for which it gives anything.
    pub fn waits_for<T>(self, find: impl Fn(&Command) -> Option<T>) -> Option<T> {
        self.queue.with(|queue| {
            queue.items().iter().rev().filter(|item| item.fate == Fate::Waiting).find_map(|item| find(&item.command))
        })
    }
}

#[cfg(not(feature = "hydrate"))]
impl Outbox {
    /// On the server nothing is sent.
    ///
    /// # Errors
    /// Never.
    pub fn put(self, command: Command) -> Result<(), Problem> {
        let _ = command;
        Ok(())
    }

    /// On the server there is nothing to delete.
    pub fn discard(self, command_id: CommandId) {
        let _ = command_id;
    }
}

#[cfg(feature = "hydrate")]
mod sending {
    use leptos::leptos_dom::helpers::TimeoutHandle;
    use leptos::prelude::*;
    use web_sys::VisibilityState;

    use std::time::Duration;

    use domain::ids::CardId;
    use domain::replica::Replica;

    use super::{Command, CommandId, Hold, Item, Outbox, Problem};
    use crate::live::request::NoAnswer;
    use crate::live::{Connection, backoff, request, storage};

    /// The state of sending: at most one request at a time, and a timer for the next attempt after a failure.
    #[derive(Default)]
    pub(super) struct Post {
        busy: bool,
        failures: u32,
        timer: Option<TimeoutHandle>,
    }

    fn now() -> u64 {
        js_sys::Date::now() as u64
    }

    impl Outbox {
        /// Takes up what was kept on the device, and sends whenever there is a chance.
        pub fn wake(self) {
            let kept = storage::read_all(&self.key("")).iter().filter_map(|text| Item::read(text)).collect::<Vec<_>>();
            if !kept.is_empty() {
                self.queue.update(|queue| queue.restore(kept));
            }
            self.send();
            let live = self.live;
            Effect::new(move |_| {
                if live.status.get() == Connection::Live {
                    self.send();
                }
            });
            let listeners = ["online", "visibilitychange", "pageshow"].map(|event| {
                window_event_listener_untyped(event, move |_| {
                    if document().visibility_state() == VisibilityState::Visible {
                        self.send();
                    }
                })
            });
            on_cleanup(move || {
                for listener in listeners {
                    listener.remove();
                }
            });
        }

        /// Puts a command in, and sends it.
        ///
        /// # Errors
        /// [`Problem::TooLarge`] when too many wait.
        pub fn put(self, command: Command) -> Result<(), Problem> {
            let put = self.queue.try_update(|queue| queue.push(request::fresh_command_id(), command, now()).cloned());
            match put {
                Some(Ok(item)) => {
                    self.keep(&item);
                    self.send();
                    Ok(())
                }
                Some(Err(problem)) => Err(problem),
                None => Ok(()),
            }
        }

        /// Deletes a command: its author does not want it any more.
        pub fn discard(self, command_id: CommandId) {
            self.forget(self.queue.try_update(|queue| queue.remove(command_id)).flatten());
        }

        fn forget(self, item: Option<Item>) {
            if let Some(item) = item {
                storage::remove(&self.key(&item.key()));
            }
        }

        fn key(self, item: &str) -> String {
            let snapshot = |replica: &Replica| (replica.snapshot().workshop_id, replica.me().map_or(0, |me| me.0));
            let (workshop, me) = self.live.replica.with_untracked(snapshot);
            format!("maillage.outbox.{workshop}.{me}.{item}")
        }

        fn keep(self, item: &Item) {
            // Where nothing can be kept, the page says so.
            let _ = storage::write(&self.key(&item.key()), &item.write());
        }

        /// Sends what waits, one after the other, unless that is going on already.
        fn send(self) {
            let start = self.post.try_update_value(|post| {
                if let Some(timer) = post.timer.take() {
                    timer.clear();
                }
                !std::mem::replace(&mut post.busy, true)
            });
            if start != Some(true) {
                return;
            }
            leptos::task::spawn_local(async move {
                while let Some((id, command)) = self.next() {
                    self.set_out(id);
                    match self.live.post(id, &command).await {
                        Ok(outcome) => self.answered(id, outcome.err()),
                        Err(why) => return self.try_later(id, why),
                    }
                }
                let apart_at = self.queue.try_with_untracked(super::Queue::apart_at).flatten();
                self.post.try_update_value(|post| {
                    post.busy = false;
                    post.timer = apart_at.and_then(|at| {
                        let wait = Duration::from_millis(at.saturating_sub(now()));
                        set_timeout_with_handle(move || self.send(), wait).ok()
                    });
                });
            });
        }

        /// The command that is to be sent now, if any. It also draws, and keeps on the device, the moments of what is
        /// sent apart from the rest.
        fn next(self) -> Option<(CommandId, Command)> {
            let is_reached = self.live.status.try_get_untracked() == Some(Connection::Live);
            let (drawn, next) = self.live.replica.try_with_untracked(|replica| {
                self.queue.try_maybe_update(|queue| {
                    let drawn = if is_reached { queue.draw(replica, now(), js_sys::Math::random) } else { Vec::new() };
                    let next = queue.next(replica, now()).map(|item| (item.command_id, item.command.clone()));
                    (!drawn.is_empty(), (drawn, next))
                })
            })??;
            for item in &drawn {
                self.keep(item);
                // It waits for its moment, and for nothing else.
                self.hold.try_set(None);
            }
            next
        }

        fn set_out(self, id: CommandId) {
            let newest = self
                .live
                .replica
                .with_untracked(|replica| replica.workshop().cards.last_key_value().map_or(CardId(0), |(id, _)| *id));
            if let Some(Some(item)) = self.queue.try_update(|queue| queue.set_out(id, newest).cloned()) {
                self.keep(&item);
            }
        }

        fn answered(self, id: CommandId, refused: Option<crate::live::Refused>) {
            self.post.try_update_value(|post| post.failures = 0);
            self.hold.try_set(None);
            match refused {
                Some(refused) => {
                    if let Some(Some(item)) = self.queue.try_update(|queue| queue.refuse(id, refused).cloned()) {
                        self.keep(&item);
                    }
                }
                None => self.forget(self.queue.try_update(|queue| queue.arrived(id, now())).flatten()),
            }
        }

        fn try_later(self, id: CommandId, why: NoAnswer) {
            if let Some(Some(item)) = self.queue.try_update(|queue| queue.missed(id).cloned()) {
                self.keep(&item);
            }
            self.hold.try_set(Some(match why {
                NoAnswer::Network | NoAnswer::Ended => Hold::Network,
                NoAnswer::Busy(message) => Hold::Server(message),
            }));
            self.post.try_update_value(|post| {
                post.busy = false;
                post.failures = post.failures.saturating_add(1);
                let wait = backoff::full_jitter(post.failures, js_sys::Math::random());
                post.timer = set_timeout_with_handle(move || self.send(), wait).ok();
            });
        }
    }
}
