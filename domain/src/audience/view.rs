//! A state as anybody but the desk sees it: of each card, match, person and entry what this audience may know.

use super::{Audience, changes, knows_of};
use crate::ids::{CardId, ParticipantId};
use crate::matches::{Answer, Counterpart, Match, Reason};
use crate::numbered::Numbers;
use crate::resource::{Details, Resource, Visibility};
use crate::synergy::ConfirmedSynergy;
use crate::workshop::{Card, Event, Participant, Workshop};

/// How much of a card somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// They do not know that there is one.
    Nothing,
    /// What it says, without its author and the place of its site.
    Nameless,
    /// Everything, with its author.
    Whole,
}

impl Sight {
    pub(super) fn of(audience: Audience, card: &Card) -> Self {
        let own = match audience {
            Audience::Desk => return Self::Whole,
            Audience::Participant(me) => card.author == Some(me),
            Audience::Scribe { table, since } => {
                card.is_open() && card.scribe == Some(table) && card.posted_at >= since
            }
            Audience::Room => false,
        };
        match card.resource.visibility() {
            _ if own => Self::Whole,
            _ if !card.is_open() => Self::Nothing,
            Visibility::Room => Self::Whole,
            Visibility::Anonymous => Self::Nameless,
            Visibility::Facilitators => Self::Nothing,
        }
    }
}

/// On the table, with its author's name.
pub(super) fn is_public(card: &Card) -> bool {
    card.is_open() && card.resource.visibility() == Visibility::Room
}

/// Those who stand on a side of this match, by themselves or with colleagues.
pub(super) fn with_a_part_in(workshop: &Workshop, found: &Match) -> impl Iterator<Item = ParticipantId> {
    workshop.participants.keys().copied().filter(|who| workshop.side_of(found, *who).is_some())
}

/// The person behind a number, which may be that of a second record of theirs.
pub(super) fn who(workshop: &Workshop, participant: ParticipantId) -> ParticipantId {
    workshop.participants.get(&participant).and_then(|person| person.merged_into).unwrap_or(participant)
}

/// A state, and who looks at it: anybody but the desk.
pub(super) struct View<'a> {
    pub(super) audience: Audience,
    pub(super) workshop: &'a Workshop,
}

impl View<'_> {
    fn me(&self) -> Option<ParticipantId> {
        if let Audience::Participant(me) = self.audience { Some(me) } else { None }
    }

    fn is_me(&self, participant: ParticipantId) -> bool {
        self.me() == Some(who(self.workshop, participant))
    }

    fn sight(&self, card: CardId) -> Sight {
        self.workshop.cards.get(&card).map_or(Sight::Nothing, |card| Sight::of(self.audience, card))
    }

    fn cards_of(&self, found: &Match) -> impl Iterator<Item = Option<&Card>> {
        let second = if let Counterpart::Card(card) = found.counterpart { Some(card) } else { None };
        std::iter::once(found.card).chain(second).map(|card| self.workshop.cards.get(&card))
    }

    pub(super) fn card(&self, card: &Card) -> Option<Card> {
        let sight = Sight::of(self.audience, card);
        if sight == Sight::Nothing {
            return None;
        }
        let whole = sight == Sight::Whole;
        // A scribe knows whose card they typed, not who else is interested in it.
        let tells_taps = is_public(card) || (whole && self.me().is_some());
        let taps = |all: &Numbers<ParticipantId>| if tells_taps { all.clone() } else { self.own(all) };
        // What a model read is a proposal to whoever may rewrite the card: others read what the card says.
        let is_own = self.me().is_some() && card.author == self.me();
        let Card {
            id,
            author,
            resource,
            status,
            interested,
            noted,
            posted_at,
            by_facilitator,
            scribe,
            photo,
            understood,
            translated,
        } = card;
        Some(Card {
            id: *id,
            author: author.filter(|_| whole),
            resource: if whole { resource.clone() } else { without_place(resource) },
            status: *status,
            interested: taps(interested),
            noted: taps(noted),
            posted_at: *posted_at,
            // Who typed it, and where, would tell who has no phone and where its author sits.
            by_facilitator: *by_facilitator && whole,
            scribe: scribe.filter(|_| whole),
            photo: *photo,
            understood: understood.filter(|_| is_own),
            translated: translated.clone(),
        })
    }

    /// Of those who tapped on an anonymous card, oneself: nobody taps on their own, so that the others would point to
    /// its author.
    fn own(&self, all: &Numbers<ParticipantId>) -> Numbers<ParticipantId> {
        let mut own = Numbers::default();
        if let Some(me) = self.me().filter(|me| all.contains(me)) {
            own.insert(me);
        }
        own
    }

    pub(super) fn sees_match(&self, found: &Match) -> bool {
        let secret =
            |card: Option<&Card>| card.is_none_or(|card| card.resource.visibility() == Visibility::Facilitators);
        match self.audience {
            Audience::Desk => true,
            _ if self.cards_of(found).any(secret) => false,
            _ if self.cards_of(found).flatten().all(is_public) => true,
            // The matcher proposes nobody to themselves: the matches of an anonymous card would point to its author.
            Audience::Participant(me) => {
                self.cards_of(found).flatten().all(|card| knows_of(self.audience, card))
                    && self.workshop.side_of(found, me).is_some()
            }
            Audience::Room | Audience::Scribe { .. } => false,
        }
    }

    /// An agreement names both sides: where one of them is anonymous, it is told to the two alone.
    pub(super) fn sees_synergy(&self, synergy: &ConfirmedSynergy) -> bool {
        let Some(found) = self.workshop.matches.get(&synergy.match_id) else { return false };
        let visible_to = |visibility: Visibility| {
            self.cards_of(found).flatten().any(|card| card.resource.visibility() == visibility)
        };
        if visible_to(Visibility::Facilitators) {
            return false;
        }
        let owner = |me| synergy.giver == me || synergy.receiver == me || self.workshop.side_of(found, me).is_some();
        !visible_to(Visibility::Anonymous) || self.me().is_some_and(owner)
    }

    /// What facilitators put on the wall: a match that the room saw then. Whoever does not see it any more sees its
    /// number alone.
    pub(super) fn may_be_shown_large(&self, id: crate::ids::MatchId) -> bool {
        let secret =
            |card: Option<&Card>| card.is_none_or(|card| card.resource.visibility() == Visibility::Facilitators);
        self.workshop.matches.get(&id).is_some_and(|found| !self.cards_of(found).any(secret))
    }

    /// The card as it is to be seen from now on.
    fn drawn(&self, id: CardId) -> Event {
        let card = self.workshop.cards.get(&id);
        if card.is_none_or(|card| card.resource.visibility() == Visibility::Facilitators) {
            return Event::Withheld;
        }
        let on_it = || self.workshop.matches.values().filter(|found| found.involves(id));
        let synergies = || on_it().filter_map(|found| self.workshop.synergies.get(&found.synergy?));
        Event::CardShown {
            card: id,
            shown: card.and_then(|card| self.card(card)).map(Box::new),
            matches: on_it().filter(|found| self.sees_match(found)).map(|found| self.shown_match(found)).collect(),
            synergies: synergies().filter(|synergy| self.sees_synergy(synergy)).cloned().collect(),
            hidden: synergies().filter(|synergy| !self.sees_synergy(synergy)).map(|synergy| synergy.id).collect(),
        }
    }

    pub(super) fn event(&self, event: &Event) -> Event {
        let mine = |card: &CardId| {
            self.me().is_some() && self.workshop.cards.get(card).is_some_and(|card| card.author == self.me())
        };
        let shown_if = |shown: bool| if shown { event.clone() } else { Event::Withheld };
        if let Some(id) = changes(event) {
            return match (event, self.workshop.cards.get(&id).filter(|_| mine(&id))) {
                (Event::CardEdited { .. }, Some(card)) => {
                    Event::CardEdited { card: id, author: card.author, resource: card.resource.clone() }
                }
                (_, Some(_)) => event.clone(),
                (_, None) => self.drawn(id),
            };
        }
        match event {
            Event::CardPosted { card, .. } => match self.workshop.cards.get(card).and_then(|card| self.card(card)) {
                Some(Card { id, author, resource, by_facilitator, scribe, .. }) => {
                    Event::CardPosted { card: id, author, resource, by_facilitator, scribe }
                }
                None => Event::Withheld,
            },
            Event::CardUnderstood { card, .. } => shown_if(mine(card)),
            // An earlier one is of words that were taken back.
            Event::CardTranslated { card, translated } => shown_if(
                self.sight(*card) != Sight::Nothing
                    && self.workshop.cards.get(card).is_some_and(|card| card.translated == *translated),
            ),
            Event::PhotoChanged { card, .. } => shown_if(self.sight(*card) != Sight::Nothing),
            Event::InterestShown { card, participant, .. } => shown_if(match self.sight(*card) {
                Sight::Whole => mine(card) || self.workshop.cards.get(card).is_some_and(is_public),
                Sight::Nameless => self.is_me(*participant),
                Sight::Nothing => false,
            }),
            // As it is thought of now: earlier reasons may quote words that were taken back.
            Event::MatchFound { match_id, .. } | Event::MatchWeighed { match_id, .. } => {
                match self.workshop.matches.get(match_id) {
                    Some(found) if self.sees_match(found) => self.as_of_now(event, found),
                    _ => Event::Withheld,
                }
            }
            Event::MatchAnswered { match_id, side, answer, .. } => match self.workshop.matches.get(match_id) {
                Some(found) if self.sees_match(found) => Event::MatchAnswered {
                    match_id: *match_id,
                    side: *side,
                    answer: answer.as_ref().map(without_reason),
                    participant: None,
                },
                _ => Event::Withheld,
            },
            Event::MatchDismissed { match_id, .. } => {
                shown_if(self.workshop.matches.get(match_id).is_some_and(|found| self.sees_match(found)))
            }
            Event::SynergyConfirmed { synergy } => {
                shown_if(self.workshop.synergies.get(&synergy.id).is_some_and(|synergy| self.sees_synergy(synergy)))
            }
            Event::SceneShown { scene, match_id } => {
                Event::SceneShown { scene: *scene, match_id: match_id.filter(|id| self.may_be_shown_large(*id)) }
            }
            Event::ParticipantJoined { participant, .. } => {
                joined_as_of_now(event, self.workshop.participants.get(participant))
            }
            // How the day runs, and who is where with whom: all can see it.
            Event::WorkshopDescribed { .. }
            | Event::PhaseChanged { .. }
            | Event::JoiningSwitched { .. }
            | Event::ParticipantMoved { .. }
            | Event::RunningOrderSet { .. }
            | Event::StepBegun { .. }
            | Event::ClockPaused { .. }
            | Event::StepExtended { .. }
            | Event::RoleGiven { .. }
            | Event::ParticipantLeft { .. }
            | Event::LetInAsked { .. }
            | Event::LetInEnded { .. }
            | Event::ColleagueAdmitted { .. }
            | Event::ColleagueEnded { .. }
            | Event::ParticipantsMerged { .. } => event.clone(),
            // For facilitators; answered above; made here, and in no log.
            Event::SeatingSet { .. }
            | Event::CardEdited { .. }
            | Event::CardWithdrawn { .. }
            | Event::CardHidden { .. }
            | Event::CardsMerged { .. }
            | Event::CardShown { .. }
            | Event::Withheld => Event::Withheld,
        }
    }

    pub(super) fn shown_match(&self, found: &Match) -> Match {
        let Match {
            id,
            card,
            counterpart,
            score,
            reasons,
            first_answer,
            second_answer,
            dismissed,
            synergy,
            superseded,
        } = found;
        Match {
            id: *id,
            card: *card,
            counterpart: *counterpart,
            score: *score,
            reasons: self.shown_reasons(found, reasons),
            first_answer: first_answer.as_ref().map(without_reason),
            second_answer: second_answer.as_ref().map(without_reason),
            dismissed: *dismissed,
            synergy: *synergy,
            superseded: *superseded,
        }
    }

    /// An entry about a match, with what is thought of it now.
    fn as_of_now(&self, event: &Event, found: &Match) -> Event {
        let (match_id, card, counterpart, score, reasons) =
            (found.id, found.card, found.counterpart, found.score, self.shown_reasons(found, &found.reasons));
        let is_new = matches!(event, Event::MatchFound { .. });
        if is_new {
            Event::MatchFound { match_id, card, counterpart, score, reasons }
        } else {
            Event::MatchWeighed { match_id, score, reasons }
        }
    }

    /// Whoever knows one place would learn the other by this reason: it goes with the place itself.
    fn shown_reasons(&self, found: &Match, reasons: &[Reason]) -> Vec<Reason> {
        let whole = self.cards_of(found).flatten().all(|card| Sight::of(self.audience, card) == Sight::Whole);
        reasons.iter().filter(|reason| whole || **reason != Reason::SamePlace).cloned().collect()
    }
}

/// All of it is seen in the room: names, tables, who does what, and who belongs together.
pub(super) fn shown_person(person: &Participant) -> Participant {
    let Participant { id, name, organisation, table, sector, by_facilitator, role, left, team, asks, merged_into } =
        person;
    Participant {
        id: *id,
        name: name.clone(),
        organisation: organisation.clone(),
        table: *table,
        sector: sector.clone(),
        by_facilitator: *by_facilitator,
        role: *role,
        left: *left,
        team: *team,
        asks: *asks,
        merged_into: *merged_into,
    }
}

/// What an anonymous card says to others: where its site is would name a company in a small town.
fn without_place(resource: &Resource) -> Resource {
    let Resource { kind, title, category, quantity, details } = resource;
    Resource {
        kind: *kind,
        title: title.clone(),
        category: *category,
        quantity: *quantity,
        details: Details { site: None, ..details.clone() },
    }
}

/// Who has left had no name.
fn joined_as_of_now(event: &Event, person: Option<&Participant>) -> Event {
    match (event, person) {
        (
            Event::ParticipantJoined { participant, table, sector, by_facilitator, .. },
            Some(Participant { left: true, .. }),
        ) => {
            let Participant { name, organisation, .. } = Participant::gone(*participant);
            let (sector, by_facilitator) = (sector.clone(), *by_facilitator);
            Event::ParticipantJoined {
                participant: *participant,
                name,
                organisation,
                table: *table,
                sector,
                by_facilitator,
            }
        }
        _ => event.clone(),
    }
}

/// The other side learns that it is a no. Why, and that somebody found the two absurd, is for the facilitators.
fn without_reason(answer: &Answer) -> Answer {
    match answer {
        Answer::NotForUs { .. } => Answer::NotForUs { reason: None, note: None },
        Answer::Interested => Answer::Interested,
    }
}
