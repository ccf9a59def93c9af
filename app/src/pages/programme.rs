//! The programme manager's office: workshops, synergies with their history and figures. No wasm: pages and forms.

use domain::programme::{SynergyDossier, SynergyRecord, WorkshopSummary};
use domain::synergy::{Figure, Stage};
use domain::workshop::Workshop;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Form;

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
    /// Where the synergy stands today.
    pub stage: Stage,
    /// The figure.
    pub figure: Figure,
}

/// All workshops, with their counts, and the sum of the figures of what is realised.
#[component]
pub fn Workshops(workshops: Vec<WorkshopSummary>, synergies: Vec<SynergyRecord>, figures: Vec<StagedFigure>) -> impl IntoView {
    let _ = (workshops, synergies, figures);
}

/// One workshop: participants, cards, matches, synergies.
#[component]
pub fn WorkshopPage(summary: WorkshopSummary, workshop: Workshop, synergies: Vec<SynergyRecord>) -> impl IntoView {
    let _ = (summary, workshop, synergies);
}

/// All synergies, by stage and as a table.
#[component]
pub fn Synergies(synergies: Vec<SynergyRecord>, filter: SynergyFilter, today: domain::NaiveDate) -> impl IntoView {
    let _ = (synergies, filter, today);
}

/// One synergy with its history and figures.
#[component]
pub fn Synergy(dossier: SynergyDossier, stage: Form<StageDraft>, figure: Form<FigureDraft>, today: domain::NaiveDate) -> impl IntoView {
    let _ = (dossier, stage, figure, today);
}
