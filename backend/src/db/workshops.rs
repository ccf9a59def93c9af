//! Workshops, the programmes they belong to, and their doors.

use std::collections::BTreeMap;

use domain::access::{Right, Role};
use domain::ids::{AccountId, ProgrammeId, WorkshopId};
use domain::programme::{Counts, WorkshopSummary};
use domain::synergy::Stage;
use domain::workshop::{Description, Phase};
use uuid::Uuid;

use super::Db;
use super::numbers::programme_id;
use crate::doors::key::NewKey;
use crate::error::{Error, Result};
use crate::people::Within;

/// A workshop before its first event.
#[derive(Debug)]
pub(crate) struct NewWorkshop {
    pub id: WorkshopId,
    pub programme: String,
    pub owner: Option<AccountId>,
    pub epoch: String,
    pub keys: Vec<NewKey>,
    pub description: Description,
    pub created_at: i64,
}

impl Db {
    /// Keeps a new workshop, and its programme where that is new; its owner becomes a member of the programme.
    /// An existing programme takes in only workshops of members who run workshops, or of the command line (no owner).
    pub(crate) async fn insert_workshop(&self, new: &NewWorkshop) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let programme: Option<(String,)> = sqlx::query_as("select id from programme where name = $1")
            .bind(&new.programme)
            .fetch_optional(&mut *tx)
            .await?;
        let programme_id = if let Some((id,)) = programme {
            if let Some(owner) = new.owner {
                let member: Option<(String,)> =
                    sqlx::query_as("select role from programme_member where programme_id = $1 and account_id = $2")
                        .bind(&id)
                        .bind(owner.to_string())
                        .fetch_optional(&mut *tx)
                        .await?;
                if !member
                    .and_then(|(role,)| Role::in_programme(&role))
                    .is_some_and(|role| role.may(Right::RunWorkshops))
                {
                    return Err(Error::Refused(domain::problem::Refusal::at(
                        "programme",
                        domain::problem::Problem::NotAllowed,
                    )));
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
            // A programme started on the command line belongs to the one person who has an account, if it is one; among
            // several nobody is a member unasked, and an administrator hands it over.
            let members = "insert into programme_member (programme_id, account_id)
                           select $1, id from account where id = $2 or ($2 is null and (select count(*) from account) \
                           = 1)";
            sqlx::query(members).bind(&id).bind(new.owner.map(|owner| owner.to_string())).execute(&mut *tx).await?;
            id
        };
        sqlx::query(
            "insert into workshop (id, programme_id, epoch, join_token, join_code, board_key, facilitator_key, \
            description, counts, created_at)
             values ($1, $2, $3, $1, $1, $1, cast($1 as blob), $4, $5, $6)",
        )
        .bind(new.id.to_string())
        .bind(&programme_id)
        .bind(&new.epoch)
        .bind(serde_json::to_string(&new.description)?)
        .bind(serde_json::to_string(&Counts::default())?)
        .bind(new.created_at)
        .execute(&mut *tx)
        .await?;
        super::keys::set(tx, new.id, &new.keys, new.created_at).await?;
        transaction.commit().await
    }

    /// Which history of its log a workshop has, if there is such a workshop.
    pub(crate) async fn epoch(&self, id: WorkshopId) -> Result<Option<String>> {
        let row: Option<(String,)> = sqlx::query_as("select epoch from workshop where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.map(|(epoch,)| epoch))
    }

    /// The programme of a workshop.
    pub(crate) async fn programme_of(&self, workshop: WorkshopId) -> Result<Option<ProgrammeId>> {
        let row: Option<(String,)> = sqlx::query_as("select programme_id from workshop where id = $1")
            .bind(workshop.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|(id,)| programme_id(&id)).transpose()
    }

    /// The workshops of these programmes, newest day first, and whether what is said of each is up to date.
    pub(crate) async fn summaries(&self, within: &Within) -> Result<Vec<(WorkshopSummary, bool)>> {
        let rows: Vec<(String, String, String, String, bool, String)> = sqlx::query_as(
            "select w.id, w.phase, w.description, w.counts, w.summary_seq = (select coalesce(max(e.seq), 0) from \
                event e where e.workshop_id = w.id), w.programme_id from workshop w where w.programme_id in (select \
                value from json_each($1)) order by w.created_at desc",
        )
        .bind(within.json())
        .fetch_all(&self.readers)
        .await?;
        let stages: Vec<(String, String, i64)> = sqlx::query_as(
            "select s.workshop_id, s.stage, count(*) from synergy s join workshop w on w.id = s.workshop_id
             where w.programme_id in (select value from json_each($1)) group by s.workshop_id, s.stage",
        )
        .bind(within.json())
        .fetch_all(&self.readers)
        .await?;
        let mut by_workshop: BTreeMap<String, BTreeMap<Stage, u32>> = BTreeMap::new();
        for (workshop, stage, count) in stages {
            let stage = Stage::from_code(&stage).ok_or_else(|| Error::Corrupt(format!("stage {stage}")))?;
            by_workshop.entry(workshop).or_default().insert(stage, u32::try_from(count).unwrap_or(u32::MAX));
        }
        let mut summaries = Vec::new();
        for (id, phase, description, counts, current, programme) in rows {
            let synergies = by_workshop.remove(&id).unwrap_or_default();
            match summary(&id, &phase, &description, &counts, &programme, synergies) {
                Ok(summary) => summaries.push((summary, current)),
                // One row that cannot be read keeps no other from being listed.
                Err(error) => tracing::error!(workshop = %id, %error, "a workshop cannot be listed"),
            }
        }
        summaries.sort_by_key(|(summary, _)| std::cmp::Reverse(summary.description.date));
        Ok(summaries)
    }

    /// Title and day of the workshops of a programme.
    pub(crate) async fn workshop_names(
        &self,
        programme: ProgrammeId,
    ) -> Result<BTreeMap<WorkshopId, (String, domain::NaiveDate)>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("select id, description from workshop where programme_id = $1")
                .bind(programme.to_string())
                .fetch_all(&self.readers)
                .await?;
        let mut names = BTreeMap::new();
        for (id, description) in rows {
            let description: Description = serde_json::from_str(&description)?;
            names.insert(
                id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?,
                (description.title.to_string(), description.date),
            );
        }
        Ok(names)
    }
}

fn summary(
    id: &str,
    phase: &str,
    description: &str,
    counts: &str,
    programme: &str,
    synergies: BTreeMap<Stage, u32>,
) -> Result<WorkshopSummary> {
    Ok(WorkshopSummary {
        id: id.parse().map_err(|_| Error::Corrupt(format!("workshop id {id}")))?,
        programme_id: programme_id(programme)?,
        description: serde_json::from_str(description)?,
        phase: Phase::from_code(phase).ok_or_else(|| Error::Corrupt(format!("phase {phase}")))?,
        counts: serde_json::from_str(counts)?,
        synergies,
    })
}
