//! Calls for projects: what pays for a programme or a synergy.

use serde::{Deserialize, Serialize};

/// What a call pays for.
pub const KINDS: [&str; 3] = ["animation", "study", "investment"];

/// A call, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FundingDraft {
    /// What the call is called.
    pub name: String,
    /// Who pays: the name of the funder.
    pub funder: String,
    /// One of [`KINDS`].
    pub kind: String,
    /// ISO date, or blank.
    pub opens: String,
    /// ISO date, or blank.
    pub closes: String,
    /// Euros, or blank.
    pub amount: String,
    /// What the funder asks for, in free words.
    pub conditions: String,
    /// `yes`: it is for the programme as a whole.
    pub whole: String,
}
