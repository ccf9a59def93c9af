//! What realised synergies have brought: sums that count nothing twice and say how far they are verified.

use std::collections::BTreeMap;

use domain::ids::{SynergyId, WorkshopId};
use domain::synergy::{Figure, Indicator, Stage, Verification};
use domain::text::organisation_key;

use super::StagedFigure;

/// An indicator over all realised synergies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Total {
    pub indicator: Indicator,
    /// The headline.
    pub amount: f64,
    /// First and last year in the headline.
    pub years: (i32, i32),
    /// The headline by verification, best first.
    pub levels: Vec<(Verification, f64)>,
    /// Each year by itself.
    pub by_year: BTreeMap<i32, f64>,
}

impl Total {
    /// The headline by verification as shares, best first. None where shares mean nothing: with amounts below zero, or a sum of zero.
    pub fn shares(&self) -> Option<Vec<(Verification, f64)>> {
        let meaningful = self.amount > 0.0 && self.levels.iter().all(|(_, amount)| *amount >= 0.0);
        meaningful.then(|| self.levels.iter().map(|(level, amount)| (*level, amount / self.amount)).collect())
    }
}

/// What each side of a synergy has of its own. A flow of materials, and what it avoids, is one and the same for both.
const fn is_of_each_side(indicator: Indicator) -> bool {
    !matches!(indicator, Indicator::TonnesReused | Indicator::Co2eAvoided)
}

/// A job of last year that is there this year is one job.
const fn adds_up_over_years(indicator: Indicator) -> bool {
    !matches!(indicator, Indicator::JobsCreated | Indicator::JobsKept)
}

/// Which of the figures of one synergy stand, in the order given (as recorded). The others were replaced by a figure for
/// the same year and indicator (and declarer, where each side has its own) that is better verified, or as well and later.
pub(super) fn standing<'a>(figures: impl Iterator<Item = &'a Figure>) -> Vec<bool> {
    let figures: Vec<&Figure> = figures.collect();
    let mut best: BTreeMap<(i32, Indicator, String), usize> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        let declarer = if is_of_each_side(figure.indicator) { organisation_key(&figure.declared_by) } else { String::new() };
        let standing = best.entry((figure.year, figure.indicator, declarer)).or_insert(at);
        if figure.verification >= figures[*standing].verification {
            *standing = at;
        }
    }
    (0..figures.len()).map(|at| best.values().any(|standing| *standing == at)).collect()
}

/// The figures that count: of realised synergies, of years that have begun, none replaced.
fn counting(figures: &[StagedFigure], this_year: i32) -> Vec<&Figure> {
    let mut of_synergies: BTreeMap<(WorkshopId, SynergyId), Vec<&Figure>> = BTreeMap::new();
    for staged in figures.iter().filter(|staged| counts(staged, this_year)) {
        of_synergies.entry((staged.workshop, staged.synergy)).or_default().push(&staged.figure);
    }
    of_synergies.into_values().flat_map(standing_ones).collect()
}

fn standing_ones(figures: Vec<&Figure>) -> Vec<&Figure> {
    let stands = standing(figures.iter().copied());
    figures.into_iter().zip(stands).filter_map(|(figure, stands)| stands.then_some(figure)).collect()
}

/// Whether the figure is a result, not a hope: its synergy is realised, its year has begun.
pub(super) fn counts(staged: &StagedFigure, this_year: i32) -> bool {
    staged.stage == Stage::Realised && staged.figure.year <= this_year
}

/// One total for each indicator of which there are figures.
pub(super) fn totals(figures: &[StagedFigure], this_year: i32) -> Vec<Total> {
    let counting = counting(figures, this_year);
    Indicator::ALL.iter().filter_map(|indicator| total(*indicator, &counting)).collect()
}

fn total(indicator: Indicator, figures: &[&Figure]) -> Option<Total> {
    let mut figures: Vec<_> = figures.iter().copied().filter(|figure| figure.indicator == indicator).collect();
    let mut by_year = BTreeMap::new();
    for figure in &figures {
        *by_year.entry(figure.year).or_insert(0.0) += figure.amount;
    }
    let last = *by_year.last_key_value()?.0;
    let first = if adds_up_over_years(indicator) { *by_year.first_key_value()?.0 } else { last };
    figures.retain(|figure| (first..=last).contains(&figure.year));
    let mut by_level: BTreeMap<Verification, f64> = BTreeMap::new();
    for figure in &figures {
        *by_level.entry(figure.verification).or_insert(0.0) += figure.amount;
    }
    let amount = figures.iter().map(|figure| figure.amount).sum();
    Some(Total { indicator, amount, years: (first, last), levels: by_level.into_iter().rev().collect(), by_year })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(year: i32, indicator: Indicator, amount: f64, verification: Verification, declared_by: &str) -> Figure {
        Figure { year, indicator, amount, verification, declared_by: declared_by.to_owned() }
    }

    fn staged(synergy: u32, stage: Stage, figure: Figure) -> StagedFigure {
        StagedFigure { workshop: WorkshopId(uuid::Uuid::nil()), synergy: SynergyId(synergy), stage, figure }
    }

    #[test]
    fn only_realised_synergies_and_years_that_have_begun_count_and_years_add_up() {
        let tonnes = |year, amount| figure(year, Indicator::TonnesReused, amount, Verification::Estimated, "A");
        let figures = [
            staged(1, Stage::Realised, tonnes(2025, 10.0)),
            staged(1, Stage::Realised, tonnes(2026, 12.0)),
            staged(1, Stage::Realised, tonnes(2027, 900.0)),
            staged(2, Stage::Implementation, tonnes(2026, 500.0)),
        ];
        let totals = totals(&figures, 2026);
        assert_eq!(totals.len(), 1);
        assert_eq!((totals[0].amount, totals[0].years), (22.0, (2025, 2026)));
        assert_eq!(totals[0].by_year, BTreeMap::from([(2025, 10.0), (2026, 12.0)]));
    }

    #[test]
    fn one_flow_counts_once_but_each_side_has_its_own_savings() {
        let figures = [
            staged(1, Stage::Realised, figure(2026, Indicator::TonnesReused, 100.0, Verification::Evidenced, "A")),
            staged(1, Stage::Realised, figure(2026, Indicator::TonnesReused, 120.0, Verification::Estimated, "B")),
            staged(1, Stage::Realised, figure(2026, Indicator::Savings, 3_000.0, Verification::OneSide, "A")),
            staged(1, Stage::Realised, figure(2026, Indicator::Savings, 5_000.0, Verification::OneSide, "B")),
            staged(1, Stage::Realised, figure(2026, Indicator::Savings, 2_000.0, Verification::OneSide, "a")),
        ];
        let amounts: Vec<_> = totals(&figures, 2026).iter().map(|total| (total.indicator, total.amount)).collect();
        assert_eq!(amounts, [(Indicator::TonnesReused, 100.0), (Indicator::Savings, 7_000.0)]);
    }

    #[test]
    fn jobs_are_those_of_the_last_year() {
        let jobs = |year, amount| staged(1, Stage::Realised, figure(year, Indicator::JobsCreated, amount, Verification::Audited, "A"));
        let totals = totals(&[jobs(2025, 2.0), jobs(2026, 3.0)], 2026);
        assert_eq!((totals[0].amount, totals[0].years), (3.0, (2026, 2026)));
    }

    #[test]
    fn shares_go_from_the_best_verified_to_the_least_and_are_left_out_where_they_mean_nothing() {
        let co2 = |synergy, amount, verification| staged(synergy, Stage::Realised, figure(2026, Indicator::Co2eAvoided, amount, verification, "A"));
        let good = totals(&[co2(1, 30.0, Verification::Estimated), co2(2, 10.0, Verification::Audited)], 2026);
        assert_eq!(good[0].shares(), Some(vec![(Verification::Audited, 0.25), (Verification::Estimated, 0.75)]));
        let mixed = totals(&[co2(1, 30.0, Verification::Estimated), co2(2, -10.0, Verification::Audited)], 2026);
        assert_eq!((mixed[0].amount, mixed[0].shares()), (20.0, None));
    }
}
