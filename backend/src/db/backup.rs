//! Copies of the whole database, and reading one without changing it.

use std::path::Path;
use std::sync::Arc;

use domain::ids::WorkshopId;
use domain::time::Timestamp;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};

use super::{Db, generation};
use crate::error::{Error, Result};

impl Db {
    /// Opens a file that is only read. `at_rest` when nobody else has it open: then nothing is made beside it either.
    pub(crate) async fn open_to_read(file: &Path, at_rest: bool) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(at_rest);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self { writer: pool.clone(), readers: pool, moves: Arc::default() })
    }

    /// Opens a file to write a row into it, also beside a running server, and changes nothing else of it.
    pub(crate) async fn open_as_it_is(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(file).busy_timeout(std::time::Duration::from_secs(5));
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self { writer: pool.clone(), readers: pool, moves: Arc::default() })
    }

    /// Opens a copy that nobody else knows of, gives it a number of its own, and closes it: no log but its own fits it
    /// from then on.
    pub(crate) async fn set_apart(file: &Path) -> Result<()> {
        let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        let done = generation::renumber(&pool).await;
        pool.close().await;
        done.map(drop)
    }

    /// Copies the whole database, as it stands at one commit, into a file that is there and empty. Held by a reader:
    /// nobody who writes waits.
    pub(crate) async fn copy_into(&self, file: &Path) -> Result<()> {
        let file = file.to_str().ok_or_else(|| Error::Corrupt("the path is not text".to_owned()))?;
        sqlx::query("vacuum into $1").bind(file).execute(&self.readers).await?;
        Ok(())
    }

    /// What SQLite itself finds wrong: with the pages, and with rows that point nowhere. At most a hundred lines.
    pub(crate) async fn faults(&self) -> Result<Vec<String>> {
        let pages: Vec<(String,)> = sqlx::query_as("pragma integrity_check(100)").fetch_all(&self.readers).await?;
        let mut faults: Vec<String> = pages.into_iter().map(|(line,)| line).filter(|line| line != "ok").collect();
        let rows: Vec<(String, Option<i64>, String, i64)> =
            sqlx::query_as("pragma foreign_key_check").fetch_all(&self.readers).await?;
        faults.extend(
            rows.into_iter()
                .take(100)
                .map(|(table, _, parent, _)| format!("a row of {table} points to a row of {parent} that is not there")),
        );
        Ok(faults)
    }

    /// Every workshop there is.
    pub(crate) async fn every_workshop(&self) -> Result<Vec<WorkshopId>> {
        let rows: Vec<(String,)> =
            sqlx::query_as("select id from workshop order by created_at, id").fetch_all(&self.readers).await?;
        rows.into_iter().map(|(id,)| id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))).collect()
    }

    /// How many synergies and how many accounts there are.
    pub(crate) async fn counted(&self) -> Result<(usize, usize)> {
        let (synergies, accounts): (i64, i64) =
            sqlx::query_as("select (select count(*) from synergy), (select count(*) from account)")
                .fetch_one(&self.readers)
                .await?;
        Ok((usize::try_from(synergies).unwrap_or_default(), usize::try_from(accounts).unwrap_or_default()))
    }

    /// The moment of the newest entry of any log.
    pub(crate) async fn newest_entry(&self) -> Result<Option<Timestamp>> {
        let (at,): (Option<i64>,) = sqlx::query_as("select max(at) from event").fetch_one(&self.readers).await?;
        Ok(at.map(Timestamp))
    }
}
