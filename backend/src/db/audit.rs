//! The rows of the audit log.

use sqlx::SqliteConnection;

use super::Db;
use crate::audit::Entry;
use crate::error::Result;

/// Writes an entry in the transaction of its deed.
pub(crate) async fn write(tx: &mut SqliteConnection, entry: &Entry) -> Result<()> {
    sqlx::query(
        "insert into audit (at, kind, author_id, who, address, deed, programme_id, workshop_id, subject, detail)
         values ($1, $2, $3, $4, $5, $6, coalesce($7, (select programme_id from workshop where id = $8)), $8, $9, $10)",
    )
    .bind(entry.at.0)
    .bind(entry.author.kind.code())
    .bind(&entry.author.id)
    .bind(&entry.author.name)
    .bind(&entry.author.from.address)
    .bind(entry.deed.code())
    .bind(entry.programme.map(|id| id.to_string()))
    .bind(entry.workshop.map(|id| id.to_string()))
    .bind(&entry.subject)
    .bind(serde_json::to_string(&entry.detail)?)
    .execute(tx)
    .await?;
    Ok(())
}

impl Db {
    /// Writes an entry by itself.
    pub(crate) async fn record(&self, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        write(transaction.connection()?, entry).await?;
        transaction.commit().await
    }
}
