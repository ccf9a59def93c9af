//! The server's clock, which tests can move.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::Timestamp;

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(|| Timestamp(chrono::Utc::now().timestamp_millis())))
    }

    /// A clock that shows what this function says.
    pub fn from_fn(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// A clock that starts at this moment and can be set: the demonstration lives through a year in a second with it.
    #[must_use]
    pub fn adjustable() -> (Self, Hand) {
        let hand = Hand(Arc::new(AtomicI64::new(0)));
        let shift = hand.clone();
        let system = Self::system();
        (Self::from_fn(move || Timestamp(system.now().0 + shift.0.load(Ordering::Relaxed))), hand)
    }

    /// What it shows: milliseconds since 1970 (UTC).
    #[must_use]
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

/// Sets an adjustable clock.
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    /// The clock shows this moment now, and runs on from there.
    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.0 - Clock::system().now().0, Ordering::Relaxed);
    }

    /// The clock shows the machine's time again.
    pub fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}
