//! Synergies after the workshop: stage, next step, history, figures.

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::{AssumptionsEntry, FigureRecord, HistoryEntry, Owner, SynergyRecord, search_text};
use domain::resource::Kind;
use domain::synergy::{Assumptions, Figure, Flow, Indicator, LostReason, NextStep, Stage, SynergyKind, Verification};
use domain::text::Line;
use domain::time::Timestamp;
use domain::workshop::Description;

use super::Db;
use super::row::row;
use crate::error::{Error, Result};
use crate::people::Within;

row! {
    pub(super) struct SynergyRow {
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
        programme_id: String,
        flow: Option<String>,
        quantity: Option<String>,
        distance_km: Option<f64>,
    }
}

impl SynergyRow {
    pub(super) fn into_record(self) -> Result<SynergyRecord> {
        let corrupt =
            |what: &str| Error::Corrupt(format!("{what} of synergy {} in workshop {}", self.id, self.workshop_id));
        let description: Description = serde_json::from_str(&self.description)?;
        let next_step = match &self.next_step {
            Some(what) => {
                let what = Line::parse(what).map_err(|_| corrupt("next step"))?;
                let due = self.next_step_due.as_deref().map(str::parse).transpose().map_err(|_| corrupt("date"))?;
                Some(NextStep { what, due })
            }
            None => None,
        };
        let flow = Flow {
            what: self.flow.as_deref().map(Line::parse).transpose().map_err(|_| corrupt("flow"))?,
            quantity: self.quantity.as_deref().map(serde_json::from_str).transpose()?,
            distance_km: self.distance_km,
        };
        Ok(SynergyRecord {
            workshop_id: self.workshop_id.parse().map_err(|_| corrupt("workshop id"))?,
            id: SynergyId(self.id),
            workshop_title: description.title.to_string(),
            workshop_date: description.date,
            territory: description.territory.map(|territory| territory.to_string()),
            programme: description.programme.to_string(),
            programme_id: self.programme_id.parse::<ProgrammeId>().map_err(|_| corrupt("programme id"))?,
            kind: SynergyKind::from_code(&self.kind).ok_or_else(|| corrupt("kind"))?,
            stage: Stage::from_code(&self.stage).ok_or_else(|| corrupt("stage"))?,
            lost_reason: self
                .lost_reason
                .as_deref()
                .map(|code| LostReason::from_code(code).ok_or_else(|| corrupt("reason")))
                .transpose()?,
            title: self.title,
            giver: Owner { name: self.giver_name, organisation: self.giver_organisation },
            receiver: Owner { name: self.receiver_name, organisation: self.receiver_organisation },
            flow,
            next_step,
            changed_at: Timestamp(self.changed_at),
        })
    }
}

impl Db {
    /// The synergies of these programmes; last changed first.
    pub(crate) async fn synergies(&self, within: &Within) -> Result<Vec<SynergyRecord>> {
        let rows: Vec<SynergyRow> = sqlx::query_as(
            "select s.*, w.description, w.programme_id from synergy s join workshop w on w.id = s.workshop_id
             where w.programme_id in (select value from json_each($1)) order by s.changed_at desc, s.workshop_id, s.id",
        )
        .bind(within.json())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(SynergyRow::into_record).collect()
    }

    /// One synergy with the cards it came from.
    pub(crate) async fn synergy(
        &self,
        workshop: WorkshopId,
        id: SynergyId,
    ) -> Result<Option<(SynergyRecord, Vec<(Kind, String)>)>> {
        let row: Option<SynergyRow> = sqlx::query_as(
            "select s.*, w.description, w.programme_id from synergy s join workshop w on w.id = s.workshop_id where \
                s.workshop_id = $1 and s.id = $2",
        )
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

    /// The history, oldest first.
    pub(crate) async fn history(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<HistoryEntry>> {
        type Row = (i64, String, String, Option<String>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select at, author, stage, lost_reason, note from synergy_history where workshop_id = $1 \
                and synergy_id = $2 order by at, number",
        )
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

    /// The figures of every synergy of these programmes, with the synergy's key.
    pub(crate) async fn figures(&self, within: &Within) -> Result<Vec<(WorkshopId, SynergyId, FigureRecord)>> {
        let rows: Vec<FigureRow> = sqlx::query_as(
            "select f.*, d.at as withdrawn_at, d.author as withdrawn_by, d.reason as withdrawn_why from figure f left \
            join figure_withdrawal d on d.figure = f.number
             join workshop w on w.id = f.workshop_id
             where w.programme_id in (select value from json_each($1)) order by f.workshop_id, f.synergy_id, f.year, \
             f.indicator, f.number",
        )
        .bind(within.json())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(FigureRow::into_record).collect()
    }

    /// The figures of one synergy, by year, then indicator.
    pub(crate) async fn figures_of(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<FigureRecord>> {
        let rows: Vec<FigureRow> = sqlx::query_as(
            "select f.*, d.at as withdrawn_at, d.author as withdrawn_by, d.reason as withdrawn_why from figure f left \
            join figure_withdrawal d on d.figure = f.number
             where f.workshop_id = $1 and f.synergy_id = $2 order by f.year, f.indicator, f.number",
        )
        .bind(workshop.to_string())
        .bind(id.0)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(|row| row.into_record().map(|(_, _, record)| record)).collect()
    }

    /// Lifetime, retention and attribution of a synergy as they were set, oldest first.
    pub(crate) async fn assumptions(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<AssumptionsEntry>> {
        let rows: Vec<(i64, String, u8, f64, f64, String)> = sqlx::query_as(
            "select at, author, lifetime_years, retention, attribution, reason from synergy_assumptions where \
                workshop_id = $1 and synergy_id = $2 order by number",
        )
        .bind(workshop.to_string())
        .bind(id.0)
        .fetch_all(&self.readers)
        .await?;
        let entry = |(at, author, lifetime_years, retention, attribution, reason)| AssumptionsEntry {
            at: Timestamp(at),
            author,
            assumptions: Assumptions { lifetime_years, retention, attribution },
            reason,
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// The synergy to which this record was joined last, with its title.
    pub(crate) async fn joined(
        &self,
        workshop: WorkshopId,
        id: SynergyId,
    ) -> Result<Option<(WorkshopId, SynergyId, String)>> {
        let row: Option<(Option<String>, Option<u32>)> = sqlx::query_as(
            "select into_workshop_id, into_synergy_id from synergy_join where workshop_id = $1 and synergy_id = $2 \
                order by number desc limit 1",
        )
        .bind(workshop.to_string())
        .bind(id.0)
        .fetch_optional(&self.readers)
        .await?;
        let Some((Some(into), Some(number))) = row else { return Ok(None) };
        let into = into.parse().map_err(|_| Error::Corrupt(format!("workshop id {into}")))?;
        let other = self.synergy(into, SynergyId(number)).await?;
        Ok(other.map(|(record, _)| (into, SynergyId(number), record.title)))
    }

    /// Fills in what older synergies are looked for by.
    pub(super) async fn fill_search(&self) -> Result<()> {
        type Row = (i64, String, String, String, String, String, String);
        let rows: Vec<Row> = sqlx::query_as(
            "select s.rowid, s.title, s.giver_organisation, s.giver_name, s.receiver_organisation, s.receiver_name, \
            w.description
             from synergy s join workshop w on w.id = s.workshop_id where s.search = ''",
        )
        .fetch_all(&self.writer)
        .await?;
        for (row, title, giver, giver_name, receiver, receiver_name, description) in rows {
            let search = search_text(
                &[&title, &giver, &giver_name, &receiver, &receiver_name],
                &serde_json::from_str(&description)?,
            );
            sqlx::query("update synergy set search = $1 where rowid = $2")
                .bind(search)
                .bind(row)
                .execute(&self.writer)
                .await?;
        }
        Ok(())
    }
}

row! {
    pub(super) struct FigureRow {
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
        uncertainty: Option<f64>,
        basis: Option<String>,
        withdrawn_at: Option<i64>,
        withdrawn_by: Option<String>,
        withdrawn_why: Option<String>,
    }
}

impl FigureRow {
    pub(super) fn into_record(self) -> Result<(WorkshopId, SynergyId, FigureRecord)> {
        let corrupt = |what: &str| Error::Corrupt(format!("{what} of figure {}", self.number));
        let figure = Figure {
            year: self.year,
            indicator: Indicator::from_code(&self.indicator).ok_or_else(|| corrupt("indicator"))?,
            amount: self.amount,
            verification: Verification::from_code(&self.verification).ok_or_else(|| corrupt("verification"))?,
            declared_by: self.declared_by,
            uncertainty: self.uncertainty,
            basis: self.basis.as_deref().map(serde_json::from_str).transpose()?,
        };
        let withdrawn = self
            .withdrawn_at
            .map(|at| (Timestamp(at), self.withdrawn_by.unwrap_or_default(), self.withdrawn_why.unwrap_or_default()));
        let workshop =
            self.workshop_id.parse().map_err(|_| Error::Corrupt(format!("workshop id of figure {}", self.number)))?;
        let record = FigureRecord {
            id: self.number,
            figure,
            note: self.note,
            recorded_at: Timestamp(self.recorded_at),
            author: self.author,
            withdrawn,
        };
        Ok((workshop, SynergyId(self.synergy_id), record))
    }
}
