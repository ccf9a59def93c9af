//! The database: the only place with SQL. Rows in, domain types out.
//!
//! One writer connection and a few readers on a file in WAL mode with `synchronous=FULL`: what was committed survives a
//! power cut. Placeholders are PostgreSQL's (`$1`); some statements are SQLite's alone (decision 0003).

mod accounts;
mod administration;
mod archive;
pub(crate) mod audit;
mod backup;
mod before_and_after;
mod books;
mod companies;
mod earlier;
mod evaluation;
mod evidence;
mod export_pages;
mod factors;
mod follow_up;
mod forgetting;
mod funding;
pub(crate) mod generation;
mod group;
mod host;
mod identities;
mod imported;
mod keys;
mod leaving;
mod log;
mod members;
mod merging;
mod migrations;
mod model;
mod moves;
mod numbers;
mod passwords;
mod photos;
mod pipeline;
mod programme_log;
mod programmes;
mod projections;
mod publications;
mod rebuilding;
mod retention;
mod row;
mod sealing;
mod second_factor;
mod sign_in;
mod synergies;
mod targets;
mod transaction;
pub(crate) mod transfer;
mod wiping;
mod workshops;

pub(crate) use accounts::{Created, NewAccount};
pub(crate) use archive::Source;
pub(crate) use books::{Marks, News};
pub(crate) use companies::{Narrowed as NarrowedCompanies, NotedOfCompany};
pub(crate) use export_pages::Of;
pub(crate) use group::Group;
pub(crate) use identities::{Came, Joining, Known};
pub(crate) use keys::{Held, Used};
pub(crate) use log::{Append, Newcomer, Summary};
pub(crate) use members::InvitationRow;
pub(crate) use pipeline::Narrowed;
pub(crate) use programme_log::{Beside, NewSynergy, Order};
pub(crate) use second_factor::Proof;
pub(crate) use sign_in::{Begun, Guard, NewHalf, NewSession};
pub(crate) use transaction::IN_ONE_TRANSACTION;
pub(crate) use transfer::Whole;
pub(crate) use workshops::NewWorkshop;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};

use crate::error::{Error, Result};
use crate::measures::Measures;
use moves::Moves;

/// The oldest SQLite without the WAL-reset corruption (fixed on 13 March 2026).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// What a commit means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// What is committed outlives a power cut.
    #[default]
    Full,
    /// It outlives the process, not the power. Only for the trial that proves that it would notice.
    Weak,
}

/// The connections: one that writes, and a few that read. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Db {
    writer: SqlitePool,
    readers: SqlitePool,
    /// Told after each commit that a programme's log was appended to.
    moves: Arc<Moves>,
}

impl Db {
    /// Opens the file, creating it where it is missing, and brings its tables up to date.
    pub(crate) async fn open(file: &Path, durability: Durability) -> Result<Self> {
        let standing = generation::look(file)?;
        crate::private_files::database(file)
            .map_err(|error| Error::Corrupt(format!("{} cannot be made: {error}", file.display())))?;
        let synchronous = match durability {
            Durability::Full => "full",
            Durability::Weak => "normal",
        };
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .pragma("synchronous", synchronous)
            .foreign_keys(true)
            // What is deleted or overwritten is overwritten with zeros.
            .pragma("secure_delete", "on")
            .busy_timeout(Duration::from_secs(5));
        // Asking a connection whether it is well, before each use, costs as much as using it; a file does not go away.
        let pool = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .test_before_acquire(false)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let writer = pool(1).connect_with(options.clone().create_if_missing(true)).await?;
        let (version,): (String,) = sqlx::query_as("select sqlite_version()").fetch_one(&writer).await?;
        if !is_recent(&version) {
            let (a, b, c) = OLDEST_SQLITE;
            return Err(Error::Corrupt(format!(
                "SQLite {version} can corrupt its file; {a}.{b}.{c} or later is needed"
            )));
        }
        let (tables,): (i64,) = sqlx::query_as("select count(*) from sqlite_master").fetch_one(&writer).await?;
        // A file in which there is nothing yet is filled without waiting for the disk at each of many steps; before
        // anybody uses it, all of it is flushed at once.
        let is_new = tables == 0;
        if is_new {
            sqlx::raw_sql("pragma synchronous = off").execute(&writer).await?;
        }
        let migrations = Migrator::new(migrations::Migrations).await;
        let brought = async { migrations?.run(&writer).await };
        brought.await.map_err(|cause| Error::Corrupt(format!("cannot bring the tables up to date: {cause}")))?;
        if is_new {
            let pragma = format!("pragma synchronous = {synchronous}");
            sqlx::raw_sql(sqlx::AssertSqlSafe(pragma)).execute(&writer).await?;
        }
        wiping::clean(&writer, is_new).await?;
        generation::settle(&writer, file, standing).await?;
        let readers = pool(4).connect_with(options.read_only(true)).await?;
        let db = Self { writer, readers, moves: Arc::default() };
        db.fill_search().await?;
        db.make_logs().await?;
        db.enter_what_lacks().await?;
        Ok(db)
    }

    /// The one task that appends to the logs of all workshops.
    pub(crate) fn group(&self, measures: Measures) -> Group {
        Group::start(self.clone(), measures)
    }

    /// Which programmes' logs have moved.
    pub(crate) fn moves(&self) -> &Moves {
        &self.moves
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<()> {
        sqlx::query("select 1").execute(&self.readers).await?;
        Ok(())
    }

    /// Lets running statements end, then closes the file.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn is_recent(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= OLDEST_SQLITE
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_old_sqlite_is_refused() {
        for (version, recent) in
            [("3.51.2", false), ("3.51.3", true), ("3.52.0", true), ("3.9.9", false), ("", false), ("4.0", true)]
        {
            assert_eq!(super::is_recent(version), recent, "{version}");
        }
    }
}
