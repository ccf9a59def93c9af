//! A programme as its log adds up: what every rule about its synergies, companies, calls, evaluation and targets is
//! decided on.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::companies::Companies;
use super::pairs;
use super::{Beginning, Owner};
use crate::evaluation::Given;
use crate::follow_up::SideOfSynergy;
use crate::funding::Terms;
use crate::ids::{SynergyId, WorkshopId};
use crate::ledger::SynergyKey;
use crate::resource::Kind;
use crate::synergy::{Assumptions, Figure, Flow, Indicator, LostReason, NextStep, Stage, SynergyKind};
use crate::targets::{Aim, Target};
use crate::text::folded;
use crate::time::Timestamp;
use crate::workshop::Description;

/// A workshop's log numbers the synergies that it confirms from 1; those that come by another way (a table, a split)
/// are numbered above this.
pub const BESIDE_WORKSHOP: u32 = 1_000_000;

/// All synergies that a programme follows, all companies that it knows, and what is said of it as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Each with what is known of it.
    #[serde(with = "pairs")]
    pub synergies: BTreeMap<SynergyKey, Followed>,
    /// All companies that it knows.
    pub companies: Companies,
    /// Its calls, by their place from 1.
    pub calls: BTreeMap<u32, Terms>,
    /// What was answered by hand in the evaluation of each year, by the key of the indicator.
    pub answers: BTreeMap<i32, BTreeMap<String, Given>>,
    /// Its targets as they stand, by what they are about and the year.
    #[serde(with = "pairs")]
    pub targets: BTreeMap<(Aim, Option<i32>), Target>,
    /// The highest number ever given in each workshop: none is given twice.
    #[serde(with = "pairs")]
    pub(super) numbers: BTreeMap<WorkshopId, u32>,
}

/// What is remembered of a declared figure: only what rules ask about, since there are many figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Bare", into = "Bare")]
pub struct Declared {
    /// The year it counts for.
    pub year: i32,
    /// What it counts.
    pub indicator: Indicator,
    /// How much, in the indicator's unit.
    pub amount: f64,
    /// The company that declared it; none: somebody else.
    pub by: Option<SideOfSynergy>,
    /// It was a mistake.
    pub withdrawn: bool,
}

/// A figure in a snapshot, without the names of its fields: a programme has hundreds of thousands.
type Bare = (i32, Indicator, f64, Option<SideOfSynergy>, bool);

impl From<Bare> for Declared {
    fn from((year, indicator, amount, by, withdrawn): Bare) -> Self {
        Self { year, indicator, amount, by, withdrawn }
    }
}

impl From<Declared> for Bare {
    fn from(Declared { year, indicator, amount, by, withdrawn }: Declared) -> Self {
        (year, indicator, amount, by, withdrawn)
    }
}

/// A synergy that is followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Followed {
    /// What it is.
    pub title: String,
    /// Its family: substitution, mutualisation or infrastructure.
    pub kind: SynergyKind,
    /// Every stage with the moment from which it held, in order.
    pub stages: Vec<(Timestamp, Stage)>,
    /// Where it stands.
    pub stage: Stage,
    /// Why it was given up.
    pub lost_reason: Option<LostReason>,
    /// Who gives, and who takes care of it there.
    pub giver: Owner,
    /// Who receives, and who takes care of it there.
    pub receiver: Owner,
    /// Titles of the cards it came from, with their kind.
    pub cards: Vec<(Kind, String)>,
    /// What flows, how much and how far.
    pub flow: Flow,
    /// What happens next.
    pub next_step: Option<NextStep>,
    /// When something last happened.
    pub changed_at: Timestamp,
    /// Its figures, by the entry that declared each.
    #[serde(with = "pairs")]
    pub figures: BTreeMap<u64, Declared>,
    /// What was assumed last; none: [`Assumptions::default`] holds.
    pub assumptions: Option<Assumptions>,
    /// Of which synergy it was found to be a second record.
    pub joined: Option<SynergyKey>,
    /// How many files and links support it, and how many bytes they hold.
    pub evidence: (usize, u64),
    /// The calls that pay for it.
    pub funded: BTreeSet<u32>,
}

impl Register {
    /// The number of the next synergy that comes to a workshop by another way than its log.
    #[must_use]
    pub fn next_number(&self, workshop: WorkshopId) -> SynergyId {
        SynergyId(self.numbers.get(&workshop).map_or(BESIDE_WORKSHOP, |last| (*last).max(BESIDE_WORKSHOP)) + 1)
    }

    /// Whether joining `record` to `other` would make a circle: `other` is that record, or counts by way of it. A
    /// record that is joined already may be joined anew: its own joining ends with that, so only the way from `other`
    /// is looked at.
    #[must_use]
    pub fn would_circle(&self, record: SynergyKey, other: SynergyKey) -> bool {
        let mut seen = BTreeSet::new();
        let mut next = Some(other);
        while let Some(here) = next.filter(|here| seen.insert(*here)) {
            if here == record {
                return true;
            }
            next = self.synergies.get(&here).and_then(|followed| followed.joined);
        }
        false
    }
}

impl Followed {
    /// A synergy as it begins.
    #[must_use]
    pub fn begun(beginning: &Beginning, at: Timestamp) -> Self {
        let Beginning { title, kind, stage, lost_reason, giver, receiver, cards, flow, next_step } = beginning.clone();
        Self {
            title,
            kind,
            stages: vec![(at, stage)],
            stage,
            lost_reason,
            giver,
            receiver,
            cards,
            flow,
            next_step,
            changed_at: at,
            figures: BTreeMap::new(),
            assumptions: None,
            joined: None,
            evidence: (0, 0),
            funded: BTreeSet::new(),
        }
    }

    /// A figure as it is remembered.
    pub(super) fn declared(&self, figure: &Figure) -> Declared {
        let Figure { year, indicator, amount, declared_by, .. } = figure;
        let by = SideOfSynergy::ALL.iter().copied().find(|side| self.company(*side) == declared_by);
        Declared { year: *year, indicator: *indicator, amount: *amount, by, withdrawn: false }
    }

    /// The company of this side.
    #[must_use]
    pub fn company(&self, side: SideOfSynergy) -> &str {
        match side {
            SideOfSynergy::Giver => &self.giver.organisation,
            SideOfSynergy::Receiver => &self.receiver.organisation,
        }
    }

    /// What it is looked for by ([`search_text`]).
    #[must_use]
    pub fn search_text(&self, workshop: &Description) -> String {
        let names = [
            self.title.as_str(),
            &self.giver.organisation,
            &self.giver.name,
            &self.receiver.organisation,
            &self.receiver.name,
            self.flow.what.as_deref().unwrap_or_default(),
        ];
        search_text(&names, workshop)
    }
}

/// What a synergy is looked for by: its own names, and those of its workshop; lower case, without accents.
#[must_use]
pub fn search_text(names: &[&str], workshop: &Description) -> String {
    let of_workshop = [&*workshop.title, workshop.territory.as_deref().unwrap_or_default()];
    folded(&names.iter().chain(&of_workshop).copied().collect::<Vec<_>>().join(" "))
}
