//! Photos of cards.

use domain::ids::{CardId, WorkshopId};
use sqlx::SqliteConnection;

use super::Db;
use crate::error::Result;

/// Puts a photo in the place of the one before, or takes it away, within the transaction that says so.
pub(super) async fn change(
    connection: &mut SqliteConnection,
    workshop: WorkshopId,
    card: CardId,
    content: Option<&[u8]>,
) -> Result<()> {
    let change = match content {
        Some(content) => {
            let put = "insert into photo (workshop_id, card_id, content) values ($1, $2, $3)
                       on conflict (workshop_id, card_id) do update set content = excluded.content";
            sqlx::query(put).bind(workshop.to_string()).bind(card.0).bind(content)
        }
        None => sqlx::query("delete from photo where workshop_id = $1 and card_id = $2")
            .bind(workshop.to_string())
            .bind(card.0),
    };
    change.execute(connection).await?;
    Ok(())
}

impl Db {
    /// The photo of a card: a JPEG.
    pub(crate) async fn photo(&self, workshop: WorkshopId, card: CardId) -> Result<Option<Vec<u8>>> {
        let row: Option<(Vec<u8>,)> =
            sqlx::query_as("select content from photo where workshop_id = $1 and card_id = $2")
                .bind(workshop.to_string())
                .bind(card.0)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(content,)| content))
    }
}
