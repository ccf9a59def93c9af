//! What is read of a programme: lists of its synergies, and its report.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Programme, SynergyRecord};
use crate::ids::WorkshopId;
use crate::ledger::Report;
use crate::synergy::Stage;
use crate::targets::Progress;

/// Synergies that were looked for and found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundSynergies {
    /// This page of them, most pressing first.
    pub page: Vec<SynergyRecord>,
    /// How many synergies a page shows at most.
    pub per_page: u32,
    /// How many were found, by stage.
    pub stages: BTreeMap<Stage, u32>,
    /// How many of them are late: the date of their next step has passed.
    pub late: u32,
    /// The first few of each stage, for the board.
    pub columns: Vec<SynergyRecord>,
}

impl FoundSynergies {
    /// How many were found.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.stages.values().sum()
    }
}

/// A report of one programme.
#[derive(Clone, Debug, PartialEq)]
pub struct ProgrammeReport {
    /// The programme whose synergies are counted.
    pub programme: Programme,
    /// The day as of which it holds: what was said later is left out.
    pub as_of: NaiveDate,
    /// What its synergies add up to, as known at the end of that day.
    pub report: Arc<Report>,
    /// Names of the workshops in it, with their day.
    pub workshops: BTreeMap<WorkshopId, (String, NaiveDate)>,
    /// The targets that held on that day, and how much of each was reached.
    pub targets: Vec<Progress>,
}
