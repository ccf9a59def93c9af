//! The leave that workshops give for their cards.

use domain::archive::Leave;
use domain::ids::WorkshopId;

use super::Db;
use super::numbers::loaded;
use crate::error::{Error, Result};

/// A workshop that gave leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub workshop: WorkshopId,
    /// How long its log is: longer, and it has to be read again.
    pub seq: u64,
    pub leave: Leave,
}

impl Db {
    /// What a workshop allows later workshops to read of it; nothing, unless it said so.
    pub(crate) async fn leave(&self, workshop: WorkshopId) -> Result<Leave> {
        let row: Option<(String,)> = sqlx::query_as("select leave from archive_leave where workshop_id = $1")
            .bind(workshop.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.map_or(Ok(Leave::Nothing), |(code,)| {
            Leave::from_code(&code).ok_or_else(|| Error::Corrupt(format!("leave {code}")))
        })
    }

    /// Keeps what a workshop allows, and who said so; `now` in milliseconds since 1970 (UTC).
    pub(crate) async fn set_leave(&self, workshop: WorkshopId, leave: Leave, author: &str, now: i64) -> Result<()> {
        sqlx::query(
            "insert into archive_leave (workshop_id, leave, at, author) values ($1, $2, $3, $4)
             on conflict (workshop_id) do update set leave = excluded.leave, at = excluded.at, author = \
             excluded.author",
        )
        .bind(workshop.to_string())
        .bind(leave.code())
        .bind(now)
        .bind(author)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The workshops of the same programme that gave leave, in a fixed order. Whether they are over, their logs say:
    /// what the table says of the phase may lag behind.
    pub(crate) async fn archive_sources(&self, workshop: WorkshopId) -> Result<Vec<Source>> {
        let rows: Vec<(String, i64, String)> = sqlx::query_as(
            "select w.id, (select coalesce(max(e.seq), 0) from event e where e.workshop_id = w.id), l.leave from \
            workshop w join archive_leave l on l.workshop_id = w.id
             where w.programme_id = (select programme_id from workshop where id = $1) and w.id <> $1 and l.leave <> \
             'nothing'
             order by w.id",
        )
        .bind(workshop.to_string())
        .fetch_all(&self.readers)
        .await?;
        let source = |(id, seq, leave): (String, i64, String)| {
            let workshop = id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?;
            let leave = Leave::from_code(&leave).ok_or_else(|| Error::Corrupt(format!("leave {leave}")))?;
            Ok(Source { workshop, seq: loaded(seq)?, leave })
        };
        rows.into_iter().map(source).collect()
    }
}
