//! All synergies: narrowed down by stage and words, by stage, and as a table.

use domain::NaiveDate;
use domain::programme::SynergyRecord;
use domain::synergy::Stage;
use leptos::prelude::*;

use super::SynergyFilter;
use super::charts::{ASIDE, CHAIN, StageTag, at_stage, narrows};
use super::follow_up::{is_overdue, narrowed};
use crate::locale::{common, language, programme as texts, words};
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::{format, routes};

/// The most synergies that one stage shows before it leads to its list.
const COLUMN_MAX: usize = 4;

/// All synergies, by stage and as a table.
#[component]
pub fn Synergies(synergies: Vec<SynergyRecord>, filter: SynergyFilter, today: NaiveDate) -> impl IntoView {
    let language = language();
    let none = synergies.is_empty();
    let by_stage = Stage::from_code(filter.stage.trim()).is_none();
    let narrowing = narrows(&filter);
    let shown = narrowed(synergies, &filter);
    let overdue = shown.iter().filter(|record| is_overdue(record, today)).count();
    let count = texts::synergy_count(language, shown.len());
    view! {
        <Masthead section=Section::Synergies back=address(&filter) />
        <main id="content" class="page">
            <div class="page-head">
                <div>
                    <h1>{common::synergies(language)}</h1>
                    <p class="lead">{count}</p>
                </div>
            </div>
            <form method="get" action=routes::SYNERGIES class="filter" role="search" aria-label=texts::filter(language)>
                <SelectField
                    name="stage"
                    label=texts::stage(language)
                    choices=choices(Stage::ALL, Stage::code, |stage| words::stage(language, stage))
                    blank=texts::all_stages(language)
                    value=filter.stage.clone()
                />
                <TextField
                    name="search"
                    kind="search"
                    enterkeyhint="search"
                    label=texts::search(language)
                    hint=texts::search_hint(language)
                    value=filter.search.clone()
                />
                <div class="actions">
                    <button type="submit" class="primary">
                        {texts::show(language)}
                    </button>
                    {narrowing
                        .then(|| {
                            view! {
                                <a class="button quiet" href=routes::SYNERGIES>
                                    {texts::clear(language)}
                                </a>
                            }
                        })}
                </div>
            </form>
            {(overdue > 0).then(|| view! { <Notice tone=Tone::Warning>{texts::overdue_count(language, overdue)}</Notice> })}
            {if shown.is_empty() {
                let words = if none { texts::funnel_empty(language) } else { texts::nothing_found(language) };
                view! { <p class="empty">{words}</p> }.into_any()
            } else {
                view! {
                    {by_stage.then(|| view! { <ByStage synergies=shown.clone() today /> })}
                    <section class="stack">
                        <h2>{texts::as_table(language)}</h2>
                        <SynergyTable synergies=shown today />
                    </section>
                }
                    .into_any()
            }}
        </main>
    }
    .into_any()
}

/// This page's own address.
fn address(filter: &SynergyFilter) -> String {
    format!("{}?stage={}&search={}", routes::SYNERGIES, in_query(&filter.stage), in_query(&filter.search))
}

/// A text as it may stand in an address.
fn in_query(text: &str) -> String {
    let letter = |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

#[component]
fn ByStage(synergies: Vec<SynergyRecord>, today: NaiveDate) -> impl IntoView {
    let language = language();
    let column = move |stage: Stage| {
        let here: Vec<_> = synergies.iter().filter(|record| record.stage == stage).cloned().collect();
        let more = here.len().saturating_sub(COLUMN_MAX);
        let count = here.len();
        let notes = here.into_iter().take(COLUMN_MAX).map(|record| view! { <Note record today /> }).collect_view();
        view! {
            <li class="stage-column" data-stage=stage.code()>
                <h3>
                    <span>{words::stage(language, stage)}</span>
                    <span class="stage-count">{count}</span>
                </h3>
                <ul class="notes">{notes}</ul>
                {(more > 0).then(|| view! { <a href=at_stage(stage)>{texts::and_more(language, more)}</a> })}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h2>{texts::by_stage(language)}</h2>
            <ol class="stage-columns">{CHAIN.into_iter().chain(ASIDE).map(column).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// A synergy in its column.
#[component]
fn Note(record: SynergyRecord, today: NaiveDate) -> impl IntoView {
    let late = is_overdue(&record, today);
    view! {
        <li class="note" class:late=late>
            <a href=routes::synergy(record.workshop_id, record.id)>{record.title.clone()}</a>
            <p class="soft">{companies(&record)}</p>
            <Due record today />
        </li>
    }
    .into_any()
}

fn companies(record: &SynergyRecord) -> String {
    let between = match record.kind {
        domain::synergy::SynergyKind::Substitution => '→',
        domain::synergy::SynergyKind::Mutualisation => '+',
    };
    format!("{} {between} {}", record.giver.organisation, record.receiver.organisation)
}

/// When the next step is due, with a mark where that is past. Nothing for what is done or given up.
#[component]
fn Due(record: SynergyRecord, today: NaiveDate) -> impl IntoView {
    let language = language();
    let late = is_overdue(&record, today);
    let due = record.next_step.filter(|_| record.stage.is_open()).and_then(|next| next.due);
    due.map(|due| {
        view! {
            <p class="due" class:late=late>
                <time datetime=due.to_string()>{format::date(language, due)}</time>
                {late.then(|| view! { <strong>" " {texts::overdue(language)}</strong> })}
            </p>
        }
        .into_any()
    })
}

/// Synergies as a table.
#[component]
pub(super) fn SynergyTable(
    synergies: Vec<SynergyRecord>,
    today: NaiveDate,
    /// Whether they all come from one workshop, whose name need not be said.
    #[prop(optional)]
    of_one_workshop: bool,
) -> impl IntoView {
    let language = language();
    let heads = [
        texts::synergy(language),
        texts::stage(language),
        texts::companies(language),
        texts::next_step(language),
        texts::due(language),
        texts::changed(language),
    ];
    let row = |record: SynergyRecord| {
        let open = record.stage.is_open();
        let reason = record.lost_reason.map(|reason| words::lost_reason(language, reason));
        let next = match &record.next_step {
            Some(next) if open => next.what.to_string(),
            None if open => texts::no_next_step(language).to_owned(),
            _ => String::new(),
        };
        view! {
            <tr class:late=is_overdue(&record, today)>
                <th scope="row" class="wide">
                    <a href=routes::synergy(record.workshop_id, record.id)>{record.title.clone()}</a>
                    {(!of_one_workshop).then(|| view! { <span class="soft">{record.workshop_title.clone()}</span> })}
                </th>
                <td>
                    <StageTag stage=record.stage />
                    {reason.map(|reason| view! { <span class="soft">{reason}</span> })}
                </td>
                <td>{companies(&record)}</td>
                <td class="wide">{next}</td>
                <td>
                    <Due record=record.clone() today />
                </td>
                <td>{format::day(language, record.changed_at)}</td>
            </tr>
        }
        .into_any()
    };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=texts::synergies_caption(language)>
            <table class="table roomy">
                <caption class="visually-hidden">{texts::synergies_caption(language)}</caption>
                <thead>
                    <tr>{heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{synergies.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_search_survives_any_text() {
        let filter = SynergyFilter { stage: "idea".to_owned(), search: "bois & é".to_owned() };
        assert_eq!(address(&filter), "/programme/synergies?stage=idea&search=bois%20%26%20%C3%A9");
    }
}
