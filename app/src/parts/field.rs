//! A labelled input or choice, with its hint and what is wrong with it. Screen readers get all three together.
//!
//! All of it is plain data. A live page puts a whole form into one closure over what is typed: each key compares some hundred
//! attributes, which costs a phone less than carrying a closure for each of them.

use domain::problem::{FieldProblem, Problem};
use leptos::prelude::*;

use super::listener::listener;
use crate::locale::{language, problems::sentence};

/// The id of a control: the field's name, after the form's name where a page has several.
#[must_use]
pub fn control_id(form: &str, name: &str) -> String {
    if form.is_empty() { name.to_owned() } else { [form, "-", name].concat() }
}

/// The problem at this field.
#[must_use]
pub fn problem_at(problems: &[FieldProblem], field: &str) -> Option<Problem> {
    problems.iter().find(|problem| problem.field.as_deref() == Some(field)).map(|problem| problem.code)
}

fn numbered(id: String, number: u32) -> String {
    if number == 0 { id } else { [id, number.to_string()].join("-") }
}

/// The ids of the texts that describe a control, for `aria-describedby`.
pub(super) fn described_by(id: &str, hint: bool, problem: bool) -> Option<String> {
    let ids: Vec<String> = [(hint, "-hint"), (problem, "-problem")].into_iter().filter(|(there, _)| *there).map(|(_, end)| [id, end].concat()).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// What stands around a control: label above, hint and problem below.
pub(super) fn labelled(id: &str, label: String, hint: String, problem: Option<Problem>, control: AnyView) -> AnyView {
    let language = language();
    let (hint_id, problem_id) = ([id, "-hint"].concat(), [id, "-problem"].concat());
    view! {
        <div class="field">
            <label for=id.to_owned()>{label}</label>
            {control}
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> }.into_any())}
            {problem.map(|problem| view! { <p class="problem" id=problem_id>{sentence(language, problem)}</p> }.into_any())}
        </div>
    }
    .into_any()
}

/// A labelled line of text (or number, date, address: see `kind`).
#[component]
pub fn TextField(
    /// The field's name on the wire.
    name: &'static str,
    /// What to type.
    #[prop(into)]
    label: String,
    /// What was typed.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    #[prop(default = None)]
    problem: Option<Problem>,
    /// An example, or why it is asked.
    #[prop(into, optional)]
    hint: String,
    /// Says what was typed, on live pages.
    #[prop(into, optional)]
    on_input: Option<Callback<String>>,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
    /// The form's number, where a page has one for each of several things.
    #[prop(optional)]
    number: u32,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// What its enter key says.
    #[prop(default = "next")]
    enterkeyhint: &'static str,
    /// The most characters; 0 when the server alone decides.
    #[prop(optional)]
    maxlength: usize,
) -> impl IntoView {
    let id = numbered(control_id(form, name), number);
    let describes = described_by(&id, !hint.is_empty(), problem.is_some());
    let input = view! {
        <input
            type=kind
            id=id.clone()
            name=name
            value=value.clone()
            prop:value=value
            autocomplete=autocomplete
            inputmode=inputmode
            enterkeyhint=enterkeyhint
            maxlength=(maxlength > 0).then(|| maxlength.to_string())
            aria-invalid=problem.map(|_| "true")
            aria-describedby=describes
            on:input=listener(move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            })
        />
    };
    labelled(&id, label, hint, problem, input.into_any())
}

/// A choice: its code on the wire, and its words.
pub type Choice = (String, String);

/// The choices of an enum whose variants have codes: `choices(Unit::ALL, Unit::code, |unit| words::unit(language, unit))`.
pub fn choices<T: Copy>(all: &[T], code: fn(T) -> &'static str, words: impl Fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|value| (code(*value).to_owned(), words(*value).to_owned())).collect()
}

/// A labelled list to choose from.
#[component]
pub fn SelectField(
    /// The field's name on the wire.
    name: &'static str,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// The choices, in order.
    choices: Vec<Choice>,
    /// The words for "nothing chosen"; empty when something always is.
    #[prop(into, optional)]
    blank: String,
    /// The code of what was chosen.
    #[prop(into, optional)]
    value: String,
    /// What is wrong with it.
    #[prop(default = None)]
    problem: Option<Problem>,
    /// Why it is asked.
    #[prop(into, optional)]
    hint: String,
    /// Says what was chosen, on live pages.
    #[prop(into, optional)]
    on_input: Option<Callback<String>>,
    /// The form's name, where a page has several.
    #[prop(optional)]
    form: &'static str,
    /// The form's number, where a page has one for each of several things.
    #[prop(optional)]
    number: u32,
) -> impl IntoView {
    let id = numbered(control_id(form, name), number);
    let describes = described_by(&id, !hint.is_empty(), problem.is_some());
    let blank = (!blank.is_empty()).then(|| (String::new(), blank));
    let options: Vec<AnyView> = blank
        .into_iter()
        .chain(choices)
        .map(|(code, words)| {
            let chosen = value == code;
            view! {
                <option value=code selected=chosen prop:selected=chosen>
                    {words}
                </option>
            }
            .into_any()
        })
        .collect();
    let select = view! {
        <select
            id=id.clone()
            name=name
            aria-invalid=problem.map(|_| "true")
            aria-describedby=describes
            on:change=listener(move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            })
        >
            {options}
        </select>
    };
    labelled(&id, label, hint, problem, select.into_any())
}

/// A box to tick; sends `yes` when ticked.
#[component]
pub fn Tick(
    /// The field's name on the wire.
    name: &'static str,
    /// What one agrees to.
    #[prop(into)]
    label: String,
    /// Whether it is ticked.
    #[prop(optional)]
    ticked: bool,
    /// What is wrong with it.
    #[prop(default = None)]
    problem: Option<Problem>,
) -> impl IntoView {
    let language = language();
    let problem_id = format!("{name}-problem");
    view! {
        <div class="field">
            <label class="tick" for=name>
                <input
                    type="checkbox"
                    id=name
                    name=name
                    value="yes"
                    checked=ticked
                    aria-invalid=problem.map(|_| "true")
                    aria-describedby=problem.map(|_| problem_id.clone())
                />
                <span>{label}</span>
            </label>
            {problem.map(|problem| view! { <p class="problem" id=problem_id>{sentence(language, problem)}</p> })}
        </div>
    }
    .into_any()
}
