//! Whatever is done, in whatever order, the ledger's totals are those of a plain list of facts that is read from its
//! beginning; and the report of each day, as it was on that day, comes out the same when all is over.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod model;

use domain::ids::{SynergyId, WorkshopId};
use domain::ledger::{Book, Entry, Ledger, Report, Side, SynergyKey, year_of};
use domain::synergy::{Stage, SynergyKind};
use domain::time::Timestamp;
use model::{Act, Model, SYNERGIES, Step, act};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

const DAY: i64 = 86_400_000;

/// The model and the books, side by side.
struct Books {
    model: Model,
    ledger: Ledger,
    keys: Vec<SynergyKey>,
    /// Of which synergy each figure is.
    figures: Vec<SynergyKey>,
    /// Within the day: facts of one day stand in their order.
    moment: i64,
}

impl Books {
    fn open() -> Self {
        let mut books =
            Self { model: Model::new(), ledger: Ledger::default(), keys: Vec::new(), figures: Vec::new(), moment: 0 };
        for (workshop, companies, stage) in SYNERGIES {
            books.begin(workshop, companies, stage);
        }
        books
    }

    fn now(&mut self) -> Timestamp {
        self.moment += 1;
        Timestamp(i64::from(self.model.today) * DAY + self.moment)
    }

    fn begin(&mut self, workshop: usize, companies: [u32; 2], stage: Stage) {
        let key = (WorkshopId(Uuid::from_u128(workshop as u128)), SynergyId(u32::try_from(self.keys.len()).unwrap()));
        let mut book = Book::new(format!("Territoire {workshop}"), SynergyKind::Substitution, companies.to_vec());
        book.stages.push((self.now(), stage));
        self.ledger.books.insert(key, book);
        self.keys.push(key);
    }

    fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        if let Act::Wait(days) = act {
            self.model.today += days;
            self.moment = 0;
        }
        for (step, allowed) in self.model.steps(act) {
            let at = self.now();
            let allowed_here = match &step {
                Step::Join(of, Some(into)) => {
                    !self.ledger.would_circle(self.keys[*of], self.keys[*into], Timestamp(i64::MAX))
                }
                _ => allowed,
            };
            prop_assert_eq!(allowed_here, allowed, "{:?}", step);
            if allowed {
                self.record(&step, at);
                self.model.take(&step);
            }
        }
        Ok(())
    }

    fn book(&mut self, of: usize) -> &mut Book {
        self.ledger.books.get_mut(&self.keys[of]).unwrap()
    }

    fn record(&mut self, step: &Step, at: Timestamp) {
        match step {
            Step::Stage(of, stage) => self.book(*of).stages.push((at, *stage)),
            Step::Figure(figure) => {
                let number = i64::try_from(self.figures.len()).unwrap();
                let book = self.book(figure.of);
                let side = figure.by.filter(|by| book.companies.contains(by)).map_or(Side::Whole, Side::Company);
                book.figures.push(Entry {
                    number,
                    at,
                    year: figure.year,
                    indicator: figure.indicator,
                    amount: figure.amount,
                    verification: figure.verification,
                    side,
                    uncertainty: 0.0,
                    withdrawn: None,
                });
                self.figures.push(self.keys[figure.of]);
            }
            Step::Withdraw(place, _) => {
                let book = self.ledger.books.get_mut(&self.figures[*place]).unwrap();
                book.figures
                    .iter_mut()
                    .find(|entry| entry.number == i64::try_from(*place).unwrap())
                    .unwrap()
                    .withdrawn = Some(at);
            }
            Step::Assume(of, assumptions) => self.book(*of).assumptions.push((at, *assumptions)),
            Step::Join(of, into) => {
                let into = into.map(|into| self.keys[into]);
                self.book(*of).joined.push((at, into));
            }
            Step::Split(of) => {
                let model::Synergy { workshop, companies, .. } = self.model.synergies[*of].clone();
                let stage = self.ledger.books[&self.keys[*of]].stages.last().unwrap().1;
                self.begin(workshop, companies, stage);
            }
        }
    }

    fn report(&self, day: i32) -> Report {
        let end = Timestamp((i64::from(day) + 1) * DAY - 1);
        self.ledger.report(end, year_of(end))
    }

    /// What companies add to the sums are the sums.
    fn adds_up(&self, report: &Report) -> Result<(), TestCaseError> {
        let end = Timestamp((i64::from(self.model.today) + 1) * DAY - 1);
        let contributions = self.ledger.contributions(end, year_of(end));
        for (indicator, sum) in &report.all.sums {
            let added: f64 =
                contributions.iter().filter(|of| of.indicator == Some(*indicator)).map(|of| of.amount).sum();
            prop_assert!((added - sum.amount).abs() < 1e-6, "{:?}: {} for {}", indicator, added, sum.amount);
        }
        prop_assert_eq!(contributions.iter().filter(|of| of.indicator.is_none()).count(), report.all.realised as usize);
        Ok(())
    }

    /// The report of today, which says what the model says.
    fn agreed(&self) -> Result<Report, TestCaseError> {
        let report = self.report(self.model.today);
        let workshops = [0, 1].map(|workshop| WorkshopId(Uuid::from_u128(workshop)));
        self.model.judge(&report, &workshops, year_of(Timestamp(i64::from(self.model.today) * DAY)))?;
        self.adds_up(&report)?;
        Ok(report)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn totals_are_those_of_a_plain_list_of_facts_and_stay_what_they_were(acts in vec(act(), 0..70)) {
        let mut books = Books::open();
        let mut told: Vec<(i32, Report)> = Vec::new();
        for act in acts.iter().chain([&Act::Wait(1)]) {
            if matches!(act, Act::Wait(_)) {
                told.push((books.model.today, books.agreed()?));
            }
            books.act(act)?;
        }
        for (day, report) in &told {
            prop_assert_eq!(&books.report(*day), report, "the report of day {}", day);
        }
    }
}
