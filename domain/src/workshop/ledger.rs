//! The log of one workshop as its writer holds it: the state, the length, and which commands were carried out.
//!
//! Pure, like everything here: the server's room keeps one, and simulations of lost, late and repeated messages run on the same code.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Command, Recorded, Workshop, decide};
use crate::access::Actor;
use crate::ids::CommandId;
use crate::problem::{Problem, Refusal};
use crate::time::Timestamp;

/// A digest of who sent a command and what it says: what makes two commands under one id the same.
pub type Fingerprint = [u8; 16];

/// A command that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedOut {
    /// What it was.
    pub fingerprint: Fingerprint,
    /// The first entry it wrote.
    pub first_seq: u64,
    /// The last entry it wrote; smaller than the first when there was nothing to do.
    pub last_seq: u64,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was carried out now, and wrote these entries (none when there was nothing to do).
    Done(Vec<Recorded>),
    /// It had been carried out before. Nothing happened now.
    Repeated(CarriedOut),
}

/// The writer's hold on a log.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    seq: u64,
    workshop: Arc<Workshop>,
    carried_out: HashMap<CommandId, CarriedOut>,
}

impl Ledger {
    /// The last entry.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// What the log adds up to.
    #[must_use]
    pub fn workshop(&self) -> &Arc<Workshop> {
        &self.workshop
    }

    /// Folds an entry that is in the log already.
    pub fn replay(&mut self, recorded: &Recorded) {
        Arc::make_mut(&mut self.workshop).apply(recorded);
        self.seq = recorded.seq;
    }

    /// Learns of a command that was carried out before.
    pub fn remember(&mut self, id: CommandId, carried_out: CarriedOut) {
        self.carried_out.insert(id, carried_out);
    }

    /// What became of the command with this id.
    #[must_use]
    pub fn carried_out(&self, id: CommandId) -> Option<CarriedOut> {
        self.carried_out.get(&id).copied()
    }

    /// Carries a command out, once under its id however often it is sent. Commands without an id are never sent twice.
    ///
    /// # Errors
    /// The refusal of the rules, or [`Problem::CommandIdReused`]. Nothing happened then.
    pub fn carry_out(&mut self, actor: Actor, id: Option<(CommandId, Fingerprint)>, command: &Command, at: Timestamp) -> Result<Outcome, Refusal> {
        if let Some((id, fingerprint)) = id
            && let Some(before) = self.carried_out.get(&id)
        {
            return if before.fingerprint == fingerprint { Ok(Outcome::Repeated(*before)) } else { Err(Problem::CommandIdReused.into()) };
        }
        let events = decide(&self.workshop, actor, command)?;
        let first_seq = self.seq + 1;
        let mut entries = Vec::with_capacity(events.len());
        for event in events {
            let recorded = Recorded { seq: self.seq + 1, at, event };
            self.replay(&recorded);
            entries.push(recorded);
        }
        if let Some((id, fingerprint)) = id {
            self.remember(id, CarriedOut { fingerprint, first_seq, last_seq: self.seq });
        }
        Ok(Outcome::Done(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workshop::{ParticipantDraft, WorkshopDraft};

    fn id(number: u128) -> CommandId {
        CommandId(uuid::Uuid::from_u128(number))
    }

    fn open() -> Ledger {
        let mut ledger = Ledger::default();
        let workshop = WorkshopDraft {
            title: "Atelier".into(),
            date: "2026-11-24".into(),
            language: "fr".into(),
            programme: "Démarche".into(),
            tables: "4".into(),
            ..WorkshopDraft::default()
        };
        ledger.carry_out(Actor::Facilitator, None, &Command::DescribeWorkshop { workshop }, Timestamp(1)).expect("described");
        ledger
    }

    fn join(name: &str) -> Command {
        Command::Join { participant: ParticipantDraft { name: name.into(), organisation: "Scierie".into(), ..ParticipantDraft::default() } }
    }

    #[test]
    fn a_command_sent_again_is_done_once_and_answered_alike() {
        let mut ledger = open();
        let first = ledger.carry_out(Actor::Visitor, Some((id(1), [1; 16])), &join("Aline"), Timestamp(2)).expect("in");
        let Outcome::Done(entries) = first else { panic!("{first:?}") };
        assert_eq!(entries.len(), 1);
        let again = ledger.carry_out(Actor::Visitor, Some((id(1), [1; 16])), &join("Aline"), Timestamp(9)).expect("again");
        assert_eq!(again, Outcome::Repeated(CarriedOut { fingerprint: [1; 16], first_seq: 2, last_seq: 2 }));
        assert_eq!(ledger.seq(), 2);
        assert_eq!(ledger.workshop().participants.len(), 1);
    }

    #[test]
    fn an_id_stands_for_one_command_for_ever_and_a_refused_one_may_be_corrected() {
        let mut ledger = open();
        assert!(ledger.carry_out(Actor::Visitor, Some((id(1), [1; 16])), &join(""), Timestamp(2)).is_err());
        ledger.carry_out(Actor::Visitor, Some((id(1), [2; 16])), &join("Aline"), Timestamp(2)).expect("corrected");
        let other = ledger.carry_out(Actor::Visitor, Some((id(1), [3; 16])), &join("Bachir"), Timestamp(3));
        assert_eq!(other.expect_err("taken").first(), Problem::CommandIdReused);
        assert_eq!(ledger.workshop().participants.len(), 1);
    }
}
