//! Synergies after the workshop: stage, next step, history, figures.

use domain::ids::{AccountId, SynergyId, WorkshopId};
use domain::programme::{FigureRecord, HistoryEntry, Owner, SynergyRecord};
use domain::resource::Kind;
use domain::synergy::{Figure, Indicator, LostReason, NextStep, Stage, SynergyKind, Verification};
use domain::text::Line;
use domain::time::Timestamp;
use domain::workshop::Description;
use sqlx::SqliteConnection;

use super::{Db, NewSynergy};
use crate::error::{Error, Result};

#[derive(sqlx::FromRow)]
struct SynergyRow {
    workshop_id: String,
    id: u32,
    title: String,
    kind: String,
    stage: String,
    lost_reason: Option<String>,
    giver_name: String,
    giver_organisation: String,
    receiver_name: String,
    receiver_organisation: String,
    next_step: Option<String>,
    next_step_due: Option<String>,
    changed_at: i64,
    description: String,
}

impl SynergyRow {
    fn into_record(self) -> Result<SynergyRecord> {
        let corrupt = |what: &str| Error::Corrupt(format!("{what} of synergy {} in workshop {}", self.id, self.workshop_id));
        let description: Description = serde_json::from_str(&self.description)?;
        let next_step = match &self.next_step {
            Some(what) => {
                let what = Line::parse(what).map_err(|_| corrupt("next step"))?;
                let due = self.next_step_due.as_deref().map(str::parse).transpose().map_err(|_| corrupt("date"))?;
                Some(NextStep { what, due })
            }
            None => None,
        };
        Ok(SynergyRecord {
            workshop_id: self.workshop_id.parse().map_err(|_| corrupt("workshop id"))?,
            id: SynergyId(self.id),
            workshop_title: description.title.to_string(),
            workshop_date: description.date,
            territory: description.territory.map(|territory| territory.to_string()),
            programme: description.programme.to_string(),
            kind: SynergyKind::from_code(&self.kind).ok_or_else(|| corrupt("kind"))?,
            stage: Stage::from_code(&self.stage).ok_or_else(|| corrupt("stage"))?,
            lost_reason: self.lost_reason.as_deref().map(|code| LostReason::from_code(code).ok_or_else(|| corrupt("reason"))).transpose()?,
            title: self.title,
            giver: Owner { name: self.giver_name, organisation: self.giver_organisation },
            receiver: Owner { name: self.receiver_name, organisation: self.receiver_organisation },
            next_step,
            changed_at: Timestamp(self.changed_at),
        })
    }
}

/// Keeps a synergy that the log confirms, and opens its history.
pub(super) async fn insert(tx: &mut SqliteConnection, workshop: WorkshopId, new: &NewSynergy) -> Result<()> {
    let synergy = &new.synergy;
    sqlx::query(
        "insert into synergy (workshop_id, id, title, kind, stage, giver_name, giver_organisation, receiver_name, receiver_organisation, next_step, next_step_due, cards, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(workshop.to_string())
    .bind(synergy.id.0)
    .bind(&*synergy.title)
    .bind(synergy.kind.code())
    .bind(synergy.stage.code())
    .bind(&new.giver.name)
    .bind(&new.giver.organisation)
    .bind(&new.receiver.name)
    .bind(&new.receiver.organisation)
    .bind(synergy.next_step.as_ref().map(|next| next.what.to_string()))
    .bind(synergy.next_step.as_ref().and_then(|next| next.due).map(|due| due.to_string()))
    .bind(serde_json::to_string(&new.cards)?)
    .bind(new.at.0)
    .execute(&mut *tx)
    .await?;
    let first = HistoryEntry { at: new.at, author: new.author.clone(), stage: synergy.stage, lost_reason: None, note: None };
    insert_history(tx, workshop, synergy.id, &first).await
}

async fn insert_history(tx: &mut SqliteConnection, workshop: WorkshopId, id: SynergyId, entry: &HistoryEntry) -> Result<()> {
    sqlx::query("insert into synergy_history (workshop_id, synergy_id, at, author, stage, lost_reason, note) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(workshop.to_string())
        .bind(id.0)
        .bind(entry.at.0)
        .bind(&entry.author)
        .bind(entry.stage.code())
        .bind(entry.lost_reason.map(LostReason::code))
        .bind(&entry.note)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

impl Db {
    /// The synergies of the programmes in which this account works; last changed first.
    pub(crate) async fn synergies(&self, account: AccountId) -> Result<Vec<SynergyRecord>> {
        let rows: Vec<SynergyRow> = sqlx::query_as(
            "select s.*, w.description from synergy s join workshop w on w.id = s.workshop_id join programme_member m on m.programme_id = w.programme_id
             where m.account_id = $1 order by s.changed_at desc, s.workshop_id, s.id",
        )
        .bind(account.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(SynergyRow::into_record).collect()
    }

    /// One synergy with the cards it came from.
    pub(crate) async fn synergy(&self, workshop: WorkshopId, id: SynergyId) -> Result<Option<(SynergyRecord, Vec<(Kind, String)>)>> {
        let row: Option<SynergyRow> =
            sqlx::query_as("select s.*, w.description from synergy s join workshop w on w.id = s.workshop_id where s.workshop_id = $1 and s.id = $2")
                .bind(workshop.to_string())
                .bind(id.0)
                .fetch_optional(&self.readers)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let (cards,): (String,) = sqlx::query_as("select cards from synergy where workshop_id = $1 and id = $2")
            .bind(workshop.to_string())
            .bind(id.0)
            .fetch_one(&self.readers)
            .await?;
        Ok(Some((row.into_record()?, serde_json::from_str(&cards)?)))
    }

    /// Moves a synergy, in one transaction with the entry of its history. The next step is replaced.
    pub(crate) async fn move_synergy(&self, workshop: WorkshopId, id: SynergyId, entry: &HistoryEntry, next_step: Option<&NextStep>) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("update synergy set stage = $1, lost_reason = $2, next_step = $3, next_step_due = $4, changed_at = $5 where workshop_id = $6 and id = $7")
            .bind(entry.stage.code())
            .bind(entry.lost_reason.map(LostReason::code))
            .bind(next_step.map(|next| next.what.to_string()))
            .bind(next_step.and_then(|next| next.due).map(|due| due.to_string()))
            .bind(entry.at.0)
            .bind(workshop.to_string())
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
        insert_history(tx, workshop, id, entry).await?;
        transaction.commit().await
    }

    /// The history, oldest first.
    pub(crate) async fn history(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<HistoryEntry>> {
        type Row = (i64, String, String, Option<String>, Option<String>);
        let rows: Vec<Row> =
            sqlx::query_as("select at, author, stage, lost_reason, note from synergy_history where workshop_id = $1 and synergy_id = $2 order by at, number")
                .bind(workshop.to_string())
                .bind(id.0)
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter()
            .map(|(at, author, stage, lost_reason, note)| {
                let stage = Stage::from_code(&stage).ok_or_else(|| Error::Corrupt(format!("stage {stage}")))?;
                let lost_reason = lost_reason.as_deref().and_then(LostReason::from_code);
                Ok(HistoryEntry { at: Timestamp(at), author, stage, lost_reason, note })
            })
            .collect()
    }

    pub(crate) async fn insert_figure(
        &self,
        workshop: WorkshopId,
        id: SynergyId,
        figure: &Figure,
        note: Option<&str>,
        author: &str,
        now: Timestamp,
    ) -> Result<()> {
        sqlx::query(
            "insert into figure (workshop_id, synergy_id, year, indicator, amount, verification, declared_by, note, author, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(workshop.to_string())
        .bind(id.0)
        .bind(figure.year)
        .bind(figure.indicator.code())
        .bind(figure.amount)
        .bind(figure.verification.code())
        .bind(&figure.declared_by)
        .bind(note)
        .bind(author)
        .bind(now.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The figures of every synergy of the programmes in which this account works, with the synergy's key.
    pub(crate) async fn figures(&self, account: AccountId) -> Result<Vec<(WorkshopId, SynergyId, FigureRecord)>> {
        let rows: Vec<FigureRow> = sqlx::query_as(
            "select f.* from figure f join workshop w on w.id = f.workshop_id join programme_member m on m.programme_id = w.programme_id
             where m.account_id = $1 order by f.workshop_id, f.synergy_id, f.year, f.indicator, f.number",
        )
        .bind(account.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(FigureRow::into_record).collect()
    }
}

#[derive(sqlx::FromRow)]
struct FigureRow {
    number: i64,
    workshop_id: String,
    synergy_id: u32,
    year: i32,
    indicator: String,
    amount: f64,
    verification: String,
    declared_by: String,
    note: Option<String>,
    author: String,
    recorded_at: i64,
}

impl FigureRow {
    fn into_record(self) -> Result<(WorkshopId, SynergyId, FigureRecord)> {
        let corrupt = |what: &str| Error::Corrupt(format!("{what} of figure {}", self.number));
        let figure = Figure {
            year: self.year,
            indicator: Indicator::from_code(&self.indicator).ok_or_else(|| corrupt("indicator"))?,
            amount: self.amount,
            verification: Verification::from_code(&self.verification).ok_or_else(|| corrupt("verification"))?,
            declared_by: self.declared_by,
        };
        let workshop = self.workshop_id.parse().map_err(|_| Error::Corrupt(format!("workshop id of figure {}", self.number)))?;
        let record = FigureRecord { id: self.number, figure, note: self.note, recorded_at: Timestamp(self.recorded_at), author: self.author };
        Ok((workshop, SynergyId(self.synergy_id), record))
    }
}
