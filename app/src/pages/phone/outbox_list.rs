//! What is on its way to the server, and what it refused.

use domain::ids::CommandId;
use domain::problem::FieldProblem;
use domain::resource::Kind;
use element::{Child, Element, Key, children, element, keys, rows};
use leptos::prelude::*;
use live::outbox::{Fate, Item, Queue};
use live::replica::Replica;

use super::state::PhoneState;
use crate::live::outbox::Hold;
use crate::locale::{language, phone as texts, problems::sentence, words};
use crate::parts::card::kind_class;

/// This bit is set in the key of a command's row and never in that of a card, so the two cannot be confused.
const COMMAND: Key = 1 << 63;

/// The key of a command's row: half of its random id is enough to tell a hundred apart.
fn key(id: CommandId) -> Key {
    id.0.as_u64_pair().1 | COMMAND
}

/// Cards on their way, newest first; without those that the replica holds already.
pub(super) fn cards_on_their_way(phone: PhoneState, replica: &Replica) -> Vec<Key> {
    let on_its_way = |item: &&Item| item.command.card().is_some() && !item.has_arrived(replica);
    phone
        .outbox
        .queue
        .with(|queue| queue.items().iter().rev().filter(on_its_way).map(|item| key(item.command_id)).collect())
}

/// The server's sentence, or the page's own.
fn message(language: crate::Language, message: &str, problems: &[FieldProblem]) -> String {
    if message.is_empty() {
        problems.first().map(|problem| sentence(language, problem.code).to_owned()).unwrap_or_default()
    } else {
        message.to_owned()
    }
}

/// A card that waits in the outbox or was refused, with its state.
pub(super) fn card_on_its_way(phone: PhoneState, row: Key) -> Option<Element> {
    phone.outbox.queue.with(|queue| {
        let item = queue.items().iter().find(|item| key(item.command_id) == row)?;
        let draft = item.command.card()?;
        let kind = Kind::from_code(&draft.kind).unwrap_or(Kind::Have);
        let article = element("article")
            .class([kind_class(kind), " on-its-way"].concat())
            .child(
                element("p")
                    .class("card-kind")
                    .child(element("span").class("kind").child(words::kind(language(), kind))),
            )
            .child(element("h3").class("card-title").child(draft.title.clone()))
            .child(element("div").class("card-foot").children(fate(phone, item)));
        Some(element("li").child(article))
    })
}

fn fate(phone: PhoneState, item: &Item) -> Vec<Child> {
    let language = language();
    let id = item.command_id;
    match &item.fate {
        Fate::Waiting => {
            // That it is being sent has been said; that it has to wait, not yet.
            let (role, words) = match phone.outbox.hold.get() {
                None if item.apart_at.is_some() => (Some("status"), texts::leaving_apart(language).to_owned()),
                None => (None, texts::sending(language).to_owned()),
                Some(Hold::Network) => (Some("status"), texts::waiting_for_network(language).to_owned()),
                Some(Hold::Server(sentence)) => (Some("status"), sentence),
            };
            children![element("p").class("fate waiting").maybe("role", role).child(words)]
        }
        Fate::Refused { message: said, problems } => {
            let said = message(language, said, problems);
            let (command, problems) = (item.command.clone(), problems.clone());
            let is_begun = phone.form.is_begun();
            let correct = button().flag("disabled", is_begun).child(texts::correct(language)).on_click(move |_| {
                phone.outbox.discard(id);
                phone.correct(command.clone(), problems.clone());
            });
            children![
                element("p")
                    .class("fate refused")
                    .attr("role", "alert")
                    .child(element("strong").child(texts::refused(language)))
                    .child(said),
                element("div").class("actions").child(correct).child(discard(phone, id, texts::delete(language))),
                is_begun.then(|| element("p").class("hint").child(texts::finish_the_form_first(language))),
            ]
        }
    }
}

fn button() -> Element {
    element("button").attr("type", "button")
}

fn discard(phone: PhoneState, id: CommandId, words: &'static str) -> Element {
    button().class("quiet").on_click(move |_| phone.outbox.discard(id)).child(words)
}

/// Interests, answers and withdrawals that were refused: each is told once, and can then be put away.
pub(super) fn refused_taps(phone: PhoneState) -> Child {
    fn refused(item: &Item) -> Option<(&str, &[FieldProblem])> {
        match &item.fate {
            Fate::Refused { message, problems } if item.command.card().is_none() => Some((message, problems)),
            _ => None,
        }
    }
    let taps = keys(move || {
        let refused = |queue: &Queue| {
            queue.items().iter().filter(|item| refused(item).is_some()).map(|item| key(item.command_id)).collect()
        };
        phone.outbox.queue.with(refused)
    });
    let tap = move |row: Key| {
        let language = language();
        phone.outbox.queue.with(|queue| {
            let item = queue.items().iter().find(|item| key(item.command_id) == row)?;
            let (said, problems) = refused(item)?;
            let notice = element("div").class("notice warning").attr("role", "alert");
            let said = element("p").child(message(language, said, problems));
            Some(notice.child(said).child(discard(phone, item.command_id, texts::understood(language))))
        })
    };
    rows(taps, tap)
}
