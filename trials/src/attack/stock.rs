//! What stands in the database, watched from outside: whether anything was written, and whose it was.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Row as _};

/// Tables that the server keeps for itself: who tried what, and when a key was last used. What they show to whom, the
/// matrix sees as well.
const BOOKKEEPING: &[&str] = &["session", "sign_in_attempt", "audit", "key_use", "sqlite_sequence", "_sqlx_migrations"];

/// What stands in the database, read beside the server, to see what a request has changed.
pub struct Stock {
    connection: SqliteConnection,
    version: i64,
}

/// Each table's rows as one number for each workshop or programme that they belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content(BTreeMap<(String, String), u64>);

impl Content {
    /// Table and owner of what is not the same.
    pub fn differences(&self, other: &Self) -> Vec<(String, String)> {
        let all = self.0.keys().chain(other.0.keys());
        let mut found: Vec<_> = all.filter(|place| self.0.get(*place) != other.0.get(*place)).cloned().collect();
        found.sort();
        found.dedup();
        found
    }
}

impl Stock {
    /// # Errors
    /// When it cannot be read.
    pub async fn open(folder: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(folder.join("maillage.db"))
            .read_only(true)
            .busy_timeout(Duration::from_secs(10));
        let mut stock = Self { connection: options.connect().await?, version: 0 };
        stock.has_changed().await?;
        Ok(stock)
    }

    /// Whether anybody has written since this was last asked.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn has_changed(&mut self) -> Result<bool> {
        let version: i64 = sqlx::query_scalar("pragma data_version").fetch_one(&mut self.connection).await?;
        let changed = version != self.version;
        self.version = version;
        Ok(changed)
    }

    /// Waits until nothing has been written for a while: the matcher and the counts of lists come a little later than
    /// what they follow.
    ///
    /// # Errors
    /// When it never gets quiet.
    pub async fn until_quiet(&mut self) -> Result<()> {
        let mut quiet = 0;
        for _ in 0..400 {
            quiet = if self.has_changed().await? { 0 } else { quiet + 1 };
            if quiet == 10 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        ensure!(quiet > 0, "the server never stops writing");
        Ok(())
    }

    /// All of it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn content(&mut self) -> Result<Content> {
        let tables: Vec<String> =
            sqlx::query_scalar("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'")
                .fetch_all(&mut self.connection)
                .await?;
        let mut content = Content::default();
        for table in tables.into_iter().filter(|table| !BOOKKEEPING.contains(&table.as_str())) {
            let columns = sqlx::query(AssertSqlSafe(format!("pragma table_info({table})")))
                .fetch_all(&mut self.connection)
                .await?;
            // When a key was last used says nothing of what is kept, and what a list counts follows a second later.
            let bookkeeping = |name: &String| name.contains("used") || name == "counts" || name == "summary_seq";
            let names: Vec<String> =
                columns.iter().map(|row| row.get::<String, _>(1)).filter(|name| !bookkeeping(name)).collect();
            let has = |column: &str| names.iter().any(|name| name == column);
            let owner = match (has("workshop_id"), has("programme_id")) {
                // What happened to a company happened in no workshop.
                (true, true) => "coalesce(nullif(workshop_id, ''), programme_id)",
                (true, false) => "workshop_id",
                (false, true) => "programme_id",
                (false, false) if matches!(table.as_str(), "workshop" | "programme") => "id",
                (false, false) => "''",
            };
            let values = names.iter().map(|name| format!("quote({name})")).collect::<Vec<_>>().join(" || ',' || ");
            // The matcher looks and weighs in its own time, whoever happens to call meanwhile.
            let of_callers = if table == "event" { "where actor <> '\"matcher\"'" } else { "" };
            let query = format!("select coalesce({owner}, ''), {values} from {table} {of_callers}");
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut self.connection).await?;
            for row in rows {
                let (owner, values): (String, String) = (row.get(0), row.get(1));
                let mut hasher = DefaultHasher::new();
                values.hash(&mut hasher);
                let sum = content.0.entry((table.clone(), owner)).or_default();
                *sum = sum.wrapping_add(hasher.finish());
            }
        }
        Ok(content)
    }
}
