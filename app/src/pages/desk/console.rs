//! The console: header, phases, panels, and the editor beside them.

use domain::programme::Counts;
use domain::workshop::{Command, Phase};
use leptos::prelude::*;

use super::cards::Cards;
use super::course::{Course, StepClock};
use super::editor::EditorPane;
use super::match_list::MatchList;
use super::people::People;
use super::state::{DeskState, Said};
use super::synergies::Synergies;
use super::way_in::WayIn;
use super::{DeskBoot, Doors, Panel};
use crate::locale::{common, desk as texts, running, words};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::staleness::Staleness;
use crate::{format, routes};

/// The whole desk: its head, its panels, and the editor beside them.
#[component]
pub fn Desk(boot: DeskBoot) -> impl IntoView {
    let language = boot.language;
    let desk = DeskState::new(&boot);
    let doors = StoredValue::new(boot.doors);
    #[cfg(feature = "hydrate")]
    desk.wake();
    let panel = move || match desk.panel.get() {
        Panel::Cards => view! { <Cards desk /> }.into_any(),
        Panel::Matches => view! { <MatchList desk /> }.into_any(),
        Panel::Synergies => view! { <Synergies desk /> }.into_any(),
        Panel::People => view! { <People desk /> }.into_any(),
        Panel::WayIn => view! { <WayIn desk doors /> }.into_any(),
        Panel::Course => view! { <Course desk /> }.into_any(),
    };
    view! {
        <a class="skip visually-hidden" href="#content">{common::skip_to_content(language)}</a>
        <Header desk doors />
        <Phases desk />
        <main class="desk-main" id="content" class:with-editor=move || desk.editor.with(Option::is_some)>
            <noscript><p class="notice warning">{texts::needs_script(language)}</p></noscript>
            <Panels desk />
            <Outcome desk />
            <section class="panel">{panel}</section>
            <EditorPane desk />
        </main>
    }
}

#[component]
fn Header(desk: DeskState, doors: StoredValue<Doors>) -> impl IntoView {
    let language = desk.language;
    let description = Memo::new(move |_| desk.read(|workshop| workshop.description.clone()));
    let title =
        move || description.with(|description| description.as_ref().map(|description| description.title.to_string()));
    let day = move || {
        description.with(|description| {
            let description = description.as_ref()?;
            let place = description.place.as_ref().map(|place| format!(" · {place}")).unwrap_or_default();
            Some(format!("{}{place}", format::date(language, description.date)))
        })
    };
    view! {
        <header class="desk-header">
            <div>
                <p class="desk-day">{day}</p>
                <h1>{title}</h1>
            </div>
            <nav aria-label=texts::links(language)>
                <a
                    class="button primary"
                    href=doors.with_value(|doors| doors.board_address.clone())
                    target="_blank"
                    rel="noopener"
                >
                    {texts::open_board(language)}
                    <span class="visually-hidden">{texts::opens_in_new_window(language)}</span>
                </a>
                {menu(
                    texts::prepare(language),
                    vec![
                        (routes::edit_workshop(desk.id), texts::describe(language)),
                        (routes::running_order(desk.id), running::panel_course(language)),
                        (routes::seating(desk.id), running::seating(language)),
                        (routes::invitation_form(desk.id), texts::invitation(language)),
                        (routes::registrations(desk.id), texts::registrations(language)),
                        (routes::print_sheets(desk.id), texts::print(language)),
                        (routes::paper_cards(desk.id), texts::paper(language)),
                    ],
                )}
                {menu(
                    texts::afterwards(language),
                    vec![
                        (routes::minutes(desk.id), texts::minutes(language)),
                        (routes::satisfaction(desk.id), texts::satisfaction(language)),
                        (routes::programme_workshop(desk.id), texts::follow_up(language)),
                        (
                            doors.with_value(|doors| format!("{}?replay=60", doors.board_address)),
                            running::replay(language),
                        ),
                    ],
                )}
                <a href=routes::leads(desk.id)>{crate::locale::leads::short(language)}</a>
                <a href=routes::DESKS>{texts::all_workshops(language)}</a>
                <LanguageSwitch back=routes::desk(desk.id) />
            </nav>
            <div class="desk-connection">
                <Staleness live=desk.live class="notice warning" message=texts::connection_lost(language) />
            </div>
        </header>
    }
    .into_any()
}

/// Pages that are not needed during the day, out of the way until they are.
fn menu(words: &'static str, links: Vec<(String, &'static str)>) -> AnyView {
    let link = |(address, words): (String, &'static str)| view! { <li><a href=address>{words}</a></li> }.into_any();
    view! {
        <details class="menu" name="pages">
            <summary>{words}</summary>
            <ul>{links.into_iter().map(link).collect::<Vec<_>>()}</ul>
        </details>
    }
    .into_any()
}

/// The phases as a row of steps; each can be gone to, the next one is the big button.
#[component]
fn Phases(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let phase = Memo::new(move |_| desk.phase());
    let go = move |to| desk.send(Command::ChangePhase { phase: to, from: Some(phase.get_untracked()) });
    // The button under the finger is another one as soon as the phase has changed: the second press of a double click
    // is a slip.
    let onward = move |event: &leptos::ev::MouseEvent, to| {
        if event.detail() <= 1 {
            go(to);
        }
    };
    let step = move |(step, number): (Phase, usize)| {
        view! {
            <li>
                <button
                    type="button"
                    class="step"
                    class:done=move || step < phase.get()
                    aria-current=move || (phase.get() == step).then_some("step")
                    on:click=move |_| {
                        if phase.get_untracked() != step {
                            go(step);
                        }
                    }
                >
                    <span class="step-number">{number}</span>
                    {words::phase(language, step)}
                </button>
            </li>
        }
    };
    let next = move || {
        let next = Phase::ALL.iter().copied().find(|next| *next > phase.get())?;
        Some(view! {
            <button
                type="button"
                class="onward"
                class:primary=desk.read(|workshop| workshop.steps.is_empty())
                on:click=move |event| onward(&event, next)
            >
                {format!("{} {} →", texts::next_phase(language), words::phase(language, next))}
            </button>
        })
    };
    view! {
        <section class="desk-phases" aria-label=texts::phases(language)>
            <ol>{Phase::ALL.iter().copied().zip(1..).map(step).collect_view()}</ol>
            <StepClock desk />
            <p class="hint">{move || texts::phase_help(language, phase.get())}</p>
            {next}
        </section>
    }
    .into_any()
}

#[component]
fn Panels(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let counts = Memo::new(move |_| desk.read(Counts::of));
    let tab = move |panel: Panel, words: &'static str, count: Option<fn(&Counts) -> u32>| {
        view! {
            <button
                type="button"
                class="panel-tab"
                aria-pressed=move || (desk.panel.get() == panel).to_string()
                on:click=move |_| desk.show(panel)
            >
                {words}
                {count.map(|count| view! { <span class="badge">{move || counts.with(count)}</span> })}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="panel-tabs" role="group" aria-label=texts::panels(language)>
            {tab(Panel::Course, running::panel_course(language), None)}
            {tab(Panel::WayIn, texts::panel_way_in(language), None)}
            {tab(Panel::People, texts::panel_people(language), Some(|counts| counts.participants))}
            {tab(
                    Panel::Cards,
                    texts::panel_cards(language),
                    Some(|counts| counts.haves + counts.wants + counts.shared_needs),
                )}
            {tab(Panel::Matches, texts::panel_matches(language), Some(|counts| counts.matches))}
            {tab(Panel::Synergies, texts::panel_synergies(language), Some(|counts| counts.synergies))}
        </div>
    }
    .into_any()
}

/// What became of the last thing that was done.
#[component]
fn Outcome(desk: DeskState) -> impl IntoView {
    view! {
        <div role="status" class="desk-outcome">
            {move || {
                desk.said
                    .get()
                    .map(|said| match said {
                        Said::Done(words) => view! { <p class="said-done">{words}</p> }.into_any(),
                        Said::Refused(message) => view! { <p class="notice warning">{message}</p> }.into_any(),
                    })
            }}
        </div>
    }
    .into_any()
}
