//! What a programme aims at: an amount by indicator, for a year or for the programme as a whole, and how much of it is
//! reached. Targets stand in the programme's log: a report of a past day shows those that held on that day.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ledger::Report;
use crate::problem::{Findings, Problem, Refusal};
use crate::synergy::{Indicator, check_year};
use crate::text::{Line, optional, parse_number};
use crate::time::Timestamp;

/// The largest target, in the unit of what it is about: the largest figure is as large.
const AMOUNT_MAX: f64 = 1e9;

/// What a target is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Aim {
    /// How many synergies are realised.
    Realised,
    /// What realised synergies bring, by this indicator.
    Brought(Indicator),
}

impl Aim {
    /// Everything that a target can be about, in the order in which people are shown it.
    pub fn all() -> impl Iterator<Item = Self> {
        std::iter::once(Self::Realised).chain(Indicator::ALL.iter().copied().map(Self::Brought))
    }

    /// The stable code: in the log, in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Realised => "realised",
            Self::Brought(indicator) => indicator.code(),
        }
    }

    /// What has this code, if anything.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|aim| aim.code() == code)
    }

    /// How much of it the programme has reached: in this year (of the figures declared for it; of the synergies first
    /// realised in it), or in all.
    #[must_use]
    pub fn reached(self, year: Option<i32>, report: &Report) -> f64 {
        match (self, year) {
            (Self::Realised, None) => f64::from(report.all.realised),
            (Self::Realised, Some(year)) => f64::from(report.cohorts.get(&year).map_or(0, |part| part.realised)),
            (Self::Brought(indicator), None) => report.all.sums.get(&indicator).map_or(0.0, |sum| sum.amount),
            (Self::Brought(indicator), Some(year)) => {
                report.all.sums.get(&indicator).and_then(|sum| sum.years.get(&year)).copied().unwrap_or(0.0)
            }
        }
    }
}

impl From<Aim> for &'static str {
    fn from(aim: Aim) -> Self {
        aim.code()
    }
}

impl TryFrom<String> for Aim {
    type Error = String;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or_else(|| ["no target is about ", &code].concat())
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// What it is about.
    pub aim: Aim,
    /// The year in which it is to be reached; none: by the programme as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// How much, in the unit of what it is about.
    pub amount: f64,
    /// Where it comes from: a contract with a funder, say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Target {
    /// Whether it can be one.
    ///
    /// # Errors
    /// Every problem, each at its field: [`Problem::NotADate`] for a year outside 2000–2100, [`Problem::NotPositive`]
    /// for nothing or less, [`Problem::Absurd`] above 10⁹.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut findings = Findings::default();
        findings.check("year", self.year.map_or(Ok(()), |year| check_year(year).map(drop)));
        findings.check("amount", check_amount(self.amount));
        findings.into_result(Some(()))
    }
}

fn check_amount(amount: f64) -> Result<f64, Problem> {
    match amount {
        amount if !amount.is_finite() => Err(Problem::NotANumber),
        amount if amount <= 0.0 => Err(Problem::NotPositive),
        amount if amount > AMOUNT_MAX => Err(Problem::Absurd),
        amount => Ok(amount),
    }
}

/// A target, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetDraft {
    /// Code of an [`Aim`].
    pub aim: String,
    /// The year in which it is to be reached; blank: by the programme as a whole.
    pub year: String,
    /// How much, in the unit of what it is about.
    pub amount: String,
    /// Where it comes from, or blank.
    pub note: String,
}

impl TargetDraft {
    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<Target, Refusal> {
        let mut findings = Findings::default();
        let aim = findings.check("aim", self.aim());
        let year = findings.check("year", self.year());
        let amount = findings.check("amount", parse_number(&self.amount).and_then(check_amount));
        let note = findings.check("note", Line::parse_optional(&self.note));
        let read = (|| {
            let note = note?.map(|note| note.to_string());
            Some(Target { aim: aim?, year: year?, amount: amount?, note })
        })();
        findings.into_result(read)
    }

    /// Which target it names, whatever the amount.
    ///
    /// # Errors
    /// Every problem, each at its field.
    pub fn which(&self) -> Result<(Aim, Option<i32>), Refusal> {
        let mut findings = Findings::default();
        let (aim, year) = (findings.check("aim", self.aim()), findings.check("year", self.year()));
        findings.into_result(aim.zip(year))
    }

    fn aim(&self) -> Result<Aim, Problem> {
        Aim::from_code(self.aim.trim()).ok_or(Problem::UnknownChoice)
    }

    fn year(&self) -> Result<Option<i32>, Problem> {
        optional(&self.year, |typed| typed.parse().map_err(|_| Problem::NotADate).and_then(check_year))
    }
}

/// That a target was set, or taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// When.
    pub at: Timestamp,
    /// By whom; blank for whoever may not see people.
    pub author: String,
    /// What it is about.
    pub aim: Aim,
    /// In which year; none: by the programme as a whole.
    pub year: Option<i32>,
    /// How much; none: it was taken back.
    pub amount: Option<f64>,
    /// Where it comes from.
    pub note: Option<String>,
}

/// A target, and how much of it is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is aimed at.
    pub target: Target,
    /// How much is reached, in the same unit.
    pub reached: f64,
}

impl Progress {
    /// How much of the target is reached, as a share: more than 1 where more came than was aimed at, below zero where a
    /// sum of emissions avoided is.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.reached / self.target.amount
    }
}

/// The targets that held at this moment, and how much of each a report of that moment says was reached: by what they
/// are about, years in their order, the programme as a whole last. `settings` are in the order of the log.
#[must_use]
pub fn progress(settings: &[Setting], as_of: Timestamp, report: &Report) -> Vec<Progress> {
    let mut standing: BTreeMap<(Aim, bool, Option<i32>), &Setting> = BTreeMap::new();
    for setting in settings.iter().filter(|setting| setting.at <= as_of) {
        standing.insert((setting.aim, setting.year.is_none(), setting.year), setting);
    }
    let target = |setting: &Setting| {
        let Setting { aim, year, note, .. } = setting.clone();
        let target = Target { aim, year, amount: setting.amount?, note };
        Some(Progress { reached: aim.reached(year, report), target })
    };
    standing.into_values().filter_map(target).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Part, Sum};

    fn setting(at: i64, year: Option<i32>, amount: Option<f64>) -> Setting {
        let aim = Aim::Brought(Indicator::TonnesReused);
        Setting { at: Timestamp(at), author: "Claire".into(), aim, year, amount, note: None }
    }

    #[test]
    fn codes_are_those_of_indicators_and_of_realised_synergies() {
        for aim in Aim::all() {
            assert_eq!(Aim::from_code(aim.code()), Some(aim));
        }
        assert_eq!(Aim::all().count(), Indicator::ALL.len() + 1);
    }

    #[test]
    fn a_report_of_a_past_day_shows_the_targets_of_that_day() {
        let mut report = Report::default();
        let sum = Sum { amount: 300.0, years: [(2025, 100.0), (2026, 200.0)].into(), ..Sum::default() };
        report.all = Part { realised: 2, sums: [(Indicator::TonnesReused, sum)].into(), ..Part::default() };
        let settings = [
            setting(1, Some(2026), Some(400.0)),
            setting(2, None, Some(1_000.0)),
            setting(3, Some(2026), Some(800.0)),
            setting(4, Some(2025), Some(50.0)),
            setting(5, None, None),
        ];
        let at = |moment| {
            let found = progress(&settings, Timestamp(moment), &report);
            found.iter().map(|one| (one.target.year, one.target.amount, one.share())).collect::<Vec<_>>()
        };
        assert_eq!(at(0), []);
        assert_eq!(at(2), [(Some(2026), 400.0, 0.5), (None, 1_000.0, 0.3)]);
        assert_eq!(at(9), [(Some(2025), 50.0, 2.0), (Some(2026), 800.0, 0.25)]);
    }

    #[test]
    fn nothing_yet_is_none_of_it_and_not_unknown() {
        let of_nothing = progress(&[setting(1, Some(2030), Some(5.0))], Timestamp(1), &Report::default());
        assert_eq!(of_nothing.iter().map(Progress::share).collect::<Vec<_>>(), [0.0]);
    }

    #[test]
    fn every_problem_of_a_target_is_told_at_once_and_at_its_field() {
        let draft = TargetDraft { aim: "happiness".into(), year: "26".into(), amount: "0".into(), note: String::new() };
        let told = draft.parse().map_err(|refusal| {
            refusal.problems().iter().map(|problem| (problem.field.clone(), problem.code)).collect::<Vec<_>>()
        });
        let at = |field: &str, code| (Some(field.to_owned()), code);
        assert_eq!(
            told,
            Err(vec![
                at("aim", Problem::UnknownChoice),
                at("year", Problem::NotADate),
                at("amount", Problem::NotPositive)
            ])
        );
        let right = TargetDraft { aim: "sales".into(), year: " 2027 ".into(), amount: "7 000".into(), ..draft };
        let target = Target { aim: Aim::Brought(Indicator::Sales), year: Some(2027), amount: 7_000.0, note: None };
        assert_eq!(right.parse(), Ok(target));
    }
}
