//! Files and links that support synergies.

use domain::ids::{SynergyId, WorkshopId};
use domain::synergy::Evidence;
use domain::time::Timestamp;

use super::Db;
use crate::error::Result;

impl Db {
    /// Without the content of files, newest first.
    pub(crate) async fn evidence(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<Evidence>> {
        type Row = (i64, i64, String, String, String, i64, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select number, at, author, name, media_type, size, link from evidence where workshop_id = $1 and \
                synergy_id = $2 order by number desc",
        )
        .bind(workshop.to_string())
        .bind(id.0)
        .fetch_all(&self.readers)
        .await?;
        let evidence = |(number, at, author, name, media_type, size, link)| Evidence {
            number,
            at: Timestamp(at),
            author,
            name,
            media_type,
            size,
            link,
        };
        Ok(rows.into_iter().map(evidence).collect())
    }

    /// What the file of this number holds; none for a link, and where there is none.
    pub(crate) async fn evidence_content(&self, number: i64) -> Result<Option<Vec<u8>>> {
        let row: Option<(Option<Vec<u8>>,)> = sqlx::query_as("select content from evidence where number = $1")
            .bind(number)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.and_then(|(content,)| content))
    }
}
