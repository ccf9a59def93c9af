//! Evaluating a programme, year by year, by the referential that it brought in or by the example. Activities and
//! results answer themselves from the data; an answer that is given by hand holds instead.

use std::collections::BTreeMap;

use domain::access::Right;
use domain::audit::Deed;
use domain::evaluation::{Referential, answered_by_data};
use domain::ids::ProgrammeId;
use domain::ledger::year_of;
use domain::problem::{FieldProblem, Problem, Refusal};
use domain::programme::Programme;
use domain::text::{Line, parse_number};
use domain::time::Timestamp;

use crate::error::{Error, Result};
use crate::people::Account;
use crate::{Backend, to_the_end};

/// The referential that comes with the program. An example: its texts are not the official ones.
const EXAMPLE: &str = include_str!("../referentials/example.json");
/// The largest referential, in bytes.
const LARGEST: usize = 512 * 1024;

/// A year of evaluation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// Every answer, by hand or from the data, by the key of its question.
    pub answers: BTreeMap<String, f64>,
    /// Of these, the ones that the data give.
    pub from_data: BTreeMap<String, f64>,
    /// Notes of those given by hand, by the key of the question.
    pub notes: BTreeMap<String, String>,
}

/// An evaluation: the frame and its years.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The programme that is evaluated.
    pub programme: Programme,
    /// The questions, their scales and their texts.
    pub referential: Referential,
    /// Whether it is the example that comes with the program.
    pub is_example: bool,
    /// The years, up to this one.
    pub years: BTreeMap<i32, Year>,
}

impl Backend {
    /// The evaluation of a programme: every year that was answered, and this one.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn evaluation(&self, account: &Account, id: ProgrammeId) -> Result<Evaluation> {
        let programme = self.member(account, id, Right::SeeResults).await?.programme().clone();
        let own = self.db().referential(id).await?;
        let is_example = own.is_none();
        let referential: Referential = serde_json::from_str(own.as_deref().unwrap_or(EXAMPLE))?;
        let given = self.db().evaluation(id).await?;
        let ledger = self.books().ledger(self.db(), id).await?;
        let names = self.db().workshop_names(id).await?;
        let this_year = year_of(self.clock().now());
        let first = given
            .keys()
            .copied()
            .chain(names.values().map(|(_, day)| chrono::Datelike::year(day)))
            .min()
            .unwrap_or(this_year);
        let mut years = BTreeMap::new();
        for year in first.max(this_year - 14)..=this_year {
            // As it was known at the end of that year.
            let end = end_of_year(year);
            let report = ledger.report(end, year);
            let workshops =
                u32::try_from(names.values().filter(|(_, day)| chrono::Datelike::year(day) <= year).count())
                    .unwrap_or(u32::MAX);
            let companies: std::collections::BTreeSet<u32> = ledger
                .books
                .values()
                .filter(|book| book.stage(end).is_some())
                .flat_map(|book| book.companies.iter().copied())
                .collect();
            let organisations = u32::try_from(companies.len()).unwrap_or(u32::MAX);
            let mut of_year = Year::default();
            for question in referential.questions() {
                let by_data =
                    question.data.as_deref().and_then(|code| answered_by_data(code, &report, workshops, organisations));
                if let Some(value) = by_data {
                    of_year.from_data.insert(question.key.clone(), value);
                }
                let by_hand = given.get(&year).and_then(|answers| answers.get(&question.key));
                if let Some(note) = by_hand.and_then(|given| given.note.clone()) {
                    of_year.notes.insert(question.key.clone(), note);
                }
                if let Some(value) = by_hand.and_then(|given| given.value).or(by_data) {
                    of_year.answers.insert(question.key.clone(), value);
                }
            }
            years.insert(year, of_year);
        }
        Ok(Evaluation { programme, referential, is_example, years })
    }

    /// Keeps the answers of a year that changed: indicator, value and note as typed. A blank value takes an answer
    /// back.
    ///
    /// # Errors
    /// [`Problem::NotANumber`] at the indicator, before anything is kept.
    pub async fn evaluate(
        &self,
        account: &Account,
        id: ProgrammeId,
        year: i32,
        typed: &[(String, String, String)],
    ) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let evaluation = self.evaluation(account, id).await?;
        let before = evaluation.years.get(&year).ok_or(Refusal::at("year", Problem::NotADate))?;
        let mut problems = Vec::new();
        let mut answers = Vec::new();
        for question in evaluation.referential.questions() {
            let Some((_, value, note)) = typed.iter().find(|(key, _, _)| *key == question.key) else { continue };
            let value = match value.trim() {
                "" => Ok(None),
                typed => parse_number(typed).map(Some),
            };
            match (value, Line::parse_optional(note)) {
                (Ok(value), Ok(note)) => {
                    let note = note.map(|note| note.to_string());
                    let by_data = before.from_data.get(&question.key).copied();
                    // What the data say anyway needs no answer by hand.
                    let value = value.filter(|value| by_data.is_none_or(|known| (known - value).abs() > 1e-9));
                    let held = before.answers.get(&question.key).copied().filter(|held| by_data != Some(*held));
                    if value != held || note != before.notes.get(&question.key).cloned() {
                        answers.push((question.key.clone(), value, note));
                    }
                }
                (value, note) => {
                    let code = value.err().or(note.err()).unwrap_or(Problem::Malformed);
                    problems.push(FieldProblem { code, field: Some(question.key.clone()) });
                }
            }
        }
        if let Some(refusal) = Refusal::of(problems) {
            return Err(refusal.into());
        }
        let (db, author, now) = (self.db().clone(), by.name().to_owned(), self.clock().now());
        to_the_end(async move { db.insert_evaluation(id, year, &answers, &author, now).await }).await
    }

    /// Brings in a referential. Answers stay; those to indicators that it does not have are kept and not shown.
    ///
    /// # Errors
    /// At `file`: [`Problem::Malformed`] for what is no referential, [`Problem::TooLarge`].
    pub async fn import_referential(&self, account: &Account, id: ProgrammeId, content: &[u8]) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        if content.len() > LARGEST {
            return Err(Refusal::at("file", Problem::TooLarge).into());
        }
        let read: std::result::Result<Referential, _> = serde_json::from_slice(content);
        let referential = read.map_err(|error| {
            tracing::info!(%error, "a referential cannot be read");
            Refusal::at("file", Problem::Malformed)
        })?;
        if let Some(defect) = referential.defect() {
            tracing::info!(%defect, "a referential has a defect");
            return Err(Refusal::at("file", Problem::Malformed).into());
        }
        let content = serde_json::to_string(&referential).map_err(Error::from)?;
        let entry = self.entry(Deed::ReferentialImported, by.author()).of(id).to(referential.name.fr.clone());
        self.db().insert_referential(id, &content, by.name(), &entry).await
    }
}

/// The last millisecond of a year, in UTC.
fn end_of_year(year: i32) -> Timestamp {
    let next = domain::NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap_or_default();
    Timestamp(i64::from(next.to_epoch_days()) * 86_400_000 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_has_the_structure_that_is_public_and_says_that_it_is_an_example() {
        let referential: Referential = serde_json::from_str(EXAMPLE).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(referential.defect(), None);
        assert_eq!(
            (
                referential.axes.len(),
                referential.questions().count(),
                referential.questions().filter(|question| question.compulsory).count()
            ),
            (3, 29, 19)
        );
        assert!(referential.name.fr.contains("exemple") && referential.name.en.contains("not official"));
        let all: BTreeMap<String, f64> = referential.questions().map(|question| (question.key.clone(), 1e9)).collect();
        assert_eq!(referential.maturity(&all).map(|words| words.en.as_str()), Some("Lasting"));
        let mut without = all.clone();
        without.remove("steering_body");
        assert_eq!((referential.maturity(&without), referential.missing(&without).len()), (None, 1));
    }
}
