//! The programme manager's office: workshops, synergies with their history and figures. No wasm: pages and forms.

#[cfg(feature = "ssr")]
mod charts;
#[cfg(feature = "ssr")]
mod companies;
#[cfg(feature = "ssr")]
mod company;
#[cfg(feature = "ssr")]
mod evaluation;
#[cfg(feature = "ssr")]
mod follow_up;
#[cfg(feature = "ssr")]
mod funding;
#[cfg(feature = "ssr")]
mod import;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod members;
#[cfg(feature = "ssr")]
mod profile;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
mod synergies;
#[cfg(feature = "ssr")]
mod synergy;
#[cfg(feature = "ssr")]
mod targets;
#[cfg(feature = "ssr")]
mod trail;
#[cfg(feature = "ssr")]
mod workshop;
#[cfg(feature = "ssr")]
mod workshops;

#[cfg(feature = "ssr")]
pub use companies::{CompaniesPage, CompanyFilter};
#[cfg(feature = "ssr")]
pub use company::{AttributionDraft, CompanyForms, CompanyPage, ForgetDraft, MergeDraft, Open, part_of};
#[cfg(feature = "ssr")]
pub use evaluation::EvaluationPage;
#[cfg(feature = "ssr")]
pub use funding::FundingPage;
#[cfg(feature = "ssr")]
pub use import::{ImportPage, Shown, ShownLine};
#[cfg(feature = "ssr")]
pub use members::{MadeLink, MadeLinkNotice, Staff};
#[cfg(feature = "ssr")]
pub use profile::ProfilePage;
#[cfg(feature = "ssr")]
pub use report::{HEADLINE, ReportPage, ReportSheet};
#[cfg(feature = "ssr")]
pub use synergies::{MOVED, Synergies, address as synergies_address};
#[cfg(feature = "ssr")]
pub use synergy::{Synergy, SynergyForms};
#[cfg(feature = "ssr")]
pub use targets::TargetsPage;
#[cfg(feature = "ssr")]
pub use trail::trail_words;
#[cfg(feature = "ssr")]
pub use workshop::WorkshopPage;
#[cfg(feature = "ssr")]
pub use workshops::{Dashboard, Workshops};

use std::collections::BTreeSet;

use domain::ids::ProgrammeId;
use domain::programme::{FoundSynergies, SynergyRecord};
use serde::{Deserialize, Serialize};

/// A synergy to join or to split, or a figure to withdraw, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordDraft {
    /// Address of the synergy into which this one is joined.
    pub into: String,
    /// Title of the part that becomes a synergy of its own.
    pub title: String,
    /// Why it is done, in the author's words.
    pub reason: String,
    /// Number of the figure that is withdrawn.
    pub figure: String,
}

/// The move of several synergies to one stage, as typed. Which ones are ticked is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkDraft {
    /// Code of the stage to which all are moved.
    pub stage: String,
    /// Code of the reason, when they are given up.
    pub lost_reason: String,
    /// A note for the history, in the author's words; may be blank.
    pub note: String,
    /// Address of the list from which they were moved, as it was narrowed: the answer leads back to it.
    pub back: String,
}

/// One page of the list of synergies, and what the reader may do there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SynergyPage {
    /// The synergies, with the counts of the whole list.
    pub found: FoundSynergies,
    /// The programmes whose synergies the reader may move on.
    pub follows: BTreeSet<ProgrammeId>,
    /// The synergy that was moved just before, for the sentence that says so.
    pub moved: Option<SynergyRecord>,
}

/// What the list of synergies is narrowed to (query string).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SynergyFilter {
    /// Code of a stage, or blank.
    pub stage: String,
    /// Words to look for, or blank.
    pub search: String,
    /// Id of a programme, or `all`; blank: the first.
    pub programme: String,
    /// Code of a family of synergies, or blank.
    pub kind: String,
    /// `yes`: only those whose next step should have been done before today.
    pub late: String,
    /// Only what has been silent for so many days, or blank.
    pub silent: String,
    /// Only those whose two sides are at most so many kilometres apart, or `unknown` for those without a distance.
    pub near: String,
    /// Number of the page, from 1; blank for the first.
    pub page: String,
    /// What was just moved, as `workshop:number`: said once, and no part of the list's own address.
    pub moved: String,
}
