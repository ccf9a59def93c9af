//! Tables of emission factors that the host brought in.

use super::Db;
use crate::error::Result;

impl Db {
    /// Version and rows of the table that came last.
    pub(crate) async fn newest_factors(&self) -> Result<Option<(String, String)>> {
        Ok(sqlx::query_as("select version, rows from factor_table order by imported_at desc, version desc limit 1").fetch_optional(&self.readers).await?)
    }

    /// False when there is a table of this version.
    pub(crate) async fn insert_factors(&self, version: &str, origin: &str, rows: &str, now: i64) -> Result<bool> {
        let inserted = sqlx::query("insert into factor_table (version, imported_at, origin, rows) values ($1, $2, $3, $4) on conflict (version) do nothing")
            .bind(version)
            .bind(now)
            .bind(origin)
            .bind(rows)
            .execute(&self.writer)
            .await?;
        Ok(inserted.rows_affected() == 1)
    }
}
