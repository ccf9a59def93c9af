//! What totals should be, said a second time and as plainly as possible: a list of facts, read from the first to the
//! last for every question. Slow, without any idea of `domain::ledger`, and so its judge. Shared by the tests of the
//! domain and of the backend.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::WorkshopId;
use domain::ledger::{Part, Report};
use domain::synergy::{Assumptions, Indicator, Stage, Verification};
use proptest::prelude::*;

/// Companies by number: with four, synergies often share one.
pub const COMPANIES: u32 = 4;
/// 20 December 2025: the year turns while things go on.
pub const FIRST_DAY: i32 = 20_442;
/// What there is on the first day: workshop, companies, stage.
pub const SYNERGIES: [(usize, [u32; 2], Stage); 4] = [
    (0, [0, 1], Stage::Realised),
    (0, [1, 2], Stage::Idea),
    (1, [2, 3], Stage::Realised),
    (1, [0, 1], Stage::Negotiation),
];

/// A synergy as it began. Known by its place among all.
#[derive(Clone, Debug)]
pub struct Synergy {
    pub workshop: usize,
    pub companies: [u32; 2],
}

/// What was recorded. `by` is a company's number, or none of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub of: usize,
    pub year: i32,
    pub indicator: Indicator,
    pub amount: f64,
    pub verification: Verification,
    pub by: Option<u32>,
}

#[derive(Clone, Debug)]
enum Fact {
    Stage(usize, Stage),
    Figure(Figure),
    /// Of the figure at this place among all figures.
    Withdrawn(usize),
    Assumed(usize, Assumptions),
    Joined(usize, Option<usize>),
}

/// What somebody tries to do. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
pub enum Act {
    Stage(usize, Stage),
    Figure(Figure),
    Withdraw(usize),
    /// Withdraws a figure and records it anew with this amount, as a manager corrects a mistake.
    Correct(usize, f64),
    Assume(usize, Assumptions),
    Join(usize, usize),
    Apart(usize),
    Split(usize),
    /// So many days go by.
    Wait(i32),
}

/// What has to be done for an act, with numbers that exist; whether it is allowed is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Stage(usize, Stage),
    Figure(Figure),
    /// Of the figure at this place among all figures, which is this synergy's.
    Withdraw(usize, usize),
    Assume(usize, Assumptions),
    Join(usize, Option<usize>),
    Split(usize),
}

/// The sum of one indicator.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Total {
    pub amount: f64,
    pub lifetime: f64,
    pub audited: f64,
    pub synergies: u32,
}

/// Everything that was recorded, in order, each with its day.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub today: i32,
    pub synergies: Vec<Synergy>,
    facts: Vec<(i32, Fact)>,
}

impl Model {
    /// On the first day.
    pub fn new() -> Self {
        let mut model = Self { today: FIRST_DAY, ..Self::default() };
        for (workshop, companies, stage) in SYNERGIES {
            model.begin(workshop, companies, stage);
        }
        model
    }

    fn begin(&mut self, workshop: usize, companies: [u32; 2], stage: Stage) {
        self.synergies.push(Synergy { workshop, companies });
        self.record(Fact::Stage(self.synergies.len() - 1, stage));
    }

    fn record(&mut self, fact: Fact) {
        self.facts.push((self.today, fact));
    }

    fn figures(&self) -> Vec<(i32, Figure)> {
        self.facts
            .iter()
            .filter_map(|(day, fact)| if let Fact::Figure(figure) = fact { Some((*day, *figure)) } else { None })
            .collect()
    }

    fn withdrawn(&self, place: usize, by: i32) -> bool {
        self.facts.iter().any(|(day, fact)| *day <= by && matches!(fact, Fact::Withdrawn(figure) if *figure == place))
    }

    fn stage(&self, of: usize, by: i32) -> Option<Stage> {
        let said = |(day, fact): &(i32, Fact)| {
            if let Fact::Stage(synergy, stage) = fact { (*synergy == of && *day <= by).then_some(*stage) } else { None }
        };
        self.facts.iter().filter_map(said).next_back()
    }

    fn assumptions(&self, of: usize, by: i32) -> Assumptions {
        let said = |(day, fact): &(i32, Fact)| {
            if let Fact::Assumed(synergy, assumptions) = fact {
                (*synergy == of && *day <= by).then_some(*assumptions)
            } else {
                None
            }
        };
        self.facts.iter().filter_map(said).next_back().unwrap_or_default()
    }

    /// The synergy as part of which this record counts.
    fn root(&self, of: usize, by: i32) -> usize {
        *self.way(of, by).last().unwrap()
    }

    /// The records by way of which this one counts, from itself to the synergy as part of which it counts.
    fn way(&self, of: usize, by: i32) -> Vec<usize> {
        let said = |(day, fact): &(i32, Fact)| {
            if let Fact::Joined(synergy, into) = fact { (*synergy == of && *day <= by).then_some(*into) } else { None }
        };
        match self.facts.iter().filter_map(said).next_back().flatten() {
            Some(into) => [vec![of], self.way(into, by)].concat(),
            None => vec![of],
        }
    }

    /// What an act comes to, and whether it is allowed. Does nothing yet.
    pub fn steps(&self, act: &Act) -> Vec<(Step, bool)> {
        let synergy = |number: usize| number % self.synergies.len();
        let figures = self.figures();
        let withdrawal = |number: usize| {
            let place = number.checked_rem(figures.len())?;
            Some((Step::Withdraw(place, figures[place].1.of), !self.withdrawn(place, self.today)))
        };
        match act {
            Act::Stage(of, stage) => {
                vec![(Step::Stage(synergy(*of), *stage), self.stage(synergy(*of), self.today) != Some(*stage))]
            }
            Act::Figure(figure) => vec![(Step::Figure(Figure { of: synergy(figure.of), ..*figure }), true)],
            Act::Withdraw(number) => withdrawal(*number).into_iter().collect(),
            Act::Correct(number, amount) => withdrawal(*number)
                .into_iter()
                .filter(|(_, allowed)| *allowed)
                .flat_map(|step| {
                    [step, (Step::Figure(Figure { amount: *amount, ..figures[number % figures.len()].1 }), true)]
                })
                .collect(),
            Act::Assume(of, assumptions) => vec![(Step::Assume(synergy(*of), *assumptions), true)],
            Act::Join(of, into) => {
                let (of, into) = (synergy(*of), synergy(*into));
                vec![(Step::Join(of, Some(into)), !self.way(into, self.today).contains(&of))]
            }
            Act::Apart(of) => vec![(Step::Join(synergy(*of), None), true)],
            Act::Split(of) => vec![(Step::Split(synergy(*of)), true)],
            Act::Wait(_) => Vec::new(),
        }
    }

    /// Does a step that is allowed.
    pub fn take(&mut self, step: &Step) {
        match step {
            Step::Stage(of, stage) => self.record(Fact::Stage(*of, *stage)),
            Step::Figure(figure) => self.record(Fact::Figure(*figure)),
            Step::Withdraw(place, _) => self.record(Fact::Withdrawn(*place)),
            Step::Assume(of, assumptions) => self.record(Fact::Assumed(*of, *assumptions)),
            Step::Join(of, into) => self.record(Fact::Joined(*of, *into)),
            Step::Split(of) => {
                let Synergy { workshop, companies, .. } = self.synergies[*of].clone();
                self.begin(workshop, companies, self.stage(*of, self.today).unwrap());
            }
        }
    }

    /// How many synergies are realised, of this workshop or of all.
    pub fn realised(&self, by: i32, workshop: Option<usize>) -> u32 {
        u32::try_from(self.counting(by, workshop).count()).unwrap()
    }

    /// Whether a report says what the facts say, as known today: in all, and for each of these workshops.
    pub fn judge(&self, report: &Report, workshops: &[WorkshopId], this_year: i32) -> Result<(), TestCaseError> {
        let nothing = Part::default();
        let of_workshops = workshops
            .iter()
            .enumerate()
            .map(|(number, id)| (Some(number), report.workshops.get(id).unwrap_or(&nothing)));
        for (workshop, part) in of_workshops.chain([(None, &report.all)]) {
            prop_assert_eq!(part.realised, self.realised(self.today, workshop), "realised in {:?}", workshop);
            for indicator in Indicator::ALL {
                let expected = self.total(*indicator, self.today, this_year, workshop);
                let told = part.sums.get(indicator);
                prop_assert_eq!(
                    told.map(|sum| sum.synergies),
                    expected.map(|total| total.synergies),
                    "{:?} in {:?}",
                    indicator,
                    workshop
                );
                let (Some(told), Some(expected)) = (told, expected) else { continue };
                for (what, told, expected) in [
                    ("amount", told.amount, expected.amount),
                    ("lifetime", told.lifetime, expected.lifetime),
                    ("audited", told.levels[4], expected.audited),
                ] {
                    // Only the order in which they are added up may differ.
                    let close = (told - expected).abs() <= 1e-6 * (1.0 + told.abs());
                    prop_assert!(
                        close,
                        "{what} of {indicator:?} in {workshop:?}: {told} where the facts say {expected}"
                    );
                }
            }
        }
        Ok(())
    }

    fn counting(&self, by: i32, workshop: Option<usize>) -> impl Iterator<Item = usize> {
        (0..self.synergies.len())
            .filter(move |of| workshop.is_none_or(|workshop| self.synergies[*of].workshop == workshop))
            .filter(move |of| self.root(*of, by) == *of && self.stage(*of, by) == Some(Stage::Realised))
    }

    /// What realised synergies have brought as known at the end of a day, in the years up to this one.
    pub fn total(&self, indicator: Indicator, by: i32, this_year: i32, workshop: Option<usize>) -> Option<Total> {
        let mut total = Total::default();
        for of in self.counting(by, workshop) {
            let Assumptions { lifetime_years, retention, attribution } = self.assumptions(of, by);
            let years: BTreeMap<i32, (f64, f64)> =
                (2000..=this_year).filter_map(|year| Some((year, self.year(of, indicator, year, by)?))).collect();
            let (Some((first, _)), Some((last, (latest, latest_audited)))) =
                (years.first_key_value(), years.last_key_value())
            else {
                continue;
            };
            total.synergies += 1;
            let sum: f64 = years.values().map(|(amount, _)| amount).sum();
            let is_job = matches!(indicator, Indicator::JobsCreated | Indicator::JobsKept);
            total.amount += attribution * if is_job { *latest } else { sum };
            total.audited +=
                attribution * if is_job { *latest_audited } else { years.values().map(|(_, audited)| audited).sum() };
            let mut lifetime = if is_job { *latest } else { sum };
            if !is_job && indicator != Indicator::Investment {
                let mut left = *latest;
                for _ in last + 1..first + i32::from(lifetime_years) {
                    left *= retention;
                    lifetime += left;
                }
            }
            total.lifetime += attribution * lifetime;
        }
        (total.synergies > 0).then_some(total)
    }

    /// What a synergy brought in a year, and how much of it is audited.
    fn year(&self, of: usize, indicator: Indicator, year: i32, by: i32) -> Option<(f64, f64)> {
        let said = self.figures().into_iter().enumerate().filter(|(place, (day, figure))| {
            let counts = figure.indicator == indicator && figure.year == year && self.root(figure.of, by) == of;
            counts && *day <= by && !self.withdrawn(*place, by)
        });
        // For whom each speaks: a company of the record in which it stands, or the synergy as a whole. Flows always the
        // whole.
        let of_companies = matches!(
            indicator,
            Indicator::Savings
                | Indicator::Sales
                | Indicator::Investment
                | Indicator::JobsCreated
                | Indicator::JobsKept
        );
        let said: Vec<(Option<u32>, Figure)> = said
            .map(|(_, (_, figure))| {
                (figure.by.filter(|by| of_companies && self.synergies[figure.of].companies.contains(by)), figure)
            })
            .collect();
        let best = |whose: Option<u32>| {
            let mut best: Option<Figure> = None;
            for (_, figure) in said.iter().filter(|(speaker, _)| *speaker == whose) {
                if best.is_none_or(|best| figure.verification >= best.verification) {
                    best = Some(*figure);
                }
            }
            best
        };
        let speakers: BTreeSet<u32> = said.iter().filter_map(|(speaker, _)| *speaker).collect();
        let companies: Vec<Figure> = speakers.into_iter().filter_map(|company| best(Some(company))).collect();
        let whole = best(None);
        // A word for the whole stands unless a company's is verified as well; a company's unless that for the whole is
        // verified better.
        let standing: Vec<Figure> = companies
            .iter()
            .filter(|company| whole.is_none_or(|whole| whole.verification <= company.verification))
            .chain(
                whole.iter().filter(|whole| companies.iter().all(|company| company.verification < whole.verification)),
            )
            .copied()
            .collect();
        let audited = standing
            .iter()
            .filter(|figure| figure.verification == Verification::Audited)
            .map(|figure| figure.amount)
            .sum();
        (!standing.is_empty()).then(|| (standing.iter().map(|figure| figure.amount).sum(), audited))
    }
}

/// Anything that somebody may try. Few synergies, years and companies, so that acts meet each other.
pub fn act() -> impl Strategy<Value = Act> {
    let number = 0..40usize;
    // Two flows, two of each company, one that is made once, one that stays the same job.
    let indicators = [
        Indicator::TonnesReused,
        Indicator::Co2eAvoided,
        Indicator::Savings,
        Indicator::Sales,
        Indicator::Investment,
        Indicator::JobsCreated,
    ];
    let figure = (
        number.clone(),
        2024..=2027i32,
        prop::sample::select(indicators.to_vec()),
        0..1000u32,
        prop::sample::select(Verification::ALL),
        prop::option::of(0..COMPANIES),
    );
    let figure = figure.prop_map(|(of, year, indicator, amount, verification, by)| Figure {
        of,
        year,
        indicator,
        amount: f64::from(amount),
        verification,
        by,
    });
    let assumptions = (1..9u8, 0..=4u32, 0..=4u32).prop_map(|(lifetime_years, retention, attribution)| Assumptions {
        lifetime_years,
        retention: f64::from(retention) / 4.0,
        attribution: f64::from(attribution) / 4.0,
    });
    prop_oneof![
        2 => (number.clone(), prop::sample::select(Stage::ALL)).prop_map(|(of, stage)| Act::Stage(of, stage)),
        2 => number.clone().prop_map(|of| Act::Stage(of, Stage::Realised)),
        8 => figure.prop_map(Act::Figure),
        1 => number.clone().prop_map(Act::Withdraw),
        2 => (number.clone(), 0..1000u32).prop_map(|(figure, amount)| Act::Correct(figure, f64::from(amount))),
        2 => (number.clone(), assumptions).prop_map(|(of, assumptions)| Act::Assume(of, assumptions)),
        3 => (number.clone(), number.clone()).prop_map(|(of, into)| Act::Join(of, into)),
        1 => number.clone().prop_map(Act::Apart),
        1 => number.prop_map(Act::Split),
        4 => (1..9i32).prop_map(Act::Wait),
    ]
}
