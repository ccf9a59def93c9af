//! Personal links of companies, what was asked by them and what was answered.

use domain::follow_up::{Answer, Answered, Link, SideOfSynergy};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::HistoryEntry;
use domain::synergy::{Figure, LostReason};
use domain::time::Timestamp;
use domain::workshop::Language;

use super::Db;
use super::synergies::insert_history;
use crate::error::{Error, Result};

#[derive(sqlx::FromRow)]
struct LinkRow {
    token: String,
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

impl LinkRow {
    fn into_link(self) -> Result<Link> {
        let corrupt = |what: &str| Error::Corrupt(format!("{what} of a link of synergy {} in workshop {}", self.synergy_id, self.workshop_id));
        let last_answer = match (self.answered_at, self.answered.as_deref()) {
            (Some(at), Some(state)) => Some((Timestamp(at), Answer::from_code(state).ok_or_else(|| corrupt("answer"))?)),
            _ => None,
        };
        Ok(Link {
            workshop: self.workshop_id.parse().map_err(|_| corrupt("workshop"))?,
            synergy: SynergyId(self.synergy_id),
            side: SideOfSynergy::from_code(&self.side).ok_or_else(|| corrupt("side"))?,
            language: Language::from_code(&self.language).ok_or_else(|| corrupt("language"))?,
            token: self.token,
            email: self.email,
            created_at: Timestamp(self.created_at),
            refused_at: self.refused_at.map(Timestamp),
            asked: self.asked,
            last_asked: self.last_asked.map(Timestamp),
            last_answer,
        })
    }
}

/// A link with what was asked and answered by it. `asked` counts since the last answer.
macro_rules! links {
    ($where:literal) => {
        concat!(
            "select f.*, a.at as answered_at, a.state as answered,
                (select count(*) from follow_up_message m where m.token = f.token and m.failed is null and m.at > coalesce(a.at, -1)) as asked,
                (select max(m.at) from follow_up_message m where m.token = f.token and m.failed is null) as last_asked
             from follow_up f left join follow_up_answer a on a.number = (select max(b.number) from follow_up_answer b where b.token = f.token) ",
            $where
        )
    };
}

impl Db {
    /// The links of a programme's synergies.
    pub(crate) async fn links(&self, programme: ProgrammeId) -> Result<Vec<Link>> {
        const SQL: &str = links!("join workshop w on w.id = f.workshop_id where w.programme_id = $1 order by f.workshop_id, f.synergy_id, f.side");
        let rows: Vec<LinkRow> = sqlx::query_as(SQL).bind(programme.to_string()).fetch_all(&self.readers).await?;
        rows.into_iter().map(LinkRow::into_link).collect()
    }

    /// The link that this token opens.
    pub(crate) async fn link(&self, token: &str) -> Result<Option<Link>> {
        const SQL: &str = links!("where f.token = $1");
        let row: Option<LinkRow> = sqlx::query_as(SQL).bind(token).fetch_optional(&self.readers).await?;
        row.map(LinkRow::into_link).transpose()
    }

    /// Synergies of a programme that lack a link for a side.
    pub(crate) async fn without_links(&self, programme: ProgrammeId) -> Result<Vec<(WorkshopId, SynergyId, Timestamp)>> {
        let rows: Vec<(String, u32, i64)> = sqlx::query_as(
            "select s.workshop_id, s.id, s.changed_at from synergy s join workshop w on w.id = s.workshop_id
             where w.programme_id = $1 and s.stage <> 'lost' and (select count(*) from follow_up f where f.workshop_id = s.workshop_id and f.synergy_id = s.id) < 2",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter()
            .map(|(workshop, id, changed)| {
                Ok((workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?, SynergyId(id), Timestamp(changed)))
            })
            .collect()
    }

    /// The address that a participant left, with their consent.
    pub(crate) async fn contact(&self, workshop: WorkshopId, participant: u32) -> Result<Option<String>> {
        let row: Option<(String,)> = sqlx::query_as("select email from contact where workshop_id = $1 and participant_id = $2")
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
                "insert into follow_up (token, workshop_id, synergy_id, side, email, language, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            )
            .bind(&link.token)
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
    pub(crate) async fn set_link_address(&self, token: &str, email: Option<&str>, language: Language) -> Result<()> {
        sqlx::query("update follow_up set email = $2, language = $3 where token = $1")
            .bind(token)
            .bind(email)
            .bind(language.code())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// They do not want to be asked any more.
    pub(crate) async fn refuse_link(&self, token: &str, now: Timestamp) -> Result<()> {
        sqlx::query("update follow_up set refused_at = coalesce(refused_at, $2) where token = $1").bind(token).bind(now.0).execute(&self.writer).await?;
        Ok(())
    }

    /// That a question went out, or why it did not.
    pub(crate) async fn insert_message(&self, token: &str, way: &str, failed: Option<&str>, now: Timestamp) -> Result<()> {
        sqlx::query("insert into follow_up_message (token, at, way, failed) values ($1, $2, $3, $4)")
            .bind(token)
            .bind(now.0)
            .bind(way)
            .bind(failed)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Keeps an answer with everything that it changes, all of it or nothing.
    pub(crate) async fn insert_answer(&self, link: &Link, answer: &Answered, by_manager: bool, entry: &HistoryEntry, figures: &[Figure]) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("insert into follow_up_answer (token, at, state, reason, note, author, by_manager) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(&link.token)
            .bind(entry.at.0)
            .bind(answer.state.code())
            .bind(answer.reason.map(LostReason::code))
            .bind(&answer.note)
            .bind(&entry.author)
            .bind(by_manager)
            .execute(&mut *tx)
            .await?;
        sqlx::query("update synergy set stage = $1, lost_reason = $2, changed_at = $3 where workshop_id = $4 and id = $5")
            .bind(entry.stage.code())
            .bind(entry.lost_reason.map(LostReason::code))
            .bind(entry.at.0)
            .bind(link.workshop.to_string())
            .bind(link.synergy.0)
            .execute(&mut *tx)
            .await?;
        insert_history(tx, link.workshop, link.synergy, entry).await?;
        for figure in figures {
            super::synergies::insert_figure(tx, link.workshop, link.synergy, figure, None, &entry.author, entry.at).await?;
        }
        transaction.commit().await
    }
}
