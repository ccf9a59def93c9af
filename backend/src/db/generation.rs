//! Which database the log beside it (`-wal`) belongs to.
//!
//! SQLite reads whatever log lies beside a file into it. A copy that was put in the place of the database, beside the
//! log that a killed server left, would so be mixed with what came after it, and mostly be damaged. Therefore each file
//! has a number, drawn by chance, in its head (`user_version`), copies get another one, and a small file beside the
//! database says which number was last opened here.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sqlx::SqlitePool;

use crate::error::{Error, Result};
use crate::secrets;

/// What a database begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Where the number stands in the head (<https://sqlite.org/fileformat2.html#user_version_number>).
const PLACE: std::ops::Range<usize> = 60..64;
/// Says that the number may not have reached the database yet.
const PREPARING: &str = "preparing ";

/// How the database stands to what was last opened in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Continuity {
    /// It has no number yet.
    New,
    /// It is what was last opened here.
    Same,
    /// It is another one, and no log lies beside it: a copy that was put back by hand.
    Exchanged,
}

/// The file's name with this end.
pub(crate) fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Whether something is written in this file.
pub(crate) fn holds_something(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|found| found.len() > 0)
}

/// The number in the head of a database; none without a database.
fn number(file: &Path) -> Result<Option<u32>> {
    let mut head = [0; 100];
    let read = std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut head));
    match read {
        Ok(()) if head.starts_with(MAGIC) => {
            Ok(Some(head[PLACE].iter().fold(0, |number, byte| number << 8 | u32::from(*byte))))
        }
        Ok(()) => Err(Error::Unfit(format!("{} is no database", file.display()))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::UnexpectedEof) => Ok(None),
        Err(error) => Err(Error::Unfit(format!("{} cannot be read: {error}", file.display()))),
    }
}

/// How this database stands, before anything is opened.
///
/// # Errors
/// [`Error::Unfit`] when the log beside it is not its own, or the log is all that is there.
pub(crate) fn look(file: &Path) -> Result<Continuity> {
    let log = beside(file, "-wal");
    let has_log = holds_something(&log);
    let name = |file: &Path| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (database_name, log_name, note_name) = (name(file), name(&log), name(&beside(file, "-generation")));
    let Some(number) = number(file)? else {
        if has_log {
            return Err(Error::Unfit(format!(
                "{} is missing or empty, but its log {log_name} is there. Nothing was changed. Put the database back \
                beside its log; or move {log_name} away and run `maillage restore` with your last copy",
                file.display()
            )));
        }
        return Ok(Continuity::New);
    };
    let noted = std::fs::read_to_string(beside(file, "-generation")).unwrap_or_default();
    let noted = noted.trim();
    let (prepared, noted) = noted.strip_prefix(PREPARING).map_or((false, noted), |rest| (true, rest));
    match noted.parse::<u32>().ok() {
        Some(noted) if noted == number => Ok(Continuity::Same),
        Some(_) if prepared && number == 0 => Ok(Continuity::New),
        None if number == 0 => Ok(Continuity::New),
        _ if has_log => Err(Error::Unfit(format!(
            "the log {log_name} does not belong to {}: it was left by another database, and opening both together \
            would damage the file. Nothing was changed. If {database_name} is a copy that you put back, use `maillage \
            restore COPY --data DIR` with that copy, or move {log_name} away. If you moved the whole folder here, \
            bring {note_name} along as well",
            file.display()
        ))),
        _ => Ok(Continuity::Exchanged),
    }
}

/// A number for a database of its own.
fn fresh() -> Result<u32> {
    // Positive as SQLite reads it, and never none.
    Ok(u32::from_be_bytes(secrets::random::<4>()?) & 0x7fff_ffff | 1)
}

fn note(file: &Path, words: &str) -> Result<()> {
    let note = beside(file, "-generation");
    let write = || {
        let mut written = crate::private_files::replace(&note)?;
        written.write_all(words.as_bytes())?;
        written.sync_all()
    };
    write().map_err(|error| Error::Unfit(format!("{} cannot be written: {error}", note.display())))
}

/// Writes another number into a database that is open alone: from now on it is none of those that were open before.
pub(super) async fn renumber(writer: &SqlitePool) -> Result<u32> {
    let number = fresh()?;
    // A pragma takes no parameters; a number is no text of anybody's.
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("pragma user_version = {number}"))).execute(writer).await?;
    Ok(number)
}

/// Brings number, note and epochs in order, once the database is open. Phones of the time before are told by the new
/// epochs that history changed.
pub(super) async fn settle(writer: &SqlitePool, file: &Path, standing: Continuity) -> Result<()> {
    if standing == Continuity::Exchanged {
        let renewed = renew_epochs(writer).await?;
        tracing::warn!(
            workshops = renewed,
            "another database than before was opened here: the screens of its workshops start again from what it holds"
        );
    }
    let known = match standing {
        Continuity::Same => return Ok(()),
        Continuity::New => None,
        Continuity::Exchanged => number(file)?.filter(|number| *number != 0),
    };
    let number = if let Some(number) = known {
        number
    } else {
        note(file, PREPARING)?;
        let number = renumber(writer).await?;
        sqlx::raw_sql("pragma wal_checkpoint(truncate)").execute(writer).await?;
        number
    };
    note(file, &number.to_string())
}

/// A new epoch for every workshop. Gives how many there are.
pub(super) async fn renew_epochs(writer: &SqlitePool) -> Result<usize> {
    let ids: Vec<(String,)> = sqlx::query_as("select id from workshop").fetch_all(writer).await?;
    let mut transaction = writer.begin().await?;
    for (id,) in &ids {
        sqlx::query("update workshop set epoch = $1 where id = $2")
            .bind(secrets::address_token()?)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(ids.len())
}
