//! Bar charts as SVG. A chart is one picture for whoever sees it; its numbers stand in the table beside it, for
//! everybody.

use leptos::prelude::*;

/// A bar: its label, its parts with their classes, and what its length is in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What the bar stands for, at its left.
    pub label: String,
    /// Parts from the start, each with the level that colours it (0 to 4) and its length. Parts below zero are not
    /// drawn.
    pub parts: Vec<(u8, f64)>,
    /// Its length in words, at its end: the amount with its unit.
    pub words: String,
}

/// Height of a bar with the gap below, in the units of the picture.
const STEP: f64 = 30.0;
/// Width of the picture, in its own units; the page scales it.
const WIDTH: f64 = 640.0;
/// Where bars start: labels stand before.
const START: f64 = 240.0;
/// The longest bar; words stand behind.
const LONGEST: f64 = 290.0;

/// Bars from left to right, one below the other, all on one scale.
#[component]
pub fn Bars(
    /// What the picture shows, for whoever hears it.
    #[prop(into)]
    title: String,
    /// The bars, from above.
    bars: Vec<Bar>,
) -> impl IntoView {
    let length = |bar: &Bar| bar.parts.iter().map(|(_, part)| part.max(0.0)).sum::<f64>();
    let longest = bars.iter().map(length).fold(0.0_f64, f64::max);
    let scale = if longest > 0.0 { LONGEST / longest } else { 0.0 };
    #[allow(clippy::cast_precision_loss)] // a handful of bars
    let height = bars.len() as f64 * STEP + 6.0;
    let drawn = bars.into_iter().enumerate().map(|(at, bar)| {
        #[allow(clippy::cast_precision_loss)]
        let top = at as f64 * STEP + 4.0;
        let mut from = START;
        let parts = bar.parts.into_iter().filter(|(_, part)| *part > 0.0).map(|(level, part)| {
            let width = part * scale;
            let here = from;
            from += width;
            view! {
                <rect
                    class="chart-part"
                    data-level=level.to_string()
                    x=format!("{here:.1}")
                    y=format!("{top:.1}")
                    width=format!("{width:.1}")
                    height="20"
                >
                </rect>
            }
        });
        let parts = parts.collect_view();
        view! {
            <text class="chart-label" x=format!("{:.1}", START - 10.0) y=format!("{:.1}", top + 15.0) text-anchor="end">
                {short(&bar.label)}
            </text>
            {parts}
            <text class="chart-words" x=format!("{:.1}", from + 8.0) y=format!("{:.1}", top + 15.0)>{bar.words}</text>
        }
    });
    view! {
        <div class="chart-scroll" tabindex="0" role="group" aria-label=title.clone()>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {height:.0}") role="img" aria-label=title.clone()>
                {drawn.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

/// A label that fits before the bars: a long one is cut and ends in `…`.
fn short(label: &str) -> String {
    const MOST: usize = 34;
    if label.chars().count() <= MOST { label.to_owned() } else { label.chars().take(MOST - 1).chain(['…']).collect() }
}
