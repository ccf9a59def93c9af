//! What a synergy brought, as declared, and the form for a new figure.

use domain::programme::FigureRecord;
use domain::synergy::{Indicator, Verification};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::format;
use crate::locale::{common, language, programme as texts, words};
use crate::pages::Form;
use crate::pages::programme::FigureDraft;
use crate::pages::programme::totals::standing;
use crate::parts::field::{SelectField, TextField, choices};

const FORM: &str = "figure";

/// Every figure, also those that a better one replaced: what was declared stays readable.
#[component]
pub(super) fn FigureTable(figures: Vec<FigureRecord>, this_year: i32) -> impl IntoView {
    let language = language();
    if figures.is_empty() {
        return view! { <p class="empty">{texts::no_figure(language)}</p> }.into_any();
    }
    let stands = standing(figures.iter().map(|record| &record.figure));
    let heads = [texts::indicator(language), texts::amount(language), texts::verification(language), texts::declared_by(language), texts::recorded(language)];
    let row = |(record, stands): (FigureRecord, bool)| {
        let figure = record.figure;
        let level = figure.verification.level();
        let remark = if !stands {
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
                    {remark.map(|remark| view! { <span class="soft">{remark}</span> })}
                </th>
                <td class="number">
                    {format::number(language, figure.amount, 2)} "\u{a0}" {words::indicator_unit(language, figure.indicator)}
                </td>
                <td>
                    <span class="dots" aria-hidden="true" data-level=level.to_string()></span>
                    {texts::verification_level(language, figure.verification)}
                </td>
                <td class="wide">
                    {figure.declared_by}
                    {record.note.map(|note| view! { <span class="soft">{note}</span> })}
                </td>
                <td class="when">
                    {format::day(language, record.recorded_at)}
                    <span class="soft">{record.author}</span>
                </td>
            </tr>
        }
        .into_any()
    };
    let rows = figures.into_iter().zip(stands).map(row).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=texts::figures_caption(language)>
            <table class="table">
                <caption class="visually-hidden">{texts::figures_caption(language)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{texts::year(language)}</th>
                        {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Adds a figure. Open when something in it wants correction.
#[component]
pub(super) fn FigureForm(address: String, form: Form<FigureDraft>, this_year: i32) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let is_new = form.draft == FigureDraft::default() && form.problems.is_empty();
    let draft = form.draft.clone();
    let year = if is_new { this_year.to_string() } else { draft.year };
    let indicators = choices(Indicator::ALL, Indicator::code, |indicator| words::indicator(language, indicator));
    let indicators = indicators.into_iter().zip(Indicator::ALL).map(|((code, words), indicator)| {
        let unit = words::indicator_unit(language, *indicator);
        (code, format!("{words} ({unit})"))
    });
    let levels = Verification::ALL.iter().map(|level| (level.code().to_owned(), texts::verification_level(language, *level)));
    view! {
        <details class="fold panel" open=!is_new>
            <summary>{texts::add_figure(language)}</summary>
            <form method="post" action=address novalidate class="stack">
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
