//! The first scene: how to get in, and who is there.

use domain::workshop::{Phase, Workshop};
use leptos::prelude::*;

use super::frame::{Doors, spaced};
use super::pager::{PageNumber, Pages};
use super::state::BoardState;
use crate::locale::{board as texts, language};
use crate::parts::qr::Qr;

/// How many organisations stand on one page.
const PAGE: usize = 24;

/// QR code and code, as big as they go; organisations as they arrive.
#[component]
pub(super) fn Welcome(board: BoardState, doors: StoredValue<Doors>) -> impl IntoView {
    let language = language();
    let closed = Memo::new(move |_| board.read(|workshop| workshop.joining_closed || workshop.phase == Phase::Closed));
    let present = Pages::new(board, PAGE, move || board.read(organisations));
    let way_in = move || {
        if closed.get() {
            return view! { <p class="door-closed">{texts::joining_is_closed(language)}</p> }.into_any();
        }
        doors
            .with_value(|doors| {
                view! {
                    <div class="poster">
                        <Qr svg=doors.qr.clone() label=texts::qr_label(language, &doors.host, &doors.code) />
                        <div class="how">
                            <p class="scan">{texts::scan(language)}</p>
                            <p>{texts::or_go_to(language)}</p>
                            <p class="host">{doors.host.clone()}</p>
                            <p>{texts::and_type(language)}</p>
                            <p class="code">{spaced(&doors.code)}</p>
                            <p class="no-account">{texts::no_account(language)}</p>
                        </div>
                    </div>
                }
            })
            .into_any()
    };
    view! {
        <section class="welcome">
            {way_in}
            <div class="present">
                <h2>
                    {texts::who_is_here(language)} " " <PageNumber pages=present />
                </h2>
                {move || present.is_empty().then(|| view! { <p class="nothing">{texts::nobody_yet(language)}</p> })}
                <ul>
                    <For each=move || present.shown() key=Clone::clone let:name>
                        <li>{name}</li>
                    </For>
                </ul>
            </div>
        </section>
    }
    .into_any()
}

/// Every organisation once, the latest to arrive first.
fn organisations(workshop: &Workshop) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let latest_first = workshop.participants.values().rev();
    latest_first
        .filter(|participant| seen.insert(domain::text::organisation_key(&participant.organisation)))
        .map(|participant| participant.organisation.to_string())
        .collect()
}
