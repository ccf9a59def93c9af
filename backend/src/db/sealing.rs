//! What lay open in databases of before: keys of workshops and links of companies, taken over into hashes and seals at
//! the first start.

use domain::ids::WorkshopId;

use super::Db;
use super::keys::set;
use crate::doors::key::{Kind, NewKey, link_place};
use crate::error::{Error, Result};
use crate::secrets;
use crate::server_key::ServerKey;

/// The keys of one workshop as they were kept once: id, QR token, typed code, key of the board, hash of the
/// facilitator's key, and since when.
type Open = (String, String, String, String, Vec<u8>, i64);

impl Db {
    /// Says which key sealed what is sealed here; none before the first.
    pub(crate) async fn key_fingerprint(&self) -> Result<Option<Vec<u8>>> {
        let known: Option<(Vec<u8>,)> =
            sqlx::query_as("select fingerprint from server_key where number = 1").fetch_optional(&self.readers).await?;
        Ok(known.map(|(fingerprint,)| fingerprint))
    }

    /// Seals what still lies open; nothing of it is in the file afterwards. Says when the key beside the database is
    /// another one than before.
    pub(crate) async fn seal(&self, key: &ServerKey) -> Result<()> {
        let known = self.key_fingerprint().await?;
        let fingerprint = key.fingerprint();
        if known.is_some_and(|known| known != fingerprint) {
            tracing::warn!(
                "the server's key is another one than the one by which this database was sealed: typed codes open \
                nothing any more, links of boards and doors are made anew when they are next shown, links of companies \
                at the next question. If the right key file turns up, put it back now"
            );
        }
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query(
            "insert into server_key (number, fingerprint) values (1, $1) on conflict (number) do update set \
            fingerprint = excluded.fingerprint",
        )
        .bind(&fingerprint)
        .execute(&mut *tx)
        .await?;
        let workshops: Vec<Open> = sqlx::query_as(
            "select id, join_token, join_code, board_key, facilitator_key, created_at from workshop \
                where join_token <> id",
        )
        .fetch_all(&mut *tx)
        .await?;
        for (id, token, code, board, desk, made_at) in &workshops {
            let workshop: WorkshopId = id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?;
            let mut keys = vec![NewKey { kind: Kind::Desk, token_hash: desk.clone(), sealed: None }];
            for (kind, secret) in [(Kind::Join, token), (Kind::Code, code), (Kind::Board, board)] {
                keys.push(kind.kept(key, workshop, secret)?);
            }
            set(tx, workshop, &keys, *made_at).await?;
            sqlx::query(
                "update workshop set join_token = id, join_code = id, board_key = id, facilitator_key = \
                cast(id as blob) where id = $1",
            )
            .bind(id)
            .execute(&mut *tx)
            .await?;
        }
        let links: Vec<(String, i64)> = sqlx::query_as(
            "select handle, created_at from follow_up where link_hash is null and made_at is null and \
                length(handle) = 44",
        )
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
            tracing::info!(
                workshops = workshops.len(),
                links = links.len(),
                "keys and links that lay open in the database are sealed now"
            );
            // Written anew, so that no free page and no log still holds them.
            for sql in ["vacuum", "pragma wal_checkpoint(truncate)"] {
                sqlx::query(sql).execute(&self.writer).await?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use domain::workshop::WorkshopDraft;

    use crate::Backend;
    use crate::clock::Clock;

    /// As a database of before kept them.
    const DOOR: &str = "AAAAAAAAAAAAAAAAAAAAAA";
    const CODE: &str = "K7M4QPX";
    const BOARD: &str = "BBBBBBBBBBBBBBBBBBBBBB";
    const LINK: &str = "CCCCCCCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDDDDDDD";

    #[tokio::test]
    async fn a_database_of_before_keeps_its_links_and_nothing_of_them_is_left_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("maillage.db");
        let backend = Backend::open(&file, Clock::system()).await.unwrap();
        let draft = WorkshopDraft {
            title: "Atelier".into(),
            date: "2026-11-24".into(),
            language: "fr".into(),
            programme: "P".into(),
            ..Default::default()
        };
        let created = backend.create_workshop(draft, None).await.unwrap();
        let writer = &backend.db().writer;
        let desk = crate::secrets::token_hash(&created.facilitator_key);
        sqlx::query("update workshop set join_token = $1, join_code = $2, board_key = $3, facilitator_key = $4")
            .bind(DOOR)
            .bind(CODE)
            .bind(BOARD)
            .bind(desk)
            .execute(writer)
            .await
            .unwrap();
        for sql in [
            "delete from workshop_key",
            "insert into synergy (workshop_id, id, title, kind, stage, giver_name, giver_organisation, receiver_name, \
            receiver_organisation, changed_at, search)
             select id, 1, 'Sciure', 'substitution', 'idea', 'A', 'Scierie', 'B', 'Élevage', 1, '' from workshop",
            "insert into follow_up (handle, workshop_id, synergy_id, side, created_at)
             select 'CCCCCCCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDDDDDDDD', id, 1, 'giver', 1795000000000 from workshop",
            "insert into follow_up_message (handle, at, way) select handle, 2, 'mail' from follow_up",
            "insert into follow_up_answer (handle, at, state, author, by_manager) select handle, 1795000000000, \
                'talking', 'A', 0 from follow_up",
        ] {
            sqlx::query(sql).execute(writer).await.unwrap();
        }
        backend.stop().await;

        let backend = Backend::open(&file, Clock::system()).await.unwrap();
        assert_eq!(backend.workshop_at_door(DOOR, "").await.unwrap(), created.id);
        assert_eq!(backend.workshop_at_door("k7m-4qpx", "").await.unwrap(), created.id);
        let board = backend.caller_by_board_key(BOARD).await.unwrap();
        let doors = backend.doors(&board).await.unwrap();
        assert_eq!(
            (doors.join_token.as_str(), doors.join_code.as_str(), doors.board_key.as_deref()),
            (DOOR, CODE, Some(BOARD))
        );
        assert!(backend.caller_by_facilitator_key(&created.facilitator_key).await.is_ok());
        let asked = backend.asked_by_token(LINK).await.unwrap();
        assert!(
            asked.link.last_answer.is_some() && asked.link.last_asked.is_some(),
            "what was asked and answered by it stays with it"
        );
        backend.stop().await;
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for open in [DOOR, CODE, BOARD, LINK] {
                assert!(
                    !bytes.windows(open.len()).any(|part| part == open.as_bytes()),
                    "{} still holds {open}",
                    path.display()
                );
            }
        }
    }
}
