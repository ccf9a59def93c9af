//! The log of each workshop, and what is written in the same transaction as an append.

use domain::access::Actor;
use domain::ids::{CommandId, ParticipantId, WorkshopId};
use domain::programme::{Counts, Owner};
use domain::resource::Kind;
use domain::synergy::ConfirmedSynergy;
use domain::time::Timestamp;
use domain::workshop::{Contact, Description, Phase, Recorded};

use super::Db;
use crate::error::{Error, Result};

/// A command that was carried out.
#[derive(Clone, Debug)]
pub(crate) struct KnownCommand {
    pub id: CommandId,
    pub fingerprint: Vec<u8>,
    /// The entries it wrote; an empty range when there was nothing to do.
    pub first_seq: u64,
    pub last_seq: u64,
}

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

/// Everything that one transaction writes.
#[derive(Debug)]
pub(crate) struct Append {
    pub workshop: WorkshopId,
    /// The log's length before.
    pub seq: u64,
    pub entries: Vec<(Actor, Recorded)>,
    pub commands: Vec<KnownCommand>,
    pub newcomers: Vec<Newcomer>,
    pub synergies: Vec<NewSynergy>,
    /// What the log adds up to afterwards.
    pub phase: Phase,
    pub description: Option<Description>,
    pub counts: Counts,
}

impl Db {
    /// Appends in one transaction. Fails, writing nothing, when the log is not as long as expected.
    pub(crate) async fn append(&self, append: &Append) -> Result<()> {
        let workshop = append.workshop.to_string();
        let mut tx = self.writer.begin_with("begin immediate").await?;
        let length = append.seq + append.entries.len() as u64;
        let raised = sqlx::query("update workshop set seq = $1, phase = $2, description = coalesce($3, description), counts = $4 where id = $5 and seq = $6")
            .bind(stored(length)?)
            .bind(append.phase.code())
            .bind(append.description.as_ref().map(serde_json::to_string).transpose()?)
            .bind(serde_json::to_string(&append.counts)?)
            .bind(&workshop)
            .bind(stored(append.seq)?)
            .execute(&mut *tx)
            .await?;
        if raised.rows_affected() != 1 {
            return Err(Error::Corrupt(format!("the log of workshop {workshop} is not at {}", append.seq)));
        }
        for (actor, recorded) in &append.entries {
            sqlx::query("insert into event (workshop_id, seq, at, actor, payload) values ($1, $2, $3, $4, $5)")
                .bind(&workshop)
                .bind(stored(recorded.seq)?)
                .bind(recorded.at.0)
                .bind(serde_json::to_string(actor)?)
                .bind(serde_json::to_string(&recorded.event)?)
                .execute(&mut *tx)
                .await?;
        }
        for command in &append.commands {
            sqlx::query("insert into command (workshop_id, command_id, fingerprint, first_seq, last_seq) values ($1, $2, $3, $4, $5)")
                .bind(&workshop)
                .bind(command.id.to_string())
                .bind(&command.fingerprint)
                .bind(stored(command.first_seq)?)
                .bind(stored(command.last_seq)?)
                .execute(&mut *tx)
                .await?;
        }
        let now = append.entries.last().map_or(0, |(_, recorded)| recorded.at.0);
        for newcomer in &append.newcomers {
            sqlx::query("insert into participant_key (token_hash, workshop_id, participant_id, created_at) values ($1, $2, $3, $4)")
                .bind(&newcomer.token_hash)
                .bind(&workshop)
                .bind(newcomer.participant.0)
                .bind(now)
                .execute(&mut *tx)
                .await?;
            if let Some(contact) = &newcomer.contact {
                sqlx::query("insert into contact (workshop_id, participant_id, email, consented_at) values ($1, $2, $3, $4)")
                    .bind(&workshop)
                    .bind(newcomer.participant.0)
                    .bind(&*contact.email)
                    .bind(now)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        for new in &append.synergies {
            super::synergies::insert(&mut tx, append.workshop, new).await?;
        }
        tx.commit().await?;
        Ok(())
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
    pub(crate) async fn commands(&self, workshop: WorkshopId) -> Result<Vec<KnownCommand>> {
        let rows: Vec<(String, Vec<u8>, i64, i64)> = sqlx::query_as("select command_id, fingerprint, first_seq, last_seq from command where workshop_id = $1")
            .bind(workshop.to_string())
            .fetch_all(&self.readers)
            .await?;
        rows.into_iter()
            .map(|(id, fingerprint, first_seq, last_seq)| {
                let id = id.parse().map_err(|_| Error::Corrupt(format!("command id {id}")))?;
                Ok(KnownCommand { id, fingerprint, first_seq: loaded(first_seq)?, last_seq: loaded(last_seq)? })
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
