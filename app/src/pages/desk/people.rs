//! The panel of participants: everyone who is there, with table and role.

use domain::ids::ParticipantId;
use domain::workshop::{Command, Participant, TableRole};
use leptos::prelude::*;

use super::state::{DeskState, Editor};
use crate::locale::{colleagues, desk as texts, running, words};
use crate::routes;

/// The panel of participants.
#[component]
pub(super) fn People(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let asking =
        Memo::new(move |_| desk.read(|workshop| workshop.present().filter(|person| person.asks.is_some()).count()));
    let all =
        Memo::new(move |_| desk.read(|workshop| workshop.present().rev().map(|person| person.id).collect::<Vec<_>>()));
    view! {
        <div class="toolbar">
            <h2>{texts::panel_people(language)}</h2>
            <button type="button" on:click=move |_| desk.open(Editor::Person)>{texts::add_person(language)}</button>
            <a class="button" href=routes::people(desk.id)>{colleagues::open_page(language)}</a>
        </div>
        {move || {
            let waiting = asking.get();
            (waiting > 0)
                .then(|| {
                    let words = colleagues::waiting_questions(language, waiting);
                    view! { <p class="notice" role="status"><a href=routes::people(desk.id)>{words}</a></p> }
                })
        }}
        {move || {
            if all.with(Vec::is_empty) {
                return view! { <p class="empty">{texts::no_person(language)}</p> }.into_any();
            }
            view! {
                <div class="table-scroll">
                    <table class="table">
                        <caption class="visually-hidden">{texts::panel_people(language)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{texts::column_organisation(language)}</th>
                                <th scope="col">{texts::column_person(language)}</th>
                                <th scope="col">{texts::column_table(language)}</th>
                                <th scope="col" class="number">{texts::column_cards(language)}</th>
                                <th scope="col">{running::column_role(language)}</th>
                                <th scope="col">{texts::column_phone(language)}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || all.get() key=|id| *id let:id>
                                <Row desk id />
                            </For>
                        </tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
    }
    .into_any()
}

#[component]
fn Row(desk: DeskState, id: ParticipantId) -> impl IntoView {
    let language = desk.language;
    let person = Memo::new(move |_| desk.read(|workshop| workshop.participants.get(&id).cloned()));
    let cards =
        Memo::new(move |_| desk.read(|workshop| workshop.open_cards().filter(|card| card.author == Some(id)).count()));
    let tables = Memo::new(move |_| desk.read(domain::workshop::Workshop::tables));
    let text = move |read: fn(&Participant) -> String| move || person.with(|person| person.as_ref().map(read));
    let options = move || {
        let here = person.with(|person| person.as_ref().and_then(|person| person.table));
        let option = |table: Option<u8>| {
            let words = table.map_or_else(|| texts::no_table(language).to_owned(), |table| table.to_string());
            view! {
                <option value=table.map(|table| table.to_string()).unwrap_or_default() selected=table == here>
                    {words}
                </option>
            }
        };
        std::iter::once(None).chain((1..=tables.get()).map(Some)).map(option).collect_view()
    };
    let roles = move || {
        let now = person.with(|person| person.as_ref().and_then(|person| person.role));
        let option = |role: Option<TableRole>| {
            let words = role.map_or_else(|| running::no_role(language), |role| words::table_role(language, role));
            view! { <option value=role.map_or("", TableRole::code) selected=role == now>{words}</option> }
        };
        std::iter::once(None).chain(TableRole::ALL.iter().copied().map(Some)).map(option).collect_view()
    };
    let phone = move || {
        person.with(|person| {
            person.as_ref().map(|person| {
                if person.by_facilitator { texts::without_phone(language) } else { texts::with_phone(language) }
            })
        })
    };
    let named =
        move |what: &str| person.with(|person| person.as_ref().map(|person| format!("{what} – {}", person.name)));
    view! {
        <tr>
            <th scope="row">{text(|person| person.organisation.to_string())}</th>
            <td>{text(|person| person.name.to_string())}</td>
            <td>
                <select
                    aria-label=move || named(texts::column_table(language))
                    on:change=move |event| {
                        let table = event_target_value(&event);
                        desk.send(Command::MoveTo { participant: Some(id), table });
                    }
                >
                    {options}
                </select>
            </td>
            <td class="number">{cards}</td>
            <td>
                <select
                    aria-label=move || named(running::column_role(language))
                    on:change=move |event| {
                        let role = TableRole::from_code(&event_target_value(&event));
                        desk.send(Command::GiveRole { participant: id, role });
                    }
                >
                    {roles}
                </select>
            </td>
            <td>{phone}</td>
        </tr>
    }
    .into_any()
}
