//! The sums taken apart again: which company stands behind how much of them. What is published is judged by this
//! ([`crate::disclosure`]).

use super::standing::Counted;
use super::{Book, CountingFigure, Ledger, Side, year_of};
use crate::disclosure::Contribution;
use crate::synergy::{Indicator, Stage};
use crate::time::Timestamp;

impl Ledger {
    /// What every synergy, and in it every company, adds to the sums of [`Ledger::report`] at this moment.
    #[must_use]
    pub fn contributions(&self, as_of: Timestamp, this_year: i32) -> Vec<Contribution> {
        let mut all = Vec::new();
        for counted in self.counted(as_of, this_year) {
            let Some(book) = self.books.get(&counted.key) else { continue };
            let realised = book
                .stages
                .iter()
                .find(|(_, stage)| *stage == Stage::Realised)
                .map_or(this_year, |(at, _)| year_of(*at));
            let of = |indicator: Option<Indicator>, companies: Vec<u32>, amount: f64| Contribution {
                synergy: counted.key,
                territory: book.territory.clone(),
                year: realised,
                indicator,
                companies,
                amount,
            };
            all.push(of(None, sorted(&book.companies), 1.0));
            all.extend(
                amounts(&counted, book)
                    .into_iter()
                    .map(|(indicator, companies, amount)| of(Some(indicator), companies, amount)),
            );
        }
        all
    }
}

/// The figures of a synergy that count now, each with the companies that it speaks of: the one that declared what each
/// has of its own; both, where one figure holds for the synergy, since each of them knows it.
fn amounts(counted: &Counted, book: &Book) -> Vec<(Indicator, Vec<u32>, f64)> {
    let last = |indicator: Indicator| {
        counted.figures.iter().filter(|figure| figure.indicator == indicator).map(|figure| figure.year).max()
    };
    let counts =
        |figure: &&CountingFigure| figure.indicator.adds_up_over_years() || Some(figure.year) == last(figure.indicator);
    let mut amounts: std::collections::BTreeMap<(Indicator, Vec<u32>), f64> = std::collections::BTreeMap::new();
    for figure in counted.figures.iter().filter(counts) {
        let companies = match figure.side {
            Side::Company(company) if figure.indicator.is_of_each_company() => vec![company],
            Side::Company(_) | Side::Whole => sorted(&book.companies),
        };
        *amounts.entry((figure.indicator, companies)).or_default() += figure.amount * counted.assumptions.attribution;
    }
    amounts.into_iter().map(|((indicator, companies), amount)| (indicator, companies, amount)).collect()
}

fn sorted(companies: &[u32]) -> Vec<u32> {
    let mut companies = companies.to_vec();
    companies.sort_unstable();
    companies.dedup();
    companies
}
