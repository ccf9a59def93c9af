//! The board's keys, as help and as buttons for whoever has a mouse only.

use element::{Child, Element, element, live};
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast as _;

use super::state::{Act, BoardState};
use crate::Language;
use crate::locale::{board as texts, language, running};
#[cfg(feature = "hydrate")]
use crate::parts::focus::focus_soon;

/// Key, sign on the button, what it does.
type Control = (Act, &'static str, &'static str, fn(Language) -> &'static str);

const CONTROLS: [Control; 13] = [
    (Act::FullScreen, "F", "F", texts::key_full_screen),
    (Act::Bigger, "+", "A+", texts::key_bigger),
    (Act::Smaller, "−", "A−", texts::key_smaller),
    (Act::Previous, "←", "←", texts::key_previous),
    (Act::Next, "→", "→", texts::key_next),
    (Act::Follow, "Esc", "⟲", texts::key_follow),
    (Act::Page, "N", "↻", texts::key_page),
    (Act::Hold, "␣", "II", running::key_hold),
    (Act::Sound, "S", "♪", running::key_sound),
    (Act::Keys, "K", "⌨", running::key_keys),
    (Act::BigQr, "Q", "QR", texts::key_qr),
    (Act::Blank, "B", "■", texts::key_blank),
    (Act::Help, "?", "?", texts::key_help),
];

/// The list of keys and what each does; `?` shows and hides it.
pub(super) fn help(board: BoardState) -> Child {
    let language = language();
    // It takes the focus, and gives it back to where it was.
    #[cfg(feature = "hydrate")]
    Effect::new(move |before: Option<Option<web_sys::Element>>| {
        let before = before.flatten();
        if board.help.get() {
            focus_soon(".help");
            return before.or_else(|| document().active_element());
        }
        // An element without a place in the page refuses the focus: then it stays where it is.
        if let Some(before) = before.and_then(|before| before.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = before.focus();
        }
        None
    });
    live(move || {
        board.help.get().then(|| {
            let heard = |words: &'static str| element("span").class("visually-hidden").child(words);
            // What stands between them is heard only: else each key runs into the words before and after it.
            let row = |(_, key, _, words): &Control| {
                element("div")
                    .child(element("dt").child(element("kbd").child(*key)).child(heard("\u{a0}–\u{a0}")))
                    .child(element("dd").child(words(language)).child(heard(".\u{a0}")))
                    .into()
            };
            element("section")
                .class("help")
                .attr("role", "dialog")
                .attr("tabindex", "-1")
                .attr("aria-label", texts::keyboard(language))
                .child(element("h2").child(texts::keyboard(language)))
                .child(element("dl").children(CONTROLS.iter().map(row).collect()))
        })
    })
}

/// The same as buttons, quiet in the corner.
pub(super) fn bar(board: BoardState) -> Element {
    let language = language();
    let button = |(act, _, sign, words): &Control| {
        let act = *act;
        let expanded = move || (act == Act::Help).then(|| if board.help.get() { "true" } else { "false" });
        element("button")
            .attr("type", "button")
            .attr("title", words(language))
            .live_attr("aria-expanded", expanded)
            .on_click(move |_| board.act(act))
            .child(*sign)
            .child(" ")
            .child(element("span").class("visually-hidden").child(words(language)))
            .into()
    };
    let state = move || {
        if board.keys_off.get() {
            running::keys_off(language)
        } else if board.held.get() {
            running::held(language)
        } else if board.by_hand.with(Option::is_some) {
            texts::scene_by_hand(language)
        } else {
            texts::help_hint(language)
        }
    };
    let buttons = element("div")
        .attr("role", "toolbar")
        .attr("aria-label", texts::controls(language))
        .children(CONTROLS.iter().map(button).collect());
    element("footer").class("bar").child(element("p").child(live(state))).child(buttons)
}
