//! The parts of a company's page for members who may see people: likenesses, synergies, cards, names, what was done.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::programme::companies::{CardOf, Inside, Shown, Told};
use leptos::prelude::*;

use super::super::synergies::SynergyTable;
use super::super::workshop::KindTag;
use super::Of;
use crate::locale::{common, companies as texts, language};
use crate::parts::apart::Apart;
use crate::{format, routes};

#[component]
pub(super) fn InsideSections(of: Of, inside: Inside, shown: Shown, today: NaiveDate) -> impl IntoView {
    let language = language();
    let Inside { met, cards, synergies, alike, history, .. } = inside;
    let names: BTreeMap<_, _> = shown.merged.into_iter().collect();
    let (no_card, no_synergy, nobody_alike, not_met) =
        (cards.is_empty(), synergies.is_empty(), alike.is_empty(), met.is_empty());
    let proposal = |(other, name): (domain::ids::CompanyId, String)| {
        let same = of.button(
            routes::merge_company(of.programme, of.company),
            vec![("other", other.to_string())],
            texts::same(language),
        );
        let apart = of.button(
            routes::keep_apart(of.programme, of.company),
            vec![("other", other.to_string())],
            texts::other(language),
        );
        view! {
            <li class="with-button">
                <a href=routes::company(of.programme, other)>{name}</a>
                {same}
                {apart}
            </li>
        }
    };
    let spelling = |(place, there): (usize, domain::programme::companies::MetIn)| {
        let wrong = of.opens(&format!("spelling-{place}"), texts::attribute(language));
        view! {
            <li class="with-button">
                <span>
                    {there.spelling} " · "
                    <a href=routes::programme_workshop(there.workshop)>{there.title}</a>
                    <span class="soft">" · " {format::date(language, there.date)}</span>
                </span>
                {wrong}
            </li>
        }
    };
    let told = |Told { at, author, company, deed, about, reason }: Told| {
        let author = if author.is_empty() { texts::by_itself(language).to_owned() } else { author };
        let whose = names.get(&company).map(|name| format!(" ({name})"));
        view! {
            <li class="minor">
                <p class="timeline-head">
                    <span>
                        {texts::deed(language, deed)} {(!about.is_empty()).then_some("\u{a0}: ")} {about} {whose}
                    </span>
                    <Apart />
                    <span class="soft">{format::day(language, at)} " · " {author}</span>
                </p>
                {reason.map(|reason| view! { <p>{reason}</p> })}
            </li>
        }
    };
    view! {
        {(!nobody_alike).then(|| view! {
            <section class="stack">
                <h2>{texts::alike(language)}</h2>
                <p class="soft">{texts::alike_help(language)}</p>
                <ul class="company-parts">{alike.into_iter().map(proposal).collect_view()}</ul>
            </section>
        })}
        <section class="stack">
            <h2>{common::synergies(language)}</h2>
            {if no_synergy {
                view! { <p class="empty">{texts::no_synergy(language)}</p> }.into_any()
            } else {
                view! { <SynergyTable synergies today /> }.into_any()
            }}
        </section>
        <section class="stack">
            <h2>{texts::cards(language)}</h2>
            {if no_card {
                view! { <p class="empty">{texts::no_card(language)}</p> }.into_any()
            } else {
                view! { <Cards cards /> }.into_any()
            }}
        </section>
        <section class="stack">
            <div class="section-head">
                <h2>{texts::met(language)}</h2>
                {of.opens("merge", texts::merge(language))}
            </div>
            {if not_met {
                view! { <p class="empty">{texts::not_met(language)}</p> }.into_any()
            } else {
                view! {
                    <ul class="company-parts">{met.into_iter().enumerate().map(spelling).collect_view()}</ul>
                }
                .into_any()
            }}
        </section>
        <section class="stack">
            <div class="section-head">
                <h2>{texts::history(language)}</h2>
                {of.opens("forget", texts::forget(language))}
            </div>
            <ol class="timeline" reversed>{history.into_iter().rev().map(told).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// The cards that the company posted, grouped by workshop.
#[component]
fn Cards(cards: Vec<CardOf>) -> impl IntoView {
    let language = language();
    let mut workshops: Vec<(CardOf, Vec<CardOf>)> = Vec::new();
    for card in cards {
        match workshops.last_mut().filter(|(first, _)| first.workshop == card.workshop) {
            Some((_, more)) => more.push(card),
            None => workshops.push((card.clone(), vec![card])),
        }
    }
    let card = |card: CardOf| view! { <li><KindTag kind=card.kind /> <Apart /> <span>{card.title}</span></li> };
    let workshop = |(first, cards): (CardOf, Vec<CardOf>)| {
        view! {
            <h3>
                <a href=routes::programme_workshop(first.workshop)>{first.workshop_title}</a>
                <span class="soft">" · " {format::date(language, first.date)}</span>
            </h3>
            <ul class="origin">{cards.into_iter().map(card).collect_view()}</ul>
        }
    };
    workshops.into_iter().map(workshop).collect_view().into_any()
}
