//! What each audience may see. The room (phones and boards) gets one stream, the facilitators' desk gets everything, and the author
//! of a card that hides something from the room sees what they wrote: [`concerned`] says whom an entry tells more than the room.
//!
//! For every event, folding what an audience sees gives what it may see of the fold: `tests/rules.rs` checks it.

use std::collections::BTreeSet;

use crate::ids::{CardId, ParticipantId};
use crate::matches::{Answer, Match};
use crate::resource::{Resource, Visibility};
use crate::workshop::{Card, Event, Recorded, Workshop};

/// Who is looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Phones and boards: everything but the names behind anonymous cards and what only facilitators see.
    Room,
    /// As the room, and their own cards whole.
    Participant(ParticipantId),
    /// The scribe of a table: as the room, and the cards that this table's key noted, whole.
    Scribe {
        /// The table.
        table: u8,
    },
    /// The facilitators: everything.
    Desk,
}

/// The entry of the log as this audience sees it. `workshop` is the state after the event, or any later one:
/// whether only facilitators see a card never changes.
#[must_use]
pub fn event_seen_by(audience: Audience, recorded: &Recorded, workshop: &Workshop) -> Recorded {
    if audience == Audience::Desk {
        return recorded.clone();
    }
    let me = if let Audience::Participant(me) = audience { Some(me) } else { None };
    if let Event::CardPosted { author, .. } | Event::CardEdited { author, .. } = &recorded.event
        && me.is_some()
        && *author == me
    {
        return recorded.clone();
    }
    if let (Event::CardPosted { scribe: Some(noted), .. }, Audience::Scribe { table }) = (&recorded.event, audience)
        && *noted == table
    {
        return recorded.clone();
    }
    let secret = |card: &CardId| workshop.cards.get(card).is_some_and(|card| !knows_of(audience, card));
    let secret_match = |found: &Match| involves_secret(workshop, found);
    let event = match &recorded.event {
        Event::CardPosted { resource, .. } | Event::CardEdited { resource, .. } if is_secret(resource) => Event::Withheld,
        Event::CardPosted { card, author, resource, by_facilitator, scribe } => Event::CardPosted {
            card: *card,
            author: shown_author(resource, *author),
            resource: resource.clone(),
            by_facilitator: *by_facilitator,
            // The table would tell where its author sits.
            scribe: shown_author(resource, *scribe),
        },
        Event::CardEdited { card, author, resource } => Event::CardEdited { card: *card, author: shown_author(resource, *author), resource: resource.clone() },
        Event::CardWithdrawn { card } | Event::CardHidden { card, .. } | Event::PhotoChanged { card, .. } | Event::InterestShown { card, .. }
            if secret(card) =>
        {
            Event::Withheld
        }
        Event::CardsMerged { duplicate, .. } if secret(duplicate) => Event::Withheld,
        Event::MatchFound { match_id, .. } | Event::MatchAnswered { match_id, .. } if workshop.matches.get(match_id).is_some_and(secret_match) => {
            Event::Withheld
        }
        Event::MatchAnswered { match_id, side, answer, .. } => {
            Event::MatchAnswered { match_id: *match_id, side: *side, answer: without_note(answer), participant: None }
        }
        Event::SeatingSet { .. } => Event::Withheld,
        Event::SceneShown { scene, match_id } if match_id.is_some_and(|id| workshop.matches.get(&id).is_some_and(secret_match)) => {
            Event::SceneShown { scene: *scene, match_id: None }
        }
        Event::SynergyConfirmed { synergy } if workshop.matches.get(&synergy.match_id).is_some_and(secret_match) => Event::Withheld,
        other => other.clone(),
    };
    Recorded { event, ..recorded.clone() }
}

/// The participant to whom this entry tells more than to the room, if there is one: the author of a card that hides something.
#[must_use]
pub fn concerned(recorded: &Recorded, workshop: &Workshop) -> Option<ParticipantId> {
    match &recorded.event {
        Event::CardPosted { author, resource, .. } | Event::CardEdited { author, resource, .. } => author.filter(|_| resource.visibility() != Visibility::Room),
        Event::CardWithdrawn { card }
        | Event::CardHidden { card, .. }
        | Event::PhotoChanged { card, .. }
        | Event::InterestShown { card, .. }
        | Event::CardsMerged { duplicate: card, .. } => workshop.cards.get(card).filter(|card| is_secret(&card.resource)).and_then(|card| card.author),
        _ => None,
    }
}

/// Whether this audience knows of a card: those for facilitators are unknown to everybody else, their author aside.
#[must_use]
pub fn knows_of(audience: Audience, card: &Card) -> bool {
    match audience {
        Audience::Desk => true,
        Audience::Room => !is_secret(&card.resource),
        Audience::Participant(me) => !is_secret(&card.resource) || card.author == Some(me),
        Audience::Scribe { table } => !is_secret(&card.resource) || card.scribe == Some(table),
    }
}

/// The state as this audience sees it.
#[must_use]
pub fn workshop_seen_by(audience: Audience, workshop: &Workshop) -> Workshop {
    let mine = |card: &Card| match audience {
        Audience::Room | Audience::Desk => false,
        Audience::Participant(me) => card.author == Some(me),
        Audience::Scribe { table } => card.scribe == Some(table),
    };
    if audience == Audience::Desk {
        return workshop.clone();
    }
    let mut seen = workshop.clone();
    let hidden: BTreeSet<_> = workshop.matches.values().filter(|found| involves_secret(workshop, found)).map(|found| found.id).collect();
    seen.cards.retain(|_, card| knows_of(audience, card));
    for card in seen.cards.values_mut() {
        if !mine(card) {
            card.author = shown_author(&card.resource, card.author);
            card.scribe = shown_author(&card.resource, card.scribe);
        }
    }
    seen.matches.retain(|id, _| !hidden.contains(id));
    for found in seen.matches.values_mut() {
        found.first_answer = found.first_answer.as_ref().map(without_note);
        found.second_answer = found.second_answer.as_ref().map(without_note);
    }
    seen.seating = None;
    seen.spotlight = seen.spotlight.filter(|id| !hidden.contains(id));
    seen.synergies.retain(|_, synergy| !hidden.contains(&synergy.match_id));
    seen
}

fn is_secret(resource: &Resource) -> bool {
    resource.visibility() == Visibility::Facilitators
}

fn involves_secret(workshop: &Workshop, found: &Match) -> bool {
    workshop.cards.values().any(|card| is_secret(&card.resource) && found.involves(card.id))
}

fn shown_author<T>(resource: &Resource, author: Option<T>) -> Option<T> {
    if resource.visibility() == Visibility::Room { author } else { None }
}

fn without_note(answer: &Answer) -> Answer {
    match answer {
        Answer::NotForUs { reason, .. } => Answer::NotForUs { reason: *reason, note: None },
        Answer::Interested => Answer::Interested,
    }
}
