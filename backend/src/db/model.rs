//! What workshops ask of the language model.

use domain::ids::WorkshopId;
use domain::model::ModelUse;

use super::Db;
use crate::error::Result;

impl Db {
    /// Whether the programme of this workshop does not want it to be asked.
    pub(crate) async fn model_is_forbidden(&self, workshop: WorkshopId) -> Result<bool> {
        let row: Option<(bool,)> = sqlx::query_as(
            "select p.model_forbidden from programme p join workshop w on w.programme_id = p.id where w.id = $1",
        )
        .bind(workshop.to_string())
        .fetch_optional(&self.readers)
        .await?;
        Ok(row.is_none_or(|(forbidden,)| forbidden))
    }

    /// What the workshop has asked so far.
    pub(crate) async fn model_use(&self, workshop: WorkshopId) -> Result<ModelUse> {
        let row: Option<(u32, u64)> = sqlx::query_as("select questions, tokens from model_use where workshop_id = $1")
            .bind(workshop.to_string())
            .fetch_optional(&self.readers)
            .await?;
        let (questions, tokens) = row.unwrap_or_default();
        Ok(ModelUse { questions, tokens })
    }

    /// Counts one question, and what it cost.
    pub(crate) async fn count_model_use(&self, workshop: WorkshopId, tokens: u64) -> Result<()> {
        let tokens = i64::try_from(tokens).unwrap_or(i64::MAX / 2);
        let mut transaction = self.begin().await?;
        sqlx::query(
            "insert into model_use (workshop_id, questions, tokens) values ($1, 1, $2)
             on conflict (workshop_id) do update set questions = questions + 1, tokens = min(tokens + excluded.tokens, \
             9007199254740991)",
        )
        .bind(workshop.to_string())
        .bind(tokens)
        .execute(transaction.connection()?)
        .await?;
        transaction.commit().await
    }
}
