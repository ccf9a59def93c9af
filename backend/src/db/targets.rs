//! Targets, as they were set and taken back: made from the programme's log, and read.

use domain::ids::ProgrammeId;
use domain::programme::{Event, Recorded};
use domain::targets::{Aim, Setting};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::Db;
use super::numbers::stored;
use crate::error::{Error, Result};

/// What is emptied before it is made anew.
pub(super) const MADE: &str = "delete from target where programme_id = $1";

/// Makes the rows of the targets in these entries.
pub(super) async fn project(tx: &mut SqliteConnection, programme: &str, entries: &[Recorded]) -> Result<()> {
    for entry in entries {
        let (aim, year, amount, note) = match &entry.event {
            Event::TargetSet { target } => (target.aim, target.year, Some(target.amount), target.note.as_deref()),
            Event::TargetTakenBack { aim, year } => (*aim, *year, None, None),
            _ => continue,
        };
        sqlx::query(
            "insert into target (programme_id, entry, at, author, aim, year, amount, note) values ($1, $2, $3, $4, $5, \
                $6, $7, $8)",
        )
        .bind(programme)
        .bind(stored(entry.seq)?)
        .bind(entry.at.0)
        .bind(&entry.author)
        .bind(aim.code())
        .bind(year)
        .bind(amount)
        .bind(note)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

impl Db {
    /// Every setting of a target of the programme, in the order of the log.
    pub(crate) async fn target_settings(&self, programme: ProgrammeId) -> Result<Vec<Setting>> {
        type Row = (i64, String, String, Option<i32>, Option<f64>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select at, author, aim, year, amount, note from target where programme_id = $1 order by entry",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let setting = |(at, author, aim, year, amount, note): Row| {
            let aim = Aim::from_code(&aim).ok_or_else(|| Error::Corrupt(format!("a target about {aim}")))?;
            Ok(Setting { at: Timestamp(at), author, aim, year, amount, note })
        };
        rows.into_iter().map(setting).collect()
    }
}
