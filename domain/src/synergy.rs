//! A synergy: a match that became an intention, followed for years from idea to realised.

mod figures;

pub use figures::{Figure, Indicator, Verification};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;
use crate::ids::{MatchId, ParticipantId, SynergyId};
use crate::problem::Problem;
use crate::text::Line;

coded! {
    /// Where a synergy stands. The chain follows the public wording of the French national programme (idée, discussion,
    /// négociation, mise en œuvre, réalisée), with two states at the side.
    Stage {
        /// An idea.
        Idea = "idea",
        /// The companies talk.
        Discussion = "discussion",
        /// They negotiate.
        Negotiation = "negotiation",
        /// It is being set up.
        Implementation = "implementation",
        /// It runs.
        Realised = "realised",
        /// Put off.
        OnHold = "on_hold",
        /// Given up, with a reason.
        Lost = "lost",
    }
}

impl Stage {
    /// Still wants something done.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Realised | Self::Lost)
    }
}

coded! {
    /// Why a synergy was given up, after the barrier types of the literature (technical, economic, legal, strategic).
    LostReason {
        /// Technically not feasible.
        Technical = "technical",
        /// The quality does not fit.
        Quality = "quality",
        /// The quantity does not fit.
        Quantity = "quantity",
        /// It does not pay.
        Economic = "economic",
        /// Distance or logistics.
        Logistics = "logistics",
        /// Law or waste status.
        Legal = "legal",
        /// Confidentiality.
        Confidentiality = "confidentiality",
        /// No time, or no contact any more.
        NoContact = "no_contact",
        /// A partner was found elsewhere.
        PartnerElsewhere = "partner_elsewhere",
        /// Other plans.
        Strategic = "strategic",
    }
}

coded! {
    /// The two families of synergies.
    SynergyKind {
        /// One's output replaces another's input.
        Substitution = "substitution",
        /// Means, services or infrastructure are shared.
        Mutualisation = "mutualisation",
    }
}

/// What happens next, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct NextStep {
    /// What is to be done.
    pub what: Line,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
}

/// A synergy as the workshop confirmed it. What comes later is followed outside the workshop's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct ConfirmedSynergy {
    /// Its number in the workshop.
    pub id: SynergyId,
    /// The match it came from.
    pub match_id: MatchId,
    /// What it is.
    pub title: Line,
    /// Substitution or mutualisation.
    pub kind: SynergyKind,
    /// The first stage.
    pub stage: Stage,
    /// Who takes care of it on the giving side.
    pub giver: ParticipantId,
    /// Who takes care of it on the receiving side.
    pub receiver: ParticipantId,
    /// What happens next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
}

/// A change of stage, as asked for.
///
/// # Errors
/// [`Problem::ReasonMissing`] when a synergy is given up without saying why; [`Problem::NothingToDo`] when it stands there already.
pub fn check_stage_change(from: Stage, to: Stage, reason: Option<LostReason>) -> Result<(), Problem> {
    if from == to {
        return Err(Problem::NothingToDo);
    }
    if to == Stage::Lost && reason.is_none() {
        return Err(Problem::ReasonMissing);
    }
    Ok(())
}
