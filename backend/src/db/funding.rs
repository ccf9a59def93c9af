//! Calls for projects and what they pay for: made from the programme's log, and read.

use domain::funding::{Call, Purpose, Terms};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::{Event, Recorded};
use sqlx::SqliteConnection;

use super::Db;
use super::numbers::stored;
use crate::error::{Error, Result};

/// What a row says that a call pays for. Documents of before may have come with any word: it was shown as an
/// investment.
pub(super) fn purpose(code: &str) -> Purpose {
    Purpose::from_code(code).unwrap_or(Purpose::Investment)
}

/// A day as a row says it.
pub(super) fn day(text: Option<&str>) -> Result<Option<domain::NaiveDate>> {
    text.map(str::parse).transpose().map_err(|_| Error::Corrupt("a date of a call".to_owned()))
}

/// Makes the rows of the calls that these entries add.
pub(super) async fn project(tx: &mut SqliteConnection, programme: &str, entries: &[Recorded]) -> Result<()> {
    for entry in entries {
        if let Event::CallAdded { call, terms } = &entry.event {
            write_call(tx, programme, entry, *call, terms).await?;
        }
    }
    Ok(())
}

async fn write_call(
    tx: &mut SqliteConnection,
    programme: &str,
    entry: &Recorded,
    number: u32,
    terms: &Terms,
) -> Result<()> {
    sqlx::query(
        "insert into funding (programme_id, number, entry, at, author, name, funder, kind, opens, closes, amount, \
            conditions) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (programme_id, number) do update set entry = excluded.entry, at = excluded.at, author = \
            excluded.author, name = excluded.name, funder = excluded.funder, kind = excluded.kind, opens = \
            excluded.opens, closes = excluded.closes, amount = excluded.amount, conditions = excluded.conditions",
    )
    .bind(programme)
    .bind(number)
    .bind(stored(entry.seq)?)
    .bind(entry.at.0)
    .bind(&entry.author)
    .bind(&terms.name)
    .bind(&terms.funder)
    .bind(terms.kind.code())
    .bind(terms.opens.map(|day| day.to_string()))
    .bind(terms.closes.map(|day| day.to_string()))
    .bind(terms.amount)
    .bind(&terms.conditions)
    .execute(&mut *tx)
    .await?;
    if terms.whole {
        sqlx::query(
            "insert into funding_use (funding_id, at, author) select id, $3, $4 from funding where programme_id = $1 \
                and number = $2",
        )
        .bind(programme)
        .bind(number)
        .bind(entry.at.0)
        .bind(&entry.author)
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

impl Db {
    /// The calls of a programme, the one that closes last first.
    pub(crate) async fn calls(&self, programme: ProgrammeId) -> Result<Vec<Call>> {
        type Row = (u32, String, String, String, Option<String>, Option<String>, Option<f64>, Option<String>);
        let rows: Vec<Row> = sqlx::query_as(
            "select number, name, funder, kind, opens, closes, amount, conditions from funding where programme_id = \
                $1 order by coalesce(closes, '9999') desc, number desc",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        type Use = (u32, Option<String>, Option<u32>, Option<String>);
        let uses: Vec<Use> = sqlx::query_as(
            "select f.number, u.workshop_id, u.synergy_id, s.title from funding_use u join funding f on f.id = \
                u.funding_id left join synergy s on s.workshop_id = u.workshop_id and s.id = u.synergy_id where \
                f.programme_id = $1 order by u.at, u.workshop_id, u.synergy_id",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut calls = Vec::new();
        for (number, name, funder, kind, opens, closes, amount, conditions) in rows {
            let mut whole = false;
            let mut synergies = Vec::new();
            for (_, workshop, synergy, title) in uses.iter().filter(|(of, ..)| *of == number) {
                match (workshop, synergy) {
                    (Some(workshop), Some(synergy)) => {
                        let workshop: WorkshopId =
                            workshop.parse().map_err(|_| Error::Corrupt(format!("workshop id {workshop}")))?;
                        synergies.push(((workshop, SynergyId(*synergy)), title.clone().unwrap_or_default()));
                    }
                    _ => whole = true,
                }
            }
            let (opens, closes) = (day(opens.as_deref())?, day(closes.as_deref())?);
            let kind = purpose(&kind);
            let terms = Terms { name, funder, kind, opens, closes, amount, conditions, whole };
            calls.push(Call { number, terms, attached: synergies.len(), synergies });
        }
        Ok(calls)
    }
}
