//! The step under way and what is left of it: small above every scene, and as a scene of its own.

use domain::workshop::Workshop;
use leptos::prelude::*;

use super::state::BoardState;
use crate::locale::{language, running as texts};
use crate::parts::apart::Apart;

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
#[component]
pub(super) fn StepNow(board: BoardState) -> impl IntoView {
    let language = language();
    let step = Memo::new(move |_| board.read(|workshop| name(language, workshop)));
    #[cfg(feature = "hydrate")]
    ring(board);
    let left = move || {
        board.live.left_ms().map(
            |left| view! { <strong class=class_of(left) role="timer" aria-live="off">{texts::left(left.0)}</strong> },
        )
    };
    view! { <p class="step-now"><span>{move || step.get()}</span> <Apart /> {left}</p> }.into_any()
}

/// The scene of the timer: the time that is left of the step, as large as the wall allows.
#[component]
pub(super) fn Timer(board: BoardState) -> impl IntoView {
    let language = language();
    let step = Memo::new(move |_| board.read(|workshop| name(language, workshop)));
    let next = Memo::new(move |_| {
        board.read(|workshop| {
            let at = workshop.clock.as_ref().map_or(0, |clock| clock.step + 1);
            (workshop.steps.len() > at as usize).then(|| texts::step_name(language, &workshop.steps, at))
        })
    });
    // How much of the step is left, from 0 to 1.
    let share = move || {
        let whole = board.read(|workshop| workshop.step().map(|step| f64::from(step.minutes) * 60_000.0));
        #[allow(clippy::cast_precision_loss)] // milliseconds of a day
        match (board.live.left_ms(), whole) {
            (Some((left, _)), Some(whole)) if whole > 0.0 => (left as f64 / whole).clamp(0.0, 1.0),
            _ => 1.0,
        }
    };
    let left = move || {
        board
            .live
            .left_ms()
            .map(|left| view! { <p class=class_of(left) role="timer" aria-live="off">{texts::left(left.0)}</p> })
    };
    view! {
        <section class="timer">
            <h2>{move || step.get().unwrap_or_else(|| texts::no_step_yet(language).to_owned())}</h2>
            {left}
            {move || step.with(Option::is_some).then(|| view! {
                <div class="time-bar" aria-hidden="true">
                    <span style=move || format!("--left:{:.4}", share())></span>
                </div>
            })}
            {move || next.get().map(|next| view! {
                <p class="next-step">{texts::next_is(language)} " – " <strong>{next}</strong></p>
            })}
        </section>
    }
    .into_any()
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
