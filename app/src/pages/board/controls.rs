//! The board's keys, as help and as buttons for whoever has a mouse only.

use leptos::html;
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use wasm_bindgen::JsCast as _;

use super::state::{Act, BoardState};
use crate::Language;
use crate::locale::{board as texts, language, running};

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
#[component]
pub(super) fn Help(board: BoardState) -> impl IntoView {
    let language = language();
    let dialog = NodeRef::<html::Section>::new();
    // It takes the focus, and gives it back to where it was.
    #[cfg(feature = "hydrate")]
    Effect::new(move |before: Option<Option<web_sys::Element>>| {
        let before = before.flatten();
        if board.help.get() {
            let dialog = dialog.get()?;
            let before = before.or_else(|| document().active_element());
            // An element without a place in the page refuses the focus: then it stays where it is.
            let _ = dialog.focus();
            before
        } else {
            if let Some(before) = before.and_then(|before| before.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = before.focus();
            }
            None
        }
    });
    move || {
        board.help.get().then(|| {
            let row = |(_, key, _, words): &Control| {
                // What stands between them is heard only: else each key runs into the words before and after it.
                view! {
                    <div>
                        <dt><kbd>{*key}</kbd><span class="visually-hidden">"\u{a0}–\u{a0}"</span></dt>
                        <dd>{words(language)}<span class="visually-hidden">".\u{a0}"</span></dd>
                    </div>
                }
            };
            view! {
                <section class="help" role="dialog" node_ref=dialog tabindex="-1" aria-label=texts::keyboard(language)>
                    <h2>{texts::keyboard(language)}</h2>
                    <dl>{CONTROLS.iter().map(row).collect_view()}</dl>
                </section>
            }
        })
    }
}

/// The same as buttons, quiet in the corner.
#[component]
pub(super) fn Bar(board: BoardState) -> impl IntoView {
    let language = language();
    let button = move |(act, _, sign, words): &Control| {
        let act = *act;
        view! {
            <button
                type="button"
                title=words(language)
                aria-expanded=move || (act == Act::Help).then(|| board.help.get().to_string())
                on:click=move |_| board.act(act)
            >
                {*sign}
                " "
                <span class="visually-hidden">{words(language)}</span>
            </button>
        }
    };
    view! {
        <footer class="bar">
            <p>
                {move || {
                    if board.keys_off.get() {
                        running::keys_off(language)
                    } else if board.held.get() {
                        running::held(language)
                    } else if board.by_hand.with(Option::is_some) {
                        texts::scene_by_hand(language)
                    } else {
                        texts::help_hint(language)
                    }
                }}
            </p>
            <div role="toolbar" aria-label=texts::controls(language)>{CONTROLS.iter().map(button).collect_view()}</div>
        </footer>
    }
    .into_any()
}
