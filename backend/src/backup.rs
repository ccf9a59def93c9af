//! Copies that can be relied upon: each is read again, from its pages to the fold of every workshop, before anybody is
//! told that it is there. And the way back: putting one in the place of the database.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::time::Timestamp;
use domain::workshop::{CardStatus, Ledger};

use crate::Backend;
use crate::audit::{Author, Deed, Entry};
use crate::clock::Clock;
use crate::db::{Db, Durability, generation};
use crate::error::{Error, Result};
use crate::private_files;

/// The name of the database in its folder.
pub const DATABASE: &str = "maillage.db";
/// The folder of the copies that the server makes by itself, in that of the data.
pub const FOLDER: &str = "backups";
/// How many entries are read from a log at once.
const PAGE: u32 = 10_000;

/// What a database holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// How many workshops there are, in all programmes.
    pub workshops: usize,
    /// How many people take part in them; who takes part in two counts twice.
    pub participants: usize,
    /// How many of their cards are not withdrawn.
    pub cards: usize,
    /// How many synergies there are, those given up as well.
    pub synergies: usize,
    /// How many accounts there are, closed ones as well.
    pub accounts: usize,
    /// When the newest entry was made.
    pub newest: Option<Timestamp>,
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { workshops, participants, cards, synergies, accounts, newest } = self;
        write!(
            f,
            "{workshops} workshops, {participants} participants, {cards} cards, {synergies} synergies, {accounts} \
                accounts"
        )?;
        newest.map_or(Ok(()), |newest| write!(f, "; the newest entry is of {}", moment(newest)))
    }
}

/// A database that was read from end to end.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// What is in it.
    pub content: Content,
    /// What is wrong, in sentences; nothing in a sound one.
    pub faults: Vec<String>,
}

/// A moment for whoever reads the command line, in UTC.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0)
        .map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M UTC").to_string())
}

fn unfit(what: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::Unfit(format!("{what} {}: {error}", path.display()))
}

/// Says on disk that this process uses the folder; let go when it is dropped, or the process ends in whatever way.
#[derive(Debug)]
pub struct InUse(#[allow(dead_code)] File);

impl InUse {
    /// Takes the folder, which is made where it is missing.
    ///
    /// # Errors
    /// [`Error::Unfit`] when another process has it.
    pub fn take(folder: &Path) -> Result<Self> {
        make_folder(folder)?;
        let path = folder.join("maillage.lock");
        let file = private_files::replace(&path).map_err(|error| unfit("cannot write", &path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(std::fs::TryLockError::WouldBlock) => {
                Err(Error::Unfit(format!("a server runs on {}: stop it first. Nothing was changed", folder.display())))
            }
            Err(std::fs::TryLockError::Error(error)) => Err(unfit("cannot lock", &path, &error)),
        }
    }
}

fn make_folder(folder: &Path) -> Result<()> {
    private_files::folder(folder).map_err(|error| unfit("cannot make the folder", folder, &error))
}

/// The database in this folder, which must be there.
///
/// # Errors
/// [`Error::Unfit`] without one, or with a log beside it that is not its own.
pub fn existing(folder: &Path) -> Result<PathBuf> {
    let file = folder.join(DATABASE);
    if !generation::holds_something(&file) {
        return Err(Error::Unfit(format!(
            "there is no database at {}. Nothing was made; check --data",
            file.display()
        )));
    }
    generation::look(&file)?;
    Ok(file)
}

/// Reads the database of this folder from end to end, changing nothing; a server may run on it.
///
/// # Errors
/// As [`existing`], or when it cannot be read at all.
pub async fn examine_folder(folder: &Path) -> Result<Examined> {
    examine(&existing(folder)?, false).await
}

/// Reads a copy from end to end, changing nothing.
///
/// # Errors
/// [`Error::Unfit`] when it is no database, or a log lies beside it: then it is a file of a running server, not a copy.
pub async fn examine_copy(copy: &Path) -> Result<Examined> {
    if !generation::holds_something(copy) {
        return Err(Error::Unfit(format!("there is no copy at {}", copy.display())));
    }
    if generation::holds_something(&generation::beside(copy, "-wal")) {
        return Err(Error::Unfit(format!(
            "beside {} lies a log (-wal): this is not a copy made by `maillage backup`, but the file of a server. \
                Copy it with `maillage backup`",
            copy.display()
        )));
    }
    examine(copy, true).await
}

async fn examine(file: &Path, at_rest: bool) -> Result<Examined> {
    let unreadable = |error: &Error| Error::Unfit(format!("{} cannot be read: {}", file.display(), cause(error)));
    let db = Db::open_to_read(file, at_rest).await.map_err(|error| unreadable(&error))?;
    let examined = read_through(&db).await.map_err(|error| unreadable(&error));
    db.close().await;
    examined
}

/// What an error says, with what is behind it.
fn cause(error: &Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), |inner| format!("{error} ({inner})"))
}

async fn read_through(db: &Db) -> Result<Examined> {
    let mut examined = Examined { faults: db.faults().await?, ..Examined::default() };
    if !examined.faults.is_empty() {
        // What stands on damaged pages is not worth adding up.
        return Ok(examined);
    }
    let content = &mut examined.content;
    (content.synergies, content.accounts) = db.counted().await?;
    content.newest = db.newest_entry().await?;
    for id in db.every_workshop().await? {
        let mut ledger = Ledger::default();
        loop {
            let entries = match db.events_after(id, ledger.seq(), PAGE).await {
                Ok(entries) if entries.is_empty() => break,
                Ok(entries) => entries,
                Err(error) => {
                    examined.faults.push(format!(
                        "the log of workshop {id} cannot be read after entry {}: {}",
                        ledger.seq(),
                        cause(&error)
                    ));
                    break;
                }
            };
            for entry in &entries {
                if entry.seq != ledger.seq() + 1 {
                    examined.faults.push(format!(
                        "the log of workshop {id} lacks what came between entries {} and {}",
                        ledger.seq(),
                        entry.seq
                    ));
                }
                ledger.replay(entry);
            }
        }
        let workshop = ledger.workshop();
        content.workshops += 1;
        content.participants += workshop.participants.len();
        content.cards += workshop.cards.values().filter(|card| card.status != CardStatus::Withdrawn).count();
    }
    Ok(examined)
}

/// Copies the database of this folder into a new file, also while a server runs on it, and reads the copy through.
///
/// # Errors
/// As [`existing`]; when the file exists or cannot be written, or what was copied is not sound (then there is no copy).
pub async fn copy(folder: &Path, to: &Path) -> Result<Content> {
    let db = Db::open_to_read(&existing(folder)?, false).await?;
    let copied = write(&db, to).await;
    db.close().await;
    copied
}

/// Enters in the audit log of this folder's database, on which a server may run, that a copy was made of it. Its tables
/// stay as they are: a newer program may make the copy before it takes the database over.
///
/// # Errors
/// When it cannot be written, or the database is older than its audit log.
pub async fn enter_copy(folder: &Path, to: &Path, clock: &Clock) -> Result<()> {
    let db = Db::open_as_it_is(&existing(folder)?).await?;
    let entered =
        db.record(&Entry::new(Deed::BackedUp, Author::command_line(), clock.now()).to(to.display().to_string())).await;
    db.close().await;
    entered
}

/// Whether the key in this file is the one by which the database of this folder was sealed.
///
/// # Errors
/// [`Error::Unfit`] when it is another one, or there is none in the file; as [`existing`].
pub async fn check_key(folder: &Path, key_file: &Path) -> Result<()> {
    let fingerprint = crate::server_key::fingerprint_in(key_file)?;
    let db = Db::open_to_read(&existing(folder)?, false).await?;
    let known = db.key_fingerprint().await;
    db.close().await;
    match known? {
        Some(known) if known != fingerprint => Err(Error::Unfit(format!(
            "key: {} is another key than the one by which this database was sealed: typed codes and links open \
                nothing. Put back the one from your backup",
            key_file.display()
        ))),
        _ => Ok(()),
    }
}

async fn write(db: &Db, to: &Path) -> Result<Content> {
    drop(private_files::create(to).map_err(|error| unfit("cannot write the copy", to, &error))?);
    let written = write_into(db, to).await;
    if written.is_err() {
        drop(std::fs::remove_file(to));
    }
    written
}

async fn write_into(db: &Db, to: &Path) -> Result<Content> {
    db.copy_into(to).await?;
    Db::set_apart(to).await?;
    flush(to).map_err(|error| unfit("cannot flush the copy", to, &error))?;
    let examined = examine(to, true).await?;
    if let Some(first) = examined.faults.first() {
        return Err(Error::Unfit(format!(
            "the copy is not sound and was removed: {first}. The database itself is damaged: run `maillage check`"
        )));
    }
    Ok(examined.content)
}

/// Makes sure that the file, and its name, are on disk.
fn flush(file: &Path) -> std::io::Result<()> {
    File::open(file)?.sync_all()?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// What putting a copy back did.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What is there now.
    pub content: Content,
    /// Where the database from before is, with its log; none where there was none.
    pub aside: Option<PathBuf>,
}

/// Puts a copy in the place of the database of this folder. The copy stays; so does what was there before, under
/// another name. Each workshop gets a new epoch: screens of the later time are told that history changed.
///
/// # Errors
/// [`Error::Unfit`] when a server runs there, or the copy is not sound: then nothing was changed.
pub async fn restore(copy: &Path, folder: &Path, clock: &Clock) -> Result<Restored> {
    let examined = examine_copy(copy).await?;
    if let Some(first) = examined.faults.first() {
        return Err(Error::Unfit(format!("the copy {} is not sound: {first}. Nothing was changed", copy.display())));
    }
    let in_use = InUse::take(folder)?;
    let file = folder.join(DATABASE);
    let draft = folder.join("maillage.db-restoring");
    let clear = || {
        ["", "-wal", "-shm", "-journal", "-generation"]
            .iter()
            .for_each(|end| drop(std::fs::remove_file(generation::beside(&draft, end))));
    };
    clear();
    let entry = Entry::new(Deed::Restored, Author::command_line(), clock.now()).to(copy.display().to_string());
    let prepared = prepare(copy, &draft, &entry).await;
    if let Err(error) = prepared {
        clear();
        return Err(error);
    }
    let put = put_in_place(&file, &draft, clock.now())
        .map_err(|error| unfit("cannot put the copy in the place of", &file, &error))?;
    drop(in_use);
    Ok(Restored { content: examined.content, aside: put })
}

/// A second copy in the folder itself, brought up to date, with a number and epochs of its own.
async fn prepare(copy: &Path, draft: &Path, entry: &Entry) -> Result<()> {
    let failed = |error: std::io::Error| unfit("cannot copy to", draft, &error);
    let mut from = File::open(copy).map_err(failed)?;
    let mut to = private_files::create(draft).map_err(failed)?;
    std::io::copy(&mut from, &mut to).map_err(failed)?;
    to.sync_all().map_err(failed)?;
    drop(to);
    Db::set_apart(draft).await?;
    // Opening what has a number but no note beside it gives every workshop its new epoch.
    let db = Db::open(draft, Durability::Full).await?;
    let entered = db.record(entry).await;
    db.close().await;
    entered?;
    if generation::holds_something(&generation::beside(draft, "-wal")) {
        return Err(Error::Unfit(format!("the log of {} could not be closed", draft.display())));
    }
    flush(draft).map_err(failed)
}

/// Renames, so that at each moment either the old database is whole in its place, or the server finds none and says
/// what to do.
fn put_in_place(file: &Path, draft: &Path, now: Timestamp) -> std::io::Result<Option<PathBuf>> {
    let there = |path: &Path| path.exists();
    let stamp = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default().format("%Y%m%d-%H%M%S");
    let free = (0..).map(|turn| if turn == 0 { String::new() } else { format!("-{turn}") });
    let aside = free
        .map(|turn| file.with_file_name(format!("before-restore-{stamp}{turn}.db")))
        .find(|path| !there(path))
        .unwrap_or_default();
    let was_there = there(file);
    if was_there {
        std::fs::rename(file, &aside)?;
    }
    for end in ["-wal", "-generation"] {
        let companion = generation::beside(file, end);
        if there(&companion) {
            std::fs::rename(&companion, generation::beside(&aside, end))?;
        }
    }
    let index = generation::beside(file, "-shm");
    if there(&index) {
        std::fs::remove_file(index)?;
    }
    std::fs::rename(generation::beside(draft, "-generation"), generation::beside(file, "-generation"))?;
    std::fs::rename(draft, file)?;
    flush(file)?;
    Ok(was_there.then_some(aside))
}

/// The last copy that the server made, or was to make, by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was tried; none before the first.
    pub at: Option<Timestamp>,
    /// Why there is none, for the administrator.
    pub failed: Option<String>,
    /// When the newest that is there was made, whatever became of the last one.
    pub newest: Option<Timestamp>,
}

impl Backend {
    /// Copies the whole database, as it stands at one commit, into a new file, and reads the copy through.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the copy is not sound.
    pub async fn back_up(&self, file: &Path) -> Result<Content> {
        write(self.db(), file).await
    }

    /// Copies the database into this folder under the name of the moment, and removes copies that are older than
    /// `keep`, or than the period that the host promises; the newest never.
    ///
    /// # Errors
    /// As [`Self::back_up`]. What came of it can be read with [`Self::last_backup`] in any case.
    pub async fn back_up_by_itself(&self, folder: &Path, keep: Option<Duration>) -> Result<Content> {
        let now = self.clock().now();
        let made = self.back_up_into(folder, now).await;
        if made.is_ok() {
            let promised =
                Duration::from_secs(u64::from(crate::host::periods(&self.host_settings().await?).backup_days) * 86_400);
            remove_old(folder, now, keep.unwrap_or(promised));
            let name = newest_in(folder).and_then(|(_, path)| Some(path.file_name()?.to_string_lossy().into_owned()));
            self.record(&self.entry(Deed::BackedUp, Author::server()).to(name.unwrap_or_default())).await?;
        }
        self.note_backup(folder, Some((now, made.as_ref().err().map(cause))));
        made
    }

    /// The server makes copies in this folder by itself; says what became of the last one, where one was tried since
    /// the start.
    pub fn note_backup(&self, folder: &Path, tried: Option<(Timestamp, Option<String>)>) {
        let newest = newest_in(folder).map(|(at, _)| at);
        let (at, failed) = tried.map_or((newest, None), |(at, failed)| (Some(at), failed));
        *self.inner.last_backup.lock().unwrap_or_else(std::sync::PoisonError::into_inner) =
            Some(LastBackup { at, failed, newest });
    }

    async fn back_up_into(&self, folder: &Path, now: Timestamp) -> Result<Content> {
        make_folder(folder)?;
        let stamp = DateTime::<Utc>::from_timestamp_millis(now.0).unwrap_or_default().format(NAME);
        let file = folder.join(stamp.to_string());
        let draft = folder.join("unfinished.db");
        drop(std::fs::remove_file(&draft));
        let content = self.back_up(&draft).await?;
        std::fs::rename(&draft, &file)
            .and_then(|()| flush(&file))
            .map_err(|error| unfit("cannot name the copy", &file, &error))?;
        Ok(content)
    }

    /// What became of the last copy that the server was to make by itself; none where it makes none.
    #[must_use]
    pub fn last_backup(&self) -> Option<LastBackup> {
        self.inner.last_backup.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
}

/// How the server's own copies are named.
const NAME: &str = "maillage-%Y%m%d-%H%M%S.db";

/// The server's own copies in this folder, each with its moment.
fn copies(folder: &Path) -> Vec<(Timestamp, PathBuf)> {
    let Ok(found) = std::fs::read_dir(folder) else { return Vec::new() };
    let named = |entry: std::io::Result<std::fs::DirEntry>| {
        let path = entry.ok()?.path();
        let at = chrono::NaiveDateTime::parse_from_str(path.file_name()?.to_str()?, NAME).ok()?;
        Some((Timestamp(at.and_utc().timestamp_millis()), path))
    };
    found.filter_map(named).collect()
}

/// The newest of the server's own copies.
#[must_use]
pub fn newest_in(folder: &Path) -> Option<(Timestamp, PathBuf)> {
    copies(folder).into_iter().max()
}

fn remove_old(folder: &Path, now: Timestamp, keep: Duration) {
    let oldest = now.0 - i64::try_from(keep.as_millis()).unwrap_or(i64::MAX);
    let newest = newest_in(folder).map(|(at, _)| at);
    for (at, path) in copies(folder) {
        if at.0 < oldest && Some(at) != newest {
            match std::fs::remove_file(&path) {
                Ok(()) => tracing::info!(file = %path.display(), "removed an old copy"),
                Err(error) => tracing::warn!(file = %path.display(), %error, "an old copy cannot be removed"),
            }
        }
    }
}
