//! What lay open in databases of before: keys of workshops and links of companies, taken over into hashes and seals at the first start.

use domain::ids::WorkshopId;

use super::Db;
use super::keys::{NewKey, set};
use crate::doors::{Kind, link_place};
use crate::error::{Error, Result};
use crate::secrets;
use crate::server_key::ServerKey;

/// The keys of one workshop as they were kept once: id, QR token, typed code, key of the board, hash of the facilitator's key, and since when.
type Open = (String, String, String, String, Vec<u8>, i64);

impl Db {
    /// Seals what still lies open; nothing of it is in the file afterwards. Says when the key beside the database is another one than before.
    pub(crate) async fn seal(&self, key: &ServerKey) -> Result<()> {
        let known: Option<(Vec<u8>,)> = sqlx::query_as("select fingerprint from server_key where number = 1").fetch_optional(&self.readers).await?;
        let fingerprint = key.fingerprint();
        if known.as_ref().is_some_and(|(known,)| *known != fingerprint) {
            tracing::warn!(
                "the server's key is another one than the one by which this database was sealed: typed codes open nothing any more, links of boards and \
                 doors are made anew when they are next shown, links of companies at the next question. If the right key file turns up, put it back now"
            );
        }
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("insert into server_key (number, fingerprint) values (1, $1) on conflict (number) do update set fingerprint = excluded.fingerprint")
            .bind(&fingerprint)
            .execute(&mut *tx)
            .await?;
        let workshops: Vec<Open> =
            sqlx::query_as("select id, join_token, join_code, board_key, facilitator_key, created_at from workshop where join_token <> id")
                .fetch_all(&mut *tx)
                .await?;
        for (id, token, code, board, desk, made_at) in &workshops {
            let workshop: WorkshopId = id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?;
            let mut keys = vec![NewKey { kind: Kind::Desk, token_hash: desk.clone(), sealed: None }];
            for (kind, secret) in [(Kind::Join, token), (Kind::Code, code), (Kind::Board, board)] {
                keys.push(kind.kept(key, workshop, secret)?);
            }
            set(tx, workshop, &keys, *made_at).await?;
            sqlx::query("update workshop set join_token = id, join_code = id, board_key = id, facilitator_key = cast(id as blob) where id = $1")
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        let links: Vec<(String, i64)> =
            sqlx::query_as("select handle, created_at from follow_up where link_hash is null and made_at is null and length(handle) = 44")
                .fetch_all(&mut *tx)
                .await?;
        // What names a link in other tables changes with it.
        sqlx::query("pragma defer_foreign_keys = on").execute(&mut *tx).await?;
        for (token, made_at) in &links {
            let handle = secrets::address_token()?;
            for sql in [
                "update follow_up set handle = $2 where handle = $1",
                "update follow_up_message set handle = $2 where handle = $1",
                "update follow_up_answer set handle = $2 where handle = $1",
            ] {
                sqlx::query(sql).bind(token).bind(&handle).execute(&mut *tx).await?;
            }
            sqlx::query("update follow_up set link_hash = $2, link_sealed = $3, made_at = $4 where handle = $1")
                .bind(&handle)
                .bind(secrets::token_hash(token))
                .bind(key.seal(&link_place(&handle), token.as_bytes())?)
                .bind(made_at)
                .execute(&mut *tx)
                .await?;
        }
        transaction.commit().await?;
        if !workshops.is_empty() || !links.is_empty() {
            tracing::info!(workshops = workshops.len(), links = links.len(), "keys and links that lay open in the database are sealed now");
            // Written anew, so that no free page and no log still holds them.
            for sql in ["vacuum", "pragma wal_checkpoint(truncate)"] {
                sqlx::query(sql).execute(&self.writer).await?;
            }
        }
        Ok(())
    }
}
