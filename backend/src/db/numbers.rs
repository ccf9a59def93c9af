//! Numbers of entries, sizes and ids, as the database keeps them.

use domain::ids::ProgrammeId;

use crate::error::{Error, Result};

/// A number as the database keeps it; [`Error::Corrupt`] beyond its largest.
pub(super) fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| Error::Corrupt(format!("{number} is too large")))
}

/// A number as it was kept; [`Error::Corrupt`] below zero.
pub(super) fn loaded(number: i64) -> Result<u64> {
    u64::try_from(number).map_err(|_| Error::Corrupt(format!("{number} is negative")))
}

/// The id of a programme as it was kept; [`Error::Corrupt`] when it is none.
pub(super) fn programme_id(id: &str) -> Result<ProgrammeId> {
    id.parse().map_err(|_| Error::Corrupt(format!("programme id {id}")))
}
