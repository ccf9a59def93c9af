//! Group commit: what waits is written in one transaction, so that one flush of the disk serves everyone who waits.

use std::time::Instant;

use tokio::sync::{mpsc, oneshot};

use super::{Append, Db};
use crate::error::{Error, Result};
use crate::measures::Measures;

/// How many rooms' batches one transaction takes.
const GROUP: usize = 64;

/// An append on its way to the disk, and who waits for it.
#[derive(Debug)]
struct Waiting {
    append: Append,
    written: oneshot::Sender<Result<Append>>,
}

/// The door to the one task that appends.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    sender: mpsc::Sender<Waiting>,
}

impl Group {
    /// Starts the task. It ends when the last door is gone.
    pub(super) fn start(db: Db, measures: Measures) -> Self {
        let (sender, mut receiver) = mpsc::channel(GROUP);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(GROUP);
            while receiver.recv_many(&mut waiting, GROUP).await > 0 {
                let begun = Instant::now();
                write(&db, std::mem::take(&mut waiting)).await;
                measures.committed(begun.elapsed());
            }
        });
        Self { sender }
    }

    /// Appends; comes back with the append when it is on disk. When it fails, nothing of it is.
    pub(crate) async fn append(&self, append: Append) -> Result<Append> {
        let (written, answer) = oneshot::channel();
        self.sender.send(Waiting { append, written }).await.map_err(|_| Error::Stopping)?;
        answer.await.map_err(|_| Error::Stopping)?
    }
}

async fn write(db: &Db, waiting: Vec<Waiting>) {
    if waiting.len() > 1 {
        let together: Vec<&Append> = waiting.iter().map(|waiting| &waiting.append).collect();
        if db.append(&together).await.is_ok() {
            for Waiting { append, written } in waiting {
                drop(written.send(Ok(append)));
            }
            return;
        }
        // One of them may be to blame: the others must not suffer for it.
    }
    for Waiting { append, written } in waiting {
        let result = db.append(&[&append]).await;
        drop(written.send(result.map(|()| append)));
    }
}
