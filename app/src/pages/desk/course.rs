//! The day's course: the step under way with its clock, all steps, and what the boards show.

use domain::workshop::{Command, Scene, Step};
use leptos::prelude::*;

use super::state::DeskState;
use crate::locale::{running as texts, words};
use crate::routes;

/// The panel of the running order: its steps, the clock, and the scene of the boards.
#[component]
pub(super) fn Course(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let some = Memo::new(move |_| desk.read(|workshop| !workshop.steps.is_empty()));
    let body = move || {
        if some.get() {
            return view! {
                <UnderWay desk />
                <Scenes desk />
                <Steps desk />
            }
            .into_any();
        }
        view! {
            <p class="empty">{texts::no_order(language)}</p>
            <Scenes desk />
        }
        .into_any()
    };
    view! {
        <div class="toolbar">
            <h2>{texts::panel_course(language)}</h2>
            <a class="button" href=routes::running_order(desk.id)>{texts::edit_order(language)}</a>
            <a class="button" href=routes::seating(desk.id)>{texts::seating(language)}</a>
            {(desk.live.replica.with_untracked(|replica| replica.workshop().tables()) > 0)
                .then(|| view! {
                    <a class="button" href=routes::fast_entry(desk.id, 1)>{crate::locale::table::title(language)}</a>
                })}
        </div>
        {body}
    }
    .into_any()
}

/// The number of the step under way, from 0; none before the first one began.
fn current(desk: DeskState) -> Option<u32> {
    desk.read(|workshop| workshop.clock.as_ref().map(|clock| clock.step))
}

fn begin(desk: DeskState, step: u32) {
    let from = desk.live.replica.with_untracked(|replica| replica.workshop().clock.as_ref().map(|clock| clock.step));
    desk.send(Command::BeginStep { step, from });
}

/// The step under way and what is left of it, in one line; nothing before the first step.
#[component]
pub(super) fn StepClock(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let name = Memo::new(move |_| {
        desk.read(|workshop| {
            workshop.clock.as_ref().map(|clock| texts::step_name(language, &workshop.steps, clock.step))
        })
    });
    let left = move || {
        desk.live.left_ms().map(|(left, paused)| {
            let class = match (left < 0, paused) {
                (_, true) => "time-left paused",
                (true, false) => "time-left over",
                (false, false) => "time-left",
            };
            view! { <strong class=class>{texts::left(left)}</strong> }
        })
    };
    let line = move || name.get().map(|name| view! { <p class="step-clock"><span>{name}</span> {left}</p> });
    line.into_any()
}

#[component]
fn UnderWay(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let step = Memo::new(move |_| current(desk));
    let count = Memo::new(move |_| desk.read(|workshop| u32::try_from(workshop.steps.len()).unwrap_or(0)));
    let paused = Memo::new(move |_| {
        desk.read(|workshop| workshop.clock.as_ref().is_some_and(|clock| clock.paused_at.is_some()))
    });
    let name_of = move |at: u32| desk.read(|workshop| texts::step_name(language, &workshop.steps, at));
    let next = move || {
        let next = step.get().map_or(0, |step| step + 1);
        (next < count.get()).then(|| {
            view! {
                <button type="button" class="primary big" on:click=move |_| begin(desk, next)>
                    {format!("{} : {} →", texts::begin(language), name_of(next)).replace(" :", "\u{a0}:")}
                </button>
            }
        })
    };
    let extend = move |minutes: i64, words: &'static str| {
        view! { <button type="button" on:click=move |_| desk.send(Command::ExtendStep { minutes })>{words}</button> }
    };
    let clock = move || {
        step.get().map(|at| {
            view! {
                <p class="under-way-name">{name_of(at)}</p>
                <p class="under-way-left">
                    <span class="visually-hidden">{texts::time_left(language)}</span>
                    {move || desk.live.left_ms().map(|(left, _)| texts::left(left))}
                    {move || paused.get().then(|| view! { <span class="badge">{texts::paused(language)}</span> })}
                </p>
                <div class="actions">
                    <button
                        type="button"
                        on:click=move |_| desk.send(Command::PauseClock { paused: !paused.get_untracked() })
                    >
                        {move || if paused.get() { texts::go_on(language) } else { texts::pause(language) }}
                    </button>
                    {extend(1, texts::one_more_minute(language))}
                    {extend(5, texts::more_time(language))}
                    {extend(-1, texts::less_time(language))}
                    {(at > 0)
                        .then(|| {
                            view! {
                                <button type="button" class="quiet" on:click=move |_| begin(desk, at - 1)>
                                    {format!("← {} ({})", texts::previous_step(language), name_of(at - 1))}
                                </button>
                            }
                        })}
                </div>
            }
        })
    };
    view! {
        <section class="under-way" aria-label=texts::under_way(language)>
            {clock}
            <div class="actions">{next}</div>
        </section>
    }
    .into_any()
}

/// What the boards show: of the step, of the phase, or chosen here.
#[component]
fn Scenes(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let shown = Memo::new(move |_| desk.read(|workshop| workshop.scene));
    let chip = move |scene: Option<Scene>| {
        let words = scene.map_or_else(|| texts::follow_phase(language), |scene| words::scene(language, scene));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (shown.get() == scene).to_string()
                on:click=move |_| desk.send(Command::ShowScene { scene, match_id: None })
            >
                {words}
            </button>
        }
    };
    view! {
        <section class="scene-choice" aria-labelledby="scene-choice">
            <h3 id="scene-choice">{texts::the_board_shows(language)}</h3>
            <div class="chips">
                {std::iter::once(None).chain(Scene::ALL.iter().copied().map(Some)).map(chip).collect_view()}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Steps(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let steps = Memo::new(move |_| desk.read(|workshop| workshop.steps.clone()));
    let now = Memo::new(move |_| current(desk));
    let row = move |(at, step): (u32, &Step)| {
        let (minutes, scene) = (step.minutes, step.scene);
        view! {
            <tr aria-current=move || (now.get() == Some(at)).then_some("step")>
                <th scope="row">{steps.with(|steps| texts::step_name(language, steps, at))}</th>
                <td class="number">{format!("{minutes}\u{a0}{}", texts::minutes_short(language))}</td>
                <td>{words::scene(language, scene)}</td>
                <td>
                    <button type="button" class="quiet" on:click=move |_| begin(desk, at)>
                        {move || match now.get() {
                                Some(now) if now == at => texts::begin_again(language),
                                _ => texts::begin(language),
                            }}
                        <span class="visually-hidden">
                            {steps.with_untracked(|steps| format!(" {}", texts::step_name(language, steps, at)))}
                        </span>
                    </button>
                </td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll">
            <table class="table steps">
                <caption class="visually-hidden">{texts::steps(language)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts::column_step(language)}</th>
                        <th scope="col" class="number">{texts::column_minutes(language)}</th>
                        <th scope="col">{texts::column_shows(language)}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{move || steps.with(|steps| (0..).zip(steps).map(row).collect_view())}</tbody>
            </table>
        </div>
    }
    .into_any()
}
