//! The phases of a workshop and what each allows. `docs/phases.md` tells the same in prose.

use crate::codes::coded;
use crate::problem::Problem;

coded! {
    /// The phases, in their usual order. The facilitator may go forward and back.
    Phase {
        /// Before the day: the facilitator sets up, invited companies prepare cards.
        Preparation = "preparation",
        /// People arrive and join.
        Welcome = "welcome",
        /// Haves and wants are said, posted, and reacted to.
        HavesWants = "haves_wants",
        /// Matches are looked at; each side answers.
        Matching = "matching",
        /// Matches become synergies with owners and a next step.
        Engagement = "engagement",
        /// The workshop is over; what it brought can be read and recorded.
        Closed = "closed",
    }
}

/// What a phase can forbid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Come into the workshop.
    Join,
    /// Post a card of one's own.
    Post,
    /// Edit or withdraw one's own card.
    Amend,
    /// Say that one is interested in a card.
    ShowInterest,
    /// Propose matches (the matcher).
    Propose,
    /// Answer a match.
    Answer,
    /// Make a match a synergy.
    Confirm,
    /// Facilitators post, move, hide and merge in every phase.
    Moderate,
}

impl Phase {
    /// Whether the phase allows it.
    ///
    /// # Errors
    /// [`Problem::WrongPhase`]; for joining a closed workshop [`Problem::JoiningClosed`].
    pub fn allows(self, deed: Deed) -> Result<(), Problem> {
        use Phase::{Closed, Engagement, HavesWants, Matching, Preparation, Welcome};
        let allowed = match deed {
            Deed::Join if self == Closed => return Err(Problem::JoiningClosed),
            Deed::Join | Deed::Amend => self != Closed,
            Deed::Post => matches!(self, Preparation | Welcome | HavesWants | Matching),
            Deed::ShowInterest | Deed::Propose => matches!(self, HavesWants | Matching | Engagement),
            Deed::Answer => matches!(self, Matching | Engagement),
            Deed::Confirm => matches!(self, Matching | Engagement | Closed),
            Deed::Moderate => true,
        };
        if allowed { Ok(()) } else { Err(Problem::WrongPhase) }
    }
}
