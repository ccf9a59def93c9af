//! Folding the log: total, whatever an entry says of something that is not known changes nothing.

use super::{Change, Event, Followed, Recorded, Register};
use crate::synergy::NextStep;
use crate::time::Timestamp;

impl Register {
    /// Folds one entry.
    pub fn apply(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::Began { synergy: key, beginning, .. } => {
                let last = self.numbers.entry(key.0).or_default();
                *last = (*last).max(key.1.0);
                self.synergies.insert(*key, Followed::begun(beginning, at));
            }
            Event::TakenBack { synergy } => {
                self.synergies.remove(synergy);
            }
            Event::Company(event) => self.companies.apply(recorded.seq, at, event),
            Event::CallAdded { call, terms } => {
                self.calls.entry(*call).or_insert_with(|| (**terms).clone());
            }
            Event::Evaluated { year, indicator, given } => {
                self.answers.entry(*year).or_default().insert(indicator.clone(), given.clone());
            }
            Event::TargetSet { target } => {
                self.targets.insert((target.aim, target.year), target.clone());
            }
            Event::TargetTakenBack { aim, year } => {
                self.targets.remove(&(*aim, *year));
            }
            // No rule asks by what the programme is evaluated.
            Event::ReferentialImported { .. } => {}
            event => {
                if let Some(followed) = event.synergy().and_then(|key| self.synergies.get_mut(&key)) {
                    followed.apply(recorded.seq, at, event);
                }
            }
        }
    }
}

impl Followed {
    fn apply(&mut self, seq: u64, at: Timestamp, event: &Event) {
        match event {
            Event::Moved { stage, lost_reason, .. } => {
                self.stages.push((at, *stage));
                (self.stage, self.lost_reason) = (*stage, *lost_reason);
                self.touch(at);
            }
            Event::Changed { change, .. } => {
                self.change(change);
                self.touch(at);
            }
            Event::FigureRecorded { figure, .. } => {
                self.figures.insert(seq, self.declared(figure));
                self.touch(at);
            }
            Event::FigureWithdrawn { figure, .. } => {
                if let Some(declared) = self.figures.get_mut(figure) {
                    declared.withdrawn = true;
                }
            }
            Event::Assumed { assumptions, .. } => self.assumptions = Some(*assumptions),
            Event::Joined { into, .. } => self.joined = into.as_ref().map(|(other, _)| *other),
            Event::EvidenceAttached { size, .. } => {
                self.evidence = (self.evidence.0 + 1, self.evidence.1.saturating_add(*size));
                self.touch(at);
            }
            Event::Funded { call, .. } => {
                self.funded.insert(*call);
            }
            Event::Forgotten { giver, receiver, cards, .. } => {
                for (owner, gone) in [(&mut self.giver, *giver), (&mut self.receiver, *receiver)] {
                    if gone {
                        owner.name.clear();
                    }
                }
                self.cards.clone_from(cards);
            }
            // An answer changes nothing by itself: what follows from it stands in entries of their own. Questions are
            // counted by the link that they went out with.
            Event::Began { .. }
            | Event::Company(_)
            | Event::CallAdded { .. }
            | Event::ReferentialImported { .. }
            | Event::Evaluated { .. }
            | Event::TargetSet { .. }
            | Event::TargetTakenBack { .. }
            | Event::TakenBack { .. }
            | Event::Asked { .. }
            | Event::Answered { .. }
            | Event::Refused { .. } => {}
        }
    }

    /// Something happened: it is silent no longer. A clock that was set back makes nothing older.
    fn touch(&mut self, at: Timestamp) {
        self.changed_at = self.changed_at.max(at);
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Flow { after, .. } => self.flow.what.clone_from(after),
            Change::Quantity { after, .. } => self.flow.quantity = *after,
            Change::Distance { after, .. } => self.flow.distance_km = *after,
            Change::GiverOwner { after, .. } => self.giver.name = after.clone().unwrap_or_default(),
            Change::ReceiverOwner { after, .. } => self.receiver.name = after.clone().unwrap_or_default(),
            Change::NextStep { after, .. } => {
                let due = self.next_step.take().and_then(|next| next.due);
                self.next_step = after.clone().map(|what| NextStep { what, due });
            }
            Change::Due { after, .. } => {
                if let Some(next) = &mut self.next_step {
                    next.due = *after;
                }
            }
        }
    }
}
