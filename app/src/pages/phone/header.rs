//! The head and the tabs, above and below every screen of the phone.

use super::Tab;
use super::place::Place;
use super::state::PhoneState;
use crate::Language;
use crate::locale::{language, phone as texts, running, words};
use crate::parts::language_switch::language_switch;
#[cfg(feature = "hydrate")]
use domain::ids::ParticipantId;
use domain::workshop::StepKind;
#[cfg(feature = "hydrate")]
use domain::workshop::Workshop;
use element::{Child, Element, children, element, live};
use leptos::prelude::*;
use live::link::Connection;

/// The workshop, its phase, who one is, and how the connection stands.
pub(super) fn header(phone: PhoneState) -> Element {
    element("header").class("phone-header").child(live(move || lines(phone)))
}

fn lines(phone: PhoneState) -> Vec<Child> {
    let language = language();
    let line = || element("div").class("phone-header-line");
    let (title, phase, step, table, who) = phone.read(|workshop| {
        let step = workshop.clock.as_ref().map(|clock| running::step_name(language, &workshop.steps, clock.step));
        let table = phone.me.and_then(|me| workshop.participants.get(&me)?.table);
        let who = phone.me.and_then(|me| workshop.participants.get(&me)).map(|me| {
            let mut who = [&*me.name, " · ", &*me.organisation].concat();
            if let Some(table) = me.table {
                who.extend([" · ", &texts::table_number(language, table)]);
            }
            who
        });
        (workshop.title().to_owned(), workshop.phase, step, table, who)
    });
    // The step says more than its phase.
    let phase = step.is_none().then(|| {
        element("p")
            .class("phase")
            .child(element("span").class("visually-hidden").child([texts::phase_word(language), " "].concat()))
            .child(words::phase(language, phase))
    });
    let connection =
        connection(language, phone.live.status.get()).map(|(class, words)| element("span").class(class).child(words));
    let connection = element("p").class("connection").attr("role", "status").child(connection);
    // Not announced every second: who listens asks for it.
    let clock = phone.live.left_ms().map(|(left, paused)| {
        element("span").class(if paused { "left paused" } else { "left" }).child(running::left(left))
    });
    // In the step for it, what waits for an answer is one tap away.
    let asks = phone.read(|workshop| workshop.step().is_some_and(|step| step.kind == StepKind::SelfAssessment));
    let waiting = if asks { super::my_matches::unanswered(phone) } else { 0 };
    let ask = (waiting > 0).then(|| {
        link_to(phone, Place::at(Tab::Matches))
            .class("ask")
            .child([running::give_view(language), " (", &waiting.to_string(), ")"].concat())
    });
    let now = step.map(|step| {
        let seat = table.map(|table| {
            element("strong")
                .class("table-now")
                .child([running::your_table(language), "\u{a0}: ", &table.to_string()].concat())
        });
        element("div")
            .class("phone-header-line step-now")
            .child(seat)
            .child(element("span").child(step))
            .child(ask)
            .child(clock)
    });
    children![
        line().child(element("h1").child(title)).child(language_switch(phone.place.get().address(phone.workshop_id))),
        line()
            .child(
                element("p")
                    .class("who")
                    .child(who.map(|who| element("a").attr("href", crate::routes::me(phone.workshop_id)).child(who)))
            )
            .child(phase)
            .child(connection),
        now,
    ]
}

/// The phase, the step and one's table in it, as a sentence for screen readers when one of them changes.
#[cfg(feature = "hydrate")]
pub(super) fn where_one_is(language: Language, workshop: &Workshop, me: Option<ParticipantId>) -> String {
    let mut said = [texts::phase_word(language), " ", words::phase(language, workshop.phase)].concat();
    if let Some(clock) = &workshop.clock {
        said.extend([". ", &*running::step_name(language, &workshop.steps, clock.step)]);
        if let Some(table) = me.and_then(|me| workshop.participants.get(&me)?.table) {
            said.extend([", ", running::your_table(language), " ", &table.to_string()]);
        }
    }
    said
}

/// In a window that keeps nothing: what that means, and where to go.
pub(super) fn forgetful_window(phone: PhoneState) -> Child {
    live(move || {
        phone.forgetful.get().map(|address| {
            let words = element("p").child(texts::forgetful_window(language()));
            element("div")
                .class("notice warning")
                .attr("role", "status")
                .child(words)
                .child(element("p").class("address").child(address))
        })
    })
}

/// How the connection stands: a class and a sentence. None while the page is connecting; without script it stays so,
/// and everything works all the same.
fn connection(language: Language, status: Connection) -> Option<(&'static str, &'static str)> {
    match status {
        Connection::Connecting => None,
        Connection::Live => Some(("live", texts::connection_live(language))),
        Connection::Stale => Some(("stale", texts::connection_stale(language))),
        Connection::Offline => Some(("offline", texts::connection_offline(language))),
        Connection::Ended => Some(("offline", texts::connection_ended(language))),
    }
}

/// The three screens. Real links; with script they switch without loading.
pub(super) fn tabs(phone: PhoneState) -> Element {
    element("nav").class("phone-tabs").attr("aria-label", texts::tabs(language())).child(live(move || links(phone)))
}

fn links(phone: PhoneState) -> Vec<Child> {
    let language = language();
    let waiting = super::my_matches::unanswered(phone);
    let badge = (waiting > 0).then(|| {
        let words = element("span").class("visually-hidden").child(["\u{a0}", texts::to_answer(language)].concat());
        element("span")
            .class("badge")
            .child(element("span").class("visually-hidden").child(",\u{a0}"))
            .child(waiting.to_string())
            .child(words)
    });
    let here = phone.place.get().tab;
    let link = |tab: Tab| {
        let current = (here == tab).then_some("page");
        link_to(phone, Place::at(tab)).maybe("aria-current", current).child(element("span").child(tab.words(language)))
    };
    children![link(Tab::Mine), link(Tab::Room), link(Tab::Matches).child(badge),]
}

/// A link to a place of this phone. A plain click goes there without loading; "open in a new tab" stays the browser's.
pub(super) fn link_to(phone: PhoneState, place: Place) -> Element {
    element("a").attr("href", place.address(phone.workshop_id)).on_click(move |event| {
        if event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            phone.go(place);
        }
    })
}
