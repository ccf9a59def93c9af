//! How long what is shown may have been wrong: said plainly while the connection is lost.

use element::{Element, element};
use leptos::prelude::*;
use live::link::Connection;

use crate::format;
use crate::live::Live;
use crate::locale::{common as texts, language};

/// While the connection is lost: `message`, and since when; or that the link of this screen has ended. The passing
/// seconds are not announced to screen readers.
#[must_use]
pub fn staleness(live: Live, class: &'static str, message: &'static str) -> Element {
    let language = language();
    let seconds = RwSignal::new(0.0);
    #[cfg(feature = "hydrate")]
    tick(live, seconds);
    let since = move || {
        live.stale_since
            .get()
            .map(|_| [" ", texts::since(language), " ", &format::elapsed(seconds.get())].concat())
            .unwrap_or_default()
    };
    let notice = move || {
        let notice = element("p").class(class);
        match live.status.get() {
            Connection::Stale | Connection::Offline => Some(
                notice.child(message).child(element("span").attr("aria-hidden", "true").class("since").child(since())),
            ),
            Connection::Ended => Some(notice.child(texts::link_ended(language))),
            Connection::Connecting | Connection::Live => None,
        }
    };
    element("div").attr("role", "alert").child(element::live(notice))
}

/// Counts the seconds while there is something to count.
#[cfg(feature = "hydrate")]
fn tick(live: Live, seconds: RwSignal<f64>) {
    let count = move || {
        let passed = live
            .stale_since
            .get_untracked()
            .map_or(0.0, |since| ((js_sys::Date::now() - since) / 1_000.0).max(0.0).floor());
        seconds.try_maybe_update(|shown| (std::mem::replace(shown, passed) != passed, ()));
    };
    if let Ok(ticking) = set_interval_with_handle(count, std::time::Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
}
