//! Workshops, the programmes they belong to, and their doors.

use std::collections::BTreeMap;

use domain::ids::{AccountId, ProgrammeId, WorkshopId};
use domain::programme::{Counts, WorkshopSummary};
use domain::synergy::Stage;
use domain::workshop::{Description, Phase};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::Db;
use crate::error::{Error, Result};

/// A workshop before its first event.
#[derive(Debug)]
pub(crate) struct NewWorkshop {
    pub id: WorkshopId,
    pub programme: String,
    pub owner: Option<AccountId>,
    pub epoch: String,
    pub join_token: String,
    pub join_code: String,
    pub board_key: String,
    pub facilitator_key: Vec<u8>,
    pub description: Description,
    pub created_at: i64,
}

/// What the doors of a workshop need to know.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct WorkshopRow {
    pub id: String,
    pub epoch: String,
    pub join_token: String,
    pub join_code: String,
    pub board_key: String,
}

impl WorkshopRow {
    pub(crate) fn workshop_id(&self) -> Result<WorkshopId> {
        self.id.parse().map_err(|_| Error::Corrupt(format!("workshop id {}", self.id)))
    }
}

/// Makes an account a member of every programme: the first account of an installation sees what the command line made.
pub(super) async fn join_all_programmes(tx: &mut SqliteConnection, account: AccountId) -> Result<()> {
    sqlx::query("insert into programme_member (programme_id, account_id) select id, $1 from programme where true on conflict do nothing")
        .bind(account.to_string())
        .execute(tx)
        .await?;
    Ok(())
}

impl Db {
    /// Keeps a new workshop, and its programme where that is new; its owner becomes a member of the programme.
    /// An existing programme takes in only workshops of its members, or of the command line (no owner).
    pub(crate) async fn insert_workshop(&self, new: &NewWorkshop) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let programme: Option<(String,)> = sqlx::query_as("select id from programme where name = $1").bind(&new.programme).fetch_optional(&mut *tx).await?;
        let programme_id = if let Some((id,)) = programme {
            if let Some(owner) = new.owner {
                let member: Option<(i64,)> = sqlx::query_as("select 1 from programme_member where programme_id = $1 and account_id = $2")
                    .bind(&id)
                    .bind(owner.to_string())
                    .fetch_optional(&mut *tx)
                    .await?;
                if member.is_none() {
                    return Err(Error::Refused(domain::problem::Refusal::at("programme", domain::problem::Problem::NotAllowed)));
                }
            }
            id
        } else {
            let id = ProgrammeId(Uuid::now_v7()).to_string();
            sqlx::query("insert into programme (id, name, created_at) values ($1, $2, $3)")
                .bind(&id)
                .bind(&new.programme)
                .bind(new.created_at)
                .execute(&mut *tx)
                .await?;
            // A programme started on the command line belongs to everyone who has an account by then.
            let members = "insert into programme_member (programme_id, account_id) select $1, id from account where id = $2 or $2 is null";
            sqlx::query(members).bind(&id).bind(new.owner.map(|owner| owner.to_string())).execute(&mut *tx).await?;
            id
        };
        sqlx::query(
            "insert into workshop (id, programme_id, epoch, join_token, join_code, board_key, facilitator_key, description, counts, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(new.id.to_string())
        .bind(&programme_id)
        .bind(&new.epoch)
        .bind(&new.join_token)
        .bind(&new.join_code)
        .bind(&new.board_key)
        .bind(&new.facilitator_key)
        .bind(serde_json::to_string(&new.description)?)
        .bind(serde_json::to_string(&Counts::default())?)
        .bind(new.created_at)
        .execute(&mut *tx)
        .await?;
        transaction.commit().await
    }

    pub(crate) async fn workshop(&self, id: WorkshopId) -> Result<Option<WorkshopRow>> {
        Ok(sqlx::query_as("select * from workshop where id = $1").bind(id.to_string()).fetch_optional(&self.readers).await?)
    }

    /// The workshop behind a QR token.
    pub(crate) async fn workshop_by_token(&self, token: &str) -> Result<Option<WorkshopRow>> {
        Ok(sqlx::query_as("select * from workshop where join_token = $1").bind(token).fetch_optional(&self.readers).await?)
    }

    /// The workshop behind a typed code.
    pub(crate) async fn workshop_by_code(&self, code: &str) -> Result<Option<WorkshopRow>> {
        Ok(sqlx::query_as("select * from workshop where join_code = $1").bind(code).fetch_optional(&self.readers).await?)
    }

    pub(crate) async fn workshop_by_board_key(&self, key: &str) -> Result<Option<WorkshopRow>> {
        Ok(sqlx::query_as("select * from workshop where board_key = $1").bind(key).fetch_optional(&self.readers).await?)
    }

    pub(crate) async fn workshop_by_facilitator_key(&self, hash: &[u8]) -> Result<Option<WorkshopRow>> {
        Ok(sqlx::query_as("select * from workshop where facilitator_key = $1").bind(hash).fetch_optional(&self.readers).await?)
    }

    /// Whether this account works in the workshop's programme.
    pub(crate) async fn is_member(&self, account: AccountId, workshop: WorkshopId) -> Result<bool> {
        let row: Option<(i64,)> =
            sqlx::query_as("select 1 from programme_member m join workshop w on w.programme_id = m.programme_id where m.account_id = $1 and w.id = $2")
                .bind(account.to_string())
                .bind(workshop.to_string())
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.is_some())
    }

    /// The workshops of the programmes in which this account works, newest day first, and whether what is said of each is up to date.
    pub(crate) async fn summaries(&self, account: AccountId) -> Result<Vec<(WorkshopSummary, bool)>> {
        let rows: Vec<(String, String, String, String, bool, String)> = sqlx::query_as(
            "select w.id, w.phase, w.description, w.counts, w.summary_seq = (select coalesce(max(e.seq), 0) from event e where e.workshop_id = w.id), w.programme_id from workshop w join programme_member m on m.programme_id = w.programme_id where m.account_id = $1 order by w.created_at desc",
        )
        .bind(account.to_string())
        .fetch_all(&self.readers)
        .await?;
        let stages: Vec<(String, String, i64)> = sqlx::query_as(
            "select s.workshop_id, s.stage, count(*) from synergy s join workshop w on w.id = s.workshop_id join programme_member m on m.programme_id = w.programme_id
             where m.account_id = $1 group by s.workshop_id, s.stage",
        )
        .bind(account.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut by_workshop: BTreeMap<String, BTreeMap<Stage, u32>> = BTreeMap::new();
        for (workshop, stage, count) in stages {
            let stage = Stage::from_code(&stage).ok_or_else(|| Error::Corrupt(format!("stage {stage}")))?;
            by_workshop.entry(workshop).or_default().insert(stage, u32::try_from(count).unwrap_or(u32::MAX));
        }
        let mut summaries = Vec::new();
        for (id, phase, description, counts, current, programme) in rows {
            let description: Description = serde_json::from_str(&description)?;
            let counts: Counts = serde_json::from_str(&counts)?;
            let phase = Phase::from_code(&phase).ok_or_else(|| Error::Corrupt(format!("phase {phase}")))?;
            let synergies = by_workshop.remove(&id).unwrap_or_default();
            let id = id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?;
            let programme_id = programme.parse().map_err(|_| Error::Corrupt(format!("programme id {programme}")))?;
            summaries.push((WorkshopSummary { id, programme_id, description, phase, counts, synergies }, current));
        }
        summaries.sort_by_key(|(summary, _)| std::cmp::Reverse(summary.description.date));
        Ok(summaries)
    }

    /// Title and day of the workshops of a programme.
    pub(crate) async fn workshop_names(&self, programme: ProgrammeId) -> Result<BTreeMap<WorkshopId, (String, domain::NaiveDate)>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("select id, description from workshop where programme_id = $1").bind(programme.to_string()).fetch_all(&self.readers).await?;
        let mut names = BTreeMap::new();
        for (id, description) in rows {
            let description: Description = serde_json::from_str(&description)?;
            names.insert(id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?, (description.title.to_string(), description.date));
        }
        Ok(names)
    }
}
