//! The facilitator's workshops: what is under way first.

use domain::programme::WorkshopSummary;
use domain::workshop::Phase;
use leptos::prelude::*;

use crate::locale::{administration, common, language, preparation as texts, words};
use crate::parts::masthead::{Masthead, Section};
use crate::{format, routes};

/// The list of workshops that this person may run, and the way to a new one.
#[component]
pub fn Workshops(
    workshops: Vec<WorkshopSummary>,
    /// Whether this person administers the host as well: then the list leads there.
    administers: bool,
) -> impl IntoView {
    let language = language();
    let none = workshops.is_empty();
    let (over, under_way): (Vec<_>, Vec<_>) = workshops.into_iter().partition(|summary| summary.phase == Phase::Closed);
    let group = |title, workshops: Vec<WorkshopSummary>| {
        (!workshops.is_empty()).then(|| {
            view! {
                <section class="stack">
                    <h2>{title}</h2>
                    <ul class="workshop-list">
                        {workshops.into_iter().map(|summary| view! { <Entry summary /> }).collect_view()}
                    </ul>
                </section>
            }
            .into_any()
        })
    };
    view! {
        <Masthead section=Section::Workshops back=routes::DESKS />
        <main id="content" class="page">
            <div class="page-head">
                <h1>{common::workshops(language)}</h1>
                <div class="actions">
                    {administers.then(|| view! {
                        <a href=routes::ADMINISTRATION>{administration::title(language)}</a>
                    })}
                    <a class="button primary" href=routes::NEW_WORKSHOP>
                        {common::new_workshop(language)}
                    </a>
                </div>
            </div>
            {none.then(|| view! { <p class="empty">{texts::no_workshop_yet(language)}</p> })}
            {group(texts::in_progress(language), under_way)}
            {group(texts::past(language), over)}
        </main>
    }
    .into_any()
}

#[component]
fn Entry(summary: WorkshopSummary) -> impl IntoView {
    let language = language();
    let WorkshopSummary { id, description, phase, counts, synergies, .. } = summary;
    let count = |number: u32, one, many| format::count(language, number as usize, one, many);
    let cards = counts.haves + counts.wants + counts.shared_needs;
    let line = [
        count(counts.organisations, texts::organisation_one(language), texts::organisation_many(language)),
        count(cards, texts::card_one(language), texts::card_many(language)),
        count(counts.matches, texts::match_one(language), texts::match_many(language)),
        count(synergies.values().sum(), texts::synergy_one(language), texts::synergy_many(language)),
    ]
    .join("\u{a0}· ");
    let about = [description.place.as_ref(), description.territory.as_ref(), Some(&description.programme)];
    let about = about.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\u{a0}· ");
    view! {
        <li class="workshop-entry">
            <div class="workshop-what">
                <p class="eyebrow">
                    <time datetime=description.date.to_string()>{format::date(language, description.date)}</time>
                    <span class="phase-tag" data-phase=phase.code()>
                        {words::phase(language, phase)}
                    </span>
                </p>
                <h3>
                    <a href=routes::desk(id)>{description.title.to_string()}</a>
                </h3>
                <p class="soft">{about}</p>
                <p class="counts-line">{line}</p>
            </div>
            <div class="actions">
                <a class="button" href=routes::desk(id)>
                    {texts::open_desk(language)}
                </a>
                <a href=routes::programme_workshop(id)>{texts::open_follow_up(language)}</a>
                <a href=routes::print_sheets(id)>{texts::open_print(language)}</a>
                <a href=routes::edit_workshop(id)>{common::edit(language)}</a>
            </div>
        </li>
    }
    .into_any()
}
