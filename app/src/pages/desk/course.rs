//! The day's course: the step under way with its clock, all steps, and what the boards show.

use domain::workshop::{Command, Scene, Step};
use element::{Child, Element, afresh, children, element, live};
use leptos::prelude::*;

use super::state::DeskState;
use crate::locale::{running as texts, table, words};
use crate::routes;

/// The panel of the running order: its steps, the clock, and the scene of the boards.
pub(super) fn course(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let some = Memo::new(move |_| desk.read(|workshop| !workshop.steps.is_empty()));
    let body = move || {
        if some.get() {
            children![under_way(desk), scenes(desk), steps(desk)]
        } else {
            children![element("p").class("empty").child(texts::no_order(language)), scenes(desk)]
        }
    };
    let link = |address: String, words: &'static str| element("a").class("button").attr("href", address).child(words);
    let has_tables = desk.live.replica.with_untracked(|replica| replica.workshop().tables()) > 0;
    let toolbar = element("div")
        .class("toolbar")
        .child(element("h2").child(texts::panel_course(language)))
        .child(link(routes::running_order(desk.id), texts::edit_order(language)))
        .child(link(routes::seating(desk.id), texts::seating(language)))
        .child(has_tables.then(|| link(routes::fast_entry(desk.id, 1), table::title(language))));
    children![toolbar, afresh(body)]
}

/// The number of the step under way, from 0; none before the first one began.
fn current(desk: DeskState) -> Option<u32> {
    desk.read(|workshop| workshop.clock.as_ref().map(|clock| clock.step))
}

/// The name of the step with this number.
fn name_of(desk: DeskState, at: u32) -> String {
    desk.read(|workshop| texts::step_name(desk.language, &workshop.steps, at))
}

fn begin(desk: DeskState, step: u32) {
    let from = desk.live.replica.with_untracked(|replica| replica.workshop().clock.as_ref().map(|clock| clock.step));
    desk.send(Command::BeginStep { step, from });
}

/// The step under way and what is left of it, in one line; nothing before the first step.
pub(super) fn step_clock(desk: DeskState) -> Child {
    live(move || {
        let name = name_of(desk, current(desk)?);
        let left = desk.live.left_ms().map(|(left, paused)| {
            let class = match (left < 0, paused) {
                (_, true) => "time-left paused",
                (true, false) => "time-left over",
                (false, false) => "time-left",
            };
            element("strong").class(class).child(texts::left(left))
        });
        Some(element("p").class("step-clock").child(element("span").child(name)).child(left))
    })
}

/// A button that does this.
fn button(class: &'static str, mut act: impl FnMut() + Send + 'static) -> Element {
    element("button")
        .attr("type", "button")
        .maybe("class", (!class.is_empty()).then_some(class))
        .on_click(move |_| act())
}

fn under_way(desk: DeskState) -> Element {
    let language = desk.language;
    let next = move || {
        let next = current(desk).map_or(0, |step| step + 1);
        let is_there = desk.read(|workshop| workshop.steps.len() > next as usize);
        is_there.then(|| {
            let words = [texts::begin(language), "\u{a0}: ", &name_of(desk, next), " →"].concat();
            button("primary big", move || begin(desk, next)).child(words)
        })
    };
    let clock = move || {
        let Some(at) = current(desk) else { return Vec::new() };
        let paused = desk.read(|workshop| workshop.clock.as_ref().is_some_and(|clock| clock.paused_at.is_some()));
        let left = element("p")
            .class("under-way-left")
            .child(element("span").class("visually-hidden").child(texts::time_left(language)))
            .child(desk.live.left_ms().map(|(left, _)| texts::left(left)))
            .child(paused.then(|| element("span").class("badge").child(texts::paused(language))));
        let pause = button("", move || desk.send(Command::PauseClock { paused: !paused }));
        let extend = |minutes: i64, words: &'static str| {
            button("", move || desk.send(Command::ExtendStep { minutes })).child(words)
        };
        let back = at.checked_sub(1).map(|before| {
            let words = ["← ", texts::previous_step(language), " (", &name_of(desk, before), ")"].concat();
            button("quiet", move || begin(desk, before)).child(words)
        });
        let actions = element("div")
            .class("actions")
            .child(pause.child(if paused { texts::go_on(language) } else { texts::pause(language) }))
            .child(extend(1, texts::one_more_minute(language)))
            .child(extend(5, texts::more_time(language)))
            .child(extend(-1, texts::less_time(language)))
            .child(back);
        children![element("p").class("under-way-name").child(name_of(desk, at)), left, actions]
    };
    element("section")
        .class("under-way")
        .attr("aria-label", texts::under_way(language))
        .child(live(clock))
        .child(element("div").class("actions").child(live(next)))
}

/// What the boards show: of the step, of the phase, or chosen here.
fn scenes(desk: DeskState) -> Element {
    let language = desk.language;
    let chips = move || {
        let shown = desk.read(|workshop| workshop.scene);
        let chip = |scene: Option<Scene>| {
            let words = scene.map_or_else(|| texts::follow_phase(language), |scene| words::scene(language, scene));
            let choose = move || desk.send(Command::ShowScene { scene, match_id: None });
            let pressed = if shown == scene { "true" } else { "false" };
            Child::from(button("chip", choose).attr("aria-pressed", pressed).child(words))
        };
        std::iter::once(None).chain(Scene::ALL.iter().copied().map(Some)).map(chip).collect::<Vec<_>>()
    };
    element("section")
        .class("scene-choice")
        .attr("aria-labelledby", "scene-choice")
        .child(element("h3").attr("id", "scene-choice").child(texts::the_board_shows(language)))
        .child(element("div").class("chips").child(live(chips)))
}

fn steps(desk: DeskState) -> Element {
    let language = desk.language;
    let rows = move || {
        let now = current(desk);
        let row = |steps: &[Step], (at, step): (u32, &Step)| {
            let is_now = now == Some(at);
            let name = texts::step_name(language, steps, at);
            let words = if is_now { texts::begin_again(language) } else { texts::begin(language) };
            let begin = button("quiet", move || begin(desk, at))
                .child(words)
                .child(element("span").class("visually-hidden").child([" ", &name].concat()));
            let minutes = [&step.minutes.to_string(), "\u{a0}", texts::minutes_short(language)].concat();
            let row = element("tr")
                .maybe("aria-current", is_now.then_some("step"))
                .child(element("th").attr("scope", "row").child(name))
                .child(element("td").class("number").child(minutes))
                .child(element("td").child(words::scene(language, step.scene)))
                .child(element("td").child(begin));
            Child::from(row)
        };
        desk.read(|workshop| {
            let steps = &workshop.steps;
            (0..).zip(steps).map(|step| row(steps, step)).collect::<Vec<_>>()
        })
    };
    let column = |words: &'static str| element("th").attr("scope", "col").child(words);
    let head = element("tr")
        .child(column(texts::column_step(language)))
        .child(column(texts::column_minutes(language)).class("number"))
        .child(column(texts::column_shows(language)))
        .child(element("td"));
    let table = element("table")
        .class("table steps")
        .child(element("caption").class("visually-hidden").child(texts::steps(language)))
        .child(element("thead").child(head))
        .child(element("tbody").child(live(rows)));
    element("div").class("table-scroll").child(table)
}
