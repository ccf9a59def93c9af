//! The door: who are you? Rendered by the server only; needs no script.

use domain::text::LINE_MAX;
use domain::workshop::{Description, ParticipantDraft};
use leptos::prelude::*;

use crate::host::HostMark;
use crate::locale::{common, language, phone as texts, privacy};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, Tick};
use crate::parts::language_switch::LanguageSwitch;
use crate::parts::problems::Problems;
use crate::{format, nace, routes};

/// The join form. Not live: works the same with and without JavaScript. POSTs to its own address.
#[component]
pub fn Join(
    /// Title, day, place and number of tables of the workshop, for the head of the form.
    description: Description,
    /// The code it was reached by: the form posts to `routes::join(&code)`.
    code: String,
    /// What the host says at the door of personal data.
    notice: String,
    /// What was typed before, when the form comes back.
    form: Form<ParticipantDraft>,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let problems = form.problems.clone();
    let specified = ["sector", "email", "consent"].iter().any(|field| form.problem(field).is_some())
        || !(form.draft.sector.is_empty() && form.draft.email.is_empty() && form.draft.consent.is_empty());
    let place = description.place.as_ref().map(|place| format!(" · {place}"));
    let tables = (1..=description.tables)
        .map(|table| (table.to_string(), format!("{} {table}", texts::table_choice(language))))
        .collect::<Vec<_>>();
    let draft = form.draft.clone();
    view! {
        <header class="phone-header">
            <p class="product">{common::product(language)}</p>
            <HostMark />
            <LanguageSwitch back=routes::join(&code) />
        </header>
        <main class="phone-main" id="content">
            <h1>{description.title.to_string()}</h1>
            <p class="lead">{format::date(language, description.date)}{place}</p>
            <form method="post" action=routes::join(&code) novalidate class="stack">
                <Problems problems label=texts::join_label />
                <TextField
                    name="name"
                    label=texts::join_name(language)
                    value=draft.name
                    problem=problem("name")
                    required=true
                    autocomplete="name"
                    maxlength=LINE_MAX
                />
                <TextField
                    name="organisation"
                    label=texts::join_organisation(language)
                    value=draft.organisation
                    problem=problem("organisation")
                    required=true
                    autocomplete="organization"
                    enterkeyhint="go"
                    maxlength=LINE_MAX
                />
                {(description.tables > 0)
                    .then(|| {
                        view! {
                            <SelectField
                                name="table"
                                label=texts::join_table(language)
                                hint=texts::join_table_hint(language)
                                choices=tables
                                blank=texts::join_no_table(language)
                                value=draft.table
                                problem=problem("table")
                            />
                        }
                    })}
                <details class="specify" open=specified>
                    <summary>{texts::specify(language)}</summary>
                    <div class="stack">
                        <SelectField
                            name="sector"
                            label=texts::join_sector(language)
                            hint=texts::join_sector_hint(language)
                            choices=nace::divisions(language)
                            blank=texts::join_no_sector(language)
                            value=draft.sector
                            problem=problem("sector")
                        />
                        <TextField
                            name="email"
                            kind="email"
                            inputmode="email"
                            autocomplete="email"
                            label=texts::join_email(language)
                            hint=texts::join_email_hint(language)
                            value=draft.email
                            problem=problem("email")
                            maxlength=LINE_MAX
                        />
                        <Tick
                            name="consent"
                            label=texts::join_consent(language)
                            ticked=!draft.consent.is_empty()
                            problem=form.problem("consent")
                        />
                    </div>
                </details>
                <button type="submit" class="primary">{texts::join_enter(language)}</button>
                <p class="fine-print">{notice} " " <a href=routes::PRIVACY>{privacy::read_more(language)}</a></p>
            </form>
        </main>
    }
}
