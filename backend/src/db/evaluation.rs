//! Referentials and answers of the evaluation: made from the programme's log, and read.

use std::collections::BTreeMap;

use domain::evaluation::Given;
use domain::ids::ProgrammeId;
use domain::programme::{Event, Recorded};
use sqlx::SqliteConnection;

use super::Db;
use super::numbers::stored;
use crate::error::Result;

/// What is emptied before it is made anew.
pub(super) const MADE: [&str; 2] =
    ["delete from referential where programme_id = $1", "delete from evaluation where programme_id = $1"];

/// Makes the rows of the referentials and answers in these entries.
pub(super) async fn project(tx: &mut SqliteConnection, programme: &str, entries: &[Recorded]) -> Result<()> {
    for Recorded { seq, at, author, event, .. } in entries {
        match event {
            Event::ReferentialImported { referential } => {
                sqlx::query(
                    "insert into referential (programme_id, entry, at, author, content) values ($1, $2, $3, $4, $5)",
                )
                .bind(programme)
                .bind(stored(*seq)?)
                .bind(at.0)
                .bind(author)
                .bind(serde_json::to_string(referential)?)
                .execute(&mut *tx)
                .await?;
            }
            Event::Evaluated { year, indicator, given } => {
                sqlx::query(
                    "insert into evaluation (programme_id, entry, at, author, year, indicator, value, note) values \
                        ($1, $2, $3, $4, $5, $6, $7, $8)",
                )
                .bind(programme)
                .bind(stored(*seq)?)
                .bind(at.0)
                .bind(author)
                .bind(year)
                .bind(indicator)
                .bind(given.value)
                .bind(&given.note)
                .execute(&mut *tx)
                .await?;
            }
            _ => {}
        }
    }
    Ok(())
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

    /// The answer by hand that holds for each year and indicator.
    pub(crate) async fn evaluation(&self, programme: ProgrammeId) -> Result<BTreeMap<i32, BTreeMap<String, Given>>> {
        let rows: Vec<(i32, String, Option<f64>, Option<String>)> = sqlx::query_as(
            "select year, indicator, value, note from evaluation where programme_id = $1 order by number",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut years: BTreeMap<i32, BTreeMap<String, Given>> = BTreeMap::new();
        for (year, indicator, value, note) in rows {
            years.entry(year).or_default().insert(indicator, Given { value, note });
        }
        Ok(years)
    }
}
