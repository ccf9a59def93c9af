//! The use cases of Maillage. [`Backend`] is the only door: every use case asks who calls, asks `domain::access` or the
//! programme's members whether they may, decides, stores, and only then publishes.
//!
//! - [`people`]: joining, and who a token stands for ([`Caller`]); [`mod@sign_in`]: signing in.
//! - [`oidc`]: signing in at an identity provider, and the identities that are joined to an account.
//! - [`doors`]: the keys of a workshop, shown, made anew and ended; `passes`: whether a right still stands.
//! - [`workshops`]: creating a workshop, its doors, commands, snapshots and feeds; [`rooms`] runs each open workshop.
//! - [`personal`]: what a participant keeps: a link, whom to meet, the door out.
//! - [`registration`]: who said that they would come, and their badges; [`invitation`]: what they were told, and what
//!   they said at the end.
//! - [`tables`]: fast entry at a table, for facilitators and for holders of a table's key.
//! - [`mod@seating`]: who sits where in the table rounds.
//! - [`programmes`]: what a programme says of itself; [`members`]: who works in it; [`administration`]: the host.
//! - [`synergies`]: the follow-up after the workshop; [`pipeline`] finds them, [`books`] adds them up.
//! - [`flow`]: what flows in a synergy, how far, and everything that happened to it. Whatever is done to a synergy is
//!   done by way of `programme_log`.
//! - [`follow_up`]: asking companies how things stand, and what their answers change; [`evidence`]: files and links.
//! - [`leads`]: what the matcher knows of a workshop beyond its matches, and cards of past workshops.
//! - [`host`]: what the host has set for the whole server; [`retention`]: what is kept no longer; [`copies`]: what a
//!   person asks for.
//! - [`audit`]: who did what, when and from where; [`backup`]: copies that can be relied upon, and putting one back.
//! - [`sign_in`], [`second_factor`], [`passwords`], [`own_account`]: coming in, and what one changes of one's own
//!   account.
//! - [`exports`]: everything as CSV; [`transfer`]: a whole programme as one document.
//! - [`seed`]: the demonstration.

pub mod address;
pub mod administration;
pub mod audit;
pub mod backup;
pub mod books;
pub mod clock;
pub mod companies;
pub mod copies;
mod db;
pub mod doors;
mod email;
pub mod error;
pub mod evaluation;
pub mod evidence;
pub mod exports;
pub mod factors;
pub mod flow;
pub mod follow_up;
pub mod funding;
mod hashing;
pub mod host;
pub mod imports;
pub mod invitation;
mod keys;
pub mod leads;
mod mails;
mod matcher;
pub mod measures;
pub mod members;
pub mod model;
pub mod oidc;
pub mod open_data;
pub mod own_account;
mod passes;
pub mod passwords;
pub mod people;
pub mod personal;
pub mod photos;
pub mod pipeline;
pub mod private_files;
mod programme_log;
pub mod programmes;
pub mod registration;
pub mod retention;
pub mod rooms;
pub mod seating;
pub mod second_factor;
mod secrets;
pub mod seed;
pub mod server_key;
pub mod sign_in;
pub mod synergies;
pub mod tables;
mod talk;
pub mod targets;
pub mod transfer;
mod uses;
pub mod workshops;
mod wrong_codes;

use std::path::Path;
use std::sync::{Arc, Mutex};

use books::Books;
use clock::Clock;
use db::Db;
pub use db::Durability;
use domain::ids::WorkshopId;
use domain::model::{ModelNotice, ModelUse};
use error::Result;
use hashing::Hashing;
use keys::Keys;
use leads::Archives;
use matcher::SharedMatcher;
use measures::Measures;
pub use people::Caller;
use programme_log::Logs;
use rooms::{Room, Rooms};
use server_key::ServerKey;
use tokio::sync::watch;
use uses::Uses;
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
    hashing: Hashing,
    keys: Keys,
    uses: Uses,
    /// How many rights have ended: see `passes`.
    rights: watch::Sender<u64>,
    wrong_codes: WrongCodes,
    books: Books,
    logs: Logs,
    archives: Archives,
    last_backup: Mutex<Option<backup::LastBackup>>,
    mails: mails::Mails,
    measures: Measures,
    /// One seating is worked out at a time.
    seating: Arc<tokio::sync::Semaphore>,
    /// One photo is drawn anew at a time.
    pictures: Arc<tokio::sync::Semaphore>,
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
        db.seal(&server_key).await?;
        let measures = Measures::default();
        let rooms = Rooms::new(&db, &measures);
        let backend = Self {
            inner: Arc::new(Inner {
                db,
                clock,
                server_key,
                rooms,
                matcher: Arc::new(SharedMatcher::beside(file)),
                hashing: Hashing::default(),
                keys: Keys::default(),
                uses: Uses::default(),
                rights: watch::channel(0).0,
                wrong_codes: WrongCodes::default(),
                books: Books::default(),
                logs: Logs::default(),
                archives: Archives::default(),
                last_backup: Mutex::default(),
                mails: mails::Mails::default(),
                measures,
                seating: Arc::new(tokio::sync::Semaphore::new(1)),
                pictures: Arc::new(tokio::sync::Semaphore::new(1)),
            }),
        };
        backend.tidy_by_itself();
        Ok(backend)
    }

    /// Writes when keys were last used, and closes rooms that nobody uses, for as long as somebody holds the backend.
    fn tidy_by_itself(&self) {
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(uses::EVERY).await;
                let Some(inner) = inner.upgrade() else { break };
                inner.rooms.close_unused(rooms::UNUSED);
                if let Err(error) = inner.uses.write(&inner.db).await {
                    tracing::warn!(%error, "it could not be written when keys were used");
                }
            }
        });
    }

    /// Takes back what an import wrote that was cut by the end of the server. For the server alone: another process
    /// would take back what runs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_back_unfinished_imports(&self) -> Result<()> {
        self.inner.db.take_back_unfinished_imports(self.clock().now()).await
    }

    /// Rooms that are opened from now on have these bounds.
    pub fn set_bounds(&self, bounds: rooms::Bounds) {
        self.inner.rooms.set_bounds(bounds);
    }

    /// Has this language model judge pairs of cards from now on. A second one is not taken.
    pub fn set_model(&self, model: model::Model) {
        self.inner.matcher.set_model(model);
    }

    /// Which model reads the cards of this workshop, where one does.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn model_notice(&self, workshop: WorkshopId) -> Result<Option<ModelNotice>> {
        let Some(model) = self.inner.matcher.model() else { return Ok(None) };
        let forbidden = self.db().model_is_forbidden(workshop).await?;
        Ok((!forbidden).then(|| ModelNotice { name: model.name().to_owned(), host: model.host().to_owned() }))
    }

    /// What this workshop has asked of the model, and how much it may ask.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn model_use(&self, workshop: WorkshopId) -> Result<(ModelUse, u32)> {
        let most = self.inner.matcher.model().map_or(0, |model| model.questions_most());
        Ok((self.db().model_use(workshop).await?, most))
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
        if let Err(error) = self.inner.uses.write(&self.inner.db).await {
            tracing::warn!(%error, "it could not be written when keys were used");
        }
        self.inner.db.close().await;
    }

    fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn server_key(&self) -> &ServerKey {
        &self.inner.server_key
    }

    fn hashing(&self) -> &Hashing {
        &self.inner.hashing
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
