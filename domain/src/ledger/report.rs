//! The sums of a ledger: in all, by year, by territory, by workshop, by family; and the way from idea to realised.

use std::collections::{BTreeMap, BTreeSet};

use super::standing::Counted;
use super::{CountingFigure, Ledger, SynergyKey};
use crate::ids::WorkshopId;
use crate::synergy::{Assumptions, Indicator, Stage, SynergyKind, Verification};
use crate::time::Timestamp;

/// A sum of one indicator. Attribution is applied to all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// What the years that have begun have brought, in the indicator's unit.
    pub amount: f64,
    /// The same amount, by verification level from 0 to 4.
    pub levels: [f64; 5],
    /// The same by year (jobs: those declared for the year).
    pub years: BTreeMap<i32, f64>,
    /// The most that all uncertainties together could add or take away.
    pub margin: f64,
    /// What it is expected to have brought at the end of the synergies' lifetimes. Never mixed with [`Self::amount`].
    pub lifetime: f64,
    /// How many synergies have a figure for it.
    pub synergies: u32,
}

/// A part of a report, or the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// How many synergies are realised.
    pub realised: u32,
    /// The sums, of indicators for which there is a figure.
    pub sums: BTreeMap<Indicator, Sum>,
    /// Organisations that take part in a realised synergy, each once.
    pub companies: BTreeSet<u32>,
}

/// The way from idea to realised: how many synergies ever came as far as each stage, and where the others are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Funnel {
    /// Synergies that came at least as far as each stage of the chain.
    pub reached: BTreeMap<Stage, u32>,
    /// How many synergies stand at each stage.
    pub now: BTreeMap<Stage, u32>,
    /// Of the synergies given up: how many had come as far as each stage.
    pub lost_at: BTreeMap<Stage, u32>,
}

/// What a programme has brought, as known at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// All synergies of the programme together.
    pub all: Part,
    /// A part for each territory, by its name.
    pub territories: BTreeMap<String, Part>,
    /// A part for each workshop from which realised synergies came.
    pub workshops: BTreeMap<WorkshopId, Part>,
    /// A part for each family of synergies.
    pub kinds: BTreeMap<SynergyKind, Part>,
    /// A part for each year in which synergies were realised.
    pub cohorts: BTreeMap<i32, Part>,
    /// The way from idea to realised.
    pub funnel: Funnel,
    /// How many figures do not count: their synergy is not realised, or their year has not begun.
    pub waiting: usize,
}

/// A synergy's contribution to one indicator.
struct Contribution {
    figures: Vec<CountingFigure>,
    lifetime: f64,
}

impl Part {
    fn add(&mut self, counted: &Counted, companies: &[u32]) {
        self.realised += 1;
        self.companies.extend(companies);
        for (indicator, contribution) in contributions(counted) {
            let sum = self.sums.entry(indicator).or_default();
            let share = counted.assumptions.attribution;
            sum.synergies += 1;
            sum.lifetime += contribution.lifetime * share;
            let last = contribution.figures.iter().map(|figure| figure.year).max();
            for figure in &contribution.figures {
                let amount = figure.amount * share;
                *sum.years.entry(figure.year).or_default() += amount;
                // A job of last year that is there this year is one job: the synergy's last year counts.
                if indicator.adds_up_over_years() || Some(figure.year) == last {
                    sum.amount += amount;
                    sum.margin += amount.abs() * figure.uncertainty;
                    if let Some(level) = sum.levels.get_mut(usize::from(figure.verification.level())) {
                        *level += amount;
                    }
                }
            }
        }
    }
}

fn contributions(counted: &Counted) -> BTreeMap<Indicator, Contribution> {
    let mut by_indicator: BTreeMap<Indicator, Vec<CountingFigure>> = BTreeMap::new();
    for figure in &counted.figures {
        by_indicator.entry(figure.indicator).or_default().push(*figure);
    }
    let with_lifetime = |(indicator, figures): (Indicator, Vec<CountingFigure>)| {
        let lifetime = lifetime(indicator, &figures, counted.assumptions);
        (indicator, Contribution { figures, lifetime })
    };
    by_indicator.into_iter().map(with_lifetime).collect()
}

/// What was declared, and for the years that are left of the lifetime what the last declared year brought, less what is
/// lost each year.
fn lifetime(indicator: Indicator, figures: &[CountingFigure], assumptions: Assumptions) -> f64 {
    let mut years: BTreeMap<i32, f64> = BTreeMap::new();
    for figure in figures {
        *years.entry(figure.year).or_default() += figure.amount;
    }
    let (Some((first, _)), Some((last, latest))) = (years.first_key_value(), years.last_key_value()) else {
        return 0.0;
    };
    if !indicator.adds_up_over_years() {
        return *latest;
    }
    let declared: f64 = years.values().sum();
    if !indicator.comes_every_year() {
        return declared;
    }
    let end = first + i32::from(assumptions.lifetime_years) - 1;
    let to_come: f64 = (1..=(end - last).max(0)).map(|year| latest * assumptions.retention.powi(year)).sum();
    declared + to_come
}

impl Ledger {
    /// What the programme had brought, as known at this moment. Figures of years after `this_year` are hopes and do not
    /// count.
    #[must_use]
    pub fn report(&self, as_of: Timestamp, this_year: i32) -> Report {
        let mut report =
            Report { funnel: self.funnel(as_of), waiting: self.waiting(as_of, this_year), ..Report::default() };
        for counted in self.counted(as_of, this_year) {
            let Some(book) = self.books.get(&counted.key) else { continue };
            let realised = book
                .stages
                .iter()
                .find(|(_, stage)| *stage == Stage::Realised)
                .map_or(this_year, |(at, _)| year_of(*at));
            report.all.add(&counted, &book.companies);
            report.territories.entry(book.territory.clone()).or_default().add(&counted, &book.companies);
            report.workshops.entry(counted.key.0).or_default().add(&counted, &book.companies);
            report.kinds.entry(book.kind).or_default().add(&counted, &book.companies);
            report.cohorts.entry(realised).or_default().add(&counted, &book.companies);
        }
        report
    }

    fn waiting(&self, as_of: Timestamp, this_year: i32) -> usize {
        let of_book = |(key, book): (&SynergyKey, &super::Book)| {
            let root = if book.joined.is_empty() { *key } else { self.root(*key, as_of) };
            let realised = self.books.get(&root).and_then(|book| book.stage(as_of)) == Some(Stage::Realised);
            let known =
                book.figures.iter().filter(|entry| entry.at <= as_of && entry.withdrawn.is_none_or(|at| at > as_of));
            known.filter(|entry| !realised || entry.year > this_year).count()
        };
        self.books.iter().map(of_book).sum()
    }

    fn funnel(&self, as_of: Timestamp) -> Funnel {
        let mut funnel = Funnel::default();
        for (key, book) in &self.books {
            let Some(stage) = book.stage(as_of) else { continue };
            if !book.joined.is_empty() && self.root(*key, as_of) != *key {
                continue;
            }
            *funnel.now.entry(stage).or_default() += 1;
            let furthest = book.furthest(as_of).unwrap_or(Stage::Idea);
            for reached in Stage::ALL.iter().filter(|reached| **reached <= furthest) {
                *funnel.reached.entry(*reached).or_default() += 1;
            }
            if stage == Stage::Lost {
                *funnel.lost_at.entry(furthest).or_default() += 1;
            }
        }
        funnel
    }

    /// The realised synergies that a report of this moment counts.
    #[must_use]
    pub fn realised(&self, as_of: Timestamp) -> Vec<SynergyKey> {
        let is_realised = |(key, book): &(&SynergyKey, &super::Book)| {
            book.stage(as_of) == Some(Stage::Realised) && self.root(**key, as_of) == **key
        };
        self.books.iter().filter(is_realised).map(|(key, _)| *key).collect()
    }
}

impl Sum {
    /// How much of the amount is verified at least so well, as a share. None where shares mean nothing: below zero, or
    /// a sum of zero.
    #[must_use]
    pub fn share_from(&self, level: Verification) -> Option<f64> {
        let meaningful = self.amount > 0.0 && self.levels.iter().all(|amount| *amount >= 0.0);
        let from = self.levels.get(usize::from(level.level())..).unwrap_or_default().iter().sum::<f64>();
        meaningful.then(|| from / self.amount)
    }
}

/// The year of a moment, in UTC.
#[must_use]
pub fn year_of(at: Timestamp) -> i32 {
    let days = i32::try_from(at.0.div_euclid(86_400_000)).unwrap_or(0);
    chrono::NaiveDate::from_epoch_days(days).map_or(1970, |day| chrono::Datelike::year(&day))
}
