//! One workshop as the programme manager reads it: synergies, matches, cards, participants.

use domain::NaiveDate;
use domain::access::{Right, Role};
use domain::matches::{Answer, Counterpart, Match, Side};
use domain::programme::{SynergyRecord, WorkshopSummary};
use domain::resource::{Kind, Visibility};
use domain::workshop::{Card, CardStatus, Participant, Workshop};
use leptos::prelude::*;

use super::synergies::SynergyTable;
use crate::locale::{common, language, office as texts, words};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::reason::reasons_line;
use crate::parts::trail::Trail;
use crate::{Language, format, nace, routes};

/// One workshop: participants, cards, matches, synergies.
#[component]
pub fn WorkshopPage(
    /// What the reader is in the programme.
    role: Role,
    summary: WorkshopSummary,
    workshop: Workshop,
    synergies: Vec<SynergyRecord>,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    let WorkshopSummary { id, description, phase, counts, .. } = summary;
    let about = [description.place.as_ref(), description.territory.as_ref(), Some(&description.programme)];
    let about = about.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" · ");
    let figures = [
        ("participants", counts.participants, texts::participants(language)),
        ("participants", counts.organisations, texts::organisations(language)),
        ("cards", counts.haves + counts.wants + counts.shared_needs, texts::cards(language)),
        ("matches", counts.matches, texts::matches(language)),
        ("matches", counts.mutual, texts::mutual(language)),
        ("synergies", u32::try_from(synergies.len()).unwrap_or(u32::MAX), texts::synergies(language)),
    ];
    let figures = figures.map(|(place, number, words)| {
        view! {
            <li>
                <a href=format!("#{place}")>
                    <strong>{format::number(language, f64::from(number), 0)}</strong>
                    " "
                    <span>{words}</span>
                </a>
            </li>
        }
    });
    let synergy_table = if synergies.is_empty() {
        view! { <p class="empty">{texts::no_synergy_here(language)}</p> }.into_any()
    } else {
        view! { <SynergyTable synergies today of_one_workshop=true /> }.into_any()
    };
    view! {
        <Masthead section=Section::Programme back=routes::programme_workshop(id) />
        <main id="content" class="page">
            <Trail href=routes::PROGRAMME name=common::programme(language) />
            <div class="page-head">
                <div>
                    <p class="eyebrow">
                        <time datetime=description.date.to_string()>{format::date(language, description.date)}</time>
                        <span class="phase-tag" data-phase=phase.code()>
                            {words::phase(language, phase)}
                        </span>
                    </p>
                    <h1>{description.title.to_string()}</h1>
                    <p class="lead">{about}</p>
                </div>
                {role.may(Right::RunWorkshops).then(|| view! {
                <p class="actions">
                    <a class="button" href=routes::minutes(id)>
                        {crate::locale::minutes::title(language)}
                    </a>
                    <a class="button" href=routes::leads(id)>
                        {crate::locale::leads::short(language)}
                    </a>
                    <a class="button" href=routes::desk(id)>
                        {texts::run_workshop(language)}
                    </a>
                    <a href=routes::print_sheets(id)>{texts::print_sheets(language)}</a>
                </p>
                })}
            </div>
            <nav aria-label=texts::on_this_page(language)>
                <ul class="figure-strip">{figures.collect_view()}</ul>
            </nav>
            <section class="stack" id="synergies">
                <h2>{common::synergies(language)}</h2>
                {synergy_table}
            </section>
            <section class="stack" id="matches">
                <h2>{texts::matches(language)}</h2>
                <MatchTable workshop=workshop.clone() />
            </section>
            <section class="stack" id="cards">
                <h2>{texts::cards(language)}</h2>
                <CardTable workshop=workshop.clone() />
            </section>
            <section class="stack" id="participants">
                <h2>{texts::participants(language)}</h2>
                <ParticipantTable workshop />
            </section>
        </main>
    }
    .into_any()
}

/// The head of a column, and whether numbers stand in it.
type Head = (&'static str, bool);

/// A table with its caption, that can be scrolled sideways with the keyboard too.
fn table(caption: &'static str, heads: &[Head], rows: Vec<AnyView>, empty: &'static str) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="empty">{empty}</p> }.into_any();
    }
    view! {
        <div class="table-scroll tall" tabindex="0" role="region" aria-label=caption>
            <table class="table roomy">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        {heads.iter().map(|(head, number)| view! {
                            <th scope="col" class:number=*number>{*head}</th>
                        }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The class that gives a kind its colour and sign in a line of text.
const fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Have => "kind-tag have",
        Kind::Want => "kind-tag want",
        Kind::SharedNeed => "kind-tag shared-need",
    }
}

#[component]
pub(super) fn KindTag(kind: Kind) -> impl IntoView {
    view! { <span class=kind_class(kind)>{words::kind(language(), kind)}</span> }.into_any()
}

#[component]
fn MatchTable(workshop: Workshop) -> impl IntoView {
    let language = language();
    let mut found: Vec<&Match> = workshop.open_matches().collect();
    found.sort_by(|one, other| {
        let rank = |found: &Match| (found.synergy.is_none(), !found.is_mutual(), found.is_dismissed());
        rank(one).cmp(&rank(other)).then(other.score.total_cmp(&one.score)).then(one.id.cmp(&other.id))
    });
    let heads = [
        (texts::one_side(language), false),
        (texts::other_side(language), false),
        (texts::fit(language), true),
        (texts::reasons(language), false),
        (texts::answers(language), false),
    ];
    let rows = found.into_iter().map(|found| match_row(language, &workshop, found)).collect();
    table(texts::matches(language), &heads, rows, texts::no_match_here(language))
}

fn match_row(language: Language, workshop: &Workshop, found: &Match) -> AnyView {
    let organisation = |side| {
        let party = workshop.party(found, side).and_then(|party| workshop.participants.get(&party));
        party.map_or_else(|| texts::anonymous(language).to_owned(), |party| party.organisation.to_string())
    };
    let side = |side| {
        let card = match (side, found.counterpart) {
            (Side::First, _) => Some(found.card),
            (Side::Second, Counterpart::Card(card)) => Some(card),
            (Side::Second, Counterpart::Participant(_)) => None,
        };
        let card = card.and_then(|card| workshop.cards.get(&card));
        // Who has no card in it is named, then told apart.
        let (first, second) = match card {
            Some(card) => (card.resource.title.to_string(), organisation(side)),
            None => (organisation(side), texts::interest_without_card(language).to_owned()),
        };
        view! {
            {card.map(|card| view! { <KindTag kind=card.resource.kind /> })}
            " "
            <span>{first}</span>
            <span class="soft">{second}</span>
        }
        .into_any()
    };
    let answer = |side| match found.answer(side) {
        None => texts::no_answer(language).to_owned(),
        Some(Answer::Interested) => texts::answer_interested(language).to_owned(),
        Some(Answer::NotForUs { reason: None, .. }) => texts::answer_not_for_us(language).to_owned(),
        Some(Answer::NotForUs { reason: Some(reason), .. }) => {
            format!("{} ({})", texts::answer_not_for_us(language), words::dismissal(language, *reason))
        }
    };
    let answered = found.first_answer.is_some() || found.second_answer.is_some();
    let outcome = match (found.synergy, answered) {
        (Some(_), _) => view! { <strong class="good-word">{texts::synergy(language)}</strong> }.into_any(),
        (None, false) => view! { <span class="soft">{texts::no_answer(language)}</span> }.into_any(),
        (None, true) => view! {
            <span>{answer(Side::First)}</span>
            <span class="soft">{answer(Side::Second)}</span>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="wide">
                {side(Side::First)}
            </th>
            <td class="wide">{side(Side::Second)}</td>
            <td class="number">{format::percent(language, found.score)}</td>
            <td class="wide">{reasons_line(language, &found.reasons)}</td>
            <td>
                {outcome}
                {found.dismissed.then(|| view! { <span class="soft">{texts::said_absurd(language)}</span> })}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn CardTable(workshop: Workshop) -> impl IntoView {
    let language = language();
    let heads = [
        (texts::number(language), true),
        (texts::kind(language), false),
        (texts::title(language), false),
        (texts::category(language), false),
        (texts::quantity(language), false),
        (texts::organisation(language), false),
        (texts::interested(language), true),
    ];
    let rows = workshop.cards.values().map(|card| card_row(language, &workshop, card)).collect();
    table(texts::cards(language), &heads, rows, texts::no_card_here(language))
}

fn card_row(language: Language, workshop: &Workshop, card: &Card) -> AnyView {
    let resource = &card.resource;
    let organisation =
        card.author.and_then(|author| workshop.participants.get(&author)).map(|author| author.organisation.to_string());
    let status = match card.status {
        CardStatus::Open => None,
        CardStatus::Withdrawn => Some(texts::withdrawn(language)),
        CardStatus::Hidden => Some(texts::hidden(language)),
        CardStatus::Merged(_) => Some(texts::merged(language)),
    };
    let visibility = match resource.visibility() {
        Visibility::Room => None,
        Visibility::Anonymous => Some(texts::anonymous(language)),
        Visibility::Facilitators => Some(texts::facilitators_only(language)),
    };
    let remarks = [status, visibility].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let quantity = resource.quantity.map(|quantity| {
        view! {
            <span>{format::quantity(language, &quantity)}</span>
            <span class="soft">"≈\u{a0}" {format::annual(language, &quantity.annual())}</span>
        }
    });
    view! {
        <tr class:gone=!card.is_open()>
            <td class="number">{card.id.to_string()}</td>
            <td>
                <KindTag kind=resource.kind />
            </td>
            <th scope="row" class="wide">
                {resource.title.to_string()}
                {(!remarks.is_empty()).then(|| view! { <span class="soft">{remarks}</span> })}
            </th>
            <td>{words::category(language, resource.category)}</td>
            <td>{quantity}</td>
            <td>{organisation}</td>
            <td class="number">{card.interested.len()}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn ParticipantTable(workshop: Workshop) -> impl IntoView {
    let language = language();
    let divisions = nace::divisions(language);
    let heads = [
        (texts::participant(language), false),
        (texts::organisation(language), false),
        (texts::table(language), true),
        (texts::sector(language), false),
        (texts::cards(language), true),
    ];
    let row = |participant: &Participant| {
        let sector = participant
            .sector
            .as_ref()
            .and_then(|code| divisions.iter().find(|(division, _)| division == code))
            .map(|(_, words)| words.clone());
        let cards = workshop.open_cards().filter(|card| card.author == Some(participant.id)).count();
        view! {
            <tr>
                <th scope="row">{participant.name.to_string()}</th>
                <td>{participant.organisation.to_string()}</td>
                <td class="number">{participant.table}</td>
                <td class="wide">{sector}</td>
                <td class="number">{cards}</td>
            </tr>
        }
        .into_any()
    };
    let rows = workshop.participants.values().map(row).collect();
    table(texts::participants(language), &heads, rows, texts::no_participant_here(language))
}
