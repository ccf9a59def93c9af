//! What is edited beside the list: a card, a merge, an interest, a person.

use domain::ids::CardId;
use domain::problem::FieldProblem;
use domain::resource::{Kind, ResourceDraft};
use domain::workshop::{Command, ParticipantDraft};
use leptos::prelude::*;

use super::editor_form::EditorForm;
use super::state::{DeskState, Editor, participant};
use super::synergy_form::SynergyForm;
use crate::Language;
use crate::locale::examples::general;
use crate::locale::{common, desk as texts, phone as labels};
use crate::parts::element::live;
use crate::parts::field::{SelectField, TextField, problem_at};
use crate::parts::problems::Problems;
use crate::parts::resource_fields::{CardFields, resource_fields};

/// The pane beside the list, with the editor that is open; nothing when none is.
#[component]
pub(super) fn EditorPane(desk: DeskState) -> impl IntoView {
    let pane = move || {
        desk.editor.get().map(|editor| {
            let form = match editor {
                Editor::NewCard => view! { <NewCard desk /> }.into_any(),
                Editor::Card(id) => view! { <ChangeCard desk id /> }.into_any(),
                Editor::Merge(id) => view! { <Merge desk id /> }.into_any(),
                Editor::Interest(id) => view! { <Interest desk id /> }.into_any(),
                Editor::Synergy(id) => view! { <SynergyForm desk id /> }.into_any(),
                Editor::Person => view! { <Person desk /> }.into_any(),
            };
            view! { <aside class="editor" aria-labelledby="editor-heading">{form}</aside> }
        })
    };
    pane.into_any()
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

/// A card for somebody who has no phone at hand.
#[component]
fn NewCard(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let fields = card_fields(language);
    let author = RwSignal::new(String::new());
    let submit = Callback::new(move |()| {
        let card = fields.draft.get_untracked();
        let whom = participant(&author.get_untracked());
        let mut problems = card.parse().map_or_else(|refusal| refusal.problems().to_vec(), |_| Vec::new());
        if whom.is_none() {
            problems.insert(
                0,
                FieldProblem { code: domain::problem::Problem::Missing, field: Some("on_behalf_of".to_owned()) },
            );
        }
        if problems.is_empty() {
            desk.send_form(Command::PostCard { card, on_behalf_of: whom }, fields.problems);
        } else {
            desk.refuse(fields.problems, problems);
        }
    });
    let people = desk.people();
    let for_whom = move || {
        view! {
            <SelectField
                form="card"
                name="on_behalf_of"
                label=texts::for_whom(language)
                choices=people.clone()
                blank=common::choose(language)
                value=author.get()
                problem=fields.problems.with(|problems| problem_at(problems, "on_behalf_of"))
                on_input=Box::new(move |code| author.set(code))
            />
        }
        .into_any()
    };
    view! {
        <EditorForm desk heading=texts::post_for(language).to_owned() submit_words=texts::post(language) submit>
            {move || for_whom()}
            {live(move || resource_fields(fields, false))}
        </EditorForm>
    }
    .into_any()
}

#[component]
fn ChangeCard(desk: DeskState, id: CardId) -> impl IntoView {
    let language = desk.language;
    let fields = card_fields(language);
    let known = desk
        .live
        .replica
        .with_untracked(|replica| replica.workshop().cards.get(&id).map(|card| ResourceDraft::from(&card.resource)));
    fields.draft.set(known.unwrap_or_default());
    let submit = Callback::new(move |()| {
        let card = fields.draft.get_untracked();
        match card.parse() {
            Ok(_) => desk.send_form(Command::EditCard { card_id: id, card }, fields.problems),
            Err(refusal) => desk.refuse(fields.problems, refusal.problems().to_vec()),
        }
    });
    view! {
        <EditorForm
            desk
            heading=format!("{} {id}", labels::change_card(language))
            submit_words=common::save(language)
            submit
        >
            {live(move || resource_fields(fields, true))}
        </EditorForm>
    }
    .into_any()
}

/// The title of a card that was posted, for a heading or a choice.
fn title_of(desk: DeskState, id: CardId) -> String {
    desk.live.replica.with_untracked(|replica| {
        replica.workshop().cards.get(&id).map(|card| card.resource.title.to_string()).unwrap_or_default()
    })
}

#[component]
fn Merge(desk: DeskState, id: CardId) -> impl IntoView {
    let language = desk.language;
    let kept = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::new());
    let others = desk.live.replica.with_untracked(|replica| {
        let workshop = replica.workshop();
        let kind = workshop.cards.get(&id).map_or(Kind::Have, |card| card.resource.kind);
        let organisation = |card: &domain::workshop::Card| desk.person(workshop, card.author);
        let others = workshop.open_cards().filter(|card| card.id != id && card.resource.kind == kind);
        others
            .map(|card| {
                (
                    card.id.to_string(),
                    format!(
                        "{} {} – {}",
                        texts::card_number(language, card.id),
                        card.resource.title,
                        organisation(card)
                    ),
                )
            })
            .collect::<Vec<_>>()
    });
    let submit = Callback::new(move |()| match kept.get_untracked().parse() {
        Ok(kept) => desk.send_form(Command::MergeCards { kept, duplicate: id }, problems),
        Err(_) => desk.refuse(
            problems,
            vec![FieldProblem { code: domain::problem::Problem::Missing, field: Some("kept".to_owned()) }],
        ),
    });
    view! {
        <EditorForm
            desk
            heading=texts::merge_heading(language).to_owned()
            submit_words=texts::merge_do(language)
            submit
        >
            {move || view! { <Problems problems=problems.get() label=merge_label form="merge" /> }.into_any()}
            <p>{texts::merge_help(language)}</p>
            <p>
                <strong>{format!("{} {}", texts::card_number(language, id), title_of(desk, id))}</strong>
            </p>
            <SelectField
                form="merge"
                name="kept"
                label=texts::merge_kept(language)
                choices=others
                blank=common::choose(language)
                on_input=Box::new(move |code| kept.set(code))
            />
        </EditorForm>
    }
    .into_any()
}

fn merge_label(language: crate::Language, field: &str) -> &'static str {
    if field == "kept" { texts::merge_kept(language) } else { "" }
}

#[component]
fn Interest(desk: DeskState, id: CardId) -> impl IntoView {
    let language = desk.language;
    let who = RwSignal::new(String::new());
    let problems = RwSignal::new(Vec::new());
    let submit = Callback::new(move |()| match participant(&who.get_untracked()) {
        Some(who) => {
            desk.send_form(Command::ShowInterest { card_id: id, interested: true, on_behalf_of: Some(who) }, problems);
        }
        None => desk.refuse(
            problems,
            vec![FieldProblem { code: domain::problem::Problem::Missing, field: Some("who".to_owned()) }],
        ),
    });
    view! {
        <EditorForm
            desk
            heading=texts::interest_heading(language).to_owned()
            submit_words=texts::interest_do(language)
            submit
        >
            {move || view! { <Problems problems=problems.get() label=interest_label form="interest" /> }.into_any()}
            <p>
                <strong>{format!("{} {}", texts::card_number(language, id), title_of(desk, id))}</strong>
            </p>
            <SelectField
                form="interest"
                name="who"
                label=texts::interest_who(language)
                hint=texts::interest_help(language)
                choices=desk.people()
                blank=common::choose(language)
                on_input=Box::new(move |code| who.set(code))
            />
        </EditorForm>
    }
    .into_any()
}

fn interest_label(language: crate::Language, field: &str) -> &'static str {
    if field == "who" { texts::interest_who(language) } else { "" }
}

/// Somebody who has no phone: the facilitator enters them, posts and answers for them.
#[component]
fn Person(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let draft = RwSignal::new(ParticipantDraft::default());
    let problems = RwSignal::new(Vec::<FieldProblem>::new());
    let tables = desk.live.replica.with_untracked(|replica| {
        (1..=replica.workshop().tables()).map(|table| (table.to_string(), table.to_string())).collect::<Vec<_>>()
    });
    let submit =
        Callback::new(move |()| desk.send_form(Command::Join { participant: draft.get_untracked() }, problems));
    let fields = move || {
        let (typed, problems) = (draft.get(), problems.get());
        let problem = |field: &str| problem_at(&problems, field);
        view! {
            <Problems problems=problems.clone() label=labels::join_label form="person" />
            <TextField
                form="person"
                name="name"
                label=texts::column_person(language)
                value=typed.name
                problem=problem("name")
                on_input=Box::new(move |text| draft.update(|draft| draft.name = text))
            />
            <TextField
                form="person"
                name="organisation"
                label=texts::column_organisation(language)
                value=typed.organisation
                problem=problem("organisation")
                on_input=Box::new(move |text| draft.update(|draft| draft.organisation = text))
            />
            <SelectField
                form="person"
                name="table"
                label=texts::column_table(language)
                choices=tables.clone()
                blank=texts::no_table(language)
                value=typed.table
                problem=problem("table")
                on_input=Box::new(move |code| draft.update(|draft| draft.table = code))
            />
        }
        .into_any()
    };
    view! {
        <EditorForm
            desk
            heading=texts::person_heading(language).to_owned()
            submit_words=texts::person_do(language)
            submit
        >
            {move || fields()}
        </EditorForm>
    }
    .into_any()
}
