//! The programme at a glance: what realised synergies have brought, where synergies stand, the workshops, the exports.

use std::collections::BTreeSet;

use domain::access::{Right, Role};
use domain::ids::ProgrammeId;
use domain::ledger::{Part, Report, Sum};
use domain::programme::{Programme, WorkshopSummary};
use domain::synergy::{Indicator, Stage};
use leptos::prelude::*;

use super::charts::{Funnel, Headline};
use crate::locale::{common, language, office as texts, report as words_of, words};
use crate::parts::apart::Apart;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::scroll_table::ScrollTable;
use crate::{format, routes};

/// What the dashboard of a programme shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Dashboard {
    /// The programmes of which the reader is a member.
    pub programmes: Vec<Programme>,
    /// Which of them is shown; none before there is one.
    pub shown: Option<ProgrammeId>,
    /// The reader's role in the programme that is shown.
    pub role: Option<Role>,
    /// The workshops of the programme that is shown.
    pub workshops: Vec<WorkshopSummary>,
    /// What the programme has brought, as of today.
    pub report: Report,
    /// Figures that do not count: their synergy is not realised, or their year has not begun.
    pub waiting: usize,
}

/// All workshops, with their counts, and the sum of the figures of what is realised.
#[component]
pub fn Workshops(dashboard: Dashboard) -> impl IntoView {
    let language = language();
    let Dashboard { programmes, shown, role, workshops, report, waiting } = dashboard;
    let may = move |right| role.is_some_and(|role| role.may(right));
    let chosen = programmes.iter().find(|programme| Some(programme.id) == shown).cloned();
    let back = shown.map_or_else(|| routes::PROGRAMME.to_owned(), routes::programme);
    let name = chosen.as_ref().map(|programme| programme.name.clone());
    let is_example = chosen.as_ref().is_some_and(|programme| programme.is_example);
    let choice = |programme: &Programme| {
        let (id, name) = (programme.id, programme.name.clone());
        view! { <li><a href=routes::programme(id) aria-current=(Some(id) == shown).then_some("true")>{name}</a></li> }
    };
    let chooser = (programmes.len() > 1).then(|| {
        view! {
            <nav class="chooser" aria-label=words_of::choose_programme(language)>
                <ul>{programmes.iter().map(choice).collect_view()}</ul>
            </nav>
        }
    });
    let links = shown.map(|id| {
        view! {
            <p class="actions">
                <a class="button" href=routes::report(id, None)>{words_of::see_report(language)}</a>
                {may(Right::FollowUp).then(|| view! {
                    <a class="button" href=routes::follow_up(id)>{crate::locale::follow_up::open_list(language)}</a>
                })}
                <a href=routes::companies(id)>{crate::locale::companies::title(language)}</a>
                <a href=routes::evaluation(id, None)>{crate::locale::evaluation::open_list(language)}</a>
                <a href=routes::funding(id)>{crate::locale::evaluation::funding(language)}</a>
                <a href=routes::targets(id)>{crate::locale::targets::targets(language)}</a>
                <a class="button quiet" href=routes::programme_profile(id)>{words_of::profile(language)}</a>
            </p>
        }
    });
    let stages = report.funnel.now.clone();
    let total: u32 = stages.values().sum();
    let all_of_it = shown.map_or_else(|| routes::SYNERGIES.to_owned(), routes::synergies_of);
    view! {
        <Masthead section=Section::Programme back />
        <main id="content" class="page">
            {chooser}
            <div class="page-head">
                <div>
                    <h1>{common::programme(language)}</h1>
                    <p class="lead">{name}</p>
                </div>
                {links}
            </div>
            {is_example.then(|| view! {
                <Notice tone=Tone::Warning standing=true>{words_of::example_data(language)}</Notice>
            })}
            <Results all=report.all.clone() waiting />
            <section class="stack">
                <div class="section-head">
                    <h2>{texts::funnel(language)}</h2>
                    {may(Right::SeePeople).then(|| view! {
                        <a href=all_of_it>{texts::see_all_synergies(language)} " (" {total} ")"</a>
                    })}
                </div>
                {if total == 0 {
                    view! { <p class="empty">{texts::funnel_empty(language)}</p> }.into_any()
                } else {
                    view! { <Funnel counts=stages programme=shown leads=may(Right::SeePeople) /> }.into_any()
                }}
            </section>
            <section class="stack">
                <div class="section-head">
                    <h2>{common::workshops(language)}</h2>
                    {(shown.is_none() || may(Right::RunWorkshops)).then(|| view! {
                        <a href=routes::NEW_WORKSHOP>{common::new_workshop(language)}</a>
                    })}
                </div>
                <WorkshopTable workshops leads=may(Right::SeePeople) />
            </section>
            {may(Right::ExportTables).then(|| view! {
            <section class="stack exports">
                <h2>{texts::exports(language)}</h2>
                {shown
                    .map(|id| {
                        view! {
                            <p class="actions">
                                {may(Right::ImportTables).then(|| view! {
                                    <a class="button" href=routes::import(id)>
                                        {crate::locale::exchange::import_title(language)}
                                    </a>
                                })}
                                {may(Right::ExportWhole).then(|| view! {
                                    <a href=routes::export_whole(id) download="">{words_of::json(language)}</a>
                                })}
                            </p>
                        }
                    })}
                <p class="soft">{texts::exports_help(language)}</p>
                <ul class="export-list">
                    {routes::EXPORTS
                        .iter()
                        // By this one people are reached.
                        .filter(|what| **what != "people" || may(Right::ExportWhole))
                        .map(|what| {
                            view! {
                                <li>
                                    <a href=routes::export(what, shown) download="">
                                        {texts::export_words(language, what)}
                                        <span class="visually-hidden">" (CSV)"</span>
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
            })}
        </main>
    }
    .into_any()
}

#[component]
fn Results(all: Part, waiting: usize) -> impl IntoView {
    let language = language();
    let none = all.sums.is_empty();
    let several_years = all.sums.values().flat_map(|sum| sum.years.keys()).collect::<BTreeSet<_>>().len() > 1;
    let years = several_years.then(|| view! { <ByYear all=all.clone() /> });
    let headlines = all.sums.into_iter().map(|(indicator, sum)| view! { <Headline indicator sum /> }).collect_view();
    view! {
        <section class="stack results">
            <h2>{texts::results(language)}</h2>
            {if none {
                view! { <p class="empty">{texts::no_result(language)}</p> }.into_any()
            } else {
                view! { <ul class="headlines">{headlines}</ul> }.into_any()
            }}
            {(waiting > 0).then(|| view! { <p class="soft">{texts::waiting_figures(language, waiting)}</p> })}
            {years}
            <details class="fold">
                <summary>{texts::counting_rules(language)}</summary>
                <ul class="rules">
                    <li>{texts::rule_realised(language)}</li>
                    <li>{texts::rule_sum(language)}</li>
                    <li>{texts::rule_once(language)}</li>
                </ul>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn ByYear(all: Part) -> impl IntoView {
    let language = language();
    let years: BTreeSet<i32> = all.sums.values().flat_map(|sum| sum.years.keys().copied()).collect();
    let head = years.iter().map(|year| view! { <th scope="col" class="number">{*year}</th> }).collect_view();
    let row = |(indicator, sum): (Indicator, Sum)| {
        let cells = years
            .iter()
            .map(|year| {
                let amount =
                    sum.years.get(year).map_or_else(|| "–".to_owned(), |amount| format::amount(language, *amount));
                view! { <td class="number">{amount}</td> }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">
                    {words::indicator(language, indicator)} " "
                    <span class="soft">{texts::unit_of_year(language, indicator)}</span>
                </th>
                {cells}
            </tr>
        }
    };
    let rows = all.sums.into_iter().map(row).collect_view();
    view! {
        <details class="fold">
            <summary>{texts::by_year(language)}</summary>
            <ScrollTable caption=texts::by_year_caption(language)>
                <thead>
                    <tr>
                        <th scope="col">{texts::indicator(language)}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        </details>
    }
    .into_any()
}

#[component]
fn WorkshopTable(
    workshops: Vec<WorkshopSummary>,
    /// Whether each row links to the page of its workshop.
    leads: bool,
) -> impl IntoView {
    let language = language();
    if workshops.is_empty() {
        return view! { <p class="empty">{texts::no_workshop(language)}</p> }.into_any();
    }
    let heads = [
        texts::organisations(language),
        texts::haves(language),
        texts::wants(language),
        texts::shared_needs(language),
        texts::matches(language),
        texts::mutual(language),
        texts::synergies(language),
        texts::realised(language),
    ];
    let row = |summary: WorkshopSummary| {
        let counts = summary.counts;
        let synergies: u32 = summary.synergies.values().sum();
        let title = summary.description.title.to_string();
        let realised = summary.synergies.get(&Stage::Realised).copied().unwrap_or(0);
        let numbers = [
            counts.organisations,
            counts.haves,
            counts.wants,
            counts.shared_needs,
            counts.matches,
            counts.mutual,
            synergies,
            realised,
        ];
        view! {
            <tr>
                <th scope="row" class="wide">
                    {if leads { view! {
                        <a href=routes::programme_workshop(summary.id)>{title}</a>
                    }.into_any() } else { title.into_any() }}
                    <Apart />
                    <span class="soft">
                        {format::date(language, summary.description.date)} " · " {words::phase(language, summary.phase)}
                    </span>
                </th>
                {numbers.map(|number| view! {
                    <td class="number">{format::number(language, f64::from(number), 0)}</td>
                }).collect_view()}
            </tr>
        }
    };
    let rows = workshops.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=texts::workshops_caption(language)>
            <thead>
                <tr>
                    <th scope="col">{texts::workshop(language)}</th>
                    {heads
                        .map(|head| {
                            view! {
                                <th scope="col" class="number">
                                    {head}
                                </th>
                            }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}
