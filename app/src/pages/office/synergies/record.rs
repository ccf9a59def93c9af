//! What a synergy says of itself in a line, on the board as in the table.

use domain::NaiveDate;
use domain::programme::SynergyRecord;
use domain::synergy::SynergyKind;
use leptos::prelude::*;

use super::super::follow_up::is_overdue;
use crate::format;
use crate::locale::{flow as flow_words, language, office as texts};

/// What a synergy is called in forms: its workshop and its number.
pub(super) fn form_key(record: &SynergyRecord) -> String {
    format!("{}:{}", record.workshop_id, record.id)
}

/// The two companies of a synergy, with an arrow from giver to receiver, or a plus where both share.
pub(super) fn companies(record: &SynergyRecord) -> String {
    let between = match record.kind {
        SynergyKind::Substitution => '→',
        SynergyKind::Mutualisation | SynergyKind::Infrastructure => '+',
    };
    format!("{} {between} {}", record.giver.organisation, record.receiver.organisation)
}

/// `156 t/an · 12 km`: how much flows and how far, as far as it is known.
pub(super) fn flow_line(language: crate::Language, record: &SynergyRecord) -> Option<String> {
    let much = record.flow.quantity.map(|quantity| format::annual(language, &quantity.annual()));
    let far = record.flow.distance_km.map(|km| flow_words::km(language, km));
    let parts: Vec<String> = much.into_iter().chain(far).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// When the next step is due, with a mark where that is past. Nothing for what is done or given up.
#[component]
pub(super) fn Due(record: SynergyRecord, today: NaiveDate) -> impl IntoView {
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
