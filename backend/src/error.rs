//! What a use case can answer besides what was asked for.

use domain::problem::{Problem, Refusal};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for cannot be done, for a reason that concerns who asked. Shown to them, translated.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed. Shown as "unavailable"; the cause goes to the server's log.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    /// What the database holds cannot be read. A defect, or a file that was tampered with.
    #[error("stored data cannot be read: {0}")]
    Corrupt(String),
    /// The files are not such that they can be opened or written, in a sentence for whoever runs the server.
    #[error("{0}")]
    Unfit(String),
    /// The disk is full. Nothing was lost, nothing can be kept.
    #[error("the disk is full")]
    StorageFull,
    /// This has to wait, for a reason that concerns who asked: it was not looked at.
    #[error("too early: {}", problem.code())]
    TooEarly {
        /// Why it has to wait, for whoever asked.
        problem: Problem,
        /// After how many seconds it may be tried again.
        seconds: u32,
    },
    /// The room is closed, or could not write.
    #[error("the room is closed")]
    Stopping,
}

/// SQLite's code of a full disk.
const SQLITE_FULL: &str = "13";

impl Error {
    /// What to tell whoever asked.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal.clone(),
            Self::TooEarly { problem, .. } => (*problem).into(),
            Self::StorageFull => Problem::StorageFull.into(),
            Self::Database(_) | Self::Corrupt(_) | Self::Unfit(_) | Self::Stopping => Problem::Unavailable.into(),
        }
    }

    /// After how many seconds another try makes sense, where that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooEarly { seconds, .. } => Some(*seconds),
            _ => None,
        }
    }

    /// The same once more, for somebody else whom it concerns. The cause stays with the first one.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(refusal.clone()),
            Self::TooEarly { problem, seconds } => Self::TooEarly { problem: *problem, seconds: *seconds },
            Self::StorageFull => Self::StorageFull,
            Self::Database(_) | Self::Corrupt(_) | Self::Unfit(_) | Self::Stopping => Self::Stopping,
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.into())
    }
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        let code = cause.as_database_error().and_then(sqlx::error::DatabaseError::code);
        if code.is_some_and(|code| code == SQLITE_FULL) { Self::StorageFull } else { Self::Database(cause) }
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::Corrupt(cause.to_string())
    }
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;
