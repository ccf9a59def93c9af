//! Being asked to stop: Ctrl+C, or SIGTERM from whoever manages the process.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for the wish to stop from when it is made, also while nobody waits yet: who says that a server listens may
/// ask it to stop in the same instant.
pub(super) struct StopAsked {
    interrupted: Signal,
    terminated: Signal,
}

impl StopAsked {
    /// Begins to listen; from here on the two signals no longer end the process by themselves.
    ///
    /// # Errors
    /// The system gives no room for another handler.
    pub(super) fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupted: signal(SignalKind::interrupt())?, terminated: signal(SignalKind::terminate())? })
    }

    /// Ends once one of the two came.
    pub(super) async fn came(mut self) {
        tokio::select! {
            _ = self.interrupted.recv() => {}
            _ = self.terminated.recv() => {}
        }
    }
}
