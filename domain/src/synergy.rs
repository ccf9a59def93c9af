//! A synergy: a match that became an intention, followed for years from idea to realised.

mod drafts;
mod evidence;
mod factor;
mod figures;
mod flow;

pub use drafts::{AssumptionsDraft, Co2Draft, FigureDraft, StageChange, StageDraft};
pub use evidence::Evidence;
pub use factor::Factor;
pub use figures::{Basis, Figure, Indicator, Measure, Verification, check_year};
pub use flow::{Detail, Flow, FlowDraft, distance};

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
        /// An idea: two companies were brought together, and nothing is agreed.
        Idea = "idea",
        /// The companies talk.
        Discussion = "discussion",
        /// The companies negotiate.
        Negotiation = "negotiation",
        /// It is being set up.
        Implementation = "implementation",
        /// It runs. From here on its figures count.
        Realised = "realised",
        /// Put off for a time; it is still open.
        OnHold = "on_hold",
        /// Given up, with a reason.
        Lost = "lost",
    }
}

impl Stage {
    /// Whether it still asks for something to be done: it is neither realised nor given up.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Realised | Self::Lost)
    }
}

coded! {
    /// Why a synergy was given up, after the barrier types of the literature (technical, economic, legal, strategic).
    LostReason {
        /// It is not feasible technically.
        Technical = "technical",
        /// The quality does not fit.
        Quality = "quality",
        /// The quantity does not fit.
        Quantity = "quantity",
        /// It does not pay.
        Economic = "economic",
        /// The distance or the transport stands in the way.
        Logistics = "logistics",
        /// The law stands in the way, or the status as waste.
        Legal = "legal",
        /// Something would have to be told that is confidential.
        Confidentiality = "confidentiality",
        /// No time, or no contact any more.
        NoContact = "no_contact",
        /// A partner was found elsewhere.
        PartnerElsewhere = "partner_elsewhere",
        /// It does not fit the plans of a company.
        Strategic = "strategic",
    }
}

coded! {
    /// The families of synergies.
    SynergyKind {
        /// One's output replaces another's input.
        Substitution = "substitution",
        /// Means or services are shared.
        Mutualisation = "mutualisation",
        /// An infrastructure is built or run together.
        Infrastructure = "infrastructure",
    }
}

/// What happens next, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct NextStep {
    /// What is to be done.
    pub what: Line,
    /// The day by which it is to be done.
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
    /// What the synergy is called.
    pub title: Line,
    /// Its family: substitution, mutualisation or infrastructure.
    pub kind: SynergyKind,
    /// The stage at which it begins.
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
/// [`Problem::ReasonMissing`] when a synergy is given up without saying why; [`Problem::NothingToDo`] when it stands
/// there already.
pub fn check_stage_change(from: Stage, to: Stage, reason: Option<LostReason>) -> Result<(), Problem> {
    if from == to {
        return Err(Problem::NothingToDo);
    }
    if to == Stage::Lost && reason.is_none() {
        return Err(Problem::ReasonMissing);
    }
    Ok(())
}

/// How far a synergy's figures reach and how much of them is the programme's. Changed with a reason, never overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumptions {
    /// For how many years the synergy is expected to bring what it brought, from its first year with a figure. 1: once.
    pub lifetime_years: u8,
    /// What is left of it from one year to the next, as a share (0.9: a tenth is lost each year).
    pub retention: f64,
    /// Which share is due to the programme; the rest would have happened without it.
    pub attribution: f64,
}

impl Default for Assumptions {
    /// Five years without loss, all of it due to the programme. No public source gives persistence factors: the values
    /// are the manager's to change, with a reason.
    fn default() -> Self {
        Self { lifetime_years: 5, retention: 1.0, attribution: 1.0 }
    }
}

impl Assumptions {
    /// # Errors
    /// [`Problem::Absurd`] at the field that lies outside 1–30 years, or outside 0–100 %.
    pub fn check(&self) -> Result<(), (&'static str, Problem)> {
        if !(1..=30).contains(&self.lifetime_years) {
            return Err(("lifetime_years", Problem::Absurd));
        }
        for (field, share) in [("retention", self.retention), ("attribution", self.attribution)] {
            if !(0.0..=1.0).contains(&share) {
                return Err((field, Problem::Absurd));
            }
        }
        Ok(())
    }
}
