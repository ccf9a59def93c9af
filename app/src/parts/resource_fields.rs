//! The fields of a have, a want or a shared need. Title, kind and category are enough; the rest is behind "specify".

use domain::problem::FieldProblem;
use domain::resource::{Category, ContactRelease, Frequency, Kind, Price, Quantity, ResourceDraft, Route, Status, Transport, Unit, Visibility};
use domain::text::{LINE_MAX, TITLE_MAX, parse_number};
use leptos::prelude::*;

use super::field::{Choice, SelectField, TextField, choices, control_id, problem_at};
use super::listener::listener;
use super::problems::Problems;
use super::text_area::TextArea;
use crate::locale::{common, language, participant as texts, words};
use crate::{Language, format};

/// Fields behind "specify", in their order: a problem there opens it.
const SPECIFIED: [&str; 16] = [
    "description",
    "quality",
    "form",
    "packaging",
    "available_from",
    "available_until",
    "site",
    "max_km",
    "transport",
    "price",
    "cost_per_tonne",
    "current_route",
    "status",
    "waste_code",
    "visibility",
    "contact_release",
];
/// Of these, the ones that only haves have.
const OF_HAVES: [&str; 3] = ["current_route", "status", "waste_code"];

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

/// All fields as they stand.
struct Standing {
    fields: CardFields,
    language: Language,
    draft: ResourceDraft,
    problems: Vec<FieldProblem>,
}

/// All fields, and above them what is wrong. A posted card keeps its kind. Read inside a closure: it follows what is typed.
pub fn resource_fields(fields: CardFields, fixed_kind: bool) -> AnyView {
    let standing = Standing { fields, language: language(), draft: fields.draft.get(), problems: fields.problems.get() };
    let kind = Kind::from_code(&standing.draft.kind).unwrap_or(Kind::Have);
    view! {
        <Problems problems=standing.problems.clone() label=texts::field_label form=fields.form />
        {if fixed_kind { standing.fixed_kind(kind) } else { standing.kind_choice() }}
        {standing.control("title", texts::title_example(standing.language, kind))}
        {standing.control("category", "")}
        <div class="quantity-fields">
            {["quantity", "unit", "frequency"].map(|name| standing.control(name, "")).into_iter().collect::<Vec<_>>()}
        </div>
        {standing.annual()}
        {standing.specify(kind)}
    }
    .into_any()
}

impl Standing {
    fn on_input(&self, field: &'static str) -> Callback<String> {
        let fields = self.fields;
        Callback::new(move |text| {
            fields.draft.update(|draft| draft.set(field, text));
            fields.changed.run(());
        })
    }

    /// The control of a field, with its label.
    fn control(&self, name: &'static str, hint: &'static str) -> AnyView {
        let form = self.fields.form;
        let label = texts::field_label(self.language, name);
        let value = self.draft.get(name).to_owned();
        let problem = problem_at(&self.problems, name);
        let on_input = self.on_input(name);
        if name == "description" {
            return view! { <TextArea form name label hint value problem on_input /> }.into_any();
        }
        let choices = choices_of(self.language, name);
        if !choices.is_empty() {
            return view! { <SelectField form name label choices blank=common::choose(self.language) value problem on_input /> }.into_any();
        }
        let (kind, inputmode, maxlength) = match name {
            "title" => ("text", "text", TITLE_MAX),
            "available_from" | "available_until" => ("date", "text", LINE_MAX),
            "quantity" => ("text", "decimal", 20),
            "max_km" | "cost_per_tonne" => ("text", "decimal", LINE_MAX),
            _ => ("text", "text", LINE_MAX),
        };
        view! { <TextField form name label hint value problem on_input kind inputmode maxlength /> }.into_any()
    }

    fn fixed_kind(&self, kind: Kind) -> AnyView {
        view! {
            <p class=["card-kind ", super::card::kind_class(kind)].concat()>
                <input type="hidden" name="kind" value=kind.code() />
                <span class="kind">{words::kind(self.language, kind)}</span>
            </p>
        }
        .into_any()
    }

    /// Three big choices.
    fn kind_choice(&self) -> AnyView {
        let language = self.language;
        let id = control_id(self.fields.form, "kind");
        let problem_id = problem_at(&self.problems, "kind").map(|_| [&id, "-problem"].concat());
        let choice = |kind: &Kind| {
            let kind = *kind;
            let chosen = self.draft.kind == kind.code();
            let id = [&id, "-", kind.code()].concat();
            let label_for = id.clone();
            let set = self.on_input("kind");
            view! {
                <label class=["kind-choice ", super::card::kind_class(kind)].concat() for=label_for>
                    <input
                        type="radio"
                        id=id
                        name="kind"
                        value=kind.code()
                        checked=chosen
                        prop:checked=chosen
                        on:change=listener(move |_| set.run(kind.code().to_owned()))
                    />
                    <strong>{words::kind(language, kind)}</strong>
                    <small>{texts::kind_hint(language, kind)}</small>
                </label>
            }
            .into_any()
        };
        let kinds: Vec<AnyView> = Kind::ALL.iter().map(choice).collect();
        let problem = problem_id.clone().map(|id| view! { <p class="problem" id=id>{texts::choose_kind(language)}</p> }.into_any());
        view! {
            <fieldset class="kind-choices" id=id tabindex="-1" aria-describedby=problem_id>
                <legend class="visually-hidden">{texts::field_kind(language)}</legend>
                {kinds}
                {problem}
            </fieldset>
        }
        .into_any()
    }

    /// What the quantity makes in a year, as one types.
    fn annual(&self) -> AnyView {
        let draft = &self.draft;
        let annual = || {
            let amount = parse_number(&draft.quantity).ok()?;
            let quantity = Quantity::new(amount, Unit::from_code(&draft.unit)?, Frequency::from_code(&draft.frequency)?).ok()?;
            Some(texts::makes(self.language, &format::annual(self.language, &quantity.annual())))
        };
        let of = ["quantity", "unit", "frequency"].map(|name| control_id(self.fields.form, name)).join(" ");
        view! { <output class="annual" for=of>{annual().unwrap_or_default()}</output> }.into_any()
    }

    /// Everything that nobody has to fill in.
    fn specify(&self, kind: Kind) -> AnyView {
        let has_problem = self.problems.iter().any(|problem| problem.field.as_deref().is_some_and(|field| SPECIFIED.contains(&field)));
        let control = |name: &&'static str| self.control(name, texts::field_example(self.language, name));
        let (last, first) = (&SPECIFIED[14..], &SPECIFIED[..11]);
        view! {
            <details class="specify" open=has_problem>
                <summary>{texts::specify(self.language)}</summary>
                <div class="stack">
                    {first.iter().map(control).collect::<Vec<_>>()}
                    <div class="stack" hidden=kind != Kind::Have>
                        {OF_HAVES.iter().map(control).collect::<Vec<_>>()}
                    </div>
                    {last.iter().map(control).collect::<Vec<_>>()}
                </div>
            </details>
        }
        .into_any()
    }
}

/// What a field offers to choose from; nothing when it is typed.
fn choices_of(language: Language, field: &str) -> Vec<Choice> {
    match field {
        "category" => choices(Category::ALL, Category::code, |choice| words::category(language, choice)),
        "unit" => choices(Unit::ALL, Unit::code, |choice| words::unit(language, choice)),
        "frequency" => choices(Frequency::ALL, Frequency::code, |choice| words::frequency(language, choice)),
        "transport" => choices(Transport::ALL, Transport::code, |choice| words::transport(language, choice)),
        "price" => choices(Price::ALL, Price::code, |choice| words::price(language, choice)),
        "current_route" => choices(Route::ALL, Route::code, |choice| words::route(language, choice)),
        "status" => choices(Status::ALL, Status::code, |choice| words::status(language, choice)),
        "visibility" => choices(Visibility::ALL, Visibility::code, |choice| words::visibility(language, choice)),
        "contact_release" => choices(ContactRelease::ALL, ContactRelease::code, |choice| words::contact_release(language, choice)),
        _ => Vec::new(),
    }
}
