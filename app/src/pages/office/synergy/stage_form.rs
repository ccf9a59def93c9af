//! The form that moves a synergy on.

use domain::synergy::{LostReason, Stage, StageDraft};
use domain::text::LINE_MAX;
use leptos::prelude::*;

use crate::locale::{common, language, office as texts, words};
use crate::pages::Form;
use crate::parts::field::{SelectField, TextArea, TextField, choices};
use crate::shell::once;

const FORM: &str = "stage";

/// Changes the stage, the next step, or both.
#[component]
pub(super) fn StageForm(address: String, form: Form<StageDraft>) -> impl IntoView {
    let language = language();
    let problem = |field: &str| form.problem(field);
    let draft = form.draft.clone();
    view! {
        <form method="post" action=once(address) novalidate class="panel stack follow">
            <h2>{texts::follow(language)}</h2>
            <SelectField
                form=FORM
                name="stage"
                label=texts::field_stage(language)
                choices=choices(Stage::ALL, Stage::code, |stage| words::stage(language, stage))
                value=draft.stage
                problem=problem("stage")
            />
            <div class="only-lost">
                <SelectField
                    form=FORM
                    name="lost_reason"
                    label=texts::field_lost_reason(language)
                    hint=texts::lost_reason_hint(language)
                    choices=choices(LostReason::ALL, LostReason::code, |reason| words::lost_reason(language, reason))
                    blank=texts::no_reason(language)
                    value=draft.lost_reason
                    problem=problem("lost_reason")
                />
            </div>
            <TextArea
                form=FORM
                name="note"
                label=texts::field_note(language)
                hint=texts::note_hint(language)
                value=draft.note
                problem=problem("note")
            />
            <TextField
                form=FORM
                name="next_step"
                label=texts::field_next_step(language)
                hint=texts::next_step_hint(language)
                value=draft.next_step
                problem=problem("next_step")
                maxlength=LINE_MAX
            />
            <TextField
                form=FORM
                name="next_step_due"
                kind="date"
                label=texts::field_next_step_due(language)
                value=draft.next_step_due
                problem=problem("next_step_due")
            />
            <button type="submit" class="primary">
                {common::save(language)}
            </button>
        </form>
    }
    .into_any()
}
