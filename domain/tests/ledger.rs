//! Any sequence of stage changes, figures, corrections, withdrawals, joins and separations: nothing counts twice, every
//! part adds up to the whole, and the report of a past day comes out the same for ever.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{SynergyId, WorkshopId};
use domain::ledger::{Book, Entry, Ledger, Side, SynergyKey};
use domain::synergy::{Assumptions, Indicator, Stage, SynergyKind, Verification};
use domain::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

/// A day, in milliseconds; day 0 is 1 January 2024.
const DAY: i64 = 86_400_000;
const START: i64 = 1_704_067_200_000;

#[derive(Clone, Debug)]
enum Fact {
    Stage(u32, Stage),
    Figure {
        of: u32,
        year: i32,
        indicator: Indicator,
        amount: f64,
        verification: Verification,
        side: Side,
    },
    Withdraw(usize),
    Assume(u32, Assumptions),
    Join(u32, Option<u32>),
    /// A new synergy that takes over part of another: it begins with an empty book.
    Split(u32),
}

fn key(number: u32) -> SynergyKey {
    (WorkshopId(Uuid::from_u128(u128::from(number % 2))), SynergyId(number))
}

fn fact() -> impl Strategy<Value = Fact> {
    let of = || 0..5u32;
    let side = prop_oneof![(0..3u32).prop_map(Side::Company), Just(Side::Whole)];
    let figure = (
        of(),
        2023..2027i32,
        prop::sample::select(Indicator::ALL),
        0..1000u32,
        prop::sample::select(Verification::ALL),
        side,
    );
    prop_oneof![
        3 => (of(), prop::sample::select(Stage::ALL)).prop_map(|(of, stage)| Fact::Stage(of, stage)),
        3 => of().prop_map(|of| Fact::Stage(of, Stage::Realised)),
        10 => figure.prop_map(|(of, year, indicator, amount, verification, side)| Fact::Figure {
            of,
            year,
            indicator,
            amount: f64::from(amount),
            verification,
            side,
        }),
        1 => (0..20usize).prop_map(Fact::Withdraw),
        1 => (of(), 1..9u8, 0..=10u32, 0..=10u32).prop_map(|(of, lifetime_years, retention, attribution)| {
            Fact::Assume(of, Assumptions {
                lifetime_years,
                retention: f64::from(retention) / 10.0,
                attribution: f64::from(attribution) / 10.0,
            })
        }),
        2 => (of(), prop::option::of(of())).prop_map(|(of, other)| Fact::Join(of, other)),
        1 => of().prop_map(Fact::Split),
    ]
}

/// The books after these facts, one a day.
fn ledger(facts: &[Fact]) -> Ledger {
    let mut ledger = Ledger::default();
    let book =
        |number: u32| Book::new(format!("Région {}", number % 3), SynergyKind::Substitution, vec![number, number + 1]);
    for number in 0..5 {
        let mut book = book(number);
        book.stages.push((Timestamp(START), Stage::Idea));
        ledger.books.insert(key(number), book);
    }
    let mut numbers: Vec<SynergyKey> = Vec::new();
    for (day, fact) in facts.iter().enumerate() {
        let at = Timestamp(START + (1 + day as i64) * DAY);
        match fact {
            Fact::Stage(of, stage) => ledger.books.get_mut(&key(*of)).unwrap().stages.push((at, *stage)),
            Fact::Figure { of, year, indicator, amount, verification, side } => {
                let number = numbers.len() as i64;
                numbers.push(key(*of));
                let entry = Entry {
                    number,
                    at,
                    year: *year,
                    indicator: *indicator,
                    amount: *amount,
                    verification: *verification,
                    side: *side,
                    uncertainty: 0.1,
                    withdrawn: None,
                };
                ledger.books.get_mut(&key(*of)).unwrap().figures.push(entry);
            }
            Fact::Withdraw(number) => {
                if let Some(of) = numbers.get(*number) {
                    let entry = ledger
                        .books
                        .get_mut(of)
                        .unwrap()
                        .figures
                        .iter_mut()
                        .find(|entry| entry.number == *number as i64)
                        .unwrap();
                    entry.withdrawn.get_or_insert(at);
                }
            }
            Fact::Assume(of, assumptions) => {
                ledger.books.get_mut(&key(*of)).unwrap().assumptions.push((at, *assumptions));
            }
            Fact::Join(of, other) => {
                let circle = other.is_some_and(|other| ledger.would_circle(key(*of), key(other), at));
                if !circle {
                    ledger.books.get_mut(&key(*of)).unwrap().joined.push((at, other.map(key)));
                }
            }
            Fact::Split(of) => {
                let part = key(of + 10);
                ledger.books.entry(part).or_insert_with(|| {
                    let mut book = book(of + 10);
                    book.stages.push((at, Stage::Realised));
                    book
                });
            }
        }
    }
    ledger
}

/// The books without anything recorded after this moment.
fn until(mut ledger: Ledger, as_of: Timestamp) -> Ledger {
    for book in ledger.books.values_mut() {
        book.stages.retain(|(at, _)| *at <= as_of);
        book.figures.retain(|entry| entry.at <= as_of);
        for entry in &mut book.figures {
            entry.withdrawn = entry.withdrawn.filter(|at| *at <= as_of);
        }
        book.assumptions.retain(|(at, _)| *at <= as_of);
        book.joined.retain(|(at, _)| *at <= as_of);
    }
    ledger.books.retain(|_, book| !book.stages.is_empty());
    ledger
}

fn end() -> Timestamp {
    Timestamp(START + 1_000 * DAY)
}

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-6 * (1.0 + left.abs().max(right.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_counts_twice(facts in vec(fact(), 0..60)) {
        let ledger = ledger(&facts);
        let roots: BTreeSet<SynergyKey> = ledger.books.keys().map(|key| ledger.root(*key, end())).collect();
        let mut seen = BTreeSet::new();
        for root in roots {
            let mut flows: BTreeMap<(i32, Indicator), usize> = BTreeMap::new();
            for figure in ledger.standing(root, end()) {
                prop_assert!(seen.insert(figure.number), "figure {} counts for two synergies", figure.number);
                *flows.entry((figure.year, figure.indicator)).or_default() += 1;
            }
            for ((year, indicator), count) in flows {
                let most = if indicator.is_of_each_company() { 3 } else { 1 };
                prop_assert!(count <= most, "{count} figures for {indicator:?} in {year}");
            }
        }
    }

    #[test]
    fn the_parts_add_up_to_the_whole(facts in vec(fact(), 0..60)) {
        let report = ledger(&facts).report(end(), 2026);
        for (indicator, sum) in &report.all.sums {
            let of = |parts: Vec<&domain::ledger::Part>| {
                parts.iter().filter_map(|part| part.sums.get(indicator)).map(|sum| sum.amount).sum::<f64>()
            };
            prop_assert!(close(sum.amount, of(report.territories.values().collect())), "territories");
            prop_assert!(close(sum.amount, of(report.workshops.values().collect())), "workshops");
            prop_assert!(close(sum.amount, of(report.cohorts.values().collect())), "cohorts");
            prop_assert!(close(sum.amount, sum.levels.iter().sum()), "levels");
            if indicator.adds_up_over_years() {
                prop_assert!(close(sum.amount, sum.years.values().sum()), "years");
            }
            prop_assert!(sum.lifetime + 1e-6 >= sum.amount || !indicator.adds_up_over_years(), "a lifetime holds what \
                it has brought already");
        }
        let realised: u32 = report.territories.values().map(|part| part.realised).sum();
        prop_assert_eq!(report.all.realised, realised);
        prop_assert_eq!(report.funnel.now.get(&Stage::Realised).copied().unwrap_or(0), realised);
    }

    #[test]
    fn the_report_of_a_day_comes_out_the_same_for_ever(facts in vec(fact(), 0..60), day in 0..60i64) {
        let as_of = Timestamp(START + day * DAY);
        let later = ledger(&facts);
        prop_assert_eq!(later.report(as_of, 2026), until(later.clone(), as_of).report(as_of, 2026));
    }

    #[test]
    fn saying_it_again_adds_nothing(facts in vec(fact(), 0..40)) {
        let again: Vec<Fact> = facts.iter().filter(|fact| matches!(fact, Fact::Figure { .. })).cloned().collect();
        let said = ledger(&facts);
        // What was withdrawn, or replaced by a later figure of the same level, would be said anew: only what stands is
        // said again.
        let standing: BTreeSet<i64> =
            said.books.keys().flat_map(|key| said.standing(*key, end())).map(|figure| figure.number).collect();
        let repeated = again
            .iter()
            .enumerate()
            .filter(|(number, _)| standing.contains(&(*number as i64)))
            .map(|(_, fact)| fact.clone());
        let twice: Vec<Fact> = facts.iter().cloned().chain(repeated).collect();
        let (once, twice) = (said.report(end(), 2026), ledger(&twice).report(end(), 2026));
        for (indicator, sum) in &once.all.sums {
            prop_assert!(close(sum.amount, twice.all.sums[indicator].amount), "{indicator:?}");
        }
    }

    #[test]
    fn finding_that_two_records_are_one_synergy_never_raises_a_sum(
        facts in vec(fact(), 0..50),
        of in 0..5u32,
        other in 0..5u32,
    ) {
        let facts: Vec<Fact> = facts
            .into_iter()
            .filter(|fact| !matches!(fact, Fact::Assume(..)))
            .chain([Fact::Stage(of, Stage::Realised), Fact::Stage(other, Stage::Realised)])
            .collect();
        let apart = ledger(&facts);
        let one = ledger(&facts.iter().cloned().chain([Fact::Join(of, Some(other))]).collect::<Vec<_>>());
        prop_assume!(apart.root(key(other), end()) == key(other) && apart.root(key(of), end()) == key(of));
        let (apart, one) = (apart.report(end(), 2026), one.report(end(), 2026));
        for (indicator, sum) in &one.all.sums {
            prop_assert!(sum.amount <= apart.all.sums[indicator].amount + 1e-6, "{indicator:?}");
        }
    }

    #[test]
    fn splitting_a_synergy_moves_no_figure(facts in vec(fact(), 0..50), of in 0..5u32) {
        prop_assume!(!facts.iter().any(|fact| matches!(fact, Fact::Split(_))));
        let (before, after) =
            (ledger(&facts), ledger(&facts.iter().cloned().chain([Fact::Split(of)]).collect::<Vec<_>>()));
        prop_assert_eq!(before.report(end(), 2026).all.sums, after.report(end(), 2026).all.sums);
    }
}

fn one(figures: &[(i32, Indicator, f64, Verification, Side)]) -> Ledger {
    let facts = figures.iter().map(|(year, indicator, amount, verification, side)| Fact::Figure {
        of: 0,
        year: *year,
        indicator: *indicator,
        amount: *amount,
        verification: *verification,
        side: *side,
    });
    ledger(&std::iter::once(Fact::Stage(0, Stage::Realised)).chain(facts).collect::<Vec<_>>())
}

#[test]
fn an_estimate_of_the_programme_gives_way_to_what_the_companies_declare() {
    let ledger = one(&[
        (2025, Indicator::Savings, 8_000.0, Verification::Estimated, Side::Whole),
        (2025, Indicator::Savings, 3_000.0, Verification::OneSide, Side::Company(0)),
        (2025, Indicator::Savings, 1_000.0, Verification::OneSide, Side::Company(1)),
    ]);
    assert_eq!(ledger.report(end(), 2026).all.sums[&Indicator::Savings].amount, 4_000.0);
}

#[test]
fn a_lifetime_counts_the_years_left_less_what_is_lost_and_never_enters_the_amount() {
    let mut ledger = one(&[(2025, Indicator::TonnesReused, 100.0, Verification::Audited, Side::Whole)]);
    let book = ledger.books.get_mut(&key(0)).unwrap();
    book.assumptions.push((Timestamp(START), Assumptions { lifetime_years: 3, retention: 0.5, attribution: 0.5 }));
    let sum = &ledger.report(end(), 2026).all.sums[&Indicator::TonnesReused];
    assert_eq!((sum.amount, sum.lifetime, sum.levels[4]), (50.0, 87.5, 50.0));
}

#[test]
fn jobs_are_those_of_each_synergys_last_year_and_forecasts_wait() {
    let ledger = one(&[
        (2025, Indicator::JobsCreated, 2.0, Verification::OneSide, Side::Company(0)),
        (2026, Indicator::JobsCreated, 3.0, Verification::OneSide, Side::Company(0)),
        (2027, Indicator::JobsCreated, 9.0, Verification::OneSide, Side::Company(0)),
    ]);
    let sum = &ledger.report(end(), 2026).all.sums[&Indicator::JobsCreated];
    assert_eq!((sum.amount, sum.years.len()), (3.0, 2));
}

#[test]
fn a_record_joined_anew_to_one_that_counts_by_way_of_it_would_be_a_circle() {
    let ledger = ledger(&[Fact::Join(0, Some(1)), Fact::Join(2, Some(0))]);
    assert!(ledger.would_circle(key(0), key(2), end()), "2 counts by way of 0, whatever 0 is joined to today");
    assert!(ledger.would_circle(key(1), key(2), end()) && ledger.would_circle(key(3), key(3), end()));
    assert!(!ledger.would_circle(key(0), key(3), end()) && !ledger.would_circle(key(2), key(1), end()));
}
