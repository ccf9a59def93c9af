//! A transaction of the one writer.

use sqlx::pool::PoolConnection;
use sqlx::{Sqlite, SqliteConnection};

use super::Db;
use crate::error::{Error, Result};

/// How many lines, names or synergies a long deed writes in one transaction: some milliseconds, between two of which
/// whoever posts in a live room has their turn.
pub(crate) const IN_ONE_TRANSACTION: usize = 25;

/// A transaction that holds the file for writing from its first statement on (`begin immediate`), so that none fails
/// midway because somebody else wrote in between.
///
/// What is dropped without a commit is gone, and its connection with it. After a full disk SQLite has rolled back by
/// itself, and a connection that waits for a rollback of its own would refuse every transaction that comes after.
#[derive(Debug)]
pub(super) struct Transaction {
    connection: Option<PoolConnection<Sqlite>>,
}

impl Db {
    /// Begins one: waits until no other writes.
    pub(super) async fn begin(&self) -> Result<Transaction> {
        let mut transaction = self.prepare().await?;
        sqlx::query("begin immediate").execute(transaction.connection()?).await?;
        Ok(transaction)
    }

    /// A transaction whose script itself begins and commits; [`Transaction::committed`] says that it did.
    pub(super) async fn prepare(&self) -> Result<Transaction> {
        Ok(Transaction { connection: Some(self.writer.acquire().await?) })
    }
}

impl Transaction {
    /// On which the statements run.
    pub(super) fn connection(&mut self) -> Result<&mut SqliteConnection> {
        self.connection.as_deref_mut().ok_or(Error::Stopping)
    }

    /// On disk when this comes back well.
    pub(super) async fn commit(mut self) -> Result<()> {
        sqlx::query("commit").execute(self.connection()?).await?;
        self.committed();
        Ok(())
    }

    /// Well ended: the connection goes back to its pool.
    pub(super) fn committed(mut self) {
        drop(self.connection.take());
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Closes it, which rolls back.
            drop(connection.detach());
        }
    }
}
