//! Fast entry at a table: one line for each card or interest, for hosts, scribes, and paper cards. Works without script.

use domain::ids::WorkshopId;
use domain::workshop::{Participant, Workshop};
use leptos::prelude::*;

use crate::locale::{language, table as texts, words};
use crate::parts::card::kind_class;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::qr::Qr;
use crate::routes;

/// Cards shown below.
const LATEST: usize = 8;

/// How somebody came to this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// As a facilitator, who can make a key of this table: its address and QR code, right after it was made.
    Desk(Option<(String, String)>),
    /// By the key of the table, which is this.
    Key(String),
}

/// The page. POSTs `line` to its own address; `said` is what became of the last one, and `line` what could not be read.
#[component]
pub fn FastEntry(
    id: WorkshopId,
    table: u8,
    workshop: Workshop,
    line: String,
    #[prop(optional_no_strip)] said: Option<(bool, String)>,
    door: Door,
) -> impl IntoView {
    let language = language();
    let address = match &door {
        Door::Desk(_) => routes::fast_entry(id, table),
        Door::Key(key) => routes::table_by_key(key),
    };
    let by_key = matches!(door, Door::Key(_));
    let people: Vec<&Participant> = workshop.present().filter(|person| person.table == Some(table)).collect();
    let nobody = people.is_empty();
    let here: Vec<_> = people.iter().map(|person| person.id).collect();
    let seat = |(number, person): (usize, &&Participant)| {
        view! {
            <li>
                <kbd>{number}</kbd>
                <span>
                    <strong>{person.name.to_string()}</strong>
                    " – "
                    {person.organisation.to_string()}
                </span>
            </li>
        }
    };
    let latest = workshop.open_cards().rev().filter(|card| card.author.is_some_and(|author| here.contains(&author))).take(LATEST).map(|card| {
        view! {
            <li class=kind_class(card.resource.kind)>
                {format!("n°\u{a0}{} ", card.id)} <strong>{words::kind(language, card.resource.kind)}</strong> {format!("\u{a0}: {}", card.resource.title)}
            </li>
        }
    });
    let others = (1..=workshop.tables()).filter(|other| *other != table).map(|other| {
        view! { <a class="button quiet" href=routes::fast_entry(id, other)>{format!("{} {other}", texts::table(language))}</a> }
    });
    let key = match door {
        Door::Key(_) => None,
        Door::Desk(made) => Some(view! {
            <section class="panel stack">
                <h2>{texts::key(language)}</h2>
                <p>{texts::key_help(language)}</p>
                {made
                    .map(|(address, qr)| {
                        view! {
                            <div class="table-key">
                                <Qr svg=qr label=texts::key_qr(language).to_owned() />
                                <p class="copy-address">{address}</p>
                            </div>
                        }
                    })}
                <form method="post" action=routes::table_key(id, table)>
                    <button type="submit">{texts::make_key(language)}</button>
                </form>
            </section>
        }),
    };
    let said = said.map(|(good, words)| view! { <Notice tone=if good { Tone::Good } else { Tone::Warning }>{words}</Notice> });
    view! {
        <Masthead section=if by_key { Section::Doors } else { Section::Workshops } back=address.clone() />
        <main id="content" class="page">
            <h1>{format!("{} {table} – {}", texts::table(language), texts::title(language))}</h1>
            <section class="stack">
                <h2>{texts::people(language)}</h2>
                {nobody.then(|| view! { <p class="empty">{texts::nobody(language)}</p> })}
                <ol class="fast-seats">{(1..).zip(&people).map(seat).collect_view()}</ol>
            </section>
            {said}
            <form method="post" action=address novalidate class="panel stack fast-entry">
                <div class="field">
                    <label for="line">{texts::line(language)}</label>
                    <input id="line" name="line" type="text" autocomplete="off" autofocus value=line maxlength="200" aria-describedby="line-hint" />
                    <p class="hint" id="line-hint">
                        {texts::help(language)}
                    </p>
                    <ul class="hint fast-examples">
                        {[texts::example, texts::example_interest, texts::example_person]
                            .map(|example| {
                                let (typed, means) = example(language).split_once(" → ").unwrap_or((example(language), ""));
                                view! { <li><kbd>{typed}</kbd> " " {means}</li> }
                            })
                            .collect_view()}
                    </ul>
                </div>
                <div class="actions">
                    <button type="submit" class="primary">{texts::send(language)}</button>
                    {(!by_key).then(|| view! { <a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a> })}
                </div>
            </form>
            <section class="stack">
                <h2>{texts::latest(language)}</h2>
                <ul class="stack">{latest.collect_view()}</ul>
            </section>
            {(!by_key).then(|| view! { <nav class="actions" aria-label=texts::other_tables(language)>{others.collect_view()}</nav> })}
            {key}
        </main>
    }
    .into_any()
}
