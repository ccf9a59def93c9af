//! What is on its way to the server, and what it refused.

use domain::ids::CommandId;
use domain::problem::FieldProblem;
use domain::resource::{Kind, ResourceDraft};
use domain::workshop::Command;
use leptos::prelude::*;

use super::phone::PhoneState;
use crate::live::outbox::{Fate, Item};
use crate::locale::{language, participant as texts, problems::sentence, words};
use crate::parts::card::kind_class;
use crate::parts::listener::listener;
use crate::parts::rows::{Key, keys, rows};

/// Numbers of cards have no bit up here, commands always.
const COMMAND: Key = 1 << 63;

/// The key of a command's row: half of its random id is enough to tell a hundred apart.
fn key(id: CommandId) -> Key {
    id.0.as_u64_pair().1 | COMMAND
}

/// Cards on their way, newest first.
pub(super) fn cards_on_their_way(phone: PhoneState) -> Vec<Key> {
    phone.outbox.queue.with(|queue| queue.items().iter().rev().filter(|item| card(&item.command).is_some()).map(|item| key(item.command_id)).collect())
}

fn card(command: &Command) -> Option<&ResourceDraft> {
    match command {
        Command::PostCard { card, .. } | Command::EditCard { card, .. } => Some(card),
        _ => None,
    }
}

/// The server's sentence, or the page's own.
fn message(language: crate::Language, message: &str, problems: &[FieldProblem]) -> String {
    if message.is_empty() { problems.first().map(|problem| sentence(language, problem.code).to_owned()).unwrap_or_default() } else { message.to_owned() }
}

/// A card on its way, with its state.
pub(super) fn card_on_its_way(phone: PhoneState, row: Key) -> AnyView {
    phone.outbox.queue.with(|queue| {
        let item = queue.items().iter().find(|item| key(item.command_id) == row);
        let shown = item.and_then(|item| {
            let draft = card(&item.command)?;
            let language = language();
            let kind = Kind::from_code(&draft.kind).unwrap_or(Kind::Have);
            let view = view! {
                <li>
                    <article class=[kind_class(kind), " on-its-way"].concat()>
                        <p class="card-kind">
                            <span class="kind">{words::kind(language, kind)}</span>
                        </p>
                        <h3 class="card-title">{draft.title.clone()}</h3>
                        <div class="card-foot">{fate(phone, item)}</div>
                    </article>
                </li>
            };
            Some(view.into_any())
        });
        shown.into_any()
    })
}

fn fate(phone: PhoneState, item: &Item) -> AnyView {
    let language = language();
    let id = item.command_id;
    match &item.fate {
        Fate::Waiting => {
            let text = if phone.outbox.without_network.get() { texts::waiting_for_network(language) } else { texts::sending(language) };
            view! { <p class="fate waiting" role="status">{text}</p> }.into_any()
        }
        Fate::Refused { message: said, problems } => {
            let said = message(language, said, problems);
            let (command, problems) = (item.command.clone(), problems.clone());
            let correct = listener(move |_| {
                phone.outbox.discard(id);
                phone.correct(command.clone(), problems.clone());
            });
            let is_begun = phone.form.is_begun();
            view! {
                <p class="fate refused" role="alert">
                    <strong>{texts::refused(language)}</strong>
                    {said}
                </p>
                <div class="actions">
                    <button type="button" on:click=correct disabled=is_begun>
                        {texts::correct(language)}
                    </button>
                    <button type="button" class="quiet" on:click=listener(move |_| phone.outbox.discard(id))>
                        {texts::delete(language)}
                    </button>
                </div>
                {is_begun.then(|| view! { <p class="hint">{texts::finish_the_form_first(language)}</p> }.into_any())}
            }
            .into_any()
        }
    }
}

/// Taps that were refused (an interest, an answer, a withdrawal): said once, then put away.
pub(super) fn refused_taps(phone: PhoneState) -> AnyView {
    fn refused(item: &Item) -> Option<(&str, &[FieldProblem])> {
        match &item.fate {
            Fate::Refused { message, problems } if card(&item.command).is_none() => Some((message, problems)),
            _ => None,
        }
    }
    let taps = keys(move || phone.outbox.queue.with(|queue| queue.items().iter().filter(|item| refused(item).is_some()).map(|item| key(item.command_id)).collect()));
    let row = move |row: Key| {
        let language = language();
        let tap = phone.outbox.queue.with(|queue| {
            let item = queue.items().iter().find(|item| key(item.command_id) == row)?;
            refused(item).map(|(said, problems)| (item.command_id, message(language, said, problems)))
        });
        let notice = tap.map(|(id, said)| {
            view! {
                <div class="notice warning" role="alert">
                    <p>{said}</p>
                    <button type="button" class="quiet" on:click=listener(move |_| phone.outbox.discard(id))>
                        {texts::understood(language)}
                    </button>
                </div>
            }
            .into_any()
        });
        notice.into_any()
    };
    rows(taps, row)
}
