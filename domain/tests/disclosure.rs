//! Plays the one who wants to know what a single company has, and who sees every publication: subtracts, polls, knows
//! one company's own part. The four ways in which it once worked stand by themselves.
#![allow(clippy::unwrap_used)]

use domain::disclosure::release::{Cell, Earlier, Place, release};
use domain::disclosure::{Contribution, PROTECTION, rounded};
use domain::ids::{SynergyId, WorkshopId};
use domain::synergy::Indicator;
use proptest::prelude::*;
use uuid::Uuid;

fn contribution(synergy: u32, territory: &str, year: i32, companies: &[u32], amount: f64) -> Contribution {
    Contribution {
        synergy: (WorkshopId(Uuid::from_u128(1)), SynergyId(synergy)),
        territory: territory.to_owned(),
        year,
        indicator: Some(Indicator::Savings),
        companies: companies.to_vec(),
        amount,
    }
}

fn open(cells: &[Cell]) -> Vec<Place> {
    cells.iter().filter(|cell| cell.shown.is_some()).map(|cell| cell.place.clone()).collect()
}

fn amount(cells: &[Cell], place: &Place) -> Option<f64> {
    cells.iter().find(|cell| cell.place == *place).and_then(|cell| cell.shown).map(|shown| shown.amount)
}

fn at(territory: &str) -> Place {
    Place::Territory(territory.to_owned())
}

#[test]
fn a_hidden_part_is_not_the_whole_less_another() {
    // A: 80 by four companies. B: 1234 by two. C has companies, but nothing of this indicator.
    let mut now: Vec<Contribution> = (0..4).map(|n| contribution(n, "A", 2026, &[n], 20.0)).collect();
    now.extend([contribution(10, "B", 2026, &[10], 617.0), contribution(11, "B", 2026, &[11], 617.0)]);
    let cells = release(&[], &now).unwrap();
    assert_eq!(amount(&cells, &at("B")), None);
    assert!(amount(&cells, &Place::Whole).is_none() || amount(&cells, &at("A")).is_none(), "{cells:?}");
}

#[test]
fn looking_before_and_after_a_record_shows_nothing() {
    let mut now: Vec<Contribution> = (0..5).map(|n| contribution(n, "A", 2025, &[n], 500.0)).collect();
    let first = release(&[], &now).unwrap();
    let earlier = Earlier { contributions: now.clone(), open: open(&first) };
    now.push(contribution(9, "A", 2026, &[9], 777.5));
    assert_eq!(
        release(std::slice::from_ref(&earlier), &now),
        None,
        "one company more: the publication of before stands"
    );
    now.extend([contribution(10, "A", 2026, &[10], 700.0), contribution(11, "A", 2026, &[11], 900.0)]);
    let later = release(&[earlier], &now).unwrap();
    assert_eq!(amount(&later, &Place::Whole), Some(rounded(4877.5)), "three more: shown");
}

#[test]
fn three_records_of_one_company_are_one_company() {
    let now: Vec<Contribution> =
        [1.0, 2.0, 300_000.0].iter().zip(0..).map(|(amount, n)| contribution(n, "A", 2026, &[1], *amount)).collect();
    assert!(open(&release(&[], &now).unwrap()).is_empty());
}

#[test]
fn two_companies_are_not_enough_whoever_else_is_in_the_part() {
    let now = [
        contribution(1, "A", 2026, &[1], 50.0),
        contribution(2, "A", 2026, &[2], 60.0),
        contribution(3, "A", 2026, &[2], 10.0),
    ];
    assert!(open(&release(&[], &now).unwrap()).is_empty());
}

#[test]
fn what_may_be_shown_is_shown() {
    let of = |territory: &'static str, from: u32| {
        (from..from + 5).map(move |n| contribution(n, territory, 2026, &[n], 10.0 + f64::from(n)))
    };
    let now: Vec<Contribution> = of("A", 0).chain(of("B", 10)).chain(of("C", 20)).collect();
    assert_eq!(open(&release(&[], &now).unwrap()).len(), 5, "the whole, its year, and three territories");
}

/// A programme of three quarters: every fact is a company's own, in one of three territories and two years.
fn quarters() -> impl Strategy<Value = Vec<Vec<Contribution>>> {
    let fact = (0..12u32, 0..3usize, 2025..2027i32, 0..9u32, 0..9u32, 1..500u32, any::<bool>());
    let quarter = prop::collection::vec(fact, 0..9);
    prop::collection::vec(quarter, 1..4).prop_map(|quarters| {
        let mut now: Vec<Contribution> = Vec::new();
        let mut all = Vec::new();
        for quarter in quarters {
            for (synergy, territory, year, one, two, amount, of_both) in quarter {
                let mut companies = if of_both { vec![one, two] } else { vec![one] };
                companies.sort_unstable();
                companies.dedup();
                let (territory, year) = now
                    .iter()
                    .find(|known| known.synergy.1 == SynergyId(synergy))
                    .map_or((["A", "B", "C"][territory].to_owned(), year), |known| {
                        (known.territory.clone(), known.year)
                    });
                now.retain(|known| known.synergy.1 != SynergyId(synergy) || known.companies != companies);
                now.push(contribution(synergy, &territory, year, &companies, f64::from(amount)));
            }
            all.push(now.clone());
        }
        all
    })
}

/// What each publication showed: the contributions behind every open place.
fn published(quarters: &[Vec<Contribution>]) -> Vec<Vec<Contribution>> {
    let mut earlier: Vec<Earlier> = Vec::new();
    for now in quarters {
        if let Some(cells) = release(&earlier, now) {
            earlier.push(Earlier { contributions: now.clone(), open: open(&cells) });
        }
    }
    let holds = |place: &Place, c: &Contribution| match place {
        Place::Whole => true,
        Place::Territory(name) => *name == c.territory,
        Place::Year(year) => *year == c.year,
    };
    let of = |earlier: &Earlier| {
        earlier
            .open
            .iter()
            .map(|place| earlier.contributions.iter().filter(|c| holds(place, c)).cloned().collect())
            .collect::<Vec<_>>()
    };
    earlier.iter().flat_map(of).collect()
}

/// What is left of sums added and subtracted, by who knows it and where: exact, as if nothing had been rounded.
fn combined(sums: &[(i32, &Vec<Contribution>)]) -> Vec<(Vec<u32>, f64)> {
    let mut left: std::collections::BTreeMap<(SynergyId, Vec<u32>), f64> = std::collections::BTreeMap::new();
    for (factor, sum) in sums {
        for c in *sum {
            *left.entry((c.synergy.1, c.companies.clone())).or_default() += f64::from(*factor) * c.amount;
        }
    }
    left.into_iter()
        .filter(|(_, amount)| amount.abs() > 1e-6)
        .map(|((_, companies), amount)| (companies, amount))
        .collect()
}

/// Whether somebody who knows what company `own` knows finds a company's part within [`PROTECTION`] in this: all others
/// together are less.
fn finds(left: &[(Vec<u32>, f64)], own: u32) -> Option<u32> {
    let unknown: Vec<&(Vec<u32>, f64)> = left.iter().filter(|(companies, _)| !companies.contains(&own)).collect();
    let all: f64 = unknown.iter().map(|(_, amount)| amount.abs()).sum();
    let mut targets: Vec<u32> = unknown.iter().flat_map(|(companies, _)| companies.iter().copied()).collect();
    targets.sort_unstable();
    targets.dedup();
    targets.into_iter().find(|target| {
        let theirs: f64 =
            unknown.iter().filter(|(companies, _)| companies.contains(target)).map(|(_, amount)| amount.abs()).sum();
        theirs > 0.0 && all - theirs < PROTECTION * theirs - 1e-9
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(192) })]

    /// Every way of adding and subtracting up to four published sums, with what any one company knows.
    #[test]
    fn nobody_is_found_by_subtracting(quarters in quarters()) {
        let sums = published(&quarters);
        let n = sums.len();
        let mut tried: Vec<Vec<(i32, usize)>> = (0..n).map(|a| vec![(1, a)]).collect();
        let mut longest = tried.clone();
        for _ in 0..3 {
            longest = longest.iter().flat_map(|ways| {
                let last = ways.last().map_or(0, |(_, at)| at + 1);
                (last..n).flat_map(|at| [1, -1].map(|factor| {
                    let mut ways = ways.clone();
                    ways.push((factor, at));
                    ways
                }))
            }).collect();
            longest.truncate(4_000);
            tried.extend(longest.iter().cloned());
        }
        for ways in tried {
            let left = combined(&ways.iter().map(|(factor, at)| (*factor, &sums[*at])).collect::<Vec<_>>());
            for own in 0..9 {
                prop_assert_eq!(finds(&left, own), None, "company {} finds it in {:?}: {:?}", own, ways, left);
            }
        }
    }
}
