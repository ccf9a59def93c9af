//! Which programmes' logs have moved: who follows a page of the office is told that it is worth reading again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::ids::ProgrammeId;
use tokio::sync::watch;

/// A count that grows with every move of any log. It begins at the microseconds of the clock, so that what a page holds
/// from before a restart is less than whatever comes after it.
#[derive(Debug)]
pub(crate) struct Moves {
    began: u64,
    count: watch::Sender<u64>,
    /// The count at the last move of each programme.
    last: Mutex<HashMap<ProgrammeId, u64>>,
}

impl Default for Moves {
    fn default() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let began = u64::try_from(since_1970.as_micros()).unwrap_or_default();
        Self { began, count: watch::Sender::new(began), last: Mutex::default() }
    }
}

impl Moves {
    /// What counts them.
    pub(crate) fn count(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// Something was appended to the log of this programme, and is on disk.
    pub(crate) fn note(&self, programme: ProgrammeId) {
        // Noted before it is told: who hears of the new count finds by it what has moved.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let count = *self.count.borrow() + 1;
        last.insert(programme, count);
        self.count.send_replace(count);
    }

    /// Whether the log of one of these programmes has moved since, or may have while no server ran.
    pub(crate) fn since(&self, after: u64, programmes: impl IntoIterator<Item = ProgrammeId>) -> bool {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        after < self.began || programmes.into_iter().any(|id| last.get(&id).is_some_and(|moved| *moved > after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_of_its_own_programmes_and_of_a_restart() {
        let moves = Moves::default();
        let (ours, theirs) = (ProgrammeId(uuid::Uuid::from_u128(1)), ProgrammeId(uuid::Uuid::from_u128(2)));
        let read = *moves.count.borrow();
        assert!(!moves.since(read, [ours, theirs]), "nothing has happened");
        moves.note(theirs);
        assert!(!moves.since(read, [ours]), "what happens elsewhere is not told");
        assert!(moves.since(read, [ours, theirs]));
        moves.note(ours);
        assert!(moves.since(read, [ours]));
        assert!(!moves.since(*moves.count.borrow(), [ours, theirs]), "what was read since is not told again");
        assert!(moves.since(moves.began - 1, [ours]), "nobody knows what happened before the server started");
    }
}
