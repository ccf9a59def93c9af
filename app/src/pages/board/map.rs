//! The living map of flows: which branches could give what to which, growing as cards come, without jumping about.

mod flows;

use domain::branch::Branch;
use domain::resource::Category;
use domain::workshop::Workshop;
use element::{Child, Element, Key, children, element, keys, live, rows, svg};
use leptos::prelude::*;

use self::flows::{Flow, Flows, Node, Ribbon, SIZE, column, flow, flows, is_roomy};
use super::matches::{End, Line, in_order, line_of};
use super::state::BoardState;
use crate::Language;
use crate::format;
use crate::locale::{board as words_of, language, running as texts, words};

/// The flow told in words below the map: the best matches, one after the other.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    flow: Flow,
    line: Line,
}

/// At most so many matches, the best ones, are told in words below the map, one after the other.
const TOLD: usize = 24;

fn told(language: Language, workshop: &Workshop, page: usize) -> Option<Told> {
    let best = in_order(workshop);
    let count = best.len().min(TOLD);
    let found = workshop.matches.get(best.get(page.checked_rem(count)?)?)?;
    Some(Told { flow: flow(workshop, found)?, line: line_of(language, workshop, found)? })
}

/// The scene of the map, and below it one flow after the other in words.
pub(super) fn map(board: BoardState) -> Vec<Child> {
    let language = language();
    // While the pages stand still, so does the map.
    let flows = Memo::new(move |before: Option<&Flows>| match before {
        Some(before) if board.held.get() => before.clone(),
        _ => board.read(flows),
    });
    let told = Memo::new(move |_| {
        let page = board.page.get();
        board.read(|workshop| told(language, workshop, page))
    });
    let empty = move || {
        let is_empty = flows.with(|flows| flows.families.is_empty());
        is_empty.then(|| element("p").class("nothing").child(texts::map_nothing(language)))
    };
    let ribbons = keys(move || flows.with(|flows| flows.ribbons.iter().map(key_of).collect()));
    // Names and counts beside the ribbons: few in each column, and drawn again together.
    let givers =
        move || flows.with(|flows| flows.givers.iter().map(|of| Child::from(branch(of, true))).collect::<Vec<_>>());
    let takers =
        move || flows.with(|flows| flows.takers.iter().map(|of| Child::from(branch(of, false))).collect::<Vec<_>>());
    let families =
        move || flows.with(|flows| flows.families.iter().map(|of| Child::from(family(of))).collect::<Vec<_>>());
    let drawing = svg("svg")
        .attr("viewBox", format!("0 0 {} {}", SIZE.0, SIZE.1))
        .attr("role", "img")
        .attr("aria-label", texts::map_label(language))
        .child(rows(ribbons, move |key| ribbon(flows, told, key)))
        .child(live(givers))
        .child(live(takers))
        .child(live(families));
    let in_words =
        element("div").class("told").attr("aria-hidden", "true").child(live(move || told.get().map(in_words)));
    let sentence = move || told.with(|told| told.as_ref().map(|told| told.line.sentence()).unwrap_or_default());
    let heard = element("p")
        .class("visually-hidden")
        // What turns by itself every few seconds would drown out everything else.
        .live_attr("aria-live", move || Some(if board.held.get() || board.turned.get() { "polite" } else { "off" }))
        .attr("aria-atomic", "true")
        .child(live(sentence));
    children![
        element("section")
            .live_attr("class", move || Some(if told.with(Option::is_some) { "map focused" } else { "map" }))
            .child(element("h2").child(texts::map_heading(language)))
            .child(live(empty))
            .child(drawing)
            .child(in_words)
            .child(heard)
    ]
}

/// The key of a ribbon: its direction, its branch and its family.
fn key_of(ribbon: &Ribbon) -> Key {
    Key::from(ribbon.giving) << 16 | (ribbon.branch as Key) << 8 | ribbon.family as Key
}

fn ribbon(flows: Memo<Flows>, told: Memo<Option<Told>>, key: Key) -> Option<Element> {
    let flow = told.with(|told| told.as_ref().map(|told| told.flow));
    flows.with(|flows| {
        let ribbon = flows.ribbons.iter().find(|ribbon| key_of(ribbon) == key)?;
        let in_focus = flow.is_some_and(|flow| {
            flow.family == ribbon.family && (if ribbon.giving { flow.giver } else { flow.taker }) == ribbon.branch
        });
        let mut class = ["ribbon family-", ribbon.family.code()].concat();
        if in_focus {
            class.push_str(" in-focus");
        }
        if ribbon.matches == 0 {
            class.push_str(" thread");
        }
        Some(
            svg("path")
                .class(class)
                .attr("d", ribbon.path.clone())
                .attr("stroke-width", format!("{:.1}", ribbon.width)),
        )
    })
}

/// A branch beside its ribbons, with how many cards it has.
fn branch(node: &Node<Branch>, giving: bool) -> Element {
    let language = language();
    let (left, width) = column(if giving { 0 } else { 2 });
    let (x, anchor) = if giving { (left - 14.0, "end") } else { (left + width + 14.0, "start") };
    let two = is_roomy(node.height);
    let (one, many) = if giving {
        (words_of::have(language), words_of::haves(language))
    } else {
        (words_of::want(language), words_of::wants(language))
    };
    let second = two.then(|| {
        svg("tspan")
            .class("count")
            .attr("x", x.to_string())
            .attr("dy", "1.15em")
            .child(format::count(language, node.cards, one, many))
    });
    let text = svg("text")
        .attr("x", x.to_string())
        .attr("y", format!("{:.1}", node.y + if two { -4.0 } else { 10.0 }))
        .attr("text-anchor", anchor)
        .child(words::branch(language, node.of))
        .child(second);
    svg("g").class("branch").child(rect((left, width), node.y, bar_of(node), "4")).child(text)
}

/// A family of resources in the middle, with how many matches go through it.
fn family(node: &Node<Category>) -> Element {
    let (left, width) = column(1);
    let height = node.height.min(bar_of(node).max(56.0));
    let matches =
        (node.matches > 0).then(|| svg("tspan").class("count").child([" · ", &node.matches.to_string()].concat()));
    let text = svg("text")
        .attr("x", (left + width / 2.0).to_string())
        .attr("y", format!("{:.1}", node.y + 11.0))
        .attr("text-anchor", "middle")
        .child(words::category_short(language(), node.of))
        .child(matches);
    svg("g")
        .class(["family family-", node.of.code()].concat())
        .child(rect((left, width), node.y, height, "10"))
        .child(text)
}

/// A box in a column (its left edge, its width), around a height.
fn rect((left, width): (f64, f64), middle: f64, height: f64, rounded: &'static str) -> Element {
    svg("rect")
        .attr("x", left.to_string())
        .attr("y", format!("{:.1}", middle - height / 2.0))
        .attr("width", width.to_string())
        .attr("height", format!("{height:.1}"))
        .attr("rx", rounded)
}

/// A bar is as high as what passes it, and never less than can be seen.
fn bar_of<Of>(node: &Node<Of>) -> f64 {
    node.filled.clamp(10.0, node.height.max(10.0))
}

/// The flow for the eyes: `Sciure Scierie du Val ⇄ Litière Élevage des Prés`.
fn in_words(told: Told) -> Element {
    let [first, second] = told.line.ends;
    let end = |end: End| {
        element("span")
            .class("end")
            .child(element("strong").child(end.title))
            .child(element("span").class("owner").child(end.owner))
    };
    element("p")
        .class(["telling family-", told.flow.family.code()].concat())
        .child(end(first))
        .child(element("span").class("arrow").child("⇄"))
        .child(end(second))
}
