//! The use cases of Maillage. [`Backend`] is the only door: every use case asks who calls, asks `domain::access` or the
//! programme's members whether they may, decides, stores, and only then publishes.
//!
//! - [`people`]: joining, signing in, and who a token stands for ([`Caller`]).
//! - [`workshops`]: creating a workshop, its doors, commands, snapshots and feeds; [`rooms`] runs each open workshop.
//! - [`synergies`]: the follow-up after the workshop.
//! - [`exports`]: everything as CSV.
//! - [`seed`]: the demonstration.

pub mod clock;
mod db;
pub mod error;
pub mod exports;
mod keys;
mod matcher;
pub mod people;
pub mod rooms;
mod secrets;
pub mod seed;
pub mod synergies;
pub mod workshops;
mod wrong_codes;

use std::path::Path;
use std::sync::Arc;

use clock::Clock;
use db::Db;
pub use db::Durability;
use domain::ids::WorkshopId;
use error::Result;
use keys::Keys;
use matcher::SharedMatcher;
pub use people::Caller;
use rooms::{Room, Rooms};
use wrong_codes::WrongCodes;

/// The one door to everything that is kept. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Clock,
    rooms: Rooms,
    matcher: Arc<SharedMatcher>,
    keys: Keys,
    wrong_codes: WrongCodes,
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
        let db = Db::open(file, durability).await?;
        let rooms = Rooms::new(&db);
        Ok(Self {
            inner: Arc::new(Inner {
                db,
                clock,
                rooms,
                matcher: Arc::new(SharedMatcher::beside(file)),
                keys: Keys::default(),
                wrong_codes: WrongCodes::default(),
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
