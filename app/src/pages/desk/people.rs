//! The panel of participants: everyone who is there, with table and role.

use domain::ids::ParticipantId;
use domain::workshop::{Command, Participant, TableRole, Workshop};
use element::{Child, Element, Key, children, element, keys, live, rows_of};
use leptos::prelude::*;

use super::state::{DeskState, Editor};
use crate::locale::{colleagues, desk as texts, running, words};
use crate::routes;

/// The panel of participants.
pub(super) fn people(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let all =
        keys(move || desk.read(|workshop| workshop.present().rev().map(|person| Key::from(person.id.0)).collect()));
    let some = Memo::new(move |_| !all.with(Vec::is_empty));
    let add = element("button").attr("type", "button").on_click(move |_| desk.open(Editor::Person));
    let who_is_who = element("a").class("button").attr("href", routes::people(desk.id));
    let toolbar = element("div")
        .class("toolbar")
        .child(element("h2").child(texts::panel_people(language)))
        .child(add.child(texts::add_person(language)))
        .child(who_is_who.child(colleagues::open_page(language)));
    let asking = move || {
        let waiting = desk.read(|workshop| workshop.present().filter(|person| person.asks.is_some()).count());
        (waiting > 0).then(|| {
            let words = colleagues::waiting_questions(language, waiting);
            let link = element("a").attr("href", routes::people(desk.id)).child(words);
            element("p").class("notice").attr("role", "status").child(link)
        })
    };
    let table = move || {
        if some.get() { table(desk, all) } else { element("p").class("empty").child(texts::no_person(language)) }
    };
    children![toolbar, live(asking), live(table)]
}

fn table(desk: DeskState, all: Memo<Vec<Key>>) -> Element {
    let language = desk.language;
    let column = |words: &'static str| element("th").attr("scope", "col").child(words);
    let head = element("tr")
        .child(column(texts::column_organisation(language)))
        .child(column(texts::column_person(language)))
        .child(column(texts::column_table(language)))
        .child(column(texts::column_cards(language)).class("number"))
        .child(column(running::column_role(language)))
        .child(column(texts::column_phone(language)));
    let table = element("table")
        .class("table")
        .child(element("caption").class("visually-hidden").child(texts::panel_people(language)))
        .child(element("thead").child(head))
        .child(element("tbody").child(rows_of(all, move |key| shown(desk, key), move |shown| row(desk, shown))));
    element("div").class("table-scroll").child(table)
}

/// What the row of a participant shows.
#[derive(PartialEq)]
struct Shown {
    person: Participant,
    /// How many open cards they have.
    cards: usize,
    /// How many tables there are to sit at.
    tables: u8,
}

fn shown(desk: DeskState, key: Key) -> Option<Shown> {
    let id = ParticipantId(u32::try_from(key).ok()?);
    desk.read(|workshop| {
        let cards = workshop.open_cards().filter(|card| card.author == Some(id)).count();
        Some(Shown { person: workshop.participants.get(&id)?.clone(), cards, tables: Workshop::tables(workshop) })
    })
}

fn row(desk: DeskState, Shown { person, cards, tables }: &Shown) -> Element {
    let language = desk.language;
    let id = person.id;
    let choice = |what: &str| element("select").attr("aria-label", [what, " – ", &*person.name].concat());
    let mut table = choice(texts::column_table(language))
        .on_change(move |table| desk.send(Command::MoveTo { participant: Some(id), table }));
    for at in std::iter::once(None).chain((1..=*tables).map(Some)) {
        let code = at.map(|at| at.to_string());
        let words = code.clone().unwrap_or_else(|| texts::no_table(language).to_owned());
        let option = element("option").attr("value", code.unwrap_or_default()).selected(at == person.table);
        table = table.child(option.child(words));
    }
    let mut role = choice(running::column_role(language)).on_change(move |code| {
        desk.send(Command::GiveRole { participant: id, role: TableRole::from_code(&code) });
    });
    for of in std::iter::once(None).chain(TableRole::ALL.iter().copied().map(Some)) {
        let words = of.map_or_else(|| running::no_role(language), |of| words::table_role(language, of));
        let option = element("option").attr("value", of.map_or("", TableRole::code)).selected(of == person.role);
        role = role.child(option.child(words));
    }
    let phone = if person.by_facilitator { texts::without_phone(language) } else { texts::with_phone(language) };
    element("tr")
        .child(element("th").attr("scope", "row").child(person.organisation.to_string()))
        .child(element("td").child(person.name.to_string()))
        .child(element("td").child(table))
        .child(element("td").class("number").child(cards.to_string()))
        .child(element("td").child(role))
        .child(element("td").child(phone))
}
