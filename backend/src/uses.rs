//! When keys were last used: noted in memory, written once a minute, all in one transaction.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::time::Timestamp;

use crate::db::{Db, Used};
use crate::error::Result;

/// How often they are written.
pub(crate) const EVERY: Duration = Duration::from_secs(60);
/// A use this soon after one that was written is the same use, in milliseconds.
const SAME_MS: i64 = 60_000;
/// More than this are not kept apart: what is lost says only when a key was used.
const MOST: usize = 100_000;

#[derive(Clone, Copy, Debug)]
struct Use {
    last: i64,
    written: i64,
}

/// Which keys were used, by the hash of their token, and what of that is written.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<HashMap<(Used, Vec<u8>), Use>>);

impl Uses {
    /// Notes that a key was used at this moment: written later, all at once.
    pub(crate) fn note(&self, used: Used, token_hash: &[u8], now: Timestamp) {
        let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if uses.len() >= MOST {
            uses.clear();
        }
        uses.entry((used, token_hash.to_vec())).or_insert(Use { last: now.0, written: i64::MIN }).last = now.0;
    }

    /// Writes what is new since the last time.
    pub(crate) async fn write(&self, db: &Db) -> Result<()> {
        let fresh: Vec<(Used, Vec<u8>, i64)> = {
            let mut uses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let is_fresh = |seen: &Use| seen.last.saturating_sub(seen.written) >= SAME_MS;
            let fresh = uses.iter_mut().filter(|(_, seen)| is_fresh(seen)).map(|((used, hash), seen)| {
                seen.written = seen.last;
                (*used, hash.clone(), seen.last)
            });
            fresh.collect()
        };
        if fresh.is_empty() { Ok(()) } else { db.note_uses(&fresh).await }
    }
}
