//! The fields of each form of the page.

use domain::problem::Problem;
use domain::programme::companies::{
    CompanyDraft, ConfirmationDraft, EndingDraft, FlowDraft, ShownSite, SiteDraft, Size,
};
use domain::resource::{Frequency, Kind, Unit};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::parts::site_name;
use super::{AttributionDraft, ForgetDraft, MergeDraft};
use crate::locale::problems::sentence;
use crate::locale::{companies as texts, language, words};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextArea, TextField, choices, control_id};

/// The name of the form, whichever it is: one is open at a time.
const FORM: &str = "company";

/// The fields of the company's identity.
#[component]
pub(in crate::pages::office) fn IdentityFields(form: Form<CompanyDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <TextField
            form=FORM
            name="name"
            label=texts::name(language)
            value=draft.name
            problem=problem("name")
            maxlength=LINE_MAX
        />
        <div class="side-by-side">
            <TextField
                form=FORM
                name="identifier"
                label=texts::identifier(language)
                hint=texts::identifier_hint(language)
                value=draft.identifier
                problem=problem("identifier")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="activity"
                label=texts::activity(language)
                hint=texts::activity_hint(language)
                value=draft.activity
                problem=problem("activity")
                maxlength=10
            />
            <SelectField
                form=FORM
                name="size"
                label=texts::size(language)
                choices=choices(Size::ALL, Size::code, |size| texts::size_name(language, size))
                blank=texts::unknown_size(language)
                value=draft.size
                problem=problem("size")
            />
        </div>
        <TextArea
            form=FORM
            name="former"
            label=texts::former(language)
            hint=texts::one_a_line(language)
            value=draft.former
            problem=problem("former")
        />
        <TextArea form=FORM name="notes" label=texts::notes(language) value=draft.notes problem=problem("notes") />
    }
    .into_any()
}

#[component]
pub(super) fn SiteFields(form: Form<SiteDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <TextField
            form=FORM
            name="site_name"
            label=texts::site_name(language)
            value=draft.site_name
            problem=problem("site_name")
            maxlength=LINE_MAX
        />
        <div class="side-by-side">
            <TextField
                form=FORM
                name="address"
                label=texts::address(language)
                value=draft.address
                problem=problem("address")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="commune"
                label=texts::commune(language)
                value=draft.commune
                problem=problem("commune")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="place"
                label=texts::place(language)
                hint=texts::place_hint(language)
                value=draft.place
                problem=problem("place")
                maxlength=60
            />
        </div>
        <TextArea
            form=FORM
            name="access"
            label=texts::access(language)
            hint=texts::access_hint(language)
            value=draft.access
            problem=problem("access")
        />
    }
    .into_any()
}

#[component]
pub(super) fn FlowFields(form: Form<FlowDraft>, sites: Vec<ShownSite>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let kinds = choices(&[Kind::Have, Kind::Want], Kind::code, |kind| words::kind(language, kind));
    // A site that is over stays the site of a flow that names it.
    let named = draft.site.clone();
    let sites: Vec<_> = sites
        .into_iter()
        .filter(|site| site.ended.is_none() || site.entry.to_string() == named)
        .map(|site| (site.entry.to_string(), site_name(&site.site)))
        .collect();
    let any_site = !sites.is_empty();
    view! {
        <div class="side-by-side">
            <SelectField
                form=FORM
                name="kind"
                label=texts::kind(language)
                choices=kinds
                value=draft.kind
                problem=problem("kind")
            />
            <TextField
                form=FORM
                name="what"
                label=texts::what(language)
                hint=texts::what_hint(language)
                value=draft.what
                problem=problem("what")
                maxlength=LINE_MAX
            />
            {any_site.then(|| view! {
                <SelectField
                    form=FORM
                    name="site"
                    label=texts::site(language)
                    choices=sites
                    blank=texts::whole_company(language)
                    value=draft.site
                    problem=problem("site")
                />
            })}
        </div>
        <div class="side-by-side">
            <TextField
                form=FORM
                name="amount"
                inputmode="decimal"
                label=texts::amount(language)
                value=draft.amount
                problem=problem("amount")
                maxlength=20
            />
            <SelectField
                form=FORM
                name="unit"
                label=texts::unit(language)
                choices=choices(Unit::ALL, Unit::code, |unit| words::unit(language, unit))
                value=draft.unit
            />
            <SelectField
                form=FORM
                name="frequency"
                label=texts::frequency(language)
                choices=choices(Frequency::ALL, Frequency::code, |often| words::frequency(language, often))
                value=draft.frequency
            />
        </div>
        <TextArea
            form=FORM
            name="today"
            label=texts::today(language)
            hint=texts::today_hint(language)
            value=draft.today
            problem=problem("today")
        />
        <div class="side-by-side">
            <TextField
                form=FORM
                name="since"
                kind="date"
                label=texts::since(language)
                value=draft.since
                problem=problem("since")
            />
            <TextField
                form=FORM
                name="told_by"
                label=texts::told_by(language)
                hint=texts::told_by_hint(language)
                value=draft.told_by
                problem=problem("told_by")
                maxlength=LINE_MAX
            />
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn ConfirmFields(form: Form<ConfirmationDraft>, about: Option<String>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        {about.map(|about| view! { <p><strong>{about}</strong></p> })}
        <div class="side-by-side">
            <TextField
                form=FORM
                name="day"
                kind="date"
                label=texts::day(language)
                value=draft.day
                problem=problem("day")
            />
            <TextField
                form=FORM
                name="by"
                label=texts::by(language)
                value=draft.by
                problem=problem("by")
                maxlength=LINE_MAX
            />
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn EndFields(form: Form<EndingDraft>, about: Option<String>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        {about.map(|about| view! { <p><strong>{about}</strong></p> })}
        <div class="side-by-side">
            <TextField
                form=FORM
                name="day"
                kind="date"
                label=texts::day(language)
                value=draft.day
                problem=problem("day")
            />
            <TextField
                form=FORM
                name="reason"
                label=texts::reason(language)
                value=draft.reason
                problem=problem("reason")
                maxlength=LINE_MAX
            />
        </div>
    }
    .into_any()
}

/// The name of a company, typed or taken from those that are offered.
#[component]
fn NamedField(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    problem: Option<Problem>,
    others: Vec<String>,
) -> impl IntoView {
    let language = language();
    let id = control_id(FORM, name);
    let (hint_id, problem_id, list_id) = (format!("{id}-hint"), format!("{id}-problem"), format!("{id}-names"));
    let described: Vec<String> = [(!hint.is_empty(), &hint_id), (problem.is_some(), &problem_id)]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, id)| id.clone())
        .collect();
    let option = |name: String| view! { <option value=name></option> };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                name=name
                type="text"
                autocomplete="off"
                list=list_id.clone()
                maxlength=LINE_MAX.to_string()
                value=value
                aria-invalid=problem.map(|_| "true")
                aria-describedby=(!described.is_empty()).then(|| described.join(" "))
            />
            <datalist id=list_id>{others.into_iter().map(option).collect_view()}</datalist>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {problem.map(|problem| view! { <p class="problem" id=problem_id>{sentence(language, problem)}</p> })}
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn MergeFields(form: Form<MergeDraft>, others: Vec<String>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <p class="soft">{texts::merge_help(language)}</p>
        <div class="side-by-side">
            <NamedField
                name="other"
                hint=""
                label=texts::merge_other(language)
                value=draft.other
                problem=problem("other")
                others
            />
            <TextField
                form=FORM
                name="reason"
                label=texts::reason(language)
                value=draft.reason
                problem=problem("reason")
                maxlength=LINE_MAX
            />
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn SpellingFields(form: Form<AttributionDraft>, others: Vec<String>) -> impl IntoView {
    let language = language();
    let problem = form.problem("company");
    let draft = form.draft.clone();
    view! {
        <p><strong>{draft.spelling.clone()}</strong></p>
        <input type="hidden" name="workshop" value=draft.workshop />
        <input type="hidden" name="spelling" value=draft.spelling />
        <input type="hidden" name="place" value=draft.place />
        <NamedField
            name="company"
            label=texts::attribute_company(language)
            hint=texts::attribute_hint(language)
            value=draft.company
            problem=problem
            others
        />
    }
    .into_any()
}

#[component]
pub(super) fn ForgetFields(form: Form<ForgetDraft>) -> impl IntoView {
    let language = language();
    let problem = form.problem("forgotten");
    view! {
        <p class="soft">{texts::forget_help(language)}</p>
        <TextField
            form=FORM
            name="forgotten"
            label=texts::forget_name(language)
            value=form.draft.forgotten
            problem=problem
            maxlength=LINE_MAX
        />
    }
    .into_any()
}
