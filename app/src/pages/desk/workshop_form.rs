//! The form for a new workshop, or for changing what one is called, when and where it takes place.

use domain::ids::WorkshopId;
use domain::text::LINE_MAX;
use domain::workshop::{Language, WorkshopDraft};
use leptos::prelude::*;

use crate::locale::{common, language, preparation as texts};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::routes;

/// The form for a new workshop, or for changing one (`id`). POSTs to its own address.
#[component]
pub fn WorkshopForm(#[prop(optional_no_strip)] id: Option<WorkshopId>, form: Form<WorkshopDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let own_address = id.map_or_else(|| routes::NEW_WORKSHOP.to_owned(), routes::edit_workshop);
    let way_back = id.map_or_else(|| routes::DESKS.to_owned(), routes::desk);
    let title = if id.is_some() { common::edit_workshop(language) } else { common::new_workshop(language) };
    let send = if id.is_some() { common::save(language) } else { texts::create(language) };
    let languages = choices(Language::ALL, Language::code, |choice| match choice {
        Language::French => texts::french(language),
        Language::English => texts::english(language),
    });
    let programme = if id.is_some() {
        view! {
            <dl class="fixed">
                <dt>{texts::programme(language)}</dt>
                <dd>{draft.programme}</dd>
                <dd class="hint">{texts::programme_fixed(language)}</dd>
            </dl>
        }
        .into_any()
    } else {
        view! {
            <TextField
                name="programme"
                label=texts::programme(language)
                hint=texts::programme_hint(language)
                value=draft.programme
                problem=problem("programme")
                maxlength=LINE_MAX
            />
        }
        .into_any()
    };
    view! {
        <Masthead section=Section::Workshops back=own_address.clone() />
        <main id="content" class="page narrow">
            <h1>{title}</h1>
            <form method="post" action=own_address novalidate class="stack loose">
                <Problems problems=form.problems.clone() label=texts::field_label />
                <fieldset class="panel">
                    <legend>{texts::the_day(language)}</legend>
                    <div class="stack">
                        <TextField
                            name="title"
                            label=texts::title(language)
                            hint=texts::title_hint(language)
                            value=draft.title
                            problem=problem("title")
                            maxlength=LINE_MAX
                        />
                        <div class="side-by-side">
                            <TextField name="date" kind="date" label=texts::date(language) value=draft.date problem=problem("date") />
                            <TextField
                                name="tables"
                                inputmode="numeric"
                                label=texts::tables(language)
                                hint=texts::tables_hint(language)
                                value=draft.tables
                                problem=problem("tables")
                                maxlength=6
                            />
                        </div>
                        <TextField
                            name="place"
                            label=optional(language, texts::place(language))
                            hint=texts::place_hint(language)
                            value=draft.place
                            problem=problem("place")
                            maxlength=LINE_MAX
                        />
                    </div>
                </fieldset>
                <fieldset class="panel">
                    <legend>{texts::the_frame(language)}</legend>
                    <div class="stack">
                        {programme}
                        <TextField
                            name="territory"
                            label=optional(language, texts::territory(language))
                            hint=texts::territory_hint(language)
                            value=draft.territory
                            problem=problem("territory")
                            maxlength=LINE_MAX
                        />
                        <SelectField
                            name="language"
                            label=texts::language_field(language)
                            hint=texts::language_hint(language)
                            choices=languages
                            value=draft.language
                            problem=problem("language")
                        />
                    </div>
                </fieldset>
                <div class="actions">
                    <button type="submit" class="primary">
                        {send}
                    </button>
                    <a class="button quiet" href=way_back>
                        {common::cancel(language)}
                    </a>
                    <p class="hint">{texts::nothing_final(language)}</p>
                </div>
            </form>
        </main>
    }
    .into_any()
}

fn optional(language: Language, label: &str) -> String {
    format!("{label} ({})", common::optional(language))
}
