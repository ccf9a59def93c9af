//! Counts wrong codes. A whole room shares one address and a right code always opens, so nothing here stands before
//! looking a code up: only what a wrong one is answered, and how soon, depends on how many came before. What a guesser
//! may hope for stands in `docs/decisions/0005-codes-not-joins-are-limited.md`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::address::address_key;
use domain::problem::Problem;
use domain::time::Timestamp;
use tokio::sync::Semaphore;

/// Wrong codes from one address in a minute that are slips; beyond, they are guesses.
const SLIPS: u32 = 20;
/// So many in a minute, from all addresses together, are said in the log.
const WORTH_SAYING: u32 = 600;
/// How many addresses are told apart. When there are more, counting starts again.
const ADDRESSES: usize = 100_000;
const MINUTE: i64 = 60_000;

/// How long the answer to a guess is held back.
const HELD_BACK: Duration = Duration::from_millis(200);
/// How many are held back at once: more would only cost memory.
const HELD: usize = 256;

/// Counts wrong codes by address, and holds answers to guesses back.
#[derive(Debug)]
pub(crate) struct WrongCodes {
    counters: Mutex<Counters>,
    held: Semaphore,
}

impl Default for WrongCodes {
    fn default() -> Self {
        Self { counters: Mutex::default(), held: Semaphore::new(HELD) }
    }
}

#[derive(Debug, Default)]
struct Counters {
    since: i64,
    total: u32,
    by_address: HashMap<String, u32>,
}

impl WrongCodes {
    /// Counts a wrong code from this address, and gives what it is answered, after a while where it is a guess.
    pub(crate) async fn answer(&self, address: &str, now: Timestamp) -> Problem {
        let problem = self.count(address, now);
        if problem == Problem::TooManyAttempts
            && let Ok(_held) = self.held.try_acquire()
        {
            tokio::time::sleep(HELD_BACK).await;
        }
        problem
    }

    fn count(&self, address: &str, now: Timestamp) -> Problem {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if now.0 - counters.since >= MINUTE || now.0 < counters.since {
            *counters = Counters { since: now.0, ..Counters::default() };
        }
        counters.total += 1;
        if counters.total == WORTH_SAYING {
            tracing::warn!(
                addresses = counters.by_address.len(),
                "{WORTH_SAYING} wrong codes within a minute: somebody guesses codes of workshops"
            );
        }
        if counters.by_address.len() >= ADDRESSES {
            counters.by_address.clear();
        }
        let count = counters.by_address.entry(address_key(address)).or_default();
        *count += 1;
        if *count > SLIPS { Problem::TooManyAttempts } else { Problem::UnknownCode }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_are_counted_by_address_and_a_network_of_64_bits_is_one() {
        let codes = WrongCodes::default();
        let now = Timestamp(1_000);
        for number in 0..SLIPS {
            assert_eq!(codes.count(&format!("2001:db8::{number:x}"), now), Problem::UnknownCode);
        }
        assert_eq!(codes.count("2001:db8::ffff", now), Problem::TooManyAttempts);
        assert_eq!(codes.count("2001:db8:0:1::1", now), Problem::UnknownCode, "the neighbour network");
        assert_eq!(codes.count("2001:db8::1", Timestamp(now.0 + MINUTE)), Problem::UnknownCode, "a minute later");
    }
}
