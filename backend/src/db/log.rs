//! The log of each workshop, and what is written in the same transaction as an append.

use domain::access::Actor;
use domain::ids::{CommandId, ParticipantId, WorkshopId};
use domain::programme::{Counts, Owner};
use domain::resource::Kind;
use domain::synergy::ConfirmedSynergy;
use domain::time::Timestamp;
use domain::workshop::{CarriedOut, Contact, Description, Phase, Recorded};
use sqlx::{QueryBuilder, SqliteConnection};

use super::Db;
use crate::error::{Error, Result};

/// Somebody who came in: what lets them come back, and how they may be reached.
#[derive(Clone, Debug)]
pub(crate) struct Newcomer {
    pub participant: ParticipantId,
    pub token_hash: Vec<u8>,
    pub contact: Option<Contact>,
}

/// A synergy that the log confirms, with the names that the programme follows it by.
#[derive(Clone, Debug)]
pub(crate) struct NewSynergy {
    pub synergy: ConfirmedSynergy,
    pub giver: Owner,
    pub receiver: Owner,
    pub cards: Vec<(Kind, String)>,
    pub author: String,
    pub at: Timestamp,
}

/// What one room wants written, all or nothing.
#[derive(Debug)]
pub(crate) struct Append {
    pub workshop: WorkshopId,
    /// The log's length before.
    pub seq: u64,
    pub entries: Vec<(Actor, Recorded)>,
    pub commands: Vec<(CommandId, CarriedOut)>,
    pub newcomers: Vec<Newcomer>,
    pub synergies: Vec<NewSynergy>,
    /// What the list of workshops shows, when it is to be brought up to date.
    pub summary: Option<Summary>,
}

/// What the list of workshops shows of one.
#[derive(Debug)]
pub(crate) struct Summary {
    pub phase: Phase,
    pub description: Option<Description>,
    pub counts: Counts,
}

/// The most rows of one statement: 128 rows of five values stay far below what SQLite and PostgreSQL bind.
const ROWS: usize = 128;

/// Cuts rows into pieces of 128, 64, 32… so that there are few different statements, each prepared once.
fn pieces<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = if rows.len() >= ROWS { ROWS } else { rows.len().checked_ilog2().map(|power| 1 << power)? };
        let (piece, rest) = rows.split_at(size);
        rows = rest;
        Some(piece)
    })
}

impl Append {
    /// Writes inside a transaction. Fails when the log is not as long as expected.
    async fn write(&self, connection: &mut SqliteConnection) -> Result<()> {
        let workshop = self.workshop.to_string();
        let length = self.seq + self.entries.len() as u64;
        let raised = sqlx::query("update workshop set seq = $1 where id = $2 and seq = $3")
            .bind(stored(length)?)
            .bind(&workshop)
            .bind(stored(self.seq)?)
            .execute(&mut *connection)
            .await?;
        if raised.rows_affected() != 1 {
            return Err(Error::Corrupt(format!("the log of workshop {workshop} is not at {}", self.seq)));
        }
        for piece in pieces(&self.entries) {
            let mut rows = Vec::with_capacity(piece.len());
            for (actor, recorded) in piece {
                rows.push((stored(recorded.seq)?, recorded.at.0, serde_json::to_string(actor)?, serde_json::to_string(&recorded.event)?));
            }
            QueryBuilder::new("insert into event (workshop_id, seq, at, actor, payload) ")
                .push_values(rows, |mut row, (seq, at, actor, payload)| {
                    row.push_bind(&workshop).push_bind(seq).push_bind(at).push_bind(actor).push_bind(payload);
                })
                .build()
                .execute(&mut *connection)
                .await?;
        }
        for piece in pieces(&self.commands) {
            let mut rows = Vec::with_capacity(piece.len());
            for (id, done) in piece {
                rows.push((id.to_string(), done.fingerprint.to_vec(), stored(done.first_seq)?, stored(done.last_seq)?));
            }
            QueryBuilder::new("insert into command (workshop_id, command_id, fingerprint, first_seq, last_seq) ")
                .push_values(rows, |mut row, (id, fingerprint, first_seq, last_seq)| {
                    row.push_bind(&workshop).push_bind(id).push_bind(fingerprint).push_bind(first_seq).push_bind(last_seq);
                })
                .build()
                .execute(&mut *connection)
                .await?;
        }
        self.write_newcomers(&workshop, connection).await?;
        for new in &self.synergies {
            super::synergies::insert(connection, self.workshop, new).await?;
        }
        if let Some(summary) = &self.summary {
            sqlx::query("update workshop set phase = $1, description = coalesce($2, description), counts = $3, summary_seq = seq where id = $4")
                .bind(summary.phase.code())
                .bind(summary.description.as_ref().map(serde_json::to_string).transpose()?)
                .bind(serde_json::to_string(&summary.counts)?)
                .bind(&workshop)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }

    async fn write_newcomers(&self, workshop: &str, connection: &mut SqliteConnection) -> Result<()> {
        let now = self.entries.last().map_or(0, |(_, recorded)| recorded.at.0);
        for newcomer in &self.newcomers {
            sqlx::query("insert into participant_key (token_hash, workshop_id, participant_id, created_at) values ($1, $2, $3, $4)")
                .bind(&newcomer.token_hash)
                .bind(workshop)
                .bind(newcomer.participant.0)
                .bind(now)
                .execute(&mut *connection)
                .await?;
            if let Some(contact) = &newcomer.contact {
                sqlx::query("insert into contact (workshop_id, participant_id, email, consented_at) values ($1, $2, $3, $4)")
                    .bind(workshop)
                    .bind(newcomer.participant.0)
                    .bind(&*contact.email)
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
            }
        }
        Ok(())
    }
}

impl Db {
    /// Appends in one transaction. Fails, writing nothing, when one of the logs is not as long as expected.
    pub(super) async fn append(&self, appends: &[&Append]) -> Result<()> {
        let mut transaction = self.begin().await?;
        for append in appends {
            append.write(transaction.connection()?).await?;
        }
        transaction.commit().await
    }

    /// Entries after `after`, at most `limit`, in order.
    pub(crate) async fn events_after(&self, workshop: WorkshopId, after: u64, limit: u32) -> Result<Vec<Recorded>> {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as("select seq, at, payload from event where workshop_id = $1 and seq > $2 order by seq limit $3")
            .bind(workshop.to_string())
            .bind(stored(after)?)
            .bind(limit)
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter().map(|(seq, at, payload)| Ok(Recorded { seq: loaded(seq)?, at: Timestamp(at), event: serde_json::from_str(&payload)? })).collect()
    }

    /// Every command carried out in a workshop.
    pub(crate) async fn commands(&self, workshop: WorkshopId) -> Result<Vec<(CommandId, CarriedOut)>> {
        let rows: Vec<(String, Vec<u8>, i64, i64)> = sqlx::query_as("select command_id, fingerprint, first_seq, last_seq from command where workshop_id = $1")
            .bind(workshop.to_string())
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(id, fingerprint, first_seq, last_seq)| {
                let id = id.parse().map_err(|_| Error::Corrupt(format!("command id {id}")))?;
                // Whole digests were kept at first; their beginning says as much.
                let fingerprint = fingerprint.first_chunk().copied().ok_or_else(|| Error::Corrupt(format!("fingerprint of command {id}")))?;
                Ok((id, CarriedOut { fingerprint, first_seq: loaded(first_seq)?, last_seq: loaded(last_seq)? }))
            })
            .collect()
    }

    /// Another token for somebody who joined: the answer to their first one may have been lost on the way.
    pub(crate) async fn insert_participant_key(&self, token_hash: &[u8], workshop: WorkshopId, participant: ParticipantId, now: i64) -> Result<()> {
        sqlx::query("insert into participant_key (token_hash, workshop_id, participant_id, created_at) values ($1, $2, $3, $4)")
            .bind(token_hash)
            .bind(workshop.to_string())
            .bind(participant.0)
            .bind(now)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The participant whom this token stands for.
    pub(crate) async fn participant_by_key(&self, workshop: WorkshopId, token_hash: &[u8]) -> Result<Option<ParticipantId>> {
        let row: Option<(u32,)> = sqlx::query_as("select participant_id from participant_key where token_hash = $1 and workshop_id = $2")
            .bind(token_hash)
            .bind(workshop.to_string())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|(id,)| ParticipantId(id)))
    }
}

fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Error::Corrupt(format!("{number} is too large")))
}

pub(super) fn loaded(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Corrupt(format!("{number} is negative")))
}
