//! What the server does by itself once a day, beginning when it starts.

use std::time::Duration;

use crate::App;

/// How often a new day is looked for: timers stand still while a machine sleeps, days do not.
const LOOK: Duration = Duration::from_secs(60 * 60);

/// Erases what has been kept for its full time, once a day, until the server stops.
pub(crate) async fn keep_periods(app: App) {
    let mut ticks = tokio::time::interval(LOOK);
    let mut last = None;
    loop {
        tokio::select! {
            () = app.stopping.cancelled() => break,
            _ = ticks.tick() => {}
        }
        let today = app.backend.today();
        if last == Some(today) {
            continue;
        }
        if let Err(error) = app.backend.open_programmes().await {
            tracing::error!(%error, "the books of the programmes could not be read");
        }
        match app.backend.keep_periods().await {
            Ok(erased) => {
                last = Some(today);
                if erased > 0 {
                    tracing::info!(erased, "people whose time had come are erased");
                }
            }
            Err(error) => tracing::error!(%error, "what was kept for its full time could not be erased"),
        }
    }
}
