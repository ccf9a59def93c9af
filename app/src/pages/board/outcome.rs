//! The last scene: synergies, and what both sides want and may become one.

use domain::ids::{MatchId, SynergyId};
use domain::workshop::{Phase, Workshop};
use leptos::prelude::*;

use super::frame::Counters;
use super::matches::{MatchLine, line_of};
use super::pager::{PageNumber, Pages};
use super::state::BoardState;
use crate::format;
use crate::locale::{board as texts, language, words};
use crate::parts::apart::Apart;

/// Synergies on one page, while some matches still wait below them.
const SYNERGIES: usize = 4;
/// Synergies on one page, when the workshop is over.
const SYNERGIES_AT_THE_END: usize = 6;
/// Matches that wait for the facilitator, on one page.
const WAITING: usize = 2;

/// The scene of the outcome: synergies, and until the workshop is closed the matches that wait for the facilitator
/// below.
#[component]
pub(super) fn Outcome(board: BoardState) -> impl IntoView {
    let language = language();
    let over = Memo::new(move |_| board.read(|workshop| workshop.phase == Phase::Closed));
    let outcome = move || {
        if over.get() {
            return view! {
                <div class="thanks">
                    <p>{texts::thank_you(language)}</p>
                    <Counters board />
                </div>
                <Synergies board size=SYNERGIES_AT_THE_END />
            }
            .into_any();
        }
        view! {
            <Synergies board size=SYNERGIES />
            <ToConfirm board />
        }
        .into_any()
    };
    view! { <section class="outcome">{outcome}</section> }.into_any()
}

#[component]
fn Synergies(board: BoardState, size: usize) -> impl IntoView {
    let language = language();
    let pages =
        Pages::new(board, size, move || board.read(|workshop| workshop.synergies.keys().rev().copied().collect()));
    view! {
        <div>
            <h2>
                {texts::synergies_heading(language)} <PageNumber pages />
            </h2>
            {move || pages.is_empty().then(|| view! { <p class="nothing">{texts::no_synergy_yet(language)}</p> })}
            <ul class="synergies">
                <For each=move || pages.shown() key=|id| *id let:id>
                    <SynergyTile board id />
                </For>
            </ul>
        </div>
    }
    .into_any()
}

#[component]
fn ToConfirm(board: BoardState) -> impl IntoView {
    let language = language();
    let pages = Pages::new(board, WAITING, move || board.read(mutual));
    let some = Memo::new(move |_| !pages.is_empty());
    let list = move || {
        some.get().then(|| {
            view! {
                <div class="waiting">
                    <h2>
                        {texts::to_confirm_heading(language)} <PageNumber pages />
                    </h2>
                    <ul>
                        <For each=move || pages.shown() key=|id| *id let:id>
                            <Waiting board id />
                        </For>
                    </ul>
                </div>
            }
        })
    };
    list.into_any()
}

/// What both sides want and is no synergy yet.
fn mutual(workshop: &Workshop) -> Vec<MatchId> {
    workshop
        .open_matches()
        .rev()
        .filter(|found| found.is_mutual() && found.synergy.is_none())
        .map(|found| found.id)
        .collect()
}

#[component]
fn Waiting(board: BoardState, id: MatchId) -> impl IntoView {
    let language = language();
    let line = Memo::new(move |_| {
        board.read(|workshop| workshop.matches.get(&id).and_then(|found| line_of(language, workshop, found)))
    });
    view! { <li>{move || line.get().map(|line| view! { <MatchLine line /> })}</li> }.into_any()
}

#[component]
fn SynergyTile(board: BoardState, id: SynergyId) -> impl IntoView {
    let language = language();
    let shown = Memo::new(move |_| {
        board.read(|workshop| {
            let synergy = workshop.synergies.get(&id)?;
            let name = |who| {
                workshop
                    .participants
                    .get(&who)
                    .map_or_else(|| texts::anonymous(language).to_owned(), |who| who.organisation.to_string())
            };
            let next = synergy.next_step.as_ref().map(|next| {
                let due = next.due.map(|due| format!(" · {}", format::date(language, due))).unwrap_or_default();
                format!("{}{due}", next.what)
            });
            Some((
                synergy.title.to_string(),
                format!("{} ⇄ {}", name(synergy.giver), name(synergy.receiver)),
                words::stage(language, synergy.stage),
                next,
            ))
        })
    });
    let tile = move || {
        let (title, owners, stage, next) = shown.get()?;
        let view = view! {
            <li class="synergy">
                <h3>{title}</h3>
                <p class="owner">{owners}</p>
                <p class="next">
                    <strong>{stage}</strong>
                    <Apart />
                    {next.map(|next| view! { <span>{texts::first_step(language)} " – " {next}</span> })}
                </p>
            </li>
        };
        Some(view.into_any())
    };
    tile.into_any()
}
