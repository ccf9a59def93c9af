//! Programmes, and who works in them.

use domain::ids::{AccountId, ProgrammeId};
use domain::programme::{Programme, TerritoryLevel};

use super::Db;
use super::numbers::programme_id;
use super::row::row;
use crate::audit::Entry;
use crate::error::Result;
use crate::people::Within;

row! {
    struct ProgrammeRow {
        id: String,
        name: String,
        territory: Option<String>,
        territory_level: Option<String>,
        partners: String,
        managers: String,
        funders: String,
        published: bool,
        is_example: bool,
        reminder_days: u32,
        model_forbidden: bool,
    }
}

impl ProgrammeRow {
    fn into_programme(self) -> Result<Programme> {
        let lines = |text: String| text.lines().map(str::to_owned).collect();
        Ok(Programme {
            id: programme_id(&self.id)?,
            name: self.name,
            territory: self.territory,
            level: self.territory_level.as_deref().and_then(TerritoryLevel::from_code),
            partners: lines(self.partners),
            managers: lines(self.managers),
            funders: lines(self.funders),
            published: self.published,
            is_example: self.is_example,
            reminder_days: self.reminder_days,
            model_forbidden: self.model_forbidden,
        })
    }
}

impl Db {
    /// These programmes, by name; examples last.
    pub(crate) async fn programmes(&self, within: &Within) -> Result<Vec<Programme>> {
        let rows: Vec<ProgrammeRow> = sqlx::query_as(
            "select p.* from programme p where p.id in (select value from json_each($1)) order by p.is_example, p.name",
        )
        .bind(within.json())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(ProgrammeRow::into_programme).collect()
    }

    /// The programme of this id, as it describes itself.
    pub(crate) async fn programme(&self, id: ProgrammeId) -> Result<Option<Programme>> {
        let row: Option<ProgrammeRow> = sqlx::query_as("select * from programme where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.map(ProgrammeRow::into_programme).transpose()
    }

    /// Every programme of this server.
    pub(crate) async fn programme_ids(&self) -> Result<Vec<ProgrammeId>> {
        let rows: Vec<(String,)> = sqlx::query_as("select id from programme").fetch_all(&self.readers).await?;
        rows.into_iter().map(|(id,)| programme_id(&id)).collect()
    }

    /// A programme whose sums everybody may read.
    pub(crate) async fn published_programme(&self, id: ProgrammeId) -> Result<Option<Programme>> {
        let row: Option<ProgrammeRow> = sqlx::query_as("select * from programme where id = $1 and published = 1")
            .bind(id.to_string())
            .fetch_optional(&self.readers)
            .await?;
        row.map(ProgrammeRow::into_programme).transpose()
    }

    /// Every programme that asks companies by itself.
    pub(crate) async fn asking_programmes(&self) -> Result<Vec<Programme>> {
        let rows: Vec<ProgrammeRow> =
            sqlx::query_as("select * from programme where reminder_days > 0").fetch_all(&self.readers).await?;
        rows.into_iter().map(ProgrammeRow::into_programme).collect()
    }

    /// Keeps what a programme says of itself. False when another has its name.
    pub(crate) async fn update_programme(&self, programme: &Programme, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let taken: Option<(i64,)> = sqlx::query_as("select 1 from programme where name = $1 and id <> $2")
            .bind(&programme.name)
            .bind(programme.id.to_string())
            .fetch_optional(&mut *tx)
            .await?;
        if taken.is_some() {
            return Ok(false);
        }
        sqlx::query(
            "update programme set name = $1, territory = $2, territory_level = $3, partners = $4, managers = $5, \
            funders = $6, published = $7, is_example = $8, reminder_days = $9,
                 model_forbidden = $10
             where id = $11",
        )
        .bind(&programme.name)
        .bind(&programme.territory)
        .bind(programme.level.map(TerritoryLevel::code))
        .bind(programme.partners.join("\n"))
        .bind(programme.managers.join("\n"))
        .bind(programme.funders.join("\n"))
        .bind(programme.published)
        .bind(programme.is_example)
        .bind(programme.reminder_days)
        .bind(programme.model_forbidden)
        .bind(programme.id.to_string())
        .execute(&mut *tx)
        .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Keeps a new programme with its first member. False when another has its name.
    pub(crate) async fn insert_programme(
        &self,
        id: ProgrammeId,
        name: &str,
        member: AccountId,
        entry: &Entry,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let inserted = sqlx::query(
            "insert into programme (id, name, created_at) values ($1, $2, $3) on conflict (name) do nothing",
        )
        .bind(id.to_string())
        .bind(name)
        .bind(entry.at.0)
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("insert into programme_member (programme_id, account_id) values ($1, $2)")
            .bind(id.to_string())
            .bind(member.to_string())
            .execute(&mut *tx)
            .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
