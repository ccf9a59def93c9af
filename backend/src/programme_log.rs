//! The one way in which something is done to a programme: a command is decided on what its log adds up to, and what it
//! comes to is appended, once however often it is sent, together with what else waits. The rules stand in
//! [`domain::programme`].

use std::collections::HashMap;
use std::fmt::Write as _;
use std::mem::replace;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::{CommandId, ProgrammeId};
use domain::programme::{Command, Log, Recorded};
use sha2::{Digest as _, Sha256};
use tokio::sync::{oneshot, watch};

use crate::books;
use crate::db::{Beside, Db, Order};
use crate::error::{Error, Result};
use crate::people::Account;
use crate::{Backend, to_the_end};

/// How many commands one transaction takes: those of some dozen companies that answer at once, and a live room is not
/// kept waiting.
const TOGETHER: usize = 16;

/// How many entries a log may grow by before what it comes to is kept anew.
const KEPT_EVERY: u64 = 1_000;

/// How a command is signed: in which programme, by whom, and by which form it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    programme: ProgrammeId,
    author: String,
    form: Option<String>,
}

impl Signed {
    /// By somebody, with the name that is shown.
    pub(crate) fn by(programme: ProgrammeId, author: &str) -> Self {
        Self { programme, author: author.to_owned(), form: None }
    }

    /// By nobody: it follows from something else.
    pub(crate) fn nobody(programme: ProgrammeId) -> Self {
        Self::by(programme, "")
    }

    /// Sent by the form of this number, where it has one.
    pub(crate) fn in_form(mut self, form: Option<&str>) -> Self {
        self.form = form.map(str::to_owned);
        self
    }

    /// The id under which the command is carried out once: what one form asks for, by one person. The same form filled
    /// in differently asks for something else.
    fn command_id(&self, command: &Command, beside: &Beside) -> Option<CommandId> {
        let mut words = String::new();
        // Writing into a string cannot fail.
        let _ = write!(words, "{}\n{}\n{command:?}", self.form.as_deref()?, self.author);
        let mut digest = Sha256::new().chain_update(words);
        digest.update(beside.content.as_deref().unwrap_or_default());
        digest.finalize().first_chunk().map(|bytes| CommandId::of_bytes(*bytes))
    }
}

/// A command that waits, and who waits for what comes of it.
#[derive(Debug)]
struct Waiting {
    order: Order,
    answer: oneshot::Sender<Result<Vec<Recorded>>>,
}

/// The log of a programme, folded, and what is to be done to it.
#[derive(Debug, Default)]
struct Writer {
    log: tokio::sync::Mutex<Log>,
    waiting: Mutex<Vec<Waiting>>,
}

impl Writer {
    /// What comes first of what waits.
    fn next_batch(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let first = waiting.len().min(TOGETHER);
        let rest = waiting.split_off(first);
        replace(&mut *waiting, rest)
    }

    /// Carries out what waits, a transaction at a time, until nothing does. Whoever comes here first does so for all
    /// who came meanwhile: one flush of the disk serves them.
    async fn work_off(&self, db: &Db, programme: ProgrammeId) {
        let mut log = self.log.lock().await;
        loop {
            let batch = self.next_batch();
            if batch.is_empty() {
                return;
            }
            let (orders, answers): (Vec<_>, Vec<_>) =
                batch.into_iter().map(|waiting| (waiting.order, waiting.answer)).unzip();
            let done = db.carry_out_all(programme, &mut log, &orders).await;
            for (answer, done) in answers.into_iter().zip(done) {
                // Whoever waited may have gone.
                drop(answer.send(done));
            }
        }
    }
}

/// The logs of all programmes in which something was done, each brought up to date before it is decided on.
#[derive(Debug, Default)]
pub(crate) struct Logs(Mutex<HashMap<ProgrammeId, Arc<Writer>>>);

impl Logs {
    fn writer(&self, programme: ProgrammeId) -> Arc<Writer> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(programme).or_default())
    }

    /// Reads the log of a programme anew when it is next needed.
    pub(crate) fn forget(&self, programme: ProgrammeId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&programme);
    }
}

impl Backend {
    /// Carries a command out on a programme, as it is signed, with what is written beside it. Whether they may
    /// was asked before. Gives what happened: nothing, where there was nothing to do; what it was, where the
    /// form came again.
    pub(crate) async fn follow(&self, by: Signed, command: Command, beside: Beside) -> Result<Vec<Recorded>> {
        let id = by.command_id(&command, &beside);
        let order = Order { author: by.author, id, at: self.clock().now(), command, beside };
        let (answer, done) = oneshot::channel();
        let (writer, db) = (self.inner.logs.writer(by.programme), self.db().clone());
        writer.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Waiting { order, answer });
        to_the_end(async move {
            writer.work_off(&db, by.programme).await;
            done.await.map_err(|_| Error::Stopping)?
        })
        .await
    }

    /// Takes words out of a programme's log while nobody decides on it. It is read anew afterwards.
    pub(crate) async fn rewrite_log<T>(
        &self,
        programme: ProgrammeId,
        rewriting: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let writer = self.inner.logs.writer(programme);
        let mut held = writer.log.lock().await;
        let done = rewriting.await;
        *held = Log::default();
        self.db().moves().note(programme);
        done
    }

    /// Opens the books of every programme, so that nobody waits for it later, and keeps what logs and books come to
    /// that have grown much, so that the next start need not read all of them.
    ///
    /// # Errors
    /// When the list of programmes cannot be read. One programme that cannot be read keeps no other from being read.
    pub async fn open_programmes(&self) -> Result<()> {
        for programme in self.db().programme_ids().await? {
            if let Err(error) = self.keep_what_is_read(programme).await {
                tracing::error!(%programme, %error, "the books of a programme cannot be read or kept");
            }
        }
        Ok(())
    }

    async fn keep_what_is_read(&self, programme: ProgrammeId) -> Result<()> {
        self.books().keep(self.db(), programme, books::KEPT_EVERY).await?;
        let writer = self.inner.logs.writer(programme);
        let mut log = writer.log.lock().await;
        self.db().keep_log(programme, &mut log, KEPT_EVERY).await
    }

    /// Makes what is read of synergies anew from the logs, a programme at a time; `told` hears of each, with the length
    /// of its log. The server must not run: what it holds in memory would not be what is on disk.
    ///
    /// # Errors
    /// When the database fails: programmes before that one are done, none is half done.
    pub async fn rebuild(&self, mut told: impl FnMut(ProgrammeId, u64)) -> Result<()> {
        for programme in self.db().programme_ids().await? {
            let entries = self.db().rebuild(programme).await?;
            self.keep_what_is_read(programme).await?;
            told(programme, entries);
        }
        Ok(())
    }

    /// Counts the moves of all programmes' logs. What is read after this was asked holds all of them.
    #[must_use]
    pub fn moves(&self) -> watch::Receiver<u64> {
        self.db().moves().count()
    }

    /// Whether something was appended to the log of a programme that this account works in since the moves were counted
    /// up to here.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_moved(&self, account: &Account, after: u64) -> Result<bool> {
        Ok(self.db().moves().since(after, self.roles(account).await?.into_keys()))
    }
}
