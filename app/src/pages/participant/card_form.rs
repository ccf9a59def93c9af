//! The form for a new card, or for changing one. Title, kind and category are enough; the rest is behind "specify".

use domain::resource::{Category, ContactRelease, Frequency, Kind, Price, Quantity, Route, Status, Transport, Unit, Visibility};
use domain::text::{LINE_MAX, TITLE_MAX, parse_number};
use leptos::prelude::*;

use super::header::follow;
use super::phone::PhoneState;
use super::place::Place;
use crate::locale::{common, language, participant as texts, words};
use crate::parts::field::{Choice, SelectField, TextField, choices};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::text_area::TextArea;
use crate::{format, routes};

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

/// The form.
#[component]
pub(super) fn CardForm(phone: PhoneState) -> impl IntoView {
    let language = language();
    let form = phone.form;
    let editing = Memo::new(move |_| phone.place.get().editing);
    let action = move || editing.get().map_or_else(|| routes::cards(phone.workshop_id), |card| routes::card(phone.workshop_id, card));
    let heading = move || editing.get().map_or_else(|| texts::new_card(language).to_owned(), |card| format!("{} {card}", texts::change_card(language)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        phone.submit();
    };
    let save = move || if editing.get().is_some() { common::save(language) } else { texts::post(language) };
    let cancel = move || {
        editing.get().is_some().then(|| {
            let home = Place::default();
            view! {
                <a class="button quiet" href=home.address(phone.workshop_id) on:click=move |event| follow(&event, phone, home)>
                    {common::cancel(language)}
                </a>
            }
        })
    };
    view! {
        <section aria-labelledby="form-heading">
            <h2 id="form-heading">{heading}</h2>
            {move || form.sent.get().then(|| view! { <Notice tone=Tone::Good>{texts::card_sent(language)}</Notice> })}
            <form id="card-form" class="stack" method="post" action=action novalidate on:submit=submit>
                <input type="hidden" name="command_id" value=form.command_id.to_string() />
                <Problems problems=form.problems label=texts::field_label />
                <KindChoice phone />
                <TextField
                    name="title"
                    label=texts::field_title(language)
                    hint=Signal::derive(move || texts::title_example(language, kind(phone)).to_owned())
                    value=form.value("title")
                    problem=form.problem("title")
                    on_input=form.on_input("title")
                    maxlength=TITLE_MAX
                />
                <Select phone name="category" choices=choices(Category::ALL, Category::code, |choice| words::category(language, choice)) />
                <QuantityFields phone />
                <Specify phone />
                <div class="actions">
                    <button type="submit" class="primary">{save}</button>
                    {cancel}
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn kind(phone: PhoneState) -> Kind {
    phone.form.draft.with(|draft| Kind::from_code(&draft.kind)).unwrap_or(Kind::Have)
}

/// Three big choices. A posted card keeps its kind.
#[component]
fn KindChoice(phone: PhoneState) -> impl IntoView {
    let language = language();
    let form = phone.form;
    let problem = form.problem("kind");
    let choice = move |kind: Kind| {
        let chosen = move || form.draft.with(|draft| draft.kind == kind.code());
        let id = format!("kind-{}", kind.code());
        let label_for = id.clone();
        let set = form.on_input("kind");
        view! {
            <label class=format!("kind-choice {}", crate::parts::card::kind_class(kind)) for=label_for>
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
    let fixed = Memo::new(move |_| phone.place.get().editing.is_some());
    move || {
        if fixed.get() {
            let kind = kind(phone);
            return view! {
                <p class="card-kind">
                    <input type="hidden" name="kind" value=kind.code() />
                    <span class="kind">{words::kind(language, kind)}</span>
                </p>
            }
            .into_any();
        }
        view! {
            <fieldset
                class="kind-choices"
                id="kind"
                tabindex="-1"
                aria-describedby=move || problem.get().map(|_| "kind-problem")
            >
                <legend class="visually-hidden">{texts::field_kind(language)}</legend>
                {Kind::ALL.iter().map(|kind| choice(*kind)).collect_view()}
                {move || problem.get().map(|_| view! { <p class="problem" id="kind-problem">{texts::choose_kind(language)}</p> })}
            </fieldset>
        }
        .into_any()
    }
}

/// How much, of what unit, how often; and what that makes in a year, as one types.
#[component]
fn QuantityFields(phone: PhoneState) -> impl IntoView {
    let language = language();
    let form = phone.form;
    let annual = Memo::new(move |_| {
        form.draft.with(|draft| {
            let amount = parse_number(&draft.quantity).ok()?;
            let quantity = Quantity::new(amount, Unit::from_code(&draft.unit)?, Frequency::from_code(&draft.frequency)?).ok()?;
            Some(format::annual(language, &quantity.annual()))
        })
    });
    view! {
        <div class="quantity-fields">
            <TextField
                name="quantity"
                label=texts::field_quantity(language)
                value=form.value("quantity")
                problem=form.problem("quantity")
                on_input=form.on_input("quantity")
                inputmode="decimal"
                maxlength=20
            />
            <Select phone name="unit" choices=choices(Unit::ALL, Unit::code, |choice| words::unit(language, choice)) />
            <Select phone name="frequency" choices=choices(Frequency::ALL, Frequency::code, |choice| words::frequency(language, choice)) />
        </div>
        <output class="annual" for="quantity unit frequency">
            {move || annual.get().map(|annual| texts::makes(language, &annual))}
        </output>
    }
    .into_any()
}

/// A choice of the form.
#[component]
fn Select(phone: PhoneState, name: &'static str, choices: Vec<Choice>) -> impl IntoView {
    let language = language();
    let form = phone.form;
    view! {
        <SelectField
            name
            label=texts::field_label(language, name)
            choices
            blank=common::choose(language)
            value=form.value(name)
            problem=form.problem(name)
            on_input=form.on_input(name)
        />
    }
    .into_any()
}

/// A line of the form.
#[component]
fn Text(
    phone: PhoneState,
    name: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
) -> impl IntoView {
    let language = language();
    let form = phone.form;
    view! {
        <TextField
            name
            kind
            inputmode
            label=texts::field_label(language, name)
            hint=texts::field_example(language, name)
            value=form.value(name)
            problem=form.problem(name)
            on_input=form.on_input(name)
            maxlength=LINE_MAX
        />
    }
    .into_any()
}

/// Everything that nobody has to fill in.
#[component]
fn Specify(phone: PhoneState) -> impl IntoView {
    let language = language();
    let form = phone.form;
    let has_problem = Memo::new(move |_| {
        form.problems.with(|problems| problems.iter().any(|problem| problem.field.as_deref().is_some_and(|field| SPECIFIED.contains(&field))))
    });
    let is_have = Memo::new(move |_| kind(phone) == Kind::Have);
    view! {
        <details class="specify" open=has_problem.get_untracked() prop:open=move || has_problem.get()>
            <summary>{texts::specify(language)}</summary>
            <div class="stack">
                <TextArea
                    name="description"
                    label=texts::field_description(language)
                    hint=texts::field_example(language, "description")
                    value=form.value("description")
                    problem=form.problem("description")
                    on_input=form.on_input("description")
                />
                <Text phone name="quality" />
                <Text phone name="form" />
                <Text phone name="packaging" />
                <Text phone name="available_from" kind="date" />
                <Text phone name="available_until" kind="date" />
                <Text phone name="site" />
                <Text phone name="max_km" inputmode="decimal" />
                <Select phone name="transport" choices=choices(Transport::ALL, Transport::code, |choice| words::transport(language, choice)) />
                <Select phone name="price" choices=choices(Price::ALL, Price::code, |choice| words::price(language, choice)) />
                <Text phone name="cost_per_tonne" inputmode="decimal" />
                <div class="stack" hidden=move || !is_have.get()>
                    <Select phone name="current_route" choices=choices(Route::ALL, Route::code, |choice| words::route(language, choice)) />
                    <Select phone name="status" choices=choices(Status::ALL, Status::code, |choice| words::status(language, choice)) />
                    <Text phone name="waste_code" />
                </div>
                <Select phone name="visibility" choices=choices(Visibility::ALL, Visibility::code, |choice| words::visibility(language, choice)) />
                <Select
                    phone
                    name="contact_release"
                    choices=choices(ContactRelease::ALL, ContactRelease::code, |choice| words::contact_release(language, choice))
                />
            </div>
        </details>
    }
    .into_any()
}
