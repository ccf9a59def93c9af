//! Who was there, when they last did something themselves, and what is kept no longer.

use domain::ids::{ParticipantId, ProgrammeId, WorkshopId};
use domain::time::Timestamp;

use super::Db;
use crate::audit::Entry;
use crate::error::{Error, Result};

fn people(rows: Vec<(String, u32, i64)>) -> Result<Vec<(WorkshopId, ParticipantId, Timestamp)>> {
    let person = |(workshop, who, at): (String, u32, i64)| {
        let workshop = workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?;
        Ok((workshop, ParticipantId(who), Timestamp(at)))
    };
    rows.into_iter().map(person).collect()
}

impl Db {
    /// Everybody whose own last act was before this moment, with that act, the longest silent first. Somebody with an
    /// address acts wherever the same address acts. Who left, or was found to be somebody else's second record, has
    /// nothing left to erase.
    pub(crate) async fn people_silent_since(
        &self,
        moment: Timestamp,
    ) -> Result<Vec<(WorkshopId, ParticipantId, Timestamp)>> {
        let rows = sqlx::query_as(
            "with acts as (
                 select workshop_id, payload ->> 'participant' as who, at from event where payload ->> 'type' = \
                 'participant_joined'
                 union all select workshop_id, actor ->> 'participant', at from event where actor ->> 'participant' is \
                 not null
             ), last as (
                 select a.workshop_id, a.who, max(a.at) as at from acts a group by a.workshop_id, a.who
             ), by_person as (
                 select l.workshop_id, l.who, max(l.at) over (partition by coalesce(c.email, l.workshop_id || ' ' || \
                 l.who)) as at
                 from last l left join contact c on c.workshop_id = l.workshop_id and c.participant_id = l.who
             )
             select p.workshop_id, p.who, p.at from by_person p
             where p.at < $1 and not exists (select 1 from event g where g.workshop_id = p.workshop_id
                 and ((g.payload ->> 'type' = 'participant_left' and g.payload ->> 'participant' = p.who)
                     or (g.payload ->> 'type' = 'participants_merged' and g.payload ->> 'duplicate' = p.who)))
             order by p.at, p.workshop_id, p.who",
        );
        people(rows.bind(moment.0).fetch_all(&self.readers).await?)
    }

    /// Keeps a link for this address; the one before opens nothing any more.
    pub(crate) async fn set_person_link(
        &self,
        token_hash: &[u8],
        email: &str,
        expires_at: Timestamp,
        entry: &Entry,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from person_link where email = $1").bind(email).execute(&mut *tx).await?;
        sqlx::query("insert into person_link (token_hash, email, expires_at) values ($1, $2, $3)")
            .bind(token_hash)
            .bind(email)
            .bind(expires_at.0)
            .execute(&mut *tx)
            .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }

    /// The address that a link is for, while it opens.
    pub(crate) async fn person_by_link(&self, token_hash: &[u8], now: Timestamp) -> Result<Option<String>> {
        let row: Option<(String,)> =
            sqlx::query_as("select email from person_link where token_hash = $1 and expires_at > $2")
                .bind(token_hash)
                .bind(now.0)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(email,)| email))
    }

    /// Ends the links of this address, and those whose time is over.
    pub(crate) async fn end_person_links(&self, email: &str, now: Timestamp) -> Result<()> {
        let ended = sqlx::query("delete from person_link where email = lower($1) or expires_at <= $2")
            .bind(email)
            .bind(now.0)
            .execute(&self.writer)
            .await?;
        // The address stood at the link.
        if ended.rows_affected() > 0 {
            self.wipe();
        }
        Ok(())
    }

    /// Everywhere that this address was left.
    pub(crate) async fn people_by_email(&self, email: &str) -> Result<Vec<(WorkshopId, ParticipantId, Timestamp)>> {
        let rows = sqlx::query_as(
            "select workshop_id, participant_id, consented_at from contact where lower(email) = lower($1) order by \
                consented_at",
        );
        people(rows.bind(email).fetch_all(&self.readers).await?)
    }

    /// Takes network addresses out of the audit log, and addresses out of companies' links whose synergy nobody has
    /// touched since.
    pub(crate) async fn erase_addresses(
        &self,
        logged_before: Timestamp,
        silent_since: Timestamp,
        entry: &Entry,
    ) -> Result<(u64, u64)> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let logged = sqlx::query("update audit set address = null where address is not null and at < $1")
            .bind(logged_before.0)
            .execute(&mut *tx)
            .await?;
        let asked = sqlx::query(
            "update follow_up set email = null where email is not null and created_at < $1 and exists (select 1 from \
            synergy s
                 where s.workshop_id = follow_up.workshop_id and s.id = follow_up.synergy_id and s.changed_at < $1)",
        )
        .bind(silent_since.0)
        .execute(&mut *tx)
        .await?;
        let (logged, asked) = (logged.rows_affected(), asked.rows_affected());
        if logged + asked > 0 {
            super::audit::write(tx, &entry.clone().with("addresses", logged + asked)).await?;
        }
        transaction.commit().await?;
        if logged + asked > 0 {
            self.wipe();
        }
        Ok((logged, asked))
    }

    /// How much of the two would be erased.
    pub(crate) async fn addresses_due(
        &self,
        logged_before: Timestamp,
        silent_since: Timestamp,
        only: Option<ProgrammeId>,
    ) -> Result<(u32, u32)> {
        let counts = sqlx::query_as(
            "select (select count(*) from audit where address is not null and at < $1 and ($3 is null or programme_id \
            = $3)),
                 (select count(*) from follow_up f join synergy s on s.workshop_id = f.workshop_id and s.id = \
                 f.synergy_id
                     join workshop w on w.id = s.workshop_id
                     where f.email is not null and f.created_at < $2 and s.changed_at < $2 and ($3 is null or \
                     w.programme_id = $3))",
        );
        Ok(counts
            .bind(logged_before.0)
            .bind(silent_since.0)
            .bind(only.map(|id| id.to_string()))
            .fetch_one(&self.readers)
            .await?)
    }
}
