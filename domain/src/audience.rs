//! What each audience may see, and what it may infer. Nothing reaches anybody that did not pass through here.
//!
//! - **Room** (phones at the door, boards, API clients with the board's key). Reads people, public cards on the table,
//!   anonymous cards without their author and the place of their site, and matches and synergies between public cards.
//!   Must not be able to infer who wrote an anonymous card, that a card for facilitators exists, or what was hidden or
//!   taken back.
//! - **Participant**. Reads what the room reads; their own cards whatever became of them, who is interested in them,
//!   what a language model proposes to fill in there, and every match on a side of which they stand. Must not be able
//!   to infer of other people's cards what the room must not.
//! - **Colleague who was let in**. Reads what a participant reads, and the matches of public cards of those who let
//!   them in. Must not be able to infer what the room must not, of their colleagues' anonymous cards either.
//! - **Scribe of a table**. Reads what the room reads, and the cards on the table that this very key noted. Must not be
//!   able to infer of all other cards what the room must not.
//! - **Desk** (facilitators, API clients with their key). Reads everything; nothing is kept from it.
//!
//! Three rules follow from what must not be inferred.
//!
//! - **The log is read as of now.** An entry about a card tells what its reader may see of that card today: one that
//!   was hidden, taken back or merged was never posted, one that became anonymous never had an author, and old wordings
//!   were never said. A screen that holds more is told to put it away ([`Event::CardShown`]).
//! - **What is missing tells as much as what is there.** Nobody taps on their own card, and a match with oneself is
//!   none: whoever saw all taps on an anonymous card, or all its matches, would find its author by the gap. Both are
//!   shown to those alone who have a part in them. What is withheld counts as well: as many entries come, whoever the
//!   author is.
//! - **What is done openly leaves no mark on what is hidden.** A tap under one's own name does not answer a match of
//!   one's anonymous card, who leaves leaves anonymous cards where they are, and nobody is refused what a stranger is
//!   granted. `workshop::decide` keeps this.
//!
//! What is not kept from the room: that a card was posted at this moment, after that other card, and who had come in by
//! then. People sit around tables and see one another type. A phone that was without a network sends what waited at
//! once, but what concerns an anonymous card apart from the rest (`live::outbox`). `cargo xtask attack
//! curious` plays somebody who uses what the program tells.
//!
//! For every event, folding what an audience sees gives what it may see of the fold: `tests/rules.rs` checks it, also
//! for a log that is read later. `tests/curious.rs` plays the second rule and the third as a game. A new event, and a
//! new field of a card, a match, a person or the workshop, does not compile until it is decided here who sees it.

mod view;

use view::{Sight, View, is_public, shown_person, who, with_a_part_in};

use crate::access::Actor;
use crate::ids::{CardId, ParticipantId};
use crate::matches::Match;
use crate::time::Timestamp;
use crate::workshop::{Card, Event, Recorded, Workshop};

/// Who is looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Phones at the door and boards.
    Room,
    /// As the room, and their own cards whole.
    Participant(ParticipantId),
    /// The scribe of a table: as the room, and the cards that this very key noted, whole.
    Scribe {
        /// The table's number, from 1.
        table: u8,
        /// When the key was made.
        since: Timestamp,
    },
    /// The facilitators: everything.
    Desk,
}

impl From<Actor> for Audience {
    fn from(actor: Actor) -> Self {
        match actor {
            Actor::Facilitator | Actor::Matcher => Self::Desk,
            Actor::Participant(me) => Self::Participant(me),
            Actor::Scribe { table, since } => Self::Scribe { table, since },
            Actor::Visitor => Self::Room,
        }
    }
}

/// The entry of the log as this audience sees it. `workshop` is the state after the event, or any later one.
#[must_use]
pub fn event_seen_by(audience: Audience, recorded: &Recorded, workshop: &Workshop) -> Recorded {
    let event = if audience == Audience::Desk {
        recorded.event.clone()
    } else {
        View { audience, workshop }.event(&recorded.event)
    };
    Recorded { seq: recorded.seq, at: recorded.at, event }
}

/// The participants to whom this entry tells more than to the room.
#[must_use]
pub fn concerned(recorded: &Recorded, workshop: &Workshop) -> Vec<ParticipantId> {
    let room = View { audience: Audience::Room, workshop };
    let card = |id: &CardId| workshop.cards.get(id);
    let author = |id: &CardId| card(id).and_then(|card| card.author).into_iter().collect();
    if let Some(id) = changes(&recorded.event) {
        let mut concerned: Vec<_> = author(&id);
        if let Some(card) = card(&id).filter(|card| !is_public(card)) {
            concerned.extend(card.interested.iter());
        }
        for found in workshop.matches.values().filter(|found| found.involves(id)) {
            let synergy = found.synergy.and_then(|synergy| workshop.synergies.get(&synergy));
            concerned.extend(
                synergy
                    .into_iter()
                    .filter(|synergy| !room.sees_synergy(synergy))
                    .flat_map(|synergy| [synergy.giver, synergy.receiver]),
            );
            if !room.sees_match(found) {
                concerned.extend(with_a_part_in(workshop, found));
            }
        }
        concerned.sort_unstable();
        concerned.dedup();
        return concerned;
    }
    match &recorded.event {
        Event::CardPosted { card, .. }
        | Event::PhotoChanged { card, .. }
        | Event::CardUnderstood { card, .. }
        | Event::CardTranslated { card, .. } => author(card),
        Event::InterestShown { card: id, participant, .. } => match card(id) {
            Some(card) if !is_public(card) => card.author.into_iter().chain([who(workshop, *participant)]).collect(),
            _ => Vec::new(),
        },
        Event::MatchFound { match_id, .. }
        | Event::MatchWeighed { match_id, .. }
        | Event::MatchAnswered { match_id, .. }
        | Event::MatchDismissed { match_id, .. } => match workshop.matches.get(match_id) {
            Some(found) if !room.sees_match(found) => with_a_part_in(workshop, found).collect(),
            _ => Vec::new(),
        },
        Event::SynergyConfirmed { synergy } => match workshop.synergies.get(&synergy.id) {
            Some(synergy) if !room.sees_synergy(synergy) => {
                let found = workshop.matches.get(&synergy.match_id);
                found
                    .into_iter()
                    .flat_map(|found| with_a_part_in(workshop, found))
                    .chain([synergy.giver, synergy.receiver])
                    .collect()
            }
            _ => Vec::new(),
        },
        // What changes a card is answered above.
        Event::CardEdited { .. }
        | Event::CardWithdrawn { .. }
        | Event::CardHidden { .. }
        | Event::CardsMerged { .. }
        | Event::WorkshopDescribed { .. }
        | Event::PhaseChanged { .. }
        | Event::JoiningSwitched { .. }
        | Event::ParticipantJoined { .. }
        | Event::ParticipantMoved { .. }
        | Event::RunningOrderSet { .. }
        | Event::StepBegun { .. }
        | Event::ClockPaused { .. }
        | Event::StepExtended { .. }
        | Event::SceneShown { .. }
        | Event::SeatingSet { .. }
        | Event::RoleGiven { .. }
        | Event::ParticipantLeft { .. }
        | Event::LetInAsked { .. }
        | Event::LetInEnded { .. }
        | Event::ColleagueAdmitted { .. }
        | Event::ColleagueEnded { .. }
        | Event::ParticipantsMerged { .. }
        | Event::CardShown { .. }
        | Event::Withheld => Vec::new(),
    }
}

/// The card of which this entry takes something away from somebody: what they were told of it before must not be told
/// again.
#[must_use]
pub fn takes_away(event: &Event) -> Option<CardId> {
    changes(event).filter(|_| !matches!(event, Event::CardHidden { hidden: false, .. }))
}

/// The card that becomes another by this entry, or comes or goes: all but its author are shown it anew.
fn changes(event: &Event) -> Option<CardId> {
    match event {
        Event::CardEdited { card, .. }
        | Event::CardWithdrawn { card }
        | Event::CardHidden { card, .. }
        | Event::CardsMerged { duplicate: card, .. } => Some(*card),
        _ => None,
    }
}

/// Whether this audience may know that there is this card.
#[must_use]
pub fn knows_of(audience: Audience, card: &Card) -> bool {
    Sight::of(audience, card) != Sight::Nothing
}

/// Whether this audience may know that there is this match.
#[must_use]
pub fn sees_match(audience: Audience, found: &Match, workshop: &Workshop) -> bool {
    View { audience, workshop }.sees_match(found)
}

/// Whether, after this event, `me` may see more of what was said before it: a merger of two records, or a new
/// colleague, opens to them what had been kept from the room. They start from a new snapshot then: entries that told
/// them one by one would show the room when it was, and how many they were.
#[must_use]
pub fn begins_anew(event: &Event, after: &Workshop, me: ParticipantId) -> bool {
    match event {
        Event::ParticipantsMerged { kept, duplicate } => *duplicate == me || after.act_together(*kept, me),
        Event::ColleagueAdmitted { participant, .. } => after.act_together(*participant, me),
        _ => false,
    }
}

/// Whether, after this event, `me` may see less of what was said before it: when colleagues part, each forgets what the
/// other was told.
#[must_use]
pub fn parts(event: &Event, before: &Workshop, me: ParticipantId) -> bool {
    matches!(event, Event::ColleagueEnded { participant } if before.act_together(*participant, me))
}

/// The state as this audience sees it.
#[must_use]
pub fn workshop_seen_by(audience: Audience, workshop: &Workshop) -> Workshop {
    if audience == Audience::Desk {
        return workshop.clone();
    }
    let view = View { audience, workshop };
    let Workshop {
        description,
        phase,
        phase_since,
        joining_closed,
        participants,
        cards,
        matches,
        synergies,
        steps,
        clock,
        scene,
        spotlight,
        // For facilitators: it is worked out from what they see.
        seating: _,
    } = workshop;
    let mut seen = Workshop {
        description: description.clone(),
        phase: *phase,
        phase_since: *phase_since,
        joining_closed: *joining_closed,
        participants: participants.iter().map(|(id, person)| (*id, shown_person(person))).collect(),
        steps: steps.clone(),
        clock: clock.clone(),
        scene: *scene,
        spotlight: spotlight.filter(|id| view.may_be_shown_large(*id)),
        ..Workshop::default()
    };
    for card in cards.values().filter_map(|card| view.card(card)) {
        seen.cards.insert(card.id, card);
    }
    for found in matches.values().filter(|found| view.sees_match(found)) {
        seen.matches.insert(found.id, view.shown_match(found));
    }
    for synergy in synergies.values().filter(|synergy| view.sees_synergy(synergy)) {
        seen.synergies.insert(synergy.id, synergy.clone());
    }
    seen
}
