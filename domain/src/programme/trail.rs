//! Everything that happened to a synergy, in one row: who changed what, and when.

use serde::{Deserialize, Serialize};

use crate::follow_up::{Answer, SideOfSynergy};
use crate::ids::{SynergyId, WorkshopId};
use crate::synergy::{Assumptions, Detail, Figure, LostReason, Stage};
use crate::time::Timestamp;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrailEntry {
    /// When it was recorded.
    pub at: Timestamp,
    /// Who did it.
    pub author: String,
    /// The synergy's workshop.
    pub workshop: WorkshopId,
    /// The synergy's number there.
    pub synergy: SynergyId,
    /// What happened.
    pub fact: Fact,
}

/// What can happen to a synergy, as the office is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Fact {
    /// It stands at this stage, or something was noted.
    Stage {
        /// The stage from then on.
        stage: Stage,
        /// Why it was given up.
        lost_reason: Option<LostReason>,
        /// In the author's words.
        note: Option<String>,
    },
    /// A detail was changed.
    Changed {
        /// The detail that was changed.
        detail: Detail,
        /// What stood before.
        before: Option<String>,
        /// What stands since.
        after: Option<String>,
    },
    /// A figure was declared.
    Figure {
        /// What was declared.
        figure: Figure,
        /// Where it comes from: source, method.
        note: Option<String>,
    },
    /// A figure was withdrawn as a mistake.
    Withdrawn {
        /// What had been declared, and counts no more.
        figure: Figure,
        /// Why it was a mistake.
        reason: String,
    },
    /// Lifetime, retention and attribution were set.
    Assumed {
        /// What is assumed from then on.
        assumptions: Assumptions,
        /// Why these values.
        reason: String,
    },
    /// A company was asked how things stand.
    Asked {
        /// The side whose company was asked.
        side: SideOfSynergy,
        /// Why the mail did not leave.
        failed: Option<String>,
    },
    /// A company answered, or the manager for it. The stage that this led to and the words stand in an entry of their
    /// own.
    Answered {
        /// The side whose company answered.
        side: SideOfSynergy,
        /// What it says.
        state: Answer,
        /// By the manager, after a phone call.
        by_manager: bool,
    },
    /// A company does not want to be asked any more.
    Refused {
        /// The side whose company refuses.
        side: SideOfSynergy,
    },
    /// A file or a link was attached.
    Evidence {
        /// The name of the file, or of the link.
        name: String,
    },
    /// It was found to be another synergy once more; none: to stand by itself after all.
    Joined {
        /// Title of the other one.
        into: Option<String>,
        /// Why it is held to be so.
        reason: String,
    },
    /// A call for projects pays for it.
    Funded {
        /// Name of the call.
        call: String,
    },
}
