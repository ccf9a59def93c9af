//! The log of each workshop, and what is written in the same transaction as an append.

use std::fmt::Write as _;

use domain::access::Actor;
use domain::ids::{CardId, CommandId, ParticipantId, WorkshopId};
use domain::programme::Counts;
use domain::time::Timestamp;
use domain::workshop::{Contact, Decided, Description, Phase, Recorded, Verdict};
use sqlx::SqliteConnection;

use super::Db;
use super::numbers::{loaded, programme_id, stored};
use super::programme_log::NewSynergy;
use crate::audit::Entry;
use crate::error::{Error, Result};

/// Somebody who came in: what lets them come back, and how they may be reached.
#[derive(Clone, Debug)]
pub(crate) struct Newcomer {
    pub participant: ParticipantId,
    pub token_hash: Vec<u8>,
    pub contact: Option<Contact>,
}

/// What one room wants written, all or nothing.
#[derive(Debug)]
pub(crate) struct Append {
    pub workshop: WorkshopId,
    /// The log's length before.
    pub seq: u64,
    pub entries: Vec<(Actor, Recorded)>,
    pub commands: Vec<(CommandId, Decided)>,
    pub newcomers: Vec<Newcomer>,
    pub synergies: Vec<NewSynergy>,
    /// Whose second record passed to which first one: the one that stays, the one that goes.
    pub merged: Vec<(ParticipantId, ParticipantId)>,
    /// Who left: what they brought is taken out of the log.
    pub gone: Vec<ParticipantId>,
    /// What the audit log says of it.
    pub audited: Vec<Entry>,
    /// Photos of cards: the new one, or none any more.
    pub photos: Vec<(CardId, Option<Vec<u8>>)>,
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

/// Everything of an append but its synergies, as one script: one trip to the database, whatever its size. Lists come in
/// as JSON. (PostgreSQL: `jsonb_array_elements` for `json_each`, `decode` for `unhex`.)
macro_rules! script {
    () => {
        "insert into event (workshop_id, seq, at, actor, payload)
             select $1, value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each($2);
         insert into command (workshop_id, command_id, fingerprint, first_seq, last_seq, refusal)
             select $1, value ->> 0, unhex(value ->> 1), value ->> 2, value ->> 3, value ->> 4 from json_each($3) \
             where true
             on conflict (workshop_id, command_id) do update
                 set fingerprint = excluded.fingerprint, first_seq = excluded.first_seq, last_seq = excluded.last_seq, \
                 refusal = excluded.refusal
                 where command.refusal is not null;
         insert into participant_key (token_hash, workshop_id, participant_id, created_at)
             select unhex(value ->> 0), $1, value ->> 1, value ->> 2 from json_each($4);
         insert into contact (workshop_id, participant_id, email, consented_at)
             select $1, value ->> 0, value ->> 1, value ->> 2 from json_each($5);
         update workshop set phase = $6, description = coalesce($7, description), counts = $8, summary_seq = $9 where \
         id = $1 and $6 is not null;"
    };
}

impl Append {
    /// As a transaction of its own, in a single trip.
    const ALONE: &str = concat!("begin immediate;", script!(), "commit");
    /// Inside a transaction.
    const WITHIN: &str = script!();

    /// The last entry afterwards.
    fn length(&self) -> u64 {
        self.seq + self.entries.len() as u64
    }

    /// Runs one of the scripts. Fails when an entry of this number exists already: somebody else wrote to this log.
    async fn run(&self, script: &'static str, connection: &mut SqliteConnection) -> Result<()> {
        let json = |rows: Vec<serde_json::Value>| serde_json::Value::from(rows).to_string();
        let mut events = Vec::with_capacity(self.entries.len());
        for (actor, recorded) in &self.entries {
            events.push(serde_json::json!([
                recorded.seq,
                recorded.at.0,
                serde_json::to_string(actor)?,
                serde_json::to_string(&recorded.event)?
            ]));
        }
        let mut commands = Vec::with_capacity(self.commands.len());
        for (id, decided) in &self.commands {
            let (first, last, refusal) = match &decided.verdict {
                Verdict::Done { first_seq, last_seq } => (*first_seq, *last_seq, None),
                Verdict::Refused(refusal) => (1, 0, Some(serde_json::to_string(refusal)?)),
            };
            commands.push(serde_json::json!([id, hex(&decided.fingerprint), first, last, refusal]));
        }
        let now = self.entries.last().map_or(0, |(_, recorded)| recorded.at.0);
        let keys = self
            .newcomers
            .iter()
            .map(|newcomer| serde_json::json!([hex(&newcomer.token_hash), newcomer.participant, now]));
        let contacts = self.newcomers.iter().filter_map(|newcomer| {
            Some(serde_json::json!([newcomer.participant, &*newcomer.contact.as_ref()?.email, now]))
        });
        let summary = self.summary.as_ref();
        sqlx::query(script)
            .bind(self.workshop.to_string())
            .bind(json(events))
            .bind(json(commands))
            .bind(json(keys.collect()))
            .bind(json(contacts.collect()))
            .bind(summary.map(|summary| summary.phase.code()))
            .bind(summary.and_then(|summary| summary.description.as_ref()).map(serde_json::to_string).transpose()?)
            .bind(summary.map(|summary| serde_json::to_string(&summary.counts)).transpose()?)
            .bind(stored(self.length())?)
            .execute(connection)
            .await?;
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Db {
    /// Appends in one transaction. Fails, writing nothing, when somebody else wrote to one of the logs.
    pub(super) async fn append(&self, appends: &[&Append]) -> Result<()> {
        if let [append] = appends
            && append.synergies.is_empty()
            && append.merged.is_empty()
            && append.gone.is_empty()
            && append.photos.is_empty()
        {
            let mut transaction = self.prepare().await?;
            append.run(Append::ALONE, transaction.connection()?).await?;
            transaction.committed();
            return Ok(());
        }
        let mut transaction = self.begin().await?;
        let mut moved = Vec::new();
        for append in appends {
            append.run(Append::WITHIN, transaction.connection()?).await?;
            for new in &append.synergies {
                super::programme_log::begin(transaction.connection()?, append.workshop, new).await?;
            }
            for (card, content) in &append.photos {
                super::photos::change(transaction.connection()?, append.workshop, *card, content.as_deref()).await?;
            }
            for (kept, duplicate) in &append.merged {
                super::merging::merge(transaction.connection()?, append.workshop, *kept, *duplicate).await?;
            }
            let at = append.entries.last().map_or(0, |(_, recorded)| recorded.at.0);
            for who in &append.gone {
                super::leaving::erase(transaction.connection()?, append.workshop, *who, at).await?;
            }
            for entry in &append.audited {
                super::audit::write(transaction.connection()?, entry).await?;
            }
            // What is confirmed and who leaves stands in the programme's log as well.
            if !(append.synergies.is_empty() && append.gone.is_empty()) {
                let (programme, _) = super::programme_log::end_of(transaction.connection()?, append.workshop).await?;
                moved.push(programme_id(&programme)?);
            }
        }
        transaction.commit().await?;
        if appends.iter().any(|append| !append.gone.is_empty()) {
            self.wipe();
        }
        moved.into_iter().for_each(|programme| self.moves().note(programme));
        Ok(())
    }

    /// Entries after `after`, at most `limit`, in order.
    pub(crate) async fn events_after(&self, workshop: WorkshopId, after: u64, limit: u32) -> Result<Vec<Recorded>> {
        let rows: Vec<(i64, i64, String)> = sqlx::query_as(
            "select seq, at, payload from event where workshop_id = $1 and seq > $2 order by seq limit $3",
        )
        .bind(workshop.to_string())
        .bind(stored(after)?)
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(seq, at, payload)| {
                Ok(Recorded { seq: loaded(seq)?, at: Timestamp(at), event: serde_json::from_str(&payload)? })
            })
            .collect()
    }

    /// Every command decided in a workshop.
    pub(crate) async fn commands(&self, workshop: WorkshopId) -> Result<Vec<(CommandId, Decided)>> {
        type Row = (String, Vec<u8>, i64, i64, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select command_id, fingerprint, first_seq, last_seq, refusal from command where workshop_id = $1",
        )
        .bind(workshop.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(id, fingerprint, first_seq, last_seq, refusal)| {
                let id = id.parse().map_err(|_| Error::Corrupt(format!("command id {id}")))?;
                // Whole digests were kept at first; their beginning says as much.
                let fingerprint = fingerprint
                    .first_chunk()
                    .copied()
                    .ok_or_else(|| Error::Corrupt(format!("fingerprint of command {id}")))?;
                let verdict = match refusal {
                    Some(refusal) => Verdict::Refused(serde_json::from_str(&refusal)?),
                    None => Verdict::Done { first_seq: loaded(first_seq)?, last_seq: loaded(last_seq)? },
                };
                Ok((id, Decided { fingerprint, verdict }))
            })
            .collect()
    }

    /// Another token for somebody who joined: the answer to their first one may have been lost on the way.
    pub(crate) async fn insert_participant_key(
        &self,
        token_hash: &[u8],
        workshop: WorkshopId,
        participant: ParticipantId,
        now: i64,
    ) -> Result<()> {
        sqlx::query(
            "insert into participant_key (token_hash, workshop_id, participant_id, created_at) values ($1, $2, $3, $4)",
        )
        .bind(token_hash)
        .bind(workshop.to_string())
        .bind(participant.0)
        .bind(now)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The participant whom this token stands for.
    pub(crate) async fn participant_by_key(
        &self,
        workshop: WorkshopId,
        token_hash: &[u8],
    ) -> Result<Option<ParticipantId>> {
        let row: Option<(u32,)> =
            sqlx::query_as("select participant_id from participant_key where token_hash = $1 and workshop_id = $2")
                .bind(token_hash)
                .bind(workshop.to_string())
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(id,)| ParticipantId(id)))
    }
}
