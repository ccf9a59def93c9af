//! What opens doors, as it is kept: hashes, what is sealed, when it was made and last used.

use domain::ids::{ParticipantId, WorkshopId};
use sqlx::SqliteConnection;

use super::Db;
use super::row::row;
use crate::audit::Entry;
use crate::doors::key::{Kind, NewKey};
use crate::error::{Error, Result};

row! {
    /// A key as it is kept.
    #[derive(Clone, Debug)]
    pub(crate) struct KeyRow {
        pub kind: String,
        pub sealed: Option<Vec<u8>>,
        pub made_at: i64,
        pub used_at: Option<i64>,
        pub ended_at: Option<i64>,
    }
}

row! {
    /// How many keys of one kind somebody has, and when one was last used.
    #[derive(Clone, Debug)]
    pub(crate) struct Held {
        /// The participant, or the table.
        pub whose: u32,
        pub count: u32,
        pub made_at: i64,
        pub used_at: Option<i64>,
    }
}

/// What kind of key was used: each kind has its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Used {
    Workshop,
    Desk,
    Participant,
    Table,
    Company,
    Session,
}

/// Keeps a workshop's keys, each in place of the one of its kind.
pub(super) async fn set(tx: &mut SqliteConnection, workshop: WorkshopId, keys: &[NewKey], now: i64) -> Result<()> {
    for key in keys {
        sqlx::query(
            "insert into workshop_key (workshop_id, kind, token_hash, sealed, made_at) values ($1, $2, $3, $4, $5)
             on conflict (workshop_id, kind) do update
             set token_hash = excluded.token_hash, sealed = excluded.sealed, made_at = excluded.made_at, used_at = \
             null, ended_at = null",
        )
        .bind(workshop.to_string())
        .bind(key.kind.code())
        .bind(&key.token_hash)
        .bind(&key.sealed)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

async fn end_desk_sessions(tx: &mut SqliteConnection, workshop: WorkshopId) -> Result<()> {
    sqlx::query("delete from desk_session where workshop_id = $1").bind(workshop.to_string()).execute(tx).await?;
    Ok(())
}

impl Db {
    /// The workshop that this key opens, while it does.
    pub(crate) async fn workshop_by_key(&self, kind: Kind, token_hash: &[u8]) -> Result<Option<WorkshopId>> {
        let row: Option<(String,)> = sqlx::query_as(
            "select w.id from workshop w join workshop_key k on k.workshop_id = w.id where k.token_hash = $1 \
                and k.kind = $2 and k.ended_at is null",
        )
        .bind(token_hash)
        .bind(kind.code())
        .fetch_optional(&self.readers)
        .await?;
        row.map(|(id,)| id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))).transpose()
    }

    /// The keys of desk, board and door, ended ones as well.
    pub(crate) async fn workshop_keys(&self, workshop: WorkshopId) -> Result<Vec<KeyRow>> {
        let rows =
            sqlx::query_as("select kind, sealed, made_at, used_at, ended_at from workshop_key where workshop_id = $1")
                .bind(workshop.to_string())
                .fetch_all(&self.readers)
                .await?;
        Ok(rows)
    }

    /// New keys in place of the old ones, which open nothing from then on, nor do the browsers that came with them.
    pub(crate) async fn renew_keys(
        &self,
        workshop: WorkshopId,
        keys: &[NewKey],
        now: i64,
        entries: &[Entry],
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        set(tx, workshop, keys, now).await?;
        if keys.iter().any(|key| key.kind == Kind::Desk) {
            end_desk_sessions(tx, workshop).await?;
        }
        for entry in entries {
            super::audit::write(tx, entry).await?;
        }
        transaction.commit().await
    }

    /// Ends a key, and the browsers that came with it.
    pub(crate) async fn end_key(&self, workshop: WorkshopId, kind: Kind, now: i64, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query(
            "update workshop_key set ended_at = coalesce(ended_at, $3), sealed = null where workshop_id = $1 \
            and kind = $2",
        )
        .bind(workshop.to_string())
        .bind(kind.code())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if kind == Kind::Desk {
            end_desk_sessions(tx, workshop).await?;
        }
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Keeps that a browser came with the facilitator's key; `now` in milliseconds since 1970 (UTC).
    pub(crate) async fn insert_desk_session(&self, token_hash: &[u8], workshop: WorkshopId, now: i64) -> Result<()> {
        sqlx::query("insert into desk_session (token_hash, workshop_id, created_at, used_at) values ($1, $2, $3, $3)")
            .bind(token_hash)
            .bind(workshop.to_string())
            .bind(now)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Whether this opens the desk of this workshop to a browser that was used since then.
    pub(crate) async fn is_desk_session(
        &self,
        token_hash: &[u8],
        workshop: WorkshopId,
        used_since: i64,
    ) -> Result<bool> {
        let row: Option<(i64,)> =
            sqlx::query_as("select 1 from desk_session where token_hash = $1 and workshop_id = $2 and used_at >= $3")
                .bind(token_hash)
                .bind(workshop.to_string())
                .bind(used_since)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.is_some())
    }

    /// Signs a browser out of a desk, and forgets those that were not used since then.
    pub(crate) async fn end_desk_session(&self, token_hash: &[u8], used_since: i64) -> Result<()> {
        sqlx::query("delete from desk_session where token_hash = $1 or used_at < $2")
            .bind(token_hash)
            .bind(used_since)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// How many browsers came with the facilitator's key and were used since then.
    pub(crate) async fn desk_sessions(&self, workshop: WorkshopId, used_since: i64) -> Result<u32> {
        let (count,): (u32,) =
            sqlx::query_as("select count(*) from desk_session where workshop_id = $1 and used_at >= $2")
                .bind(workshop.to_string())
                .bind(used_since)
                .fetch_one(&self.readers)
                .await?;
        Ok(count)
    }

    /// Notes when keys were used, all in one transaction.
    pub(crate) async fn note_uses(&self, uses: &[(Used, Vec<u8>, i64)]) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for (used, token_hash, at) in uses {
            let sql = match used {
                Used::Workshop => "update workshop_key set used_at = $2 where token_hash = $1",
                Used::Desk => "update desk_session set used_at = $2 where token_hash = $1",
                Used::Participant => "update participant_key set used_at = $2 where token_hash = $1",
                Used::Table => "update table_key set used_at = $2 where token_hash = $1",
                Used::Session => "update session set last_used_at = $2 where token_hash = $1",
                Used::Company => "update follow_up set used_at = $2 where link_hash = $1",
            };
            sqlx::query(sql).bind(token_hash).bind(at).execute(&mut *tx).await?;
        }
        transaction.commit().await
    }

    /// The keys of participants: phones, links and badges.
    pub(crate) async fn participant_keys(&self, workshop: WorkshopId) -> Result<Vec<Held>> {
        let rows = sqlx::query_as(
            "select participant_id as whose, count(*) as count, max(created_at) as made_at, max(used_at) as used_at \
            from participant_key
             where workshop_id = $1 group by participant_id order by participant_id",
        )
        .bind(workshop.to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows)
    }

    /// The keys of tables.
    pub(crate) async fn table_keys(&self, workshop: WorkshopId) -> Result<Vec<Held>> {
        let rows = sqlx::query_as(
            "select table_number as whose, 1 as count, created_at as made_at, used_at from table_key where \
                workshop_id = $1 order by table_number",
        )
        .bind(workshop.to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows)
    }

    /// Ends the key of a table.
    pub(crate) async fn end_table_key(&self, workshop: WorkshopId, table: u8, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from table_key where workshop_id = $1 and table_number = $2")
            .bind(workshop.to_string())
            .bind(table)
            .execute(&mut *tx)
            .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Another key of a participant, for a link or a badge. Beyond `most` beside `kept` (the phone that asks), those
    /// that were not used for longest end.
    pub(crate) async fn add_participant_keys(
        &self,
        workshop: WorkshopId,
        keys: &[(Vec<u8>, ParticipantId)],
        (way, most): (&str, u32),
        kept: &[u8],
        entry: &Entry,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for (token_hash, who) in keys {
            sqlx::query(
                "insert into participant_key (token_hash, workshop_id, participant_id, created_at, way) \
                values ($1, $2, $3, $4, $5)",
            )
            .bind(token_hash)
            .bind(workshop.to_string())
            .bind(who.0)
            .bind(entry.at.0)
            .bind(way)
            .execute(&mut *tx)
            .await?;
            sqlx::query(
                "delete from participant_key where workshop_id = $1 and participant_id = $2 and token_hash <> $3 and \
                token_hash not in
                 (select token_hash from participant_key where workshop_id = $1 and participant_id = $2 and token_hash \
                 <> $3
                  order by max(coalesce(used_at, created_at), created_at) desc, created_at desc, token_hash = $4 desc \
                  limit $5)",
            )
            .bind(workshop.to_string())
            .bind(who.0)
            .bind(kept)
            .bind(token_hash)
            .bind(most)
            .execute(&mut *tx)
            .await?;
        }
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// Ends keys of a participant: this one, or all.
    pub(crate) async fn end_participant_keys(
        &self,
        workshop: WorkshopId,
        who: ParticipantId,
        only: Option<&[u8]>,
        entry: Option<&Entry>,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query(
            "delete from participant_key where workshop_id = $1 and participant_id = $2 and ($3 is null or \
            token_hash = $3)",
        )
        .bind(workshop.to_string())
        .bind(who.0)
        .bind(only)
        .execute(&mut *tx)
        .await?;
        if let Some(entry) = entry {
            super::audit::write(tx, entry).await?;
        }
        transaction.commit().await
    }

    /// Whether this session of an account has not been ended.
    pub(crate) async fn is_session(&self, token_hash: &[u8], now: i64) -> Result<bool> {
        let row: Option<(i64,)> = sqlx::query_as("select 1 from session where token_hash = $1 and expires_at > $2")
            .bind(token_hash)
            .bind(now)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }
}
