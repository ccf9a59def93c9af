//! Fast entry at a table: one line for each card or interest, for hosts, scribes, and paper cards; and the turns of the
//! table: who speaks, what they have posted already, who comes next. Works without script.

use domain::ids::WorkshopId;
use domain::workshop::{Card, Participant, Workshop};
use element::{Child, element};
use leptos::prelude::*;

use crate::format::count;
use crate::locale::{common, language, phone as labels, running, table as texts, words};
use crate::parts::card::{kind_class, resource_card};
use crate::parts::embedded::Script;
use crate::parts::masthead::{Masthead, Section};
use crate::parts::notice::{Notice, Tone};
use crate::parts::qr::Qr;
use crate::routes;

/// How many of the table's newest cards stand below the line.
const LATEST: usize = 8;

/// Follows what people at the table post on their phones: looks every five seconds, and leaves alone what is being
/// typed or tabbed through.
const FOLLOW: &str = "setInterval(async()=>{if(document.hidden)return;try{const r=await fetch(location.href);\
    if(!r.ok)return;const d=new DOMParser().parseFromString(await r.text(),'text/html');for(const s \
    of['.turn-time','.turn-cards','.fast-seats','.fast-latest']){const \
    o=document.querySelector(s),n=d.querySelector(s);if(o&&n&&o.innerHTML!==n.innerHTML&\
    &!o.contains(document.activeElement))o.innerHTML=n.innerHTML}}catch{}},5e3)";

/// How somebody came to the fast entry of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// As a facilitator, who can make a key of this table: its address and QR code, right after it was made.
    Desk(Option<(String, String)>),
    /// By the key of the table, which is this.
    Key(String),
}

/// The fast entry of a table. POSTs `line` and `turn` to its own address; `said` is what became of the last line, and
/// `line` what could not be read.
#[component]
pub fn FastEntry(
    id: WorkshopId,
    table: u8,
    workshop: Workshop,
    /// The seat whose turn it is, counted from 1.
    turn: Option<usize>,
    /// Milliseconds that are left of the step.
    left: Option<i64>,
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
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let people = workshop.at_table(table);
    let nobody = people.is_empty();
    let of = |seat: usize| format!("{address}?turn={seat}");
    let cards_of =
        |person: &Participant| workshop.open_cards().filter(|card| card.author == Some(person.id)).collect::<Vec<_>>();
    let seat = |(number, person): (usize, &&Participant)| {
        let cards = cards_of(person).len();
        view! {
            <li aria-current=(turn == Some(number)).then_some("true")>
                <kbd>{number}</kbd>
                <span>
                    <a href=of(number)>{person.name.to_string()}</a>
                    " – "
                    {person.organisation.to_string()}
                    <span class="soft">
                        {(cards > 0).then(|| {
                            let (one, many) = (labels::card_one(language), labels::card_many(language));
                            format!(" · {}", count(language, cards, one, many))
                        })}
                    </span>
                </span>
            </li>
        }
    };
    let speaking = turn.and_then(|turn| Some((turn, *people.get(turn - 1)?)));
    let time =
        speaking.zip(left.filter(|left| *left > 0)).zip(workshop.clock.as_ref()).map(|(((turn, _), left), clock)| {
            let waiting = i64::try_from(people.len() - turn + 1).unwrap_or(1);
            texts::time_for_each(
                language,
                &running::step_name(language, &workshop.steps, clock.step),
                left / 60_000,
                waiting,
            )
        });
    let next = speaking.map(|(turn, _)| match people.get(turn) {
        Some(person) => view! {
            <a class="button" href=of(turn + 1)>
                {common::labelled(language, texts::next_turn(language), &person.name) + " →"}
            </a>
        }
        .into_any(),
        None => view! { <a class="button" href=of(turn + 1)>{texts::end_turns(language)}</a> }.into_any(),
    });
    let examples = speaking.is_none().then(|| {
        view! {
            <ul class="hint fast-examples">
                {[texts::example, texts::example_interest, texts::example_person]
                    .map(|example| {
                        let (typed, means) = example(language).split_once(" → ").unwrap_or((example(language), ""));
                        view! { <li><kbd>{typed}</kbd> " " {means}</li> }
                    })
                    .collect_view()}
            </ul>
        }
    });
    let form = view! {
        <form method="post" action=address.clone() novalidate class="stack fast-entry">
            {speaking.map(|(turn, _)| view! { <input type="hidden" name="turn" value=turn.to_string() /> })}
            <div class="field">
                <label for="line">
                    {if speaking.is_some() { texts::line_of_turn(language) } else { texts::line(language) }}
                </label>
                <input
                    id="line"
                    name="line"
                    type="text"
                    autocomplete="off"
                    autofocus
                    value=line
                    maxlength="200"
                    aria-describedby="line-hint"
                />
                <p class="hint" id="line-hint">
                    {if speaking.is_some() { texts::help_turn(language) } else { texts::help(language) }}
                </p>
                {examples}
            </div>
            <div class="actions">
                <button type="submit" class="primary">{texts::send(language)}</button>
                {next}
                {(!by_key).then(|| view! { <a class="button quiet" href=routes::desk(id)>{texts::back(language)}</a> })}
            </div>
        </form>
    };
    let body = match speaking {
        Some((_, person)) => {
            let cards = cards_of(person);
            let nothing = cards.is_empty().then(|| view! { <p class="empty">{texts::no_card_yet(language)}</p> });
            let card = |card: &Card| {
                let mut foot = format!("n°\u{a0}{}", card.id);
                if !card.interested.is_empty() {
                    foot += " · ";
                    foot += &count(
                        language,
                        card.interested.len(),
                        labels::interested_one(language),
                        labels::interested_many(language),
                    );
                }
                Child::from(element("li").child(resource_card(card, None, None, vec![element("p").child(foot).into()])))
            };
            view! {
                <section class="panel stack table-turn" aria-labelledby="turn">
                    <h2 id="turn">
                        {texts::turn_of(language)} " "
                        <strong>{person.name.to_string()}</strong>
                        <span class="soft">{format!(", {}", person.organisation)}</span>
                    </h2>
                    <p class="turn-time">{time}</p>
                    {form}
                    <div class="turn-cards">
                        {nothing}
                        <ul class="cards">{cards.into_iter().map(card).collect_view()}</ul>
                    </div>
                </section>
            }
            .into_any()
        }
        None => {
            let words = if turn.is_some() { texts::again(language) } else { texts::begin_turns(language) };
            view! {
                {turn.map(|_| view! { <Notice tone=Tone::Good>{texts::end_of_turns(language)}</Notice> })}
                {(!nobody).then(|| view! { <p class="actions"><a class="button" href=of(1)>{words}</a></p> })}
                <section class="panel">{form}</section>
            }
            .into_any()
        }
    };
    let here: Vec<_> = people.iter().map(|person| person.id).collect();
    let latest = workshop
        .open_cards()
        .rev()
        .filter(|card| card.author.is_some_and(|author| here.contains(&author)))
        .take(LATEST)
        .map(|card| {
            view! {
                <li class=kind_class(card.resource.kind)>
                    {format!("n°\u{a0}{} ", card.id)}
                    <strong>{words::kind(language, card.resource.kind)}</strong>
                    {format!("\u{a0}: {}", card.resource.title)}
                </li>
            }
        });
    let others = (1..=workshop.tables()).filter(|other| *other != table).map(|other| {
        view! {
            <a class="button quiet" href=routes::fast_entry(id, other)>
                {format!("{} {other}", texts::table(language))}
            </a>
        }
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
    let said =
        said.map(|(good, words)| view! { <Notice tone=if good { Tone::Good } else { Tone::Warning }>{words}</Notice> });
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
            {body}
            <section class="stack">
                <h2>{texts::latest(language)}</h2>
                <ul class="stack fast-latest">{latest.collect_view()}</ul>
            </section>
            {(!by_key).then(|| view! {
                <nav class="actions" aria-label=texts::other_tables(language)>{others.collect_view()}</nav>
            })}
            {key}
            <Script nonce text=FOLLOW.to_owned() />
        </main>
    }
    .into_any()
}
