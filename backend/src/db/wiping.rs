//! What is erased is gone from the disk. `secure_delete` overwrites it in the database file; the journal (`-wal`) still
//! holds pages as they were before, until it is copied into the file and cut to nothing.

use std::time::Duration;

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, SqlitePool};

use super::Db;
use crate::error::Result;

/// Says in the file's head (`application_id`) that everything in it was written under `secure_delete`: "Mail".
const WRITTEN_CLEANLY: i64 = 0x4d61_696c;
/// How often emptying the journal is tried again while somebody reads or writes.
const TRIES: u32 = 300;

impl Db {
    /// Empties the journal, beside everything else that goes on.
    pub(crate) fn wipe(&self) {
        let db = self.clone();
        tokio::spawn(async move {
            if let Err(cause) = db.empty_journal().await {
                tracing::warn!(%cause, "what was erased stands in the journal until the next clean stop");
            }
        });
    }

    /// Copies the journal into the file and cuts it to nothing. On a connection of its own that waits for nobody, so
    /// that nobody waits for it.
    pub(crate) async fn empty_journal(&self) -> Result<()> {
        let options =
            self.writer.connect_options().as_ref().clone().create_if_missing(false).busy_timeout(Duration::ZERO);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        for _ in 0..TRIES {
            let done: std::result::Result<(i64, i64, i64), sqlx::Error> =
                sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(&mut connection).await;
            if matches!(done, Ok((0, ..))) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        connection.close().await?;
        Ok(())
    }
}

/// Writes the whole file anew, once, where it holds pages that were deleted before deleting meant overwriting; and
/// empties the journal that a crash may have left.
pub(super) async fn clean(writer: &SqlitePool, is_new: bool) -> Result<()> {
    let (mark,): (i64,) = sqlx::query_as("pragma application_id").fetch_one(writer).await?;
    if mark != WRITTEN_CLEANLY {
        if !is_new {
            sqlx::query("vacuum").execute(writer).await?;
        }
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("pragma application_id = {WRITTEN_CLEANLY}")))
            .execute(writer)
            .await?;
    }
    sqlx::query("pragma wal_checkpoint(truncate)").execute(writer).await?;
    Ok(())
}
