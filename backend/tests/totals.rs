//! What managers do through the forms, in any order, on a real database: reports say what a plain list of facts says;
//! the report of a day comes out the same later, and once more after a restart, when the books are read anew.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../domain/tests/model/mod.rs"]
mod model;

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use backend::Backend;
use backend::clock::Clock;
use backend::exports::{Cursor, Export};
use backend::people::Account;
use domain::NaiveDate;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::ledger::{Part, Report, year_of};
use domain::members::InvitationDraft;
use domain::synergy::{AssumptionsDraft, FigureDraft, Stage, StageDraft, Verification};
use domain::time::Timestamp;
use domain::workshop::Language;
use model::{Act, COMPANIES, Model, SYNERGIES, Step, act};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const DAY: i64 = 86_400_000;

/// A server's data, its clock, and somebody who works in all its programmes.
struct Office {
    backend: Backend,
    clock: Arc<AtomicI64>,
    account: Account,
    /// Who alone records and withdraws figures of the highest level.
    auditor: Account,
}

/// A report that was told, to be asked for again.
struct Told {
    programme: ProgrammeId,
    day: i32,
    report: Report,
}

fn company(number: u32) -> String {
    format!("Entreprise {number}")
}

fn date(day: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(day).unwrap()
}

impl Office {
    async fn open(file: &Path) -> Self {
        let clock = Arc::new(AtomicI64::new(0));
        let hand = Arc::clone(&clock);
        let backend =
            Backend::open(file, Clock::from_fn(move || Timestamp(hand.fetch_add(1, Ordering::Relaxed)))).await.unwrap();
        let (account, _) = backend
            .create_account("Claire", "claire@maillage.example", "une phrase assez longue".into())
            .await
            .unwrap();
        let (auditor, _) =
            backend.create_account("Paul", "paul@maillage.example", "une phrase assez longue".into()).await.unwrap();
        Self { backend, clock, account, auditor }
    }

    /// It is the morning of this day.
    fn wake(&self, day: i32) {
        self.clock.store(i64::from(day) * DAY, Ordering::Relaxed);
    }

    async fn report(&self, programme: ProgrammeId, day: Option<i32>) -> Report {
        self.backend.report(&self.account, programme, day.map(date)).await.unwrap().report.as_ref().clone()
    }

    /// What is read of all synergies: exports, today's reports, and what happened.
    async fn everything(&self) -> Vec<String> {
        let Self { backend, account, .. } = self;
        let mut all = Vec::new();
        for export in [Export::Synergies, Export::History, Export::Figures] {
            let mut cursor = Some(Cursor::default());
            while let Some(at) = cursor {
                let (part, next) = backend.export_part(account, export, None, Language::English, at).await.unwrap();
                all.push(String::from_utf8(part).unwrap());
                cursor = next;
            }
        }
        for programme in backend.programmes(account).await.unwrap() {
            all.push(format!("{:?}", counted(self.report(programme.id, None).await)));
            let trail = backend.trail(account, programme.id, Timestamp(i64::MAX)).await.unwrap();
            all.push(format!("{trail:?}"));
        }
        all
    }
}

/// A programme and the model of it.
struct Books<'a> {
    office: &'a Office,
    model: Model,
    programme: ProgrammeId,
    workshops: Vec<WorkshopId>,
    synergies: Vec<(WorkshopId, SynergyId)>,
    /// The numbers of figures here, in the order in which they were recorded.
    figures: Vec<i64>,
}

impl<'a> Books<'a> {
    async fn open(office: &'a Office, name: &str) -> Self {
        let model = Model::new();
        office.wake(model.today);
        let Office { backend, account, .. } = office;
        let programme = backend.create_programme(account, name).await.unwrap();
        let draft = InvitationDraft { email: "paul@maillage.example".into(), role: "auditor".into() };
        let invited = backend.invite(account, programme, &draft).await.unwrap();
        backend.answer_invitation(&office.auditor, &invited.token, true).await.unwrap();
        let heads = ["title", "giver", "receiver", "stage", "workshop"].map(str::to_owned).to_vec();
        let line = |(number, (workshop, [giver, receiver], stage)): (usize, &(usize, [u32; 2], Stage))| {
            vec![
                format!("Synergie {number}"),
                company(*giver),
                company(*receiver),
                stage.code().to_owned(),
                format!("Atelier {workshop}"),
            ]
        };
        let rows: Vec<Vec<String>> = std::iter::once(heads).chain(SYNERGIES.iter().enumerate().map(line)).collect();
        let preview = backend.preview_import(account, programme, &rows, &[]).await.unwrap();
        assert_eq!(backend.import_synergies(account, programme, &preview).await.unwrap(), SYNERGIES.len());
        let mut records: Vec<_> = backend
            .synergies(account)
            .await
            .unwrap()
            .into_iter()
            .filter(|record| record.programme_id == programme)
            .collect();
        records.sort_by(|left, right| left.title.cmp(&right.title));
        let synergies: Vec<_> = records.iter().map(|record| (record.workshop_id, record.id)).collect();
        let workshops =
            [0, 1].map(|workshop| synergies[SYNERGIES.iter().position(|(of, ..)| *of == workshop).unwrap()].0).to_vec();
        Self { office, model, programme, workshops, synergies, figures: Vec::new() }
    }

    async fn act(&mut self, act: &Act) -> Result<(), TestCaseError> {
        if let Act::Wait(days) = act {
            self.model.today += days;
            self.office.wake(self.model.today);
        }
        for (step, allowed) in self.model.steps(act) {
            prop_assert_eq!(self.take(&step).await, allowed, "{:?}", step);
            if allowed {
                self.model.take(&step);
            }
        }
        Ok(())
    }

    /// Does it as the pages do. Whether it was taken.
    async fn take(&mut self, step: &Step) -> bool {
        let Office { backend, account, .. } = self.office;
        let of = match step {
            Step::Figure(figure) => figure.of,
            Step::Stage(of, _) | Step::Withdraw(_, of) | Step::Assume(of, _) | Step::Join(of, _) | Step::Split(of) => {
                *of
            }
        };
        let (workshop, id) = self.synergies[of];
        let caller = backend.caller_by_account(workshop, account).await.unwrap();
        match step {
            Step::Stage(_, stage) => {
                let change =
                    StageDraft { stage: stage.code().into(), lost_reason: "economic".into(), ..StageDraft::default() };
                backend.move_synergy(account, &caller, id, &change).await.is_ok()
            }
            Step::Figure(figure) => {
                // However they write their name.
                let name = figure.by.filter(|by| *by < COMPANIES).map_or_else(|| "Mairie".to_owned(), company);
                let draft = FigureDraft {
                    year: figure.year.to_string(),
                    indicator: figure.indicator.code().into(),
                    amount: figure.amount.to_string(),
                    verification: figure.verification.code().into(),
                    declared_by: if self.figures.len().is_multiple_of(2) { name } else { name.to_uppercase() },
                    ..FigureDraft::default()
                };
                let by = if figure.verification == Verification::Audited { &self.office.auditor } else { account };
                let caller = backend.caller_by_account(workshop, by).await.unwrap();
                backend.record_figure(by, &caller, id, &draft).await.unwrap();
                let figures = backend.synergy(account, workshop, id).await.unwrap().figures;
                self.figures.extend(figures.iter().map(|record| record.id).max());
                true
            }
            Step::Withdraw(place, _) => {
                let figure = self.figures[*place];
                let mut done = backend.withdraw_figure(account, &caller, id, figure, "Erreur").await.is_ok();
                if !done {
                    let auditor = &self.office.auditor;
                    let caller = backend.caller_by_account(workshop, auditor).await.unwrap();
                    done = backend.withdraw_figure(auditor, &caller, id, figure, "Erreur").await.is_ok();
                }
                done
            }
            Step::Assume(_, assumptions) => {
                let draft = AssumptionsDraft {
                    lifetime_years: assumptions.lifetime_years.to_string(),
                    retention: (assumptions.retention * 100.0).to_string(),
                    attribution: (assumptions.attribution * 100.0).to_string(),
                    reason: "Contrat".into(),
                };
                backend.assume(account, &caller, id, &draft).await.is_ok()
            }
            Step::Join(_, into) => backend
                .join_synergy(account, &caller, id, into.map(|into| self.synergies[into]), "La même")
                .await
                .is_ok(),
            Step::Split(_) => {
                let part = backend.split_synergy(account, &caller, id, "Une part").await.unwrap();
                self.synergies.push((workshop, part));
                true
            }
        }
    }

    /// Today's report, which says what the model says.
    async fn agreed(&self) -> Result<Told, TestCaseError> {
        let (programme, day) = (self.programme, self.model.today);
        let report = self.office.report(programme, None).await;
        self.model.judge(&report, &self.workshops, year_of(Timestamp(i64::from(day) * DAY)))?;
        Ok(Told { programme, day, report })
    }
}

/// Companies have other numbers after a restart; how many there are stays.
fn counted(mut report: Report) -> Report {
    let Report { all, territories, workshops, kinds, cohorts, .. } = &mut report;
    let parts =
        territories.values_mut().chain(workshops.values_mut()).chain(kinds.values_mut()).chain(cohorts.values_mut());
    for Part { companies, .. } in parts.chain([all]) {
        *companies = (0..u32::try_from(companies.len()).unwrap()).collect();
    }
    report
}

#[test]
fn whatever_is_recorded_reports_are_right_and_those_of_past_days_stay() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("maillage.db");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let office = runtime.block_on(Office::open(&file));
    let told: RefCell<Vec<Told>> = RefCell::default();
    let programmes = Cell::new(0);
    let outcome = TestRunner::new(Config { cases: 24, max_shrink_iters: 200, ..Config::default() }).run(
        &vec(act(), 0..60),
        |acts| {
            programmes.set(programmes.get() + 1);
            let name = format!("Démarche {}", programmes.get());
            runtime.block_on(async {
                let mut books = Books::open(&office, &name).await;
                let mut days = Vec::new();
                for act in acts.iter().chain([&Act::Wait(1)]) {
                    if matches!(act, Act::Wait(_)) {
                        days.push(books.agreed().await?);
                    }
                    books.act(act).await?;
                }
                for Told { programme, day, report } in &days {
                    prop_assert_eq!(
                        &office.report(*programme, Some(*day)).await,
                        report,
                        "the report of {}",
                        date(*day)
                    );
                }
                told.borrow_mut().extend(days);
                Ok(())
            })
        },
    );
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
    runtime.block_on(async {
        let Office { backend, clock, account, auditor } = office;
        backend.stop().await;
        let hand = Arc::clone(&clock);
        let backend =
            Backend::open(&file, Clock::from_fn(move || Timestamp(hand.load(Ordering::Relaxed)))).await.unwrap();
        let office = Office { backend, clock, account, auditor };
        office.wake(model::FIRST_DAY + 1_000);
        for Told { programme, day, report } in told.take() {
            assert_eq!(
                counted(office.report(programme, Some(day)).await),
                counted(report),
                "the report of {} after a restart",
                date(day)
            );
        }
        let before = office.everything().await;
        let mut entries = 0;
        office.backend.rebuild(|_, length| entries += length).await.unwrap();
        assert!(entries > 0);
        assert_eq!(office.everything().await, before, "made anew from the logs, all is as it was");
    });
}
