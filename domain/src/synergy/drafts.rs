//! What is recorded of a synergy, as typed in the forms of its page: every field a text, blank where nothing was said.

use serde::{Deserialize, Serialize};

/// A change of stage or next step, as typed. POST to `{synergy}/stage`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StageDraft {
    /// Code of the stage.
    pub stage: String,
    /// Code of the reason, when given up.
    pub lost_reason: String,
    /// In the author's words.
    pub note: String,
    /// What happens next.
    pub next_step: String,
    /// ISO date.
    pub next_step_due: String,
}

/// A figure as typed. POST to `{synergy}/figures`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FigureDraft {
    /// Year.
    pub year: String,
    /// Code of the indicator.
    pub indicator: String,
    /// Amount in the indicator's unit.
    pub amount: String,
    /// Code of the verification.
    pub verification: String,
    /// Who declared it.
    pub declared_by: String,
    /// Source, method.
    pub note: String,
    /// How far the true value may lie from the amount, in percent of it, or blank.
    pub uncertainty: String,
}

/// Emissions to compute, as typed. POST to `{synergy}/co2`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Co2Draft {
    /// Key of the factor: table, material, source, boundary.
    pub factor: String,
    /// Tonnes in the year.
    pub tonnes: String,
    /// Year.
    pub year: String,
    /// Code of the verification.
    pub verification: String,
    /// Who declared it.
    pub declared_by: String,
    /// `yes`: the tonnes become a figure too.
    pub with_tonnes: String,
}

/// Lifetime, retention, attribution as typed. POST to `{synergy}/assumptions`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssumptionsDraft {
    /// Years.
    pub lifetime_years: String,
    /// Percent that is left from one year to the next.
    pub retention: String,
    /// Percent that is due to the programme.
    pub attribution: String,
    /// Why.
    pub reason: String,
}
