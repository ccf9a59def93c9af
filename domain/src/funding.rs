//! Calls for projects: what pays for a programme or a synergy. A call stands in the programme's log, and goes by its
//! place among the calls of its programme, from 1: calls are only ever added.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::ledger::SynergyKey;
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::parse_date;
use crate::text::{Line, Paragraph, optional, parse_number};

/// The most calls of one programme.
pub const CALLS_MOST: usize = 500;

coded! {
    /// What a call can pay for.
    Purpose {
        /// Running a programme: facilitators, workshops, follow-up.
        Animation = "animation",
        /// Studies.
        Study = "study",
        /// Investment.
        Investment = "investment",
    }
}

/// What a call for projects, or another source of money, offers and asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is called.
    pub name: String,
    /// Who pays what it grants.
    pub funder: String,
    /// What it pays for.
    pub kind: Purpose,
    /// The day on which it opens, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<NaiveDate>,
    /// The last day on which one can apply, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<NaiveDate>,
    /// The most that it pays, in euros, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<f64>,
    /// On what conditions it pays, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    /// Whether it pays for the programme as a whole.
    #[serde(default)]
    pub whole: bool,
}

impl Terms {
    /// Whether a call can offer this.
    ///
    /// # Errors
    /// Every problem, each at its field: [`Problem::EndsBeforeStart`] where it closes before it opens,
    /// [`Problem::NotPositive`] and [`Problem::NotANumber`] for what is no amount.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut findings = Findings::default();
        findings.check("closes", check_days(self.opens, self.closes));
        findings.check("amount", self.amount.map_or(Ok(()), |amount| check_amount(amount).map(drop)));
        findings.into_result(Some(()))
    }
}

fn check_days(opens: Option<NaiveDate>, closes: Option<NaiveDate>) -> Result<(), Problem> {
    match (opens, closes) {
        (Some(opens), Some(closes)) if closes < opens => Err(Problem::EndsBeforeStart),
        _ => Ok(()),
    }
}

fn check_amount(amount: f64) -> Result<f64, Problem> {
    match amount {
        amount if !amount.is_finite() => Err(Problem::NotANumber),
        amount if amount <= 0.0 => Err(Problem::NotPositive),
        amount => Ok(amount),
    }
}

/// A call of a programme, as its page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Its place among the calls of the programme, from 1: addresses name it so.
    pub number: u32,
    /// What it offers and asks for.
    pub terms: Terms,
    /// How many synergies are attached to it.
    pub attached: usize,
    /// Which, with their titles, for whoever sees them.
    pub synergies: Vec<(SynergyKey, String)>,
}

/// A call, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FundingDraft {
    /// What the call is called.
    pub name: String,
    /// Who pays: the name of the funder.
    pub funder: String,
    /// What it pays for: code of a [`Purpose`].
    pub kind: String,
    /// The day on which it opens: an ISO date, or blank.
    pub opens: String,
    /// The day on which it closes: an ISO date, or blank.
    pub closes: String,
    /// Up to how much it pays, in euros, or blank.
    pub amount: String,
    /// What the funder asks for, in free words.
    pub conditions: String,
    /// `yes`: it is for the programme as a whole.
    pub whole: String,
}

impl FundingDraft {
    /// Reads the draft.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<Terms, Refusal> {
        let mut findings = Findings::default();
        let name = findings.check("name", Line::parse(&self.name));
        let funder = findings.check("funder", Line::parse(&self.funder));
        let kind = findings.check("kind", Purpose::from_code(self.kind.trim()).ok_or(Problem::UnknownChoice));
        let opens = findings.check("opens", parse_date(&self.opens));
        let closes = findings.check("closes", parse_date(&self.closes));
        if let (Some(opens), Some(closes)) = (opens, closes) {
            findings.check("closes", check_days(opens, closes));
        }
        let amount =
            findings.check("amount", optional(&self.amount, |typed| parse_number(typed).and_then(check_amount)));
        let conditions = findings.check("conditions", Paragraph::parse_optional(&self.conditions));
        let read = (|| {
            Some(Terms {
                name: name?.to_string(),
                funder: funder?.to_string(),
                kind: kind?,
                opens: opens?,
                closes: closes?,
                amount: amount?,
                conditions: conditions?.map(|text| text.to_string()),
                whole: self.whole == "yes",
            })
        })();
        findings.into_result(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_a_call_is_told_at_once_and_at_its_field() {
        let draft = FundingDraft {
            name: "Appel".into(),
            kind: "holidays".into(),
            opens: "2026-05-01".into(),
            closes: "2026-01-01".into(),
            amount: "-3".into(),
            ..FundingDraft::default()
        };
        let told = draft.parse().map_err(|refusal| {
            refusal.problems().iter().map(|problem| (problem.field.clone(), problem.code)).collect::<Vec<_>>()
        });
        let at = |field: &str, code| (Some(field.to_owned()), code);
        assert_eq!(
            told,
            Err(vec![
                at("funder", Problem::Missing),
                at("kind", Problem::UnknownChoice),
                at("closes", Problem::EndsBeforeStart),
                at("amount", Problem::NotPositive),
            ])
        );
        let right = FundingDraft {
            funder: "Région".into(),
            kind: "study".into(),
            closes: "2026-12-31".into(),
            amount: "20 000".into(),
            whole: "yes".into(),
            ..draft
        };
        let terms = right.parse();
        assert!(matches!(&terms, Ok(terms) if terms.whole && terms.amount == Some(20_000.0)), "{terms:?}");
    }
}
