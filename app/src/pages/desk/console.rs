//! The console: header, phases, panels, and the editor beside them.

use domain::programme::Counts;
use domain::workshop::{Command, Phase};
use element::{Child, Element, afresh, children, element, live};
use leptos::prelude::*;

use super::cards::cards;
use super::course::{course, step_clock};
use super::editor::editor_pane;
use super::match_list::match_list;
use super::people::people;
use super::state::{DeskState, Said};
use super::synergies::synergies;
use super::way_in::way_in;
use super::{DeskBoot, Doors, Panel};
use crate::locale::{common, desk as texts, leads, running, words};
use crate::parts::language_switch::language_switch;
use crate::parts::staleness::staleness;
use crate::{format, routes};

/// The whole desk: its head, its panels, and the editor beside them.
#[must_use]
pub fn desk(boot: DeskBoot) -> Vec<Child> {
    let language = boot.language;
    let desk = DeskState::new(&boot);
    let doors = StoredValue::new(boot.doors);
    #[cfg(feature = "hydrate")]
    desk.wake();
    let panel = move || match desk.panel.get() {
        Panel::Cards => cards(desk),
        Panel::Matches => match_list(desk),
        Panel::Synergies => synergies(desk),
        Panel::People => people(desk),
        Panel::WayIn => way_in(desk, doors),
        Panel::Course => course(desk),
    };
    let is_edited = move || desk.editor.with(Option::is_some);
    let main = element("main")
        .live_attr("class", move || Some(if is_edited() { "desk-main with-editor" } else { "desk-main" }))
        .attr("id", "content")
        .child(element("noscript").child(element("p").class("notice warning").child(texts::needs_script(language))))
        .child(panels(desk))
        .child(outcome(desk))
        .child(element("section").class("panel").child(afresh(panel)))
        .child(editor_pane(desk));
    let skip = element("a").class("skip visually-hidden").attr("href", "#content");
    children![
        skip.child(common::skip_to_content(language)),
        doors.with_value(|doors| header(desk, doors)),
        phases(desk),
        main,
    ]
}

fn header(desk: DeskState, doors: &Doors) -> Element {
    let language = desk.language;
    let title = move || desk.read(|workshop| Some(workshop.description.as_ref()?.title.to_string()));
    let day = move || {
        desk.read(|workshop| {
            let description = workshop.description.as_ref()?;
            let place = description.place.as_ref().map(|place| [" · ", &**place].concat()).unwrap_or_default();
            Some([format::date(language, description.date), place].concat())
        })
    };
    let board = element("a")
        .class("button primary")
        .attr("href", doors.board_address.clone())
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .child(texts::open_board(language))
        .child(element("span").class("visually-hidden").child(texts::opens_in_new_window(language)));
    let before = vec![
        (routes::edit_workshop(desk.id), texts::describe(language)),
        (routes::running_order(desk.id), running::panel_course(language)),
        (routes::seating(desk.id), running::seating(language)),
        (routes::invitation_form(desk.id), texts::invitation(language)),
        (routes::registrations(desk.id), texts::registrations(language)),
        (routes::print_sheets(desk.id), texts::print(language)),
        (routes::paper_cards(desk.id), texts::paper(language)),
    ];
    let after = vec![
        (routes::minutes(desk.id), texts::minutes(language)),
        (routes::satisfaction(desk.id), texts::satisfaction(language)),
        (routes::programme_workshop(desk.id), texts::follow_up(language)),
        ([&doors.board_address, "?replay=60"].concat(), running::replay(language)),
    ];
    let links = element("nav")
        .attr("aria-label", texts::links(language))
        .child(board)
        .child(menu(texts::prepare(language), before))
        .child(menu(texts::afterwards(language), after))
        .child(element("a").attr("href", routes::leads(desk.id)).child(leads::short(language)))
        .child(element("a").attr("href", routes::DESKS).child(texts::all_workshops(language)))
        .child(language_switch(routes::desk(desk.id)));
    let connection = staleness(desk.live, "notice warning", texts::connection_lost(language));
    element("header")
        .class("desk-header")
        .child(
            element("div")
                .child(element("p").class("desk-day").child(live(day)))
                .child(element("h1").child(live(title))),
        )
        .child(links)
        .child(element("div").class("desk-connection").child(connection))
}

/// Pages that are not needed during the day, out of the way until they are.
fn menu(words: &'static str, links: Vec<(String, &'static str)>) -> Element {
    let mut list = element("ul");
    for (address, words) in links {
        list = list.child(element("li").child(element("a").attr("href", address).child(words)));
    }
    element("details").class("menu").attr("name", "pages").child(element("summary").child(words)).child(list)
}

/// The phases as a row of steps; each can be gone to, the next one is the big button.
fn phases(desk: DeskState) -> Element {
    let language = desk.language;
    let phase = Memo::new(move |_| desk.phase());
    let go = move |to| desk.send(Command::ChangePhase { phase: to, from: Some(phase.get_untracked()) });
    let step = move |(step, number): (Phase, u32)| {
        let here = phase.get();
        element("li").child(
            element("button")
                .attr("type", "button")
                .class(if step < here { "step done" } else { "step" })
                .maybe("aria-current", (here == step).then_some("step"))
                .on_click(move |_| {
                    if phase.get_untracked() != step {
                        go(step);
                    }
                })
                .child(element("span").class("step-number").child(number.to_string()))
                .child(words::phase(language, step)),
        )
    };
    let steps = move || Phase::ALL.iter().copied().zip(1..).map(|of| Child::from(step(of))).collect::<Vec<_>>();
    let next = move || {
        let next = Phase::ALL.iter().copied().find(|next| *next > phase.get())?;
        let is_main = desk.read(|workshop| workshop.steps.is_empty());
        Some(
            element("button")
                .attr("type", "button")
                .class(if is_main { "onward primary" } else { "onward" })
                // The button under the finger is another one as soon as the phase has changed: the second press of a
                // double click is a slip.
                .on_click(move |event| {
                    if event.detail() <= 1 {
                        go(next);
                    }
                })
                .child([texts::next_phase(language), " ", words::phase(language, next), " →"].concat()),
        )
    };
    element("section")
        .class("desk-phases")
        .attr("aria-label", texts::phases(language))
        .child(element("ol").child(live(steps)))
        .child(step_clock(desk))
        .child(element("p").class("hint").child(live(move || texts::phase_help(language, phase.get()))))
        .child(live(next))
}

fn panels(desk: DeskState) -> Element {
    let language = desk.language;
    let tab = move |panel: Panel, words: &'static str, count: Option<u32>| {
        let count = count.map(|count| element("span").class("badge").child(count.to_string()));
        element("button")
            .attr("type", "button")
            .class("panel-tab")
            .attr("aria-pressed", if desk.panel.get() == panel { "true" } else { "false" })
            .on_click(move |_| desk.show(panel))
            .child(words)
            .child(count)
    };
    let tabs = move || {
        let counts = desk.read(Counts::of);
        let cards = counts.haves + counts.wants + counts.shared_needs;
        children![
            tab(Panel::Course, running::panel_course(language), None),
            tab(Panel::WayIn, texts::panel_way_in(language), None),
            tab(Panel::People, texts::panel_people(language), Some(counts.participants)),
            tab(Panel::Cards, texts::panel_cards(language), Some(cards)),
            tab(Panel::Matches, texts::panel_matches(language), Some(counts.matches)),
            tab(Panel::Synergies, texts::panel_synergies(language), Some(counts.synergies)),
        ]
    };
    element("div")
        .class("panel-tabs")
        .attr("role", "group")
        .attr("aria-label", texts::panels(language))
        .child(live(tabs))
}

/// What became of the last thing that was done.
fn outcome(desk: DeskState) -> Element {
    let said = move || {
        desk.said.get().map(|said| match said {
            Said::Done(words) => element("p").class("said-done").child(words),
            Said::Refused(message) => element("p").class("notice warning").child(message),
        })
    };
    element("div").attr("role", "status").class("desk-outcome").child(live(said))
}
