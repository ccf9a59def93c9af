//! Commands of a phone, kept on the device until the server has acknowledged or refused them: sent in order, each under
//! one id for ever, so that sending again does nothing twice. Each is kept under a key of its own: two windows of one
//! phone do not overwrite each other's.

use domain::ids::{CardId, CommandId};
use domain::problem::{FieldProblem, Problem};
use domain::replica::Replica;
use domain::text::Title;
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

/// Why what waits, waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// The server cannot be reached.
    Network,
    /// The server cannot save just now; its sentence in the reader's language.
    Server(String),
}

/// A command on its way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Item {
    /// Its id, for ever.
    pub command_id: CommandId,
    /// Its place among the others: a number that grows from one to the next.
    pub order: u64,
    /// What is asked.
    pub command: Command,
    /// What became of it so far.
    #[serde(default)]
    pub fate: Fate,
    /// The newest card of the room when it was first sent: what it posts can only be newer.
    #[serde(default)]
    pub newest_card: Option<CardId>,
}

impl Item {
    /// Whether the feed has already brought the card that this posts: the room may see it before its author hears of
    /// it.
    #[must_use]
    pub fn has_arrived(&self, replica: &Replica) -> bool {
        let (Command::PostCard { card, .. }, Some(newest), Fate::Waiting) =
            (&self.command, self.newest_card, &self.fate)
        else {
            return false;
        };
        let title = Title::parse(&card.title).ok();
        replica.workshop().cards.iter().rev().take_while(|(id, _)| **id > newest).any(|(id, posted)| {
            replica.is_mine(*id)
                && posted.resource.kind.code() == card.kind
                && title.as_ref() == Some(&posted.resource.title)
        })
    }

    /// Reads what was kept. What cannot be read (an older version of the page) is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        wire::from_str(text)
    }

    /// As it is kept.
    #[must_use]
    pub fn write(&self) -> String {
        wire::to_string(self)
    }

    /// The end of the key under which it is kept: keys sort as the commands were given.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{:016}.{}", self.order, self.command_id)
    }
}

/// Commands on their way, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    items: Vec<Item>,
}

impl Queue {
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

    /// Adds one at the end, given at this moment (milliseconds since 1970).
    ///
    /// # Errors
    /// [`Problem::TooLarge`] when [`CAPACITY`] commands wait already.
    pub fn push(&mut self, command_id: CommandId, command: Command, now_ms: u64) -> Result<&Item, Problem> {
        if self.items.len() >= CAPACITY {
            return Err(Problem::TooLarge);
        }
        // The device's clock may be set back: what is given later still comes later.
        let order = self.items.last().map_or(now_ms, |last| now_ms.max(last.order + 1));
        self.items.push(Item { command_id, order, command, fate: Fate::Waiting, newest_card: None });
        self.items.last().ok_or(Problem::TooLarge)
    }

    /// Notes that a card is being posted, in a room whose newest card is this one. None when it was sent before, or is
    /// no card.
    pub fn set_out(&mut self, command_id: CommandId, newest_card: CardId) -> Option<&Item> {
        let posts = |item: &Item| matches!(item.command, Command::PostCard { .. });
        let item = self
            .items
            .iter_mut()
            .find(|item| item.command_id == command_id && item.newest_card.is_none() && posts(item))?;
        item.newest_card = Some(newest_card);
        Some(item)
    }

    /// Keeps one that was refused, with the reason.
    pub fn refuse(&mut self, command_id: CommandId, refused: Refused) -> Option<&Item> {
        let item = self.items.iter_mut().find(|item| item.command_id == command_id)?;
        item.fate = Fate::Refused { message: refused.message, problems: refused.problems };
        Some(item)
    }

    /// Takes one out: it was acknowledged, or its author deleted it.
    pub fn remove(&mut self, command_id: CommandId) -> Option<Item> {
        let at = self.items.iter().position(|item| item.command_id == command_id)?;
        Some(self.items.remove(at))
    }

    /// Takes up what was kept from an earlier visit, each in its place.
    pub fn restore(&mut self, kept: impl IntoIterator<Item = Item>) {
        for item in kept {
            if !self.items.iter().any(|present| present.command_id == item.command_id) {
                let at = self.items.partition_point(|present| present.order <= item.order);
                self.items.insert(at, item);
            }
        }
    }
}

/// A phone's outbox. A handle: copies speak of the same.
#[derive(Clone, Copy)]
pub struct Outbox {
    /// What is on its way.
    pub queue: RwSignal<Queue>,
    /// Why what waits, waits; none while it is on its way.
    pub hold: RwSignal<Option<Hold>>,
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
            hold: RwSignal::new(None),
            live,
            #[cfg(feature = "hydrate")]
            post: StoredValue::default(),
        }
    }

    /// Whether a command waits that this finds.
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

    use super::{CardId, Command, CommandId, Hold, Item, Outbox, Problem, Replica};
    use crate::live::request::NoAnswer;
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
            let kept = storage::read_all(&self.key("")).iter().filter_map(|text| Item::read(text)).collect::<Vec<_>>();
            if !kept.is_empty() {
                self.queue.update(|queue| queue.restore(kept));
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
            let now_ms = js_sys::Date::now() as u64;
            let put = self.queue.try_update(|queue| queue.push(request::fresh_command_id(), command, now_ms).cloned());
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
            if let Some(Some(item)) = self.queue.try_update(|queue| queue.remove(command_id)) {
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
                while let Some((id, command)) = self
                    .queue
                    .try_with_untracked(|queue| queue.next().map(|item| (item.command_id, item.command.clone())))
                    .flatten()
                {
                    self.set_out(id);
                    match self.live.post(id, &command).await {
                        Ok(outcome) => self.answered(id, outcome.err()),
                        Err(why) => return self.try_later(why),
                    }
                }
                self.post.try_update_value(|post| post.busy = false);
            });
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
                None => self.discard(id),
            }
        }

        fn try_later(self, why: NoAnswer) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> CommandId {
        CommandId(uuid::Uuid::from_u128(number))
    }

    fn withdraw(card: u32) -> Command {
        Command::WithdrawCard { card_id: CardId(card) }
    }

    fn queue(count: u32) -> Queue {
        let mut queue = Queue::default();
        for number in 1..=count {
            queue.push(id(u128::from(number)), withdraw(number), 1_000).expect("room");
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
        assert!(
            matches!(&queue.items()[0].fate, Fate::Refused { problems, .. } if problems[0].code == Problem::WrongPhase)
        );
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was_and_before_what_is_new() {
        let mut kept = queue(2);
        kept.refuse(id(2), Problem::UnknownCard.into());
        let mut now = Queue::default();
        now.push(id(7), withdraw(7), 5_000).expect("room");
        let mut texts: Vec<(String, String)> = kept.items().iter().map(|item| (item.key(), item.write())).collect();
        texts.sort();
        now.restore(texts.iter().filter_map(|(_, text)| Item::read(text)));
        let order: Vec<_> = now.items().iter().map(|item| item.command_id).collect();
        assert_eq!(order, [id(1), id(2), id(7)]);
        assert_eq!(now.items()[..2], *kept.items());
    }

    #[test]
    fn the_same_command_is_not_restored_twice() {
        let mut now = queue(2);
        now.restore(queue(2).items().to_vec());
        assert_eq!(now.items().len(), 2);
    }

    #[test]
    fn what_is_given_later_comes_later_even_when_the_clock_is_set_back() {
        let mut queue = queue(1);
        queue.push(id(2), withdraw(2), 3).expect("room");
        let keys: Vec<String> = queue.items().iter().map(Item::key).collect();
        assert!(keys[0] < keys[1]);
    }

    #[test]
    fn nonsense_on_the_device_is_no_command() {
        for text in ["", "null", "{}", "{\"command\":{\"type\":\"unheard_of\"}}"] {
            assert_eq!(Item::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_outbox_is_bounded() {
        let mut full = queue(u32::try_from(CAPACITY).expect("small"));
        assert_eq!(full.push(id(1000), withdraw(1), 1), Err(Problem::TooLarge));
        assert_eq!(full.items().len(), CAPACITY);
    }
}
