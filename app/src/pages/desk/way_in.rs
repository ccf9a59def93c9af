//! How people get in, and the door itself.

use domain::workshop::{Command, Phase};
use element::{Child, children, element, live};
use leptos::prelude::*;

use super::Doors;
use super::state::DeskState;
use crate::locale::desk as texts;
use crate::parts::qr::qr;

/// The panel of doors: code, address and QR code, and whether newcomers are let in.
pub(super) fn way_in(desk: DeskState, doors: StoredValue<Doors>) -> Vec<Child> {
    let language = desk.language;
    let door = move || {
        let (closed, over) = desk.read(|workshop| (workshop.joining_closed, workshop.phase == Phase::Closed));
        if over {
            return element("p").class("notice").child(texts::door_ends_with_phase(language));
        }
        let (class, said, act) = if closed {
            ("notice warning", texts::door_is_closed(language), texts::open_door(language))
        } else {
            ("notice", texts::door_is_open(language), texts::close_door(language))
        };
        let switch = element("button")
            .attr("type", "button")
            .on_click(move |_| desk.send(Command::SwitchJoining { open: closed }));
        element("div").class(class).child(element("p").child(said)).child(switch.child(act))
    };
    let doors = doors.get_value();
    let term = |words: &'static str| element("dt").child(words);
    let elsewhere = |address: String| {
        element("a").attr("href", address.clone()).attr("target", "_blank").attr("rel", "noopener").child(address)
    };
    let hint = element("p")
        .class("hint")
        .child(texts::keep_board_address(language))
        .child(" ")
        .child(element("a").attr("href", doors.keys_address).child(texts::all_keys(language)));
    let list = element("dl")
        .child(
            element("div").child(term(texts::code(language))).child(element("dd").class("code").child(doors.join_code)),
        )
        .child(
            element("div")
                .child(term(texts::address(language)))
                .child(element("dd").child(elsewhere(doors.join_address))),
        )
        .child(
            element("div")
                .child(term(texts::board_address(language)))
                .child(element("dd").child(elsewhere(doors.board_address)).child(hint)),
        );
    let ways =
        element("div").class("way-in").child(qr(doors.join_qr, texts::qr_label(language).to_owned())).child(list);
    children![element("h2").child(texts::panel_way_in(language)), ways, live(door)]
}
