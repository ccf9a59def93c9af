//! The shared board on the projector: one scene for each phase, all legible from the back of the room, controlled by
//! keys.

use domain::replica::Snapshot;
use domain::workshop::Scene;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::Language;
use crate::locale::{board as texts, common, words};
use crate::parts::staleness::Staleness;

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
#[component]
pub fn Board(boot: BoardBoot) -> impl IntoView {
    let language = boot.language;
    let board = BoardState::new(&boot);
    let doors = StoredValue::new(frame::Doors { code: boot.join_code, host: boot.join_host, qr: boot.join_qr });
    #[cfg(feature = "hydrate")]
    board.wake(boot.replay);
    let scene = move || match board.scene.get() {
        Scene::Welcome => view! { <welcome::Welcome board doors /> }.into_any(),
        Scene::Cards => view! { <cards::Cards board /> }.into_any(),
        Scene::Matches => view! { <matches::Matches board /> }.into_any(),
        Scene::Map => view! { <map::Map board /> }.into_any(),
        Scene::Plenary => view! { <plenary::Plenary board /> }.into_any(),
        Scene::Spotlight => view! { <spotlight::Spotlight board /> }.into_any(),
        Scene::Figures => view! { <figures::Figures board /> }.into_any(),
        Scene::Timer => view! { <clock::Timer board /> }.into_any(),
        Scene::Outcome => view! { <outcome::Outcome board /> }.into_any(),
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
    view! {
        <div
            class="board-screen"
            style=move || format!("--zoom:{}", board.zoom.get())
            class:blank=move || board.blank.get()
        >
            <frame::Top board />
            <Staleness live=board.live class="connection-lost" message=texts::connection_lost(language) />
            <p class="visually-hidden" role="status">{said}</p>
            <main class=move || format!("scene scene-{}", board.scene.get().code()) id="content">
                {scene}
            </main>
            <frame::Side board doors />
            <controls::Help board />
            <controls::Bar board />
        </div>
    }
}

/// Wakes the board up in the browser.
#[cfg(feature = "hydrate")]
pub fn hydrate() {
    super::take_over::take_over(|boot: &BoardBoot| boot.language, |boot| view! { <Board boot /> }.into_any());
}
