//! What waits in a phone's outbox, and what of it may go off when. Pure: time and chance are arguments.
//!
//! A phone that was without a network sends at once what was given minutes apart. An anonymous card among others under
//! a name would tell its author. So what concerns an anonymous card and could not go off when it was given goes off
//! apart: after everything else, each at a moment drawn by chance, also when it waited alone (what its author does next
//! comes when they see that the network is back). The server is told nothing of when a command was given, nor of which
//! came first: it learns an id drawn by chance, and the command.

use domain::ids::{CardId, CommandId, MatchId};
use domain::problem::{FieldProblem, Problem};
use domain::text::Title;
use domain::workshop::Command;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::answer::Refused;
use crate::replica::Replica;

/// How many commands an outbox holds, refused ones among them; one more is turned away with [`Problem::TooLarge`].
pub const CAPACITY: usize = 100;

/// A command that is sent within so many milliseconds counts as sent at once; one that is sent later shows that it
/// waited.
const LATE_MS: u64 = 2_000;
/// What is sent apart is sent at least and at most so many milliseconds after the rest.
const APART_MS: (u64, u64) = (30_000, 180_000);

/// How far a command of the outbox has come. One that was acknowledged leaves the outbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub enum Fate {
    /// The server has not answered yet.
    #[default]
    Waiting,
    /// Refused; kept, with what was typed, until its author corrects or deletes it.
    Refused {
        /// A sentence in the reader's language; empty when the server said none.
        message: String,
        /// All problems, each with its field.
        problems: Vec<FieldProblem>,
    },
}

/// A command in the outbox, as it is kept on the device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Item {
    /// The id under which it is sent, always the same: the server carries out an id once.
    pub command_id: CommandId,
    /// Its place among the others: a number that grows from one to the next.
    pub order: u64,
    pub command: Command,
    /// How far it has come.
    #[serde(default)]
    pub fate: Fate,
    /// The newest card of the room when it was first sent: what it posts can only be newer.
    #[serde(default)]
    pub newest_card: Option<CardId>,
    /// It goes off apart from the rest, at this moment (milliseconds since 1970).
    #[serde(default)]
    pub apart_at: Option<u64>,
}

/// What goes off now, and what has changed in the outbox: that is to be kept on the device as well.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Turn {
    /// The command to post, under this id; none when nothing may go off now.
    pub post: Option<(CommandId, Command)>,
    /// It goes off for the first time, and has changed by that.
    pub sets_out: bool,
    /// What got the moment at which it goes off apart from the rest: it waits for that, and for nothing else.
    pub drawn: Vec<CommandId>,
}

/// Two commands about the same arrive in the order in which they were given.
#[derive(PartialEq)]
enum Subject {
    Card(CardId),
    Match(MatchId),
}

impl Item {
    fn waits(&self) -> bool {
        self.fate == Fate::Waiting
    }

    fn subject(&self) -> Option<Subject> {
        match &self.command {
            Command::EditCard { card_id, .. }
            | Command::WithdrawCard { card_id }
            | Command::ShowInterest { card_id, .. } => Some(Subject::Card(*card_id)),
            Command::AnswerMatch { match_id, .. } => Some(Subject::Match(*match_id)),
            _ => None,
        }
    }

    fn is_late(&self, now_ms: u64) -> bool {
        // Whichever way the device's clock was set since.
        now_ms.abs_diff(self.order) > LATE_MS
    }

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

    /// The text that is kept on the device; [`Item::read`] reads it.
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
    /// Until then what arrives is seen beside what had waited and went off under a name: milliseconds since 1970.
    burst_until: u64,
}

impl Queue {
    /// All commands, the oldest first.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The command with this id, if it has not left.
    #[must_use]
    pub fn get(&self, command_id: CommandId) -> Option<&Item> {
        self.items.iter().find(|item| item.command_id == command_id)
    }

    fn get_mut(&mut self, command_id: CommandId) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.command_id == command_id)
    }

    /// What goes off at this moment (milliseconds since 1970). Moments are drawn by chance (0..1) once the server
    /// `is_reached`.
    #[must_use]
    pub fn turn(&mut self, replica: &Replica, is_reached: bool, now_ms: u64, chance: impl FnMut() -> f64) -> Turn {
        let drawn = if is_reached { self.draw(replica, now_ms, chance) } else { Vec::new() };
        let post = self.next(replica, now_ms).map(|item| (item.command_id, item.command.clone()));
        let newest_card = replica.workshop().cards.last_key_value().map_or(CardId(0), |(id, _)| *id);
        let sets_out = post.as_ref().is_some_and(|(id, _)| self.set_out(*id, newest_card));
        Turn { post, sets_out, drawn }
    }

    /// The next that may go off at this moment: the oldest that need not go apart, else one whose moment has come. A
    /// refused one does not hold up what comes after it.
    fn next(&self, replica: &Replica, now_ms: u64) -> Option<&Item> {
        let has_come = |item: &&Item| item.apart_at.is_some_and(|at| at <= now_ms);
        self.in_turn(replica, now_ms).or_else(|| self.waiting().find(has_come))
    }

    /// The commands that wait, except those behind an earlier one about the same card or match.
    fn waiting(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().enumerate().filter_map(|(at, item)| {
            let subject = item.subject();
            let before = || self.items[..at].iter().any(|other| other.waits() && other.subject() == subject);
            (item.waits() && !(subject.is_some() && before())).then_some(item)
        })
    }

    fn in_turn(&self, replica: &Replica, now_ms: u64) -> Option<&Item> {
        self.waiting().find(|item| {
            let tells = || item.is_late(now_ms) || now_ms < self.burst_until;
            item.apart_at.is_none() && !(tells() && replica.concerns_anonymous(&item.command))
        })
    }

    /// Once nothing else is left to go off, and the server is reached, draws by chance (0..1) when each of the rest
    /// does. Gives what it changed.
    fn draw(&mut self, replica: &Replica, now_ms: u64, mut chance: impl FnMut() -> f64) -> Vec<CommandId> {
        let mut changed = Vec::new();
        if self.in_turn(replica, now_ms).is_some() {
            return changed;
        }
        let (at_least, at_most) = APART_MS;
        for item in self.items.iter_mut().filter(|item| item.waits()) {
            // A moment that only another clock reaches is none.
            if item.apart_at.is_none_or(|at| at > now_ms + at_most) {
                #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
                // some minutes
                let wait = at_least + ((at_most - at_least) as f64 * chance()) as u64;
                item.apart_at = Some(now_ms + wait);
                changed.push(item.command_id);
            }
        }
        changed
    }

    /// Notes that a command could not be sent: its moment passed without a network, so another has to be drawn. Says
    /// whether it had one.
    pub(crate) fn missed(&mut self, command_id: CommandId) -> bool {
        self.get_mut(command_id).is_some_and(|item| item.apart_at.take().is_some())
    }

    /// When the next of the commands that are sent apart may go off, in milliseconds since 1970. One behind an earlier
    /// one about the same cannot, whatever its own moment.
    #[must_use]
    pub fn apart_at(&self) -> Option<u64> {
        self.waiting().filter_map(|item| item.apart_at).min()
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
        self.items.push(Item { command_id, order, command, fate: Fate::Waiting, newest_card: None, apart_at: None });
        self.items.last().ok_or(Problem::TooLarge)
    }

    /// Notes that a card is being posted, in a room whose newest card is this one. Not when it was sent before, or is
    /// no card: says whether it did.
    fn set_out(&mut self, command_id: CommandId, newest_card: CardId) -> bool {
        let posts = |item: &&mut Item| item.newest_card.is_none() && matches!(item.command, Command::PostCard { .. });
        let item = self.get_mut(command_id).filter(posts);
        item.map(|item| item.newest_card = Some(newest_card)).is_some()
    }

    /// Keeps a command that was refused, with the reason, for its author.
    pub(crate) fn refuse(&mut self, command_id: CommandId, refused: Refused) {
        if let Some(item) = self.get_mut(command_id) {
            item.fate = Fate::Refused { message: refused.message, problems: refused.problems };
        }
    }

    /// Takes out a command that the server has carried out. If it had waited, commands that are sent apart keep their
    /// distance from it.
    pub(crate) fn arrived(&mut self, command_id: CommandId, now_ms: u64) -> Option<Item> {
        let item = self.remove(command_id)?;
        if item.is_late(now_ms) {
            let mut too_near = now_ms;
            if item.apart_at.is_none() {
                too_near += APART_MS.0;
                self.burst_until = too_near;
            }
            for other in &mut self.items {
                other.apart_at = other.apart_at.filter(|at| *at > too_near);
            }
        }
        Some(item)
    }

    /// Takes one out: its author deleted it.
    pub fn remove(&mut self, command_id: CommandId) -> Option<Item> {
        let at = self.items.iter().position(|item| item.command_id == command_id)?;
        Some(self.items.remove(at))
    }

    /// Takes up the commands that the device kept from an earlier visit, each in its place.
    pub fn restore(&mut self, kept: impl IntoIterator<Item = Item>) {
        for item in kept {
            if !self.items.iter().any(|present| present.command_id == item.command_id) {
                let at = self.items.partition_point(|present| present.order <= item.order);
                self.items.insert(at, item);
            }
        }
    }
}

#[cfg(test)]
mod tests;
