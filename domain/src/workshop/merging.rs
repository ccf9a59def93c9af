//! Two records of one person become one: what hung on the second hangs on the first from then on.
//!
//! Every reader folds it alike, also one who does not know whose an anonymous card is: nothing here may depend on what
//! a reader does not see, or the room would learn it from the difference.

use super::{Participant, Workshop};
use crate::ids::{CardId, MatchId, ParticipantId};
use crate::matches::{Counterpart, Side};
use crate::resource::Visibility;

/// What passes from one record to the other: for whoever is to decide on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passing {
    /// How many cards are theirs, whatever became of them.
    pub cards: usize,
    /// In how many cards they are interested.
    pub taps: usize,
    /// On a side of how many matches they stand.
    pub matches: usize,
    /// Of how many synergies they are an owner.
    pub synergies: usize,
}

impl Workshop {
    /// What hangs on a record, as far as this reader knows.
    #[must_use]
    pub fn passing(&self, of: ParticipantId) -> Passing {
        Passing {
            cards: self.cards.values().filter(|card| card.author == Some(of)).count(),
            taps: self.cards.values().filter(|card| card.interested.contains(&of)).count(),
            matches: self
                .open_matches()
                .filter(|found| [Side::First, Side::Second].iter().any(|side| self.party(found, *side) == Some(of)))
                .count(),
            synergies: self.synergies.values().filter(|synergy| synergy.giver == of || synergy.receiver == of).count(),
        }
    }

    /// The records that were found to be of this person too: their numbers stay, with nothing behind them.
    pub fn merged_into(&self, kept: ParticipantId) -> impl Iterator<Item = ParticipantId> {
        self.participants.values().filter(move |person| person.merged_into == Some(kept)).map(|person| person.id)
    }

    pub(super) fn merge(&mut self, kept: ParticipantId, duplicate: ParticipantId) {
        let Some(gone) = self.participants.get(&duplicate).cloned() else { return };
        if kept == duplicate || !self.participants.contains_key(&kept) {
            return;
        }
        self.merge_people(kept, &gone);
        for card in self.cards.values_mut() {
            if card.author == Some(duplicate) {
                card.author = Some(kept);
            }
            let tapped = card.interested.contains(&kept);
            // Confirmed by one of them is confirmed.
            let confirmed =
                [kept, duplicate].iter().any(|who| card.interested.contains(who) && !card.noted.contains(who));
            if card.interested.contains(&duplicate) {
                card.interested.remove(&duplicate);
                card.noted.remove(&duplicate);
                card.interested.insert(kept);
                if !tapped {
                    card.noted.insert(kept);
                }
                if confirmed {
                    card.noted.remove(&kept);
                }
            }
            // Nobody is interested in a card of their own. Behind an anonymous one it stays, as it stays for those who
            // do not know.
            if card.author == Some(kept) && card.resource.visibility() != Visibility::Anonymous {
                card.interested.remove(&kept);
                card.noted.remove(&kept);
            }
        }
        self.merge_matches(kept, duplicate);
        for synergy in self.synergies.values_mut() {
            for owner in [&mut synergy.giver, &mut synergy.receiver] {
                if *owner == duplicate {
                    *owner = kept;
                }
            }
        }
        for seats in self.seating.iter_mut().flat_map(|seating| &mut seating.rounds) {
            let is_seated = seats.iter().any(|seat| seat.participant == kept);
            seats.retain(|seat| !is_seated || seat.participant != duplicate);
            for seat in seats.iter_mut().filter(|seat| seat.participant == duplicate) {
                seat.participant = kept;
            }
        }
    }

    /// What the kept record says of itself stays; what it leaves open is taken from the other.
    fn merge_people(&mut self, kept: ParticipantId, gone: &Participant) {
        for person in self.participants.values_mut() {
            if person.id == kept {
                person.table = person.table.or(gone.table);
                person.sector = person.sector.take().or_else(|| gone.sector.clone());
                person.role = person.role.or(gone.role);
                person.team = person.team.or(gone.team);
                person.by_facilitator &= gone.by_facilitator;
                person.asks = person.asks.filter(|ask| ask.with != gone.id);
            } else if person.id == gone.id {
                *person = Participant { merged_into: Some(kept), ..Participant::gone(gone.id) };
            } else {
                if let Some(ask) = &mut person.asks
                    && ask.with == gone.id
                {
                    ask.with = kept;
                }
                if person.merged_into == Some(gone.id) {
                    person.merged_into = Some(kept);
                }
            }
        }
    }

    /// Matches by interest alone pass on. Where both had one with the same card, the first stays, or the one that is a
    /// synergy; it keeps what either said.
    fn merge_matches(&mut self, kept: ParticipantId, duplicate: ParticipantId) {
        let by_interest = |workshop: &Self, who| -> Vec<(CardId, MatchId)> {
            let of = Counterpart::Participant(who);
            workshop
                .matches
                .values()
                .filter(|found| found.counterpart == of && !found.superseded)
                .map(|found| (found.card, found.id))
                .collect()
        };
        let (own, theirs) = (by_interest(self, kept), by_interest(self, duplicate));
        for (card, id) in theirs {
            let Some(theirs) = self.matches.get_mut(&id) else { continue };
            theirs.counterpart = Counterpart::Participant(kept);
            let theirs = theirs.clone();
            let Some(own) = own.iter().find(|(of, _)| *of == card).and_then(|(_, id)| self.matches.get_mut(id)) else {
                continue;
            };
            let (stays, goes) = match (own.synergy, theirs.synergy) {
                (Some(_), Some(_)) => continue,
                (None, Some(_)) => (theirs, own.clone()),
                _ => (own.clone(), theirs),
            };
            if let Some(stays) = self.matches.get_mut(&stays.id) {
                stays.first_answer = stays.first_answer.take().or(goes.first_answer);
                stays.second_answer = stays.second_answer.take().or(goes.second_answer);
                stays.dismissed |= goes.dismissed;
            }
            if let Some(goes) = self.matches.get_mut(&goes.id) {
                goes.superseded = true;
            }
        }
    }
}
