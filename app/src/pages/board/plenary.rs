//! For the plenary: what most people want, and what nobody has taken up yet.

use domain::ids::CardId;
use domain::workshop::Workshop;
use leptos::prelude::*;

use super::cards::Tile;
use super::pager::{PageNumber, Pages};
use super::state::BoardState;
use crate::locale::{language, running as texts};

/// How many cards stand on one page of each column.
const PAGE: usize = 4;

/// The scene for the plenary: what is most wanted, and what nobody has taken up.
#[component]
pub(super) fn Plenary(board: BoardState) -> impl IntoView {
    let language = language();
    let wanted = Pages::new(board, PAGE, move || board.read(most_wanted));
    let open = Pages::new(board, PAGE, move || board.read(not_taken_up));
    view! {
        <section class="columns halves">
            <Column board pages=wanted heading=texts::most_wanted(language) nothing=texts::no_wanted_yet(language) />
            <Column board pages=open heading=texts::nobody_took(language) nothing=texts::all_taken(language) />
        </section>
    }
    .into_any()
}

#[component]
fn Column(board: BoardState, pages: Pages<CardId>, heading: &'static str, nothing: &'static str) -> impl IntoView {
    view! {
        <div class="column single">
            <h2>
                {heading} <PageNumber pages />
            </h2>
            {move || pages.is_empty().then(|| view! { <p class="nothing">{nothing}</p> })}
            <ul>
                <For each=move || pages.shown() key=|id| *id let:id>
                    <Tile board id />
                </For>
            </ul>
        </div>
    }
    .into_any()
}

/// The cards with the most taps first; with equal taps, the later card first.
fn most_wanted(workshop: &Workshop) -> Vec<CardId> {
    let mut cards: Vec<_> = workshop.open_cards().filter(|card| !card.interested.is_empty()).collect();
    cards.sort_by_key(|card| std::cmp::Reverse((card.interested.len(), card.id)));
    cards.into_iter().map(|card| card.id).collect()
}

/// Cards without a match, mere guesses not counted; the latest first.
fn not_taken_up(workshop: &Workshop) -> Vec<CardId> {
    let matched: std::collections::BTreeSet<CardId> = workshop
        .told_matches()
        .flat_map(|found| {
            let other =
                if let domain::matches::Counterpart::Card(card) = found.counterpart { Some(card) } else { None };
            std::iter::once(found.card).chain(other)
        })
        .collect();
    workshop.open_cards().rev().filter(|card| !matched.contains(&card.id)).map(|card| card.id).collect()
}
