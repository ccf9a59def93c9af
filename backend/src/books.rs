//! The books of each programme, kept in memory and brought up to date with what was recorded since: nothing in them is
//! ever changed, so a report never reads the same row twice. Large ones are kept in the database as well, so that a
//! start reads on from there.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use domain::NaiveDate;
use domain::access::Right;
use domain::ids::{ProgrammeId, WorkshopId};
use domain::ledger::{Book, Entry, Ledger, Report, Side, year_of};
use domain::programme::{Programme, ProgrammeReport};
use domain::targets;
use domain::text::organisation_key;
use domain::time::Timestamp;

use crate::Backend;
use crate::db::{Db, Marks, News};
use crate::error::{Error, Result};
use crate::people::Account;

/// How books are written when they are kept. Raised whenever that changes: others are not read.
const FOLD: u32 = 1;
/// How many figures a start may have to read one by one: books are kept anew when so many have come.
pub(crate) const KEPT_EVERY: usize = 10_000;

/// The books of all programmes that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Books(Mutex<HashMap<ProgrammeId, Arc<tokio::sync::Mutex<Read>>>>);

/// The books of one programme as they were at the last reading.
#[derive(Debug, Default)]
struct Read {
    marks: Marks,
    territories: BTreeMap<WorkshopId, String>,
    ledger: Arc<Ledger>,
    /// By what number the ledger knows each organisation.
    companies: HashMap<String, u32>,
    /// How many figures there were when the books were last kept.
    kept: usize,
    /// Today's report, while nothing new came and the year is the same.
    report: Option<(i32, Arc<Report>)>,
}

impl Books {
    fn of(&self, programme: ProgrammeId) -> Arc<tokio::sync::Mutex<Read>> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(programme).or_default())
    }

    /// The books of a programme, up to date.
    pub(crate) async fn ledger(&self, db: &Db, programme: ProgrammeId) -> Result<Arc<Ledger>> {
        let read = self.of(programme);
        let mut read = read.lock().await;
        read.refresh(db, programme).await?;
        Ok(Arc::clone(&read.ledger))
    }

    /// Reads the books of a programme, and keeps them where so many figures have come since they were last kept.
    pub(crate) async fn keep(&self, db: &Db, programme: ProgrammeId, grown_by: usize) -> Result<()> {
        let read = self.of(programme);
        let mut read = read.lock().await;
        read.refresh(db, programme).await?;
        let figures = read.figures();
        if figures >= read.kept + grown_by {
            db.keep_books(programme, read.marks.epoch, &read.write()?).await?;
            read.kept = figures;
        }
        Ok(())
    }

    async fn report(&self, db: &Db, programme: ProgrammeId, now: Timestamp) -> Result<Arc<Report>> {
        let read = self.of(programme);
        let mut read = read.lock().await;
        read.refresh(db, programme).await?;
        let year = year_of(now);
        if let Some((of, report)) = &read.report
            && *of == year
        {
            return Ok(Arc::clone(report));
        }
        // The books hold nothing of tomorrow; a clock that was set back must not hide what is in them.
        let report = Arc::new(read.ledger.report(Timestamp(i64::MAX), year));
        read.report = Some((year, Arc::clone(&report)));
        Ok(report)
    }
}

impl Read {
    /// Books as they are kept: by which fold, then each part in order.
    fn write(&self) -> Result<Vec<u8>> {
        let Self { marks, territories, ledger, companies, .. } = self;
        postcard::to_allocvec(&(FOLD, marks, territories, &**ledger, companies))
            .map_err(|error| Error::Corrupt(format!("books that cannot be written: {error}")))
    }

    /// Books as they were kept; none where another fold wrote them.
    fn kept(content: &[u8]) -> Option<Self> {
        let (fold, parts) = postcard::take_from_bytes::<u32>(content).ok()?;
        if fold != FOLD {
            return None;
        }
        let (marks, territories, ledger, companies) = postcard::from_bytes(parts).ok()?;
        let mut read = Self { marks, territories, ledger: Arc::new(ledger), companies, kept: 0, report: None };
        read.kept = read.figures();
        Some(read)
    }

    fn figures(&self) -> usize {
        self.ledger.books.values().map(|book| book.figures.len()).sum()
    }

    async fn refresh(&mut self, db: &Db, programme: ProgrammeId) -> Result<()> {
        if self.marks == Marks::default()
            && let Some(kept) = db.kept_books(programme).await?.as_deref().and_then(Self::kept)
        {
            *self = kept;
        }
        let mut news = db.news(programme, self.marks).await?;
        let territories: BTreeMap<WorkshopId, String> = news.territories.iter().cloned().collect();
        // Under which territory a workshop is reported can be corrected: then the books are read anew.
        let moved = self.territories.iter().any(|(id, territory)| territories.get(id) != Some(territory));
        if news.marks.epoch != self.marks.epoch {
            // All of it is new.
            *self = Self::default();
        } else if moved {
            *self = Self::default();
            news = db.news(programme, self.marks).await?;
        }
        let changed = news.marks != self.marks;
        self.territories = territories;
        if changed {
            self.take(news);
            self.report = None;
        }
        Ok(())
    }

    fn take(&mut self, news: News) {
        let Self { ledger, companies, territories, .. } = self;
        let books = &mut Arc::make_mut(ledger).books;
        let mut number = |name: &str| {
            let next = u32::try_from(companies.len()).unwrap_or(u32::MAX);
            *companies.entry(organisation_key(name)).or_insert(next)
        };
        for (key, kind, giver, receiver) in &news.synergies {
            let territory = territories.get(&key.0).cloned().unwrap_or_default();
            books.insert(*key, Book::new(territory, *kind, vec![number(giver), number(receiver)]));
        }
        for (key, at, stage) in news.stages {
            if let Some(book) = books.get_mut(&key) {
                book.stages.push((at, stage));
            }
        }
        for entry in news.figures {
            if let Some(book) = books.get_mut(&entry.key) {
                let side = Side::of(number(&entry.declared_by), &book.companies);
                book.figures.push(Entry {
                    number: entry.number,
                    at: entry.at,
                    year: entry.year,
                    indicator: entry.indicator,
                    amount: entry.amount,
                    verification: entry.verification,
                    side,
                    uncertainty: entry.uncertainty.unwrap_or(0.0),
                    withdrawn: None,
                });
            }
        }
        if news.marks.withdrawals != self.marks.withdrawals {
            let withdrawn: HashMap<i64, Timestamp> = news.withdrawals.into_iter().collect();
            for entry in books.values_mut().flat_map(|book| &mut book.figures) {
                entry.withdrawn = withdrawn.get(&entry.number).copied();
            }
        }
        for (key, at, assumptions) in news.assumptions {
            if let Some(book) = books.get_mut(&key) {
                book.assumptions.push((at, assumptions));
            }
        }
        for (key, at, into) in news.joins {
            if let Some(book) = books.get_mut(&key) {
                book.joined.push((at, into));
            }
        }
        self.marks = news.marks;
    }
}

impl Backend {
    /// What a programme has brought: as it is known today, or as it was known at the end of a past day (UTC).
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for a programme of others.
    pub async fn report(
        &self,
        account: &Account,
        id: ProgrammeId,
        as_of: Option<NaiveDate>,
    ) -> Result<ProgrammeReport> {
        let by = self.member(account, id, Right::SeeResults).await?;
        self.report_of(by.programme().clone(), as_of).await
    }

    /// The report of a programme as of the end of this day; of now for today, for days to come, and for none.
    pub(crate) async fn report_of(&self, programme: Programme, as_of: Option<NaiveDate>) -> Result<ProgrammeReport> {
        let now = self.clock().now();
        let today = day_of(now);
        let as_of = as_of.filter(|day| *day < today);
        let report = match as_of {
            None => self.books().report(self.db(), programme.id, now).await?,
            Some(day) => {
                let ledger = self.books().ledger(self.db(), programme.id).await?;
                let end = end_of(day);
                Arc::new(ledger.report(end, year_of(end)))
            }
        };
        let workshops = self.db().workshop_names(programme.id).await?;
        let settings = self.db().target_settings(programme.id).await?;
        let targets = targets::progress(&settings, as_of.map_or(Timestamp(i64::MAX), end_of), &report);
        Ok(ProgrammeReport { programme, as_of: as_of.unwrap_or(today), report, workshops, targets })
    }
}

/// The day of a moment, in UTC.
pub(crate) fn day_of(at: Timestamp) -> NaiveDate {
    i32::try_from(at.0.div_euclid(86_400_000)).ok().and_then(NaiveDate::from_epoch_days).unwrap_or_default()
}

/// The last millisecond of a day, in UTC.
fn end_of(day: NaiveDate) -> Timestamp {
    Timestamp((i64::from(day.to_epoch_days()) + 1) * 86_400_000 - 1)
}

#[cfg(test)]
mod tests;
