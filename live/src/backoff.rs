//! How long to wait before trying again. Pure, so that it can be tested; chance comes in as an argument.

use std::time::Duration;

/// The first wait is at most this long, in milliseconds.
const BASE_MS: f64 = 500.0;
/// The longest wait between two attempts, in milliseconds.
pub const CAP_MS: f64 = 12_000.0;

/// Full jitter: anything between nothing and a bound that doubles with each failure, so that a whole room that lost its
/// Wi-Fi at once does not come back at once. `chance` lies in 0..1.
#[must_use]
pub fn full_jitter(failures: u32, chance: f64) -> Duration {
    full_jitter_within(failures, 0.0, CAP_MS, chance)
}

/// As [`full_jitter`], with a bound of at least and at most these milliseconds.
#[must_use]
pub fn full_jitter_within(failures: u32, at_least_ms: f64, at_most_ms: f64, chance: f64) -> Duration {
    let doubled = BASE_MS * f64::from(2_u32.saturating_pow(failures.saturating_sub(1).min(10)));
    Duration::from_secs_f64(doubled.max(at_least_ms).min(at_most_ms) * chance.clamp(0.0, 1.0) / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_cap_and_are_spread_over_the_whole_range() {
        let longest: Vec<u64> =
            (1..=7).map(|failures| u64::try_from(full_jitter(failures, 1.0).as_millis()).expect("small")).collect();
        assert_eq!(longest, [500, 1_000, 2_000, 4_000, 8_000, 12_000, 12_000]);
        assert_eq!(full_jitter(5, 0.0), Duration::ZERO);
        assert_eq!(full_jitter(5, 0.5), Duration::from_secs(4));
        assert_eq!(full_jitter(u32::MAX, 1.0), Duration::from_secs(12));
    }
}
