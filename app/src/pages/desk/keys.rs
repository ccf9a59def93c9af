//! Everything that opens a door of a workshop: since when, when it was last used, and buttons that make it anew or end
//! it. Not live: it needs no script.

use domain::ids::WorkshopId;
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::locale::{keys as texts, language};
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::qr::Qr;
use crate::parts::scroll_table::ScrollTable;
use crate::{Language, format, routes};

/// A key that the whole workshop has one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// What addresses call it: `desk`, `board`, `door`.
    pub which: &'static str,
    /// When it was made; none where there is no such key yet.
    pub made_at: Option<Timestamp>,
    /// When it was last used; none when it never was.
    pub used_at: Option<Timestamp>,
    /// When it was ended: since then it opens nothing.
    pub ended_at: Option<Timestamp>,
    /// What else is to be known: the address or the code where it can be shown, how many browsers came with it.
    pub shown: Option<String>,
}

/// Keys of a table or of a participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// What addresses call it: `table-3`, `person-12`.
    pub which: String,
    /// The table or the participant that the keys belong to.
    pub name: String,
    /// How many keys there are; for a participant these are phones, links and badges.
    pub count: u32,
    /// When the newest of them was made.
    pub made_at: Timestamp,
    /// When one of them was last used; none when none ever was.
    pub used_at: Option<Timestamp>,
}

/// All keys of a workshop, without the keys themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeysShown {
    /// The keys of desk, board and door.
    pub doors: Vec<KeyRow>,
    /// The keys of tables, a row for each table that has one.
    pub tables: Vec<HeldRow>,
    /// The phones and personal links of participants, a row for each person.
    pub people: Vec<HeldRow>,
    /// A facilitator's link that was just made, with its QR code.
    pub new_key: Option<(String, String)>,
    /// Something was just renewed or ended.
    pub done: bool,
}

/// The page on which keys are renewed and ended.
#[component]
pub fn KeysPage(id: WorkshopId, title: String, shown: KeysShown) -> impl IntoView {
    let language = language();
    let KeysShown { doors, tables, people, new_key, done } = shown;
    let new_key = new_key.map(|(address, qr)| {
        view! {
            <section class="panel stack personal-link" role="status">
                <h2>{texts::new_key(language)}</h2>
                <p>{texts::new_key_help(language)}</p>
                <Qr svg=qr label=texts::new_key_qr(language).to_owned() />
                <p class="address">{address}</p>
            </section>
        }
    });
    view! {
        <Masthead section=Section::Workshops back=routes::keys(id) />
        <main id="content" class="page stack loose">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{title}</p>
                    <h1>{texts::title(language)}</h1>
                    <p class="lead">{texts::lead(language)}</p>
                </div>
                <p class="actions"><a class="button" href=routes::desk(id)>{texts::back(language)}</a></p>
            </div>
            {done.then(|| view! { <Notice tone=Tone::Good>{texts::done(language)}</Notice> })}
            {new_key}
            {doors.into_iter().map(|row| door(language, id, row)).collect_view()}
            <section class="panel stack">
                <h2>{texts::tables(language)}</h2>
                <p class="hint">{texts::tables_help(language)}</p>
                {held(language, id, tables, texts::table(language), texts::no_tables(language))}
            </section>
            <section class="panel stack">
                <h2>{texts::people(language)}</h2>
                <p class="hint">{texts::people_help(language)}</p>
                {held(language, id, people, texts::person(language), texts::no_people(language))}
            </section>
        </main>
    }
    .into_any()
}

/// Since when, and when it was last used.
fn times(language: Language, made_at: Timestamp, used_at: Option<Timestamp>) -> String {
    let made = format!("{} {}", texts::made(language), format::moment(language, made_at));
    match used_at {
        Some(used) => format!("{made}, {} {}.", texts::used(language), format::moment(language, used)),
        None => format!("{made}, {}.", texts::never_used(language)),
    }
}

/// A button that asks once more before it does something that cannot be taken back.
fn act(address: String, label: &'static str, sure: &'static str) -> AnyView {
    view! {
        <details class="confirm">
            <summary>{label}</summary>
            <form method="post" action=address>
                <button type="submit" class="danger">{sure}</button>
            </form>
        </details>
    }
    .into_any()
}

fn door(language: Language, id: WorkshopId, row: KeyRow) -> AnyView {
    let (title, help) = match row.which {
        "desk" => (texts::desk(language), texts::desk_help(language)),
        "board" => (texts::board(language), texts::board_help(language)),
        _ => (texts::door(language), texts::door_help(language)),
    };
    let state = match (row.ended_at, row.made_at) {
        (Some(ended), _) => format!("{} {}.", texts::ended(language), format::moment(language, ended)),
        (None, Some(made)) => times(language, made, row.used_at),
        (None, None) => texts::none(language).to_owned(),
    };
    let works = row.ended_at.is_none() && row.made_at.is_some();
    let renew = if works {
        act(routes::renew_key(id, row.which), texts::renew(language), texts::sure_renew(language))
    } else {
        view! {
            <form method="post" action=routes::renew_key(id, row.which)>
                <button type="submit">{texts::make(language)}</button>
            </form>
        }
        .into_any()
    };
    let end = (works && row.which != "door")
        .then(|| act(routes::end_key(id, row.which), texts::end(language), texts::sure_end(language)));
    view! {
        <section class="panel stack" aria-label=title>
            <h2>{title}</h2>
            <p class="hint">{help}</p>
            <p>{state}</p>
            {row.shown.map(|shown| view! { <p class="address">{shown}</p> })}
            <div class="actions">{renew} {end}</div>
        </section>
    }
    .into_any()
}

fn held(language: Language, id: WorkshopId, rows: Vec<HeldRow>, whose: &'static str, none: &'static str) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="empty">{none}</p> }.into_any();
    }
    let row = |row: HeldRow| {
        let count = (row.which.starts_with("person"))
            .then(|| format::count(language, row.count as usize, texts::one_key(language), texts::many_keys(language)));
        let when = times(language, row.made_at, row.used_at);
        view! {
            <tr>
                <th scope="row">
                    {row.name} {count.map(|count| view! { <span class="soft">{format!(" · {count}")}</span> })}
                </th>
                <td class="wide">{when}</td>
                <td>{act(routes::end_key(id, &row.which), texts::end(language), texts::sure_end(language))}</td>
            </tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <ScrollTable caption=whose class="table roomy">
            <thead>
                <tr>
                    <th scope="col">{whose}</th>
                    <th scope="col">{texts::when(language)}</th>
                    <th scope="col">{texts::action(language)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ScrollTable>
    }
    .into_any()
}
