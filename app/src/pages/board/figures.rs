//! How much there is of everything, in large, and what of: the families of resources as bars.

use domain::programme::Counts;
use domain::resource::{Category, Kind};
use domain::workshop::Workshop;
use element::{Child, Element, children, element, live};

use super::state::BoardState;
use crate::format;
use crate::locale::{board as words_of, language, running as texts, words};
use crate::parts::apart::apart;

/// A family of resources, with how many haves and how many wants it has.
type Row = (Category, usize, usize);

/// The scene of figures: totals in large, and the families of resources as bars.
pub(super) fn figures(board: BoardState) -> Vec<Child> {
    let language = language();
    let figure = move |count: u32, one: &'static str, many: &'static str, class: &'static str| {
        element("p")
            .class(class)
            .child(element("strong").child(format::number(language, f64::from(count), 0)))
            .child(apart())
            .child(element("span").child(if format::is_one(language, count as usize) { one } else { many }))
    };
    let totals = move || {
        let counts = board.read(Counts::of);
        let wants = counts.wants + counts.shared_needs;
        children![
            figure(counts.organisations, words_of::company(language), words_of::companies(language), "figure"),
            figure(counts.haves, words_of::have(language), words_of::haves(language), "figure have"),
            figure(wants, words_of::want(language), words_of::wants(language), "figure want"),
            figure(counts.matches, words_of::match_one(language), words_of::matches(language), "figure matched"),
            figure(counts.mutual, texts::both_yes(language), texts::both_yes(language), "figure matched"),
            figure(counts.synergies, words_of::synergy(language), words_of::synergies(language), "figure matched"),
        ]
    };
    let families = move || {
        let rows = board.read(rows_of);
        let most = rows.iter().map(|(_, haves, wants)| haves + wants).max().unwrap_or(1).max(1);
        rows.into_iter().map(|row| Child::from(bar(row, most))).collect::<Vec<_>>()
    };
    children![
        element("section")
            .class("figures")
            .child(element("h2").child(texts::figures_heading(language)))
            .child(element("div").class("big-figures").child(live(totals)))
            .child(element("ul").class("families").child(live(families)))
    ]
}

/// A family with its bars; the longest of all stands for `most` cards.
fn bar((category, haves, wants): Row, most: usize) -> Element {
    #[allow(clippy::cast_precision_loss)] // cards of one room
    let share = |count: usize| format!("--share:{:.4}", count as f64 / most as f64);
    let amount = |class: &'static str, count: usize| {
        element("span")
            .class(class)
            .child(element("span").class("sign").attr("aria-hidden", "true"))
            .child(count.to_string())
    };
    let bars = element("span")
        .class("bars")
        .attr("aria-hidden", "true")
        .child(element("span").class("have").attr("style", share(haves)))
        .child(element("span").class("want").attr("style", share(wants)));
    let amounts = element("span").class("amounts").child(amount("have", haves)).child(" ").child(amount("want", wants));
    element("li")
        .child(element("span").class("family").child(words::category(language(), category)))
        .child(apart())
        .child(bars)
        .child(amounts)
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
