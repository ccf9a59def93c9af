//! The rows of what the host has set.

use std::collections::BTreeMap;

use super::Db;
use crate::audit::Entry;
use crate::error::Result;

impl Db {
    /// Everything that is set.
    pub(crate) async fn host_settings(&self) -> Result<BTreeMap<String, String>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("select key, value from host_settings").fetch_all(&self.readers).await?;
        Ok(rows.into_iter().collect())
    }

    /// Sets these; what is set to nothing stands at its default again.
    pub(crate) async fn set_host_settings(&self, settings: &BTreeMap<String, String>, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        for (key, value) in settings {
            sqlx::query("delete from host_settings where key = $1").bind(key).execute(&mut *tx).await?;
            if !value.is_empty() {
                sqlx::query("insert into host_settings (key, value) values ($1, $2)")
                    .bind(key)
                    .bind(value)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        super::audit::write(tx, entry).await?;
        transaction.commit().await
    }
}
