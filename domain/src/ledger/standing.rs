//! Which figures of a synergy stand: of several for the same thing, one.

use std::collections::BTreeMap;

use super::{Assumptions, Entry, Ledger, Side, SynergyKey};
use crate::synergy::{Indicator, Stage, Verification};
use crate::time::Timestamp;

/// A figure that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountingFigure {
    /// Its number in the books.
    pub number: i64,
    /// The year that it counts for.
    pub year: i32,
    /// What it counts.
    pub indicator: Indicator,
    /// How much, in the indicator's unit.
    pub amount: f64,
    /// How far it is verified.
    pub verification: Verification,
    /// How far the true amount may lie from it, as a share (0.2: ±20 %); 0 where nobody said.
    pub uncertainty: f64,
    /// For whom it speaks.
    pub side: Side,
}

/// A synergy that counts, with the figures of it that stand.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted {
    pub key: SynergyKey,
    pub assumptions: Assumptions,
    pub figures: Vec<CountingFigure>,
}

/// The figures that stand among these, which are all of one synergy, in the order in which they were recorded.
#[must_use]
pub fn standing<'a>(entries: impl Iterator<Item = &'a Entry>, as_of: Timestamp) -> Vec<CountingFigure> {
    let mut best: BTreeMap<(i32, Indicator, Side), &Entry> = BTreeMap::new();
    for entry in entries.filter(|entry| entry.at <= as_of && entry.withdrawn.is_none_or(|at| at > as_of)) {
        let side = if entry.indicator.is_of_each_company() { entry.side } else { Side::Whole };
        let standing = best.entry((entry.year, entry.indicator, side)).or_insert(entry);
        if (entry.verification, entry.at, entry.number) >= (standing.verification, standing.at, standing.number) {
            *standing = entry;
        }
    }
    // A figure for the whole counts instead of those of the companies that are verified less well; those verified as
    // well count instead of it. A weaker word of one company thus never brings back what a stronger one replaced, and
    // two records that are one never sum up to more.
    let of_companies = |year, indicator| {
        best.range((year, indicator, Side::Company(0))..(year, indicator, Side::Whole)).map(|(_, entry)| *entry)
    };
    let stands = |(year, indicator, side): &(i32, Indicator, Side), entry: &Entry| match side {
        Side::Whole => of_companies(*year, *indicator).all(|company| company.verification < entry.verification),
        Side::Company(_) => {
            best.get(&(*year, *indicator, Side::Whole)).is_none_or(|whole| whole.verification <= entry.verification)
        }
    };
    best.iter().filter(|(key, entry)| stands(key, entry)).map(|(_, entry)| CountingFigure::of(entry)).collect()
}

impl CountingFigure {
    fn of(entry: &Entry) -> Self {
        let Entry { number, year, indicator, amount, verification, uncertainty, side, .. } = *entry;
        Self { number, year, indicator, amount, verification, uncertainty, side }
    }
}

impl Ledger {
    /// The figures of a synergy, and of the records joined to it, that stand at this moment, whatever its stage.
    #[must_use]
    pub fn standing(&self, key: SynergyKey, as_of: Timestamp) -> Vec<CountingFigure> {
        let root = self.root(key, as_of);
        let records = self.books.iter().filter(|(other, _)| **other == root || self.root(**other, as_of) == root);
        let mut entries: Vec<&Entry> = records.flat_map(|(_, book)| &book.figures).collect();
        entries.sort_by_key(|entry| (entry.at, entry.number));
        standing(entries.into_iter(), as_of)
    }

    /// Every realised synergy at this moment, each with the figures that stand, of years that have begun.
    pub(super) fn counted(&self, as_of: Timestamp, this_year: i32) -> Vec<Counted> {
        let mut joined: BTreeMap<SynergyKey, Vec<SynergyKey>> = BTreeMap::new();
        for key in self.books.iter().filter(|(_, book)| !book.joined.is_empty()).map(|(key, _)| *key) {
            let root = self.root(key, as_of);
            if root != key {
                joined.entry(root).or_default().push(key);
            }
        }
        let mut counted = Vec::new();
        for (key, book) in &self.books {
            if book.stage(as_of) != Some(Stage::Realised) || (!book.joined.is_empty() && self.root(*key, as_of) != *key)
            {
                continue;
            }
            let begun = |entry: &&Entry| entry.year <= this_year;
            let figures = match joined.get(key) {
                None => standing(book.figures.iter().filter(begun), as_of),
                Some(others) => {
                    let others = others.iter().filter_map(|other| self.books.get(other)).flat_map(|book| &book.figures);
                    let mut entries: Vec<&Entry> = book.figures.iter().chain(others).filter(begun).collect();
                    entries.sort_by_key(|entry| (entry.at, entry.number));
                    standing(entries.into_iter(), as_of)
                }
            };
            counted.push(Counted { key: *key, assumptions: book.assumptions(as_of), figures });
        }
        counted
    }
}
