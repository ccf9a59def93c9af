//! What stands around every scene: title, phases, counters, and the way in.

use domain::programme::Counts;
use domain::workshop::{Phase, Scene};
use element::{Element, children, element, live};
use leptos::prelude::*;

use super::clock::step_now;
use super::state::BoardState;
use crate::format;
use crate::locale::{board as texts, language, words};
use crate::parts::qr::qr;

/// How people get in: the code, the short address to type it at, and the QR code as SVG.
pub(super) struct Doors {
    pub(super) code: String,
    pub(super) host: String,
    pub(super) qr: String,
}

/// The head of the board: the workshop's title, and its phases with the one under way.
pub(super) fn top(board: BoardState) -> Element {
    let language = language();
    let title = move || board.read(|workshop| workshop.title().to_owned());
    let phase = Memo::new(move |_| board.read(|workshop| workshop.phase));
    let timed = Memo::new(move |_| board.read(|workshop| workshop.clock.is_some()));
    let course = move || {
        if timed.get() {
            return step_now(board);
        }
        let step = |step: &Phase| {
            let here = phase.get();
            element("li")
                .maybe("aria-current", (here == *step).then_some("step"))
                .maybe("class", (*step < here).then_some("done"))
                .child(words::phase(language, *step))
                .into()
        };
        element("ol")
            .class("phases")
            .attr("aria-label", texts::phases(language))
            .children(Phase::ALL.iter().map(step).collect())
    };
    element("header").class("top").child(element("h1").child(live(title))).child(live(course))
}

/// The code as people read it aloud: in two groups.
pub(super) fn spaced(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((one, two)) => format!("{one}\u{a0}{two}"),
        None => code.to_owned(),
    }
}

/// Counters, and the QR code, small enough to leave room and big enough for the first rows; Q makes it big.
pub(super) fn side(board: BoardState, doors: StoredValue<Doors>) -> Element {
    let language = language();
    let closed = Memo::new(move |_| board.read(|workshop| workshop.joining_closed || workshop.phase == Phase::Closed));
    let sign = move || {
        (!closed.get() && board.scene.get() != Scene::Welcome).then(|| {
            doors.with_value(|doors| {
                element("section")
                    .class(if board.big_qr.get() { "way-in big" } else { "way-in" })
                    .attr("aria-label", texts::join_sign(language))
                    .child(qr(doors.qr.clone(), texts::qr_label(language, &doors.host, &doors.code)))
                    .child(element("p").class("host").child(doors.host.clone()))
                    .child(element("p").class("code").child(spaced(&doors.code)))
            })
        })
    };
    element("aside").class("side").child(counters(board)).child(live(sign))
}

/// How many companies, haves, wants, matches and synergies there are.
pub(super) fn counters(board: BoardState) -> Element {
    let language = language();
    let counter = move |class: &'static str, count: u32, one: &'static str, many: &'static str| {
        element("p")
            .class(class)
            .child(element("strong").child(format::number(language, f64::from(count), 0)))
            .child(" ")
            .child(element("span").child(if format::is_one(language, count as usize) { one } else { many }))
    };
    let all = move || {
        let counts = board.read(Counts::of);
        let wants = counts.wants + counts.shared_needs;
        children![
            counter("counter", counts.organisations, texts::company(language), texts::companies(language)),
            counter("counter have", counts.haves, texts::have(language), texts::haves(language)),
            counter("counter want", wants, texts::want(language), texts::wants(language)),
            counter("counter matched", counts.matches, texts::match_one(language), texts::matches(language)),
            counter("counter matched", counts.synergies, texts::synergy(language), texts::synergies(language)),
        ]
    };
    element("section").class("counters").attr("aria-label", texts::counters(language)).child(live(all))
}
