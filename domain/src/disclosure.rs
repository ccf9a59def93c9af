//! What a sum may tell everybody without telling what one company has: the rule for published sums.
//!
//! A sum may be shown when it is *safe* ([`is_safe`]): no two companies are behind all of it, none is behind nearly all
//! of it, and whoever knows their own part of it, and even the best placed company that does, cannot tell another's
//! within a tenth. What holds for a sum holds for what is worked out from sums: a whole less its parts, the sum of
//! today less that of last quarter ([`release::release`]). Rounding comes on top of it and is no part of the proof.
//!
//! Sources: INSEE, *Guide du secret statistique* (three companies at least, none above 85 %); Hundepool and others,
//! *Statistical Disclosure Control* (2012), section 4.2 (minimum frequency, dominance, p% rule) and 4.4 (secondary
//! suppression).

pub mod release;
mod subtraction;

use std::collections::BTreeMap;

use crate::ledger::SynergyKey;
use crate::synergy::Indicator;
use crate::time::Timestamp;

/// The largest share of a sum that one company may have. INSEE says 85 %; less is kept here, because our sums are
/// small.
pub const LARGEST_SHARE: f64 = 0.8;
/// How far from the truth the best guess of a company that knows its own part must stay, as a share of what it guesses
/// (p% rule, p = 10).
pub const PROTECTION: f64 = 0.1;
/// Counts are published as multiples of this.
pub const COUNT_BASE: u32 = 3;
/// Amounts are published with so many significant digits.
pub const DIGITS: i32 = 2;

/// What one synergy adds to one indicator, and of which companies that speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The synergy that adds it.
    pub synergy: SynergyKey,
    /// The territory under which it is reported.
    pub territory: String,
    /// The year in which it was realised.
    pub year: i32,
    /// The indicator; none: the number of synergies.
    pub indicator: Option<Indicator>,
    /// The companies that know it, by the ledger's numbers, in order.
    pub companies: Vec<u32>,
    /// How much it adds, in the indicator's unit; 1 where synergies are counted.
    pub amount: f64,
}

/// Whether a sum of these parts may be shown; each part comes with the companies that it speaks of. An empty sum may.
#[must_use]
pub fn is_safe<'a>(parts: impl Iterator<Item = (&'a [u32], f64)> + Clone) -> bool {
    let parts = parts.filter(|(_, amount)| *amount != 0.0);
    if parts.clone().next().is_none() {
        return true;
    }
    !two_cover(parts.clone()) && !is_dominated(parts)
}

/// Whether two companies, or one, are behind all of it: each then works out the other's part. A part without companies
/// gives nobody away.
fn two_cover<'a>(parts: impl Iterator<Item = (&'a [u32], f64)> + Clone) -> bool {
    let first = parts.clone().next().map(|(companies, _)| companies).unwrap_or_default();
    first.iter().any(|one| {
        let mut rest = parts.clone().filter(|(companies, _)| !companies.contains(one)).map(|(companies, _)| companies);
        let Some(next) = rest.next() else { return true };
        let rest: Vec<&[u32]> = rest.collect();
        next.iter().any(|two| rest.iter().all(|companies| companies.contains(two)))
    })
}

/// Whether one company has nearly all of it, or whoever knows a part guesses the largest too well from the rest.
fn is_dominated<'a>(parts: impl Iterator<Item = (&'a [u32], f64)> + Clone) -> bool {
    let mut shares: BTreeMap<u32, f64> = BTreeMap::new();
    let mut whole = 0.0;
    for (companies, amount) in parts.clone() {
        whole += amount.abs();
        for company in companies {
            *shares.entry(*company).or_default() += amount.abs();
        }
    }
    let most = shares.values().copied().fold(0.0, f64::max);
    // Nobody knows more than the most that anybody has: a company with less than this has enough around it.
    let endangered = |share: &f64| share * (1.0 + PROTECTION) + most >= whole || *share > LARGEST_SHARE * whole;
    shares.iter().filter(|(_, share)| endangered(share)).any(|(largest, share)| {
        // Without the largest, what is left for each that knows its own part to be unsure of.
        let mut known: BTreeMap<u32, f64> = BTreeMap::new();
        for (companies, amount) in parts.clone().filter(|(companies, _)| !companies.contains(largest)) {
            for company in companies {
                *known.entry(*company).or_default() += amount.abs();
            }
        }
        let most_known = known.values().copied().fold(0.0, f64::max);
        *share > LARGEST_SHARE * whole || whole - share - most_known < PROTECTION * share
    })
}

/// An amount as it is published: its first digits.
#[must_use]
pub fn rounded(amount: f64) -> f64 {
    if amount == 0.0 || !amount.is_finite() {
        return 0.0;
    }
    // The number is small enough: amounts end at 10⁹ each.
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of an f64 is a few hundred at most")]
    let digits = DIGITS - 1 - amount.abs().log10().floor() as i32;
    let power = 10f64.powi(digits.abs());
    if digits >= 0 { (amount * power).round() / power } else { (amount / power).round() * power }
}

/// A count as it is published: the nearest multiple of [`COUNT_BASE`].
#[must_use]
pub const fn rounded_count(count: u32) -> u32 {
    (count + COUNT_BASE / 2) / COUNT_BASE * COUNT_BASE
}

/// The last moment (UTC) of the last quarter that is over at this one. What is recorded afterwards waits for the next
/// publication, so that looking before and after a record shows nothing.
#[must_use]
pub fn last_quarter_end(now: Timestamp) -> Timestamp {
    use chrono::Datelike as _;
    let days = i32::try_from(now.0.div_euclid(86_400_000)).unwrap_or(0);
    let today = chrono::NaiveDate::from_epoch_days(days).unwrap_or_default();
    let first = today.with_day(1).and_then(|day| day.with_month0(today.month0() / 3 * 3)).unwrap_or(today);
    Timestamp(i64::from(first.to_epoch_days()) * 86_400_000 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safe(parts: &[(&[u32], f64)]) -> bool {
        is_safe(parts.iter().copied())
    }

    #[test]
    fn three_companies_at_least_are_behind_a_sum() {
        assert!(safe(&[]));
        assert!(!safe(&[(&[1], 5.0), (&[2], 5.0)]), "each of two knows the other's");
        assert!(safe(&[(&[1], 5.0), (&[2], 5.0), (&[3], 5.0)]));
        assert!(!safe(&[(&[1], 1.0), (&[1], 2.0), (&[1], 300_000.0)]), "three synergies, one company");
        assert!(
            !safe(&[(&[1, 2], 5.0), (&[3, 4], 5.0)]),
            "four companies, but both sides of the other synergy are found out"
        );
        assert!(!safe(&[(&[1, 2], 5.0), (&[1, 3], 5.0), (&[1, 4], 5.0)]), "one company is behind all of it");
        assert!(safe(&[(&[1, 2], 5.0), (&[3, 4], 5.0), (&[5, 6], 5.0)]));
        assert!(!safe(&[(&[1], 0.0), (&[2], 5.0), (&[3], 5.0)]), "a zero hides nobody");
    }

    #[test]
    fn no_company_is_nearly_all_of_a_sum() {
        assert!(!safe(&[(&[1], 81.0), (&[2], 10.0), (&[3], 9.0)]));
        assert!(safe(&[(&[1], 60.0), (&[2], 25.0), (&[3], 15.0)]));
        assert!(!safe(&[(&[1], 60.0), (&[2], 39.0), (&[3], 1.0)]), "company 2 guesses company 1 within 2 %");
        assert!(!safe(&[(&[1], -81.0), (&[2], 10.0), (&[3], 9.0)]), "also below zero");
    }

    #[test]
    fn what_is_published_is_rounded() {
        for (amount, shown) in [
            (1234.0, 1200.0),
            (777.5, 780.0),
            (0.0, 0.0),
            (0.0456, 0.046),
            (-1250.0, -1300.0),
            (99.6, 100.0),
            (7.0, 7.0),
        ] {
            assert!((rounded(amount) - shown).abs() < 1e-9, "{amount}");
        }
        assert_eq!([3, 4, 5, 6, 7].map(rounded_count), [3, 3, 6, 6, 6]);
    }

    #[test]
    fn a_quarter_ends_before_the_next_begins() {
        let day = |y, m, d| {
            i64::from(chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default().to_epoch_days()) * 86_400_000
        };
        assert_eq!(last_quarter_end(Timestamp(day(2026, 11, 29) + 5)), Timestamp(day(2026, 10, 1) - 1));
        assert_eq!(last_quarter_end(Timestamp(day(2026, 1, 1))), Timestamp(day(2026, 1, 1) - 1));
        assert_eq!(last_quarter_end(Timestamp(day(2026, 12, 31) + 86_399_999)), Timestamp(day(2026, 10, 1) - 1));
    }
}
