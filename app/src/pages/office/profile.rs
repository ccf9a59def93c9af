//! What a programme says of itself, who works in it, and how to start another.

use domain::access::{Right, Role};
use domain::problem::FieldProblem;
use domain::programme::{Programme, ProgrammeDraft, TerritoryLevel};
use domain::retention::Due;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::members::{Members, Staff};
use crate::locale::{common, language, members, privacy, profile as texts, words};
use crate::pages::Form;
use crate::pages::privacy::Ends;
use crate::parts::field::{SelectField, TextArea, TextField, Tick, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::problems::Problems;
use crate::parts::trail::Trail;
use crate::routes;

/// What a programme says of itself, its members, and what becomes of its data.
#[component]
pub fn ProfilePage(
    programme: Programme,
    /// The reader's role in the programme: it decides what is shown and offered.
    role: Role,
    /// What the form brings back, for whoever may describe the programme.
    form: Option<Form<ProgrammeDraft>>,
    /// Members and invitations, for whoever manages them.
    staff: Option<Staff>,
    /// What of its people is erased within a month, for whoever answers for it.
    due: Option<Due>,
    /// Problems that belong to no field of the form.
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let language = language();
    let address = routes::programme_profile(programme.id);
    let reads_audit = role.may(Right::ReadAudit);
    let published = programme.published.then(|| {
        let [csv, json] = ["csv", "json"].map(|kind| routes::open_data(programme.id, kind));
        view! {
            <p>
                {texts::published_at(language)} " "
                <a href=csv.clone()>{csv.clone()}</a>
                ", "
                <a href=json.clone()>{json.clone()}</a>
            </p>
        }
        .into_any()
    });
    view! {
        <Masthead section=Section::Programme back=address.clone() />
        <main id="content" class="page narrow">
            <Trail href=routes::programme(programme.id) name=common::programme(language) />
            <h1>{texts::title(language)}</h1>
            <Problems problems=problems label=texts::label />
            {form.map(|form| view! { <Described form address=address.clone() published=published /> })}
            {staff.map(|staff| view! { <Members programme=programme.clone() staff /> })}
            {due.map(|due| view! {
                <section class="stack">
                    <h2>{privacy::next_month(language)}</h2>
                    <Ends due />
                </section>
            })}
            {reads_audit.then(|| view! { <p><a href=routes::audit(programme.id)>{members::audit(language)}</a></p> })}
            <section class="stack">
                <p>
                    {members::your_role(language)} " "
                    <strong>{members::role_name(language, role)}</strong>
                    ". " {members::role_help(language, role)}
                </p>
                <form method="post" action=routes::leave_programme(programme.id)>
                    <button type="submit" class="quiet">{members::leave(language)}</button>
                </form>
            </section>
            <section class="stack">
                <h2>{texts::new_programme(language)}</h2>
                <form method="post" action=routes::PROGRAMMES novalidate class="panel stack">
                    <TextField form="new" name="name" label=texts::name(language) maxlength=LINE_MAX />
                    <div class="actions"><button type="submit">{texts::create(language)}</button></div>
                </form>
            </section>
        </main>
    }
    .into_any()
}

/// What a programme says of itself, as a form.
#[component]
fn Described(form: Form<ProgrammeDraft>, address: String, published: Option<AnyView>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <Problems problems=form.problems.clone() label=texts::label form="profile" />
        <form method="post" action=address.clone() novalidate class="panel stack">
            <TextField
                form="profile"
                name="name"
                label=texts::name(language)
                value=draft.name
                problem=problem("name")
                maxlength=LINE_MAX
            />
            <div class="side-by-side">
                <TextField
                    form="profile"
                    name="territory"
                    label=texts::territory(language)
                    hint=texts::territory_hint(language)
                    value=draft.territory
                    problem=problem("territory")
                    maxlength=LINE_MAX
                />
                <SelectField
                    form="profile"
                    name="level"
                    label=texts::level(language)
                    choices=choices(TerritoryLevel::ALL, TerritoryLevel::code, |level| {
                            words::territory_level(language, level)
                        })
                    blank=texts::no_level(language)
                    value=draft.level
                    problem=problem("level")
                />
            </div>
            <TextArea
                form="profile"
                name="managers"
                label=texts::managers(language)
                hint=texts::one_a_line(language)
                value=draft.managers
                problem=problem("managers")
            />
            <TextArea
                form="profile"
                name="partners"
                label=texts::partners(language)
                hint=texts::one_a_line(language)
                value=draft.partners
                problem=problem("partners")
            />
            <TextArea
                form="profile"
                name="funders"
                label=texts::funders(language)
                hint=texts::one_a_line(language)
                value=draft.funders
                problem=problem("funders")
            />
            <TextField
                form="profile"
                name="reminder_days"
                inputmode="numeric"
                label=texts::reminder_days(language)
                hint=texts::reminder_hint(language)
                value=draft.reminder_days
                problem=problem("reminder_days")
                maxlength=3
            />
            <Tick name="model_forbidden" label=texts::model_forbidden(language) ticked=draft.model_forbidden == "yes" />
            <Tick name="published" label=texts::published(language) ticked=draft.published == "yes" />
            {published}
            <div class="actions"><button type="submit" class="primary">{texts::save(language)}</button></div>
        </form>
    }
    .into_any()
}
