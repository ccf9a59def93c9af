//! What the board shows, and what was chosen by hand.

use domain::workshop::{Phase, Scene, Workshop};
use leptos::prelude::*;

use super::BoardBoot;
use crate::live::Live;

/// The scene that goes with a phase.
const fn scene_of(phase: Phase) -> Scene {
    match phase {
        Phase::Preparation | Phase::Welcome => Scene::Welcome,
        Phase::HavesWants => Scene::Cards,
        Phase::Matching => Scene::Matches,
        Phase::Engagement | Phase::Closed => Scene::Outcome,
    }
}

/// The scene after this one, or before it.
fn neighbour(scene: Scene, forward: bool) -> Scene {
    let all = Scene::ALL;
    let at = all.iter().position(|other| *other == scene).unwrap_or(0);
    let to = if forward { at + 1 } else { at + all.len() - 1 };
    all[to % all.len()]
}

/// How big the text is, as a factor; the usual size fits the most.
const ZOOMS: [f64; 6] = [0.8, 0.9, 1.0, 1.15, 1.3, 1.5];

/// The workshop as this board follows it, and the board's own settings. A handle: copies are the same board.
#[derive(Clone, Copy)]
pub(super) struct BoardState {
    pub(super) live: Live,
    /// What is shown: chosen by hand at this board, else by the facilitator, else what goes with the phase.
    pub(super) scene: Memo<Scene>,
    /// The scene chosen by hand at this board; none while it follows the room.
    pub(super) by_hand: RwSignal<Option<Scene>>,
    pub(super) zoom: RwSignal<f64>,
    pub(super) blank: RwSignal<bool>,
    pub(super) big_qr: RwSignal<bool>,
    pub(super) help: RwSignal<bool>,
    /// A counter that all lists share: when it goes up, each of them shows its next page.
    pub(super) page: RwSignal<usize>,
    /// The pages of lists do not turn by themselves (key: space).
    pub(super) held: RwSignal<bool>,
    /// The page was turned by hand, not by itself.
    pub(super) turned: RwSignal<bool>,
    /// The board plays a tone at the end of a step (key: S).
    pub(super) sound: RwSignal<bool>,
    /// All keys are switched off but the one that switches them on again: somebody leans on the keyboard, or another
    /// remote is in the room.
    pub(super) keys_off: RwSignal<bool>,
}

/// What a key of the keyboard or of a presenter remote does.
#[cfg_attr(not(any(feature = "hydrate", test)), allow(dead_code))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    FullScreen,
    Bigger,
    Smaller,
    Next,
    Previous,
    Follow,
    Page,
    Hold,
    Sound,
    Keys,
    Blank,
    BigQr,
    Help,
}

#[cfg_attr(not(any(feature = "hydrate", test)), allow(dead_code))]
impl Act {
    /// The act of a key, as browsers name it.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "f" | "F" => Self::FullScreen,
            "+" | "=" => Self::Bigger,
            "-" | "_" => Self::Smaller,
            "ArrowRight" | "PageDown" => Self::Next,
            "ArrowLeft" | "PageUp" => Self::Previous,
            "Escape" | "0" => Self::Follow,
            " " => Self::Hold,
            "n" | "N" => Self::Page,
            "s" | "S" => Self::Sound,
            "k" | "K" => Self::Keys,
            "b" | "B" | "." => Self::Blank,
            "q" | "Q" => Self::BigQr,
            "?" | "h" | "H" => Self::Help,
            _ => return None,
        })
    }
}

impl BoardState {
    pub(super) fn new(boot: &BoardBoot) -> Self {
        let live = Live::of_board(boot.snapshot.clone(), boot.key.clone());
        let by_hand = RwSignal::new(boot.pinned);
        let told = Memo::new(move |_| {
            live.replica.with(|replica| replica.workshop().scene.unwrap_or_else(|| scene_of(replica.workshop().phase)))
        });
        Self {
            live,
            scene: Memo::new(move |_| by_hand.get().unwrap_or_else(|| told.get())),
            by_hand,
            zoom: RwSignal::new(1.0),
            blank: RwSignal::new(false),
            big_qr: RwSignal::new(false),
            help: RwSignal::new(false),
            page: RwSignal::new(0),
            held: RwSignal::new(false),
            turned: RwSignal::new(false),
            sound: RwSignal::new(false),
            keys_off: RwSignal::new(false),
        }
    }

    /// Reads something of the workshop; what reads it is run again when the workshop changes.
    pub(super) fn read<T>(self, read: impl FnOnce(&Workshop) -> T) -> T {
        self.live.replica.with(|replica| read(replica.workshop()))
    }

    /// Every list goes on to its next page.
    fn turn(self, by_hand: bool) {
        self.turned.set(by_hand);
        self.page.update(|page| *page = page.wrapping_add(1));
    }

    pub(super) fn act(self, act: Act) {
        match act {
            Act::FullScreen => full_screen(),
            Act::Bigger | Act::Smaller => self.zoom.update(|zoom| *zoom = next_zoom(*zoom, act == Act::Bigger)),
            Act::Next | Act::Previous => {
                let scene = self.scene.get_untracked();
                self.by_hand.set(Some(neighbour(scene, act == Act::Next)));
            }
            Act::Follow => {
                self.by_hand.set(None);
                self.help.set(false);
                self.big_qr.set(false);
                self.blank.set(false);
            }
            Act::Page => self.turn(true),
            Act::Hold => self.held.update(|on| *on = !*on),
            Act::Sound => self.sound.update(|on| *on = !*on),
            Act::Keys => self.keys_off.update(|on| *on = !*on),
            Act::Blank => self.blank.update(|on| *on = !*on),
            Act::BigQr => self.big_qr.update(|on| *on = !*on),
            Act::Help => self.help.update(|on| *on = !*on),
        }
    }
}

fn next_zoom(zoom: f64, bigger: bool) -> f64 {
    let next =
        if bigger { ZOOMS.iter().find(|size| **size > zoom) } else { ZOOMS.iter().rev().find(|size| **size < zoom) };
    next.copied().unwrap_or(zoom)
}

#[cfg(feature = "hydrate")]
fn full_screen() {
    let document = document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else if let Some(root) = document.document_element() {
        // Refused by some browsers: then it stays as it is.
        let _ = root.request_fullscreen();
    }
}

#[cfg(not(feature = "hydrate"))]
const fn full_screen() {}

#[cfg(feature = "hydrate")]
mod waking {
    use std::time::Duration;

    use leptos::prelude::*;

    use super::super::Replay;
    use super::{Act, BoardState};

    /// How long a page of a list stays before it turns by itself.
    const PAGE: Duration = Duration::from_secs(12);

    impl BoardState {
        fn turn_page(self) {
            if !self.held.get_untracked() {
                self.turn(false);
            }
        }

        /// To be called once the browser has taken the page over: connects, listens to the keys, and turns the pages.
        pub(in super::super) fn wake(self, replay: Option<Replay>) {
            let owner = Owner::current();
            leptos::task::spawn_local(async move {
                let start = move || {
                    #[cfg(feature = "hydrate")]
                    match replay {
                        Some(replay) => self.live.replay(f64::from(replay.speed), replay.hidden, move || {
                            self.held.try_get_untracked().unwrap_or(false)
                        }),
                        None => self.live.connect(),
                    }
                    #[cfg(not(feature = "hydrate"))]
                    let _ = replay;
                    let keys = window_event_listener(leptos::ev::keydown, move |event| {
                        if event.ctrl_key() || event.meta_key() || event.alt_key() {
                            return;
                        }
                        // A button with the focus is pressed by the space bar; that is not for us.
                        let on_button = event.key() == " "
                            && document().active_element().is_some_and(|element| element.tag_name() == "BUTTON");
                        if let (Some(act), false) = (Act::of_key(&event.key()), on_button) {
                            if self.keys_off.get_untracked() && act != Act::Keys {
                                return;
                            }
                            event.prevent_default();
                            self.act(act);
                        }
                    });
                    on_cleanup(move || keys.remove());
                    if let Ok(turning) = set_interval_with_handle(move || self.turn_page(), PAGE) {
                        on_cleanup(move || turning.clear());
                    }
                };
                match owner {
                    Some(owner) => owner.with(start),
                    None => start(),
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_walk_through_the_scenes_and_back() {
        assert_eq!(neighbour(Scene::Welcome, true), Scene::Cards);
        assert_eq!(neighbour(Scene::Welcome, false), Scene::Outcome);
        assert_eq!(neighbour(Scene::Outcome, true), Scene::Welcome);
        assert_eq!(Act::of_key("ArrowRight"), Some(Act::Next));
        assert_eq!(Act::of_key("x"), None);
    }

    #[test]
    fn text_grows_and_shrinks_within_bounds() {
        assert!((next_zoom(1.0, true) - 1.15).abs() < 1e-9);
        assert!((next_zoom(1.5, true) - 1.5).abs() < 1e-9);
        assert!((next_zoom(0.8, false) - 0.8).abs() < 1e-9);
    }
}
