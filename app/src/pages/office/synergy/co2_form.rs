//! The form that computes the emissions a synergy avoids, from a mass and a factor of the table.

use domain::synergy::{Co2Draft, Factor, Verification};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::format;
use crate::locale::{common, dossier as texts, language, office};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextField, Tick};
use crate::shell::once;

const FORM: &str = "co2";

/// Mass × factor. Every factor says its source and what it counts.
#[component]
pub(super) fn Co2Form(
    address: String,
    form: Form<Co2Draft>,
    factors: Vec<Factor>,
    organisations: [String; 2],
    /// The levels that the reader may record.
    levels: Vec<Verification>,
    this_year: i32,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let is_new = form.draft == Co2Draft::default() && form.problems.is_empty();
    let draft = form.draft.clone();
    let year = if is_new { this_year.to_string() } else { draft.year };
    let declared_by = if is_new { organisations.first().cloned().unwrap_or_default() } else { draft.declared_by };
    let choices = factors.into_iter().map(|factor| {
        let secondary = if factor.secondary { format!(", {}", texts::secondary(language)) } else { String::new() };
        let words = format!(
            "{} – {}{secondary}\u{a0}: {}\u{a0}kgCO₂e/t ({})",
            factor.name(language),
            factor.source,
            format::number(language, factor.kg_per_tonne, 2),
            texts::boundary(language, factor.boundary)
        );
        (factor.key(), words)
    });
    let levels = levels.into_iter().map(|level| (level.code().to_owned(), office::verification_level(language, level)));
    view! {
        <details class="fold panel" open=!is_new>
            <summary>{texts::co2(language)}</summary>
            <form method="post" action=once(address) novalidate class="stack">
                <p class="soft">{texts::co2_help(language)}</p>
                <SelectField
                    form=FORM
                    name="factor"
                    label=texts::factor(language)
                    choices=choices.collect()
                    blank=common::choose(language)
                    value=draft.factor
                    problem=problem("factor")
                />
                <div class="side-by-side">
                    <TextField
                        form=FORM
                        name="tonnes"
                        inputmode="decimal"
                        label=texts::tonnes(language)
                        value=draft.tonnes
                        problem=problem("tonnes")
                        maxlength=20
                    />
                    <TextField
                        form=FORM
                        name="year"
                        inputmode="numeric"
                        label=office::field_year(language)
                        value=year
                        problem=problem("year")
                        maxlength=4
                    />
                </div>
                <div class="side-by-side">
                    <SelectField
                        form=FORM
                        name="verification"
                        label=office::field_verification(language)
                        choices=levels.collect()
                        blank=common::choose(language)
                        value=draft.verification
                        problem=problem("verification")
                    />
                    <TextField
                        form=FORM
                        name="declared_by"
                        label=office::field_declared_by(language)
                        value=declared_by
                        problem=problem("declared_by")
                        maxlength=LINE_MAX
                    />
                </div>
                <Tick
                    name="with_tonnes"
                    label=texts::co2_with_tonnes(language)
                    ticked=is_new || draft.with_tonnes == "yes"
                />
                <div class="actions">
                    <button type="submit" class="primary">{texts::co2_save(language)}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
