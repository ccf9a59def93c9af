//! The programme at a glance: what realised synergies have brought, where synergies stand, the workshops, the exports.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use domain::NaiveDate;
use domain::programme::{SynergyRecord, WorkshopSummary};
use domain::synergy::Stage;
use leptos::prelude::*;

use super::StagedFigure;
use super::charts::{Funnel, Headline};
use super::totals::{Total, counts, totals};
use crate::locale::{common, language, programme as texts, words};
use crate::parts::masthead::{Masthead, Section};
use crate::{format, routes};

/// All workshops, with their counts, and the sum of the figures of what is realised.
#[component]
pub fn Workshops(workshops: Vec<WorkshopSummary>, synergies: Vec<SynergyRecord>, figures: Vec<StagedFigure>, today: NaiveDate) -> impl IntoView {
    let language = language();
    let programmes: BTreeSet<String> = workshops.iter().map(|summary| summary.description.programme.to_string()).collect();
    let programmes = programmes.into_iter().collect::<Vec<_>>().join(" · ");
    let this_year = today.year();
    let waiting = figures.iter().filter(|staged| !counts(staged, this_year)).count();
    let mut stages: BTreeMap<Stage, u32> = BTreeMap::new();
    for record in &synergies {
        *stages.entry(record.stage).or_default() += 1;
    }
    let total = synergies.len();
    view! {
        <Masthead section=Section::Programme back=routes::PROGRAMME />
        <main id="content" class="page">
            <div class="page-head">
                <div>
                    <h1>{common::programme(language)}</h1>
                    <p class="lead">{programmes}</p>
                </div>
            </div>
            <Results totals=totals(&figures, this_year) waiting />
            <section class="stack">
                <div class="section-head">
                    <h2>{texts::funnel(language)}</h2>
                    <a href=routes::SYNERGIES>{texts::see_all_synergies(language)} " (" {total} ")"</a>
                </div>
                {if synergies.is_empty() {
                    view! { <p class="empty">{texts::funnel_empty(language)}</p> }.into_any()
                } else {
                    view! { <Funnel counts=stages /> }.into_any()
                }}
            </section>
            <section class="stack">
                <div class="section-head">
                    <h2>{common::workshops(language)}</h2>
                    <a href=routes::NEW_WORKSHOP>{common::new_workshop(language)}</a>
                </div>
                <WorkshopTable workshops />
            </section>
            <section class="stack exports">
                <h2>{texts::exports(language)}</h2>
                <p class="soft">{texts::exports_help(language)}</p>
                <ul class="export-list">
                    {routes::EXPORTS
                        .iter()
                        .map(|what| {
                            view! {
                                <li>
                                    <a href=routes::export(what) download="">
                                        {texts::export_words(language, what)}
                                        <span class="visually-hidden">" (CSV)"</span>
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        </main>
    }
    .into_any()
}

#[component]
fn Results(totals: Vec<Total>, waiting: usize) -> impl IntoView {
    let language = language();
    let none = totals.is_empty();
    let several_years = totals.iter().flat_map(|total| total.by_year.keys()).collect::<BTreeSet<_>>().len() > 1;
    let years = several_years.then(|| view! { <ByYear totals=totals.clone() /> });
    let headlines = totals.into_iter().map(|total| view! { <Headline total /> }).collect_view();
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
fn ByYear(totals: Vec<Total>) -> impl IntoView {
    let language = language();
    let years: BTreeSet<i32> = totals.iter().flat_map(|total| total.by_year.keys().copied()).collect();
    let head = years.iter().map(|year| view! { <th scope="col" class="number">{*year}</th> }).collect_view();
    let row = |total: Total| {
        let cells = years
            .iter()
            .map(|year| {
                let amount = total.by_year.get(year).map_or_else(|| "–".to_owned(), |amount| format::amount(language, *amount));
                view! { <td class="number">{amount}</td> }
            })
            .collect_view();
        view! {
            <tr>
                <th scope="row">
                    {words::indicator(language, total.indicator)} " "
                    <span class="soft">{words::indicator_unit(language, total.indicator)}</span>
                </th>
                {cells}
            </tr>
        }
    };
    let rows = totals.into_iter().map(row).collect_view();
    view! {
        <details class="fold">
            <summary>{texts::by_year(language)}</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label=texts::by_year_caption(language)>
                <table class="table">
                    <caption class="visually-hidden">{texts::by_year_caption(language)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts::indicator(language)}</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn WorkshopTable(workshops: Vec<WorkshopSummary>) -> impl IntoView {
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
        let realised = summary.synergies.get(&Stage::Realised).copied().unwrap_or(0);
        let numbers = [counts.organisations, counts.haves, counts.wants, counts.shared_needs, counts.matches, counts.mutual, synergies, realised];
        view! {
            <tr>
                <th scope="row" class="wide">
                    <a href=routes::programme_workshop(summary.id)>{summary.description.title.to_string()}</a>
                    <span class="soft">
                        {format::date(language, summary.description.date)} " · " {words::phase(language, summary.phase)}
                    </span>
                </th>
                {numbers.map(|number| view! { <td class="number">{format::number(language, f64::from(number), 0)}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=texts::workshops_caption(language)>
            <table class="table">
                <caption class="visually-hidden">{texts::workshops_caption(language)}</caption>
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
                <tbody>{workshops.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
