//! A match becomes a synergy: an owner on each side, a first stage, a next step with a date.

use domain::ids::MatchId;
use domain::matches::Side;
use domain::problem::FieldProblem;
use domain::resource::Kind;
use domain::synergy::{Stage, SynergyKind};
use domain::text::LINE_MAX;
use domain::workshop::{Command, SynergyDraft, Workshop};
use element::{Child, children, live};
use leptos::prelude::*;

use super::editor_form::editor_form;
use super::state::DeskState;
use crate::locale::{common, desk as texts, words};
use crate::parts::field::{Field, OnInput, Typing, choices, problem_at};
use crate::parts::problems::problem_summary;

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
pub(super) fn synergy_form(desk: DeskState, id: MatchId) -> Vec<Child> {
    let language = desk.language;
    let first = desk.live.replica.with_untracked(|replica| suggested(replica.workshop(), id)).unwrap_or_default();
    let draft = RwSignal::new(first);
    let problems = RwSignal::new(Vec::<FieldProblem>::new());
    let submit = move || {
        desk.send_form(Command::ConfirmSynergy { match_id: id, synergy: draft.get_untracked() }, problems);
    };
    let open_stages: Vec<Stage> = Stage::ALL.iter().copied().filter(|stage| *stage != Stage::Lost).collect();
    let people = desk.people();
    let fields = move || {
        let (now, problems) = (draft.get(), problems.get());
        let field = |name: &'static str, value: String, write: fn(&mut SynergyDraft) -> &mut String| {
            let on_input: OnInput = Box::new(move |text| draft.update(|draft| *write(draft) = text));
            Field {
                form: "synergy",
                name,
                label: texts::synergy_label(language, name).to_owned(),
                value,
                problem: problem_at(&problems, name),
                on_input: Some(on_input),
                ..Field::default()
            }
        };
        let kinds = choices(SynergyKind::ALL, SynergyKind::code, |kind| words::synergy_kind(language, kind));
        let stages = choices(&open_stages, Stage::code, |stage| words::stage(language, stage));
        let line = Typing { maxlength: LINE_MAX, ..Typing::default() };
        let next_step = Field {
            hint: texts::synergy_next_step_hint(language).to_owned(),
            ..field("next_step", now.next_step, |draft| &mut draft.next_step)
        };
        let choose = common::choose(language);
        children![
            problem_summary(&problems, texts::synergy_label, "synergy"),
            field("title", now.title, |draft| &mut draft.title).line(&line),
            field("kind", now.kind, |draft| &mut draft.kind).choice("", kinds),
            field("stage", now.stage, |draft| &mut draft.stage).choice("", stages),
            field("giver", now.giver, |draft| &mut draft.giver).choice(choose, people.clone()),
            field("receiver", now.receiver, |draft| &mut draft.receiver).choice(choose, people.clone()),
            next_step.line(&line),
            field("next_step_due", now.next_step_due, |draft| &mut draft.next_step_due)
                .line(&Typing { kind: "date", ..Typing::default() }),
        ]
    };
    let all = children![live(fields)];
    editor_form(desk, texts::synergy_heading(language), texts::synergy_do(language), submit, all)
}
