//! Folding one event into the state. Never fails: an event about something this reader does not know changes nothing.

use super::{Ask, Card, CardStatus, Clock, Event, Participant, Recorded, Workshop};
use crate::matches::{Answer, Match, Side};
use crate::resource::Resource;

/// A minute, in milliseconds.
const MINUTE_MS: i64 = 60_000;

impl Workshop {
    /// Folds one entry of the log.
    pub fn apply(&mut self, recorded: &Recorded) {
        match &recorded.event {
            Event::WorkshopDescribed { description } => self.description = Some(description.clone()),
            Event::PhaseChanged { phase } => {
                self.phase = *phase;
                self.phase_since = recorded.at;
            }
            Event::JoiningSwitched { open } => self.joining_closed = !open,
            Event::ParticipantJoined { participant, name, organisation, table, sector, by_facilitator } => {
                let joined = Participant {
                    id: *participant,
                    name: name.clone(),
                    organisation: organisation.clone(),
                    table: *table,
                    sector: sector.clone(),
                    by_facilitator: *by_facilitator,
                    role: None,
                    left: false,
                    team: None,
                    asks: None,
                    merged_into: None,
                };
                self.participants.insert(*participant, joined);
            }
            Event::ParticipantMoved { participant, table } => {
                if let Some(participant) = self.participants.get_mut(participant) {
                    participant.table = *table;
                }
            }
            Event::CardPosted { card, author, resource, by_facilitator, scribe } => {
                let posted = Card {
                    id: *card,
                    author: *author,
                    resource: resource.clone(),
                    status: CardStatus::Open,
                    interested: crate::numbered::Numbers::default(),
                    noted: crate::numbered::Numbers::default(),
                    posted_at: recorded.at,
                    by_facilitator: *by_facilitator,
                    scribe: *scribe,
                    photo: None,
                    understood: None,
                    translated: None,
                };
                self.cards.insert(*card, posted);
            }
            Event::CardEdited { card, author, resource } => {
                self.forget_reasons(*card);
                if let Some(card) = self.cards.get_mut(card) {
                    card.author = *author;
                    card.resource = resource.clone();
                    card.scribe = None;
                    card.understood = None;
                    card.translated = None;
                }
            }
            Event::CardTranslated { card, translated } => {
                if let Some(card) = self.cards.get_mut(card) {
                    card.translated.clone_from(translated);
                }
            }
            Event::CardUnderstood { card, understood } => {
                if let Some(card) = self.cards.get_mut(card) {
                    card.understood = (!understood.is_empty()).then_some(*understood);
                }
            }
            Event::CardWithdrawn { card } => self.set_status(*card, CardStatus::Withdrawn),
            Event::CardHidden { card, hidden } => {
                self.set_status(*card, if *hidden { CardStatus::Hidden } else { CardStatus::Open });
            }
            Event::PhotoChanged { card, taken } => {
                if let Some(card) = self.cards.get_mut(card) {
                    card.photo = taken.then_some(recorded.at);
                }
            }
            Event::CardsMerged { kept, duplicate } => self.set_status(*duplicate, CardStatus::Merged(*kept)),
            Event::InterestShown { card, participant, interested, by_scribe } => {
                if let Some(card) = self.cards.get_mut(card) {
                    if *interested && *by_scribe {
                        card.noted.insert(*participant);
                    } else {
                        card.noted.remove(participant);
                    }
                    if *interested {
                        card.interested.insert(*participant);
                    } else {
                        card.interested.remove(participant);
                    }
                }
            }
            Event::MatchFound { match_id, card, counterpart, score, reasons } => {
                let found = Match {
                    id: *match_id,
                    card: *card,
                    counterpart: *counterpart,
                    score: *score,
                    reasons: reasons.clone(),
                    first_answer: None,
                    second_answer: None,
                    dismissed: false,
                    synergy: None,
                    superseded: false,
                };
                self.matches.insert(*match_id, found);
            }
            Event::MatchWeighed { match_id, score, reasons } => {
                if let Some(found) = self.matches.get_mut(match_id) {
                    found.score = *score;
                    found.reasons.clone_from(reasons);
                }
            }
            Event::MatchAnswered { match_id, side, answer, .. } => {
                if let Some(found) = self.matches.get_mut(match_id) {
                    match side {
                        Side::First => found.first_answer.clone_from(answer),
                        Side::Second => found.second_answer.clone_from(answer),
                    }
                }
            }
            Event::MatchDismissed { match_id, dismissed } => {
                if let Some(found) = self.matches.get_mut(match_id) {
                    found.dismissed = *dismissed;
                }
            }
            Event::SynergyConfirmed { synergy } => {
                if let Some(found) = self.matches.get_mut(&synergy.match_id) {
                    found.synergy = Some(synergy.id);
                }
                self.synergies.insert(synergy.id, synergy.clone());
            }
            Event::RunningOrderSet { steps } => self.steps.clone_from(steps),
            Event::StepBegun { step, minutes } => {
                let ends_at = crate::time::Timestamp(recorded.at.0 + i64::from(*minutes) * MINUTE_MS);
                self.clock = Some(Clock { step: *step, ends_at, paused_at: None });
            }
            Event::ClockPaused { paused } => {
                if let Some(clock) = &mut self.clock {
                    clock.resume(recorded.at);
                    clock.paused_at = paused.then_some(recorded.at);
                }
            }
            Event::StepExtended { minutes } => {
                if let Some(clock) = &mut self.clock {
                    clock.ends_at.0 += minutes * MINUTE_MS;
                }
            }
            Event::SceneShown { scene, match_id } => {
                self.scene = *scene;
                self.spotlight = *match_id;
            }
            Event::SeatingSet { seating } => self.seating = Some(seating.clone()),
            Event::RoleGiven { participant, role } => {
                if let Some(participant) = self.participants.get_mut(participant) {
                    participant.role = *role;
                }
            }
            Event::ParticipantLeft { participant } => self.erase(*participant),
            Event::LetInAsked { participant, with, same_person } => {
                if let Some(participant) = self.participants.get_mut(participant) {
                    participant.asks = Some(Ask { with: *with, same_person: *same_person });
                }
            }
            Event::LetInEnded { participant } => {
                if let Some(participant) = self.participants.get_mut(participant) {
                    participant.asks = None;
                }
            }
            Event::ColleagueAdmitted { participant, with, team } => {
                for id in [participant, with] {
                    if let Some(person) = self.participants.get_mut(id) {
                        person.team = Some(*team);
                    }
                }
                if let Some(participant) = self.participants.get_mut(participant) {
                    participant.asks = None;
                }
            }
            Event::ColleagueEnded { participant } => {
                if let Some(participant) = self.participants.get_mut(participant) {
                    participant.team = None;
                }
            }
            Event::ParticipantsMerged { kept, duplicate } => self.merge(*kept, *duplicate),
            Event::CardShown { card, shown, matches, synergies, hidden } => {
                self.cards.retain(|id, _| id != card);
                self.matches.retain(|_, found| !found.involves(*card));
                self.synergies.retain(|id, _| !hidden.contains(id));
                if let Some(shown) = shown {
                    self.cards.insert(*card, (**shown).clone());
                }
                for found in matches {
                    self.matches.insert(found.id, found.clone());
                }
                for synergy in synergies {
                    self.synergies.insert(synergy.id, synergy.clone());
                }
            }
            Event::Withheld => {}
        }
    }

    /// What is kept of somebody who left: a number, so that what others said keeps its place.
    fn erase(&mut self, who: crate::ids::ParticipantId) {
        if let Some(participant) = self.participants.get_mut(&who) {
            *participant = Participant { merged_into: participant.merged_into, ..Participant::gone(who) };
        }
        for person in self.participants.values_mut() {
            person.asks = person.asks.filter(|ask| ask.with != who);
        }
        self.forget_notes(who);
        let mut taken_back = Vec::new();
        for card in self.cards.values_mut().filter(|card| card.author == Some(who)) {
            if card.status == CardStatus::Withdrawn {
                card.resource = Resource::erased(&card.resource);
                card.photo = None;
                card.understood = None;
                card.translated = None;
                taken_back.push(card.id);
            } else {
                // What stays is nobody's.
                card.author = None;
                card.scribe = None;
            }
        }
        taken_back.into_iter().for_each(|card| self.forget_reasons(card));
    }

    /// What somebody noted behind an anonymous card; of other notes the log says that they go.
    fn forget_notes(&mut self, who: crate::ids::ParticipantId) {
        let mut theirs = Vec::new();
        for found in self.matches.values() {
            let hidden = |side: &Side| self.party(found, *side) == Some(who) && !self.shows_party(found, *side);
            theirs.extend([Side::First, Side::Second].into_iter().filter(hidden).map(|side| (found.id, side)));
        }
        for (id, side) in theirs {
            let Some(found) = self.matches.get_mut(&id) else { continue };
            let answer = if side == Side::First { &mut found.first_answer } else { &mut found.second_answer };
            if let Some(Answer::NotForUs { note, .. }) = answer {
                *note = None;
            }
        }
    }

    /// What was said of the words of a card goes with them, and so does what a language model made of them.
    fn forget_reasons(&mut self, card: crate::ids::CardId) {
        for found in self.matches.values_mut().filter(|found| found.involves(card)) {
            found.reasons.retain(|reason| !reason.quotes());
        }
    }

    fn set_status(&mut self, card: crate::ids::CardId, status: CardStatus) {
        if let Some(card) = self.cards.get_mut(&card) {
            card.status = status;
        }
    }
}
