//! Commands of a phone, kept on the device until the server has acknowledged or refused them: each under one id for
//! ever, so that sending again does nothing twice. What goes off when is told by `live::outbox` and `live::sending`.
//! Each is kept under a key of its own: two windows of one phone do not overwrite each other's.

use domain::ids::CommandId;
use domain::problem::Problem;
use domain::workshop::Command;
use leptos::prelude::*;
use live::outbox::{Fate, Queue};

use super::Live;

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
    use std::time::Duration;

    use leptos::leptos_dom::helpers::TimeoutHandle;
    use leptos::prelude::*;
    use live::answer::{NoAnswer, Refused};
    use live::link::Connection;
    use live::outbox::{Item, Queue};
    use live::replica::Replica;
    use live::sending::Sending;
    use web_sys::VisibilityState;

    use super::{Command, CommandId, Hold, Outbox, Problem};
    use crate::live::{request, storage};

    /// The state of sending, and a timer for the next chance.
    #[derive(Default)]
    pub(super) struct Post {
        sending: Sending,
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
            let id = request::fresh_command_id();
            match self.queue.try_update(|queue| queue.push(id, command, now()).map(|_| ())) {
                Some(Ok(())) => {
                    self.keep(id);
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

        /// Keeps a command on the device, as it is now.
        fn keep(self, id: CommandId) {
            self.queue.try_with_untracked(|queue| {
                if let Some(item) = queue.get(id) {
                    // Where nothing can be kept, the page says so.
                    let _ = storage::write(&self.key(&item.key()), &item.write());
                }
            });
        }

        /// Sends what waits, one after the other, unless that is going on already.
        fn send(self) {
            let begun = self.post.try_update_value(|post| {
                if let Some(timer) = post.timer.take() {
                    timer.clear();
                }
                post.sending.begin()
            });
            if begun != Some(true) {
                return;
            }
            leptos::task::spawn_local(async move {
                while let Some((id, command)) = self.next() {
                    match self.live.post(id, &command).await {
                        Ok(outcome) => self.answered(id, outcome.err()),
                        Err(why) => return self.unanswered(id, why),
                    }
                }
                let wait = self.change(|sending, queue| (false, sending.rest(queue, now())));
                self.again_after(wait.flatten());
            });
        }

        /// Lets both change; the screen hears of it when the queue says that it has.
        fn change<T>(self, change: impl FnOnce(&mut Sending, &mut Queue) -> (bool, T)) -> Option<T> {
            let change = |queue: &mut Queue| {
                let changed = self.post.try_update_value(|post| change(&mut post.sending, queue));
                changed.map_or((false, None), |(changed, given)| (changed, Some(given)))
            };
            self.queue.try_maybe_update(change).flatten()
        }

        fn again_after(self, wait: Option<Duration>) {
            self.post.try_update_value(|post| {
                post.timer = wait.and_then(|wait| set_timeout_with_handle(move || self.send(), wait).ok());
            });
        }

        /// The command that is to be sent now, if any.
        fn next(self) -> Option<(CommandId, Command)> {
            let is_reached = self.live.status.try_get_untracked() == Some(Connection::Live);
            let turn = self.live.replica.try_with_untracked(|replica| {
                self.queue.try_maybe_update(|queue| {
                    let turn = queue.turn(replica, is_reached, now(), js_sys::Math::random);
                    (turn.sets_out || !turn.drawn.is_empty(), turn)
                })
            })??;
            if !turn.drawn.is_empty() {
                self.hold.try_set(None);
            }
            turn.drawn.into_iter().for_each(|id| self.keep(id));
            if let Some((id, _)) = turn.post.as_ref().filter(|_| turn.sets_out) {
                self.keep(*id);
            }
            turn.post
        }

        fn answered(self, id: CommandId, refused: Option<Refused>) {
            self.hold.try_set(None);
            self.forget(self.change(|sending, queue| (true, sending.answered(queue, id, refused, now()))).flatten());
            // One that was refused is still there.
            self.keep(id);
        }

        fn unanswered(self, id: CommandId, why: NoAnswer) {
            let chance = js_sys::Math::random();
            let Some((wait, missed)) = self.change(|sending, queue| {
                let (wait, missed) = sending.unanswered(queue, id, chance);
                (missed, (wait, missed))
            }) else {
                return;
            };
            if missed {
                self.keep(id);
            }
            self.hold.try_set(Some(match why {
                NoAnswer::Network | NoAnswer::Ended => Hold::Network,
                NoAnswer::Busy(message) => Hold::Server(message),
            }));
            self.again_after(Some(wait));
        }
    }
}
