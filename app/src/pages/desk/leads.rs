//! What the matcher knows of a workshop beyond its matches: shared needs, gaps, past workshops, rules to check, codes.

use domain::NaiveDate;
use domain::archive::Leave;
use domain::ids::WorkshopId;
use domain::matches::Flag;
use domain::model::{ModelNotice, ModelUse};
use leptos::prelude::*;

use crate::Language;
use crate::locale::{language, leads as texts, words};
use crate::parts::codes::{SuggestedCodes, SuggestedRow};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::scroll_table::ScrollTable;
use crate::{format, routes};

/// Cards that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyRow {
    /// What the cards have in common, in words.
    pub name: String,
    /// True for haves, false for wants.
    pub is_have: bool,
    /// How many organisations posted one of them.
    pub organisations: usize,
    /// Their titles, with the organisation.
    pub cards: Vec<String>,
}

/// A card of a past workshop beside a card of this one.
#[derive(Clone, Debug, PartialEq)]
pub struct ArchiveRow {
    /// The title of the card of this workshop.
    pub card: String,
    /// The title of the past card.
    pub found: String,
    /// Whose it was, where that may be said; and the workshop.
    pub origin: String,
    /// The reasons for which the two fit, in one line.
    pub why: String,
    /// How well they fit, from 0 to 1.
    pub score: f64,
}

/// A rule of law that may concern matches of this workshop, for a person to check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRow {
    /// The warning that the matcher gives for this rule.
    pub flag: Flag,
    /// The rule in a sentence or two, in the reader's language.
    pub text: String,
    /// The law or regulation in which it stands.
    pub reference: String,
    /// The day on which the reference was last read by a person.
    pub read_on: Option<NaiveDate>,
    /// The matches that it may concern, each by its titles.
    pub matches: Vec<String>,
}

/// All that the page *Pistes* shows.
#[derive(Clone, Debug, Default)]
pub struct LeadsShown {
    /// What three organisations or more want alike.
    pub shared: Vec<FamilyRow>,
    /// Families of resources for which nothing stands on the other side.
    pub gaps: Vec<FamilyRow>,
    /// Cards of past workshops that fit cards of this one.
    pub archive: Vec<ArchiveRow>,
    /// Rules of law to check.
    pub checks: Vec<CheckRow>,
    /// Codes of waste and of activity that the words of cards point to.
    pub codes: Vec<SuggestedRow>,
    /// The language model that reads the cards, what it was asked, and how many questions it may be asked.
    pub model: Option<(ModelNotice, ModelUse, u32)>,
}

/// The page *Pistes*. POSTs `leave` to its own address.
#[component]
pub fn Leads(id: WorkshopId, leads: LeadsShown, leave: Leave, saved: bool) -> impl IntoView {
    let language = language();
    let LeadsShown { shared, gaps, archive, checks, mut codes, model } = leads;
    // A card whose words point nowhere says nothing here.
    codes.retain(|row| !row.waste.is_empty() || row.division.is_some());
    view! {
        <Masthead section=Section::Workshops back=routes::leads(id) />
        <main id="content" class="page">
            <h1>{texts::title(language)}</h1>
            <p class="lead">{texts::lead(language)}</p>
            {saved.then(|| view! { <Notice tone=Tone::Good>{texts::saved(language)}</Notice> })}
            <div class="stack loose">
                {section(
                    "shared",
                    texts::shared(language),
                    texts::shared_help(language),
                    texts::no_shared(language),
                    families(language, shared),
                )}
                {section(
                    "gaps",
                    texts::gaps(language),
                    texts::gaps_help(language),
                    texts::no_gaps(language),
                    families(language, gaps),
                )}
                {section(
                    "archive",
                    texts::archive(language),
                    texts::archive_help(language),
                    texts::no_archive(language),
                    past(language, archive),
                )}
                {section(
                    "checks",
                    texts::checks(language),
                    texts::checks_help(language),
                    texts::no_checks(language),
                    rules(language, checks),
                )}
                {model.map(|(notice, used, most)| {
                    let told = view! { <p>{texts::model_used(language, &notice, used, most)}</p> }.into_any();
                    section("model", texts::model(language), texts::model_help(language), "", Some(told))
                })}
                <LeaveForm id leave />
                {section(
                    "codes",
                    texts::codes(language),
                    texts::codes_help(language),
                    texts::no_cards(language),
                    (!codes.is_empty()).then(|| view! { <SuggestedCodes rows=codes /> }.into_any()),
                )}
                <p class="actions"><a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a></p>
            </div>
        </main>
    }
    .into_any()
}

fn section(
    id: &'static str,
    title: &'static str,
    help: &'static str,
    nothing: &'static str,
    shown: Option<AnyView>,
) -> AnyView {
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <p class="soft">{help}</p>
            {shown.unwrap_or_else(|| view! { <p class="empty">{nothing}</p> }.into_any())}
        </section>
    }
    .into_any()
}

fn families(language: Language, rows: Vec<FamilyRow>) -> Option<AnyView> {
    let row = |row: FamilyRow| {
        let kind = if row.is_have { texts::haves(language) } else { texts::wants(language) };
        view! {
            <li class=if row.is_have { "panel stack have" } else { "panel stack want" }>
                <h3>{row.name}</h3>
                <p class="lead-facts">
                    <span class="kind-tag">{kind}</span>
                    <span class="soft">{format!("{} {}", row.organisations, texts::organisations(language))}</span>
                </p>
                <ul class="lead-list">{row.cards.into_iter().map(|card| view! { <li>{card}</li> }).collect_view()}</ul>
            </li>
        }
    };
    (!rows.is_empty())
        .then(|| view! { <ul class="lead-cards">{rows.into_iter().map(row).collect_view()}</ul> }.into_any())
}

fn past(language: Language, rows: Vec<ArchiveRow>) -> Option<AnyView> {
    let row = |row: ArchiveRow| {
        view! {
            <tr>
                <th scope="row">{row.card}</th>
                <td>
                    {row.found}
                    <br />
                    <span class="soft">{row.origin}</span>
                </td>
                <td>{row.why}</td>
                <td class="number">{format::percent(language, row.score)}</td>
            </tr>
        }
    };
    let heads = [texts::this_card(language), texts::past_card(language), texts::why(language)];
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(row).collect_view();
        view! {
            <ScrollTable caption=texts::archive_caption(language)>
                <thead>
                    <tr>
                        {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                        <th scope="col" class="number">{texts::score(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ScrollTable>
        }
        .into_any()
    })
}

fn rules(language: Language, rows: Vec<CheckRow>) -> Option<AnyView> {
    let row = |row: CheckRow| {
        view! {
            <li class="panel stack">
                <h3>{words::flag(language, row.flag)}</h3>
                <p>{row.text}</p>
                <p class="soft">
                    {texts::reference(language)} " " <span lang="fr">{row.reference}</span> " "
                    {row.read_on.map(|day| texts::read_on(language, day))}
                </p>
                <details class="fold">
                    <summary>{texts::concerns(language, row.matches.len())}</summary>
                    <ul class="lead-list">
                        {row.matches.into_iter().map(|found| view! { <li>{found}</li> }).collect_view()}
                    </ul>
                </details>
            </li>
        }
    };
    (!rows.is_empty())
        .then(|| view! { <ul class="stack lead-rules">{rows.into_iter().map(row).collect_view()}</ul> }.into_any())
}

#[component]
fn LeaveForm(id: WorkshopId, leave: Leave) -> impl IntoView {
    let language = language();
    let choice = |of: &Leave| {
        let (of, name) = (*of, of.code());
        view! {
            <label class="tick">
                <input type="radio" name="leave" value=name checked=of == leave />
                {texts::of_leave(language, of)}
            </label>
        }
    };
    view! {
        <form method="post" action=routes::leads(id) class="stack">
            <fieldset class="panel" aria-describedby="leave-help">
                <legend>{texts::leave(language)}</legend>
                <p id="leave-help" class="hint">{texts::leave_help(language)}</p>
                {Leave::ALL.iter().map(choice).collect_view()}
                <div class="actions"><button type="submit" class="primary">{texts::save(language)}</button></div>
            </fieldset>
        </form>
    }
    .into_any()
}
