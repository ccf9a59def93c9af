//! The log of one workshop as its writer holds it: the state, the length, and which commands were carried out.
//!
//! Pure, like everything here: the server's room keeps one, and simulations of lost, late and repeated messages run on
//! the same code.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Command, Recorded, Workshop, decide};
use crate::access::Actor;
use crate::ids::CommandId;
use crate::problem::{Problem, Refusal};
use crate::time::Timestamp;

/// A digest of who sent a command and what it says: what makes two commands under one id the same.
pub type Fingerprint = [u8; 16];

/// What became of a command, once and for all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was carried out.
    Done {
        /// The first entry it wrote.
        first_seq: u64,
        /// The last entry it wrote; smaller than the first when there was nothing to do.
        last_seq: u64,
    },
    /// It was refused, and stays so: a copy of it that comes late, when it would be allowed, must not surprise its
    /// author.
    Refused(Refusal),
}

/// A command that was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What tells this command from another one under the same id.
    pub fingerprint: Fingerprint,
    /// What became of it.
    pub verdict: Verdict,
}

/// What came of sending a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was carried out now, and wrote these entries (none when there was nothing to do).
    Done(Vec<Recorded>),
    /// It was refused now.
    Refused(Refusal),
    /// It had been decided before. Nothing happened now.
    Repeated(Verdict),
}

/// The log as its one writer holds it.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    seq: u64,
    workshop: Arc<Workshop>,
    decided: HashMap<CommandId, Decided>,
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

    /// Learns of a command that was decided before.
    pub fn remember(&mut self, id: CommandId, decided: Decided) {
        self.decided.insert(id, decided);
    }

    /// What became of the command with this id.
    #[must_use]
    pub fn decided(&self, id: CommandId) -> Option<&Decided> {
        self.decided.get(&id)
    }

    /// Carries a command out, once under its id however often it is sent. Commands without an id are never sent twice.
    ///
    /// Another command under a used id is refused with [`Problem::CommandIdReused`], unless the first was refused: then
    /// it may be a form that was corrected.
    pub fn carry_out(
        &mut self,
        actor: Actor,
        id: Option<(CommandId, Fingerprint)>,
        command: &Command,
        at: Timestamp,
    ) -> Outcome {
        if let Some((id, fingerprint)) = id
            && let Some(before) = self.decided.get(&id)
        {
            match &before.verdict {
                verdict if before.fingerprint == fingerprint => return Outcome::Repeated(verdict.clone()),
                Verdict::Done { .. } => return Outcome::Refused(Problem::CommandIdReused.into()),
                Verdict::Refused(_) => {}
            }
        }
        let first_seq = self.seq + 1;
        let decision = decide(&self.workshop, actor, command).map(|events| {
            let mut entries = Vec::with_capacity(events.len());
            for event in events {
                let recorded = Recorded { seq: self.seq + 1, at, event };
                self.replay(&recorded);
                entries.push(recorded);
            }
            entries
        });
        if let Some((id, fingerprint)) = id {
            let verdict = match &decision {
                Ok(_) => Verdict::Done { first_seq, last_seq: self.seq },
                Err(refusal) => Verdict::Refused(refusal.clone()),
            };
            self.remember(id, Decided { fingerprint, verdict });
        }
        decision.map_or_else(Outcome::Refused, Outcome::Done)
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
        ledger.carry_out(Actor::Facilitator, None, &Command::DescribeWorkshop { workshop }, Timestamp(1));
        ledger
    }

    fn join(name: &str) -> Command {
        Command::Join {
            participant: ParticipantDraft {
                name: name.into(),
                organisation: "Scierie".into(),
                ..ParticipantDraft::default()
            },
        }
    }

    fn send(ledger: &mut Ledger, number: u128, fingerprint: u8, command: &Command) -> Outcome {
        ledger.carry_out(Actor::Visitor, Some((id(number), [fingerprint; 16])), command, Timestamp(2))
    }

    #[test]
    fn a_command_sent_again_is_done_once_and_answered_alike() {
        let mut ledger = open();
        let Outcome::Done(entries) = send(&mut ledger, 1, 1, &join("Aline")) else { panic!("done") };
        assert_eq!(entries.len(), 1);
        assert_eq!(
            send(&mut ledger, 1, 1, &join("Aline")),
            Outcome::Repeated(Verdict::Done { first_seq: 2, last_seq: 2 })
        );
        assert_eq!(ledger.seq(), 2);
        assert_eq!(ledger.workshop().participants.len(), 1);
    }

    #[test]
    fn an_id_stands_for_one_command_for_ever() {
        let mut ledger = open();
        send(&mut ledger, 1, 1, &join("Aline"));
        assert_eq!(send(&mut ledger, 1, 2, &join("Bachir")), Outcome::Refused(Problem::CommandIdReused.into()));
        assert_eq!(ledger.workshop().participants.len(), 1);
    }

    #[test]
    fn what_was_refused_stays_refused_when_a_copy_comes_late() {
        let mut ledger = open();
        let door = |open| Command::SwitchJoining { open };
        ledger.carry_out(Actor::Facilitator, None, &door(false), Timestamp(2));
        let refused = send(&mut ledger, 1, 1, &join("Aline"));
        assert_eq!(refused, Outcome::Refused(Problem::JoiningClosed.into()));
        ledger.carry_out(Actor::Facilitator, None, &door(true), Timestamp(3));
        assert_eq!(
            send(&mut ledger, 1, 1, &join("Aline")),
            Outcome::Repeated(Verdict::Refused(Problem::JoiningClosed.into()))
        );
        assert!(ledger.workshop().participants.is_empty());
    }

    #[test]
    fn a_refused_form_may_be_corrected_under_its_id() {
        let mut ledger = open();
        assert!(matches!(send(&mut ledger, 1, 1, &join("")), Outcome::Refused(_)));
        assert!(matches!(send(&mut ledger, 1, 2, &join("Aline")), Outcome::Done(_)));
        assert_eq!(ledger.workshop().participants.len(), 1);
    }
}
