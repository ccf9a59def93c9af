//! Calls for projects: what pays for a programme or a synergy.

use serde::{Deserialize, Serialize};

/// What a call can pay for: running a programme, studies, investment.
pub const KINDS: [&str; 3] = ["animation", "study", "investment"];

/// A call, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FundingDraft {
    /// What the call is called.
    pub name: String,
    /// Who pays: the name of the funder.
    pub funder: String,
    /// What it pays for: one of [`KINDS`].
    pub kind: String,
    /// The day on which it opens: an ISO date, or blank.
    pub opens: String,
    /// The day on which it closes: an ISO date, or blank.
    pub closes: String,
    /// Up to how much it pays, in euros, or blank.
    pub amount: String,
    /// What the funder asks for, in free words.
    pub conditions: String,
    /// `yes`: it is for the programme as a whole.
    pub whole: String,
}
