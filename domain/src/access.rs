//! Who may do what. Asked by [`crate::workshop::decide`] for every command, and by the backend for every reading.

mod roles;

pub use roles::{Right, Role};
use serde::{Deserialize, Serialize};

use crate::ids::ParticipantId;
use crate::problem::Problem;
use crate::time::Timestamp;

/// Who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// Somebody at the door with a valid code.
    Visitor,
    /// A person in the workshop.
    Participant(ParticipantId),
    /// A facilitator of this workshop.
    Facilitator,
    /// Whoever holds the key of a table: notes what its people say. They confirm what lets others reach them.
    Scribe {
        /// The table's number, from 1.
        table: u8,
        /// When this key was made: what was noted by an earlier one is another scribe's.
        since: Timestamp,
    },
    /// The matcher that runs beside the room.
    Matcher,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Come in. Facilitators and scribes enter people who have no phone.
    Join,
    /// Post, edit or withdraw a card of this participant.
    ActFor(ParticipantId),
    /// Note what somebody says: a card, an interest.
    NoteFor(ParticipantId),
    /// Prepare and run the workshop: phases, tables, doors, moderation, synergies.
    Facilitate,
    /// Propose matches, and weigh known ones anew: the matcher alone may.
    Propose,
}

/// Whether this actor may do this at all (the phase is another question).
///
/// # Errors
/// [`Problem::NotAllowed`].
pub fn may(actor: Actor, action: Action) -> Result<(), Problem> {
    let allowed = match (actor, action) {
        (Actor::Facilitator, Action::Join | Action::ActFor(_) | Action::NoteFor(_) | Action::Facilitate)
        | (Actor::Visitor, Action::Join)
        | (Actor::Matcher, Action::Propose)
        // Whether they sit at the table is another question: `decide` asks it.
        | (Actor::Scribe { .. }, Action::Join | Action::NoteFor(_)) => true,
        (Actor::Participant(me), Action::ActFor(whom) | Action::NoteFor(whom)) => me == whom,
        _ => false,
    };
    if allowed { Ok(()) } else { Err(Problem::NotAllowed) }
}
