//! Leaving with all that one brought. What is said here in events is also taken out of the stored log
//! (`backend::people::leave`): a log read again after that adds up to the same.
//!
//! Anonymous cards stay where they are as nobody's, without any link to whoever wrote them: would they go in the moment
//! in which somebody goes, the room would know whose they were. What was taken back before, and what was noted at
//! matches of such cards, goes without a word, with [`Event::ParticipantLeft`] itself: as many entries come whoever it
//! is. Who leaves can take their anonymous cards along all the same, and is told what that says.

use super::unless;
use crate::ids::ParticipantId;
use crate::matches::{Answer, Counterpart, Side};
use crate::resource::{Resource, Visibility};
use crate::text::organisation_key;
use crate::workshop::{Card, CardStatus, Event, Workshop};

/// Empties and withdraws their cards, takes back their taps, forgets their notes, and at last their name.
pub(super) fn leave(workshop: &Workshop, who: ParticipantId, with_anonymous: bool) -> Vec<Event> {
    let mut events = Vec::new();
    let stays = |card: &Card| !with_anonymous && card.resource.visibility() == Visibility::Anonymous;
    for card in workshop.cards.values().filter(|card| card.author == Some(who) && !stays(card)) {
        let resource = Resource::erased(&card.resource);
        events.extend(unless(
            card.resource == resource,
            Event::CardEdited { card: card.id, author: card.author, resource },
        ));
        events.extend(unless(card.photo.is_none(), Event::PhotoChanged { card: card.id, taken: false }));
        events.extend(unless(card.status == CardStatus::Withdrawn, Event::CardWithdrawn { card: card.id }));
    }
    let tapped = workshop.cards.values().filter(|card| card.interested.contains(&who));
    events.extend(tapped.map(|card| Event::InterestShown {
        card: card.id,
        participant: who,
        interested: false,
        by_scribe: false,
    }));
    let no = Answer::NotForUs { reason: None, note: None };
    for found in workshop.matches.values() {
        for side in [Side::First, Side::Second].into_iter().filter(|side| workshop.party(found, *side) == Some(who)) {
            let gone = found.counterpart == Counterpart::Participant(who) && side == Side::Second;
            let said_why = matches!(found.answer(side), Some(Answer::NotForUs { note: Some(_), .. }));
            if (gone || (said_why && workshop.shows_party(found, side))) && found.answer(side) != Some(&no) {
                events.push(Event::MatchAnswered {
                    match_id: found.id,
                    side,
                    answer: Some(no.clone()),
                    participant: Some(who),
                });
            }
        }
    }
    if let Some(me) = workshop.participants.get(&who)
        && !workshop.present().any(|person| {
            person.id != who && organisation_key(&person.organisation) == organisation_key(&me.organisation)
        })
        && let Some(seating) = workshop.seating.as_ref().and_then(|seating| seating.without(&me.organisation))
    {
        events.push(Event::SeatingSet { seating });
    }
    events.push(Event::ParticipantLeft { participant: who });
    events
}
