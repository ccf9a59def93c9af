//! What a synergy brought, as declared, and the form for a new figure.

use std::collections::BTreeSet;

use domain::access::{Right, Role};
use domain::ids::{SynergyId, WorkshopId};
use domain::programme::FigureRecord;
use domain::synergy::{Basis, FigureDraft, Indicator, Verification};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{common, dossier as words_of, language, office as texts, words};
use crate::pages::Form;
use crate::parts::apart::Apart;
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::scroll_table::ScrollTable;
use crate::shell::once;
use crate::{format, routes};

const FORM: &str = "figure";

/// Every figure, also those that a better one replaced: what was declared stays readable.
#[component]
pub(super) fn FigureTable(
    of: (WorkshopId, SynergyId),
    role: Role,
    figures: Vec<FigureRecord>,
    standing: BTreeSet<i64>,
    this_year: i32,
) -> impl IntoView {
    let language = language();
    if figures.is_empty() {
        return view! { <p class="empty">{texts::no_figure(language)}</p> }.into_any();
    }
    let heads = [
        texts::indicator(language),
        texts::amount(language),
        texts::verification(language),
        texts::declared_by(language),
        texts::recorded(language),
    ];
    let row = |record: FigureRecord| {
        let stands = standing.contains(&record.id);
        let withdrawn = record
            .withdrawn
            .as_ref()
            .map(|(at, author, reason)| format!("{} – {}, {}", reason, author, format::day(language, *at)));
        let number = record.id;
        let is_open = withdrawn.is_none();
        let may_withdraw = is_open && role.may(Right::to_record(record.figure.verification));
        let figure = record.figure;
        let level = figure.verification.level();
        let remark = if !is_open {
            Some(words_of::withdrawn(language))
        } else if !stands {
            Some(texts::replaced(language))
        } else if figure.year > this_year {
            Some(texts::forecast(language))
        } else {
            None
        };
        view! {
            <tr class:gone=!stands>
                <td class="number">{figure.year}</td>
                <th scope="row">
                    {words::indicator(language, figure.indicator)}
                    <Apart />
                    {remark.map(|remark| view! { <span class="soft">{remark}</span> })}
                </th>
                <td class="number">
                    {format::number(language, figure.amount, 2)} "\u{a0}"
                    {texts::unit_of_year(language, figure.indicator)}
                    <Apart />
                    {figure.uncertainty.map(|share| view! {
                        <span class="soft">"±\u{a0}" {format::percent(language, share)}</span>
                    })}
                </td>
                <td>
                    <span class="dots" aria-hidden="true" data-level=level.to_string()></span>
                    {texts::verification_level(language, figure.verification)}
                </td>
                <td class="wide">
                    {figure.declared_by}
                    <Apart />
                    {record.note.map(|note| view! { <span class="soft">{note}</span> })}
                    {withdrawn.map(|words| view! { <span class="soft">{words}</span> })}
                    {figure.basis.map(|basis| view! { <Origin basis /> })}
                    {may_withdraw.then(|| view! { <Withdraw of number /> })}
                </td>
                <td class="when">
                    {format::day(language, record.recorded_at)}
                    <Apart />
                    <span class="soft">{record.author}</span>
                </td>
            </tr>
        }
        .into_any()
    };
    let rows = figures.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=texts::figures_caption(language)>
            <thead>
                <tr>
                    <th scope="col">{texts::year(language)}</th>
                    {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}

/// How a computed figure came about: factor, source and formula.
#[component]
fn Origin(basis: Basis) -> impl IntoView {
    let language = language();
    let number = |value| format::number(language, value, 3);
    let formula = format!(
        "{}\u{a0}t × {}\u{a0}kgCO₂e/t ÷ {} = {}\u{a0}tCO₂e",
        number(basis.tonnes),
        number(basis.kg_per_tonne),
        number(1_000.0),
        number(basis.tonnes_co2e())
    );
    let source = format!("{} – {}, {}", basis.source, basis.material, words_of::boundary(language, &basis.boundary));
    let row = |words, value| view! { <div><dt>{words}</dt> <dd>{value}</dd></div> };
    view! {
        <details class="origin-of-figure">
            <summary>{words_of::where_from(language)}</summary>
            <dl>
                {row(words_of::formula(language), formula)} {row(words_of::source(language), source)}
                {row(words_of::table_version(language), basis.table)}
            </dl>
        </details>
    }
    .into_any()
}

/// The form that withdraws a figure with a reason. A withdrawn figure stays readable.
#[component]
fn Withdraw(of: (WorkshopId, SynergyId), number: i64) -> impl IntoView {
    let language = language();
    let id = format!("withdraw-{number}");
    view! {
        <details class="origin-of-figure">
            <summary>{words_of::withdraw(language)}</summary>
            <form method="post" action=once(routes::withdraw_figure(of.0, of.1)) class="stack">
                <input type="hidden" name="figure" value=number.to_string() />
                <div class="field">
                    <label for=id.clone()>{words_of::reason(language)}</label>
                    <input id=id name="reason" autocomplete="off" maxlength=LINE_MAX.to_string() />
                </div>
                <p class="soft">{words_of::withdraw_help(language)}</p>
                <button type="submit">{words_of::withdraw(language)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// The form that adds a figure. It is open when something in it has to be corrected.
#[component]
pub(super) fn FigureForm(
    address: String,
    form: Form<FigureDraft>,
    /// The levels that the reader may record.
    levels: Vec<Verification>,
    this_year: i32,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let is_new = form.draft == FigureDraft::default() && form.problems.is_empty();
    let draft = form.draft.clone();
    let year = if is_new { this_year.to_string() } else { draft.year };
    let indicators = choices(Indicator::ALL, Indicator::code, |indicator| words::indicator(language, indicator));
    let indicators = indicators.into_iter().zip(Indicator::ALL).map(|((code, words), indicator)| {
        let unit = texts::unit_of_year(language, *indicator);
        (code, format!("{words} ({unit})"))
    });
    let levels = levels.into_iter().map(|level| (level.code().to_owned(), texts::verification_level(language, level)));
    view! {
        <details class="fold panel" open=!is_new>
            <summary>{texts::add_figure(language)}</summary>
            <form method="post" action=once(address) novalidate class="stack">
                <p class="soft">{texts::add_figure_help(language)}</p>
                <div class="side-by-side">
                    <SelectField
                        form=FORM
                        name="indicator"
                        label=texts::field_indicator(language)
                        choices=indicators.collect()
                        blank=common::choose(language)
                        value=draft.indicator
                        problem=problem("indicator")
                    />
                    <TextField
                        form=FORM
                        name="year"
                        inputmode="numeric"
                        label=texts::field_year(language)
                        value=year
                        problem=problem("year")
                        maxlength=4
                    />
                </div>
                <div class="side-by-side">
                    <TextField
                        form=FORM
                        name="amount"
                        inputmode="decimal"
                        label=texts::field_amount(language)
                        value=draft.amount
                        problem=problem("amount")
                        maxlength=20
                    />
                    <SelectField
                        form=FORM
                        name="verification"
                        label=texts::field_verification(language)
                        choices=levels.collect()
                        blank=common::choose(language)
                        value=draft.verification
                        problem=problem("verification")
                    />
                </div>
                <TextField
                    form=FORM
                    name="declared_by"
                    label=texts::field_declared_by(language)
                    hint=texts::declared_by_hint(language)
                    value=draft.declared_by
                    problem=problem("declared_by")
                    maxlength=LINE_MAX
                />
                <TextField
                    form=FORM
                    name="uncertainty"
                    inputmode="decimal"
                    label=format!("{} ({})", words_of::uncertainty(language), common::optional(language))
                    hint=words_of::uncertainty_hint(language)
                    value=draft.uncertainty
                    problem=problem("uncertainty")
                    maxlength=6
                />
                <TextField
                    form=FORM
                    name="note"
                    label=format!("{} ({})", texts::field_figure_note(language), common::optional(language))
                    value=draft.note
                    problem=problem("note")
                    enterkeyhint="done"
                />
                <div class="actions">
                    <button type="submit" class="primary">
                        {texts::add_figure(language)}
                    </button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
