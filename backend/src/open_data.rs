//! The sums that a programme publishes. Where fewer than three organisations stand behind a number, it is hidden; where only one
//! part of a whole would be hidden, the next smallest part is hidden too, so that it cannot be worked out from the rest.

use domain::ids::ProgrammeId;
use domain::ledger::{Part, Report};
use domain::problem::Problem;
use serde::Serialize;

use crate::Backend;
use crate::error::Result;

/// The fewest organisations behind a number that is shown.
pub const FEWEST: usize = 3;

/// A published number. Hidden where it is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// The programme's name.
    pub programme: String,
    /// The territory; empty for the whole programme.
    pub territory: String,
    /// The year in which synergies were realised; none for all years.
    pub year: Option<i32>,
    /// Code of the indicator; `realised` for the number of synergies.
    pub indicator: String,
    /// How much.
    pub amount: Option<f64>,
    /// How many synergies stand behind it.
    pub synergies: Option<u32>,
    /// How many organisations stand behind it.
    pub organisations: Option<u32>,
}

impl Backend {
    /// The published sums of a programme.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme that publishes nothing.
    pub async fn open_data(&self, id: ProgrammeId) -> Result<Vec<Row>> {
        let programme = self.db().published_programme(id).await?.ok_or(Problem::NotFound)?;
        let name = programme.name.clone();
        let found = self.report_of(programme, None).await?;
        Ok(rows(&name, &found.report))
    }
}

fn rows(programme: &str, report: &Report) -> Vec<Row> {
    let whole = report.all.companies.len() >= FEWEST;
    let mut rows = of_part(programme, "", None, &report.all, |indicator| whole && enough(&report.all, indicator));
    let territories: Vec<(&str, Option<i32>, &Part)> = report.territories.iter().map(|(name, part)| (name.as_str(), None, part)).collect();
    let years: Vec<(&str, Option<i32>, &Part)> = report.cohorts.iter().map(|(year, part)| ("", Some(*year), part)).collect();
    for group in [territories, years] {
        // Hidden indicator by indicator: a part can hold many companies, of which one alone has declared jobs.
        let masks: std::collections::BTreeMap<&str, Vec<bool>> = codes(report)
            .into_iter()
            .map(|code| {
                let open: Vec<bool> = group.iter().map(|(_, _, part)| part.companies.len() >= FEWEST && enough(part, code)).collect();
                let sizes: Vec<usize> = group.iter().map(|(_, _, part)| part.companies.len()).collect();
                (code, with_a_second(open, &sizes))
            })
            .collect();
        for (at, (territory, year, part)) in group.into_iter().enumerate() {
            rows.extend(of_part(programme, territory, year, part, |code| masks.get(code).and_then(|mask| mask.get(at)).copied().unwrap_or(false)));
        }
    }
    rows
}

/// Every indicator that the report holds, and the number of synergies.
fn codes(report: &Report) -> Vec<&'static str> {
    std::iter::once("realised").chain(report.all.sums.keys().map(|indicator| indicator.code())).collect()
}

/// Whether enough synergies stand behind a number. One or two can speak of one company, whoever else is in the part.
fn enough(part: &Part, code: &str) -> bool {
    let count = part.sums.iter().find(|(indicator, _)| indicator.code() == code).map(|(_, sum)| sum.synergies);
    code == "realised" || count.is_none_or(|count| count >= 3)
}

/// One hidden part alone is the whole less the others: the smallest of those that are shown is hidden as well.
fn with_a_second(mut open: Vec<bool>, sizes: &[usize]) -> Vec<bool> {
    if open.iter().filter(|open| !**open).count() == 1 {
        let next = sizes.iter().enumerate().filter(|(at, _)| open.get(*at) == Some(&true)).min_by_key(|(_, size)| **size).map(|(at, _)| at);
        if let Some(next) = next.and_then(|at| open.get_mut(at)) {
            *next = false;
        }
    }
    open
}

fn of_part(programme: &str, territory: &str, year: Option<i32>, part: &Part, is_open: impl Fn(&str) -> bool) -> Vec<Row> {
    let row = |indicator: &str, amount: f64, synergies: u32| {
        let open = is_open(indicator);
        Row {
            programme: programme.to_owned(),
            territory: territory.to_owned(),
            year,
            indicator: indicator.to_owned(),
            amount: open.then_some(amount),
            synergies: open.then_some(synergies),
            organisations: open.then(|| u32::try_from(part.companies.len()).unwrap_or(u32::MAX)),
        }
    };
    let mut rows = vec![row("realised", f64::from(part.realised), part.realised)];
    rows.extend(part.sums.iter().map(|(indicator, sum)| row(indicator.code(), sum.amount, sum.synergies)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ledger::Sum;
    use domain::synergy::Indicator;

    fn part(realised: u32, companies: u32, tonnes: (f64, u32)) -> Part {
        let sum = Sum { amount: tonnes.0, synergies: tonnes.1, ..Sum::default() };
        Part { realised, companies: (0..companies).collect(), sums: [(Indicator::TonnesReused, sum)].into() }
    }

    #[test]
    fn small_cells_are_hidden_and_cannot_be_worked_out() {
        let mut report = Report { all: part(9, 16, (100.0, 9)), ..Report::default() };
        report.territories =
            [("A".to_owned(), part(5, 10, (60.0, 5))), ("B".to_owned(), part(1, 2, (10.0, 1))), ("C".to_owned(), part(3, 4, (30.0, 3)))].into();
        let rows = rows("P", &report);
        let amount =
            |territory: &str, indicator: &str| rows.iter().find(|row| row.territory == territory && row.indicator == indicator).and_then(|row| row.amount);
        assert_eq!((amount("", "tonnes_reused"), amount("A", "tonnes_reused")), (Some(100.0), Some(60.0)));
        assert_eq!((amount("B", "tonnes_reused"), amount("C", "tonnes_reused")), (None, None), "B alone would be the whole less A and C");
        assert_eq!((amount("B", "realised"), amount("C", "realised")), (None, None));
    }
}
