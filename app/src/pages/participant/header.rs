//! Above and below every screen of the phone.

use leptos::prelude::*;

use super::Tab;
use super::phone::PhoneState;
use super::place::Place;
use crate::live::Connection;
use crate::locale::{language, participant as texts, words};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::notice::{Notice, Tone};

/// The workshop, its phase, who one is, and how the connection stands.
#[component]
pub(super) fn Header(phone: PhoneState) -> impl IntoView {
    let language = language();
    let title = Memo::new(move |_| phone.read(|workshop| workshop.title().to_owned()));
    let phase = Memo::new(move |_| phone.phase());
    let who = Memo::new(move |_| {
        phone.read(|workshop| {
            let me = workshop.participants.get(&phone.me?)?;
            let table = me.table.map(|table| format!(" · {} {table}", texts::table_word(language))).unwrap_or_default();
            Some(format!("{} · {}{table}", me.name, me.organisation))
        })
    });
    let back = Signal::derive(move || phone.place.get().address(phone.workshop_id));
    view! {
        <header class="phone-header">
            <div class="phone-header-line">
                <h1>{move || title.get()}</h1>
                <LanguageSwitch back />
            </div>
            <div class="phone-header-line">
                <p class="who">{move || who.get()}</p>
                <p class="phase">
                    <span class="visually-hidden">{texts::phase_word(language)}</span>
                    {move || words::phase(language, phase.get())}
                </p>
                <p class="connection" role="status">
                    {move || connection(language, phone.live.status.get()).map(|(class, text)| view! { <span class=class>{text}</span> })}
                </p>
            </div>
        </header>
    }
    .into_any()
}

/// In a window that keeps nothing: what that means, and where to go.
#[component]
pub(super) fn ForgetfulWindow(phone: PhoneState) -> impl IntoView {
    let language = language();
    move || {
        phone.forgetful.get().map(|address| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>{texts::forgetful_window(language)}</p>
                    <p class="address">{address}</p>
                </Notice>
            }
        })
    }
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
#[component]
pub(super) fn Tabs(phone: PhoneState) -> impl IntoView {
    let language = language();
    let unanswered = Memo::new(move |_| super::my_matches::unanswered(phone));
    let badge = move || {
        let count = unanswered.get();
        (count > 0).then(|| {
            view! {
                <span class="badge">
                    {count}
                    <span class="visually-hidden">{texts::to_answer(language)}</span>
                </span>
            }
        })
    };
    view! {
        <nav class="phone-tabs" aria-label=texts::tabs(language)>
            <TabLink phone tab=Tab::Mine words=texts::tab_mine(language)>
                {None::<AnyView>}
            </TabLink>
            <TabLink phone tab=Tab::Room words=texts::tab_room(language)>
                {None::<AnyView>}
            </TabLink>
            <TabLink phone tab=Tab::Matches words=texts::tab_matches(language)>
                {badge}
            </TabLink>
        </nav>
    }
    .into_any()
}

#[component]
fn TabLink(phone: PhoneState, tab: Tab, words: &'static str, children: Children) -> impl IntoView {
    view! {
        <a
            href=Place::at(tab).address(phone.workshop_id)
            aria-current=move || (phone.place.get().tab == tab).then_some("page")
            on:click=move |event| follow(&event, phone, Place::at(tab))
        >
            <span>{words}</span>
            {children()}
        </a>
    }
    .into_any()
}

/// A plain click on a link of this phone goes there without loading; "open in a new tab" stays the browser's.
pub(super) fn follow(event: &leptos::ev::MouseEvent, phone: PhoneState, place: Place) {
    if event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
        event.prevent_default();
        phone.go(place);
    }
}
