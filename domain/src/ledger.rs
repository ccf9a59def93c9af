//! The books of a programme: every fact about its synergies with the moment at which it was recorded, and the sums of
//! them.
//!
//! Nothing in a ledger is ever changed or removed: a correction is a newer figure, a mistake is a figure withdrawn, two
//! records of one synergy are joined. So a report of any past day can be made again, to the digit: [`Ledger::report`]
//! looks only at what was recorded by then.
//!
//! What counts once:
//! - a synergy counts when it stands at [`Stage::Realised`]; records joined to another count as part of that one;
//! - a flow of materials, energy or water, and the emissions it avoids, counts once for a synergy and year, whoever
//!   declares it;
//! - savings, sales, investment and jobs count once for each company of the synergy; a figure for the synergy as a
//!   whole counts instead of them where it is better verified, never beside them;
//! - of several figures for the same thing, the best verified counts, and of equals the one recorded last.

mod contributions;
mod report;
mod standing;

pub use report::{Funnel, Part, Report, Sum, year_of};
pub use standing::{CountingFigure, standing};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{SynergyId, WorkshopId};
use crate::synergy::{Assumptions, Indicator, Stage, SynergyKind, Verification};
use crate::time::Timestamp;

/// A synergy, unique on every server: the workshop that it came from, and its number there.
pub type SynergyKey = (WorkshopId, SynergyId);

/// For whom a figure speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// One company of the synergy, by a number that it has in this ledger.
    Company(u32),
    /// The synergy as a whole: estimated by the programme, say.
    Whole,
}

impl Side {
    /// For whom a figure speaks that `declarer` gave, in a synergy of these companies: who is none of them (the
    /// programme, a consultant) speaks for the synergy as a whole.
    #[must_use]
    pub fn of(declarer: u32, companies: &[u32]) -> Self {
        if companies.contains(&declarer) { Self::Company(declarer) } else { Self::Whole }
    }
}

/// A figure in the books.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number: figures are numbered as they are recorded.
    pub number: i64,
    /// When the server recorded it: a report of an earlier day leaves it out.
    pub at: Timestamp,
    /// The year it counts for.
    pub year: i32,
    /// What it counts.
    pub indicator: Indicator,
    /// How much, in the indicator's unit.
    pub amount: f64,
    /// How far it is verified.
    pub verification: Verification,
    /// For whom it speaks.
    pub side: Side,
    /// How far the true amount may lie from it, as a share (0.2: ±20 %); 0 where nobody said.
    pub uncertainty: f64,
    /// When it was withdrawn as a mistake.
    pub withdrawn: Option<Timestamp>,
}

/// What is known of one synergy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// The territory under which it is reported.
    pub territory: String,
    /// Its family: substitution, mutualisation or infrastructure.
    pub kind: SynergyKind,
    /// Every stage with the moment from which it held, in order.
    pub stages: Vec<(Timestamp, Stage)>,
    /// Every figure, in the order in which they were recorded.
    pub figures: Vec<Entry>,
    /// Lifetime, retention and attribution as they were set, in order.
    pub assumptions: Vec<(Timestamp, Assumptions)>,
    /// Of which other synergy it was found to be a second record, in order; none: it was found to stand by itself after
    /// all.
    pub joined: Vec<(Timestamp, Option<SynergyKey>)>,
    /// The organisations that take part, by the ledger's numbers.
    pub companies: Vec<u32>,
}

impl Book {
    /// A book in which nothing is recorded yet.
    #[must_use]
    pub fn new(territory: String, kind: SynergyKind, companies: Vec<u32>) -> Self {
        Self {
            territory,
            kind,
            stages: Vec::new(),
            figures: Vec::new(),
            assumptions: Vec::new(),
            joined: Vec::new(),
            companies,
        }
    }

    /// Where it stood at this moment; none before it began.
    #[must_use]
    pub fn stage(&self, as_of: Timestamp) -> Option<Stage> {
        latest(&self.stages, as_of).copied()
    }

    /// What was assumed at this moment.
    #[must_use]
    pub fn assumptions(&self, as_of: Timestamp) -> Assumptions {
        latest(&self.assumptions, as_of).copied().unwrap_or_default()
    }

    /// How far along the chain it had come by this moment.
    fn furthest(&self, as_of: Timestamp) -> Option<Stage> {
        let on_chain = |stage: &Stage| *stage <= Stage::Realised;
        self.stages.iter().filter(|(at, _)| *at <= as_of).map(|(_, stage)| *stage).filter(on_chain).max()
    }
}

/// The last of these by this moment. Facts of the same millisecond stand in the order in which they were recorded.
fn latest<T>(facts: &[(Timestamp, T)], as_of: Timestamp) -> Option<&T> {
    facts.iter().rev().find(|(at, _)| *at <= as_of).map(|(_, fact)| fact)
}

/// The books of all synergies of a programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The book of each synergy, also of those that were joined to another.
    pub books: BTreeMap<SynergyKey, Book>,
}

impl Ledger {
    /// The way from this synergy to the one that it counts by at this moment, and where in it the way runs into itself,
    /// if it does.
    fn way(&self, key: SynergyKey, as_of: Timestamp) -> (Vec<SynergyKey>, Option<usize>) {
        let joined =
            |here: &SynergyKey| self.books.get(here).and_then(|book| latest(&book.joined, as_of)).copied().flatten();
        let mut way = vec![key];
        while let Some(next) = way.last().and_then(joined) {
            let start = way.iter().position(|known| *known == next);
            if start.is_some() {
                return (way, start);
            }
            way.push(next);
        }
        (way, None)
    }

    /// Of which synergy this one was a record at this moment: itself, where it was joined to none.
    /// Records joined in a circle are all records of the first of them.
    #[must_use]
    pub fn root(&self, key: SynergyKey, as_of: Timestamp) -> SynergyKey {
        let (way, circle) = self.way(key, as_of);
        let root = match circle {
            Some(start) => way.iter().skip(start).min(),
            None => way.iter().rev().find(|known| self.books.contains_key(known)),
        };
        root.copied().unwrap_or(key)
    }

    /// Whether joining `record` to `other` would make a circle: `other` is that record, or counts by way of it. A
    /// record that is joined already may be joined anew: its own joining ends with that, so only the way from `other`
    /// is looked at.
    #[must_use]
    pub fn would_circle(&self, record: SynergyKey, other: SynergyKey, as_of: Timestamp) -> bool {
        self.way(other, as_of).0.contains(&record)
    }
}
