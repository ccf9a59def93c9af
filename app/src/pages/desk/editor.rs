//! What is edited beside the list: a card, a merge, an interest, a person.

use domain::ids::CardId;
use domain::problem::{FieldProblem, Problem};
use domain::resource::{Kind, ResourceDraft};
use domain::workshop::{Card, Command, ParticipantDraft};
use element::{Child, Element, afresh, children, element, live};
use leptos::prelude::*;

use super::editor_form::editor_form;
use super::state::{DeskState, Editor, participant};
use super::synergy_form::synergy_form;
use crate::Language;
use crate::locale::examples::general;
use crate::locale::{common, desk as texts, phone as labels};
use crate::parts::field::{Field, OnInput, Typing, problem_at};
use crate::parts::problems::problem_summary;
use crate::parts::resource_fields::{CardFields, resource_fields};

/// The pane beside the list, with the editor that is open; nothing when none is. What is typed in it stays when the
/// same editor is opened once more.
pub(super) fn editor_pane(desk: DeskState) -> Child {
    let open = Memo::new(move |_| desk.editor.get());
    afresh(move || {
        open.get().map(|editor| {
            let form = match editor {
                Editor::NewCard => new_card(desk),
                Editor::Card(id) => change_card(desk, id),
                Editor::Merge(id) => merge(desk, id),
                Editor::Interest(id) => interest(desk, id),
                Editor::Synergy(id) => synergy_form(desk, id),
                Editor::Person => person(desk),
            };
            element("aside").class("editor").attr("aria-labelledby", "editor-heading").children(form)
        })
    })
}

fn card_fields(language: Language) -> CardFields {
    let examples = Kind::ALL.iter().map(|kind| general(language, *kind).to_owned()).collect();
    CardFields {
        draft: RwSignal::default(),
        problems: RwSignal::default(),
        examples: StoredValue::new(examples),
        changed: Callback::new(|()| ()),
        form: "card",
    }
}

/// What nobody has chosen yet.
fn missing(field: &str) -> FieldProblem {
    FieldProblem { code: Problem::Missing, field: Some(field.to_owned()) }
}

/// A card for somebody who has no phone at hand.
fn new_card(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let fields = card_fields(language);
    let author = RwSignal::new(String::new());
    let submit = move || {
        let card = fields.draft.get_untracked();
        let whom = participant(&author.get_untracked());
        let mut problems = card.parse().map_or_else(|refusal| refusal.problems().to_vec(), |_| Vec::new());
        if whom.is_none() {
            problems.insert(0, missing("on_behalf_of"));
        }
        if problems.is_empty() {
            desk.send_form(Command::PostCard { card, on_behalf_of: whom }, fields.problems);
        } else {
            desk.refuse(fields.problems, problems);
        }
    };
    let people = desk.people();
    let for_whom = move || {
        let field = Field {
            form: "card",
            name: "on_behalf_of",
            label: texts::for_whom(language).to_owned(),
            value: author.get(),
            problem: fields.problems.with(|problems| problem_at(problems, "on_behalf_of")),
            on_input: Some(Box::new(move |code| author.set(code))),
            ..Field::default()
        };
        field.choice(common::choose(language), people.clone())
    };
    let all = children![live(for_whom), live(move || resource_fields(fields, false))];
    editor_form(desk, texts::post_for(language), texts::post(language), submit, all)
}

fn change_card(desk: DeskState, id: CardId) -> Vec<Child> {
    let language = desk.language;
    let fields = card_fields(language);
    let known = desk
        .live
        .replica
        .with_untracked(|replica| replica.workshop().cards.get(&id).map(|card| ResourceDraft::from(&card.resource)));
    fields.draft.set(known.unwrap_or_default());
    let submit = move || {
        let card = fields.draft.get_untracked();
        match card.parse() {
            Ok(_) => desk.send_form(Command::EditCard { card_id: id, card }, fields.problems),
            Err(refusal) => desk.refuse(fields.problems, refusal.problems().to_vec()),
        }
    };
    let heading = [labels::change_card(language), " ", &id.to_string()].concat();
    let all = children![live(move || resource_fields(fields, true))];
    editor_form(desk, heading, common::save(language), submit, all)
}

/// Number and title of a card that was posted.
fn named(desk: DeskState, card: &Card) -> String {
    [&*texts::card_number(desk.language, card.id), " ", &*card.resource.title].concat()
}

/// The card that is spoken of, by its number and title.
fn spoken_of(desk: DeskState, id: CardId) -> Element {
    let name = desk
        .live
        .replica
        .with_untracked(|replica| replica.workshop().cards.get(&id).map(|card| named(desk, card)))
        .unwrap_or_else(|| texts::card_number(desk.language, id));
    element("p").child(element("strong").child(name))
}

fn merge(desk: DeskState, id: CardId) -> Vec<Child> {
    let language = desk.language;
    let kept = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::new());
    let others = desk.live.replica.with_untracked(|replica| {
        let workshop = replica.workshop();
        let kind = workshop.cards.get(&id).map_or(Kind::Have, |card| card.resource.kind);
        let others = workshop.open_cards().filter(|card| card.id != id && card.resource.kind == kind);
        let words = |card: &Card| [&named(desk, card), " – ", &desk.person(workshop, card.author)].concat();
        others.map(|card| (card.id.to_string(), words(card))).collect::<Vec<_>>()
    });
    let submit = move || match kept.get_untracked().parse() {
        Ok(kept) => desk.send_form(Command::MergeCards { kept, duplicate: id }, problems),
        Err(_) => desk.refuse(problems, vec![missing("kept")]),
    };
    let choice = Field {
        form: "merge",
        name: "kept",
        label: texts::merge_kept(language).to_owned(),
        on_input: Some(Box::new(move |code| kept.set(code))),
        ..Field::default()
    };
    let all = children![
        live(move || problem_summary(&problems.get(), merge_label, "merge")),
        element("p").child(texts::merge_help(language)),
        spoken_of(desk, id),
        choice.choice(common::choose(language), others),
    ];
    editor_form(desk, texts::merge_heading(language), texts::merge_do(language), submit, all)
}

fn merge_label(language: Language, field: &str) -> &'static str {
    if field == "kept" { texts::merge_kept(language) } else { "" }
}

fn interest(desk: DeskState, id: CardId) -> Vec<Child> {
    let language = desk.language;
    let who = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::new());
    let submit = move || match participant(&who.get_untracked()) {
        Some(who) => {
            desk.send_form(Command::ShowInterest { card_id: id, interested: true, on_behalf_of: Some(who) }, problems);
        }
        None => desk.refuse(problems, vec![missing("who")]),
    };
    let choice = Field {
        form: "interest",
        name: "who",
        label: texts::interest_who(language).to_owned(),
        hint: texts::interest_help(language).to_owned(),
        on_input: Some(Box::new(move |code| who.set(code))),
        ..Field::default()
    };
    let all = children![
        live(move || problem_summary(&problems.get(), interest_label, "interest")),
        spoken_of(desk, id),
        choice.choice(common::choose(language), desk.people()),
    ];
    editor_form(desk, texts::interest_heading(language), texts::interest_do(language), submit, all)
}

fn interest_label(language: Language, field: &str) -> &'static str {
    if field == "who" { texts::interest_who(language) } else { "" }
}

/// Somebody who has no phone: the facilitator enters them, posts and answers for them.
fn person(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let draft = RwSignal::new(ParticipantDraft::default());
    let problems = RwSignal::new(Vec::<FieldProblem>::new());
    let tables = desk.live.replica.with_untracked(|replica| {
        (1..=replica.workshop().tables()).map(|table| (table.to_string(), table.to_string())).collect::<Vec<_>>()
    });
    let submit = move || desk.send_form(Command::Join { participant: draft.get_untracked() }, problems);
    let typed = move |write: fn(&mut ParticipantDraft) -> &mut String| -> OnInput {
        Box::new(move |text| draft.update(|draft| *write(draft) = text))
    };
    let fields = move || {
        let (now, problems) = (draft.get(), problems.get());
        let field = |name: &'static str, label: &'static str, value: String, on_input: OnInput| Field {
            form: "person",
            name,
            label: label.to_owned(),
            value,
            problem: problem_at(&problems, name),
            on_input: Some(on_input),
            ..Field::default()
        };
        let name = field("name", texts::column_person(language), now.name, typed(|draft| &mut draft.name));
        let organisation = field(
            "organisation",
            texts::column_organisation(language),
            now.organisation,
            typed(|draft| &mut draft.organisation),
        );
        let table = field("table", texts::column_table(language), now.table, typed(|draft| &mut draft.table));
        children![
            problem_summary(&problems, labels::join_label, "person"),
            name.line(&Typing::default()),
            organisation.line(&Typing::default()),
            table.choice(texts::no_table(language), tables.clone()),
        ]
    };
    let all = children![live(fields)];
    editor_form(desk, texts::person_heading(language), texts::person_do(language), submit, all)
}
