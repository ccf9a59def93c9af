//! What the host has set for the whole server: one value for each key, and a default where it has set none.

use std::collections::BTreeMap;

use crate::Backend;
use crate::error::Result;

/// Everything that is set, by key. A missing key stands at its default, which is known where it is used.
pub type Settings = BTreeMap<String, String>;

impl Backend {
    /// Everything that the host has set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn host_settings(&self) -> Result<Settings> {
        self.db().host_settings().await
    }
}
