//! Calls for projects and other money, and what is attached to them.

use domain::NaiveDate;
use domain::access::{Right, Role};
use domain::funding::{Call, FundingDraft, Purpose, Terms};
use domain::ids::ProgrammeId;
use domain::problem::FieldProblem;
use domain::programme::Programme;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{evaluation as texts, language};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextArea, TextField, Tick, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::parts::trail::Trail;
use crate::shell::once;
use crate::{format, routes};

/// The page of a programme's calls.
#[component]
pub fn FundingPage(
    programme: Programme,
    /// The reader's role in the programme: it decides what is offered.
    role: Role,
    calls: Vec<Call>,
    form: Form<FundingDraft>,
    attach: Vec<FieldProblem>,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    let address = routes::funding(programme.id);
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let none = calls.is_empty();
    let describes = role.may(Right::Describe);
    let id = programme.id;
    let rows = calls.into_iter().map(|call| view! { <Row programme=id describes call today /> }).collect_view();
    let kinds = choices(Purpose::ALL, Purpose::code, |purpose| texts::purpose(language, purpose));
    view! {
        <Masthead section=Section::Programme back=address.clone() />
        <main id="content" class="page">
            <Trail href=routes::programme(programme.id) name=programme.name.clone() />
            <div class="page-head">
                <div>
                    <h1>{texts::funding(language)}</h1>
                    <p class="lead">{texts::funding_lead(language)}</p>
                </div>
            </div>
            <Problems problems=form.problems.clone() label=texts::label form="funding" />
            <Problems problems=attach label=texts::label form="attach" />
            {if none { view! {
                <p class="empty">{texts::no_funding(language)}</p>
            }.into_any() } else { view! { <ul class="calls">{rows}</ul> }.into_any() }}
            {describes.then(|| view! {
            <form method="post" action=once(address) novalidate class="panel stack">
                <h2>{texts::add(language)}</h2>
                <div class="side-by-side">
                    <TextField
                        form="funding"
                        name="name"
                        label=texts::call(language)
                        value=draft.name
                        problem=problem("name")
                        maxlength=LINE_MAX
                    />
                    <TextField
                        form="funding"
                        name="funder"
                        label=texts::funder(language)
                        value=draft.funder
                        problem=problem("funder")
                        maxlength=LINE_MAX
                    />
                    <SelectField
                        form="funding"
                        name="kind"
                        label=texts::pays_for(language)
                        choices=kinds
                        value=draft.kind
                        problem=problem("kind")
                    />
                </div>
                <div class="side-by-side">
                    <TextField
                        form="funding"
                        name="opens"
                        kind="date"
                        label=texts::opens(language)
                        value=draft.opens
                        problem=problem("opens")
                    />
                    <TextField
                        form="funding"
                        name="closes"
                        kind="date"
                        label=texts::closes(language)
                        value=draft.closes
                        problem=problem("closes")
                    />
                    <TextField
                        form="funding"
                        name="amount"
                        inputmode="decimal"
                        label=texts::amount(language)
                        value=draft.amount
                        problem=problem("amount")
                        maxlength=20
                    />
                </div>
                <TextArea
                    form="funding"
                    name="conditions"
                    label=texts::conditions(language)
                    value=draft.conditions
                    problem=problem("conditions")
                />
                <Tick name="whole" label=texts::whole(language) ticked=draft.whole == "yes" />
                <div class="actions"><button type="submit" class="primary">{texts::add(language)}</button></div>
            </form>
            })}
        </main>
    }
    .into_any()
}

#[component]
fn Row(programme: ProgrammeId, describes: bool, call: Call, today: NaiveDate) -> impl IntoView {
    let language = language();
    let Call { number, terms, attached, synergies } = call;
    let Terms { name, funder, kind, opens, closes, amount, conditions, whole } = terms;
    let over = closes.is_some_and(|day| day < today);
    let days = [(texts::opens(language), opens), (texts::closes(language), closes)];
    let days = days
        .into_iter()
        .filter_map(|(words, day)| day.map(|day| format!("{} {}", words.to_lowercase(), format::date(language, day))))
        .collect::<Vec<_>>()
        .join(", ");
    let amount = amount.map(|amount| format!("{}\u{a0}€", format::number(language, amount, 0)));
    let titles = synergies
        .into_iter()
        .map(|((workshop, id), title)| view! { <li><a href=routes::synergy(workshop, id)>{title}</a></li> })
        .collect_view();
    let field = format!("attach-{number}");
    view! {
        <li class="panel stack">
            <h2>
                {name} {over.then(|| view! { <span class="soft">" – " {texts::closed(language)}</span> })}
            </h2>
            <p>
                {funder} " – " {texts::purpose(language, kind)}
                {amount.map(|amount| format!(", {amount}"))}
                {(!days.is_empty()).then(|| format!(", {days}"))}
            </p>
            {conditions.map(|words| view! { <p class="words">{words}</p> })}
            <p class="soft">
                {texts::attached(language)} "\u{a0}: "
                {if whole { texts::whole_short(language).to_owned() } else { attached.to_string() }}
            </p>
            <ul class="rules">{titles}</ul>
            {describes.then(|| view! {
            <form
                method="post"
                action=once(routes::attach_to_funding(programme, number))
                class="address-form"
                novalidate
            >
                <label for=field.clone()>{texts::attach(language)}</label>
                <input id=field name="synergy" type="url" autocomplete="off" maxlength="200" />
                <button type="submit">{texts::attach_do(language)}</button>
            </form>
            })}
            <p><a href=routes::funding_export(programme, number) download="">{texts::for_funder(language)}</a></p>
        </li>
    }
    .into_any()
}
