//! How long what is about people is kept. The host sets the periods; a nightly job carries them out.

use crate::problem::{Findings, Problem, Refusal};
use crate::time::Timestamp;

/// The periods that the host sets. Links of companies stand with their synergy; copies of the database are kept by
/// whoever makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// Months after their own last act after which a person is erased from a workshop: name, cards, address. Three
    /// years, as the CNIL has it for contacts that are no customers (reference framework for commercial management,
    /// 2022).
    pub people_months: u32,
    /// Months after which network addresses leave the audit log. The CNIL recommends six months to one year for logs
    /// (deliberation 2021-122).
    pub addresses_months: u32,
    /// Days for which copies of the database are kept.
    pub backup_days: u32,
}

impl Default for Periods {
    fn default() -> Self {
        Self { people_months: 36, addresses_months: 12, backup_days: 35 }
    }
}

/// What was erased, or will be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// By workshop: its title, how many people, and when the first of them is due.
    pub workshops: Vec<(String, u32, Timestamp)>,
    /// How many people are known of companies alone.
    pub people_of_companies: u32,
    /// How many entries of the audit log hold a network address.
    pub logged_addresses: u32,
    /// How many e-mail addresses stand at companies' links.
    pub link_addresses: u32,
}

/// The periods as typed. Blank: the default.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PeriodsDraft {
    /// See [`Periods::people_months`].
    pub people_months: String,
    /// See [`Periods::addresses_months`].
    pub addresses_months: String,
    /// See [`Periods::backup_days`].
    pub backup_days: String,
}

impl PeriodsDraft {
    /// # Errors
    /// [`Problem::NotANumber`] or [`Problem::Absurd`] at each field: people are kept 1 to 120 months, addresses 1 to
    /// 36, copies 1 to 400 days.
    pub fn parse(&self) -> Result<Periods, Refusal> {
        let Periods { people_months, addresses_months, backup_days } = Periods::default();
        let mut findings = Findings::default();
        let people_months = findings.check("people_months", period(&self.people_months, people_months, 120));
        let addresses_months = findings.check("addresses_months", period(&self.addresses_months, addresses_months, 36));
        let backup_days = findings.check("backup_days", period(&self.backup_days, backup_days, 400));
        let ((people_months, addresses_months), backup_days) =
            findings.into_result(people_months.zip(addresses_months).zip(backup_days))?;
        Ok(Periods { people_months, addresses_months, backup_days })
    }
}

fn period(typed: &str, default: u32, most: u32) -> Result<u32, Problem> {
    if typed.trim().is_empty() {
        return Ok(default);
    }
    let period: u32 = typed.trim().parse().map_err(|_| Problem::NotANumber)?;
    if (1..=most).contains(&period) { Ok(period) } else { Err(Problem::Absurd) }
}

/// The moment so many months before this one, on the same day of the month or its last.
#[must_use]
pub fn months_before(now: Timestamp, months: u32) -> Timestamp {
    const DAY: i64 = 86_400_000;
    let days = i32::try_from(now.0.div_euclid(DAY)).unwrap_or(0);
    let then =
        chrono::NaiveDate::from_epoch_days(days).and_then(|day| day.checked_sub_months(chrono::Months::new(months)));
    then.map_or(Timestamp(i64::MIN), |day| Timestamp(i64::from(day.to_epoch_days()) * DAY + now.0.rem_euclid(DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_defaults_and_bounds() {
        assert_eq!(PeriodsDraft::default().parse(), Ok(Periods::default()));
        for typed in ["0", "-1", "121", "trois"] {
            assert!(
                PeriodsDraft { people_months: typed.into(), ..PeriodsDraft::default() }.parse().is_err(),
                "{typed}"
            );
        }
    }

    #[test]
    fn three_years_end_on_the_same_day() {
        let day = |y, m, d| {
            Timestamp(
                i64::from(chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap_or_default().to_epoch_days()) * 86_400_000
                    + 7,
            )
        };
        assert_eq!(months_before(day(2029, 11, 24), 36), day(2026, 11, 24));
        assert_eq!(months_before(day(2028, 2, 29), 12), day(2027, 2, 28));
    }
}
