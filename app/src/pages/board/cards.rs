//! The second scene: haves and wants as they come, and the latest match below.

use std::time::Duration;

use domain::ids::{CardId, MatchId};
use domain::matches::Match;
use domain::resource::Kind;
use domain::workshop::Card;
use leptos::prelude::*;

use super::matches::{MatchLine, line_of};
use super::pager::{PageNumber, Pages};
use super::state::BoardState;
use crate::locale::{board as texts, common, language, words};
use crate::parts::apart::Apart;
use crate::parts::card::{Owner, kind_class};
use crate::parts::element::{Child, element};
use crate::parts::quantity::quantity_text;

/// How many haves stand on one page, in two columns.
const HAVES: usize = 8;
/// Wants and shared needs on one page.
const WANTS: usize = 4;

/// In a lively round matches come by the dozen: what comes between two sentences is gathered.
const NEWS_EVERY: Duration = Duration::from_secs(10);

/// Three columns: two of haves, for there are always more of them, and one of wants.
#[component]
pub(super) fn Cards(board: BoardState) -> impl IntoView {
    let language = language();
    let of = move |wanted: fn(&&Card) -> bool| {
        board.read(|workshop| workshop.open_cards().rev().filter(wanted).map(|card| card.id).collect::<Vec<_>>())
    };
    let haves = Pages::new(board, HAVES, move || of(|card| card.resource.kind == Kind::Have));
    let wants = Pages::new(board, WANTS, move || of(|card| card.resource.kind != Kind::Have));
    let latest = Memo::new(move |_| {
        board.read(|workshop| {
            let latest: &Match = workshop.told_matches().next_back()?;
            Some((latest.id, line_of(language, workshop, latest)?))
        })
    });
    view! {
        <section class="columns">
            <Column board pages=haves class="column haves have" heading=texts::column_haves(language) />
            <Column board pages=wants class="column wants want" heading=texts::column_wants(language) />
        </section>
        <section class="latest">
            <h2>{texts::latest_match(language)}</h2>
            {move || {
                latest
                    .get()
                    .map_or_else(
                        || view! { <p class="nothing">{texts::no_match_yet(language)}</p> }.into_any(),
                        |(_, line)| view! { <MatchLine line /> }.into_any(),
                    )
            }}
            <p class="visually-hidden" role="status" aria-atomic="true">{news(board)}</p>
        </section>
    }
    .into_any()
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

#[component]
fn Column(board: BoardState, pages: Pages<CardId>, class: &'static str, heading: &'static str) -> impl IntoView {
    let language = language();
    view! {
        <div class=class>
            <h2>
                <span class="kind">{heading}</span>
                <Apart />
                <PageNumber pages />
            </h2>
            {move || pages.is_empty().then(|| view! { <p class="nothing">{texts::no_card_yet(language)}</p> })}
            <ul>
                <For each=move || pages.shown() key=|id| *id let:id>
                    <Tile board id />
                </For>
            </ul>
        </div>
    }
    .into_any()
}

/// A card as the room sees it.
#[component]
pub(super) fn Tile(board: BoardState, id: CardId) -> impl IntoView {
    let language = language();
    let shown = Memo::new(move |_| {
        board.read(|workshop| {
            let card = workshop.cards.get(&id)?;
            let owner = Owner::of(card, workshop);
            let name = owner.organisation.unwrap_or_else(|| texts::anonymous(language).to_owned());
            Some((
                card.resource.kind,
                card.resource.title.to_string(),
                card.resource.quantity,
                name,
                owner.table,
                card.interested.len(),
            ))
        })
    });
    let tile = move || {
        let (kind, title, quantity, owner, table, interested) = shown.get()?;
        let table = table.map(|table| crate::locale::phone::table_number(language, table));
        let view = view! {
            <li class=format!("tile {}", kind_class(kind))>
                <h3>
                    {(kind == Kind::SharedNeed).then(|| view! {
                        <span class="kind">{words::kind(language, kind)}</span>
                    })} " " {title}
                </h3>
                <p class="tile-foot">
                    <span class="owner">
                        {(interested > 0).then(|| view! {
                            <span class="hearts">{format!("★\u{a0}{interested} ")}</span>
                        })} {owner}
                    </span>
                    <Apart />
                    {quantity
                            .map(|quantity| element("span").class("tile-quantity").children(quantity_text(quantity)))
                            .map(Child::from)}
                    <Apart />
                    <span class="where">{table}</span>
                </p>
            </li>
        };
        Some(view.into_any())
    };
    tile.into_any()
}
