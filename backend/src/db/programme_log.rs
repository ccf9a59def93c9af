//! The log of each programme: read on, and appended to in one transaction with everything that follows from it.

use domain::ids::{CommandId, CompanyId, ProgrammeId, SynergyId, WorkshopId};
use domain::programme::{
    Beginning, Command, Event, KeptSnapshot, Log, LogSnapshot, Origin, Outcome, Recorded, Register, TrailEntry, trail,
};
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::Db;
use super::numbers::{loaded, stored};
use super::projections::{How, project};
use crate::audit::Entry;
use crate::error::{Error, Result};

/// How many entries are read at once.
const PAGE: i64 = 10_000;
/// How often a command is decided anew because somebody else wrote first.
const TRIES: usize = 5;

/// A synergy that the log confirms, with the names that the programme follows it by.
#[derive(Clone, Debug)]
pub(crate) struct NewSynergy {
    pub id: SynergyId,
    pub beginning: Beginning,
    /// The command that confirmed it, where that had an id.
    pub command: Option<CommandId>,
    pub author: String,
    pub at: Timestamp,
}

/// What is written in the transaction of a command, beside the log.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// What the audit log says of it.
    pub audited: Vec<Entry>,
    /// What a file holds that is attached.
    pub content: Option<Vec<u8>>,
    /// The import that new synergies come by, until it has come to its end.
    pub import: Option<String>,
}

/// A command as it is to be carried out.
#[derive(Debug)]
pub(crate) struct Order {
    pub author: String,
    /// Under which it is carried out once, however often it comes; none: it comes once.
    pub id: Option<CommandId>,
    pub at: Timestamp,
    pub command: Command,
    pub beside: Beside,
}

/// What came of a command.
type Done = Result<Vec<Recorded>>;

type Row = (i64, i64, String, Option<String>, String);

fn recorded((seq, at, author, command, payload): Row) -> Result<Recorded> {
    Ok(Recorded {
        seq: loaded(seq)?,
        at: Timestamp(at),
        author,
        command: command.map(|id| id.parse().map_err(|_| Error::Corrupt(format!("command id {id}")))).transpose()?,
        event: serde_json::from_str(&payload)?,
    })
}

/// What a log came to when that was last kept, where this program can read it.
async fn kept(connection: &mut SqliteConnection, programme: &str) -> Result<Option<Log>> {
    let row: Option<(String,)> = sqlx::query_as("select content from programme_snapshot where programme_id = $1")
        .bind(programme)
        .fetch_optional(connection)
        .await?;
    let read = |(content,): (String,)| serde_json::from_str::<KeptSnapshot>(&content).ok()?.into_log();
    Ok(row.and_then(read))
}

/// Removes what a log came to, since words are taken out of it.
pub(super) async fn forget_kept(tx: &mut SqliteConnection, programme: &str) -> Result<()> {
    sqlx::query("delete from programme_snapshot where programme_id = $1").bind(programme).execute(tx).await?;
    Ok(())
}

/// Folds what came after the last entry that this log knows.
async fn read_on(connection: &mut SqliteConnection, programme: &str, log: &mut Log) -> Result<()> {
    if log.seq() == 0
        && let Some(kept) = kept(connection, programme).await?
    {
        *log = kept;
    }
    loop {
        let entries = entries_after(connection, programme, log.seq()).await?;
        if entries.is_empty() {
            return Ok(());
        }
        entries.iter().for_each(|entry| log.replay(entry));
    }
}

/// A page of a programme's log, after this entry.
pub(super) async fn entries_after(
    connection: &mut SqliteConnection,
    programme: &str,
    after: u64,
) -> Result<Vec<Recorded>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select seq, at, author, command_id, payload from programme_event where programme_id = $1 and seq > $2 \
            order by seq limit $3",
    )
    .bind(programme)
    .bind(stored(after)?)
    .bind(PAGE)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(recorded).collect()
}

/// The entries from the first to the last of these.
async fn entries_between(
    connection: &mut SqliteConnection,
    programme: &str,
    first: u64,
    last: u64,
) -> Result<Vec<Recorded>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select seq, at, author, command_id, payload from programme_event where programme_id = $1 and seq between $2 \
            and $3 order by seq",
    )
    .bind(programme)
    .bind(stored(first)?)
    .bind(stored(last)?)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(recorded).collect()
}

/// All entries about one synergy.
pub(super) async fn entries_of(
    connection: &mut SqliteConnection,
    workshop: WorkshopId,
    synergy: SynergyId,
) -> Result<Vec<Recorded>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select seq, at, author, command_id, payload from programme_event where workshop_id = $1 and synergy_id = $2 \
            order by seq",
    )
    .bind(workshop.to_string())
    .bind(synergy.0)
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(recorded).collect()
}

/// All entries about these companies, in the order of the log.
pub(super) async fn entries_of_companies(
    connection: &mut SqliteConnection,
    programme: &str,
    companies: &[CompanyId],
) -> Result<Vec<Recorded>> {
    let mut entries = Vec::new();
    for company in companies {
        let rows: Vec<Row> = sqlx::query_as(
            "select seq, at, author, command_id, payload from programme_event where programme_id = $1 and company = $2",
        )
        .bind(programme)
        .bind(company.0)
        .fetch_all(&mut *connection)
        .await?;
        entries.extend(rows.into_iter().map(recorded).collect::<Result<Vec<_>>>()?);
    }
    entries.sort_by_key(|entry| entry.seq);
    Ok(entries)
}

/// The last number of a programme's log.
pub(super) async fn last_of(tx: &mut SqliteConnection, programme: &str) -> Result<u64> {
    let (last,): (i64,) = sqlx::query_as("select coalesce(max(seq), 0) from programme_event where programme_id = $1")
        .bind(programme)
        .fetch_one(tx)
        .await?;
    loaded(last)
}

/// Puts another event in the place of one about a company, where somebody has their data erased.
pub(super) async fn rewrite_of_company(
    tx: &mut SqliteConnection,
    programme: &str,
    seq: u64,
    event: &Event,
) -> Result<()> {
    forget_kept(tx, programme).await?;
    sqlx::query("update programme_event set payload = $3 where programme_id = $1 and seq = $2 and company is not null")
        .bind(programme)
        .bind(stored(seq)?)
        .bind(serde_json::to_string(event)?)
        .execute(tx)
        .await?;
    Ok(())
}

/// Puts another event in the place of one, where somebody has their data erased.
pub(super) async fn rewrite(
    tx: &mut SqliteConnection,
    workshop: WorkshopId,
    synergy: SynergyId,
    seq: u64,
    event: &Event,
) -> Result<()> {
    sqlx::query(
        "delete from programme_snapshot where programme_id = (select programme_id from workshop where id = $1)",
    )
    .bind(workshop.to_string())
    .execute(&mut *tx)
    .await?;
    sqlx::query("update programme_event set payload = $4 where workshop_id = $1 and synergy_id = $2 and seq = $3")
        .bind(workshop.to_string())
        .bind(synergy.0)
        .bind(stored(seq)?)
        .bind(serde_json::to_string(event)?)
        .execute(tx)
        .await?;
    Ok(())
}

/// Appends entries. Fails when there is one of such a number: somebody else wrote first.
pub(super) async fn append(tx: &mut SqliteConnection, programme: &str, entries: &[Recorded]) -> Result<()> {
    for entry in entries {
        let (workshop, synergy) = entry.event.synergy().map(|(workshop, id)| (workshop.to_string(), id.0)).unzip();
        sqlx::query(
            "insert into programme_event (programme_id, seq, at, author, command_id, workshop_id, synergy_id, payload, \
                company) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(programme)
        .bind(stored(entry.seq)?)
        .bind(entry.at.0)
        .bind(&entry.author)
        .bind(entry.command.map(|id| id.to_string()))
        .bind(workshop.unwrap_or_default())
        .bind(synergy.unwrap_or_default())
        .bind(serde_json::to_string(&entry.event)?)
        .bind(entry.event.company().map(|event| event.company().0))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

/// The programme of a workshop, and the last number of its log.
pub(super) async fn end_of(tx: &mut SqliteConnection, workshop: WorkshopId) -> Result<(String, u64)> {
    let (programme, last): (String, i64) = sqlx::query_as(
        "select w.programme_id, coalesce((select max(e.seq) from programme_event e where e.programme_id = \
            w.programme_id), 0) from workshop w where w.id = $1",
    )
    .bind(workshop.to_string())
    .fetch_one(tx)
    .await?;
    Ok((programme, loaded(last)?))
}

/// Follows a synergy that its workshop has just confirmed, within the transaction that says so.
pub(super) async fn begin(tx: &mut SqliteConnection, workshop: WorkshopId, new: &NewSynergy) -> Result<()> {
    let (programme, last) = end_of(tx, workshop).await?;
    let event = Event::Began {
        synergy: (workshop, new.id),
        origin: Origin::Workshop,
        beginning: Box::new(new.beginning.clone()),
    };
    let entry = Recorded { seq: last + 1, at: new.at, author: new.author.clone(), command: new.command, event };
    let mut register = Register::default();
    register.apply(&entry);
    let entries = [entry];
    append(tx, &programme, &entries).await?;
    project(tx, &programme, &register, &entries, &How::Live(None)).await
}

/// Notes that this synergy belongs to an import that is under way.
async fn note_line(tx: &mut SqliteConnection, import: &str, workshop: WorkshopId, synergy: SynergyId) -> Result<()> {
    sqlx::query("insert into import_line (import, workshop_id, synergy_id) values ($1, $2, $3)")
        .bind(import)
        .bind(workshop.to_string())
        .bind(synergy.0)
        .execute(tx)
        .await?;
    Ok(())
}

/// Appends what a command came to, makes of it what is read, and writes what goes beside it.
async fn write(
    tx: &mut SqliteConnection,
    programme: &str,
    register: &Register,
    entries: &[Recorded],
    beside: &Beside,
) -> Result<()> {
    let Beside { audited, content, import } = beside;
    append(tx, programme, entries).await?;
    project(tx, programme, register, entries, &How::Live(content.as_deref())).await?;
    if let Some(import) = import {
        for entry in entries {
            if let Event::Began { synergy: (workshop, synergy), .. } = entry.event {
                note_line(tx, import, workshop, synergy).await?;
            }
        }
    }
    for entry in audited {
        super::audit::write(tx, entry).await?;
    }
    Ok(())
}

impl Db {
    /// Keeps what a log comes to, where it has grown by so many entries since that was last kept.
    pub(crate) async fn keep_log(&self, programme: ProgrammeId, log: &mut Log, grown_by: u64) -> Result<()> {
        let id = programme.to_string();
        let mut reader = self.readers.acquire().await?;
        let (last,): (i64,) =
            sqlx::query_as("select coalesce((select seq from programme_snapshot where programme_id = $1), 0)")
                .bind(&id)
                .fetch_one(&mut *reader)
                .await?;
        let end = last_of(&mut reader, &id).await?;
        if end < loaded(last)? + grown_by {
            return Ok(());
        }
        read_on(&mut reader, &id, log).await?;
        drop(reader);
        sqlx::query(
            "insert into programme_snapshot (programme_id, seq, content) values ($1, $2, $3) \
                on conflict (programme_id) do update set seq = excluded.seq, content = excluded.content",
        )
        .bind(id)
        .bind(stored(log.seq())?)
        .bind(serde_json::to_string(&LogSnapshot::of(log))?)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Carries one command out; see [`Self::carry_out_all`].
    pub(crate) async fn carry_out(&self, programme: ProgrammeId, log: &mut Log, order: &Order) -> Done {
        self.carry_out_all(programme, log, std::slice::from_ref(order)).await.pop().unwrap_or(Err(Error::Stopping))
    }

    /// Carries commands out on a programme's log, one after the other, in one transaction: brings the log up to date,
    /// decides, appends, and makes of it what is read. Gives the entries of each, also of one that was carried out
    /// before under the same id. What fails writes nothing, and `log` is to be read anew.
    ///
    /// Most of a long log is read before the transaction begins, so that a live room never waits for it.
    pub(crate) async fn carry_out_all(&self, programme: ProgrammeId, log: &mut Log, orders: &[Order]) -> Vec<Done> {
        if orders.len() > 1
            && let Ok(done) = self.try_again(programme, log, orders).await
        {
            return done;
        }
        // Where it failed together, one of them may be to blame: the others must not suffer for it.
        let mut all = Vec::with_capacity(orders.len());
        for order in orders {
            let done = self.try_again(programme, log, std::slice::from_ref(order)).await;
            all.push(done.and_then(|mut done| done.pop().unwrap_or(Err(Error::Stopping))));
        }
        all
    }

    /// Tries it anew where somebody else wrote first.
    async fn try_again(&self, programme: ProgrammeId, log: &mut Log, orders: &[Order]) -> Result<Vec<Done>> {
        let mut tries = 0;
        loop {
            let before = log.seq();
            let done = self.try_to_carry_out(&programme.to_string(), log, orders).await;
            tries += 1;
            match done {
                Ok(done) => {
                    if log.seq() > before {
                        self.moves.note(programme);
                    }
                    return Ok(done);
                }
                Err(error) => {
                    *log = Log::default();
                    if !matches!(&error, Error::Database(cause) if is_taken(cause) && tries < TRIES) {
                        return Err(error);
                    }
                }
            }
        }
    }

    async fn try_to_carry_out(&self, programme: &str, log: &mut Log, orders: &[Order]) -> Result<Vec<Done>> {
        read_on(&mut *self.readers.acquire().await?, programme, log).await?;
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        read_on(tx, programme, log).await?;
        let mut all = Vec::with_capacity(orders.len());
        for order in orders {
            all.push(match log.carry_out(&order.author, order.id, &order.command, order.at) {
                Outcome::Done(entries) => {
                    write(tx, programme, log.register(), &entries, &order.beside).await?;
                    Ok(entries)
                }
                Outcome::Repeated(first, last) => entries_between(tx, programme, first, last).await,
                Outcome::Refused(refusal) => Err(refusal.into()),
            });
        }
        transaction.commit().await?;
        Ok(all)
    }

    /// The entry that a figure of this synergy goes by.
    pub(crate) async fn entry_of_figure(
        &self,
        workshop: WorkshopId,
        id: SynergyId,
        figure: i64,
    ) -> Result<Option<u64>> {
        let row: Option<(Option<i64>,)> =
            sqlx::query_as("select entry from figure where number = $1 and workshop_id = $2 and synergy_id = $3")
                .bind(figure)
                .bind(workshop.to_string())
                .bind(id.0)
                .fetch_optional(&self.readers)
                .await?;
        row.and_then(|(entry,)| entry).map(loaded).transpose()
    }

    /// What happened to one synergy, oldest first.
    pub(crate) async fn trail(&self, workshop: WorkshopId, id: SynergyId) -> Result<Vec<TrailEntry>> {
        Ok(trail(&entries_of(&mut *self.readers.acquire().await?, workshop, id).await?))
    }

    /// What happened to the synergies of a programme by this moment, oldest first.
    pub(crate) async fn trail_of_programme(&self, programme: ProgrammeId, as_of: Timestamp) -> Result<Vec<TrailEntry>> {
        let rows: Vec<Row> = sqlx::query_as(
            "select seq, at, author, command_id, payload from programme_event where programme_id = $1 order by seq",
        )
        .bind(programme.to_string())
        .fetch_all(&self.readers)
        .await?;
        let mut trail = trail(&rows.into_iter().map(recorded).collect::<Result<Vec<_>>>()?);
        trail.retain(|entry| entry.at <= as_of);
        Ok(trail)
    }
}

/// Whether a number was given already: another writer was first.
fn is_taken(cause: &sqlx::Error) -> bool {
    cause.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
}

#[cfg(test)]
pub(super) mod tests;
