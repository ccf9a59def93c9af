//! Tables of emission factors that the host brought in.

use super::Db;
use crate::audit::Entry;
use crate::error::Result;

impl Db {
    /// Version and rows of the table that came last.
    pub(crate) async fn newest_factors(&self) -> Result<Option<(String, String)>> {
        Ok(sqlx::query_as("select version, rows from factor_table order by imported_at desc, version desc limit 1")
            .fetch_optional(&self.readers)
            .await?)
    }

    /// False when there is a table of this version.
    pub(crate) async fn insert_factors(&self, version: &str, origin: &str, rows: &str, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let inserted = sqlx::query(
            "insert into factor_table (version, imported_at, origin, rows) values ($1, $2, $3, \
            $4) on conflict (version) do nothing",
        )
        .bind(version)
        .bind(entry.at.0)
        .bind(origin)
        .bind(rows)
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() == 0 {
            return Ok(false);
        }
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
