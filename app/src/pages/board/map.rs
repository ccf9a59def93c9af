//! The living map of flows: which branches could give what to which, growing as cards come, without jumping about.

mod flows;

use domain::branch::Branch;
use domain::resource::Category;
use domain::workshop::Workshop;
use leptos::prelude::*;

use self::flows::{Flow, Node, Ribbon, SIZE, column, flow, flows, is_roomy};
use super::matches::{Line, in_order, line_of};
use super::state::BoardState;
use crate::locale::{board, language, running as texts, words};

/// The flow told in words below the map: the best matches, one after the other.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    flow: Flow,
    line: Line,
}

/// At most so many matches, the best ones, are told in words below the map, one after the other.
const TOLD: usize = 24;

fn told(language: crate::Language, workshop: &Workshop, page: usize) -> Option<Told> {
    let best = in_order(workshop);
    let count = best.len().min(TOLD);
    let found = workshop.matches.get(best.get(page.checked_rem(count)?)?)?;
    Some(Told { flow: flow(workshop, found)?, line: line_of(language, workshop, found)? })
}

/// The scene of the map, and below it one flow after the other in words.
#[component]
pub(super) fn Map(board: BoardState) -> impl IntoView {
    let language = language();
    // While the pages stand still, so does the map.
    let flows = Memo::new(move |before: Option<&flows::Flows>| match before {
        Some(before) if board.held.get() => before.clone(),
        _ => board.read(flows),
    });
    let told = Memo::new(move |_| {
        let page = board.page.get();
        board.read(|workshop| told(language, workshop, page))
    });
    let keys = Memo::new(move |_| {
        flows.with(|flows| {
            flows.ribbons.iter().map(|ribbon| (ribbon.giving, ribbon.branch, ribbon.family)).collect::<Vec<_>>()
        })
    });
    let focus = Memo::new(move |_| told.with(|told| told.as_ref().map(|told| told.flow)));
    // What turns by itself every few seconds would drown out everything else.
    let live = move || if board.held.get() || board.turned.get() { "polite" } else { "off" };
    let empty = Memo::new(move |_| flows.with(|flows| flows.families.is_empty()));
    view! {
        <section class="map" class:focused=move || focus.with(Option::is_some)>
            <h2>{texts::map_heading(language)}</h2>
            {move || empty.get().then(|| view! { <p class="nothing">{texts::map_nothing(language)}</p> })}
            <svg viewBox=format!("0 0 {} {}", SIZE.0, SIZE.1) role="img" aria-label=texts::map_label(language)>
                <For each=move || keys.get() key=|key| *key let:key>
                    <RibbonPath flows focus key />
                </For>
                {move || flows.with(|flows| labels(language, flows))}
            </svg>
            <div class="told" aria-hidden="true">{move || told.get().map(|told| view! { <InWords told /> })}</div>
            <p class="visually-hidden" aria-live=live aria-atomic="true">
                {move || told.with(|told| told.as_ref().map(|told| told.line.sentence()).unwrap_or_default())}
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn RibbonPath(flows: Memo<flows::Flows>, focus: Memo<Option<Flow>>, key: (bool, Branch, Category)) -> impl IntoView {
    let ribbon = Memo::new(move |_| {
        let same = |ribbon: &&Ribbon| (ribbon.giving, ribbon.branch, ribbon.family) == key;
        flows.with(|flows| {
            flows.ribbons.iter().find(same).map(|ribbon| (ribbon.path.clone(), ribbon.width, ribbon.matches == 0))
        })
    });
    let (giving, branch, family) = key;
    let in_focus = move || {
        focus.with(|focus| {
            focus.is_some_and(|flow| flow.family == family && (if giving { flow.giver } else { flow.taker }) == branch)
        })
    };
    view! {
        <path
            class=format!("ribbon family-{}", family.code())
            class:in-focus=in_focus
            class:thread=move || ribbon.with(|ribbon| ribbon.as_ref().is_some_and(|(_, _, thread)| *thread))
            d=move || ribbon.with(|ribbon| ribbon.as_ref().map(|(path, ..)| path.clone()))
            stroke-width=move || ribbon.with(|ribbon| ribbon.as_ref().map(|(_, width, _)| format!("{width:.1}")))
        ></path>
    }
    .into_any()
}

/// Names and counts beside the ribbons. Few, and drawn again together.
fn labels(language: crate::Language, flows: &flows::Flows) -> AnyView {
    let branch = |node: &Node<Branch>, giving: bool| {
        let (left, width) = column(if giving { 0 } else { 2 });
        let (x, anchor) = if giving { (left - 14.0, "end") } else { (left + width + 14.0, "start") };
        let two = is_roomy(node.height);
        let count = if giving {
            crate::format::count(language, node.cards, board::have(language), board::haves(language))
        } else {
            crate::format::count(language, node.cards, board::want(language), board::wants(language))
        };
        let second = two.then(|| {
            view! { <tspan class="count" x=x.to_string() dy="1.15em">{count}</tspan> }
        });
        let bar = bar_of(node);
        view! {
            <g class="branch">
                <rect
                    x=left.to_string()
                    y=format!("{:.1}", node.y - bar / 2.0)
                    width=width.to_string()
                    height=format!("{bar:.1}")
                    rx="4"
                >
                </rect>
                <text x=x.to_string() y=format!("{:.1}", node.y + if two { -4.0 } else { 10.0 }) text-anchor=anchor>
                    {words::branch(language, node.of)} {second}
                </text>
            </g>
        }
        .into_any()
    };
    let family = |node: &Node<Category>| {
        let (left, width) = column(1);
        let middle = left + width / 2.0;
        let height = node.height.min(bar_of(node).max(56.0));
        view! {
            <g class=format!("family family-{}", node.of.code())>
                <rect
                    x=left.to_string()
                    y=format!("{:.1}", node.y - height / 2.0)
                    width=width.to_string()
                    height=format!("{height:.1}")
                    rx="10"
                >
                </rect>
                <text x=middle.to_string() y=format!("{:.1}", node.y + 11.0) text-anchor="middle">
                    {words::category_short(language, node.of)}
                    {(node.matches > 0).then(|| view! {
                        <tspan class="count">{format!(" · {}", node.matches)}</tspan>
                    })}
                </text>
            </g>
        }
        .into_any()
    };
    view! {
        {flows.givers.iter().map(|node| branch(node, true)).collect_view()}
        {flows.takers.iter().map(|node| branch(node, false)).collect_view()}
        {flows.families.iter().map(family).collect_view()}
    }
    .into_any()
}

/// A bar is as high as what passes it, and never less than can be seen.
fn bar_of<Of>(node: &Node<Of>) -> f64 {
    node.filled.clamp(10.0, node.height.max(10.0))
}

/// The flow for the eyes: `Sciure Scierie du Val ⇄ Litière Élevage des Prés`.
#[component]
fn InWords(told: Told) -> impl IntoView {
    let [first, second] = told.line.ends;
    view! {
        <p class=format!("telling family-{}", told.flow.family.code())>
            <span class="end"><strong>{first.title}</strong> <span class="owner">{first.owner}</span></span>
            <span class="arrow">"⇄"</span>
            <span class="end"><strong>{second.title}</strong> <span class="owner">{second.owner}</span></span>
        </p>
    }
    .into_any()
}
