//! From whom to whom, what, how much and how far; and the form that corrects it.

use domain::programme::{Owner, SynergyRecord};
use domain::resource::{Frequency, Unit};
use domain::synergy::{FlowDraft, SynergyKind};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::format;
use crate::locale::{common, flow as words_of, language, office as texts, words};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, choices};
use crate::shell::once;

const FORM: &str = "flow";

/// The two companies, and what goes from one to the other.
#[component]
pub(super) fn Parties(record: SynergyRecord) -> impl IntoView {
    let language = language();
    let (first, second) = match record.kind {
        SynergyKind::Substitution => (texts::gives(language), texts::receives(language)),
        SynergyKind::Mutualisation | SynergyKind::Infrastructure => (texts::shares(language), texts::shares(language)),
    };
    let party = |words, owner: Owner| {
        view! {
            <div class="party">
                <dt>{words}</dt>
                <dd>
                    <strong>{owner.organisation}</strong>
                    " "
                    <span class="soft">{owner.name}</span>
                </dd>
            </div>
        }
    };
    let fact = |name: &'static str, value: Option<String>| {
        let unknown = value.is_none();
        view! {
            <div class="fact">
                <dt>{name}</dt>
                <dd class:soft=unknown>{value.unwrap_or_else(|| words_of::not_known(language).to_owned())}</dd>
            </div>
        }
    };
    let much = record.flow.quantity.map(|quantity| {
        let (said, annual) = (format::quantity(language, &quantity), format::annual(language, &quantity.annual()));
        if matches!(quantity.frequency, Frequency::Once | Frequency::Year) {
            annual
        } else {
            format!("{said} (≈\u{a0}{annual})")
        }
    });
    let far = record.flow.distance_km.map(|far| words_of::km(language, far));
    view! {
        <dl class="parties" data-kind=record.kind.code()>
            {party(first, record.giver)} {party(second, record.receiver)}
        </dl>
        <dl class="flow-facts">
            {fact(words_of::flow(language), record.flow.what.map(|what| what.to_string()))}
            {fact(words_of::quantity(language), much)}
            {fact(words_of::distance(language), far)}
        </dl>
    }
    .into_any()
}

/// Corrects flow, distance and owners.
#[component]
pub(super) fn FlowForm(address: String, form: Form<FlowDraft>, kind: SynergyKind) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let is_open = !form.problems.is_empty();
    let owners = match kind {
        SynergyKind::Substitution => [words_of::giver_owner(language), words_of::receiver_owner(language)],
        SynergyKind::Mutualisation | SynergyKind::Infrastructure => {
            [words_of::first_owner(language), words_of::second_owner(language)]
        }
    };
    view! {
        <details class="fold panel" open=is_open>
            <summary>{words_of::change(language)}</summary>
            <form method="post" action=once(address) novalidate class="stack">
                <p class="soft">{words_of::each_change_is_kept(language)}</p>
                <TextField
                    form=FORM
                    name="what"
                    label=words_of::flow(language)
                    hint=words_of::what_hint(language)
                    value=draft.what
                    problem=problem("what")
                    maxlength=LINE_MAX
                />
                <div class="side-by-side">
                    <TextField
                        form=FORM
                        name="amount"
                        label=words_of::quantity(language)
                        inputmode="decimal"
                        value=draft.amount
                        problem=problem("amount")
                    />
                    <SelectField
                        form=FORM
                        name="unit"
                        label=words_of::unit(language)
                        choices=choices(Unit::ALL, Unit::code, |unit| words::unit(language, unit))
                        value=draft.unit
                    />
                    <SelectField
                        form=FORM
                        name="frequency"
                        label=words_of::frequency(language)
                        choices=choices(Frequency::ALL, Frequency::code, |often| words::frequency(language, often))
                        value=draft.frequency
                    />
                </div>
                <TextField
                    form=FORM
                    name="distance_km"
                    label=words_of::distance_field(language)
                    hint=words_of::distance_hint(language)
                    inputmode="decimal"
                    value=draft.distance_km
                    problem=problem("distance_km")
                />
                <div class="side-by-side">
                    <TextField
                        form=FORM
                        name="giver_owner"
                        label=owners[0]
                        value=draft.giver_owner
                        problem=problem("giver_owner")
                        maxlength=LINE_MAX
                    />
                    <TextField
                        form=FORM
                        name="receiver_owner"
                        label=owners[1]
                        value=draft.receiver_owner
                        problem=problem("receiver_owner")
                        maxlength=LINE_MAX
                    />
                </div>
                <div class="actions">
                    <button type="submit" class="primary">{common::save(language)}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
