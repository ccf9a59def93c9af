//! The log of one programme as its writer holds it: the state, the length, and which commands were carried out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pairs;
use super::{Command, Recorded, Register, decide};
use crate::ids::CommandId;
use crate::problem::Refusal;
use crate::time::Timestamp;

/// What came of sending a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was carried out now, and wrote these entries (none when there was nothing to do).
    Done(Vec<Recorded>),
    /// It was refused.
    Refused(Refusal),
    /// It had been carried out before, by the entries from the first to the last of these. Nothing happened now.
    Repeated(u64, u64),
}

/// The log of a programme as its one writer holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Log {
    seq: u64,
    register: Register,
    #[serde(with = "pairs")]
    done: BTreeMap<CommandId, (u64, u64)>,
}

impl Log {
    /// The last entry.
    #[must_use]
    pub const fn seq(&self) -> u64 {
        self.seq
    }

    /// What the log adds up to.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// Folds an entry that is in the log already.
    pub fn replay(&mut self, recorded: &Recorded) {
        self.register.apply(recorded);
        self.seq = recorded.seq;
        if let Some(id) = recorded.command {
            self.done.entry(id).or_insert((recorded.seq, recorded.seq)).1 = recorded.seq;
        }
    }

    /// Carries a command out, once under its id however often it is sent. Commands without an id are never sent twice.
    pub fn carry_out(&mut self, author: &str, id: Option<CommandId>, command: &Command, at: Timestamp) -> Outcome {
        if let Some((first, last)) = id.and_then(|id| self.done.get(&id)) {
            return Outcome::Repeated(*first, *last);
        }
        let events = match decide(&self.register, command, at) {
            Ok(events) => events,
            Err(refusal) => return Outcome::Refused(refusal),
        };
        let mut entries = Vec::with_capacity(events.len());
        for event in events {
            let recorded = Recorded { seq: self.seq + 1, at, author: author.to_owned(), command: id, event };
            self.replay(&recorded);
            entries.push(recorded);
        }
        Outcome::Done(entries)
    }
}
