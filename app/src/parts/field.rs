//! A labelled input or choice, with its hint and what is wrong with it. Screen readers get all three together.

use domain::problem::Problem;
use leptos::prelude::*;

use crate::locale::{language, problems::sentence};

/// The id of a control: the field's name, after the form's name where a page has several forms.
#[must_use]
pub fn control_id(form: &str, name: &str) -> String {
    if form.is_empty() { name.to_owned() } else { format!("{form}-{name}") }
}

fn numbered(id: String, number: u32) -> String {
    if number == 0 { id } else { format!("{id}-{number}") }
}

/// The ids of the texts that describe a control, for `aria-describedby`.
pub(super) fn described_by(id: &str, hint: bool, problem: bool) -> Option<String> {
    match (hint, problem) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-problem")),
        (true, true) => Some(format!("{id}-hint {id}-problem")),
    }
}

pub(super) fn has_text(hint: Signal<String>) -> bool {
    hint.with_untracked(|hint| !hint.is_empty())
}

/// What stands around a control: label above, hint and problem below.
#[component]
pub(super) fn Labelled(id: String, label: String, hint: Signal<String>, problem: Signal<Option<Problem>>, children: Children) -> impl IntoView {
    let language = language();
    let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-problem"));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {children()}
            {has_text(hint).then(|| view! { <p class="hint" id=hint_id>{move || hint.get()}</p> })}
            {move || problem.get().map(|problem| view! { <p class="problem" id=problem_id.clone()>{sentence(language, problem)}</p> })}
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
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    problem: Signal<Option<Problem>>,
    /// An example, or why it is asked. May change, but not come and go.
    #[prop(into, optional)]
    hint: Signal<String>,
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
    let describes = {
        let (id, has_hint) = (id.clone(), has_text(hint));
        move || described_by(&id, has_hint, problem.get().is_some())
    };
    // The attribute is what the server shows again; the property follows the page's signal once it is awake.
    let first = value.get_untracked();
    view! {
        <Labelled id=id.clone() label hint problem>
            <input
                type=kind
                id=id
                name=name
                value=first
                prop:value=move || value.get()
                autocomplete=autocomplete
                inputmode=inputmode
                enterkeyhint=enterkeyhint
                maxlength=(maxlength > 0).then_some(maxlength)
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby=describes
                on:input=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&event));
                    }
                }
            />
        </Labelled>
    }
    .into_any()
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
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(into, optional)]
    problem: Signal<Option<Problem>>,
    /// Why it is asked.
    #[prop(into, optional)]
    hint: Signal<String>,
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
    let describes = {
        let (id, has_hint) = (id.clone(), has_text(hint));
        move || described_by(&id, has_hint, problem.get().is_some())
    };
    let blank = (!blank.is_empty()).then(|| (String::new(), blank));
    let options: Vec<_> = blank.into_iter().chain(choices).map(|(code, words)| option(value, code, words)).collect();
    view! {
        <Labelled id=id.clone() label hint problem>
            <select
                id=id
                name=name
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby=describes
                on:change=move |event| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&event));
                    }
                }
            >
                {options}
            </select>
        </Labelled>
    }
    .into_any()
}

fn option(value: Signal<String>, code: String, words: String) -> AnyView {
    let chosen = {
        let code = code.clone();
        move || value.with(|value| *value == code)
    };
    view! {
        <option value=code selected=untrack(&chosen) prop:selected=chosen>
            {words}
        </option>
    }
    .into_any()
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
    #[prop(optional_no_strip)]
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
