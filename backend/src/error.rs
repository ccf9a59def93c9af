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
    /// The server is stopping.
    #[error("the room is closed")]
    Stopping,
}

impl Error {
    /// What to tell whoever asked.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Self::Refused(refusal) => refusal.clone(),
            Self::Database(_) | Self::Corrupt(_) | Self::Stopping => Problem::Unavailable.into(),
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
        Self::Database(cause)
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::Corrupt(cause.to_string())
    }
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;
