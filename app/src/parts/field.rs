//! A labelled input or choice, with its hint and what is wrong with it. Screen readers get all three together.
//!
//! All of it is plain data. A live page puts a whole form into one live block over what is typed: comparing some
//! hundred attributes at each key costs a phone less than downloading the code for a block around each of them.

use domain::problem::{FieldProblem, Problem};
use element::{Child, Element, element};
#[cfg(feature = "ssr")]
use leptos::prelude::*;

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

/// Hears what is typed or chosen, on live pages.
pub type OnInput = Box<dyn FnMut(String) + Send>;

/// A field, whatever it is filled in with.
#[derive(Default)]
pub struct Field {
    /// The name under which the form sends it.
    pub name: &'static str,
    /// What to type or choose, in the reader's language.
    pub label: String,
    /// An example, or why it is asked; empty for none.
    pub hint: String,
    /// What was typed; the code of what was chosen.
    pub value: String,
    /// What is wrong with the value; none when nothing is.
    pub problem: Option<Problem>,
    /// Hears what is typed, on live pages. Without it the value is where the field begins, and the page does not
    /// follow.
    pub on_input: Option<OnInput>,
    /// The form's name, where a page has several.
    pub form: &'static str,
    /// The form's number, where a page has one for each of several things.
    pub number: u32,
}

/// How a line of text is typed.
pub struct Typing {
    /// The attribute `type` of the `<input>`.
    pub kind: &'static str,
    /// The attribute `autocomplete`: what the browser may fill in by itself.
    pub autocomplete: &'static str,
    /// The attribute `inputmode`: which keyboard a phone shows.
    pub inputmode: &'static str,
    /// The attribute `enterkeyhint`: what the Enter key of that keyboard says.
    pub enterkeyhint: &'static str,
    /// The most characters; 0 when the server alone decides.
    pub maxlength: usize,
    /// Told to people who do not see the page, and to style sheets. Forms say themselves what is missing, all at once.
    pub required: bool,
}

impl Default for Typing {
    fn default() -> Self {
        Self {
            kind: "text",
            autocomplete: "off",
            inputmode: "text",
            enterkeyhint: "next",
            maxlength: 0,
            required: false,
        }
    }
}

/// A choice: its code on the wire, and its words.
pub type Choice = (String, String);

/// The choices of an enum whose variants have codes: `choices(Unit::ALL, Unit::code, |unit| words::unit(language,
/// unit))`.
pub fn choices<T: Copy>(all: &[T], code: fn(T) -> &'static str, words: impl Fn(T) -> &'static str) -> Vec<Choice> {
    all.iter().map(|value| (code(*value).to_owned(), words(*value).to_owned())).collect()
}

impl Field {
    fn id(&self) -> String {
        let id = control_id(self.form, self.name);
        if self.number == 0 { id } else { [&id, "-", &self.number.to_string()].concat() }
    }

    /// The control with its name, its id, and the ids of the texts that describe it.
    fn control(&self, tag: &'static str) -> Element {
        let id = self.id();
        let describes: Vec<String> = [(!self.hint.is_empty(), "-hint"), (self.problem.is_some(), "-problem")]
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, end)| [&id, end].concat())
            .collect();
        element(tag)
            .attr("id", id)
            .attr("name", self.name)
            .maybe("aria-invalid", self.problem.map(|_| "true"))
            .maybe("aria-describedby", (!describes.is_empty()).then(|| describes.join(" ")))
    }

    /// The control with what stands around it: label above, hint and problem below.
    fn around(self, control: Element) -> Element {
        let id = self.id();
        let below = |class: &'static str, text: Child| {
            let text_id = [&id, "-", class].concat();
            element("p").class(class).attr("id", text_id).child(text)
        };
        let hint = (!self.hint.is_empty()).then(|| below("hint", self.hint.into()));
        let problem = self.problem.map(|problem| below("problem", sentence(language(), problem).into()));
        element("div")
            .class("field")
            .child(element("label").attr("for", id).child(self.label))
            .child(control)
            .child(hint)
            .child(problem)
    }

    /// A line of text (or number, date, address: see [`Typing::kind`]).
    #[must_use]
    pub fn line(mut self, typing: &Typing) -> Element {
        let mut input = self
            .control("input")
            .attr("type", typing.kind)
            .attr("autocomplete", typing.autocomplete)
            .attr("inputmode", typing.inputmode)
            .attr("enterkeyhint", typing.enterkeyhint)
            .flag("required", typing.required)
            .maybe("maxlength", (typing.maxlength > 0).then(|| typing.maxlength.to_string()))
            .value(std::mem::take(&mut self.value));
        if let Some(on_input) = self.on_input.take() {
            input = input.on_input(on_input);
        }
        self.around(input)
    }

    /// A `<textarea>` for several lines of text.
    #[must_use]
    pub fn area(mut self) -> Element {
        let mut area = self
            .control("textarea")
            .attr("rows", "3")
            .attr("maxlength", domain::text::PARAGRAPH_MAX.to_string())
            .value(std::mem::take(&mut self.value));
        if let Some(on_input) = self.on_input.take() {
            area = area.on_input(on_input);
        }
        self.around(area)
    }

    /// A list to choose from; `blank` are the words for "nothing chosen", empty when something always is.
    #[must_use]
    pub fn choice(mut self, blank: &str, choices: Vec<Choice>) -> Element {
        let mut select = self.control("select");
        let blank = (!blank.is_empty()).then(|| (String::new(), blank.to_owned()));
        for (code, words) in blank.into_iter().chain(choices) {
            let chosen = code == self.value;
            select = select.child(element("option").attr("value", code).selected(chosen).child(words));
        }
        if let Some(on_input) = self.on_input.take() {
            select = select.on_change(on_input);
        }
        self.around(select)
    }
}

/// [`Field::line`] for `view!`, in pages of the server; its arguments are those of [`Field`] and [`Typing`].
#[cfg(feature = "ssr")]
#[component]
pub fn TextField(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(default = None)] problem: Option<Problem>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] form: &'static str,
    #[prop(optional)] number: u32,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(default = "next")] enterkeyhint: &'static str,
    #[prop(optional)] maxlength: usize,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let field = Field { name, label, hint, value, problem, form, number, on_input: None };
    Child::from(field.line(&Typing { kind, autocomplete, inputmode, enterkeyhint, maxlength, required }))
}

/// [`Field::choice`] for `view!`, in pages of the server; its arguments are those of [`Field`].
#[cfg(feature = "ssr")]
#[component]
pub fn SelectField(
    name: &'static str,
    #[prop(into)] label: String,
    /// Codes and labels of the choices, in the order in which they stand.
    choices: Vec<Choice>,
    /// The words for "nothing chosen"; empty when something always is.
    #[prop(into, optional)]
    blank: String,
    #[prop(into, optional)] value: String,
    #[prop(default = None)] problem: Option<Problem>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] form: &'static str,
    #[prop(optional)] number: u32,
) -> impl IntoView {
    Child::from(Field { name, label, hint, value, problem, form, number, on_input: None }.choice(&blank, choices))
}

/// [`Field::area`] for `view!`, in pages of the server; its arguments are those of [`Field`].
#[cfg(feature = "ssr")]
#[component]
pub fn TextArea(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(default = None)] problem: Option<Problem>,
    #[prop(into, optional)] hint: String,
    #[prop(optional)] form: &'static str,
) -> impl IntoView {
    Child::from(Field { name, label, hint, value, problem, form, ..Field::default() }.area())
}

/// A box to tick; sends `yes` when ticked.
#[cfg(feature = "ssr")]
#[component]
pub fn Tick(
    /// The name under which the form sends it.
    name: &'static str,
    /// What one agrees to by ticking it.
    #[prop(into)]
    label: String,
    /// Whether it is ticked at the beginning.
    #[prop(optional)]
    ticked: bool,
    #[prop(default = None)] problem: Option<Problem>,
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
