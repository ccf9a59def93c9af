//! What was said of programmes as a whole before it stood in their logs: calls, referentials and answers of the
//! evaluation. It is entered at the end of the log, in order of moment, with the moment and the author that it had; of
//! one kind in the order in which it was written, since a clock may have been set back.

use domain::evaluation::Given;
use domain::funding::Terms;
use domain::programme::{Event, Recorded};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::super::row::row;
use crate::db::funding::{day, purpose};
use crate::db::numbers::stored;
use crate::db::{Db, programme_log};
use crate::error::Result;

/// A row that has no entry yet, and the one that it gets.
pub(in crate::db) struct Lacking {
    entry: Recorded,
    /// Says in the row by which entry it goes.
    name: &'static str,
    number: i64,
}

row! {
    struct CallRow {
        id: i64,
        number: u32,
        at: i64,
        author: String,
        name: String,
        funder: String,
        kind: String,
        opens: Option<String>,
        closes: Option<String>,
        amount: Option<f64>,
        conditions: Option<String>,
        is_whole: bool,
    }
}

row! {
    struct ReferentialRow {
        number: i64,
        at: i64,
        author: String,
        content: String,
    }
}

row! {
    struct AnswerRow {
        number: i64,
        at: i64,
        author: String,
        year: i32,
        indicator: String,
        value: Option<f64>,
        note: Option<String>,
    }
}

/// A row on its way into the log.
struct Row {
    /// Where it stands among the others: the moment, never before that of what was written earlier of the same kind.
    order: i64,
    at: i64,
    author: String,
    event: Event,
    name: &'static str,
    number: i64,
}

/// Rows of one kind, as they are gathered.
fn gather(all: &mut Vec<Row>, rows: impl Iterator<Item = Row>) {
    let mut last = i64::MIN;
    all.extend(rows.map(|row| {
        last = last.max(row.at);
        Row { order: last, ..row }
    }));
}

impl Lacking {
    /// The rows of a programme that have no entry yet.
    pub(in crate::db) async fn of(tx: &mut SqliteConnection, programme: &str) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        let calls: Vec<CallRow> = sqlx::query_as(
            "select f.id, f.number, f.at, f.author, f.name, f.funder, f.kind, f.opens, f.closes, f.amount, \
                f.conditions, exists (select 1 from funding_use u where u.funding_id = f.id and u.workshop_id is null) \
                as is_whole from funding f where f.programme_id = $1 and f.entry is null order by f.number",
        )
        .bind(programme)
        .fetch_all(&mut *tx)
        .await?;
        let calls = calls.into_iter().map(|row| {
            let terms = Terms {
                name: row.name,
                funder: row.funder,
                kind: purpose(&row.kind),
                opens: day(row.opens.as_deref())?,
                closes: day(row.closes.as_deref())?,
                amount: row.amount,
                conditions: row.conditions,
                whole: row.is_whole,
            };
            let event = Event::CallAdded { call: row.number, terms: Box::new(terms) };
            let name = "update funding set entry = $1 where id = $2";
            Ok(Row { order: 0, at: row.at, author: row.author, event, name, number: row.id })
        });
        gather(&mut all, calls.collect::<Result<Vec<_>>>()?.into_iter());
        let referentials: Vec<ReferentialRow> = sqlx::query_as(
            "select number, at, author, content from referential where programme_id = $1 and entry is null order by \
                number",
        )
        .bind(programme)
        .fetch_all(&mut *tx)
        .await?;
        let referentials = referentials.into_iter().map(|row| {
            let event = Event::ReferentialImported { referential: Box::new(serde_json::from_str(&row.content)?) };
            let name = "update referential set entry = $1 where number = $2";
            Ok(Row { order: 0, at: row.at, author: row.author, event, name, number: row.number })
        });
        gather(&mut all, referentials.collect::<Result<Vec<_>>>()?.into_iter());
        let answers: Vec<AnswerRow> = sqlx::query_as(
            "select number, at, author, year, indicator, value, note from evaluation where programme_id = $1 and entry \
                is null order by number",
        )
        .bind(programme)
        .fetch_all(&mut *tx)
        .await?;
        let answers = answers.into_iter().map(|row| {
            let given = Given { value: row.value, note: row.note };
            let event = Event::Evaluated { year: row.year, indicator: row.indicator, given };
            let name = "update evaluation set entry = $1 where number = $2";
            Row { order: 0, at: row.at, author: row.author, event, name, number: row.number }
        });
        gather(&mut all, answers);
        // What is of one moment stays in the order in which it was gathered.
        all.sort_by_key(|row| row.order);
        let last = programme_log::last_of(tx, programme).await?;
        let lacking = |(seq, Row { at, author, event, name, number, .. }): (u64, Row)| {
            let entry = Recorded { seq, at: Timestamp(at), author, command: None, event };
            Self { entry, name, number }
        };
        Ok((last + 1..).zip(all).map(lacking).collect())
    }

    /// Enters it.
    pub(in crate::db) async fn enter(&self, tx: &mut SqliteConnection, programme: &str) -> Result<()> {
        programme_log::append(tx, programme, std::slice::from_ref(&self.entry)).await?;
        sqlx::query(self.name).bind(stored(self.entry.seq)?).bind(self.number).execute(tx).await?;
        Ok(())
    }
}

impl Db {
    /// Enters what lacks an entry, each programme in one transaction: what was cut begins anew at the next start. A
    /// programme that is being taken in has it entered there.
    pub(in crate::db) async fn enter_what_lacks(&self) -> Result<()> {
        let programmes: Vec<(String,)> = sqlx::query_as(
            "select p.id from programme p
             where (exists (select 1 from funding f where f.programme_id = p.id and f.entry is null)
                 or exists (select 1 from referential r where r.programme_id = p.id and r.entry is null)
                 or exists (select 1 from evaluation e where e.programme_id = p.id and e.entry is null))
                 and not exists (select 1 from import_under_way u where u.id = 'programme ' || p.id)
             order by p.created_at, p.id",
        )
        .fetch_all(&self.writer)
        .await?;
        for (programme,) in programmes {
            let mut transaction = self.begin().await?;
            let tx = transaction.connection()?;
            let lacking = Lacking::of(tx, &programme).await?;
            for one in &lacking {
                one.enter(tx, &programme).await?;
            }
            transaction.commit().await?;
            tracing::info!(%programme, entries = lacking.len(), "calls and evaluation were entered in the log");
        }
        Ok(())
    }
}
