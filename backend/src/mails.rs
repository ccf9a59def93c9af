//! How many mails a programme sends: enough for any follow-up, too few for a flood in somebody's name.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::ids::ProgrammeId;
use domain::time::Timestamp;

use crate::Backend;

/// The most mails of one programme within an hour. Four hundred companies are asked in an afternoon.
pub const AN_HOUR: u32 = 100;
const HOUR_MS: i64 = 3_600_000;

/// What went out in the hour that runs.
#[derive(Debug, Default)]
pub(crate) struct Mails(Mutex<HashMap<ProgrammeId, (Timestamp, u32)>>);

impl Mails {
    /// Counts one, where there is one left.
    fn take(&self, programme: ProgrammeId, now: Timestamp) -> bool {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = sent.entry(programme).or_insert((now, 0));
        if now.0 - since.0 >= HOUR_MS || now.0 < since.0 {
            (*since, *count) = (now, 0);
        }
        let left = *count < AN_HOUR;
        *count += u32::from(left);
        left
    }
}

impl Backend {
    /// Whether this programme may send one more mail now; counts it.
    #[must_use]
    pub fn may_mail(&self, programme: ProgrammeId) -> bool {
        self.inner.mails.take(programme, self.clock().now())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_programme_sends_so_many_an_hour_and_others_are_not_concerned() {
        let (mails, [one, other]) = (Mails::default(), [1, 2].map(|number| ProgrammeId(Uuid::from_u128(number))));
        let sent =
            |programme, minute: i64| (0..500).filter(|_| mails.take(programme, Timestamp(minute * 60_000))).count();
        assert_eq!([sent(one, 0), sent(one, 59), sent(other, 59), sent(one, 60)], [100, 0, 100, 100]);
    }
}
