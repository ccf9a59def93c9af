//! The step under way and what is left of it: small above every scene, and as a scene of its own.

use domain::workshop::Workshop;
use element::{Child, Element, children, element, live};
#[cfg(feature = "hydrate")]
use leptos::prelude::*;

use super::state::BoardState;
use crate::locale::{language, running as texts};
use crate::parts::apart::apart;

fn name(language: crate::Language, workshop: &Workshop) -> Option<String> {
    workshop.clock.as_ref().map(|clock| texts::step_name(language, &workshop.steps, clock.step))
}

/// How the time that is left is shown.
fn class_of((left, paused): (i64, bool)) -> &'static str {
    match (paused, left) {
        (true, _) => "left paused",
        (false, ..0) => "left over",
        (false, ..60_000) => "left soon",
        _ => "left",
    }
}

/// Above every scene: what is under way, and the time that is left.
pub(super) fn step_now(board: BoardState) -> Element {
    let language = language();
    #[cfg(feature = "hydrate")]
    ring(board);
    element("p")
        .class("step-now")
        .child(element("span").child(live(move || board.read(|workshop| name(language, workshop)))))
        .child(apart())
        .child(live(move || time_left(board, "strong")))
}

/// The time that is left; nothing before the server was heard.
fn time_left(board: BoardState, tag: &'static str) -> Option<Element> {
    let left = board.live.left_ms()?;
    let timer = element(tag).class(class_of(left)).attr("role", "timer").attr("aria-live", "off");
    Some(timer.child(texts::left(left.0)))
}

/// The scene of the timer: the time that is left of the step, as large as the wall allows.
pub(super) fn timer(board: BoardState) -> Vec<Child> {
    let language = language();
    let step = move || board.read(|workshop| name(language, workshop));
    let heading = move || step().unwrap_or_else(|| texts::no_step_yet(language).to_owned());
    let next = move || {
        let next = board.read(|workshop| {
            let at = workshop.clock.as_ref().map_or(0, |clock| clock.step + 1);
            (workshop.steps.len() > at as usize).then(|| texts::step_name(language, &workshop.steps, at))
        })?;
        let words = element("p").class("next-step").child(texts::next_is(language)).child(" – ");
        Some(words.child(element("strong").child(next)))
    };
    // How much of the step is left, from 0 to 1.
    let share = move || {
        let whole = board.read(|workshop| workshop.step().map(|step| f64::from(step.minutes) * 60_000.0));
        #[allow(clippy::cast_precision_loss)] // milliseconds of a day
        match (board.live.left_ms(), whole) {
            (Some((left, _)), Some(whole)) if whole > 0.0 => (left as f64 / whole).clamp(0.0, 1.0),
            _ => 1.0,
        }
    };
    let bar = move || {
        step().map(|_| {
            let left = element("span").attr("style", format!("--left:{:.4}", share()));
            element("div").class("time-bar").attr("aria-hidden", "true").child(left)
        })
    };
    children![
        element("section")
            .class("timer")
            .child(element("h2").child(live(heading)))
            .child(live(move || time_left(board, "p")))
            .child(live(bar))
            .child(live(next))
    ]
}

/// Two tones when the time of a step is up, where they are wished for.
#[cfg(feature = "hydrate")]
fn ring(board: BoardState) {
    Effect::new(move |before: Option<bool>| {
        let over = board.live.left_ms().is_some_and(|(left, paused)| left <= 0 && !paused);
        if over && before == Some(false) && board.sound.get_untracked() {
            // A browser that plays nothing leaves the room as quiet as it was.
            let _ = tone(660.0, 0.0).and_then(|()| tone(880.0, 0.35));
        }
        over
    });
}

#[cfg(feature = "hydrate")]
fn tone(hertz: f32, after: f64) -> Result<(), wasm_bindgen::JsValue> {
    let context = web_sys::AudioContext::new()?;
    let (tone, volume) = (context.create_oscillator()?, context.create_gain()?);
    tone.frequency().set_value(hertz);
    volume.gain().set_value(0.2);
    tone.connect_with_audio_node(&volume)?;
    volume.connect_with_audio_node(&context.destination())?;
    let begin = context.current_time() + after;
    tone.start_with_when(begin)?;
    tone.stop_with_when(begin + 0.3)
}
