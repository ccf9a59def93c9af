//! Invitations, what participants said at the end, and the keys of tables.

use domain::ids::{ParticipantId, WorkshopId};
use domain::invitation::{Invitation, InvitationDraft};
use domain::satisfaction::{Satisfaction, SatisfactionDraft};
use domain::time::Timestamp;

use super::Db;
use crate::audit::Entry;
use crate::error::{Error, Result};

type Said = (String, String, String, String);

fn said((useful, organised, lead, comment): Said) -> Result<Satisfaction> {
    SatisfactionDraft { useful, organised, lead, comment }
        .parse()
        .map_err(|_| Error::Corrupt("an answer on satisfaction".to_owned()))
}

impl Db {
    pub(crate) async fn invitation(&self, workshop: WorkshopId) -> Result<Invitation> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("select begins_at, words, contact from invitation where workshop_id = $1")
                .bind(workshop.to_string())
                .fetch_optional(&self.readers)
                .await?;
        let draft =
            row.map(|(begins_at, words, contact)| InvitationDraft { begins_at, words, contact }).unwrap_or_default();
        draft.parse().map_err(|_| Error::Corrupt("an invitation".to_owned()))
    }

    pub(crate) async fn set_invitation(&self, workshop: WorkshopId, invitation: &Invitation) -> Result<()> {
        let draft = InvitationDraft::from(invitation);
        sqlx::query(
            "insert into invitation (workshop_id, begins_at, words, contact) values ($1, $2, $3, $4)
             on conflict (workshop_id) do update set begins_at = excluded.begins_at, words = excluded.words, contact = \
             excluded.contact",
        )
        .bind(workshop.to_string())
        .bind(draft.begins_at)
        .bind(draft.words)
        .bind(draft.contact)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// What everybody said, in no order.
    pub(crate) async fn satisfaction(&self, workshop: WorkshopId) -> Result<Vec<Satisfaction>> {
        let rows: Vec<Said> =
            sqlx::query_as("select useful, organised, lead, comment from satisfaction where workshop_id = $1")
                .bind(workshop.to_string())
                .fetch_all(&self.readers)
                .await?;
        rows.into_iter().map(said).collect()
    }

    pub(crate) async fn satisfaction_of(
        &self,
        workshop: WorkshopId,
        who: ParticipantId,
    ) -> Result<Option<Satisfaction>> {
        let row: Option<Said> = sqlx::query_as(
            "select useful, organised, lead, comment from satisfaction where workshop_id = $1 and participant_id = $2",
        )
        .bind(workshop.to_string())
        .bind(who.0)
        .fetch_optional(&self.readers)
        .await?;
        row.map(said).transpose()
    }

    pub(crate) async fn set_satisfaction(
        &self,
        workshop: WorkshopId,
        who: ParticipantId,
        said: &Satisfaction,
    ) -> Result<()> {
        let draft = SatisfactionDraft::from(said);
        sqlx::query(
            "insert into satisfaction (workshop_id, participant_id, useful, organised, lead, comment) values ($1, $2, \
            $3, $4, $5, $6)
             on conflict (workshop_id, participant_id) do update
             set useful = excluded.useful, organised = excluded.organised, lead = excluded.lead, comment = \
             excluded.comment",
        )
        .bind(workshop.to_string())
        .bind(who.0)
        .bind(draft.useful)
        .bind(draft.organised)
        .bind(draft.lead)
        .bind(draft.comment)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The table that this key opens.
    pub(crate) async fn table_by_key(&self, hash: &[u8]) -> Result<Option<(WorkshopId, u8, Timestamp)>> {
        let row: Option<(String, u8, i64)> =
            sqlx::query_as("select workshop_id, table_number, created_at from table_key where token_hash = $1")
                .bind(hash)
                .fetch_optional(&self.readers)
                .await?;
        row.map(|(workshop, table, since)| {
            Ok((
                workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?,
                table,
                Timestamp(since),
            ))
        })
        .transpose()
    }

    pub(crate) async fn set_table_key(
        &self,
        workshop: WorkshopId,
        table: u8,
        hash: &[u8],
        now: i64,
        entry: &Entry,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query(
            "insert into table_key (workshop_id, table_number, token_hash, created_at) values ($1, $2, $3, $4)
             on conflict (workshop_id, table_number) do update set token_hash = excluded.token_hash, created_at = \
             excluded.created_at, used_at = null",
        )
        .bind(workshop.to_string())
        .bind(table)
        .bind(hash)
        .bind(now)
        .execute(&mut *tx)
        .await?;
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }
}
