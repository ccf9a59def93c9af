//! How people get in, and the door itself.

use domain::workshop::{Command, Phase};
use leptos::prelude::*;

use super::Doors;
use super::state::DeskState;
use crate::locale::desk as texts;
use crate::parts::qr::Qr;

/// The panel of doors: code, address and QR code, and whether newcomers are let in.
#[component]
pub(super) fn WayIn(desk: DeskState, doors: StoredValue<Doors>) -> impl IntoView {
    let language = desk.language;
    let closed = Memo::new(move |_| desk.read(|workshop| workshop.joining_closed));
    let over = Memo::new(move |_| desk.phase() == Phase::Closed);
    let door = move || {
        if over.get() {
            return view! { <p class="notice">{texts::door_ends_with_phase(language)}</p> }.into_any();
        }
        let (said, act) = if closed.get() {
            (texts::door_is_closed(language), texts::open_door(language))
        } else {
            (texts::door_is_open(language), texts::close_door(language))
        };
        view! {
            <div class="notice" class:warning=closed>
                <p>{said}</p>
                <button
                    type="button"
                    on:click=move |_| desk.send(Command::SwitchJoining { open: closed.get_untracked() })
                >
                    {act}
                </button>
            </div>
        }
        .into_any()
    };
    let doors = doors.get_value();
    view! {
        <h2>{texts::panel_way_in(language)}</h2>
        <div class="way-in">
            <Qr svg=doors.join_qr label=texts::qr_label(language).to_owned() />
            <dl>
                <div>
                    <dt>{texts::code(language)}</dt>
                    <dd class="code">{doors.join_code}</dd>
                </div>
                <div>
                    <dt>{texts::address(language)}</dt>
                    <dd>
                        <a href=doors.join_address.clone() target="_blank" rel="noopener">
                            {doors.join_address.clone()}
                        </a>
                    </dd>
                </div>
                <div>
                    <dt>{texts::board_address(language)}</dt>
                    <dd>
                        <a href=doors.board_address.clone() target="_blank" rel="noopener">
                            {doors.board_address.clone()}
                        </a>
                        <p class="hint">
                            {texts::keep_board_address(language)} " "
                            <a href=doors.keys_address>{texts::all_keys(language)}</a>
                        </p>
                    </dd>
                </div>
            </dl>
        </div>
        {door}
    }
    .into_any()
}
