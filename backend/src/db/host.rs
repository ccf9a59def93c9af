//! The rows of what the host has set.

use std::collections::BTreeMap;

use super::Db;
use crate::error::Result;

impl Db {
    /// Everything that is set.
    pub(crate) async fn host_settings(&self) -> Result<BTreeMap<String, String>> {
        let rows: Vec<(String, String)> = sqlx::query_as("select key, value from host_settings").fetch_all(&self.readers).await?;
        Ok(rows.into_iter().collect())
    }
}
