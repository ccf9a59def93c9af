//! How long what is shown may have been wrong: said plainly while the connection is lost.

use leptos::prelude::*;

use crate::format;
use crate::live::{Connection, Live};
use crate::locale::{common as texts, language};

/// While the connection is lost: `message`, and since when; or that the link of this screen has ended. The passing
/// seconds are not announced to screen readers.
#[component]
pub fn Staleness(live: Live, class: &'static str, message: &'static str) -> impl IntoView {
    let language = language();
    let status = Memo::new(move |_| live.status.get());
    let seconds = RwSignal::new(0.0);
    #[cfg(feature = "hydrate")]
    tick(live, seconds);
    let since = move || {
        live.stale_since.get().map(|_| format!(" {} {}", texts::since(language), format::elapsed(seconds.get())))
    };
    let notice = move || match status.get() {
        Connection::Stale | Connection::Offline => Some(
            view! {
                <p class=class>
                    {message}
                    <span aria-hidden="true" class="since">{since}</span>
                </p>
            }
            .into_any(),
        ),
        Connection::Ended => Some(view! { <p class=class>{texts::link_ended(language)}</p> }.into_any()),
        Connection::Connecting | Connection::Live => None,
    };
    view! { <div role="alert">{notice}</div> }
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
