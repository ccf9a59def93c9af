//! The minutes of a workshop: who was there, what was said, what came of it. A page, and the words for the same as a
//! file.

use domain::ids::{ParticipantId, WorkshopId};
use domain::matches::{Counterpart, Side};
use domain::programme::Counts;
use domain::resource::Kind;
use domain::satisfaction::Results;
use domain::synergy::ConfirmedSynergy;
use domain::workshop::{Card, Workshop};
use leptos::prelude::*;

use super::satisfaction::results_view;
use crate::locale::{board, invitation as views, language, minutes as texts, running, words};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::scroll_table::ScrollTable;
use crate::{Language, format, routes};

fn company(workshop: &Workshop, who: Option<ParticipantId>) -> String {
    who.and_then(|who| workshop.participants.get(&who))
        .map_or_else(|| "–".to_owned(), |who| format!("{} ({})", who.organisation, who.name))
}

/// The data of the minutes, as page and as PDF.
#[derive(Clone, Debug)]
pub struct MinutesSheet {
    /// The workshop as its facilitators see it.
    pub workshop: Workshop,
    /// The sums of what participants said of the workshop.
    pub satisfaction: Results,
}

impl MinutesSheet {
    /// One line with day, place and programme; none when the workshop has no description.
    #[must_use]
    pub fn when(&self, language: Language) -> Option<String> {
        let description = self.workshop.description.as_ref()?;
        let place = description.place.as_ref().map(|place| format!(" · {place}")).unwrap_or_default();
        Some(format!("{}{place} · {}", format::date(language, description.date), description.programme))
    }

    /// How many companies, cards, matches and synergies there were, one text for each.
    #[must_use]
    pub fn figures(&self, language: Language) -> Vec<String> {
        let counts = Counts::of(&self.workshop);
        let count = |count: u32, one: &str, many: &str| format::count(language, count as usize, one, many);
        vec![
            count(counts.organisations, board::company(language), board::companies(language)),
            count(counts.haves, board::have(language), board::haves(language)),
            count(counts.wants + counts.shared_needs, board::want(language), board::wants(language)),
            count(counts.matches, board::match_one(language), board::matches(language)),
            count(counts.synergies, board::synergy(language), board::synergies(language)),
        ]
    }

    /// Each synergy: title, who gives, who receives, stage, next step.
    #[must_use]
    pub fn synergies(&self, language: Language) -> Vec<[String; 5]> {
        let row = |synergy: &ConfirmedSynergy| {
            let next = synergy.next_step.as_ref().map_or_else(
                || "–".to_owned(),
                |next| {
                    let due = next.due.map(|due| format!(", {}", format::date(language, due))).unwrap_or_default();
                    format!("{}{due}", next.what)
                },
            );
            [
                synergy.title.to_string(),
                company(&self.workshop, Some(synergy.giver)),
                company(&self.workshop, Some(synergy.receiver)),
                words::stage(language, synergy.stage).to_owned(),
                next,
            ]
        };
        self.workshop.synergies.values().map(row).collect()
    }

    /// What both sides want and nobody has confirmed.
    #[must_use]
    pub fn waiting(&self) -> Vec<String> {
        let open = self.workshop.open_matches().filter(|found| found.is_mutual() && found.synergy.is_none());
        open.map(|found| {
            let about =
                self.workshop.cards.get(&found.card).map(|card| card.resource.title.to_string()).unwrap_or_default();
            let [one, other] =
                [Side::First, Side::Second].map(|side| company(&self.workshop, self.workshop.party(found, side)));
            format!("{about} – {one} ⇄ {other}")
        })
        .collect()
    }

    /// How far both sides said what they think of their matches; nothing when nobody did.
    #[must_use]
    pub fn assessed(&self, language: Language) -> Option<String> {
        let assessment = self.workshop.assessment();
        (assessment.by_one + assessment.by_both > 0).then(|| running::assessed(language, assessment))
    }

    /// The cards of a kind, those without a match marked.
    #[must_use]
    pub fn cards(&self, language: Language, kind: Kind) -> Vec<String> {
        let matched = |card: &Card| {
            self.workshop.open_matches().any(|found| {
                !found.is_dismissed() && (found.card == card.id || found.counterpart == Counterpart::Card(card.id))
            })
        };
        let row = |card: &Card| {
            let alone = if matched(card) { String::new() } else { format!(" ({})", texts::not_matched(language)) };
            format!("{}. {} – {}{alone}", card.id, card.resource.title, company(&self.workshop, card.author))
        };
        self.workshop.open_cards().filter(|card| card.resource.kind == kind).map(row).collect()
    }

    /// Who took part: organisation and name, one text for each person.
    #[must_use]
    pub fn people(&self) -> Vec<String> {
        self.workshop.present().map(|person| format!("{}, {}", person.organisation, person.name)).collect()
    }
}

/// The page of the minutes, made to be printed.
#[component]
pub fn Minutes(id: WorkshopId, sheet: MinutesSheet) -> impl IntoView {
    let language = language();
    let workshop = &sheet.workshop;
    let list = |items: Vec<String>| items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
    let synergies = sheet.synergies(language);
    let none = synergies.is_empty();
    let synergies = synergies.into_iter().map(|[title, giver, receiver, stage, next]| {
        view! {
            <tr>
                <th scope="row">{title}</th>
                <td>{giver}</td>
                <td>{receiver}</td>
                <td>{stage}</td>
                <td>{next}</td>
            </tr>
        }
    });
    let waiting = sheet.waiting();
    let cards_of = |kind: Kind| {
        let cards = sheet.cards(language, kind);
        (!cards.is_empty()).then(|| view! { <h3>{words::kinds(language, kind)}</h3> <ul>{list(cards)}</ul> })
    };
    let steps = (0..).zip(&workshop.steps).map(|(at, step)| {
        view! {
            <li>
                {format!(
                            "{} – {}\u{a0}{}",
                            running::step_name(language, &workshop.steps, at),
                            step.minutes,
                            running::minutes_short(language),
                        )}
            </li>
        }
    });
    let steps = (!workshop.steps.is_empty())
        .then(|| view! { <section><h2>{texts::course(language)}</h2><ol>{steps.collect_view()}</ol></section> });
    let views = (sheet.satisfaction.answers > 0).then(|| {
        let said = results_view(language, &sheet.satisfaction, workshop.present().count());
        view! { <section><h2>{views::results(language)}</h2>{said}</section> }
    });
    view! {
        <div class="no-print">
            <Masthead section=Section::Workshops back=routes::minutes(id) />
        </div>
        <main id="content" class="page minutes">
            <p class="no-print actions">
                <a class="button primary" href=routes::minutes_pdf(id)>{texts::as_pdf(language)}</a>
                <a class="button" href=routes::satisfaction(id)>{views::results(language)}</a>
                <a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a>
            </p>
            <h1>{format!("{} – {}", texts::title(language), workshop.title())}</h1>
            <p class="lead">{sheet.when(language)}</p>
            <p>{sheet.figures(language).join(" · ")}</p>
            {sheet.assessed(language).map(|assessed| view! { <p>{assessed}</p> })}
            <section>
                <h2>{texts::synergies(language)}</h2>
                {if none {
                    view! { <p class="empty">{texts::no_synergy(language)}</p> }.into_any()
                } else {
                    view! {
                        <ScrollTable caption=texts::synergies(language)>
                            <thead>
                                <tr>
                                    <th scope="col">{texts::synergy(language)}</th>
                                    <th scope="col">{texts::giver(language)}</th>
                                    <th scope="col">{texts::receiver(language)}</th>
                                    <th scope="col">{texts::stage(language)}</th>
                                    <th scope="col">{texts::next_step(language)}</th>
                                </tr>
                            </thead>
                            <tbody>{synergies.collect_view()}</tbody>
                        </ScrollTable>
                    }
                    .into_any()
                }}
            </section>
            {(!waiting.is_empty()).then(|| view! {
                <section><h2>{texts::waiting(language)}</h2> <ul>{list(waiting)}</ul></section>
            })}
            {steps}
            <section>
                <h2>{texts::cards(language)}</h2>
                {Kind::ALL.iter().map(|kind| cards_of(*kind)).collect_view()}
            </section>
            {views}
            <section>
                <h2>{texts::who(language)}</h2>
                <ul class="minutes-people">{list(sheet.people())}</ul>
            </section>
        </main>
    }
    .into_any()
}
