//! A radar and curves as SVG. As with every chart, the numbers stand in a table beside them.

use leptos::prelude::*;

const CENTRE: (f64, f64) = (320.0, 210.0);
const RADIUS: f64 = 150.0;
const MOST: f64 = 4.0;

/// The point of a level on a spoke, in units of the picture. The first spoke points up, the others follow clockwise.
fn point(spoke: usize, spokes: usize, level: f64) -> (f64, f64) {
    #[allow(clippy::cast_precision_loss)] // a handful of spokes
    let angle = std::f64::consts::TAU * spoke as f64 / spokes.max(1) as f64 - std::f64::consts::FRAC_PI_2;
    (CENTRE.0 + RADIUS * level / MOST * angle.cos(), CENTRE.1 + RADIUS * level / MOST * angle.sin())
}

fn line(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ")
}

/// Levels from 0 to 4 on spokes. A spoke without a level counts as 0 in the picture; the table says that it has none.
#[component]
pub fn Radar(
    /// What the picture shows, for whoever hears it.
    #[prop(into)]
    title: String,
    /// Each spoke's name, and its level from 0 to 4 if it has one.
    spokes: Vec<(String, Option<f64>)>,
) -> impl IntoView {
    let count = spokes.len();
    let rings = [1.0, 2.0, 3.0, 4.0].map(|level| {
        view! {
            <polygon class="radar-ring" points=line((0..count).map(|spoke| point(spoke, count, level)))></polygon>
        }
    });
    let axes = (0..count).map(|spoke| {
        let (x, y) = point(spoke, count, MOST);
        view! {
            <line
                class="radar-ring"
                x1=CENTRE.0.to_string()
                y1=CENTRE.1.to_string()
                x2=format!("{x:.1}")
                y2=format!("{y:.1}")
            >
            </line>
        }
    });
    let labels = spokes.iter().enumerate().map(|(spoke, (name, _))| {
        let (x, y) = point(spoke, count, 4.5);
        let anchor = if (x - CENTRE.0).abs() < 20.0 {
            "middle"
        } else if x > CENTRE.0 {
            "start"
        } else {
            "end"
        };
        view! {
            <text class="chart-label" x=format!("{x:.1}") y=format!("{:.1}", y + 4.0) text-anchor=anchor>
                {name.clone()}
            </text>
        }
    });
    let area = line(spokes.iter().enumerate().map(|(spoke, (_, level))| point(spoke, count, level.unwrap_or(0.0))));
    view! {
        <div class="chart-scroll" tabindex="0" role="group" aria-label=title.clone()>
        <svg class="chart" viewBox="0 0 640 420" role="img" aria-label=title.clone()>
            {rings} {axes.collect_view()} <polygon class="radar-area" points=area></polygon> {labels.collect_view()}
        </svg>
        </div>
    }
    .into_any()
}

/// One curve for each name, over years, from 0 to 4.
#[component]
pub fn Curves(
    /// What the picture shows, for whoever hears it.
    #[prop(into)]
    title: String,
    /// The years from left to right.
    years: Vec<i32>,
    /// Each curve's name and its level in each year.
    curves: Vec<(String, Vec<Option<f64>>)>,
) -> impl IntoView {
    const LEFT: f64 = 40.0;
    const WIDTH: f64 = 420.0;
    const BOTTOM: f64 = 220.0;
    const HEIGHT: f64 = 190.0;
    #[allow(clippy::cast_precision_loss)] // some years
    let across =
        |at: usize| LEFT + if years.len() > 1 { WIDTH * at as f64 / (years.len() - 1) as f64 } else { WIDTH / 2.0 };
    let up = |level: f64| BOTTOM - HEIGHT * level / MOST;
    let grid = [0.0, 1.0, 2.0, 3.0, 4.0].map(|level| {
        view! {
            <line
                class="radar-ring"
                x1=LEFT.to_string()
                x2=(LEFT + WIDTH).to_string()
                y1=up(level).to_string()
                y2=up(level).to_string()
            >
            </line>
            <text class="chart-label" x=(LEFT - 8.0).to_string() y=(up(level) + 4.0).to_string() text-anchor="end">
                {format!("{level:.0}")}
            </text>
        }
    });
    let step = years.len().div_ceil(8).max(1);
    let labels = years.iter().enumerate().filter(|(at, _)| at % step == 0).map(|(at, year)| {
        view! {
            <text class="chart-label" x=format!("{:.1}", across(at)) y=(BOTTOM + 20.0).to_string() text-anchor="middle">
                {*year}
            </text>
        }
    });
    let labels = labels.collect_view();
    let drawn = curves.into_iter().enumerate().map(|(number, (name, levels))| {
        let points: Vec<(f64, f64)> =
            levels.iter().enumerate().filter_map(|(at, level)| level.map(|level| (across(at), up(level)))).collect();
        let end = points.last().copied().unwrap_or((LEFT, BOTTOM));
        let dots = points
            .iter()
            .map(|(x, y)| {
                view! {
                    <circle class="curve-dot" cx=format!("{x:.1}") cy=format!("{y:.1}") r="4"></circle>
                }
            })
            .collect_view();
        #[allow(clippy::cast_precision_loss)]
        let apart = number as f64 * 15.0 - 15.0;
        view! {
            <g data-curve=number.to_string()>
                <polyline class="curve" points=line(points.into_iter())></polyline>
                {dots}
                <text class="curve-name" x=format!("{:.1}", end.0 + 10.0) y=format!("{:.1}", end.1 + 4.0 + apart)>
                    {name}
                </text>
            </g>
        }
    });
    view! {
        <div class="chart-scroll" tabindex="0" role="group" aria-label=title.clone()>
        <svg class="chart" viewBox="0 0 640 260" role="img" aria-label=title.clone()>
            {grid} {labels} {drawn.collect_view()}
        </svg>
        </div>
    }
    .into_any()
}
