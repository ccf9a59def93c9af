//! Evaluating a programme, year by year, by the referential that it brought in or by the example. Activities and
//! results answer themselves from the data; an answer that is given by hand holds instead.

use std::collections::BTreeMap;

use domain::access::Right;
use domain::audit::Deed;
use domain::evaluation::{AnswerDraft, Evaluation, Referential, Year, answered_by_data};
use domain::ids::ProgrammeId;
use domain::ledger::year_of;
use domain::problem::{Problem, Refusal};
use domain::programme::Command;
use domain::time::Timestamp;

use crate::Backend;
use crate::db::Beside;
use crate::error::Result;
use crate::people::Account;

/// The referential that comes with the program. An example: its texts are not the official ones.
const EXAMPLE: &str = include_str!("../referentials/example.json");
/// The largest referential, in bytes.
const LARGEST: usize = 512 * 1024;

impl Backend {
    /// The evaluation of a programme: every year that was answered, and this one.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn evaluation(&self, account: &Account, id: ProgrammeId) -> Result<Evaluation> {
        self.member(account, id, Right::SeeResults).await?;
        let own = self.db().referential(id).await?;
        let is_example = own.is_none();
        let referential: Referential = serde_json::from_str(own.as_deref().unwrap_or(EXAMPLE))?;
        let mut given = self.db().evaluation(id).await?;
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
            let by_data = referential.questions().filter_map(|question| {
                let value = answered_by_data(question.data.as_deref()?, &report, workshops, organisations)?;
                Some((question.key.clone(), value))
            });
            let mut by_hand = given.remove(&year).unwrap_or_default();
            // Answers to indicators that this referential does not have are kept, and not shown.
            by_hand.retain(|key, _| referential.questions().any(|question| question.key == *key));
            years.insert(year, Year::of(by_data.collect(), by_hand));
        }
        Ok(Evaluation { referential, is_example, years })
    }

    /// Keeps the answers of a year that changed, as typed, by the key of their indicator. A blank value takes an answer
    /// back.
    ///
    /// # Errors
    /// Every problem, each at the key of its indicator, before anything is kept; [`Problem::NotADate`] at `year` for a
    /// year that is not evaluated.
    pub async fn evaluate(
        &self,
        account: &Account,
        id: ProgrammeId,
        year: i32,
        typed: &BTreeMap<String, AnswerDraft>,
    ) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let evaluation = self.evaluation(account, id).await?;
        let before = evaluation.years.get(&year).ok_or(Refusal::at("year", Problem::NotADate))?;
        let answers = evaluation.referential.read(typed, before)?;
        self.follow(by.signed(), Command::Evaluate { year, answers }, Beside::default()).await.map(drop)
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
        }
        let entry = self.entry(Deed::ReferentialImported, by.author()).of(id).to(referential.name.fr.clone());
        let command = Command::ImportReferential { referential: Box::new(referential) };
        self.follow(by.signed(), command, Beside { audited: vec![entry], ..Beside::default() }).await.map(drop)
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
