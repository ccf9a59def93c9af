//! The report of a programme: the headline sheet as the national programme published its own, how far it is verified,
//! years, the way from idea to realised, and comparisons. Every chart has its table; all of it prints.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::NaiveDate;
use domain::ids::WorkshopId;
use domain::ledger::{Part, Report};
use domain::programme::{Counts, Programme, ProgrammeReport};
use domain::synergy::{Indicator, Stage, Verification};
use leptos::prelude::*;

use super::charts::{CHAIN, level_of};
use super::targets::TargetTable;
use crate::locale::{common, language, office as texts, report as words_of, targets as aims, words};
use crate::parts::chart::{Bar, Bars};
use crate::parts::field::TextField;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::scroll_table::ScrollTable;
use crate::parts::trail::Trail;
use crate::{Language, format, routes};

/// What the headline sheet shows, in the order of the national programme's own.
pub const HEADLINE: [Indicator; 6] = [
    Indicator::Sales,
    Indicator::Savings,
    Indicator::TonnesReused,
    Indicator::Co2eAvoided,
    Indicator::JobsCreated,
    Indicator::JobsKept,
];

/// The data of a report, as page, PDF and workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportSheet {
    pub report: ProgrammeReport,
    /// What its workshops hold.
    pub counts: BTreeMap<WorkshopId, Counts>,
}

/// The page of a programme's report.
#[component]
pub fn ReportPage(sheet: ReportSheet) -> impl IntoView {
    let language = language();
    let ReportSheet { report: ProgrammeReport { programme, as_of, report, workshops, targets }, counts } = sheet;
    let address = routes::report(programme.id, None);
    let none = report.all.realised == 0;
    let about = about(language, &programme);
    let files = [(routes::REPORT_PDF, words_of::pdf(language)), (routes::REPORT_XLSX, words_of::xlsx(language))];
    let files = files.map(|(kind, words)| {
        view! {
            <li><a href=routes::report_file(kind, programme.id, as_of) download="">{words}</a></li>
        }
    });
    view! {
        <Masthead section=Section::Programme back=address.clone() />
        <main id="content" class="page report">
            <Trail href=routes::programme(programme.id) name=common::programme(language) class="trail no-print" />
            <div class="page-head">
                <div>
                    <h1>{words_of::report(language)}</h1>
                    <p class="lead">{programme.name.clone()} " – " {words_of::holds_on(language, as_of)}</p>
                    {about}
                </div>
            </div>
            {programme.is_example.then(|| view! {
                <Notice tone=Tone::Warning standing=true>{words_of::example_data(language)}</Notice>
            })}
            <form method="get" action=routes::REPORT class="filter no-print">
                <input type="hidden" name="programme" value=programme.id.to_string() />
                <TextField
                    name="as_of"
                    kind="date"
                    label=words_of::as_of(language)
                    hint=words_of::as_of_hint(language)
                    value=as_of.to_string()
                />
                <div class="actions">
                    <button type="submit" class="primary">{words_of::show(language)}</button>
                </div>
            </form>
            {if none {
                view! { <p class="empty">{words_of::nothing_yet(language)}</p> }.into_any()
            } else {
                view! {
                    <HeadlineSheet report=report.clone() />
                    <ByLevel all=report.all.clone() />
                    <ByYear all=report.all.clone() />
                    <Lifetime all=report.all.clone() />
                }
                    .into_any()
            }}
            {(!targets.is_empty()).then(|| view! {
                <section class="stack">
                    <h2>{aims::targets(language)}</h2>
                    <TargetTable targets />
                    <p class="soft">{aims::counting(language)}</p>
                </section>
            })}
            <Way report=report.clone() counts=total(&counts) />
            {(!none).then(|| view! { <Comparison report=report.clone() workshops=workshops.clone() /> })}
            <section class="stack no-print">
                <h2>{words_of::download(language)}</h2>
                <ul class="export-list">{files}</ul>
            </section>
            <section class="stack">
                <h2>{words_of::method(language)}</h2>
                <ul class="rules">
                    <li>{texts::rule_realised(language)}</li>
                    <li>{texts::rule_sum(language)}</li>
                    <li>{texts::rule_once(language)}</li>
                </ul>
            </section>
        </main>
    }
    .into_any()
}

/// What the programme says of itself: territory, partners, who runs it and who pays.
fn about(language: Language, programme: &Programme) -> impl IntoView + use<> {
    let territory = programme.territory.clone().map(|territory| match programme.level {
        Some(level) => format!("{territory} ({})", words::territory_level(language, level)),
        None => territory,
    });
    let lists = [
        (words_of::managers(language), &programme.managers),
        (words_of::funders(language), &programme.funders),
        (words_of::partners(language), &programme.partners),
    ];
    let lists =
        lists.into_iter().filter(|(_, names)| !names.is_empty()).map(|(words, names)| (words, names.join(", ")));
    let rows: Vec<(&'static str, String)> =
        territory.map(|territory| (words_of::territory(language), territory)).into_iter().chain(lists).collect();
    let row = |(words, names)| view! { <div><dt>{words}</dt> <dd>{names}</dd></div> };
    view! { <dl class="about-programme">{rows.into_iter().map(row).collect_view()}</dl> }
}

fn total(workshops: &BTreeMap<WorkshopId, Counts>) -> Counts {
    let mut total = Counts::default();
    for counts in workshops.values() {
        total.haves += counts.haves;
        total.wants += counts.wants;
        total.shared_needs += counts.shared_needs;
        total.matches += counts.matches;
        total.mutual += counts.mutual;
        total.organisations += counts.organisations;
    }
    total
}

/// The amount of an indicator with its unit, or a dash.
fn amount(language: Language, part: &Part, indicator: Indicator) -> String {
    part.sums.get(&indicator).map_or_else(|| "–".to_owned(), |sum| format::amount(language, sum.amount))
}

#[component]
fn HeadlineSheet(report: Arc<Report>) -> impl IntoView {
    let language = language();
    let heads = HEADLINE.map(|indicator| {
        view! {
            <th scope="col" class="number">
                {words::indicator(language, indicator)} " "
                <span class="soft">{texts::total_unit(language, indicator)}</span>
            </th>
        }
    });
    let row = |name: String, part: &Part| {
        view! {
            <th scope="row">{name}</th>
            <td class="number">{format::number(language, f64::from(part.realised), 0)}</td>
            {HEADLINE.map(|indicator| view! { <td class="number">{amount(language, part, indicator)}</td> })}
        }
    };
    let named =
        |name: &String| if name.is_empty() { words_of::no_territory(language).to_owned() } else { name.clone() };
    let rows = report.territories.iter().map(|(name, part)| view! { <tr>{row(named(name), part)}</tr> }).collect_view();
    let whole = row(words_of::whole(language).to_owned(), &report.all);
    view! {
        <section class="stack">
            <h2>{words_of::headline(language)}</h2>
            <ScrollTable caption=words_of::headline_caption(language) class="table headline-table">
                <thead>
                    <tr>
                        <th scope="col">{words_of::territory(language)}</th>
                        <th scope="col" class="number">{words_of::realised(language)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>{whole}</tr>
                </tfoot>
            </ScrollTable>
        </section>
    }
    .into_any()
}

#[component]
fn ByLevel(all: Part) -> impl IntoView {
    let language = language();
    let of = |indicator: &Indicator| all.sums.get(indicator).map(|sum| (*indicator, sum.clone()));
    let sums: Vec<_> = Indicator::ALL
        .iter()
        .filter_map(of)
        .filter(|(_, sum)| sum.share_from(Verification::Estimated).is_some())
        .collect();
    let bars = sums.iter().map(|(indicator, sum)| Bar {
        label: words::indicator(language, *indicator).to_owned(),
        parts: Verification::ALL
            .iter()
            .rev()
            .map(|level| (level.level(), level_of(sum, *level) / sum.amount))
            .collect(),
        words: format!("{}\u{a0}{}", format::number(language, sum.amount, 0), texts::total_unit(language, *indicator)),
    });
    let bars: Vec<Bar> = bars.collect();
    let heads = Verification::ALL
        .iter()
        .map(|level| {
            view! {
                <th scope="col" class="number">
                    <span class="key" data-level=level.level().to_string()></span>
                    {texts::verification_level(language, *level)}
                </th>
            }
        })
        .collect_view();
    let rows = sums.iter().map(|(indicator, sum)| {
        let cells = Verification::ALL
            .iter()
            .map(|level| {
                view! {
                    <td class="number">{format::number(language, level_of(sum, *level), 0)}</td>
                }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">
                    {words::indicator(language, *indicator)} " "
                    <span class="soft">{texts::total_unit(language, *indicator)}</span>
                </th>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{words_of::by_level(language)}</h2>
            <div class="chart-and-table">
                <Bars title=words_of::by_level_caption(language) bars />
                <ScrollTable caption=words_of::by_level(language)>
                    <thead><tr><th scope="col">{texts::indicator(language)}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </ScrollTable>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn ByYear(all: Part) -> impl IntoView {
    let language = language();
    let shown = [Indicator::TonnesReused, Indicator::Co2eAvoided]
        .into_iter()
        .filter(|indicator| all.sums.get(indicator).is_some_and(|sum| sum.years.len() > 1));
    let charts = shown.map(|indicator| {
        let bars = all.sums.get(&indicator).into_iter().flat_map(|sum| &sum.years).map(|(year, amount)| Bar {
            label: year.to_string(),
            parts: vec![(4, *amount)],
            words: format!("{}\u{a0}{}", format::number(language, *amount, 0), texts::total_unit(language, indicator)),
        });
        view! {
            <figure>
                <figcaption>{words::indicator(language, indicator)}</figcaption>
                <Bars title=words::indicator(language, indicator) bars=bars.collect() />
            </figure>
        }
    });
    let charts = charts.collect_view();
    let years: std::collections::BTreeSet<i32> = all.sums.values().flat_map(|sum| sum.years.keys().copied()).collect();
    let heads = years.iter().map(|year| view! { <th scope="col" class="number">{*year}</th> }).collect_view();
    let rows = all.sums.iter().map(|(indicator, sum)| {
        let cells = years.iter().map(|year| view! {
            <td class="number">
                {sum.years.get(year).map_or_else(|| "–".to_owned(), |amount| format::number(language, *amount, 0))}
            </td>
        }).collect_view();
        view! {
            <tr>
                <th scope="row">
                    {words::indicator(language, *indicator)} " "
                    <span class="soft">{texts::unit_of_year(language, *indicator)}</span>
                </th>
                {cells}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{words_of::by_year(language)}</h2>
            <div class="charts">{charts}</div>
            <ScrollTable caption=words_of::by_year_caption(language)>
                <thead><tr><th scope="col">{texts::indicator(language)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

#[component]
fn Lifetime(all: Part) -> impl IntoView {
    let language = language();
    let heads = [
        words_of::declared_years(language),
        words_of::margin(language),
        words_of::whole_lifetime(language),
        words_of::synergies_with(language),
    ];
    let rows = all.sums.iter().map(|(indicator, sum)| {
        let number = |value| format::number(language, value, 0);
        let margin = if sum.margin > 0.0 { format!("±\u{a0}{}", number(sum.margin)) } else { "–".to_owned() };
        let lifetime = if indicator.comes_every_year() { number(sum.lifetime) } else { "–".to_owned() };
        let cells = [number(sum.amount), margin, lifetime, number(f64::from(sum.synergies))];
        view! {
            <tr>
                <th scope="row">
                    {words::indicator(language, *indicator)} " "
                    <span class="soft">{texts::total_unit(language, *indicator)}</span>
                </th>
                {cells.map(|cell| view! { <td class="number">{cell}</td> })}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{words_of::lifetime(language)}</h2>
            <p class="soft">{words_of::usual_lifetime(language)}</p>
            <ScrollTable caption=words_of::lifetime_caption(language)>
                <thead>
                    <tr>
                        <th scope="col">{texts::indicator(language)}</th>
                        {heads.map(|head| view! { <th scope="col" class="number">{head}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}

/// From cards to realised synergies, and where the rest stop.
#[component]
fn Way(report: Arc<Report>, counts: Counts) -> impl IntoView {
    let language = language();
    let reached = |stage: Stage| report.funnel.reached.get(&stage).copied().unwrap_or(0);
    let lost = |stage: Stage| report.funnel.lost_at.get(&stage).copied().unwrap_or(0);
    let mut steps = vec![
        (words_of::step_cards(language).to_owned(), counts.haves + counts.wants + counts.shared_needs, None),
        (words_of::step_matches(language).to_owned(), counts.matches, None),
        (words_of::step_mutual(language).to_owned(), counts.mutual, None),
        (words_of::step_synergies(language).to_owned(), reached(Stage::Idea), Some(lost(Stage::Idea))),
    ];
    steps.extend(
        CHAIN
            .into_iter()
            .skip(1)
            .map(|stage| (words::stage(language, stage).to_owned(), reached(stage), Some(lost(stage)))),
    );
    // Programmes that were brought in from elsewhere have synergies without cards.
    steps.retain(|(_, count, lost)| *count > 0 || lost.is_some());
    let bars = steps.iter().map(|(label, count, _)| Bar {
        label: label.clone(),
        parts: vec![(4, f64::from(*count))],
        words: format::number(language, f64::from(*count), 0),
    });
    let bars: Vec<Bar> = bars.collect();
    let before = std::iter::once(None).chain(steps.iter().map(|(_, count, _)| Some(*count))).collect::<Vec<_>>();
    let rows = steps.into_iter().zip(before).map(|((label, count, lost), before)| {
        let share = before
            .filter(|before| *before >= count && *before > 0)
            .map_or_else(|| "–".to_owned(), |before| format::percent(language, f64::from(count) / f64::from(before)));
        view! {
            <tr>
                <th scope="row">{label}</th>
                <td class="number">{format::number(language, f64::from(count), 0)}</td>
                <td class="number">{share}</td>
                <td class="number">
                    {lost.map_or_else(|| "–".to_owned(), |lost| format::number(language, f64::from(lost), 0))}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="stack">
            <h2>{words_of::funnel(language)}</h2>
            <div class="chart-and-table">
                <Bars title=words_of::funnel(language) bars />
                <ScrollTable caption=words_of::funnel_caption(language)>
                    <thead>
                        <tr>
                            <th scope="col">{words_of::step(language)}</th>
                            <th scope="col" class="number">{words_of::count(language)}</th>
                            <th scope="col" class="number">{words_of::of_previous(language)}</th>
                            <th scope="col" class="number">{words_of::leak(language)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </ScrollTable>
            </div>
        </section>
    }
    .into_any()
}

/// Workshops, families and years of realisation side by side.
#[component]
fn Comparison(report: Arc<Report>, workshops: BTreeMap<WorkshopId, (String, NaiveDate)>) -> impl IntoView {
    let language = language();
    let shown = [Indicator::TonnesReused, Indicator::Co2eAvoided, Indicator::Savings, Indicator::Sales];
    let row = |name: String, note: String, part: &Part| {
        let per_synergy = part
            .sums
            .get(&Indicator::TonnesReused)
            .filter(|_| part.realised > 0)
            .map_or_else(|| "–".to_owned(), |sum| format::number(language, sum.amount / f64::from(part.realised), 0));
        view! {
            <tr>
                <th scope="row" class="wide">{name} <span class="soft">{note}</span></th>
                <td class="number">{format::number(language, f64::from(part.realised), 0)}</td>
                <td class="number">{part.companies.len()}</td>
                {shown.map(|indicator| view! { <td class="number">{amount(language, part, indicator)}</td> })}
                <td class="number">{per_synergy}</td>
            </tr>
        }
    };
    let mut of_workshops: Vec<_> = report
        .workshops
        .iter()
        .filter_map(|(id, part)| workshops.get(id).map(|(title, day)| (title.clone(), *day, part)))
        .collect();
    of_workshops.sort_by(|left, right| (left.1, &left.0).cmp(&(right.1, &right.0)));
    let of_workshops =
        of_workshops.into_iter().map(|(title, day, part)| row(title, format::date(language, day), part)).collect_view();
    let of_kinds = report
        .kinds
        .iter()
        .map(|(kind, part)| row(words::synergy_kind(language, *kind).to_owned(), String::new(), part))
        .collect_view();
    let of_years = report
        .cohorts
        .iter()
        .map(|(year, part)| row(format!("{} {year}", words_of::cohort(language)), String::new(), part))
        .collect_view();
    view! {
        <section class="stack">
            <h2>{words_of::comparison(language)}</h2>
            <ScrollTable caption=words_of::comparison_caption(language) class="table roomy">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col" class="number">{words_of::realised(language)}</th>
                        <th scope="col" class="number">{words_of::organisations(language)}</th>
                        {shown.map(|indicator| view! {
                            <th scope="col" class="number">
                                {words::indicator(language, indicator)} " "
                                <span class="soft">{texts::total_unit(language, indicator)}</span>
                            </th>
                        })}
                        <th scope="col" class="number">{words_of::per_synergy(language)}</th>
                    </tr>
                </thead>
                <tbody>{of_kinds}</tbody>
                <tbody>{of_years}</tbody>
                <tbody>{of_workshops}</tbody>
            </ScrollTable>
        </section>
    }
    .into_any()
}
