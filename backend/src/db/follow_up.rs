//! Personal links of companies, what was asked by them and what was answered.

use domain::follow_up::{Answer, Link, SideOfSynergy};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::time::Timestamp;
use domain::workshop::Language;

use super::Db;
use super::row::row;
use crate::audit::Entry;
use crate::error::{Error, Result};

row! {
    struct LinkRow {
        handle: String,
        link_sealed: Option<Vec<u8>>,
        made_at: Option<i64>,
        used_at: Option<i64>,
        ended_at: Option<i64>,
        workshop_id: String,
        synergy_id: u32,
        side: String,
        email: Option<String>,
        language: String,
        created_at: i64,
        refused_at: Option<i64>,
        asked: u32,
        last_asked: Option<i64>,
        answered_at: Option<i64>,
        answered: Option<String>,
    }
}

impl LinkRow {
    /// The link, and its token as it is sealed.
    fn into_link(self) -> Result<(Link, Option<Vec<u8>>)> {
        let corrupt = |what: &str| {
            Error::Corrupt(format!("{what} of a link of synergy {} in workshop {}", self.synergy_id, self.workshop_id))
        };
        let last_answer = match (self.answered_at, self.answered.as_deref()) {
            (Some(at), Some(state)) => {
                Some((Timestamp(at), Answer::from_code(state).ok_or_else(|| corrupt("answer"))?))
            }
            _ => None,
        };
        let link = Link {
            workshop: self.workshop_id.parse().map_err(|_| corrupt("workshop"))?,
            synergy: SynergyId(self.synergy_id),
            side: SideOfSynergy::from_code(&self.side).ok_or_else(|| corrupt("side"))?,
            language: Language::from_code(&self.language).ok_or_else(|| corrupt("language"))?,
            handle: self.handle,
            token: None,
            made_at: self.made_at.map(Timestamp),
            used_at: self.used_at.map(Timestamp),
            ended_at: self.ended_at.map(Timestamp),
            email: self.email,
            created_at: Timestamp(self.created_at),
            refused_at: self.refused_at.map(Timestamp),
            asked: self.asked,
            last_asked: self.last_asked.map(Timestamp),
            last_answer,
        };
        Ok((link, self.link_sealed))
    }
}

/// A link with what was asked and answered by it. `asked` counts since the last answer.
macro_rules! links {
    ($where:literal) => {
        concat!(
            "select f.*, a.at as answered_at, a.state as answered,
                (select count(*) from follow_up_message m where m.handle = f.handle and m.failed is null and m.at > \
                coalesce(a.at, -1)) as asked,
                (select max(m.at) from follow_up_message m where m.handle = f.handle and m.failed is null) as last_asked
             from follow_up f left join follow_up_answer a on a.number = (select max(b.number) from follow_up_answer b \
             where b.handle = f.handle) ",
            $where
        )
    };
}

impl Db {
    /// The links of a programme's synergies, with their sealed tokens.
    pub(crate) async fn links(&self, programme: ProgrammeId) -> Result<Vec<(Link, Option<Vec<u8>>)>> {
        const SQL: &str = links!(
            "join workshop w on w.id = f.workshop_id where w.programme_id = $1 order by f.workshop_id, f.synergy_id, \
                f.side"
        );
        let rows: Vec<LinkRow> = sqlx::query_as(SQL).bind(programme.to_string()).fetch_all(&self.readers).await?;
        rows.into_iter().map(LinkRow::into_link).collect()
    }

    /// The link that a token of this hash opens.
    pub(crate) async fn link_by_hash(&self, token_hash: &[u8]) -> Result<Option<Link>> {
        const SQL: &str = links!("where f.link_hash = $1");
        let row: Option<LinkRow> = sqlx::query_as(SQL).bind(token_hash).fetch_optional(&self.readers).await?;
        row.map(|row| Ok(row.into_link()?.0)).transpose()
    }

    /// The link of this name, with its sealed token.
    pub(crate) async fn link(&self, handle: &str) -> Result<Option<(Link, Option<Vec<u8>>)>> {
        const SQL: &str = links!("where f.handle = $1");
        let row: Option<LinkRow> = sqlx::query_as(SQL).bind(handle).fetch_optional(&self.readers).await?;
        row.map(LinkRow::into_link).transpose()
    }

    /// New tokens for these links (handle, hash, sealed); the ones before open nothing any more.
    pub(crate) async fn set_link_tokens(
        &self,
        tokens: &[(String, Vec<u8>, Vec<u8>)],
        now: Timestamp,
        entry: Option<&Entry>,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for (handle, token_hash, sealed) in tokens {
            sqlx::query(
                "update follow_up set link_hash = $2, link_sealed = $3, made_at = $4, used_at = null, ended_at = \
                    null, ended_by = null, refused_at = null where handle = $1",
            )
            .bind(handle)
            .bind(token_hash)
            .bind(sealed)
            .bind(now.0)
            .execute(&mut *tx)
            .await?;
        }
        if let Some(entry) = entry {
            super::audit::write(tx, entry).await?;
        }
        transaction.commit().await
    }

    /// Ends links of a programme: this one, or all. Gives how many were open.
    pub(crate) async fn end_links(
        &self,
        programme: ProgrammeId,
        only: Option<&str>,
        by: &str,
        now: Timestamp,
        entry: &Entry,
    ) -> Result<u64> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let ended = sqlx::query(
            "update follow_up set ended_at = $3, ended_by = $4, link_hash = null, link_sealed = null where ended_at is \
            null and ($2 is null or handle = $2)
             and workshop_id in (select id from workshop where programme_id = $1)",
        )
        .bind(programme.to_string())
        .bind(only)
        .bind(now.0)
        .bind(by)
        .execute(&mut *tx)
        .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(ended.rows_affected())
    }

    /// How many answers came by this link itself since then.
    pub(crate) async fn answers_since(&self, handle: &str, since: i64) -> Result<u32> {
        let (count,): (u32,) =
            sqlx::query_as("select count(*) from follow_up_answer where handle = $1 and by_manager = 0 and at > $2")
                .bind(handle)
                .bind(since)
                .fetch_one(&self.readers)
                .await?;
        Ok(count)
    }

    /// Synergies of a programme that lack a link for a side.
    pub(crate) async fn without_links(
        &self,
        programme: ProgrammeId,
    ) -> Result<Vec<(WorkshopId, SynergyId, Timestamp)>> {
        let rows: Vec<(String, u32, i64)> = sqlx::query_as(
            "select s.workshop_id, s.id, s.changed_at from synergy s join workshop w on w.id = s.workshop_id
             where w.programme_id = $1 and s.stage <> 'lost' and (select count(*) from follow_up f where f.workshop_id \
             = s.workshop_id and f.synergy_id = s.id) < 2",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(workshop, id, changed)| {
                Ok((
                    workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?,
                    SynergyId(id),
                    Timestamp(changed),
                ))
            })
            .collect()
    }

    /// The address that a participant left, with their consent.
    pub(crate) async fn contact(&self, workshop: WorkshopId, participant: u32) -> Result<Option<String>> {
        let row: Option<(String,)> =
            sqlx::query_as("select email from contact where workshop_id = $1 and participant_id = $2")
                .bind(workshop.to_string())
                .bind(participant)
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(email,)| email))
    }

    /// Keeps new links; those that exist already stay as they are.
    pub(crate) async fn insert_links(&self, links: &[Link]) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for link in links {
            sqlx::query(
                "insert into follow_up (handle, workshop_id, synergy_id, side, email, language, created_at) values \
                    ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            )
            .bind(&link.handle)
            .bind(link.workshop.to_string())
            .bind(link.synergy.0)
            .bind(link.side.code())
            .bind(&link.email)
            .bind(link.language.code())
            .bind(link.created_at.0)
            .execute(&mut *tx)
            .await?;
        }
        transaction.commit().await
    }

    /// Where the question is sent from now on.
    pub(crate) async fn set_link_address(&self, handle: &str, email: Option<&str>, language: Language) -> Result<()> {
        sqlx::query("update follow_up set email = $2, language = $3 where handle = $1")
            .bind(handle)
            .bind(email)
            .bind(language.code())
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
