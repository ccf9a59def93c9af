//! The fields of a have, a want or a shared need. Kind and title are enough; phones ask for one
//! thing after the other (`style/pages/phone/card-form.css`), and what is seldom needed is behind "specify".

use domain::problem::FieldProblem;
use domain::resource as card;
use domain::resource::{Entry, Frequency, Group, Kind, Quantity, ResourceDraft, Unit};
use domain::text::{LINE_MAX, TITLE_MAX, parse_number};
use element::{Child, Element, children, element};
use leptos::prelude::*;

use super::card::kind_class;
use super::card_choices::choices_of;
use super::field::{Field, OnInput, Typing, control_id, problem_at};
use super::problems::problem_summary;
use crate::locale::{card_fields, common, language, phone as texts, words};
use crate::{Language, format};

/// An amount, of what, how often: side by side.
const AMOUNT: [card::Field; 3] = [card::Field::Quantity, card::Field::Unit, card::Field::Frequency];

/// What the fields are bound to. A handle.
#[derive(Clone, Copy)]
pub struct CardFields {
    /// The card as it is typed.
    pub draft: RwSignal<ResourceDraft>,
    /// What is wrong with it, each problem with its field.
    pub problems: RwSignal<Vec<FieldProblem>>,
    /// An example of a title for each kind, in the order of [`Kind::ALL`].
    pub examples: StoredValue<Vec<String>>,
    /// Called after every change of the draft.
    pub changed: Callback<()>,
    /// The form's name, where a page has several.
    pub form: &'static str,
}

/// What the fields show at this moment.
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
    for field in AMOUNT {
        quantity = quantity.child(standing.control(field, card_fields::hint(standing.language, field)));
    }
    children![
        problem_summary(&standing.problems, texts::field_label, fields.form),
        if fixed_kind { standing.fixed_kind(kind) } else { standing.kind_choice() },
        standing.control(card::Field::Title, &standing.example(kind)),
        quantity,
        standing.annual(),
        standing.specify(kind),
    ]
}

impl Standing {
    fn on_input(&self, field: card::Field) -> OnInput {
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
    fn control(&self, of: card::Field, hint: &str) -> Element {
        let name = of.name();
        let field = Field {
            name,
            label: card_fields::label(self.language, of).to_owned(),
            hint: hint.to_owned(),
            value: self.draft.get(of).to_owned(),
            problem: problem_at(&self.problems, name),
            on_input: Some(self.on_input(of)),
            form: self.fields.form,
            number: 0,
        };
        let (kind, inputmode, maxlength) = match of.entry() {
            Entry::Area => return field.area(),
            Entry::Choice => {
                let blank = if of == card::Field::Category { texts::category_from_title } else { common::choose };
                return field.choice(blank(self.language), choices_of(self.language, of));
            }
            Entry::Date => ("date", "text", LINE_MAX),
            Entry::Number(_) => ("text", "decimal", 20),
            Entry::Line if of == card::Field::Title => ("text", "text", TITLE_MAX),
            Entry::Line => ("text", "text", LINE_MAX),
        };
        field.line(&Typing { kind, inputmode, maxlength, required: of == card::Field::Title, ..Typing::default() })
    }

    fn fixed_kind(&self, kind: Kind) -> Element {
        element("p")
            .class(["card-kind ", kind_class(kind)].concat())
            .child(element("input").attr("type", "hidden").attr("name", "kind").attr("value", kind.code()))
            .child(element("span").class("kind").child(words::kind(self.language, kind)))
    }

    /// The choice of the kind, as three large buttons side by side.
    fn kind_choice(&self) -> Element {
        let language = self.language;
        let id = control_id(self.fields.form, "kind");
        let problem_id = problem_at(&self.problems, "kind").map(|_| [&id, "-problem"].concat());
        let mut choice = element("fieldset")
            .class("kind-choices")
            .attr("id", id.clone())
            .attr("tabindex", "-1")
            .maybe("aria-describedby", problem_id.clone())
            .child(element("legend").class("visually-hidden").child(card_fields::label(language, card::Field::Kind)));
        for kind in Kind::ALL.iter().copied() {
            let id = [&id, "-", kind.code()].concat();
            let mut set = self.on_input(card::Field::Kind);
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
        let of = AMOUNT.map(|field| control_id(self.fields.form, field.name())).join(" ");
        element("output").class("annual").attr("for", of).child(annual())
    }

    /// Everything that nobody has to fill in, in the order of its groups; a problem there opens it.
    fn specify(&self, kind: Kind) -> Element {
        let is_behind = |name: &str| card::Field::named(name).is_some_and(|field| field.group() != Group::First);
        let has_problem = self.problems.iter().any(|problem| problem.field.as_deref().is_some_and(is_behind));
        let mut fold = element("details")
            .class("specify")
            .flag("open", has_problem)
            .child(element("summary").child(texts::specify(self.language)));
        for group in [Group::Specified, Group::OfHaves, Group::Sharing] {
            let mut stack = element("div").class("stack").flag("hidden", !group.is_for(kind));
            for field in card::Field::ALL.iter().filter(|field| field.group() == group) {
                stack = stack.child(self.control(*field, card_fields::hint(self.language, *field)));
            }
            fold = fold.child(stack);
        }
        fold
    }
}
