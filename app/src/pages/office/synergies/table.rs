//! Synergies as a table, whose rows can be ticked.

use std::collections::BTreeSet;

use domain::NaiveDate;
use domain::ids::ProgrammeId;
use domain::programme::SynergyRecord;
use leptos::prelude::*;

use super::super::charts::StageTag;
use super::super::follow_up::{is_overdue, silence};
use super::record::{Due, companies, flow_line, form_key};
use crate::locale::{flow as flow_words, language, office as texts, pipeline as words_of, words};
use crate::parts::apart::Apart;
use crate::parts::scroll_table::ScrollTable;
use crate::routes;

/// What flows, where the title does not say it already.
fn what_flows(record: &SynergyRecord) -> Option<String> {
    record
        .flow
        .what
        .as_ref()
        .filter(|what| domain::text::folded(what) != domain::text::folded(&record.title))
        .map(ToString::to_string)
}

/// The synergies as a table, one row each.
#[component]
pub(in crate::pages::office) fn SynergyTable(
    synergies: Vec<SynergyRecord>,
    today: NaiveDate,
    /// Whether they all come from one workshop, whose name need not be said.
    #[prop(optional)]
    of_one_workshop: bool,
    /// The programmes whose synergies can be ticked, for the form with the id `bulk`.
    #[prop(optional)]
    follows: BTreeSet<ProgrammeId>,
) -> impl IntoView {
    let language = language();
    let heads = [
        texts::synergy(language),
        texts::stage(language),
        words_of::kind(language),
        flow_words::flow(language),
        texts::companies(language),
        texts::next_step(language),
        texts::due(language),
        words_of::silence(language),
    ];
    let selectable = !follows.is_empty();
    let tick = |record: &SynergyRecord| {
        if !follows.contains(&record.programme_id) {
            return view! { <td class="tick-cell"></td> }.into_any();
        }
        let label = format!("{}\u{a0}: {}", words_of::select(language), record.title);
        view! {
            <td class="tick-cell">
                <label class="tick-target">
                    <input type="checkbox" name="synergies" form="bulk" value=form_key(record) aria-label=label />
                </label>
            </td>
        }
        .into_any()
    };
    let row = |record: SynergyRecord| {
        let open = record.stage.is_open();
        let owners = [record.giver.name.as_str(), record.receiver.name.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let reason = record.lost_reason.map(|reason| words::lost_reason(language, reason));
        let next = match &record.next_step {
            Some(next) if open => next.what.to_string(),
            None if open => texts::no_next_step(language).to_owned(),
            _ => String::new(),
        };
        view! {
            <tr class:late=is_overdue(&record, today)>
                {selectable.then(|| tick(&record))}
                <th scope="row" class="wide">
                    <a href=routes::synergy(record.workshop_id, record.id)>{record.title.clone()}</a>
                    <Apart />
                    {(!of_one_workshop).then(|| view! { <span class="soft">{record.workshop_title.clone()}</span> })}
                </th>
                <td>
                    <StageTag stage=record.stage />
                    <Apart />
                    {reason.map(|reason| view! { <span class="soft">{reason}</span> })}
                </td>
                <td>{words::synergy_kind(language, record.kind)}</td>
                <td>
                    {what_flows(&record)}
                    <Apart />
                    {flow_line(language, &record).map(|line| view! { <span class="flow-line">{line}</span> })}
                </td>
                <td class="wide">
                    {companies(&record)}
                    <Apart />
                    {(!owners.is_empty()).then(|| view! { <span class="soft">{owners}</span> })}
                </td>
                <td class="wide">{next}</td>
                <td>
                    <Due record=record.clone() today />
                </td>
                <td class="number">{silence(&record, today).map(|days| words_of::days(language, days))}</td>
            </tr>
        }
        .into_any()
    };
    let rows = synergies.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=texts::synergies_caption(language) class="table roomy">
            <thead>
                <tr>
                    {selectable.then(|| view! {
                        <th scope="col" class="tick-cell">
                            <span class="visually-hidden">{words_of::select(language)}</span>
                        </th>
                    })}
                    {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}
