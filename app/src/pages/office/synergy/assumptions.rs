//! Lifetime, retention and attribution of a synergy, with the reason of each change.

use domain::programme::AssumptionsEntry;
use domain::synergy::AssumptionsDraft;
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::format;
use crate::locale::{dossier as texts, language};
use crate::pages::Form;
use crate::parts::field::TextField;
use crate::shell::once;

const FORM: &str = "assumptions";

/// The assumptions that hold, those that held before and why, and the form to change them where there is an address to
/// send it to.
#[component]
pub(super) fn AssumptionsForm(
    address: Option<String>,
    form: Form<AssumptionsDraft>,
    entries: Vec<AssumptionsEntry>,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let now = entries.last().map(|entry| entry.assumptions).unwrap_or_default();
    let is_new = form.problems.is_empty();
    let percent = |share: f64| format::number(language, share * 100.0, 1);
    let draft = if is_new {
        AssumptionsDraft {
            lifetime_years: now.lifetime_years.to_string(),
            retention: percent(now.retention),
            attribution: percent(now.attribution),
            reason: String::new(),
        }
    } else {
        form.draft.clone()
    };
    let usual = entries.is_empty();
    let entry = |entry: AssumptionsEntry| {
        view! {
            <li>
                {texts::assumptions_line(language, entry.assumptions)}
                <span class="soft">
                    " – " {entry.reason} ", " {entry.author} ", " {format::day(language, entry.at)}
                </span>
            </li>
        }
    };
    view! {
        <details class="fold panel" open=!is_new>
            <summary>{texts::assumptions(language)}</summary>
            <p>
                {texts::assumptions_line(language, now)}
                {usual.then(|| view! { <span class="soft">" – " {texts::usual(language)}</span> })}
            </p>
            {address.map(|address| view! {
            <form method="post" action=once(address) novalidate class="stack">
                <p class="soft">{texts::assumptions_help(language)}</p>
                <div class="side-by-side">
                    <TextField
                        form=FORM
                        name="lifetime_years"
                        inputmode="numeric"
                        label=texts::lifetime_years(language)
                        value=draft.lifetime_years
                        problem=problem("lifetime_years")
                        maxlength=2
                    />
                    <TextField
                        form=FORM
                        name="retention"
                        inputmode="decimal"
                        label=texts::retention(language)
                        value=draft.retention
                        problem=problem("retention")
                        maxlength=6
                    />
                    <TextField
                        form=FORM
                        name="attribution"
                        inputmode="decimal"
                        label=texts::attribution(language)
                        value=draft.attribution
                        problem=problem("attribution")
                        maxlength=6
                    />
                </div>
                <TextField
                    form=FORM
                    name="reason"
                    label=texts::reason(language)
                    value=draft.reason
                    problem=problem("reason")
                    maxlength=LINE_MAX
                />
                <div class="actions">
                    <button type="submit" class="primary">{texts::keep(language)}</button>
                </div>
            </form>
            })}
            <ul class="rules">{entries.into_iter().rev().map(entry).collect_view()}</ul>
        </details>
    }
    .into_any()
}
