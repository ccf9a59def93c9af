//! How much there is of everything, in large, and what of: the families of resources as bars.

use domain::programme::Counts;
use domain::resource::{Category, Kind};
use domain::workshop::Workshop;
use leptos::prelude::*;

use super::state::BoardState;
use crate::format;
use crate::locale::{board, language, running as texts, words};
use crate::parts::apart::Apart;

/// A family of resources, with how many haves and how many wants it has.
type Row = (Category, usize, usize);

/// The scene of figures: totals in large, and the families of resources as bars.
#[component]
pub(super) fn Figures(board: BoardState) -> impl IntoView {
    let language = language();
    let counts = Memo::new(move |_| board.read(Counts::of));
    let rows = Memo::new(move |_| board.read(rows_of));
    let most = Memo::new(move |_| {
        rows.with(|rows| rows.iter().map(|(_, haves, wants)| haves + wants).max().unwrap_or(1).max(1))
    });
    let figure = move |read: fn(&Counts) -> u32, one: &'static str, many: &'static str, class: &'static str| {
        view! {
            <p class=format!("figure {class}")>
                <strong>{move || format::number(language, f64::from(counts.with(read)), 0)}</strong>
                <Apart />
                <span>{move || if format::is_one(language, counts.with(read) as usize) { one } else { many }}</span>
            </p>
        }
        .into_any()
    };
    let bar = move |(category, haves, wants): &Row| {
        #[allow(clippy::cast_precision_loss)] // cards of one room
        let share = |count: usize| format!("--share:{:.4}", count as f64 / most.get() as f64);
        let (haves, wants) = (*haves, *wants);
        view! {
            <li>
                <span class="family">{words::category(language, *category)}</span>
                <Apart />
                <span class="bars" aria-hidden="true">
                    <span class="have" style=share(haves)></span>
                    <span class="want" style=share(wants)></span>
                </span>
                <span class="amounts">
                    <span class="have"><span class="sign" aria-hidden="true"></span>{haves}</span>
                    " "
                    <span class="want"><span class="sign" aria-hidden="true"></span>{wants}</span>
                </span>
            </li>
        }
    };
    view! {
        <section class="figures">
            <h2>{texts::figures_heading(language)}</h2>
            <div class="big-figures">
                {figure(|counts| counts.organisations, board::company(language), board::companies(language), "")}
                {figure(|counts| counts.haves, board::have(language), board::haves(language), "have")}
                {figure(
                |counts| counts.wants + counts.shared_needs,
                board::want(language),
                board::wants(language),
                "want",
            )}
                {figure(|counts| counts.matches, board::match_one(language), board::matches(language), "matched")}
                {figure(|counts| counts.mutual, texts::both_yes(language), texts::both_yes(language), "matched")}
                {figure(|counts| counts.synergies, board::synergy(language), board::synergies(language), "matched")}
            </div>
            <ul class="families">{move || rows.with(|rows| rows.iter().map(bar).collect_view())}</ul>
        </section>
    }
    .into_any()
}

/// The families that have cards, in their usual order.
fn rows_of(workshop: &Workshop) -> Vec<Row> {
    let count = |category: Category, have: bool| {
        workshop
            .open_cards()
            .filter(|card| card.resource.category == category && (card.resource.kind == Kind::Have) == have)
            .count()
    };
    Category::ALL
        .iter()
        .map(|category| (*category, count(*category, true), count(*category, false)))
        .filter(|(_, haves, wants)| haves + wants > 0)
        .collect()
}
