//! All synergies: narrowed down by stage and words, by stage, and as a table.

use std::collections::{BTreeMap, BTreeSet};

use domain::NaiveDate;
use domain::ids::ProgrammeId;
use domain::programme::{Programme, SynergyRecord};
use domain::synergy::{LostReason, Stage, SynergyKind};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use super::charts::{ASIDE, CHAIN, StageTag, narrows};
use super::follow_up::{is_overdue, silence};
use super::{BulkDraft, SynergyFilter, SynergyPage};
use crate::locale::{common, flow as flow_words, language, pipeline as words_of, programme as texts, words};
use crate::pages::Form;
use crate::parts::apart::Apart;
use crate::parts::embedded::Script;
use crate::parts::field::{SelectField, TextField, Tick, choices};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::problems::Problems;
use crate::parts::scroll_table::ScrollTable;
use crate::{format, routes};

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
    let SynergyPage { page: shown, columns, stages, late, per_page, follows, moved } = page;
    let by_stage = Stage::from_code(filter.stage.trim()).is_none();
    let narrowing = narrows(&filter);
    let total: u32 = stages.values().sum();
    let here = address(&filter);
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
            {(late > 0).then(|| view! { <Notice tone=Tone::Warning standing=true>{texts::overdue_count(language, many)}</Notice> })}
            {if shown.is_empty() {
                let words = if narrowing { texts::nothing_found(language) } else { texts::funnel_empty(language) };
                view! { <p class="empty">{words}</p> }.into_any()
            } else {
                view! {
                    {by_stage.then(|| view! { <ByStage synergies=columns follows=follows.clone() moved stages filter=filter.clone() today back=here.clone() /> })}
                    <section class="stack">
                        <h2>{texts::as_table(language)}</h2>
                        <SynergyTable synergies=shown today follows=follows.clone() />
                        <Pages filter=filter.clone() total per_page />
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
        <form method="get" action=routes::SYNERGIES class="filter wide-filter" role="search" aria-label=texts::filter(language)>
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
            <SelectField name="silent" label=words_of::silence(language) choices=silences blank=words_of::silent_any(language) value=filter.silent.clone() />
            <SelectField name="near" label=flow_words::distance(language) choices=distances blank=flow_words::any_distance(language) value=filter.near.clone() />
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

/// Leads from page to page.
#[component]
fn Pages(filter: SynergyFilter, total: u32, per_page: u32) -> impl IntoView {
    let language = language();
    let pages = total.div_ceil(per_page.max(1)).max(1);
    let page = filter.page.trim().parse::<u32>().unwrap_or(1).clamp(1, pages);
    let to = |page: u32| address(&SynergyFilter { page: page.to_string(), ..filter.clone() });
    (pages > 1).then(|| {
        view! {
            <nav class="pages" aria-label=words_of::pages(language)>
                {(page > 1).then(|| view! { <a href=to(page - 1) rel="prev">{words_of::previous(language)}</a> })}
                <span>{words_of::page_of(language, page, pages)}</span>
                {(page < pages).then(|| view! { <a href=to(page + 1) rel="next">{words_of::next(language)}</a> })}
            </nav>
        }
        .into_any()
    })
}

/// Moves the synergies that were ticked.
#[component]
fn Bulk(form: Form<BulkDraft>, back: String) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <form method="post" action=routes::BULK id="bulk" class="panel stack follow" novalidate>
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
                        choices=choices(LostReason::ALL, LostReason::code, |reason| words::lost_reason(language, reason))
                        blank=texts::no_reason(language)
                        value=draft.lost_reason
                        problem=problem("lost_reason")
                    />
                </div>
                <TextField form="bulk" name="note" label=words_of::bulk_note(language) value=draft.note problem=problem("note") maxlength=LINE_MAX />
            </div>
            <div class="actions">
                <button type="submit" class="primary">{words_of::apply(language)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// This page's own address.
pub fn address(filter: &SynergyFilter) -> String {
    let fields = [
        ("stage", &filter.stage),
        ("search", &filter.search),
        ("programme", &filter.programme),
        ("kind", &filter.kind),
        ("late", &filter.late),
        ("silent", &filter.silent),
        ("near", &filter.near),
        ("page", &filter.page),
    ];
    let given: Vec<String> = fields
        .into_iter()
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(name, typed)| format!("{name}={}", in_query(typed)))
        .collect();
    if given.is_empty() { routes::SYNERGIES.to_owned() } else { format!("{}?{}", routes::SYNERGIES, given.join("&")) }
}

/// A text as it may stand in an address.
fn in_query(text: &str) -> String {
    let letter =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(letter).collect()
}

#[component]
fn ByStage(
    synergies: Vec<SynergyRecord>,
    follows: BTreeSet<ProgrammeId>,
    /// The one that was just moved here.
    moved: Option<SynergyRecord>,
    stages: BTreeMap<Stage, u32>,
    filter: SynergyFilter,
    today: NaiveDate,
    back: String,
) -> impl IntoView {
    let language = language();
    let said =
        moved.as_ref().map(|record| words_of::moved(language, &record.title, words::stage(language, record.stage)));
    let moved = moved.map(|record| form_key(&record));
    // A long column ends before it: then what is said of it takes the focus.
    let is_shown = synergies.iter().any(|record| moved.as_ref() == Some(&form_key(record)));
    let said_id = if moved.is_some() && !is_shown { MOVED } else { MOVE_SAID };
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let to = back.clone();
    let moves = !follows.is_empty();
    let column = move |stage: Stage| {
        let here: Vec<_> = synergies.iter().filter(|record| record.stage == stage).cloned().collect();
        let count = stages.get(&stage).copied().unwrap_or(0);
        let more = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(here.len());
        let list = address(&SynergyFilter { stage: stage.code().to_owned(), page: String::new(), ..filter.clone() });
        let notes =
            here.into_iter().map(|record| view! { <Note moved=moved.as_ref() == Some(&form_key(&record)) movable=follows.contains(&record.programme_id) record today back=back.clone() /> }).collect_view();
        view! {
            <li class="stage-column" data-stage=stage.code()>
                <h3>
                    <span>{words::stage(language, stage)}</span>
                    <Apart />
                    <span class="stage-count">{count}</span>
                </h3>
                <ul class="notes">{notes}</ul>
                {(more > 0).then(|| view! { <a href=list>{texts::and_more(language, more)}</a> })}
            </li>
        }
        .into_any()
    };
    view! {
        <section class="stack">
            <h2>{texts::by_stage(language)}</h2>
            {moves.then(|| view! {
            <p class="soft scripted">{words_of::drag_help(language)}</p>
            <form
                method="post"
                action=routes::BULK
                class="move"
                data-taken=words_of::drag_taken(language)
                data-left=words_of::drag_left(language)
                data-lost=words_of::lost_needs_reason(language)
            >
                <input type="hidden" name="synergies" />
                <input type="hidden" name="stage" />
                <input type="hidden" name="back" value=to />
            </form>
            })}
            <p class="move-said" role="status" id=said_id tabindex="-1">{said}</p>
            <ol class="stage-columns">{CHAIN.into_iter().chain(ASIDE).map(column).collect_view()}</ol>
            {moves.then(|| view! { <Script nonce text=include_str!("board.js").to_owned() /> })}
        </section>
    }
    .into_any()
}

/// The id of what has the focus after a move: the card, or what is said of it.
pub const MOVED: &str = "moved";
/// The id of what is said of a move.
const MOVE_SAID: &str = "move-said";

/// What a synergy is called in forms: its workshop and its number.
fn form_key(record: &SynergyRecord) -> String {
    format!("{}:{}", record.workshop_id, record.id)
}

/// A synergy in its column.
#[component]
fn Note(
    record: SynergyRecord,
    today: NaiveDate,
    back: String,
    moved: bool,
    /// Whether the reader may move it.
    movable: bool,
) -> impl IntoView {
    let language = language();
    let late = is_overdue(&record, today);
    let key = form_key(&record);
    let move_words = common::labelled(language, words_of::drag_move(language), &record.title);
    let quiet = silence(&record, today)
        .filter(|days| *days >= 30)
        .map(|days| format!("{}\u{a0}: {}", words_of::silence(language), words_of::days(language, days)));
    view! {
        <li
            class="note"
            class:late=late
            data-synergy=movable.then_some(key)
            id=moved.then_some(MOVED)
            tabindex=moved.then_some("-1")
            aria-describedby=moved.then_some(MOVE_SAID)
        >
            <a href=routes::synergy(record.workshop_id, record.id) draggable="false">{record.title.clone()}</a>
            <p class="soft">{companies(&record)}</p>
            {flow_line(language, &record).map(|line| view! { <p class="soft flow-line">{line}</p> })}
            {quiet.map(|quiet| view! { <p class="soft">{quiet}</p> })}
            <Due record=record.clone() today />
            {movable
                .then(|| {
                    view! {
                        <button type="button" class="quiet note-move" hidden aria-pressed="false" aria-label=move_words>{words_of::drag_move(language)}</button>
                        <MoveForm record back />
                    }
                })}
        </li>
    }
    .into_any()
}

/// The same as dragging, without a script and for readers that keep the arrow keys to themselves.
#[component]
fn MoveForm(record: SynergyRecord, back: String) -> impl IntoView {
    let language = language();
    // Giving up asks for a reason, on the synergy's own page.
    let others = Stage::ALL.iter().copied().filter(|stage| *stage != record.stage && *stage != Stage::Lost);
    let next = CHAIN.into_iter().skip_while(|stage| *stage != record.stage).nth(1);
    let option = |stage: Stage| view! { <option value=stage.code() selected=Some(stage) == next>{words::stage(language, stage)}</option> };
    view! {
        <details class="note-stage">
            <summary>{words_of::change_stage(language)} <span class="visually-hidden">"\u{a0}: " {record.title.clone()}</span></summary>
            <form method="post" action=routes::BULK>
                <input type="hidden" name="synergies" value=form_key(&record) />
                <input type="hidden" name="back" value=back />
                <select name="stage" aria-label=words_of::bulk_move(language)>{others.map(option).collect_view()}</select>
                <button type="submit">{words_of::drag_move(language)}</button>
            </form>
        </details>
    }
    .into_any()
}

fn companies(record: &SynergyRecord) -> String {
    let between = match record.kind {
        SynergyKind::Substitution => '→',
        SynergyKind::Mutualisation | SynergyKind::Infrastructure => '+',
    };
    format!("{} {between} {}", record.giver.organisation, record.receiver.organisation)
}

/// What flows, where the title does not say it already.
fn what_flows(record: &SynergyRecord) -> Option<String> {
    record
        .flow
        .what
        .as_ref()
        .filter(|what| domain::text::folded(what) != domain::text::folded(&record.title))
        .map(ToString::to_string)
}

/// `156 t/an · 12 km`: how much flows and how far, as far as it is known.
fn flow_line(language: crate::Language, record: &SynergyRecord) -> Option<String> {
    let much = record.flow.quantity.map(|quantity| format::annual(language, &quantity.annual()));
    let far = record.flow.distance_km.map(|km| flow_words::km(language, km));
    let parts: Vec<String> = much.into_iter().chain(far).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// When the next step is due, with a mark where that is past. Nothing for what is done or given up.
#[component]
fn Due(record: SynergyRecord, today: NaiveDate) -> impl IntoView {
    let language = language();
    let late = is_overdue(&record, today);
    let due = record.next_step.filter(|_| record.stage.is_open()).and_then(|next| next.due);
    due.map(|due| {
        view! {
            <p class="due" class:late=late>
                <time datetime=due.to_string()>{format::date(language, due)}</time>
                {late.then(|| view! { <strong>" " {texts::overdue(language)}</strong> })}
            </p>
        }
        .into_any()
    })
}

/// Synergies as a table.
#[component]
pub(super) fn SynergyTable(
    synergies: Vec<SynergyRecord>,
    today: NaiveDate,
    /// Whether they all come from one workshop, whose name need not be said.
    #[prop(optional)]
    of_one_workshop: bool,
    /// The programmes whose synergies can be ticked, for the form with the id `bulk`.
    #[prop(optional)]
    follows: BTreeSet<ProgrammeId>,
) -> impl IntoView {
    let language = language();
    let heads = [
        texts::synergy(language),
        texts::stage(language),
        words_of::kind(language),
        flow_words::flow(language),
        texts::companies(language),
        texts::next_step(language),
        texts::due(language),
        words_of::silence(language),
    ];
    let selectable = !follows.is_empty();
    let tick = |record: &SynergyRecord| {
        if !follows.contains(&record.programme_id) {
            return view! { <td class="tick-cell"></td> }.into_any();
        }
        let label = format!("{}\u{a0}: {}", words_of::select(language), record.title);
        view! { <td class="tick-cell"><label class="tick-target"><input type="checkbox" name="synergies" form="bulk" value=form_key(record) aria-label=label /></label></td> }.into_any()
    };
    let row = |record: SynergyRecord| {
        let open = record.stage.is_open();
        let owners = [record.giver.name.as_str(), record.receiver.name.as_str()]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let reason = record.lost_reason.map(|reason| words::lost_reason(language, reason));
        let next = match &record.next_step {
            Some(next) if open => next.what.to_string(),
            None if open => texts::no_next_step(language).to_owned(),
            _ => String::new(),
        };
        view! {
            <tr class:late=is_overdue(&record, today)>
                {selectable.then(|| tick(&record))}
                <th scope="row" class="wide">
                    <a href=routes::synergy(record.workshop_id, record.id)>{record.title.clone()}</a>
                    <Apart />
                    {(!of_one_workshop).then(|| view! { <span class="soft">{record.workshop_title.clone()}</span> })}
                </th>
                <td>
                    <StageTag stage=record.stage />
                    <Apart />
                    {reason.map(|reason| view! { <span class="soft">{reason}</span> })}
                </td>
                <td>{words::synergy_kind(language, record.kind)}</td>
                <td>
                    {what_flows(&record)}
                    <Apart />
                    {flow_line(language, &record).map(|line| view! { <span class="flow-line">{line}</span> })}
                </td>
                <td class="wide">
                    {companies(&record)}
                    <Apart />
                    {(!owners.is_empty()).then(|| view! { <span class="soft">{owners}</span> })}
                </td>
                <td class="wide">{next}</td>
                <td>
                    <Due record=record.clone() today />
                </td>
                <td class="number">{silence(&record, today).map(|days| words_of::days(language, days))}</td>
            </tr>
        }
        .into_any()
    };
    let rows = synergies.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=texts::synergies_caption(language) class="table roomy">
            <thead>
                <tr>
                    {selectable.then(|| view! { <th scope="col" class="tick-cell"><span class="visually-hidden">{words_of::select(language)}</span></th> })}
                    {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_search_survives_any_text() {
        let filter =
            SynergyFilter { stage: "idea".to_owned(), search: "bois & é".to_owned(), ..SynergyFilter::default() };
        assert_eq!(address(&filter), "/programme/synergies?stage=idea&search=bois%20%26%20%C3%A9");
    }
}
