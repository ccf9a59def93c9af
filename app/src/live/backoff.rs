//! How long to wait before trying again. Pure, so that it can be tested; randomness comes in as an argument.

use std::time::Duration;

/// The first wait is at most this long.
const BASE_MS: f64 = 500.0;
/// No wait is longer.
const CAP_MS: f64 = 15_000.0;
/// Sockets that fail in a row before the page polls.
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
pub const SOCKETS_BEFORE_POLLING: u32 = 3;

/// Full jitter: anything between nothing and a bound that doubles with each failure, so that a whole room that lost its
/// Wi-Fi at once does not come back at once. `random` lies in 0..1.
#[must_use]
pub fn full_jitter(failures: u32, random: f64) -> Duration {
    let bound = CAP_MS.min(BASE_MS * f64::from(2_u32.saturating_pow(failures.saturating_sub(1).min(10))));
    Duration::from_secs_f64(bound * random.clamp(0.0, 1.0) / 1000.0)
}

/// The wait until the next socket. While polling works, a socket is only tried now and then: something between here and
/// there does not let it through.
#[must_use]
pub fn next_socket(failures: u32, polling_works: bool, random: f64) -> Duration {
    if polling_works { Duration::from_secs_f64(30.0 + 30.0 * random.clamp(0.0, 1.0)) } else { full_jitter(failures, random) }
}

/// The wait until the next poll: two to three seconds while it works.
#[must_use]
pub fn next_poll(failures: u32, random: f64) -> Duration {
    Duration::from_secs_f64(2.0 + random.clamp(0.0, 1.0)) + full_jitter(failures, random).mul_f64(if failures == 0 { 0.0 } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_cap_and_are_spread_over_the_whole_range() {
        let longest: Vec<u64> = (1..=8).map(|failures| u64::try_from(full_jitter(failures, 1.0).as_millis()).expect("small")).collect();
        assert_eq!(longest, [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
        assert_eq!(full_jitter(5, 0.0), Duration::ZERO);
        assert_eq!(full_jitter(5, 0.5), Duration::from_secs(4));
        assert_eq!(full_jitter(u32::MAX, 1.0), Duration::from_secs(15));
    }

    #[test]
    fn while_polling_works_a_socket_is_tried_now_and_then() {
        assert!(next_socket(9, true, 0.0) >= Duration::from_secs(30));
        assert!(next_socket(9, false, 1.0) <= Duration::from_secs(15));
        assert_eq!(next_poll(0, 0.0), Duration::from_secs(2));
        assert_eq!(next_poll(0, 1.0), Duration::from_secs(3));
        assert!(next_poll(20, 1.0) <= Duration::from_secs(18));
    }
}
