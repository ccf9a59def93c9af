//! The first scene: how to get in, and who is there.

use domain::ids::ParticipantId;
use domain::workshop::{Phase, Workshop};
use element::{Child, Element, Key, children, element, live};
use leptos::prelude::*;

use super::frame::{Doors, spaced};
use super::pager::Pages;
use super::state::BoardState;
use crate::locale::{board as texts, language};
use crate::parts::qr::qr;

/// How many organisations stand on one page.
const PAGE: usize = 24;

/// QR code and code, as big as they go; organisations as they arrive.
pub(super) fn welcome(board: BoardState, doors: StoredValue<Doors>) -> Vec<Child> {
    let language = language();
    let closed = Memo::new(move |_| board.read(|workshop| workshop.joining_closed || workshop.phase == Phase::Closed));
    let present = Pages::new(board, PAGE, move || board.read(organisations));
    let way_in = move || {
        if closed.get() {
            return element("p").class("door-closed").child(texts::joining_is_closed(language));
        }
        let line = |class: &'static str, words: String| element("p").class(class).child(words);
        doors.with_value(|doors| {
            let how = element("div")
                .class("how")
                .child(element("p").class("scan").child(texts::scan(language)))
                .child(element("p").child(texts::or_go_to(language)))
                .child(line("host", doors.host.clone()))
                .child(element("p").child(texts::and_type(language)))
                .child(line("code", spaced(&doors.code)))
                .child(element("p").class("no-account").child(texts::no_account(language)));
            element("div")
                .class("poster")
                .child(qr(doors.qr.clone(), texts::qr_label(language, &doors.host, &doors.code)))
                .child(how)
        })
    };
    let heading = element("h2").child(texts::who_is_here(language)).child(" ").child(present.number());
    let who = element("div")
        .class("present")
        .child(heading)
        .child(present.nothing(texts::nobody_yet(language)))
        .child(element("ul").child(present.rows(move |key| organisation(board, key))));
    children![element("section").class("welcome").child(live(way_in)).child(who)]
}

/// Every organisation once, the latest to arrive first: the keys are those of its latest participant.
fn organisations(workshop: &Workshop) -> Vec<Key> {
    let mut seen = std::collections::BTreeSet::new();
    let latest_first = workshop.participants.values().rev();
    latest_first
        .filter(|participant| seen.insert(domain::text::organisation_key(&participant.organisation)))
        .map(|participant| Key::from(participant.id.0))
        .collect()
}

fn organisation(board: BoardState, key: Key) -> Option<Element> {
    let latest = ParticipantId(u32::try_from(key).ok()?);
    board.read(|workshop| Some(element("li").child(workshop.participants.get(&latest)?.organisation.to_string())))
}
