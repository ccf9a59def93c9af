//! Commands of a phone, kept on the device until the server has acknowledged or refused them: sent in order, each under
//! one id for ever, so that sending again does nothing twice.

use domain::ids::CommandId;
use domain::problem::{FieldProblem, Problem};
use domain::workshop::Command;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::Wire;

use super::{Live, Refused};

/// The most commands that wait.
pub const CAPACITY: usize = 100;

/// What became of a command so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub enum Fate {
    /// Not answered yet.
    #[default]
    Waiting,
    /// Refused; kept, with what was typed, until its author corrects or deletes it.
    Refused {
        /// A sentence in the reader's language; empty when the server said none.
        message: String,
        /// Every problem, each at its field.
        problems: Vec<FieldProblem>,
    },
}

/// A command on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Item {
    /// Its id, for ever.
    pub command_id: CommandId,
    /// What is asked.
    pub command: Command,
    /// What became of it so far.
    #[serde(default)]
    pub fate: Fate,
}

/// Commands on their way, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
#[serde(transparent)]
pub struct Queue {
    items: Vec<Item>,
}

impl Queue {
    /// Reads what was kept. What cannot be read (an older version of the page) is dropped.
    #[must_use]
    pub fn read(text: &str) -> Self {
        wire::from_str(text).unwrap_or_default()
    }

    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> String {
        wire::to_string(self)
    }

    /// All of them, oldest first.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The oldest that still waits. A refused one does not hold up what comes after it.
    #[must_use]
    pub fn next(&self) -> Option<&Item> {
        self.items.iter().find(|item| item.fate == Fate::Waiting)
    }

    /// Adds one at the end.
    ///
    /// # Errors
    /// [`Problem::TooLarge`] when [`CAPACITY`] commands wait already.
    pub fn push(&mut self, command_id: CommandId, command: Command) -> Result<(), Problem> {
        if self.items.len() >= CAPACITY {
            return Err(Problem::TooLarge);
        }
        self.items.push(Item { command_id, command, fate: Fate::Waiting });
        Ok(())
    }

    /// Keeps one that was refused, with the reason.
    pub fn refuse(&mut self, command_id: CommandId, refused: Refused) {
        if let Some(item) = self.items.iter_mut().find(|item| item.command_id == command_id) {
            let message = refused.message;
            item.fate = Fate::Refused { message, problems: refused.problems };
        }
    }

    /// Takes one out: it was acknowledged, or its author deleted it.
    pub fn remove(&mut self, command_id: CommandId) -> Option<Item> {
        let at = self.items.iter().position(|item| item.command_id == command_id)?;
        Some(self.items.remove(at))
    }

    /// Adds in front what was kept from an earlier visit.
    pub fn restore(&mut self, kept: Self) {
        let new = std::mem::replace(&mut self.items, kept.items);
        for item in new {
            if !self.items.iter().any(|kept| kept.command_id == item.command_id) {
                self.items.push(item);
            }
        }
    }
}

/// A phone's outbox. A handle: copies speak of the same.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// What is on its way.
    pub queue: RwSignal<Queue>,
    /// The last try had no answer: what waits, waits for the network.
    pub without_network: RwSignal<bool>,
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
    live: Live,
    #[cfg(feature = "hydrate")]
    post: StoredValue<sending::Post>,
}

impl Outbox {
    /// An empty outbox; what was kept on the device comes with [`Outbox::wake`].
    #[must_use]
    pub fn new(live: Live) -> Self {
        Self {
            queue: RwSignal::default(),
            without_network: RwSignal::new(false),
            live,
            #[cfg(feature = "hydrate")]
            post: StoredValue::default(),
        }
    }

    /// Whether a command waits that this finds.
    pub fn waits_for<T>(self, find: impl Fn(&Command) -> Option<T>) -> Option<T> {
        self.queue.with(|queue| queue.items().iter().rev().filter(|item| item.fate == Fate::Waiting).find_map(|item| find(&item.command)))
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

    use super::{Command, CommandId, Outbox, Problem, Queue};
    use crate::live::{backoff, request, storage};

    /// How the sending stands.
    #[derive(Default)]
    pub(super) struct Post {
        busy: bool,
        failures: u32,
        timer: Option<TimeoutHandle>,
    }

    impl Outbox {
        /// Takes up what was kept on the device, and sends whenever there is a chance.
        pub fn wake(self) {
            if let Some(kept) = storage::read(&self.key()) {
                self.queue.update(|queue| queue.restore(Queue::read(&kept)));
            }
            self.send();
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
            let result = self.queue.try_update(|queue| queue.push(request::fresh_command_id(), command)).unwrap_or(Ok(()));
            self.keep();
            self.send();
            result
        }

        /// Deletes a command: its author does not want it any more.
        pub fn discard(self, command_id: CommandId) {
            self.queue.update(|queue| {
                queue.remove(command_id);
            });
            self.keep();
        }

        fn key(self) -> String {
            let snapshot = |replica: &domain::replica::Replica| (replica.snapshot().workshop_id, replica.me().map_or(0, |me| me.0));
            let (workshop, me) = self.live.replica.with_untracked(snapshot);
            format!("maillage.outbox.{workshop}.{me}")
        }

        fn keep(self) {
            let Some((empty, text)) = self.queue.try_with_untracked(|queue| (queue.items().is_empty(), queue.write())) else { return };
            if empty {
                storage::remove(&self.key());
            } else {
                storage::write(&self.key(), &text);
            }
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
                while let Some((id, command)) =
                    self.queue.try_with_untracked(|queue| queue.next().map(|item| (item.command_id, item.command.clone()))).flatten()
                {
                    let Ok(outcome) = self.live.post(id, &command).await else {
                        self.try_later();
                        return;
                    };
                    self.answered(id, outcome.err());
                }
                self.post.try_update_value(|post| post.busy = false);
            });
        }

        fn answered(self, id: CommandId, refused: Option<crate::live::Refused>) {
            self.post.try_update_value(|post| post.failures = 0);
            self.without_network.try_set(false);
            self.queue.try_update(|queue| match refused {
                Some(refused) => queue.refuse(id, refused),
                None => {
                    queue.remove(id);
                }
            });
            self.keep();
        }

        fn try_later(self) {
            self.without_network.try_set(true);
            self.post.try_update_value(|post| {
                post.busy = false;
                post.failures = post.failures.saturating_add(1);
                let wait = backoff::full_jitter(post.failures, js_sys::Math::random());
                post.timer = set_timeout_with_handle(move || self.send(), wait).ok();
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::CardId;

    fn id(number: u128) -> CommandId {
        CommandId(uuid::Uuid::from_u128(number))
    }

    fn withdraw(card: u32) -> Command {
        Command::WithdrawCard { card_id: CardId(card) }
    }

    fn queue(count: u32) -> Queue {
        let mut queue = Queue::default();
        for number in 1..=count {
            queue.push(id(u128::from(number)), withdraw(number)).expect("room");
        }
        queue
    }

    #[test]
    fn commands_go_in_order_and_a_refused_one_stays_without_holding_up_the_rest() {
        let mut queue = queue(3);
        assert_eq!(queue.next().map(|item| item.command_id), Some(id(1)));
        queue.refuse(id(1), Problem::WrongPhase.into());
        assert_eq!(queue.next().map(|item| item.command_id), Some(id(2)));
        queue.remove(id(2));
        queue.remove(id(3));
        assert_eq!(queue.next(), None);
        assert_eq!(queue.items().len(), 1, "what was typed is kept until its author decides");
        assert!(matches!(&queue.items()[0].fate, Fate::Refused { problems, .. } if problems[0].code == Problem::WrongPhase));
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was_and_before_what_is_new() {
        let mut kept = queue(2);
        kept.refuse(id(2), Problem::UnknownCard.into());
        let mut now = Queue::default();
        now.push(id(7), withdraw(7)).expect("room");
        now.restore(Queue::read(&kept.write()));
        let order: Vec<_> = now.items().iter().map(|item| item.command_id).collect();
        assert_eq!(order, [id(1), id(2), id(7)]);
        assert_eq!(now.items()[..2], *kept.items());
    }

    #[test]
    fn the_same_command_is_not_restored_twice() {
        let mut now = queue(2);
        now.restore(queue(2));
        assert_eq!(now.items().len(), 2);
    }

    #[test]
    fn nonsense_on_the_device_is_an_empty_outbox() {
        for text in ["", "null", "{}", "[{\"command\":{\"type\":\"unheard_of\"}}]"] {
            assert_eq!(Queue::read(text), Queue::default(), "{text}");
        }
    }

    #[test]
    fn the_outbox_is_bounded() {
        let mut full = queue(u32::try_from(CAPACITY).expect("small"));
        assert_eq!(full.push(id(1000), withdraw(1)), Err(Problem::TooLarge));
        assert_eq!(full.items().len(), CAPACITY);
    }
}
