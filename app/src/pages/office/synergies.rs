//! All synergies: narrowed down by stage and words, by stage, and as a table.

mod address;
mod by_stage;
mod record;
mod table;

pub use address::address;
pub use by_stage::MOVED;
pub(super) use table::SynergyTable;

use domain::NaiveDate;
use domain::programme::{FoundSynergies, Programme};
use domain::synergy::{LostReason, Stage, SynergyKind};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use self::by_stage::ByStage;
use super::charts::narrows;
use super::list::Pages;
use super::{BulkDraft, SynergyFilter, SynergyPage};
use crate::locale::{common, flow as flow_words, language, office as texts, pipeline as words_of, words};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, Tick, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::routes;
use crate::shell::once;

/// All synergies, by stage and as a table.
#[component]
pub fn Synergies(
    page: SynergyPage,
    filter: SynergyFilter,
    programmes: Vec<Programme>,
    form: Form<BulkDraft>,
    today: NaiveDate,
) -> impl IntoView {
    let language = language();
    let SynergyPage { found, follows, moved } = page;
    let total = found.total();
    let FoundSynergies { page: shown, columns, stages, late, per_page } = found;
    let by_stage = Stage::from_code(filter.stage.trim()).is_none();
    let narrowing = narrows(&filter);
    let here = address(&filter);
    let other = filter.clone();
    let to_page = move |page: u32| address(&SynergyFilter { page: page.to_string(), ..other.clone() });
    let many = usize::try_from(late).unwrap_or(usize::MAX);
    view! {
        <Masthead section=Section::Synergies back=here.clone() />
        <main id="content" class="page">
            <div class="page-head">
                <div>
                    <h1>{common::synergies(language)}</h1>
                    <p class="lead">{texts::synergy_count(language, usize::try_from(total).unwrap_or(usize::MAX))}</p>
                </div>
            </div>
            <Problems problems=form.problems.clone() label=bulk_label form="bulk" />
            <Narrow filter=filter.clone() programmes narrowing />
            {(late > 0).then(|| view! {
                <Notice tone=Tone::Warning standing=true>{texts::overdue_count(language, many)}</Notice>
            })}
            {if shown.is_empty() {
                let words = if narrowing { texts::nothing_found(language) } else { texts::funnel_empty(language) };
                view! { <p class="empty">{words}</p> }.into_any()
            } else {
                view! {
                    {by_stage.then(|| view! {
                        <ByStage
                            synergies=columns
                            follows=follows.clone()
                            moved
                            stages
                            filter=filter.clone()
                            today
                            back=here.clone()
                        />
                    })}
                    <section class="stack">
                        <h2>{texts::as_table(language)}</h2>
                        <SynergyTable synergies=shown today follows=follows.clone() />
                        <Pages page=filter.page.clone() total per_page to=to_page />
                        {(!follows.is_empty()).then(|| view! { <Bulk form back=here /> })}
                    </section>
                }
                    .into_any()
            }}
        </main>
    }
    .into_any()
}

fn bulk_label(language: crate::Language, field: &str) -> &'static str {
    match field {
        "synergies" => words_of::bulk(language),
        "stage" => words_of::bulk_move(language),
        "note" => words_of::bulk_note(language),
        _ => texts::stage_label(language, field),
    }
}

#[component]
fn Narrow(filter: SynergyFilter, programmes: Vec<Programme>, narrowing: bool) -> impl IntoView {
    let language = language();
    let mut programmes: Vec<_> =
        programmes.into_iter().map(|programme| (programme.id.to_string(), programme.name)).collect();
    let silences =
        ["30", "90", "180"].map(|days| (days.to_owned(), words_of::silent(language, days).to_owned())).to_vec();
    let mut distances: Vec<_> =
        ["10", "30", "100"].map(|km| (km.to_owned(), flow_words::within(language, km))).to_vec();
    distances.push(("unknown".to_owned(), flow_words::distance_unknown(language).to_owned()));
    let several = programmes.len() > 1;
    programmes.push(("all".to_owned(), words_of::all_programmes(language).to_owned()));
    view! {
        <form
            method="get"
            action=routes::SYNERGIES
            class="filter wide-filter"
            role="search"
            aria-label=texts::filter(language)
        >
            <TextField
                name="search"
                kind="search"
                enterkeyhint="search"
                label=texts::search(language)
                hint=texts::search_hint(language)
                value=filter.search.clone()
            />
            <SelectField
                name="stage"
                label=texts::stage(language)
                choices=choices(Stage::ALL, Stage::code, |stage| words::stage(language, stage))
                blank=texts::all_stages(language)
                value=filter.stage.clone()
            />
            <SelectField
                name="kind"
                label=words_of::kind(language)
                choices=choices(SynergyKind::ALL, SynergyKind::code, |kind| words::synergy_kind(language, kind))
                blank=words_of::all_kinds(language)
                value=filter.kind.clone()
            />
            <SelectField
                name="silent"
                label=words_of::silence(language)
                choices=silences
                blank=words_of::silent_any(language)
                value=filter.silent.clone()
            />
            <SelectField
                name="near"
                label=flow_words::distance(language)
                choices=distances
                blank=flow_words::any_distance(language)
                value=filter.near.clone()
            />
            {several
                .then(|| {
                    view! {
                        <SelectField
                            name="programme"
                            label=words_of::programme(language)
                            choices=programmes
                            value=filter.programme.clone()
                        />
                    }
                })}
            <Tick name="late" label=words_of::late_only(language) ticked=filter.late == "yes" />
            <div class="actions">
                <button type="submit" class="primary">
                    {texts::show(language)}
                </button>
                {narrowing
                    .then(|| {
                        view! {
                            <a class="button quiet" href=routes::SYNERGIES>
                                {texts::clear(language)}
                            </a>
                        }
                    })}
            </div>
        </form>
    }
    .into_any()
}

/// Moves the synergies that were ticked.
#[component]
fn Bulk(form: Form<BulkDraft>, back: String) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <form method="post" action=once(routes::BULK.to_owned()) id="bulk" class="panel stack follow" novalidate>
            <h3>{words_of::bulk(language)}</h3>
            <input type="hidden" name="back" value=back />
            <div class="side-by-side">
                <SelectField
                    form="bulk"
                    name="stage"
                    label=words_of::bulk_move(language)
                    choices=choices(Stage::ALL, Stage::code, |stage| words::stage(language, stage))
                    value=draft.stage
                    problem=problem("stage")
                />
                <div class="only-lost">
                    <SelectField
                        form="bulk"
                        name="lost_reason"
                        label=texts::field_lost_reason(language)
                        choices=choices(LostReason::ALL, LostReason::code, |reason| {
                            words::lost_reason(language, reason)
                        })
                        blank=texts::no_reason(language)
                        value=draft.lost_reason
                        problem=problem("lost_reason")
                    />
                </div>
                <TextField
                    form="bulk"
                    name="note"
                    label=words_of::bulk_note(language)
                    value=draft.note
                    problem=problem("note")
                    maxlength=LINE_MAX
                />
            </div>
            <div class="actions">
                <button type="submit" class="primary">{words_of::apply(language)}</button>
            </div>
        </form>
    }
    .into_any()
}
