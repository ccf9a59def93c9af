//! A match becomes a synergy: an owner on each side, a first stage, a next step with a date.

use domain::ids::MatchId;
use domain::matches::Side;
use domain::problem::FieldProblem;
use domain::resource::Kind;
use domain::synergy::{Stage, SynergyKind};
use domain::text::LINE_MAX;
use domain::workshop::{Command, SynergyDraft, Workshop};
use leptos::prelude::*;

use super::editor_form::EditorForm;
use super::state::DeskState;
use crate::locale::{common, desk as texts, words};
use crate::parts::field::{OnInput, SelectField, TextField, choices, problem_at};
use crate::parts::problems::Problems;

/// The form as the match suggests it; the facilitator may change everything.
fn suggested(workshop: &Workshop, id: MatchId) -> Option<SynergyDraft> {
    let found = workshop.matches.get(&id)?;
    let card = workshop.cards.get(&found.card)?;
    let shared = card.resource.kind == Kind::SharedNeed;
    // Who tapped on a want offers something: then the giver is the counterpart.
    let (giving, receiving) =
        if card.resource.kind == Kind::Want { (Side::Second, Side::First) } else { (Side::First, Side::Second) };
    let person = |side| workshop.party(found, side).map(|who| who.to_string()).unwrap_or_default();
    Some(SynergyDraft {
        title: card.resource.title.to_string(),
        kind: if shared { SynergyKind::Mutualisation } else { SynergyKind::Substitution }.code().to_owned(),
        stage: Stage::Idea.code().to_owned(),
        giver: person(giving),
        receiver: person(receiving),
        ..SynergyDraft::default()
    })
}

/// The form that makes a match a synergy: owners, first stage, next step with its date.
#[component]
pub(super) fn SynergyForm(desk: DeskState, id: MatchId) -> impl IntoView {
    let language = desk.language;
    let first = desk.live.replica.with_untracked(|replica| suggested(replica.workshop(), id)).unwrap_or_default();
    let draft = RwSignal::new(first);
    let problems = RwSignal::new(Vec::<FieldProblem>::new());
    let typed = move |write: fn(&mut SynergyDraft) -> &mut String| -> OnInput {
        Box::new(move |text| draft.update(|draft| *write(draft) = text))
    };
    let submit = Callback::new(move |()| {
        desk.send_form(Command::ConfirmSynergy { match_id: id, synergy: draft.get_untracked() }, problems);
    });
    let open_stages: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| *stage != Stage::Lost).collect();
    let people = desk.people();
    let fields = move || {
        let (now, problems) = (draft.get(), problems.get());
        let problem = |field: &str| problem_at(&problems, field);
        view! {
            <Problems problems=problems.clone() label=texts::synergy_label form="synergy" />
            <TextField
                form="synergy"
                name="title"
                label=texts::synergy_title(language)
                value=now.title
                problem=problem("title")
                on_input=typed(|draft| &mut draft.title)
                maxlength=LINE_MAX
            />
            <SelectField
                form="synergy"
                name="kind"
                label=texts::synergy_kind(language)
                choices=choices(SynergyKind::ALL, SynergyKind::code, |kind| words::synergy_kind(language, kind))
                value=now.kind
                problem=problem("kind")
                on_input=typed(|draft| &mut draft.kind)
            />
            <SelectField
                form="synergy"
                name="stage"
                label=texts::synergy_stage(language)
                choices=choices(&open_stages, Stage::code, |stage| words::stage(language, stage))
                value=now.stage
                problem=problem("stage")
                on_input=typed(|draft| &mut draft.stage)
            />
            <SelectField
                form="synergy"
                name="giver"
                label=texts::synergy_giver(language)
                choices=people.clone()
                blank=common::choose(language)
                value=now.giver
                problem=problem("giver")
                on_input=typed(|draft| &mut draft.giver)
            />
            <SelectField
                form="synergy"
                name="receiver"
                label=texts::synergy_receiver(language)
                choices=people.clone()
                blank=common::choose(language)
                value=now.receiver
                problem=problem("receiver")
                on_input=typed(|draft| &mut draft.receiver)
            />
            <TextField
                form="synergy"
                name="next_step"
                label=texts::synergy_next_step(language)
                hint=texts::synergy_next_step_hint(language)
                value=now.next_step
                problem=problem("next_step")
                on_input=typed(|draft| &mut draft.next_step)
                maxlength=LINE_MAX
            />
            <TextField
                form="synergy"
                name="next_step_due"
                kind="date"
                label=texts::synergy_next_step_due(language)
                value=now.next_step_due
                problem=problem("next_step_due")
                on_input=typed(|draft| &mut draft.next_step_due)
            />
        }
        .into_any()
    };
    view! {
        <EditorForm
            desk
            heading=texts::synergy_heading(language).to_owned()
            submit_words=texts::synergy_do(language)
            submit
        >
            {move || fields()}
        </EditorForm>
    }
    .into_any()
}
