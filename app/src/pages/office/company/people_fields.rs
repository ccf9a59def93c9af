//! The fields of the forms of people, and of visits and calls.

use domain::programme::companies::{
    Agreement, ConsentWay, ConversationDraft, ConversationWay, PersonDraft, ShownPerson,
};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::problems::sentence;
use crate::locale::{companies as company_texts, company_people as texts, language};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextArea, TextField, choices};

/// The name of the form, whichever it is: one is open at a time.
const FORM: &str = "company";

#[component]
pub(super) fn PersonFields(form: Form<PersonDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <div class="side-by-side">
            <TextField
                form=FORM
                name="person_name"
                label=texts::person_name(language)
                value=draft.person_name
                problem=problem("person_name")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="function"
                label=texts::function(language)
                hint=texts::function_hint(language)
                value=draft.function
                problem=problem("function")
                maxlength=LINE_MAX
            />
        </div>
        <p class="soft">{texts::consent_help(language)}</p>
        <div class="side-by-side">
            <SelectField
                form=FORM
                name="consent"
                label=texts::consent(language)
                choices=choices(Agreement::ALL, Agreement::code, |agreement| texts::agreement(language, agreement))
                blank=texts::not_asked(language)
                value=draft.consent
                problem=problem("consent")
            />
            <SelectField
                form=FORM
                name="consent_way"
                label=texts::consent_way(language)
                choices=choices(ConsentWay::ALL, ConsentWay::code, |way| texts::consent_way_name(language, way))
                blank="–"
                value=draft.consent_way
                problem=problem("consent_way")
            />
            <TextField
                form=FORM
                name="consent_day"
                kind="date"
                label=texts::consent_day(language)
                value=draft.consent_day
                problem=problem("consent_day")
            />
        </div>
        <div class="side-by-side">
            <TextField
                form=FORM
                name="email"
                inputmode="email"
                label=texts::email(language)
                value=draft.email
                problem=problem("email")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="telephone"
                inputmode="tel"
                label=texts::telephone(language)
                value=draft.telephone
                problem=problem("telephone")
                maxlength=LINE_MAX
            />
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn ConversationFields(form: Form<ConversationDraft>, people: Vec<ShownPerson>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let met = draft.met();
    view! {
        <div class="side-by-side">
            <TextField
                form=FORM
                name="day"
                kind="date"
                label=company_texts::day(language)
                value=draft.day
                problem=problem("day")
            />
            <SelectField
                form=FORM
                name="way"
                label=texts::way(language)
                choices=choices(ConversationWay::ALL, ConversationWay::code, |way| texts::way_name(language, way))
                value=draft.way
                problem=problem("way")
            />
            <TextField
                form=FORM
                name="spoke"
                label=texts::spoke(language)
                value=draft.spoke
                problem=problem("spoke")
                maxlength=LINE_MAX
            />
        </div>
        <fieldset class="field" id="company-met" tabindex="-1">
            <legend>{texts::met(language)}</legend>
            {people.is_empty().then(|| view! { <p class="hint">{texts::met_none(language)}</p> })}
            {people
                .into_iter()
                // Who has gone stays where they took part.
                .filter(|known| known.ended.is_none() || met.contains(&known.entry))
                .map(|known| {
                    let name = ConversationDraft::tick(known.entry);
                    let function = known.person.function.as_ref().map(|function| format!(" ({function})"));
                    view! {
                        <label class="tick" for=name.clone()>
                            <input
                                type="checkbox"
                                id=name.clone()
                                name=name.clone()
                                value="yes"
                                checked=met.contains(&known.entry)
                            />
                            <span>{known.person.name.to_string()} {function}</span>
                        </label>
                    }
                })
                .collect_view()}
            {problem("met").map(|found| view! { <p class="problem">{sentence(language, found)}</p> })}
        </fieldset>
        <TextArea form=FORM name="words" label=texts::words(language) value=draft.words problem=problem("words") />
        <div class="side-by-side">
            <TextField
                form=FORM
                name="next_step"
                label=texts::next_step(language)
                hint=texts::next_step_hint(language)
                value=draft.next_step
                problem=problem("next_step")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="next_step_due"
                kind="date"
                label=texts::next_step_due(language)
                value=draft.next_step_due
                problem=problem("next_step_due")
            />
        </div>
    }
    .into_any()
}

/// Who is erased, and what with them.
#[component]
pub(super) fn ErasedPerson(name: Option<String>) -> impl IntoView {
    view! {
        {name.map(|name| view! { <p><strong>{name}</strong></p> })}
        <p>{texts::erase_help(language())}</p>
    }
    .into_any()
}
