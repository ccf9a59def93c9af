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
mod trail;
#[cfg(feature = "ssr")]
mod workshop;
#[cfg(feature = "ssr")]
mod workshops;

#[cfg(feature = "ssr")]
pub use companies::{CompaniesPage, CompanyFilter, FoundPage};
#[cfg(feature = "ssr")]
pub use company::{AttributionDraft, CompanyForms, CompanyPage, ForgetDraft, MergeDraft, Open, part_of};
#[cfg(feature = "ssr")]
pub use evaluation::{EvaluatedYear, EvaluationPage};
#[cfg(feature = "ssr")]
pub use funding::{Call, FundingPage};
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
pub use trail::trail_words;
#[cfg(feature = "ssr")]
pub use workshop::WorkshopPage;
#[cfg(feature = "ssr")]
pub use workshops::{Dashboard, Workshops};

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::ProgrammeId;
use domain::programme::SynergyRecord;
use domain::synergy::Stage;
use serde::{Deserialize, Serialize};

/// A synergy to join or to split, or a figure to withdraw, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordDraft {
    /// Address of the other synergy.
    pub into: String,
    /// Title of the part.
    pub title: String,
    /// Why.
    pub reason: String,
    /// Number of the figure.
    pub figure: String,
}

/// Several synergies to one stage, as typed. The synergies themselves are ticked anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkDraft {
    /// Code of the stage.
    pub stage: String,
    /// Code of the reason, when given up.
    pub lost_reason: String,
    /// In the author's words.
    pub note: String,
    /// Where to go back to.
    pub back: String,
}

/// A file or a link that supports a synergy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceItem {
    /// Its number.
    pub number: i64,
    /// When it came.
    pub at: domain::time::Timestamp,
    /// From whom.
    pub author: String,
    /// Its name.
    pub name: String,
    /// Its size in bytes; 0 for a link.
    pub size: i64,
    /// Where a link leads.
    pub link: Option<String>,
}

/// A factor to choose: its key on the wire, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorChoice {
    /// Table, material, source, boundary.
    pub key: String,
    /// The material, in the reader's language.
    pub material: String,
    /// Who published it.
    pub source: String,
    /// Code of what it counts.
    pub boundary: String,
    /// Kilograms of CO2e avoided for each tonne.
    pub kg_per_tonne: f64,
    /// Whether it was taken from a copy of the source.
    pub secondary: bool,
}

/// The page of a list of synergies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SynergyPage {
    /// The synergies of this page, most pressing first.
    pub page: Vec<SynergyRecord>,
    /// The first few of each stage, for the board.
    pub columns: Vec<SynergyRecord>,
    /// How many there are by stage.
    pub stages: BTreeMap<Stage, u32>,
    /// How many of them are late.
    pub late: u32,
    /// How many a page shows.
    pub per_page: u32,
    /// The programmes whose synergies the reader may move on.
    pub follows: BTreeSet<ProgrammeId>,
    /// The one that was just moved.
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
    /// Code of a family, or blank.
    pub kind: String,
    /// `yes`: only what is late.
    pub late: String,
    /// Only what has been silent for so many days, or blank.
    pub silent: String,
    /// At most so many km, or `unknown`.
    pub near: String,
    /// Which page, from one.
    pub page: String,
    /// What was just moved, as `workshop:number`: said once, and no part of the list's own address.
    pub moved: String,
}
