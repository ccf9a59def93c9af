//! Hashing of passwords: off the async threads, a few at once, a few more in a queue. One hash takes 19 MB for tens of
//! milliseconds, so that whoever sends a thousand sign-ins at once would otherwise take the memory of every room. Who
//! hangs up leaves the queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::problem::Problem;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{Error, Result};
use crate::secrets;

/// Hashes at once, where there are threads enough: one stays free for the taps of rooms.
const AT_ONCE: usize = 2;
/// Who may wait for a turn: about half a second's worth.
const QUEUE: usize = 16;

/// The turns in which passwords are hashed, and who waits for one.
#[derive(Debug)]
pub(crate) struct Hashing {
    turns: Arc<Semaphore>,
    at_once: usize,
    here: Arc<AtomicUsize>,
}

impl Default for Hashing {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self::new(threads.saturating_sub(1).clamp(1, AT_ONCE))
    }
}

/// Counts one who waits or hashes, until it is dropped.
struct Here(Arc<AtomicUsize>);

impl Drop for Here {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A turn: the leave to hash once.
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
    _here: Here,
}

impl Hashing {
    fn new(at_once: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(at_once)), at_once, here: Arc::default() }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Problem::SignInsBusy`] when too many wait already.
    pub(crate) async fn turn(&self) -> Result<Turn> {
        let here = Here(Arc::clone(&self.here));
        if self.here.fetch_add(1, Ordering::Relaxed) >= self.at_once + QUEUE {
            return Err(Error::TooEarly { problem: Problem::SignInsBusy, seconds: 2 });
        }
        let permit = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Error::Stopping)?;
        Ok(Turn { _permit: permit, _here: here })
    }
}

impl Turn {
    async fn take<T: Send + 'static>(self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            // Given back when the work is done, also when nobody waits for it any more.
            drop(self);
            done
        });
        done.await.map_err(|error| Error::Corrupt(error.to_string()))
    }

    /// Hashes a password.
    pub(crate) async fn hash(self, password: String) -> Result<String> {
        self.take(move || secrets::hash_password(&password)).await?
    }

    /// Whether this is the password. Takes as long where there is none.
    pub(crate) async fn verify(self, password: String, hash: Option<String>) -> Result<bool> {
        // A hash of nothing that anybody can type.
        const NOBODY: &str =
            "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        self.take(move || secrets::verify_password(&password, hash.as_deref().unwrap_or(NOBODY)) && hash.is_some())
            .await
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn few_hash_a_few_wait_and_the_rest_is_turned_away_at_once() {
        let hashing = Arc::new(Hashing::new(AT_ONCE));
        let held = [hashing.turn().await.unwrap(), hashing.turn().await.unwrap()];
        let waiting: Vec<_> = (0..QUEUE)
            .map(|_| {
                tokio::spawn({
                    let hashing = Arc::clone(&hashing);
                    async move { hashing.turn().await.map(drop) }
                })
            })
            .collect();
        while hashing.here.load(Ordering::Relaxed) < AT_ONCE + QUEUE {
            tokio::task::yield_now().await;
        }
        let turned_away = hashing.turn().await.err().unwrap();
        assert!(
            matches!(turned_away, Error::TooEarly { problem: Problem::SignInsBusy, seconds: 1.. }),
            "{turned_away}"
        );
        // Who hangs up makes room for another.
        waiting[0].abort();
        while hashing.here.load(Ordering::Relaxed) == AT_ONCE + QUEUE {
            tokio::task::yield_now().await;
        }
        assert!(
            tokio::time::timeout(Duration::ZERO, hashing.turn()).await.is_err(),
            "waits instead of being turned away"
        );
        drop(held);
        for one in waiting.into_iter().skip(1) {
            one.await.unwrap().unwrap();
        }
        assert_eq!(hashing.here.load(Ordering::Relaxed), 0);
        assert!(hashing.turn().await.unwrap().hash("une phrase".into()).await.unwrap().starts_with("$argon2id$"));
    }
}
