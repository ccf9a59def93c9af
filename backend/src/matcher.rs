//! The matcher that all rooms share: read when it is first needed, with the sentence encoder when its file lies beside
//! the database.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use matching::Matcher;
use matching::encoder::{Encoder, WHEEL};

use crate::model::Model;

/// One matcher for all rooms.
#[derive(Debug, Default)]
pub(crate) struct SharedMatcher {
    wheel: Option<PathBuf>,
    read: OnceLock<Arc<Matcher>>,
    model: OnceLock<Arc<Model>>,
}

impl SharedMatcher {
    /// Says once how it will run.
    pub(crate) fn beside(database: &Path) -> Self {
        let given = std::env::var_os("MAILLAGE_ENCODER").map(PathBuf::from);
        let wheel = given.or_else(|| database.parent().map(|folder| folder.join(WHEEL))).filter(|wheel| wheel.exists());
        match &wheel {
            Some(wheel) => tracing::info!(encoder = %wheel.display(), "matching with the sentence encoder"),
            None => tracing::info!("matching without the sentence encoder: {WHEEL} is not in the data folder"),
        }
        Self { wheel, read: OnceLock::new(), model: OnceLock::new() }
    }

    /// Has this language model judge as well, from now on.
    pub(crate) fn set_model(&self, model: Model) {
        drop(self.model.set(Arc::new(model)));
    }

    /// The language model, where the host has set one up.
    pub(crate) fn model(&self) -> Option<Arc<Model>> {
        self.model.get().cloned()
    }

    /// The matcher; the first call takes a second or two, so never on a room's own task.
    pub(crate) fn get(&self) -> Arc<Matcher> {
        let read = || {
            let encoder = self.wheel.as_deref().and_then(|wheel| {
                Encoder::load(wheel).inspect_err(|error| tracing::warn!(%error, "matching without the encoder")).ok()
            });
            Arc::new(encoder.map_or_else(Matcher::new, Matcher::with_encoder))
        };
        Arc::clone(self.read.get_or_init(read))
    }
}
