//! The board of the pipeline: a column for each stage, from which synergies are moved on.

use std::collections::{BTreeMap, BTreeSet};

use domain::NaiveDate;
use domain::ids::ProgrammeId;
use domain::programme::SynergyRecord;
use domain::synergy::Stage;
use leptos::prelude::*;

use super::super::SynergyFilter;
use super::super::charts::{ASIDE, CHAIN};
use super::super::follow_up::{is_overdue, silence};
use super::address::address;
use super::record::{Due, companies, flow_line, form_key};
use crate::locale::{common, language, office as texts, pipeline as words_of, words};
use crate::parts::apart::Apart;
use crate::parts::embedded::Script;
use crate::routes;

/// The synergies as a board: one column for each stage, cards to be moved from one to the other.
#[component]
pub(super) fn ByStage(
    synergies: Vec<SynergyRecord>,
    follows: BTreeSet<ProgrammeId>,
    /// The synergy that was moved here just before.
    moved: Option<SynergyRecord>,
    stages: BTreeMap<Stage, u32>,
    filter: SynergyFilter,
    today: NaiveDate,
    back: String,
) -> impl IntoView {
    let language = language();
    let said =
        moved.as_ref().map(|record| words_of::moved(language, &record.title, words::stage(language, record.stage)));
    let moved = moved.map(|record| form_key(&record));
    // A long column ends before it: then what is said of it takes the focus.
    let is_shown = synergies.iter().any(|record| moved.as_ref() == Some(&form_key(record)));
    let said_id = if moved.is_some() && !is_shown { MOVED } else { MOVE_SAID };
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let to = back.clone();
    let moves = !follows.is_empty();
    let column = move |stage: Stage| {
        let here: Vec<_> = synergies.iter().filter(|record| record.stage == stage).cloned().collect();
        let count = stages.get(&stage).copied().unwrap_or(0);
        let more = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(here.len());
        let list = address(&SynergyFilter { stage: stage.code().to_owned(), page: String::new(), ..filter.clone() });
        let notes = here
            .into_iter()
            .map(|record| {
                view! {
                    <Note
                        moved=moved.as_ref() == Some(&form_key(&record))
                        movable=follows.contains(&record.programme_id)
                        record
                        today
                        back=back.clone()
                    />
                }
            })
            .collect_view();
        view! {
            <li class="stage-column" data-stage=stage.code()>
                <h3>
                    <span>{words::stage(language, stage)}</span>
                    <Apart />
                    <span class="stage-count">{count}</span>
                </h3>
                <ul class="notes">{notes}</ul>
                {(more > 0).then(|| view! { <a href=list>{texts::and_more(language, more)}</a> })}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h2>{texts::by_stage(language)}</h2>
            {moves.then(|| view! {
            <p class="soft scripted">{words_of::drag_help(language)}</p>
            <form
                method="post"
                action=routes::BULK
                class="move"
                data-taken=words_of::drag_taken(language)
                data-left=words_of::drag_left(language)
                data-lost=words_of::lost_needs_reason(language)
            >
                <input type="hidden" name="synergies" />
                <input type="hidden" name="stage" />
                <input type="hidden" name="back" value=to />
            </form>
            })}
            <p class="move-said" role="status" id=said_id tabindex="-1">{said}</p>
            <ol class="stage-columns">{CHAIN.into_iter().chain(ASIDE).map(column).collect_view()}</ol>
            {moves.then(|| view! { <Script nonce text=include_str!("board.js").to_owned() /> })}
        </section>
    }
    .into_any()
}

/// The id of the element that has the focus after a move: the card, or the sentence that says what was moved.
pub const MOVED: &str = "moved";
/// The id of the sentence that says what was moved where.
const MOVE_SAID: &str = "move-said";

/// A synergy as a card in the column of its stage.
#[component]
fn Note(
    record: SynergyRecord,
    today: NaiveDate,
    back: String,
    moved: bool,
    /// Whether the reader may move it to another stage.
    movable: bool,
) -> impl IntoView {
    let language = language();
    let late = is_overdue(&record, today);
    let key = form_key(&record);
    let move_words = common::labelled(language, words_of::drag_move(language), &record.title);
    let quiet = silence(&record, today)
        .filter(|days| *days >= 30)
        .map(|days| format!("{}\u{a0}: {}", words_of::silence(language), words_of::days(language, days)));
    view! {
        <li
            class="note"
            class:late=late
            data-synergy=movable.then_some(key)
            id=moved.then_some(MOVED)
            tabindex=moved.then_some("-1")
            aria-describedby=moved.then_some(MOVE_SAID)
        >
            <a href=routes::synergy(record.workshop_id, record.id) draggable="false">{record.title.clone()}</a>
            <p class="soft">{companies(&record)}</p>
            {flow_line(language, &record).map(|line| view! { <p class="soft flow-line">{line}</p> })}
            {quiet.map(|quiet| view! { <p class="soft">{quiet}</p> })}
            <Due record=record.clone() today />
            {movable
                .then(|| {
                    view! {
                        <button type="button" class="quiet note-move" hidden aria-pressed="false" aria-label=move_words>
                            {words_of::drag_move(language)}
                        </button>
                        <MoveForm record back />
                    }
                })}
        </li>
    }
    .into_any()
}

/// A form that does the same as dragging: for browsers without script, and for screen readers that keep the arrow keys
/// to themselves.
#[component]
fn MoveForm(record: SynergyRecord, back: String) -> impl IntoView {
    let language = language();
    // Giving up asks for a reason, on the synergy's own page.
    let others = Stage::ALL.iter().copied().filter(|stage| *stage != record.stage && *stage != Stage::Lost);
    let next = CHAIN.into_iter().skip_while(|stage| *stage != record.stage).nth(1);
    let option = |stage: Stage| {
        view! {
            <option value=stage.code() selected=Some(stage) == next>{words::stage(language, stage)}</option>
        }
    };
    view! {
        <details class="note-stage">
            <summary>
                {words_of::change_stage(language)}
                <span class="visually-hidden">"\u{a0}: " {record.title.clone()}</span>
            </summary>
            <form method="post" action=routes::BULK>
                <input type="hidden" name="synergies" value=form_key(&record) />
                <input type="hidden" name="back" value=back />
                <select name="stage" aria-label=words_of::bulk_move(language)>
                    {others.map(option).collect_view()}
                </select>
                <button type="submit">{words_of::drag_move(language)}</button>
            </form>
        </details>
    }
    .into_any()
}
