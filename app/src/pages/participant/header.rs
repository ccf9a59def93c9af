//! Above and below every screen of the phone.

use leptos::prelude::*;

use super::Tab;
use super::phone::PhoneState;
use super::place::Place;
use crate::live::Connection;
use crate::locale::{language, participant as texts, words};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::listener::listener;

/// The workshop, its phase, who one is, and how the connection stands.
pub(super) fn header(phone: PhoneState) -> AnyView {
    let language = language();
    let lines = move || {
        let back = phone.place.get().address(phone.workshop_id);
        let connection = connection(language, phone.live.status.get());
        phone.read(|workshop| {
            let who = phone.me.and_then(|me| workshop.participants.get(&me)).map(|me| {
                let mut who = [&*me.name, " · ", &*me.organisation].concat();
                if let Some(table) = me.table {
                    who.extend([" · ", texts::table_word(language), " ", &table.to_string()]);
                }
                who
            });
            view! {
                <div class="phone-header-line">
                    <h1>{workshop.title().to_owned()}</h1>
                    <LanguageSwitch back />
                </div>
                <div class="phone-header-line">
                    <p class="who">{who.unwrap_or_default()}</p>
                    <p class="phase">
                        <span class="visually-hidden">{texts::phase_word(language)}</span>
                        {words::phase(language, workshop.phase)}
                    </p>
                    <p class="connection" role="status">
                        {connection.map(|(class, text)| view! { <span class=class>{text}</span> }.into_any())}
                    </p>
                </div>
            }
            .into_any()
        })
    };
    view! { <header class="phone-header">{move || lines()}</header> }.into_any()
}

/// Nothing before the page is awake: without script it never is, and works all the same.
fn connection(language: crate::Language, status: Connection) -> Option<(&'static str, &'static str)> {
    match status {
        Connection::Connecting => None,
        Connection::Live => Some(("live", texts::connection_live(language))),
        Connection::Stale => Some(("stale", texts::connection_stale(language))),
        Connection::Offline => Some(("offline", texts::connection_offline(language))),
    }
}

/// The three screens. Real links; with script they switch without loading.
pub(super) fn tabs(phone: PhoneState) -> AnyView {
    let language = language();
    let links = move || {
        let count = super::my_matches::unanswered(phone);
        let badge = (count > 0).then(|| {
            view! {
                <span class="badge">
                    {count.to_string()}
                    <span class="visually-hidden">{texts::to_answer(language)}</span>
                </span>
            }
            .into_any()
        });
        let here = phone.place.get().tab;
        let link = |tab: Tab, words: &'static str, badge: Option<AnyView>| {
            let place = Place::at(tab);
            view! {
                <a
                    href=place.address(phone.workshop_id)
                    aria-current=(here == tab).then_some("page")
                    on:click=listener(move |event| follow(&event, phone, place))
                >
                    <span>{words}</span>
                    {badge}
                </a>
            }
            .into_any()
        };
        vec![
            link(Tab::Mine, texts::tab_mine(language), None),
            link(Tab::Room, texts::tab_room(language), None),
            link(Tab::Matches, texts::tab_matches(language), badge),
        ]
        .into_any()
    };
    view! { <nav class="phone-tabs" aria-label=texts::tabs(language)>{move || links()}</nav> }.into_any()
}

/// A plain click on a link of this phone goes there without loading; "open in a new tab" stays the browser's.
pub(super) fn follow(event: &leptos::ev::MouseEvent, phone: PhoneState, place: Place) {
    if event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
        event.prevent_default();
        phone.go(place);
    }
}
