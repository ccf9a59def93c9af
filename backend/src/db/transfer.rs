//! A whole programme, row by row: out of one database, into another.

use domain::ids::{AccountId, ProgrammeId};
use domain::programme::{Recorded, Register};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::books::begin_epoch;
use super::earlier::whole::Lacking;
use super::earlier::{Made, name};
use super::numbers::loaded;
use super::transaction::Transaction;
use super::{Db, companies, programme_log, targets};
use crate::audit::Entry;
use crate::error::Result;

pub(super) mod rows;
#[cfg(test)]
mod tests;

pub(crate) use rows::*;

/// A programme with everything that belongs to it. Secrets (tokens, keys) and accounts stay behind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Whole {
    pub programme: ProgrammeRow,
    pub workshops: Vec<WorkshopRow>,
    pub events: Vec<EventRow>,
    pub contacts: Vec<ContactRow>,
    pub synergies: Vec<SynergyRow>,
    pub history: Vec<HistoryRow>,
    pub figures: Vec<FigureRow>,
    pub withdrawals: Vec<WithdrawalRow>,
    pub assumptions: Vec<AssumptionsRow>,
    pub joins: Vec<JoinRow>,
    pub evidence: Vec<EvidenceRow>,
    /// Missing in documents of before.
    #[serde(default)]
    pub links: Vec<LinkRow>,
    #[serde(default)]
    pub messages: Vec<MessageRow>,
    #[serde(default)]
    pub answers: Vec<AnswerRow>,
    #[serde(default)]
    pub referentials: Vec<ReferentialRow>,
    #[serde(default)]
    pub evaluation: Vec<EvaluationRow>,
    #[serde(default)]
    pub changes: Vec<ChangeRow>,
    #[serde(default)]
    pub funding: Vec<FundingRow>,
    #[serde(default)]
    pub funding_uses: Vec<FundingUseRow>,
    #[serde(default)]
    pub invitations: Vec<InvitationRow>,
    #[serde(default)]
    pub satisfaction: Vec<SatisfactionRow>,
    #[serde(default)]
    pub leaves: Vec<LeaveRow>,
    #[serde(default)]
    pub photos: Vec<PhotoRow>,
    #[serde(default)]
    pub publications: Vec<PublicationRow>,
    /// Documents of before have none: it is made of the rows.
    #[serde(default)]
    pub log: Vec<LogRow>,
}

impl Db {
    /// Everything of a programme, as it stands at one commit.
    pub(crate) async fn whole(&self, programme: ProgrammeId) -> Result<Option<Whole>> {
        let mut tx = self.readers.begin().await?;
        let id = programme.to_string();
        let Some(row) = ProgrammeRow::read(&mut tx, &id).await?.into_iter().next() else { return Ok(None) };
        Ok(Some(Whole {
            programme: row,
            workshops: WorkshopRow::read(&mut tx, &id).await?,
            events: EventRow::read(&mut tx, &id).await?,
            contacts: ContactRow::read(&mut tx, &id).await?,
            synergies: SynergyRow::read(&mut tx, &id).await?,
            history: HistoryRow::read(&mut tx, &id).await?,
            changes: ChangeRow::read(&mut tx, &id).await?,
            figures: FigureRow::read(&mut tx, &id).await?,
            withdrawals: WithdrawalRow::read(&mut tx, &id).await?,
            assumptions: AssumptionsRow::read(&mut tx, &id).await?,
            joins: JoinRow::read(&mut tx, &id).await?,
            evidence: EvidenceRow::read(&mut tx, &id).await?,
            links: LinkRow::read(&mut tx, &id).await?,
            messages: MessageRow::read(&mut tx, &id).await?,
            answers: AnswerRow::read(&mut tx, &id).await?,
            referentials: ReferentialRow::read(&mut tx, &id).await?,
            evaluation: EvaluationRow::read(&mut tx, &id).await?,
            funding: FundingRow::read(&mut tx, &id).await?,
            funding_uses: FundingUseRow::read(&mut tx, &id).await?,
            invitations: InvitationRow::read(&mut tx, &id).await?,
            satisfaction: SatisfactionRow::read(&mut tx, &id).await?,
            leaves: LeaveRow::read(&mut tx, &id).await?,
            photos: PhotoRow::read(&mut tx, &id).await?,
            publications: PublicationRow::read(&mut tx, &id).await?,
            log: LogRow::read(&mut tx, &id).await?,
        }))
    }

    /// Keeps a programme from elsewhere, all of it or nothing; `member` becomes its first member. False when this
    /// server has a programme of this name, or one of its workshops, already.
    ///
    /// It is written a part at a time, so that a live room never waits for it. Until the last part it has no member:
    /// nobody sees it, and it asks and publishes nothing.
    pub(crate) async fn insert_whole(&self, whole: &Whole, member: AccountId, entry: &Entry) -> Result<bool> {
        if !self.begin_whole(whole, entry).await? {
            return Ok(false);
        }
        let mut parts = Parts { db: self, transaction: None, weight: 0 };
        let written = async {
            write_parts(&mut parts, whole).await?;
            parts.end().await?;
            if whole.log.is_empty() {
                self.write_log_of_rows(&mut parts, &whole.programme.id).await?;
            } else {
                write_made(&mut parts, &whole.programme.id, &whole.log).await?;
            }
            self.enter_what_lacks_of(&mut parts, &whole.programme.id).await?;
            self.end_whole(whole, member, entry).await
        };
        let written = written.await;
        drop(parts);
        if let Err(error) = written {
            // Where even this fails, the next start does it.
            if let Err(error) = self.take_back_whole(&whole.programme.id).await {
                tracing::error!(%error, "a programme that was not taken in to its end could not be taken back yet");
            }
            return Err(error);
        }
        Ok(true)
    }

    /// The log of a document of before, made of its rows.
    async fn write_log_of_rows(&self, parts: &mut Parts<'_>, programme: &str) -> Result<()> {
        let made = Made::from_rows(&mut *self.readers.acquire().await?, programme).await?;
        for entry in &made.log {
            programme_log::append(parts.next(0).await?, programme, std::slice::from_ref(entry)).await?;
        }
        for (row, seq) in made.named {
            name(parts.next(0).await?, row, seq).await?;
        }
        parts.end().await
    }

    /// What a document of before told of the programme as a whole, and its log did not.
    async fn enter_what_lacks_of(&self, parts: &mut Parts<'_>, programme: &str) -> Result<()> {
        let lacking = Lacking::of(&mut *self.readers.acquire().await?, programme).await?;
        for one in &lacking {
            one.enter(parts.next(0).await?, programme).await?;
        }
        parts.end().await
    }

    /// The programme itself, and that it is under way.
    async fn begin_whole(&self, whole: &Whole, entry: &Entry) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let known: Option<(i64,)> = sqlx::query_as(
            "select 1 from programme where id = $1 or name = $2 union all select 1 from workshop where \
                id in (select value from json_each($3))",
        )
        .bind(&whole.programme.id)
        .bind(&whole.programme.name)
        .bind(serde_json::to_string(&whole.workshops.iter().map(|row| &row.id).collect::<Vec<_>>())?)
        .fetch_optional(&mut *tx)
        .await?;
        if known.is_some() {
            return Ok(false);
        }
        ProgrammeRow { published: false, reminder_days: 0, ..whole.programme.clone() }.write(tx).await?;
        sqlx::query("insert into import_under_way (id, started_at) values ($1, $2)")
            .bind(under_way(&whole.programme.id))
            .bind(entry.at.0)
            .execute(&mut *tx)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// From this transaction on it is there for good.
    async fn end_whole(&self, whole: &Whole, member: AccountId, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        let ProgrammeRow { id, published, reminder_days, .. } = &whole.programme;
        let set = "update programme set published = $2, reminder_days = $3 where id = $1";
        sqlx::query(set).bind(id).bind(published).bind(reminder_days).execute(&mut *tx).await?;
        let first = "insert into programme_member (programme_id, account_id) values ($1, $2)";
        sqlx::query(first).bind(id).bind(member.to_string()).execute(&mut *tx).await?;
        sqlx::query("delete from import_under_way where id = $1").bind(under_way(id)).execute(&mut *tx).await?;
        super::audit::write(tx, entry).await?;
        // What somebody read meanwhile was a part.
        begin_epoch(tx, id).await?;
        transaction.commit().await
    }

    /// Removes what was written of a programme that did not come to its end, a part at a time, last of all that it was
    /// under way.
    pub(super) async fn take_back_whole(&self, programme: &str) -> Result<()> {
        for some in [
            "delete from event where (workshop_id, seq) in
                 (select e.workshop_id, e.seq from event e join workshop w on w.id = e.workshop_id where \
                 w.programme_id = $1 limit 500)",
            "delete from programme_event where programme_id = $1 and seq in (select seq from programme_event where \
                programme_id = $1 limit 500)",
            "delete from photo where rowid in (select p.rowid from photo p join workshop w on w.id = p.workshop_id \
                where w.programme_id = $1 limit 5)",
            "delete from evidence where rowid in (select e.rowid from evidence e join workshop w on w.id = \
                e.workshop_id where w.programme_id = $1 limit 5)",
            "delete from synergy where rowid in (select s.rowid from synergy s join workshop w on w.id = \
                s.workshop_id where w.programme_id = $1 limit 25)",
            "delete from workshop where rowid in (select rowid from workshop where programme_id = $1 limit 25)",
        ] {
            while sqlx::query(some).bind(programme).execute(&self.writer).await?.rows_affected() > 0 {}
        }
        let mut transaction = self.begin().await?;
        let tx = transaction.connection()?;
        sqlx::query("delete from programme where id = $1").bind(programme).execute(&mut *tx).await?;
        sqlx::query("delete from import_under_way where id = $1").bind(under_way(programme)).execute(&mut *tx).await?;
        transaction.commit().await
    }
}

/// How many entries about companies and targets become rows in one transaction.
const COMPANIES: usize = 100;

/// The rows of companies and of targets, made of the log that came.
async fn write_made(parts: &mut Parts<'_>, programme: &str, rows: &[LogRow]) -> Result<()> {
    let mut register = Register::default();
    let mut entries = Vec::new();
    for row in rows.iter().filter(|row| row.workshop_id.is_empty()) {
        let LogRow { seq, at, author, payload, .. } = row;
        let event = serde_json::from_str(payload)?;
        let (seq, at, author) = (loaded(*seq)?, Timestamp(*at), author.clone());
        let entry = Recorded { seq, at, author, command: None, event };
        register.apply(&entry);
        entries.push(entry);
    }
    for some in entries.chunks(COMPANIES) {
        let tx = parts.next(PART).await?;
        targets::project(tx, programme, some).await?;
        companies::project(tx, programme, &register.companies, some).await?;
    }
    parts.end().await
}

/// What a programme is called while it is taken in, beside imports of tables.
const UNDER_WAY: &str = "programme ";

fn under_way(programme: &str) -> String {
    [UNDER_WAY, programme].concat()
}

/// The programme that is taken in under this name; none for an import of a table.
pub(super) fn programme_under_way(import: &str) -> Option<&str> {
    import.strip_prefix(UNDER_WAY)
}

/// A part holds about so many bytes: a few milliseconds of writing. A row counts for what it costs besides.
const PART: usize = 256 * 1024;
const ROW: usize = 1024;

/// Rows, as many to a transaction as a room may wait for.
struct Parts<'a> {
    db: &'a Db,
    transaction: Option<Transaction>,
    weight: usize,
}

impl Parts<'_> {
    /// Where the next row of this size is written.
    async fn next(&mut self, size: usize) -> Result<&mut SqliteConnection> {
        if self.weight > 0 && self.weight + size > PART {
            self.end().await?;
        }
        self.weight += size + ROW;
        let transaction = match self.transaction.take() {
            Some(transaction) => transaction,
            None => self.db.begin().await?,
        };
        self.transaction.insert(transaction).connection()
    }

    async fn end(&mut self) -> Result<()> {
        self.weight = 0;
        match self.transaction.take() {
            Some(transaction) => transaction.commit().await,
            None => Ok(()),
        }
    }
}

async fn write_parts(parts: &mut Parts<'_>, whole: &Whole) -> Result<()> {
    macro_rules! write_all {
        ($($rows:ident),+) => {$( for row in &whole.$rows { row.write(parts.next(0).await?).await?; } )+};
    }
    write_all!(workshops);
    for row in &whole.events {
        row.write(parts.next(row.payload.len()).await?).await?;
    }
    write_all!(contacts, invitations, satisfaction, leaves);
    for row in &whole.photos {
        row.write(parts.next(row.content.len()).await?).await?;
    }
    write_all!(synergies, history, changes);
    let mut numbers = Vec::with_capacity(whole.figures.len());
    for row in &whole.figures {
        numbers.push(row.write(parts.next(0).await?).await?);
    }
    for row in &whole.withdrawals {
        if let Some(figure) = usize::try_from(row.figure - 1).ok().and_then(|place| numbers.get(place)) {
            WithdrawalRow { figure: *figure, ..row.clone() }.write(parts.next(0).await?).await?;
        }
    }
    write_all!(assumptions, joins);
    for row in &whole.evidence {
        row.write(parts.next(row.content.as_ref().map_or(0, String::len)).await?).await?;
    }
    write_all!(links, messages, answers);
    for row in &whole.referentials {
        row.write(parts.next(row.content.len()).await?).await?;
    }
    write_all!(evaluation, publications);
    let mut calls = Vec::with_capacity(whole.funding.len());
    for row in &whole.funding {
        calls.push(row.write(parts.next(0).await?).await?);
    }
    for row in &whole.funding_uses {
        if let Some(call) = usize::try_from(row.funding_id - 1).ok().and_then(|place| calls.get(place)) {
            FundingUseRow { funding_id: *call, ..row.clone() }.write(parts.next(0).await?).await?;
        }
    }
    for row in &whole.log {
        row.write(parts.next(row.payload.len()).await?).await?;
    }
    Ok(())
}
