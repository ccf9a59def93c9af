//! The last scene: synergies, and what both sides want and may become one.

use domain::ids::SynergyId;
use domain::workshop::{Phase, Workshop};
use element::{Child, Element, Key, afresh, children, element, live};
use leptos::prelude::*;

use super::frame::counters;
use super::matches;
use super::pager::Pages;
use super::state::BoardState;
use crate::format;
use crate::locale::{board as texts, language, words};
use crate::parts::apart::apart;

/// Synergies on one page, while some matches still wait below them.
const SYNERGIES: usize = 4;
/// Synergies on one page, when the workshop is over.
const SYNERGIES_AT_THE_END: usize = 6;
/// Matches that wait for the facilitator, on one page.
const WAITING: usize = 2;

/// The scene of the outcome: synergies, and until the workshop is closed the matches that wait for the facilitator
/// below.
pub(super) fn outcome(board: BoardState) -> Vec<Child> {
    let language = language();
    let over = Memo::new(move |_| board.read(|workshop| workshop.phase == Phase::Closed));
    let outcome = move || {
        if !over.get() {
            return children![synergies(board, SYNERGIES), to_confirm(board)];
        }
        let thanks =
            element("div").class("thanks").child(element("p").child(texts::thank_you(language))).child(counters(board));
        children![thanks, synergies(board, SYNERGIES_AT_THE_END)]
    };
    children![element("section").class("outcome").child(afresh(outcome))]
}

fn synergies(board: BoardState, size: usize) -> Element {
    let language = language();
    let pages = Pages::new(board, size, move || {
        board.read(|workshop| workshop.synergies.keys().rev().map(|id| Key::from(id.0)).collect())
    });
    element("div")
        .child(element("h2").child(texts::synergies_heading(language)).child(pages.number()))
        .child(pages.nothing(texts::no_synergy_yet(language)))
        .child(element("ul").class("synergies").child(pages.rows(move |key| synergy_tile(board, key))))
}

fn to_confirm(board: BoardState) -> Child {
    let language = language();
    let pages = Pages::new(board, WAITING, move || board.read(mutual));
    let some = Memo::new(move |_| !pages.is_empty());
    live(move || {
        some.get().then(|| {
            element("div")
                .class("waiting")
                .child(element("h2").child(texts::to_confirm_heading(language)).child(pages.number()))
                .child(element("ul").child(pages.rows(move |key| matches::row(board, key))))
        })
    })
}

/// What both sides want and is no synergy yet.
fn mutual(workshop: &Workshop) -> Vec<Key> {
    workshop
        .open_matches()
        .rev()
        .filter(|found| found.is_mutual() && found.synergy.is_none())
        .map(|found| matches::key_of(found.id))
        .collect()
}

fn synergy_tile(board: BoardState, key: Key) -> Option<Element> {
    let language = language();
    let id = SynergyId(u32::try_from(key).ok()?);
    board.read(|workshop| {
        let synergy = workshop.synergies.get(&id)?;
        let name = |who| {
            workshop
                .participants
                .get(&who)
                .map_or_else(|| texts::anonymous(language).to_owned(), |who| who.organisation.to_string())
        };
        let next = synergy.next_step.as_ref().map(|next| {
            let due = next.due.map(|due| [" · ", &format::date(language, due)].concat()).unwrap_or_default();
            let what = [&*next.what, &due].concat();
            element("span").child(texts::first_step(language)).child(" – ").child(what)
        });
        let owners = [&name(synergy.giver), " ⇄ ", &name(synergy.receiver)].concat();
        let next = element("p")
            .class("next")
            .child(element("strong").child(words::stage(language, synergy.stage)))
            .child(apart())
            .child(next);
        Some(
            element("li")
                .class("synergy")
                .child(element("h3").child(synergy.title.to_string()))
                .child(element("p").class("owner").child(owners))
                .child(next),
        )
    })
}
