//! The rows of the audit log.

use domain::NaiveDate;
use domain::audit::{AuthorKind, Deed, Record, Shown};
use domain::ids::ProgrammeId;
use domain::time::Timestamp;
use sqlx::SqliteConnection;

use super::Db;
use super::row::row;
use crate::audit::Entry;
use crate::error::{Error, Result};

/// Writes an entry in the transaction of its deed.
pub(crate) async fn write(tx: &mut SqliteConnection, entry: &Entry) -> Result<()> {
    sqlx::query(
        "insert into audit (at, kind, author_id, who, address, deed, programme_id, workshop_id, subject, detail)
         values ($1, $2, $3, $4, $5, $6, coalesce($7, (select programme_id from workshop where id = $8)), $8, $9, $10)",
    )
    .bind(entry.at.0)
    .bind(entry.author.kind.code())
    .bind(&entry.author.id)
    .bind(&entry.author.name)
    .bind(&entry.author.from.address)
    .bind(entry.deed.code())
    .bind(entry.programme.map(|id| id.to_string()))
    .bind(entry.workshop.map(|id| id.to_string()))
    .bind(&entry.subject)
    .bind(serde_json::to_string(&entry.detail)?)
    .execute(tx)
    .await?;
    Ok(())
}

impl Db {
    /// Writes an entry by itself.
    pub(crate) async fn record(&self, entry: &Entry) -> Result<()> {
        let mut transaction = self.begin().await?;
        write(transaction.connection()?, entry).await?;
        transaction.commit().await
    }

    /// The newest entries of the host, or of a programme, that this shows. What cannot be read narrows nothing down.
    /// The host reads of what is done inside a programme who did what and when, not to whom or to what: companies and
    /// people of a programme are none of its business.
    pub(crate) async fn audit(&self, programme: Option<ProgrammeId>, shown: &Shown, most: u32) -> Result<Vec<Record>> {
        let midnight =
            |typed: &str| typed.trim().parse::<NaiveDate>().ok().map(|day| i64::from(day.to_epoch_days()) * 86_400_000);
        let rows: Vec<Row> = sqlx::query_as(
            "with told as (
                 select *, $1 is not null or programme_id is null or deed in
                     ('programme_created', 'programme_described', 'programme_handed_over', 'programme_imported', \
                     'programme_exported') as whole
                 from audit where $1 is null or programme_id = $1),
             seen as (
                 select number, at, kind, who, address, deed, programme_id, workshop_id, iif(whole, subject, '') as \
                 subject, iif(whole, detail, '{}') as detail
                 from told)
             select * from seen where ($2 is null or deed = $2) and ($3 is null or at >= $3) and ($4 is null or at < $4)
               and ($5 is null or number < $5) and ($6 = '' or instr(lower(who), $6) > 0 or instr(lower(subject), $6) \
               > 0)
             order by number desc limit $7",
        )
        .bind(programme.map(|id| id.to_string()))
        .bind(Deed::from_code(shown.deed.trim()).map(Deed::code))
        .bind(midnight(&shown.from))
        .bind(midnight(&shown.until).map(|at| at + 86_400_000))
        .bind(shown.before.trim().parse::<i64>().ok())
        .bind(shown.who.trim().to_lowercase())
        .bind(most)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Row::into_record).collect()
    }
}

row! {
    struct Row {
        number: i64,
        at: i64,
        kind: String,
        who: String,
        address: Option<String>,
        deed: String,
        programme_id: Option<String>,
        workshop_id: Option<String>,
        subject: String,
        detail: String,
    }
}

impl Row {
    fn into_record(self) -> Result<Record> {
        let number = self.number;
        let unread = |what: &str| Error::Corrupt(format!("audit {what} of entry {number}"));
        Ok(Record {
            number,
            at: Timestamp(self.at),
            kind: AuthorKind::from_code(&self.kind).ok_or_else(|| unread("kind"))?,
            deed: Deed::from_code(&self.deed).ok_or_else(|| unread("deed"))?,
            // Ids that are none (a row written by hand) name nothing.
            programme: self.programme_id.as_deref().and_then(|id| id.parse().ok()),
            workshop: self.workshop_id.as_deref().and_then(|id| id.parse().ok()),
            detail: serde_json::from_str(&self.detail).map_err(|_| unread("detail"))?,
            who: self.who,
            address: self.address,
            subject: self.subject,
        })
    }
}
