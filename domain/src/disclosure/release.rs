//! A publication of one indicator: the whole, by territory and by year, as far as none of it gives anybody away, beside
//! everything that was published before.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::subtraction::{Unknown, gives_away};
use super::{Contribution, is_safe, rounded, rounded_count};
use crate::ledger::SynergyKey;
use crate::synergy::Indicator;
use crate::time::Timestamp;

/// Of what a sum is the sum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// All synergies of the programme.
    Whole,
    /// The synergies of one territory.
    Territory(String),
    /// The synergies realised in this year.
    Year(i32),
}

impl Place {
    fn holds(&self, contribution: &Contribution) -> bool {
        match self {
            Self::Whole => true,
            Self::Territory(name) => *name == contribution.territory,
            Self::Year(year) => *year == contribution.year,
        }
    }
}

/// A published number.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// How much, rounded.
    pub amount: f64,
    /// How many synergies are behind it, rounded.
    pub synergies: u32,
    /// How many companies are behind it, rounded.
    pub companies: u32,
}

/// A place in a publication, with its number where it may be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// What the number is the sum of.
    pub place: Place,
    /// The number; none where it is hidden.
    pub shown: Option<Shown>,
}

/// The publication of one indicator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The indicator; none: the number of synergies.
    pub indicator: Option<Indicator>,
    /// The moment as of which it holds: the end of a quarter, of an earlier one where less than enough has changed
    /// since.
    pub as_of: Timestamp,
    /// One cell for the programme, and for each territory and year.
    pub cells: Vec<Cell>,
}

impl Table {
    /// The places that show a number.
    #[must_use]
    pub fn open(&self) -> Vec<Place> {
        self.cells.iter().filter(|cell| cell.shown.is_some()).map(|cell| cell.place.clone()).collect()
    }
}

/// Everything that a programme publishes for a quarter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// One table for each indicator.
    pub tables: Vec<Table>,
}

/// The publication of a quarter, after those of the quarters before, oldest first; `known_at` gives what was known at a
/// moment.
#[must_use]
pub fn publish(
    before: &[Publication],
    as_of: Timestamp,
    known_at: impl Fn(Timestamp) -> Vec<Contribution>,
) -> Publication {
    let mut known: BTreeMap<Timestamp, Vec<Contribution>> = BTreeMap::new();
    let tables = |publication: &Publication| publication.tables.iter().map(|table| table.as_of).collect::<Vec<_>>();
    for moment in before.iter().flat_map(tables).chain([as_of]) {
        known.entry(moment).or_insert_with(|| known_at(moment));
    }
    let now = known.get(&as_of).cloned().unwrap_or_default();
    let last = before.last();
    let mut indicators: BTreeSet<Option<Indicator>> = now.iter().map(|contribution| contribution.indicator).collect();
    indicators.extend(last.iter().flat_map(|publication| &publication.tables).map(|table| table.indicator));
    let of = |all: &[Contribution], indicator| {
        all.iter().filter(|contribution| contribution.indicator == indicator).cloned().collect::<Vec<_>>()
    };
    let table = |indicator: Option<Indicator>| {
        let mut earlier: BTreeMap<Timestamp, Earlier> = BTreeMap::new();
        for table in
            before.iter().flat_map(|publication| &publication.tables).filter(|table| table.indicator == indicator)
        {
            let contributions = || of(known.get(&table.as_of).map_or(&[], Vec::as_slice), indicator);
            earlier
                .entry(table.as_of)
                .or_insert_with(|| Earlier { contributions: contributions(), open: table.open() });
        }
        let earlier: Vec<Earlier> = earlier.into_values().collect();
        match release(&earlier, &of(&now, indicator)) {
            Some(cells) => Some(Table { indicator, as_of, cells }),
            None => last?.tables.iter().find(|table| table.indicator == indicator).cloned(),
        }
    };
    Publication { tables: indicators.into_iter().filter_map(table).collect() }
}

/// A publication of before: what stood behind it, and which places it showed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Earlier {
    /// The contributions to the indicator as they were then.
    pub contributions: Vec<Contribution>,
    /// What was shown.
    pub open: Vec<Place>,
}

/// The publication of an indicator from these contributions to it. None where even the whole would tell what changed
/// since what was published before: then that stands until more has changed.
#[must_use]
pub fn release(earlier: &[Earlier], now: &[Contribution]) -> Option<Vec<Cell>> {
    let mut places: BTreeSet<Place> = BTreeSet::from([Place::Whole]);
    for contribution in now {
        places.extend([Place::Territory(contribution.territory.clone()), Place::Year(contribution.year)]);
    }
    let behind = |place: &Place| now.iter().filter(|contribution| place.holds(contribution)).collect::<Vec<_>>();
    let size = |place: &Place| behind(place).iter().map(|contribution| contribution.amount.abs()).sum::<f64>();
    let safe = |place: &Place| {
        is_safe(behind(place).iter().map(|contribution| (contribution.companies.as_slice(), contribution.amount)))
    };
    let mut open: Vec<Place> = places.iter().filter(|place| safe(place)).cloned().collect();
    if !open.contains(&Place::Whole) {
        // Nothing is shown of what may not even be shown as a whole.
        open.clear();
    }
    // The largest first, so that the smallest is given up first; of equals, always the same.
    open.sort_by(|a, b| {
        (*b == Place::Whole).cmp(&(*a == Place::Whole)).then(size(b).total_cmp(&size(a))).then(a.cmp(b))
    });
    let published = Published::new(earlier, now);
    let mut given_up: Vec<Place> = Vec::new();
    while published.gives_away_with(&open) {
        given_up.push(open.pop()?);
    }
    if open.is_empty() && !given_up.is_empty() {
        return None;
    }
    // Some were given up for nothing, before the one that mattered.
    for place in given_up.into_iter().rev() {
        open.push(place);
        if published.gives_away_with(&open) {
            open.pop();
        }
    }
    let cell = |place: Place| {
        let shown = open.contains(&place).then(|| shown(&behind(&place)));
        Cell { place, shown }
    };
    Some(places.into_iter().map(cell).collect())
}

fn shown(behind: &[&Contribution]) -> Shown {
    let synergies: BTreeSet<SynergyKey> = behind.iter().map(|contribution| contribution.synergy).collect();
    let companies: BTreeSet<u32> =
        behind.iter().flat_map(|contribution| contribution.companies.iter().copied()).collect();
    let count = |count: usize| rounded_count(u32::try_from(count).unwrap_or(u32::MAX - super::COUNT_BASE));
    let is_count = behind.iter().all(|contribution| contribution.indicator.is_none());
    let amount: f64 = behind.iter().map(|contribution| contribution.amount).sum();
    Shown {
        amount: if is_count { f64::from(count(synergies.len())) } else { rounded(amount) },
        synergies: count(synergies.len()),
        companies: count(companies.len()),
    }
}

/// Everything that the world knows: the sums shown before, over what stood behind them. What a company had before and
/// what it has now are one unknown and the change of it.
struct Published<'a> {
    unknowns: Vec<Unknown>,
    sums: Vec<Vec<usize>>,
    now: Vec<(&'a Contribution, Vec<usize>)>,
}

type Key<'a> = (SynergyKey, &'a [u32]);

/// How much a contribution was last, and the unknowns that add up to it.
#[derive(Default)]
struct Known {
    number: usize,
    amount: f64,
    unknowns: Vec<usize>,
}

impl<'a> Published<'a> {
    fn new(earlier: &'a [Earlier], now: &'a [Contribution]) -> Self {
        let mut published = Self { unknowns: Vec::new(), sums: Vec::new(), now: Vec::new() };
        let mut known: BTreeMap<Key<'a>, Known> = BTreeMap::new();
        for before in earlier {
            let behind = published.take(&mut known, &before.contributions);
            for place in &before.open {
                let sum = behind
                    .iter()
                    .filter(|(contribution, _)| place.holds(contribution))
                    .flat_map(|(_, unknowns)| unknowns.iter().copied())
                    .collect();
                published.sums.push(sum);
            }
        }
        published.now = published.take(&mut known, now);
        published
    }

    /// The contributions of one moment, each with the unknowns that add up to it.
    fn take(
        &mut self,
        known: &mut BTreeMap<Key<'a>, Known>,
        contributions: &'a [Contribution],
    ) -> Vec<(&'a Contribution, Vec<usize>)> {
        let of = |contribution: &'a Contribution| {
            let number = known.len();
            let known = known
                .entry((contribution.synergy, &contribution.companies))
                .or_insert_with(|| Known { number, ..Known::default() });
            let change = contribution.amount - known.amount;
            if change.abs() > 1e-9 {
                known.unknowns.push(self.unknowns.len());
                self.unknowns.push(Unknown {
                    contribution: known.number,
                    companies: contribution.companies.clone(),
                    amount: change,
                });
                known.amount = contribution.amount;
            }
            (contribution, known.unknowns.clone())
        };
        contributions.iter().map(of).collect()
    }

    fn gives_away_with(&self, open: &[Place]) -> bool {
        let sum = |place: &Place| {
            self.now
                .iter()
                .filter(|(contribution, _)| place.holds(contribution))
                .flat_map(|(_, unknowns)| unknowns.iter().copied())
                .collect()
        };
        let sums: Vec<Vec<usize>> = self.sums.iter().cloned().chain(open.iter().map(sum)).collect();
        gives_away(&sums, &self.unknowns)
    }
}
