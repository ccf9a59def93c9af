//! The programme manager's office: workshops, synergies with their history and figures. No wasm: pages and forms.

#[cfg(feature = "ssr")]
mod charts;
#[cfg(feature = "ssr")]
mod follow_up;
#[cfg(feature = "ssr")]
mod synergies;
#[cfg(feature = "ssr")]
mod synergy;
#[cfg(feature = "ssr")]
mod totals;
#[cfg(feature = "ssr")]
mod workshop;
#[cfg(feature = "ssr")]
mod workshops;

#[cfg(feature = "ssr")]
pub use synergies::Synergies;
#[cfg(feature = "ssr")]
pub use synergy::Synergy;
#[cfg(feature = "ssr")]
pub use workshop::WorkshopPage;
#[cfg(feature = "ssr")]
pub use workshops::Workshops;

use domain::ids::{SynergyId, WorkshopId};
use domain::synergy::{Figure, Stage};
use serde::{Deserialize, Serialize};

/// A change of stage as typed. POST to `{synergy}/stage`.
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
}

/// What the list of synergies is narrowed to (query string).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SynergyFilter {
    /// Code of a stage, or blank.
    pub stage: String,
    /// Words to look for, or blank.
    pub search: String,
}

/// A figure and where its synergy stands: only what is realised counts in a headline.
#[derive(Clone, Debug, PartialEq)]
pub struct StagedFigure {
    /// The workshop of the synergy.
    pub workshop: WorkshopId,
    /// The synergy: figures of one synergy can replace each other.
    pub synergy: SynergyId,
    /// Where the synergy stands today.
    pub stage: Stage,
    /// The figure.
    pub figure: Figure,
}
