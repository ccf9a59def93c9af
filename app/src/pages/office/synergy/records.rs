//! Two records of one synergy become one; one synergy becomes two.

use domain::ids::{SynergyId, WorkshopId};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{dossier as texts, language};
use crate::pages::Form;
use crate::pages::office::RecordDraft;
use crate::parts::field::TextField;
use crate::routes;
use crate::shell::once;

/// The forms that join a synergy to another, separate it again or split it. Readers who may not do so see only what it
/// is joined to.
#[component]
pub(super) fn Records(
    of: Option<(WorkshopId, SynergyId)>,
    form: Form<RecordDraft>,
    joined: Option<(WorkshopId, SynergyId, String)>,
) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    let is_joined = joined.is_some();
    let to = joined.map(|(workshop, id, title)| {
        view! {
            <p>{texts::joined_to(language)} " " <a href=routes::synergy(workshop, id)>{title}</a></p>
        }
    });
    let Some(of) = of else { return to.into_any() };
    let join_words = if is_joined { texts::separate(language) } else { texts::join(language) };
    view! {
        <details class="fold panel" open=is_joined || !form.problems.is_empty()>
            <summary>{texts::records(language)}</summary>
            <div class="stack loose">
                <form method="post" action=once(routes::join_synergy(of.0, of.1)) novalidate class="stack">
                    <p class="soft">{texts::join_help(language)}</p>
                    {to}
                    {(!is_joined)
                        .then(|| view! {
                            <TextField
                                form="records"
                                name="into"
                                kind="url"
                                label=texts::join_into(language)
                                value=draft.into.clone()
                                problem=problem("into")
                                maxlength=200
                            />
                        })}
                    <TextField
                        form="records"
                        name="reason"
                        label=texts::reason(language)
                        value=draft.reason.clone()
                        problem=problem("reason")
                        maxlength=LINE_MAX
                    />
                    <div class="actions"><button type="submit">{join_words}</button></div>
                </form>
                <form method="post" action=once(routes::split_synergy(of.0, of.1)) novalidate class="stack">
                    <p class="soft">{texts::split_help(language)}</p>
                    <TextField
                        form="records"
                        name="title"
                        label=texts::split_title(language)
                        value=draft.title.clone()
                        problem=problem("title")
                        maxlength=LINE_MAX
                    />
                    <div class="actions"><button type="submit">{texts::split(language)}</button></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}
