//! The facts about synergies, read from where the last reading ended: nothing in these tables is ever changed. Where
//! rows are removed all the same (an import that did not come to its end, tables made anew), the programme gets another
//! epoch, and its books are read from their beginning.

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::ledger::SynergyKey;
use domain::synergy::{Assumptions, Indicator, Stage, SynergyKind, Verification};
use domain::time::Timestamp;
use domain::workshop::Description;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::Db;
use crate::error::{Error, Result};
use crate::secrets;

/// The last number read of each kind of fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Marks {
    /// Within which nothing was removed; 0 for a programme of which nothing ever was.
    pub epoch: i64,
    pub history: i64,
    pub figure: i64,
    pub withdrawals: i64,
    pub assumptions: i64,
    pub joins: i64,
}

/// What is new since the last reading.
#[derive(Debug, Default)]
pub(crate) struct News {
    pub marks: Marks,
    /// Territory of every workshop, as it stands.
    pub territories: Vec<(WorkshopId, String)>,
    pub stages: Vec<(SynergyKey, Timestamp, Stage)>,
    /// The synergies among them that were not known, with both organisations.
    pub synergies: Vec<(SynergyKey, SynergyKind, String, String)>,
    pub figures: Vec<NewEntry>,
    pub withdrawals: Vec<(i64, Timestamp)>,
    pub assumptions: Vec<(SynergyKey, Timestamp, Assumptions)>,
    pub joins: Vec<(SynergyKey, Timestamp, Option<SynergyKey>)>,
}

/// A figure, before its declarer is told apart.
#[derive(Debug)]
pub(crate) struct NewEntry {
    pub key: SynergyKey,
    pub number: i64,
    pub at: Timestamp,
    pub year: i32,
    pub indicator: Indicator,
    pub amount: f64,
    pub verification: Verification,
    pub declared_by: String,
    pub uncertainty: Option<f64>,
}

fn workshop_id(text: &str) -> Result<WorkshopId> {
    text.parse().map_err(|_| Error::Corrupt(format!("workshop id {text}")))
}

fn key(workshop: &str, synergy: u32) -> Result<SynergyKey> {
    Ok((workshop_id(workshop)?, SynergyId(synergy)))
}

/// Says that rows were removed which are in the books of a programme: whoever has read them reads them anew.
pub(super) async fn begin_epoch(tx: &mut SqliteConnection, programme: &str) -> Result<()> {
    sqlx::query(
        "insert into programme_books (programme_id, epoch) values ($1, $2) on conflict (programme_id) do update set \
            epoch = excluded.epoch, content = null",
    )
    .bind(programme)
    .bind(i64::from_le_bytes(secrets::random()?))
    .execute(tx)
    .await?;
    Ok(())
}

impl Db {
    /// The books of a programme as they were last kept.
    pub(crate) async fn kept_books(&self, programme: ProgrammeId) -> Result<Option<Vec<u8>>> {
        let row: Option<(Option<Vec<u8>>,)> =
            sqlx::query_as("select content from programme_books where programme_id = $1")
                .bind(programme.to_string())
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.and_then(|(content,)| content))
    }

    /// Keeps the books of a programme, unless another epoch has begun since they were read.
    pub(crate) async fn keep_books(&self, programme: ProgrammeId, epoch: i64, content: &[u8]) -> Result<()> {
        sqlx::query(
            "insert into programme_books (programme_id, epoch, content) values ($1, $2, $3) on conflict \
                (programme_id) do update set content = excluded.content where programme_books.epoch = excluded.epoch",
        )
        .bind(programme.to_string())
        .bind(epoch)
        .bind(content)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Everything about the synergies of a programme that was recorded after these marks, as it stands at one commit.
    /// From the beginning, where the epoch of the marks is over.
    pub(crate) async fn news(&self, programme: ProgrammeId, after: Marks) -> Result<News> {
        let mut tx = self.readers.begin().await?;
        let programme = programme.to_string();
        let epoch: Option<(i64,)> = sqlx::query_as("select epoch from programme_books where programme_id = $1")
            .bind(&programme)
            .fetch_optional(&mut *tx)
            .await?;
        let epoch = epoch.map_or(0, |(epoch,)| epoch);
        let marks = if epoch == after.epoch { after } else { Marks { epoch, ..Marks::default() } };
        let mut news = News { marks, ..News::default() };
        let workshops: Vec<(String, String)> =
            sqlx::query_as("select id, description from workshop where programme_id = $1")
                .bind(&programme)
                .fetch_all(&mut *tx)
                .await?;
        for (id, description) in workshops {
            let description: Description = serde_json::from_str(&description)?;
            news.territories
                .push((workshop_id(&id)?, description.territory.map(|line| line.to_string()).unwrap_or_default()));
        }
        read_synergies(&mut tx, &programme, &mut news).await?;
        read_figures(&mut tx, &programme, &mut news).await?;
        read_decisions(&mut tx, &programme, &mut news).await?;
        Ok(news)
    }
}

async fn read_synergies(tx: &mut SqliteConnection, programme: &str, news: &mut News) -> Result<()> {
    // A synergy is new when the first entry of its history is.
    let rows: Vec<(String, u32, String, String, String)> = sqlx::query_as(
        "select s.workshop_id, s.id, s.kind, s.giver_organisation, s.receiver_organisation from synergy s join \
        workshop w on w.id = s.workshop_id
         where w.programme_id = $1 and (select min(h.number) from synergy_history h where h.workshop_id = \
         s.workshop_id and h.synergy_id = s.id) > $2",
    )
    .bind(programme)
    .bind(news.marks.history)
    .fetch_all(&mut *tx)
    .await?;
    for (workshop, id, kind, giver, receiver) in rows {
        let kind = SynergyKind::from_code(&kind).ok_or_else(|| Error::Corrupt(format!("kind {kind}")))?;
        news.synergies.push((key(&workshop, id)?, kind, giver, receiver));
    }
    let rows: Vec<(i64, String, u32, i64, String)> = sqlx::query_as(
        "select h.number, h.workshop_id, h.synergy_id, h.at, h.stage from synergy_history h join workshop w on w.id = \
        h.workshop_id
         where w.programme_id = $1 and h.number > $2 order by h.number",
    )
    .bind(programme)
    .bind(news.marks.history)
    .fetch_all(&mut *tx)
    .await?;
    for (number, workshop, id, at, stage) in rows {
        let stage = Stage::from_code(&stage).ok_or_else(|| Error::Corrupt(format!("stage {stage}")))?;
        news.stages.push((key(&workshop, id)?, Timestamp(at), stage));
        news.marks.history = number;
    }
    Ok(())
}

async fn read_figures(tx: &mut SqliteConnection, programme: &str, news: &mut News) -> Result<()> {
    type Row = (i64, String, u32, i64, i32, String, f64, String, String, Option<f64>);
    let rows: Vec<Row> = sqlx::query_as(
        "select f.number, f.workshop_id, f.synergy_id, f.recorded_at, f.year, f.indicator, f.amount, f.verification, \
        f.declared_by, f.uncertainty
         from figure f join workshop w on w.id = f.workshop_id where w.programme_id = $1 and f.number > $2 order by \
         f.number",
    )
    .bind(programme)
    .bind(news.marks.figure)
    .fetch_all(&mut *tx)
    .await?;
    for (number, workshop, id, at, year, indicator, amount, verification, declared_by, uncertainty) in rows {
        let corrupt = || Error::Corrupt(format!("figure {number}"));
        news.figures.push(NewEntry {
            key: key(&workshop, id)?,
            number,
            at: Timestamp(at),
            year,
            indicator: Indicator::from_code(&indicator).ok_or_else(corrupt)?,
            amount,
            verification: Verification::from_code(&verification).ok_or_else(corrupt)?,
            declared_by,
            uncertainty,
        });
        news.marks.figure = number;
    }
    Ok(())
}

async fn read_decisions(tx: &mut SqliteConnection, programme: &str, news: &mut News) -> Result<()> {
    // Withdrawals have the number of their figure: which came when is told by their own row number.
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(
        "select d.rowid, d.figure, d.at from figure_withdrawal d join figure f on f.number = d.figure join workshop w \
            on w.id = f.workshop_id where w.programme_id = $1",
    )
    .bind(programme)
    .fetch_all(&mut *tx)
    .await?;
    news.withdrawals = rows.iter().map(|(_, figure, at)| (*figure, Timestamp(*at))).collect();
    news.marks.withdrawals = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    type Assumed = (i64, String, u32, i64, u8, f64, f64);
    let rows: Vec<Assumed> = sqlx::query_as(
        "select a.number, a.workshop_id, a.synergy_id, a.at, a.lifetime_years, a.retention, a.attribution from \
        synergy_assumptions a join workshop w on w.id = a.workshop_id
         where w.programme_id = $1 and a.number > $2 order by a.number",
    )
    .bind(programme)
    .bind(news.marks.assumptions)
    .fetch_all(&mut *tx)
    .await?;
    for (number, workshop, id, at, lifetime_years, retention, attribution) in rows {
        news.assumptions.push((
            key(&workshop, id)?,
            Timestamp(at),
            Assumptions { lifetime_years, retention, attribution },
        ));
        news.marks.assumptions = number;
    }
    type Joined = (i64, String, u32, i64, Option<String>, Option<u32>);
    let rows: Vec<Joined> = sqlx::query_as(
        "select j.number, j.workshop_id, j.synergy_id, j.at, j.into_workshop_id, j.into_synergy_id from synergy_join j \
        join workshop w on w.id = j.workshop_id
         where w.programme_id = $1 and j.number > $2 order by j.number",
    )
    .bind(programme)
    .bind(news.marks.joins)
    .fetch_all(&mut *tx)
    .await?;
    for (number, workshop, id, at, into_workshop, into_synergy) in rows {
        let into = into_workshop.zip(into_synergy).map(|(workshop, id)| key(&workshop, id)).transpose()?;
        news.joins.push((key(&workshop, id)?, Timestamp(at), into));
        news.marks.joins = number;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
