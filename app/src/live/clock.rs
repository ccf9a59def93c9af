//! The server's clock as far as this page knows it. Devices are minutes off at venues without internet, and a step ends
//! for all at once.

use std::time::Duration;

use domain::time::Timestamp;
use leptos::prelude::*;

use super::Live;

impl Live {
    /// Takes over the server's time, which comes with its heartbeat: the device's own clock may be wrong.
    pub(super) fn set_clock(self, now: Timestamp) {
        #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970
        self.ahead_ms.try_set_value(Some(js_sys::Date::now() as i64 - now.0));
        self.show_time();
    }

    fn show_time(self) {
        let counts = self.replica.try_with_untracked(|replica| replica.workshop().clock.is_some()).unwrap_or(false);
        let Some(ahead) = self.ahead_ms.try_get_value().flatten().filter(|_| counts) else { return };
        #[allow(clippy::cast_possible_truncation)] // milliseconds since 1970
        let now = Timestamp(js_sys::Date::now() as i64 - ahead);
        self.now.try_set(Some(now));
    }
}

/// Shows the time every second, while there is a clock to show it for.
pub(super) fn tick(live: Live) {
    if let Ok(ticking) = set_interval_with_handle(move || live.show_time(), Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
}
