//! One match in large: the one that the facilitator chose, or the best ones in turn.

use leptos::prelude::*;

use super::matches::{MatchLine, in_order, line_of};
use super::state::BoardState;
use crate::locale::{board, language};

/// Two cards that fit, over the whole board.
#[component]
pub(super) fn Spotlight(board: BoardState) -> impl IntoView {
    let language = language();
    let shown = Memo::new(move |_| {
        let page = board.page.get();
        board.read(|workshop| {
            let in_turn = || {
                let best = in_order(workshop);
                let at = page % best.len().max(1);
                best.get(at).copied()
            };
            let id = workshop.spotlight.or_else(in_turn)?;
            line_of(language, workshop, workshop.matches.get(&id)?)
        })
    });
    view! {
        <section class="spotlight">
            {move || {
                shown
                    .get()
                    .map_or_else(
                        || view! { <p class="nothing">{board::no_match_yet(language)}</p> }.into_any(),
                        |line| view! { <MatchLine line photos_of=board.live /> }.into_any(),
                    )
            }}
        </section>
    }
    .into_any()
}
