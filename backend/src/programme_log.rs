//! The one way in which something is done to a synergy after its workshop: a command is decided on what the
//! programme's log adds up to, and what it comes to is appended. The rules stand in [`domain::programme`].

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::ProgrammeId;
use domain::programme::{Command, Log, Recorded};

use crate::db::{Beside, Order};
use crate::error::Result;
use crate::{Backend, to_the_end};

/// The logs of all programmes in which something was done, folded, each brought up to date before it is decided on.
#[derive(Debug, Default)]
pub(crate) struct Logs(Mutex<HashMap<ProgrammeId, Arc<tokio::sync::Mutex<Log>>>>);

impl Logs {
    fn log(&self, programme: ProgrammeId) -> Arc<tokio::sync::Mutex<Log>> {
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(programme).or_default())
    }

    /// Reads the log of a programme anew when it is next needed.
    pub(crate) fn forget(&self, programme: ProgrammeId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&programme);
    }
}

impl Backend {
    /// Carries a command out on the synergies of a programme, in somebody's name, with what is written beside it.
    /// Whether they may was asked before. Gives what happened: nothing, where there was nothing to do.
    pub(crate) async fn follow(
        &self,
        programme: ProgrammeId,
        author: &str,
        command: Command,
        beside: Beside,
    ) -> Result<Vec<Recorded>> {
        let (log, db) = (self.inner.logs.log(programme), self.db().clone());
        let order = Order { author: author.to_owned(), at: self.clock().now(), command, beside };
        to_the_end(async move { db.carry_out(programme, &mut *log.lock().await, &order).await }).await
    }

    /// Takes words out of a programme's log while nobody decides on it. It is read anew afterwards.
    pub(crate) async fn rewrite_log<T>(
        &self,
        programme: ProgrammeId,
        rewriting: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let log = self.inner.logs.log(programme);
        let mut held = log.lock().await;
        let done = rewriting.await;
        *held = Log::default();
        done
    }

    /// Makes what is read of synergies anew from the logs, a programme at a time; `told` hears of each, with the length
    /// of its log. The server must not run: what it holds in memory would not be what is on disk.
    ///
    /// # Errors
    /// When the database fails: programmes before that one are done, none is half done.
    pub async fn rebuild(&self, mut told: impl FnMut(ProgrammeId, u64)) -> Result<()> {
        for programme in self.db().programme_ids().await? {
            let entries = self.db().rebuild(programme).await?;
            self.books().forget(programme);
            told(programme, entries);
        }
        Ok(())
    }
}
