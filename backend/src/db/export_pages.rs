//! Rows for exports, a page at a time and always from where the last page ended: however long an export is, a page is
//! in memory.

use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::{FigureRecord, HistoryEntry, SynergyRecord};
use domain::synergy::{LostReason, Stage};
use domain::time::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};

use super::Db;
use super::synergies::{FigureRow, SynergyRow};
use crate::error::{Error, Result};
use crate::people::Within;

/// Rows in a page.
const PAGE: u32 = 2_000;

fn workshop_id(text: &str) -> Result<WorkshopId> {
    text.parse().map_err(|_| Error::Corrupt(format!("workshop id {text}")))
}

struct TitledFigure {
    title: String,
    figure: FigureRow,
}

impl FromRow<'_, SqliteRow> for TitledFigure {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self { title: row.try_get("title")?, figure: FigureRow::from_row(row)? })
    }
}

/// Whose rows: those of these programmes, or of one of them.
#[derive(Clone, Debug)]
pub(crate) struct Of {
    pub within: Within,
    pub programme: Option<ProgrammeId>,
}

impl Db {
    /// The synergies after this one, by workshop and number.
    pub(crate) async fn synergies_after(
        &self,
        of: &Of,
        after: Option<(WorkshopId, SynergyId)>,
    ) -> Result<Vec<SynergyRecord>> {
        let rows: Vec<SynergyRow> = sqlx::query_as(
            "select s.*, w.description, w.programme_id from synergy s join workshop w on w.id = s.workshop_id
             where w.programme_id in (select value from json_each($1)) and ($5 is null or w.programme_id = $5) and \
             (s.workshop_id, s.id) > ($2, $3) order by s.workshop_id, s.id limit $4",
        )
        .bind(of.within.json())
        .bind(after.map(|(workshop, _)| workshop.to_string()).unwrap_or_default())
        .bind(after.map_or(0, |(_, id)| id.0))
        .bind(PAGE)
        .bind(of.programme.map(|id| id.to_string()))
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(SynergyRow::into_record).collect()
    }

    /// The entries of all histories after this number, each with its synergy's title.
    pub(crate) async fn history_after(
        &self,
        of: &Of,
        after: i64,
    ) -> Result<Vec<(i64, WorkshopId, SynergyId, String, HistoryEntry)>> {
        type Row = (i64, String, u32, String, i64, String, String, Option<String>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select h.number, h.workshop_id, h.synergy_id, s.title, h.at, h.author, h.stage, h.lost_reason, h.note \
            from synergy_history h
             join synergy s on s.workshop_id = h.workshop_id and s.id = h.synergy_id join workshop w on w.id = \
             h.workshop_id
             where w.programme_id in (select value from json_each($1)) and ($4 is null or w.programme_id = $4) and \
             h.number > $2 order by h.number limit $3",
        )
        .bind(of.within.json())
        .bind(after)
        .bind(PAGE)
        .bind(of.programme.map(|id| id.to_string()))
        .fetch_all(&self.readers)
        .await?;
        let entry = |(number, workshop, synergy, title, at, author, stage, lost_reason, note): Row| {
            let stage = Stage::from_code(&stage).ok_or_else(|| Error::Corrupt(format!("stage {stage}")))?;
            let entry = HistoryEntry {
                at: Timestamp(at),
                author,
                stage,
                lost_reason: lost_reason.as_deref().and_then(LostReason::from_code),
                note,
            };
            Ok((number, workshop_id(&workshop)?, SynergyId(synergy), title, entry))
        };
        rows.into_iter().map(entry).collect()
    }

    /// The figures after this number, each with its synergy's title.
    pub(crate) async fn figures_after(
        &self,
        of: &Of,
        after: i64,
    ) -> Result<Vec<(WorkshopId, SynergyId, String, FigureRecord)>> {
        let rows: Vec<TitledFigure> = sqlx::query_as(
            "select f.*, s.title, d.at as withdrawn_at, d.author as withdrawn_by, d.reason as withdrawn_why from \
            figure f left join figure_withdrawal d on d.figure = f.number
             join synergy s on s.workshop_id = f.workshop_id and s.id = f.synergy_id join workshop w on w.id = \
             f.workshop_id
             where w.programme_id in (select value from json_each($1)) and ($4 is null or w.programme_id = $4) and \
             f.number > $2 order by f.number limit $3",
        )
        .bind(of.within.json())
        .bind(after)
        .bind(PAGE)
        .bind(of.programme.map(|id| id.to_string()))
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|row| {
                let (workshop, synergy, record) = row.figure.into_record()?;
                Ok((workshop, synergy, row.title, record))
            })
            .collect()
    }
}
