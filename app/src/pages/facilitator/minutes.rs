//! The minutes of a workshop: who was there, what was said, what came of it. Made to be printed.

use domain::ids::{ParticipantId, WorkshopId};
use domain::matches::{Counterpart, Side};
use domain::programme::Counts;
use domain::resource::Kind;
use domain::workshop::{Card, Workshop};
use leptos::prelude::*;

use crate::locale::{board, language, minutes as texts, running, words};
use crate::parts::masthead::{Masthead, Section};
use crate::{format, routes};

fn company(workshop: &Workshop, who: Option<ParticipantId>) -> String {
    who.and_then(|who| workshop.participants.get(&who)).map_or_else(|| "–".to_owned(), |who| format!("{} ({})", who.organisation, who.name))
}

/// The page.
#[component]
pub fn Minutes(id: WorkshopId, workshop: Workshop) -> impl IntoView {
    let language = language();
    let counts = Counts::of(&workshop);
    let description = workshop.description.clone();
    let when = description.as_ref().map(|description| {
        let place = description.place.as_ref().map(|place| format!(" · {place}")).unwrap_or_default();
        format!("{}{place} · {}", format::date(language, description.date), description.programme)
    });
    let figures = [
        format::count(language, counts.organisations as usize, board::company(language), board::companies(language)),
        format::count(language, counts.haves as usize, board::have(language), board::haves(language)),
        format::count(language, (counts.wants + counts.shared_needs) as usize, board::want(language), board::wants(language)),
        format::count(language, counts.matches as usize, board::match_one(language), board::matches(language)),
        format::count(language, counts.synergies as usize, board::synergy(language), board::synergies(language)),
    ];
    let synergies = workshop.synergies.values().map(|synergy| {
        let next = synergy.next_step.as_ref().map_or_else(
            || "–".to_owned(),
            |next| {
                let due = next.due.map(|due| format!(", {}", format::date(language, due))).unwrap_or_default();
                format!("{}{due}", next.what)
            },
        );
        view! {
            <tr>
                <th scope="row">{synergy.title.to_string()}</th>
                <td>{company(&workshop, Some(synergy.giver))}</td>
                <td>{company(&workshop, Some(synergy.receiver))}</td>
                <td>{words::stage(language, synergy.stage)}</td>
                <td>{next}</td>
            </tr>
        }
    });
    let none = workshop.synergies.is_empty();
    let waiting: Vec<_> = workshop
        .open_matches()
        .filter(|found| found.is_mutual() && found.synergy.is_none())
        .map(|found| {
            let about = workshop.cards.get(&found.card).map(|card| card.resource.title.to_string()).unwrap_or_default();
            let [one, other] = [Side::First, Side::Second].map(|side| company(&workshop, workshop.party(found, side)));
            view! { <li>{format!("{about} – {one} ⇄ {other}")}</li> }
        })
        .collect();
    let matched =
        |card: &Card| workshop.open_matches().any(|found| !found.is_dismissed() && (found.card == card.id || found.counterpart == Counterpart::Card(card.id)));
    let cards_of = |kind: Kind| {
        let cards: Vec<_> = workshop.open_cards().filter(|card| card.resource.kind == kind).collect();
        (!cards.is_empty()).then(|| {
            let row = |card: &&Card| {
                let unmatched = (!matched(card)).then(|| view! { " " <span class="hint">{format!("({})", texts::not_matched(language))}</span> });
                view! { <li>{format!("{}. {} – {}", card.id, card.resource.title, company(&workshop, card.author))} {unmatched}</li> }
            };
            view! {
                <h3>{words::kinds(language, kind)}</h3>
                <ul>{cards.iter().map(row).collect_view()}</ul>
            }
        })
    };
    let people = workshop.present().map(|person| view! { <li>{format!("{}, {}", person.organisation, person.name)}</li> });
    let steps = (0..).zip(&workshop.steps).map(|(at, step)| {
        view! { <li>{format!("{} – {}\u{a0}{}", running::step_name(language, &workshop.steps, at), step.minutes, running::minutes_short(language))}</li> }
    });
    let steps = (!workshop.steps.is_empty()).then(|| view! { <section><h2>{texts::course(language)}</h2><ol>{steps.collect_view()}</ol></section> });
    view! {
        <div class="no-print">
            <Masthead section=Section::Workshops back=routes::minutes(id) />
        </div>
        <main id="content" class="page minutes">
            <p class="no-print actions">
                <a class="button" href=routes::desk(id)>{texts::back(language)}</a>
                <span class="hint">{texts::print_hint(language)}</span>
            </p>
            <h1>{format!("{} – {}", texts::title(language), workshop.title())}</h1>
            <p class="lead">{when}</p>
            <p>{figures.join(" · ")}</p>
            <section>
                <h2>{texts::synergies(language)}</h2>
                {if none {
                    view! { <p class="empty">{texts::no_synergy(language)}</p> }.into_any()
                } else {
                    view! {
                        <div class="table-scroll" tabindex="0" role="region" aria-label=texts::synergies(language)>
                            <table class="table">
                                <caption class="visually-hidden">{texts::synergies(language)}</caption>
                                <thead>
                                    <tr>
                                        <th scope="col">{board::synergy(language)}</th>
                                        <th scope="col">{texts::giver(language)}</th>
                                        <th scope="col">{texts::receiver(language)}</th>
                                        <th scope="col">{texts::stage(language)}</th>
                                        <th scope="col">{texts::next_step(language)}</th>
                                    </tr>
                                </thead>
                                <tbody>{synergies.collect_view()}</tbody>
                            </table>
                        </div>
                    }
                    .into_any()
                }}
            </section>
            {(!waiting.is_empty()).then(|| view! { <section><h2>{texts::waiting(language)}</h2><ul>{waiting}</ul></section> })}
            {steps}
            <section>
                <h2>{texts::cards(language)}</h2>
                {Kind::ALL.iter().map(|kind| cards_of(*kind)).collect_view()}
            </section>
            <section>
                <h2>{texts::who(language)}</h2>
                <ul class="minutes-people">{people.collect_view()}</ul>
            </section>
        </main>
    }
    .into_any()
}
