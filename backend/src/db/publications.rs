//! What programmes have published, quarter by quarter.

use domain::disclosure::release::Publication;
use domain::ids::ProgrammeId;
use domain::time::Timestamp;

use super::Db;
use crate::error::Result;

impl Db {
    /// The publications of a programme up to this moment, oldest first.
    pub(crate) async fn publications(
        &self,
        programme: ProgrammeId,
        until: Timestamp,
    ) -> Result<Vec<(Timestamp, Publication)>> {
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "select as_of, content from publication where programme_id = $1 and as_of <= $2 order by as_of",
        )
        .bind(programme.to_string())
        .bind(until.0)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(|(as_of, content)| Ok((Timestamp(as_of), serde_json::from_str(&content)?))).collect()
    }

    /// Keeps the publication of a quarter; the first one that is kept stands.
    pub(crate) async fn insert_publication(
        &self,
        programme: ProgrammeId,
        as_of: Timestamp,
        publication: &Publication,
    ) -> Result<()> {
        sqlx::query(
            "insert into publication (programme_id, as_of, content) values ($1, $2, $3) on conflict \
            (programme_id, as_of) do nothing",
        )
        .bind(programme.to_string())
        .bind(as_of.0)
        .bind(serde_json::to_string(publication)?)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
