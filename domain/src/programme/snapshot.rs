//! A log as it stood at one entry, to be kept beside it: who opens a long log begins there instead of at its beginning.

use serde::{Deserialize, Serialize};

use super::Log;

/// Which fold made a snapshot. Raised whenever the same entries come to something else, or are written otherwise: what
/// another fold made is not read (`domain/tests/programme.rs` tells when).
pub const FOLD: u32 = 1;

/// What a log comes to, as it is kept.
#[derive(Debug, Serialize)]
pub struct LogSnapshot<'a> {
    fold: u32,
    log: &'a Log,
}

impl<'a> LogSnapshot<'a> {
    /// Of a log as it stands.
    #[must_use]
    pub const fn of(log: &'a Log) -> Self {
        Self { fold: FOLD, log }
    }
}

/// A snapshot as it is read.
#[derive(Debug, Deserialize)]
pub struct KeptSnapshot {
    fold: u32,
    log: Log,
}

impl KeptSnapshot {
    /// The log that it was made of; none where another fold made it.
    #[must_use]
    pub fn into_log(self) -> Option<Log> {
        (self.fold == FOLD).then_some(self.log)
    }
}
