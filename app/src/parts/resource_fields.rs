//! The fields of a have, a want or a shared need. Title, kind and category are enough; the rest is behind "specify".

use domain::problem::{FieldProblem, Problem};
use domain::resource::{Category, ContactRelease, Frequency, Kind, Price, Quantity, ResourceDraft, Route, Status, Transport, Unit, Visibility};
use domain::text::{LINE_MAX, TITLE_MAX, parse_number};
use leptos::prelude::*;

use super::field::{Choice, SelectField, TextField, choices, control_id};
use super::problems::Problems;
use super::text_area::TextArea;
use crate::format;
use crate::locale::{common, language, participant as texts, words};

/// Fields behind "specify": a problem there opens it.
const SPECIFIED: [&str; 16] = [
    "description",
    "form",
    "packaging",
    "quality",
    "available_from",
    "available_until",
    "site",
    "max_km",
    "transport",
    "price",
    "current_route",
    "cost_per_tonne",
    "status",
    "waste_code",
    "visibility",
    "contact_release",
];

/// What the fields are bound to. A handle.
#[derive(Clone, Copy)]
pub struct CardFields {
    /// What is typed.
    pub draft: RwSignal<ResourceDraft>,
    /// What is wrong with it.
    pub problems: RwSignal<Vec<FieldProblem>>,
    /// Told after every change.
    pub changed: Callback<()>,
    /// The form's name, where a page has several.
    pub form: &'static str,
}

impl CardFields {
    fn value(self, field: &'static str) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| draft.get(field).to_owned()))
    }

    fn problem(self, field: &'static str) -> Signal<Option<Problem>> {
        Signal::derive(move || {
            self.problems.with(|problems| problems.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.code))
        })
    }

    fn on_input(self, field: &'static str) -> Callback<String> {
        Callback::new(move |text| {
            self.draft.update(|draft| draft.set(field, text));
            self.changed.run(());
        })
    }

    fn kind(self) -> Kind {
        self.draft.with(|draft| Kind::from_code(&draft.kind)).unwrap_or(Kind::Have)
    }
}

/// All fields, and above them what is wrong. A posted card keeps its kind.
#[component]
pub fn ResourceFields(fields: CardFields, #[prop(into)] fixed_kind: Signal<bool>) -> impl IntoView {
    let language = language();
    let form = fields.form;
    view! {
        <Problems problems=fields.problems label=texts::field_label form />
        <KindChoice fields fixed=fixed_kind />
        <TextField
            form
            name="title"
            label=texts::field_title(language)
            hint=Signal::derive(move || texts::title_example(language, fields.kind()).to_owned())
            value=fields.value("title")
            problem=fields.problem("title")
            on_input=fields.on_input("title")
            maxlength=TITLE_MAX
        />
        <Select fields name="category" choices=choices(Category::ALL, Category::code, |choice| words::category(language, choice)) />
        <QuantityFields fields />
        <Specify fields />
    }
    .into_any()
}

/// Three big choices.
#[component]
fn KindChoice(fields: CardFields, fixed: Signal<bool>) -> impl IntoView {
    let language = language();
    let problem = fields.problem("kind");
    let problem_id = move || format!("{}-problem", control_id(fields.form, "kind"));
    let choice = move |kind: Kind| {
        let chosen = move || fields.draft.with(|draft| draft.kind == kind.code());
        let id = format!("{}-{}", control_id(fields.form, "kind"), kind.code());
        let label_for = id.clone();
        let set = fields.on_input("kind");
        view! {
            <label class=format!("kind-choice {}", super::card::kind_class(kind)) for=label_for>
                <input
                    type="radio"
                    id=id
                    name="kind"
                    value=kind.code()
                    checked=untrack(chosen)
                    prop:checked=chosen
                    on:change=move |_| set.run(kind.code().to_owned())
                />
                <strong>{words::kind(language, kind)}</strong>
                <small>{texts::kind_hint(language, kind)}</small>
            </label>
        }
        .into_any()
    };
    move || {
        if fixed.get() {
            let kind = fields.kind();
            return view! {
                <p class=format!("card-kind {}", super::card::kind_class(kind))>
                    <input type="hidden" name="kind" value=kind.code() />
                    <span class="kind">{words::kind(language, kind)}</span>
                </p>
            }
            .into_any();
        }
        view! {
            <fieldset
                class="kind-choices"
                id=control_id(fields.form, "kind")
                tabindex="-1"
                aria-describedby=move || problem.get().map(|_| problem_id())
            >
                <legend class="visually-hidden">{texts::field_kind(language)}</legend>
                {Kind::ALL.iter().map(|kind| choice(*kind)).collect_view()}
                {move || problem.get().map(|_| view! { <p class="problem" id=problem_id()>{texts::choose_kind(language)}</p> })}
            </fieldset>
        }
        .into_any()
    }
}

/// How much, of what unit, how often; and what that makes in a year, as one types.
#[component]
fn QuantityFields(fields: CardFields) -> impl IntoView {
    let language = language();
    let annual = Memo::new(move |_| {
        fields.draft.with(|draft| {
            let amount = parse_number(&draft.quantity).ok()?;
            let quantity = Quantity::new(amount, Unit::from_code(&draft.unit)?, Frequency::from_code(&draft.frequency)?).ok()?;
            Some(format::annual(language, &quantity.annual()))
        })
    });
    view! {
        <div class="quantity-fields">
            <TextField
                form=fields.form
                name="quantity"
                label=texts::field_quantity(language)
                value=fields.value("quantity")
                problem=fields.problem("quantity")
                on_input=fields.on_input("quantity")
                inputmode="decimal"
                maxlength=20
            />
            <Select fields name="unit" choices=choices(Unit::ALL, Unit::code, |choice| words::unit(language, choice)) />
            <Select fields name="frequency" choices=choices(Frequency::ALL, Frequency::code, |choice| words::frequency(language, choice)) />
        </div>
        <output class="annual" for=["quantity", "unit", "frequency"].map(|name| control_id(fields.form, name)).join(" ")>
            {move || annual.get().map(|annual| texts::makes(language, &annual))}
        </output>
    }
    .into_any()
}

/// A choice of the form.
#[component]
fn Select(fields: CardFields, name: &'static str, choices: Vec<Choice>) -> impl IntoView {
    let language = language();
    view! {
        <SelectField
            form=fields.form
            name
            label=texts::field_label(language, name)
            choices
            blank=common::choose(language)
            value=fields.value(name)
            problem=fields.problem(name)
            on_input=fields.on_input(name)
        />
    }
    .into_any()
}

/// A line of the form.
#[component]
fn Text(
    fields: CardFields,
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
) -> impl IntoView {
    let language = language();
    view! {
        <TextField
            form=fields.form
            name
            kind
            inputmode
            label=texts::field_label(language, name)
            hint=texts::field_example(language, name)
            value=fields.value(name)
            problem=fields.problem(name)
            on_input=fields.on_input(name)
            maxlength=LINE_MAX
        />
    }
    .into_any()
}

/// Everything that nobody has to fill in.
#[component]
fn Specify(fields: CardFields) -> impl IntoView {
    let language = language();
    let has_problem = Memo::new(move |_| {
        fields.problems.with(|problems| problems.iter().any(|problem| problem.field.as_deref().is_some_and(|field| SPECIFIED.contains(&field))))
    });
    let is_have = Memo::new(move |_| fields.kind() == Kind::Have);
    view! {
        <details class="specify" open=has_problem.get_untracked() prop:open=move || has_problem.get()>
            <summary>{texts::specify(language)}</summary>
            <div class="stack">
                <TextArea
                    form=fields.form
                    name="description"
                    label=texts::field_description(language)
                    hint=texts::field_example(language, "description")
                    value=fields.value("description")
                    problem=fields.problem("description")
                    on_input=fields.on_input("description")
                />
                <Text fields name="quality" />
                <Text fields name="form" />
                <Text fields name="packaging" />
                <Text fields name="available_from" kind="date" />
                <Text fields name="available_until" kind="date" />
                <Text fields name="site" />
                <Text fields name="max_km" inputmode="decimal" />
                <Select fields name="transport" choices=choices(Transport::ALL, Transport::code, |choice| words::transport(language, choice)) />
                <Select fields name="price" choices=choices(Price::ALL, Price::code, |choice| words::price(language, choice)) />
                <Text fields name="cost_per_tonne" inputmode="decimal" />
                <div class="stack" hidden=move || !is_have.get()>
                    <Select fields name="current_route" choices=choices(Route::ALL, Route::code, |choice| words::route(language, choice)) />
                    <Select fields name="status" choices=choices(Status::ALL, Status::code, |choice| words::status(language, choice)) />
                    <Text fields name="waste_code" />
                </div>
                <Select fields name="visibility" choices=choices(Visibility::ALL, Visibility::code, |choice| words::visibility(language, choice)) />
                <Select
                    fields
                    name="contact_release"
                    choices=choices(ContactRelease::ALL, ContactRelease::code, |choice| words::contact_release(language, choice))
                />
            </div>
        </details>
    }
    .into_any()
}
