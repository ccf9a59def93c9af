//! What stands around every scene: title, phases, counters, and the way in.

use domain::programme::Counts;
use domain::workshop::{Phase, Scene};
use leptos::prelude::*;

use super::state::BoardState;
use crate::format;
use crate::locale::{board as texts, language, words};
use crate::parts::qr::Qr;

/// How people get in: the code, the short address to type it at, and the QR code as SVG.
pub(super) struct Doors {
    pub(super) code: String,
    pub(super) host: String,
    pub(super) qr: String,
}

/// The head of the board: the workshop's title, and its phases with the one under way.
#[component]
pub(super) fn Top(board: BoardState) -> impl IntoView {
    let language = language();
    let title = Memo::new(move |_| board.read(|workshop| workshop.title().to_owned()));
    let phase = Memo::new(move |_| board.read(|workshop| workshop.phase));
    let timed = Memo::new(move |_| board.read(|workshop| workshop.clock.is_some()));
    let step = move |step: Phase| {
        view! {
            <li aria-current=move || (phase.get() == step).then_some("step") class:done=move || step < phase.get()>
                {words::phase(language, step)}
            </li>
        }
    };
    view! {
        <header class="top">
            <h1>{move || title.get()}</h1>
            {move || {
                if timed.get() {
                    return view! { <super::clock::StepNow board /> }.into_any();
                }
                view! {
                    <ol class="phases" aria-label=texts::phases(language)>
                        {Phase::ALL.iter().map(|phase| step(*phase)).collect_view()}
                    </ol>
                }
                .into_any()
            }}
        </header>
    }
    .into_any()
}

/// The code as people read it aloud: in two groups.
pub(super) fn spaced(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((one, two)) => format!("{one}\u{a0}{two}"),
        None => code.to_owned(),
    }
}

/// Counters, and the QR code, small enough to leave room and big enough for the first rows; Q makes it big.
#[component]
pub(super) fn Side(board: BoardState, doors: StoredValue<Doors>) -> impl IntoView {
    let language = language();
    let closed = Memo::new(move |_| board.read(|workshop| workshop.joining_closed || workshop.phase == Phase::Closed));
    let sign = move || {
        (!closed.get() && board.scene.get() != Scene::Welcome).then(|| {
            let class = if board.big_qr.get() { "way-in big" } else { "way-in" };
            doors.with_value(|doors| {
                view! {
                    <section class=class aria-label=texts::join_sign(language)>
                        <Qr svg=doors.qr.clone() label=texts::qr_label(language, &doors.host, &doors.code) />
                        <p class="host">{doors.host.clone()}</p>
                        <p class="code">{spaced(&doors.code)}</p>
                    </section>
                }
            })
        })
    };
    view! {
        <aside class="side">
            <Counters board />
            {sign}
        </aside>
    }
    .into_any()
}

/// How many companies, haves, wants, matches and synergies there are.
#[component]
pub(super) fn Counters(board: BoardState) -> impl IntoView {
    let language = language();
    let counts = Memo::new(move |_| board.read(Counts::of));
    let counter = move |class: &'static str, read: fn(&Counts) -> u32, one: &'static str, many: &'static str| {
        let value = Memo::new(move |_| counts.with(read));
        view! {
            <p class=class>
                <strong>{move || format::number(language, f64::from(value.get()), 0)}</strong>
                " "
                <span>{move || if format::is_one(language, value.get() as usize) { one } else { many }}</span>
            </p>
        }
        .into_any()
    };
    view! {
        <section class="counters" aria-label=texts::counters(language)>
            {counter("counter", |counts| counts.organisations, texts::company(language), texts::companies(language))}
            {counter("counter have", |counts| counts.haves, texts::have(language), texts::haves(language))}
            {counter(
                "counter want",
                |counts| counts.wants + counts.shared_needs,
                texts::want(language),
                texts::wants(language),
            )}
            {counter("counter matched", |counts| counts.matches, texts::match_one(language), texts::matches(language))}
            {counter(
                "counter matched",
                |counts| counts.synergies,
                texts::synergy(language),
                texts::synergies(language),
            )}
        </section>
    }
    .into_any()
}
