//! The use cases of Maillage. [`Backend`] is the only door: every use case asks who calls, asks `domain::access` or the
//! programme's members whether they may, decides, stores, and only then publishes.
//!
//! - [`people`]: joining, signing in, and who a token stands for ([`Caller`]).
//! - [`workshops`]: creating a workshop, its doors, commands, snapshots and feeds; [`rooms`] runs each open workshop.
//! - [`personal`]: what a participant keeps: a link, whom to meet, the door out.
//! - [`registration`]: who said that they would come, and their badges; [`invitation`]: what they were told, and what they said at the end.
//! - [`tables`]: fast entry at a table, for facilitators and for holders of a table's key.
//! - [`mod@seating`]: who sits where in the table rounds.
//! - [`programmes`]: what a programme says of itself, and who works in it.
//! - [`synergies`]: the follow-up after the workshop; [`pipeline`] finds them, [`books`] adds them up.
//! - [`flow`]: what flows in a synergy, how far, and everything that happened to it;
//! - [`follow_up`]: asking companies how things stand, and what their answers change; [`evidence`]: files and links.
//! - [`leads`]: what the matcher knows of a workshop beyond its matches, and cards of past workshops.
//! - [`host`]: what the host has set for the whole server; [`retention`]: what is kept no longer; [`copies`]: what a person asks for.
//! - [`audit`]: who did what, when and from where.
//! - [`exports`]: everything as CSV; [`transfer`]: a whole programme as one document.
//! - [`seed`]: the demonstration.

pub mod address;
pub mod audit;
pub mod books;
pub mod clock;
pub mod copies;
mod db;
pub mod error;
pub mod evaluation;
pub mod evidence;
pub mod exports;
pub mod factors;
pub mod flow;
pub mod follow_up;
pub mod funding;
pub mod host;
pub mod imports;
pub mod invitation;
mod keys;
pub mod leads;
mod matcher;
pub mod open_data;
pub mod people;
pub mod personal;
pub mod photos;
pub mod pipeline;
pub mod private_files;
pub mod programmes;
pub mod registration;
pub mod retention;
pub mod rooms;
pub mod seating;
mod secrets;
pub mod seed;
#[allow(dead_code)] // what is sealed comes next
pub mod server_key;
pub mod synergies;
pub mod tables;
pub mod transfer;
pub mod workshops;
mod wrong_codes;

use std::path::Path;
use std::sync::Arc;

use books::Books;
use clock::Clock;
use db::Db;
pub use db::Durability;
use domain::ids::WorkshopId;
use error::Result;
use keys::Keys;
use leads::Archives;
use matcher::SharedMatcher;
pub use people::Caller;
use rooms::{Room, Rooms};
use server_key::ServerKey;
use wrong_codes::WrongCodes;

/// The one door to everything that is kept. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    server_key: ServerKey,
    rooms: Rooms,
    matcher: Arc<SharedMatcher>,
    keys: Keys,
    wrong_codes: WrongCodes,
    books: Books,
    archives: Archives,
}

impl Backend {
    /// Opens the database in this file.
    ///
    /// # Errors
    /// When the file cannot be opened or brought up to date, or SQLite is too old to be trusted.
    pub async fn open(file: &Path, clock: Clock) -> Result<Self> {
        Self::open_with(file, clock, Durability::Full).await
    }

    /// As [`Self::open`], with another meaning of a commit.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(file: &Path, clock: Clock, durability: Durability) -> Result<Self> {
        Self::open_with_key(file, &file.with_file_name(server_key::FILE_NAME), clock, durability).await
    }

    /// As [`Self::open_with`], with the server's key in another place than beside the database.
    ///
    /// # Errors
    /// As [`Self::open`]; when the key's file can be neither read nor made.
    pub async fn open_with_key(file: &Path, key_file: &Path, clock: Clock, durability: Durability) -> Result<Self> {
        let server_key = ServerKey::open(key_file)?;
        let db = Db::open(file, durability).await?;
        let rooms = Rooms::new(&db);
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                clock,
                server_key,
                rooms,
                matcher: Arc::new(SharedMatcher::beside(file)),
                keys: Keys::default(),
                wrong_codes: WrongCodes::default(),
                books: Books::default(),
                archives: Archives::default(),
            }),
        })
    }

    /// Copies the whole database, as it stands at one commit, into a new file.
    ///
    /// # Errors
    /// When the file exists or cannot be written.
    pub async fn back_up(&self, file: &Path) -> Result<()> {
        self.inner.db.copy_to(file).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<()> {
        self.inner.db.ping().await
    }

    /// Ends every feed, lets what is being written be written, and closes the file.
    pub async fn stop(&self) {
        self.inner.rooms.close();
        self.inner.db.close().await;
    }

    fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn server_key(&self) -> &ServerKey {
        &self.inner.server_key
    }

    fn books(&self) -> &Books {
        &self.inner.books
    }

    fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    async fn room(&self, id: WorkshopId) -> Result<Room> {
        self.inner.rooms.room(&self.inner.db, &self.inner.clock, &self.inner.matcher, id).await
    }
}

/// Carries on even when whoever asked hangs up, so that no write is cut in the middle.
async fn to_the_end<T: Send + 'static>(work: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(work).await.unwrap_or_else(|failure| Err(error::Error::Corrupt(failure.to_string())))
}
