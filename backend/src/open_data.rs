//! The sums that a programme publishes, once a quarter. What may be shown is decided in [`domain::disclosure`]; what
//! was shown is kept.

use domain::disclosure::last_quarter_end;
use domain::disclosure::release::{Place, Publication, publish};
use domain::ids::ProgrammeId;
use domain::ledger::year_of;
use domain::problem::Problem;
use serde::Serialize;

use crate::Backend;
use crate::books::day_of;
use crate::error::{Error, Result};

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
    pub indicator: &'static str,
    /// How much, rounded.
    pub amount: Option<f64>,
    /// How many synergies stand behind it, rounded.
    pub synergies: Option<u32>,
    /// How many organisations stand behind it, rounded.
    pub organisations: Option<u32>,
    /// The day at whose end (UTC) this was known: the last of a quarter.
    pub as_of: String,
}

impl Backend {
    /// The published sums of a programme: those of the last quarter that is over.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme that publishes nothing.
    pub async fn open_data(&self, id: ProgrammeId) -> Result<Vec<Row>> {
        let programme = self.db().published_programme(id).await?.ok_or(Problem::NotFound)?;
        let as_of = last_quarter_end(self.clock().now());
        let mut known = self.db().publications(id, as_of).await?;
        if known.last().is_none_or(|(of, _)| *of != as_of) {
            let ledger = self.books().ledger(self.db(), id).await?;
            let before: Vec<Publication> = known.into_iter().map(|(_, publication)| publication).collect();
            let work = move || publish(&before, as_of, |moment| ledger.contributions(moment, year_of(moment)));
            let publication = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stopping)?;
            self.db().insert_publication(id, as_of, &publication).await?;
            known = self.db().publications(id, as_of).await?;
        }
        let publication = known.pop().map(|(_, publication)| publication).unwrap_or_default();
        Ok(rows(&programme.name, &publication))
    }
}

fn rows(programme: &str, publication: &Publication) -> Vec<Row> {
    let mut rows = Vec::new();
    for table in &publication.tables {
        for cell in &table.cells {
            let (territory, year) = match &cell.place {
                Place::Whole => ("", None),
                Place::Territory(name) => (name.as_str(), None),
                Place::Year(year) => ("", Some(*year)),
            };
            rows.push(Row {
                programme: programme.to_owned(),
                territory: territory.to_owned(),
                year,
                indicator: table.indicator.map_or("realised", domain::synergy::Indicator::code),
                amount: cell.shown.map(|shown| shown.amount),
                synergies: cell.shown.map(|shown| shown.synergies),
                organisations: cell.shown.map(|shown| shown.companies),
                as_of: day_of(table.as_of).to_string(),
            });
        }
    }
    rows
}
