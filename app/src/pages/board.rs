//! The shared board on the projector: one scene for each phase, all legible from the back of the room, controlled by
//! keys.

use domain::workshop::Scene;
use element::{Child, afresh, children, element, live};
use leptos::prelude::*;
use live::replica::Snapshot;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::Language;
use crate::locale::{board as texts, common, words};
use crate::parts::staleness::staleness;

mod cards;
mod clock;
mod controls;
mod figures;
mod frame;
mod map;
mod matches;
mod outcome;
mod pager;
mod plenary;
mod spotlight;
mod state;
mod welcome;

use state::BoardState;

/// From what the server and the browser render the same board.
#[derive(Clone, Debug, Serialize, Deserialize, Wire)]
pub struct BoardBoot {
    /// The room's language: a board has no reader of its own.
    pub language: Language,
    /// The workshop as the room may see it.
    pub snapshot: Snapshot,
    /// The board's own key: its feed is `/api/workshops/{id}/feed?board={key}`.
    pub key: String,
    /// The code to type at the door, written as people read it.
    pub join_code: String,
    /// The short address to type, without the code.
    pub join_host: String,
    /// The QR code of the join address, as SVG.
    pub join_qr: String,
    /// The scene at which this board stays: a second board beside the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Scene>,
    /// The log is played back instead of followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<Replay>,
}

/// How a past workshop is played back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Replay {
    /// How many times faster than the day itself the log is played.
    pub speed: u32,
    /// Names of people and companies are replaced by numbers.
    pub hidden: bool,
}

/// The whole board: the scene that is shown, its frame, and the keys that control it.
#[must_use]
pub fn board(boot: BoardBoot) -> Vec<Child> {
    let language = boot.language;
    let board = BoardState::new(&boot);
    let doors = StoredValue::new(frame::Doors { code: boot.join_code, host: boot.join_host, qr: boot.join_qr });
    #[cfg(feature = "hydrate")]
    board.wake(boot.replay);
    let scene = move || match board.scene.get() {
        Scene::Welcome => welcome::welcome(board, doors),
        Scene::Cards => cards::cards(board),
        Scene::Matches => matches::matches(board),
        Scene::Map => map::map(board),
        Scene::Plenary => plenary::plenary(board),
        Scene::Spotlight => spotlight::spotlight(board),
        Scene::Figures => figures::figures(board),
        Scene::Timer => clock::timer(board),
        Scene::Outcome => outcome::outcome(board),
    };
    // Said from the second scene on: the first is what the page is about.
    let said = Memo::new(move |before: Option<&(Scene, bool)>| {
        let scene = board.scene.get();
        (scene, before.is_some_and(|(known, changed)| *changed || *known != scene))
    });
    let said = move || {
        let (scene, changed) = said.get();
        if changed {
            common::labelled(language, texts::scene(language), words::scene(language, scene))
        } else {
            String::new()
        }
    };
    let main = element("main")
        .live_attr("class", move || Some(["scene scene-", board.scene.get().code()].concat()))
        .attr("id", "content")
        .child(afresh(scene));
    let screen = element("div")
        .live_attr("class", move || Some(if board.blank.get() { "board-screen blank" } else { "board-screen" }))
        .live_attr("style", move || Some(format!("--zoom:{}", board.zoom.get())))
        .child(frame::top(board))
        .child(staleness(board.live, "connection-lost", texts::connection_lost(language)))
        .child(element("p").class("visually-hidden").attr("role", "status").child(live(said)))
        .child(main)
        .child(frame::side(board, doors))
        .child(controls::help(board))
        .child(controls::bar(board));
    children![screen]
}

/// Wakes the board up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    super::take_over::take_over(|boot: &BoardBoot| boot.language, board);
}
