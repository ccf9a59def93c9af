//! Limits guesses of typed codes. A whole room shares one address, so joins are never counted: only wrong codes are.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::time::Timestamp;

/// Wrong codes that one address may type in a minute.
const AN_ADDRESS: u32 = 20;
/// Wrong codes that all addresses together may type in a minute.
const ALL_TOGETHER: u32 = 600;
const MINUTE: i64 = 60_000;

#[derive(Debug, Default)]
pub(crate) struct WrongCodes(Mutex<Counters>);

#[derive(Debug, Default)]
struct Counters {
    since: i64,
    total: u32,
    by_address: HashMap<String, u32>,
}

impl WrongCodes {
    /// Whether codes from this address are looked at.
    pub(crate) fn allows(&self, address: &str, now: Timestamp) -> bool {
        let counters = self.counters(now);
        counters.total < ALL_TOGETHER && counters.by_address.get(address).is_none_or(|count| *count < AN_ADDRESS)
    }

    /// Counts a wrong code.
    pub(crate) fn count(&self, address: &str, now: Timestamp) {
        let mut counters = self.counters(now);
        counters.total += 1;
        *counters.by_address.entry(address.to_owned()).or_default() += 1;
    }

    fn counters(&self, now: Timestamp) -> std::sync::MutexGuard<'_, Counters> {
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.0 - counters.since >= MINUTE || now.0 < counters.since {
            *counters = Counters { since: now.0, ..Counters::default() };
        }
        counters
    }
}
