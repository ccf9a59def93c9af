//! The second scene: haves and wants as they come, and the latest match below.

use std::time::Duration;

use domain::ids::{CardId, MatchId};
use domain::resource::Kind;
use domain::workshop::Card;
use element::{Child, Element, Key, children, element, live};
use leptos::prelude::*;

use super::matches::{line_of, match_line};
use super::pager::Pages;
use super::state::BoardState;
use crate::locale::{board as texts, common, language, phone, words};
use crate::parts::apart::apart;
use crate::parts::card::{Owner, kind_class};
use crate::parts::quantity::quantity_text;

/// How many haves stand on one page, in two columns.
const HAVES: usize = 8;
/// Wants and shared needs on one page.
const WANTS: usize = 4;

/// In a lively round matches come by the dozen: what comes between two sentences is gathered.
const NEWS_EVERY: Duration = Duration::from_secs(10);

/// Three columns: two of haves, for there are always more of them, and one of wants.
pub(super) fn cards(board: BoardState) -> Vec<Child> {
    let language = language();
    let of = move |wanted: fn(&&Card) -> bool| {
        board
            .read(|workshop| workshop.open_cards().rev().filter(wanted).map(|card| key_of(card.id)).collect::<Vec<_>>())
    };
    let haves = Pages::new(board, HAVES, move || of(|card| card.resource.kind == Kind::Have));
    let wants = Pages::new(board, WANTS, move || of(|card| card.resource.kind != Kind::Have));
    let latest = move || {
        let line = board.read(|workshop| line_of(language, workshop, workshop.told_matches().next_back()?));
        match line {
            Some(line) => match_line(line, None),
            None => element("p").class("nothing").child(texts::no_match_yet(language)),
        }
    };
    let said = element("p").class("visually-hidden").attr("role", "status").attr("aria-atomic", "true");
    children![
        element("section")
            .class("columns")
            .child(column(board, haves, "column haves have", texts::column_haves(language)))
            .child(column(board, wants, "column wants want", texts::column_wants(language))),
        element("section")
            .class("latest")
            .child(element("h2").child(texts::latest_match(language)))
            .child(live(latest))
            .child(said.child(live(news(board)))),
    ]
}

/// What is said of new matches, to whoever does not see them come; at most one sentence in [`NEWS_EVERY`].
fn news(board: BoardState) -> impl Fn() -> String + Copy {
    let language = language();
    // A single one, or how many and how many there are in all.
    let news = RwSignal::new(None::<Result<MatchId, (usize, usize)>>);
    let resting = RwSignal::new(false);
    Effect::new(move |known: Option<Option<MatchId>>| {
        let told: Vec<MatchId> = board.read(|workshop| workshop.told_matches().map(|found| found.id).collect());
        let newest = told.iter().copied().max();
        let (Some(known), false) = (known, resting.get()) else { return known.unwrap_or(newest) };
        let mut fresh = told.iter().copied().filter(|id| Some(*id) > known);
        let Some(one) = fresh.next() else { return known };
        news.set(Some(match fresh.count() {
            0 => Ok(one),
            more => Err((more + 1, told.len())),
        }));
        resting.set(true);
        set_timeout(move || _ = resting.try_set(false), NEWS_EVERY);
        newest
    });
    move || match news.get() {
        None => String::new(),
        Some(Err((new, all))) => texts::new_matches(language, new, all),
        // Nothing is left of it when one of its cards is taken off the board.
        Some(Ok(one)) => board.read(|workshop| {
            let line = workshop
                .told_matches()
                .find(|found| found.id == one)
                .and_then(|found| line_of(language, workshop, found));
            line.map(|line| common::labelled(language, texts::new_match(language), &line.sentence()))
                .unwrap_or_default()
        }),
    }
}

fn column(board: BoardState, pages: Pages, class: &'static str, heading: &'static str) -> Element {
    let heading =
        element("h2").child(element("span").class("kind").child(heading)).child(apart()).child(pages.number());
    element("div")
        .class(class)
        .child(heading)
        .child(pages.nothing(texts::no_card_yet(language())))
        .child(element("ul").child(pages.rows(move |key| tile(board, key))))
}

/// The key of a card's row.
pub(super) fn key_of(card: CardId) -> Key {
    Key::from(card.0)
}

/// A card as the room sees it.
pub(super) fn tile(board: BoardState, key: Key) -> Option<Element> {
    let language = language();
    let id = CardId(u32::try_from(key).ok()?);
    board.read(|workshop| {
        let card = workshop.cards.get(&id)?;
        let (kind, owner) = (card.resource.kind, Owner::of(card, workshop));
        let taps = card.interested.len();
        let hearts =
            (taps > 0).then(|| element("span").class("hearts").child(["★\u{a0}", &taps.to_string(), " "].concat()));
        let owned = element("span")
            .class("owner")
            .child(hearts)
            .child(owner.organisation.unwrap_or_else(|| texts::anonymous(language).to_owned()));
        let quantity = card.resource.quantity;
        let foot = element("p")
            .class("tile-foot")
            .child(owned)
            .child(apart())
            .child(quantity.map(|quantity| element("span").class("tile-quantity").children(quantity_text(quantity))))
            .child(apart())
            .child(element("span").class("where").child(owner.table.map(|table| phone::table_number(language, table))));
        let shared =
            (kind == Kind::SharedNeed).then(|| element("span").class("kind").child(words::kind(language, kind)));
        let title = element("h3").child(shared).child(" ").child(card.resource.title.to_string());
        Some(element("li").class(["tile ", kind_class(kind)].concat()).child(title).child(foot))
    })
}
