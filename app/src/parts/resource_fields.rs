//! The fields of a have, a want or a shared need. Kind and title are enough; phones ask for one
//! thing after the other (`style/pages/phone/card-form.css`), and what is seldom needed is behind "specify".

use domain::problem::FieldProblem;
use domain::resource::{
    Category, ContactRelease, Frequency, Kind, Price, Quantity, ResourceDraft, Route, Status, Transport, Unit,
    Visibility,
};
use domain::text::{LINE_MAX, TITLE_MAX, parse_number};
use leptos::prelude::*;

use super::card::kind_class;
use super::element::{Child, Element, children, element};
use super::field::{Choice, Field, OnInput, Typing, choices, control_id, problem_at};
use super::problems::problem_summary;
use crate::locale::{common, language, phone as texts, words};
use crate::{Language, format};

/// Fields behind "specify", in their order: a problem there opens it. Those in the middle are of haves only.
const SPECIFIED: [&[&str]; 3] = [
    &[
        "category",
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
    ],
    &["current_route", "status", "waste_code"],
    &["visibility", "contact_release"],
];

/// What the fields are bound to. A handle.
#[derive(Clone, Copy)]
pub struct CardFields {
    /// What is typed.
    pub draft: RwSignal<ResourceDraft>,
    /// What is wrong with it.
    pub problems: RwSignal<Vec<FieldProblem>>,
    /// An example of a title for each kind, in the order of [`Kind::ALL`].
    pub examples: StoredValue<Vec<String>>,
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

/// All fields, and above them what is wrong. A posted card keeps its kind. Read inside a live block: it follows what is
/// typed.
#[must_use]
pub fn resource_fields(fields: CardFields, fixed_kind: bool) -> Vec<Child> {
    let standing =
        Standing { fields, language: language(), draft: fields.draft.get(), problems: fields.problems.get() };
    let kind = Kind::from_code(&standing.draft.kind).unwrap_or(Kind::Have);
    let mut quantity = element("div").class("quantity-fields");
    for name in ["quantity", "unit", "frequency"] {
        let hint = if name == "quantity" { texts::quantity_hint(standing.language) } else { "" };
        quantity = quantity.child(standing.control(name, hint));
    }
    children![
        problem_summary(&standing.problems, texts::field_label, fields.form),
        if fixed_kind { standing.fixed_kind(kind) } else { standing.kind_choice() },
        standing.control("title", &standing.example(kind)),
        quantity,
        standing.annual(),
        standing.specify(kind),
    ]
}

impl Standing {
    fn on_input(&self, field: &'static str) -> OnInput {
        let fields = self.fields;
        Box::new(move |text| {
            fields.draft.update(|draft| draft.set(field, text));
            fields.changed.run(());
        })
    }

    fn example(&self, kind: Kind) -> String {
        let at = Kind::ALL.iter().position(|other| *other == kind);
        self.fields.examples.with_value(|examples| at.and_then(|at| examples.get(at)).cloned().unwrap_or_default())
    }

    /// The control of a field, with its label.
    fn control(&self, name: &'static str, hint: &str) -> Element {
        let field = Field {
            name,
            label: texts::field_label(self.language, name).to_owned(),
            hint: hint.to_owned(),
            value: self.draft.get(name).to_owned(),
            problem: problem_at(&self.problems, name),
            on_input: Some(self.on_input(name)),
            form: self.fields.form,
            number: 0,
        };
        if name == "description" {
            return field.area();
        }
        let choices = choices_of(self.language, name);
        if !choices.is_empty() {
            let blank = if name == "category" { texts::category_from_title } else { common::choose };
            return field.choice(blank(self.language), choices);
        }
        let (kind, inputmode, maxlength) = match name {
            "title" => ("text", "text", TITLE_MAX),
            "available_from" | "available_until" => ("date", "text", LINE_MAX),
            "quantity" => ("text", "decimal", 20),
            "max_km" | "cost_per_tonne" => ("text", "decimal", LINE_MAX),
            _ => ("text", "text", LINE_MAX),
        };
        field.line(&Typing { kind, inputmode, maxlength, required: name == "title", ..Typing::default() })
    }

    fn fixed_kind(&self, kind: Kind) -> Element {
        element("p")
            .class(["card-kind ", kind_class(kind)].concat())
            .child(element("input").attr("type", "hidden").attr("name", "kind").attr("value", kind.code()))
            .child(element("span").class("kind").child(words::kind(self.language, kind)))
    }

    /// Three big choices.
    fn kind_choice(&self) -> Element {
        let language = self.language;
        let id = control_id(self.fields.form, "kind");
        let problem_id = problem_at(&self.problems, "kind").map(|_| [&id, "-problem"].concat());
        let mut choice = element("fieldset")
            .class("kind-choices")
            .attr("id", id.clone())
            .attr("tabindex", "-1")
            .maybe("aria-describedby", problem_id.clone())
            .child(element("legend").class("visually-hidden").child(texts::field_kind(language)));
        for kind in Kind::ALL.iter().copied() {
            let id = [&id, "-", kind.code()].concat();
            let mut set = self.on_input("kind");
            let input = element("input")
                .attr("type", "radio")
                .attr("id", id.clone())
                .attr("name", "kind")
                .attr("value", kind.code())
                .checked(self.draft.kind == kind.code())
                .on_change(move |_| set(kind.code().to_owned()));
            let label = element("label")
                .class(["kind-choice ", kind_class(kind)].concat())
                .attr("for", id)
                .child(input)
                .child(element("strong").child(words::kind(language, kind)))
                .child(element("small").child(texts::kind_hint(language, kind)));
            choice = choice.child(label);
        }
        choice.child(
            problem_id.map(|id| element("p").class("problem").attr("id", id).child(texts::choose_kind(language))),
        )
    }

    /// What the quantity makes in a year, as one types.
    fn annual(&self) -> Element {
        let draft = &self.draft;
        let annual = || {
            let amount = parse_number(&draft.quantity).ok()?;
            let quantity =
                Quantity::new(amount, Unit::from_code(&draft.unit)?, Frequency::from_code(&draft.frequency)?).ok()?;
            Some(texts::makes(self.language, &format::annual(self.language, &quantity.annual())))
        };
        let of = ["quantity", "unit", "frequency"].map(|name| control_id(self.fields.form, name)).join(" ");
        element("output").class("annual").attr("for", of).child(annual())
    }

    /// Everything that nobody has to fill in.
    fn specify(&self, kind: Kind) -> Element {
        let is_behind = |field: &str| SPECIFIED.iter().any(|fields| fields.contains(&field));
        let has_problem = self.problems.iter().any(|problem| problem.field.as_deref().is_some_and(is_behind));
        let [first, of_haves, last] = SPECIFIED;
        let all = |around: Element, fields: &[&'static str]| {
            fields.iter().fold(around, |around, name| {
                around.child(self.control(name, texts::field_example(self.language, name)))
            })
        };
        let stack = all(element("div").class("stack"), first);
        let stack = stack.child(all(element("div").class("stack").flag("hidden", kind != Kind::Have), of_haves));
        element("details")
            .class("specify")
            .flag("open", has_problem)
            .child(element("summary").child(texts::specify(self.language)))
            .child(all(stack, last))
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
        "contact_release" => {
            choices(ContactRelease::ALL, ContactRelease::code, |choice| words::contact_release(language, choice))
        }
        _ => Vec::new(),
    }
}
