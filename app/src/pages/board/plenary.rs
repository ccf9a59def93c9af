//! For the plenary: what most people want, and what nobody has taken up yet.

use domain::ids::CardId;
use domain::workshop::Workshop;
use element::{Child, Element, children, element};

use super::cards::{key_of, tile};
use super::pager::Pages;
use super::state::BoardState;
use crate::locale::{language, running as texts};

/// How many cards stand on one page of each column.
const PAGE: usize = 4;

/// The scene for the plenary: what is most wanted, and what nobody has taken up.
pub(super) fn plenary(board: BoardState) -> Vec<Child> {
    let language = language();
    let wanted = Pages::new(board, PAGE, move || board.read(most_wanted).into_iter().map(key_of).collect());
    let open = Pages::new(board, PAGE, move || board.read(not_taken_up).into_iter().map(key_of).collect());
    children![
        element("section")
            .class("columns halves")
            .child(column(board, wanted, texts::most_wanted(language), texts::no_wanted_yet(language)))
            .child(column(board, open, texts::nobody_took(language), texts::all_taken(language)))
    ]
}

fn column(board: BoardState, pages: Pages, heading: &'static str, nothing: &'static str) -> Element {
    element("div")
        .class("column single")
        .child(element("h2").child(heading).child(pages.number()))
        .child(pages.nothing(nothing))
        .child(element("ul").child(pages.rows(move |key| tile(board, key))))
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
