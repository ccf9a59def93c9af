//! Frames of evaluation, answers by year, and funding.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::time::Timestamp;

use super::Db;
use crate::audit::Entry;
use crate::error::{Error, Result};

/// An answer given by hand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Given {
    /// The answer; none: taken back, the data answer again.
    pub value: Option<f64>,
    /// Why it is so, in words of whoever gave it.
    pub note: Option<String>,
    /// The name of whoever gave it.
    pub author: String,
    /// When it was given.
    pub at: Timestamp,
}

/// A call for projects, and what it pays for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Funding {
    /// Its number on this server; 0 before it is kept.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// Who pays what it grants.
    pub funder: String,
    /// What it pays for: one of [`KINDS`](domain::funding::KINDS).
    pub kind: String,
    /// The day on which it opens, where that is known.
    pub opens: Option<NaiveDate>,
    /// The day on which it closes, where that is known.
    pub closes: Option<NaiveDate>,
    /// The most that it pays, in euros, where that is known.
    pub amount: Option<f64>,
    /// On what conditions it pays, as typed.
    pub conditions: Option<String>,
    /// Whether it pays for the programme as a whole.
    pub whole: bool,
    /// The synergies that it pays for.
    pub synergies: Vec<(WorkshopId, SynergyId)>,
}

impl Db {
    /// The frame that a programme brought in last.
    pub(crate) async fn referential(&self, programme: ProgrammeId) -> Result<Option<String>> {
        let row: Option<(String,)> =
            sqlx::query_as("select content from referential where programme_id = $1 order by number desc limit 1")
                .bind(programme.to_string())
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(content,)| content))
    }

    pub(crate) async fn insert_referential(
        &self,
        programme: ProgrammeId,
        content: &str,
        author: &str,
        entry: &Entry,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("insert into referential (programme_id, at, author, content) values ($1, $2, $3, $4)")
            .bind(programme.to_string())
            .bind(entry.at.0)
            .bind(author)
            .bind(content)
            .execute(&mut *tx)
            .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// The answer that holds for each year and indicator.
    pub(crate) async fn evaluation(&self, programme: ProgrammeId) -> Result<BTreeMap<i32, BTreeMap<String, Given>>> {
        type Row = (i32, String, Option<f64>, Option<String>, String, i64);
        let rows: Vec<Row> = sqlx::query_as(
            "select year, indicator, value, note, author, at from evaluation where programme_id = $1 order by number",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut years: BTreeMap<i32, BTreeMap<String, Given>> = BTreeMap::new();
        for (year, indicator, value, note, author, at) in rows {
            years.entry(year).or_default().insert(indicator, Given { value, note, author, at: Timestamp(at) });
        }
        Ok(years)
    }

    pub(crate) async fn insert_evaluation(
        &self,
        programme: ProgrammeId,
        year: i32,
        answers: &[(String, Option<f64>, Option<String>)],
        author: &str,
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for (indicator, value, note) in answers {
            sqlx::query(
                "insert into evaluation (programme_id, at, author, year, indicator, value, note) values ($1, \
                $2, $3, $4, $5, $6, $7)",
            )
            .bind(programme.to_string())
            .bind(now.0)
            .bind(author)
            .bind(year)
            .bind(indicator)
            .bind(value)
            .bind(note)
            .execute(&mut *tx)
            .await?;
        }
        transaction.commit().await
    }

    /// The calls of a programme, newest first, with the synergies that each pays for.
    pub(crate) async fn fundings(&self, programme: ProgrammeId) -> Result<Vec<Funding>> {
        type Row = (i64, String, String, String, Option<String>, Option<String>, Option<f64>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select id, name, funder, kind, opens, closes, amount, conditions from \
            funding where programme_id = $1 order by coalesce(closes, '9999') desc, id desc",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let uses: Vec<(i64, Option<String>, Option<u32>)> = sqlx::query_as(
            "select u.funding_id, u.workshop_id, u.synergy_id from funding_use u join funding f on f.id = \
                u.funding_id where f.programme_id = $1",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let day = |text: Option<String>| {
            text.as_deref().map(str::parse).transpose().map_err(|_| Error::Corrupt("a date of a call".to_owned()))
        };
        let mut fundings = Vec::new();
        for (id, name, funder, kind, opens, closes, amount, conditions) in rows {
            let mut whole = false;
            let mut synergies = Vec::new();
            for (_, workshop, synergy) in uses.iter().filter(|(of, _, _)| *of == id) {
                match (workshop, synergy) {
                    (Some(workshop), Some(synergy)) => {
                        let workshop: WorkshopId =
                            workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?;
                        synergies.push((workshop, SynergyId(*synergy)));
                    }
                    _ => whole = true,
                }
            }
            fundings.push(Funding {
                id,
                name,
                funder,
                kind,
                opens: day(opens)?,
                closes: day(closes)?,
                amount,
                conditions,
                whole,
                synergies,
            });
        }
        Ok(fundings)
    }

    pub(crate) async fn insert_funding(
        &self,
        programme: ProgrammeId,
        new: &Funding,
        author: &str,
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let done = sqlx::query(
            "insert into funding (programme_id, at, author, name, funder, kind, opens, closes, \
            amount, conditions) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(programme.to_string())
        .bind(now.0)
        .bind(author)
        .bind(&new.name)
        .bind(&new.funder)
        .bind(&new.kind)
        .bind(new.opens.map(|day| day.to_string()))
        .bind(new.closes.map(|day| day.to_string()))
        .bind(new.amount)
        .bind(&new.conditions)
        .execute(&mut *tx)
        .await?;
        let id = done.last_insert_rowid();
        if new.whole {
            sqlx::query("insert into funding_use (funding_id, at, author) values ($1, $2, $3)")
                .bind(id)
                .bind(now.0)
                .bind(author)
                .execute(&mut *tx)
                .await?;
        }
        transaction.commit().await
    }
}
