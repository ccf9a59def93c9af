//! One match in large: the one that the facilitator chose, or the best ones in turn.

use element::{Child, children, element, live};
use leptos::prelude::*;

use super::matches::{in_order, line_of, match_line};
use super::state::BoardState;
use crate::locale::{board as texts, language};

/// Two cards that fit, over the whole board.
pub(super) fn spotlight(board: BoardState) -> Vec<Child> {
    let language = language();
    let shown = move || {
        let page = board.page.get();
        let line = board.read(|workshop| {
            let in_turn = || {
                let best = in_order(workshop);
                let at = page % best.len().max(1);
                best.get(at).copied()
            };
            let id = workshop.spotlight.or_else(in_turn)?;
            line_of(language, workshop, workshop.matches.get(&id)?)
        });
        match line {
            Some(line) => match_line(line, Some(board.live)),
            None => element("p").class("nothing").child(texts::no_match_yet(language)),
        }
    };
    children![element("section").class("spotlight").child(live(shown))]
}
