//! What a programme says of itself, who works in it, and how to start another.

use domain::programme::{Programme, ProgrammeDraft, TerritoryLevel};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::MemberDraft;
use crate::locale::{common, language, profile as texts, words};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextArea, TextField, Tick, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::trail::Trail;
use crate::routes;

/// A programme's own page.
#[component]
pub fn ProfilePage(
    programme: Programme,
    /// Names and addresses.
    members: Vec<(String, String)>,
    form: Form<ProgrammeDraft>,
    member: Form<MemberDraft>,
    /// Of an account that was just made.
    password: Option<String>,
) -> impl IntoView {
    let language = language();
    let address = routes::programme_profile(programme.id);
    let problem = |field: &str| form.problem(field);
    let wrong = |field: &str| member.problem(field);
    let draft = form.draft.clone();
    let typed = member.draft.clone();
    let published = programme.published.then(|| {
        let [csv, json] = ["csv", "json"].map(|kind| routes::open_data(programme.id, kind));
        view! { <p>{texts::published_at(language)} " " <a href=csv.clone()>{csv.clone()}</a> ", " <a href=json.clone()>{json.clone()}</a></p> }
    });
    view! {
        <Masthead section=Section::Programme back=address.clone() />
        <main id="content" class="page narrow">
            <Trail href=routes::programme(programme.id) name=common::programme(language) />
            <h1>{texts::title(language)}</h1>
            {password
                .map(|password| view! { <Notice tone=Tone::Good>{texts::password_once(language)} " " <code class="password">{password}</code></Notice> })}
            <Problems problems=form.problems.clone() label=texts::label form="profile" />
            <Problems problems=member.problems.clone() label=texts::label form="member" />
            <form method="post" action=address.clone() novalidate class="panel stack">
                <TextField form="profile" name="name" label=texts::name(language) value=draft.name problem=problem("name") maxlength=LINE_MAX />
                <div class="side-by-side">
                    <TextField form="profile" name="territory" label=texts::territory(language) hint=texts::territory_hint(language) value=draft.territory problem=problem("territory") maxlength=LINE_MAX />
                    <SelectField
                        form="profile"
                        name="level"
                        label=texts::level(language)
                        choices=choices(TerritoryLevel::ALL, TerritoryLevel::code, |level| words::territory_level(language, level))
                        blank=texts::no_level(language)
                        value=draft.level
                        problem=problem("level")
                    />
                </div>
                <TextArea form="profile" name="managers" label=texts::managers(language) hint=texts::one_a_line(language) value=draft.managers problem=problem("managers") />
                <TextArea form="profile" name="partners" label=texts::partners(language) hint=texts::one_a_line(language) value=draft.partners problem=problem("partners") />
                <TextArea form="profile" name="funders" label=texts::funders(language) hint=texts::one_a_line(language) value=draft.funders problem=problem("funders") />
                <TextField form="profile" name="reminder_days" inputmode="numeric" label=texts::reminder_days(language) hint=texts::reminder_hint(language) value=draft.reminder_days problem=problem("reminder_days") maxlength=3 />
                <Tick name="published" label=texts::published(language) ticked=draft.published == "yes" />
                {published}
                <div class="actions"><button type="submit" class="primary">{texts::save(language)}</button></div>
            </form>
            <section class="stack">
                <h2>{texts::members(language)}</h2>
                <p class="soft">{texts::members_help(language)}</p>
                <ul class="rules">{members.into_iter().map(|(name, email)| view! { <li>{name} <span class="soft">" – " {email}</span></li> }).collect_view()}</ul>
                <form method="post" action=format!("{address}/members") novalidate class="panel stack">
                    <h3>{texts::add_member(language)}</h3>
                    <div class="side-by-side">
                        <TextField form="member" name="name" label=texts::member_name(language) value=typed.name problem=wrong("name") maxlength=LINE_MAX />
                        <TextField form="member" name="email" kind="email" inputmode="email" label=texts::member_email(language) value=typed.email problem=wrong("email") maxlength=LINE_MAX />
                    </div>
                    <div class="actions"><button type="submit">{texts::add_member(language)}</button></div>
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
