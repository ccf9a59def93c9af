//! Own cards, and the form for new ones.

use domain::ids::CardId;
use domain::resource::{Field, Understood, Visibility};
use domain::workshop::{Card, CardStatus, Command, Deed};
use element::{Child, Element, Key, children, element, keys, live, rows};
use leptos::prelude::*;

use super::card_form::card_form;
use super::header::link_to;
use super::outbox_list::{card_on_its_way, cards_on_their_way};
use super::place::Place;
use super::state::PhoneState;
use crate::locale::colleagues::noted_by_scribe;
use crate::locale::{common, language, phone as texts, words};
use crate::parts::card::{resource_card, understood_text};
use crate::parts::focus::focus_soon;
use crate::{format, routes};

/// The first screen: one's own cards, those on their way, and the form for a new one.
pub(super) fn mine(phone: PhoneState) -> Vec<Child> {
    let language = language();
    let shown = keys(move || {
        phone.live.replica.with(|replica| {
            let mut keys = cards_on_their_way(phone, replica);
            let shown = |card: &&Card| replica.is_mine(card.id) && card.status != CardStatus::Withdrawn;
            keys.extend(replica.workshop().cards.values().rev().filter(shown).map(|card| Key::from(card.id.0)));
            keys
        })
    });
    let row = move |key: Key| match u32::try_from(key) {
        Ok(number) => own_card(phone, CardId(number)),
        Err(_) => card_on_its_way(phone, key),
    };
    let form = move || {
        let deed = if phone.place.get().editing.is_some() { Deed::Amend } else { Deed::Post };
        if phone.allows(deed) {
            card_form(phone)
        } else {
            element("p").class("notice").child(texts::posting_is_over(language))
        }
    };
    let nothing = move || {
        let words = if phone.allows(Deed::Post) { texts::no_card_yet(language) } else { texts::no_card(language) };
        shown.with(Vec::is_empty).then(|| element("p").class("empty").child(words))
    };
    let list = element("section")
        .class("stack")
        .attr("aria-labelledby", "mine-heading")
        .child(element("h2").attr("id", "mine-heading").child(texts::tab_mine(language)))
        .child(live(nothing))
        .child(element("ul").class("cards").child(rows(shown, row)));
    children![live(form), list]
}

fn own_card(phone: PhoneState, id: CardId) -> Option<Element> {
    phone.read(|workshop| {
        let card = workshop.cards.get(&id)?;
        Some(element("li").child(resource_card(card, None, phone.photo(card), foot(phone, card))))
    })
}

fn foot(phone: PhoneState, card: &Card) -> Vec<Child> {
    let language = language();
    let (id, visibility) = (card.id, card.resource.visibility());
    let said = match card.status {
        CardStatus::Hidden => texts::hidden(language).to_owned(),
        CardStatus::Merged(kept) => [texts::merged(language), " ", &kept.to_string()].concat(),
        _ => match card.interested.len() {
            0 => String::new(),
            count => format::count(language, count, texts::interested_one(language), texts::interested_many(language)),
        },
    };
    let leaving = phone
        .outbox
        .waits_for(|command| matches!(command, Command::WithdrawCard { card_id } if *card_id == id).then_some(()))
        .is_some();
    let amendable =
        !leaving && phone.allows(Deed::Amend) && matches!(card.status, CardStatus::Open | CardStatus::Hidden);
    let actions = if leaving {
        Some(element("p").class("fate waiting").attr("role", "status").child(texts::being_withdrawn(language)))
    } else {
        amendable.then(|| amend(phone, id, &card.resource.title))
    };
    let read = card.understood.filter(|_| amendable).map(|understood| proposal(phone, card, understood));
    let state = element("p")
        .class("card-state")
        .child(element("span").class("fate sent").child(texts::number(language, id)))
        .child(
            (visibility != Visibility::Room)
                .then(|| element("span").class("visibility").child(words::visibility(language, visibility))),
        )
        .child(card.scribe.map(|_| element("span").child(noted_by_scribe(language))))
        .child((!said.is_empty()).then(|| element("span").class("interest-count").child(said)));
    children![state, read, actions]
}

/// What a language model read in the words of a card, and the tap that takes it over.
fn proposal(phone: PhoneState, card: &Card, understood: Understood) -> Element {
    let language = language();
    let (id, taken) = (card.id, understood.taken_into(&card.resource));
    let words = texts::put_on_card(language);
    let button = element("button")
        .attr("type", "submit")
        .class("quiet")
        .attr("aria-label", common::labelled(language, words, &card.resource.title))
        .child(words);
    let mut form = element("form").attr("method", "post").attr("action", routes::card(phone.workshop_id, id));
    for field in Field::ALL {
        let hidden = element("input").attr("type", "hidden").attr("name", field.name());
        form = form.child(hidden.attr("value", taken.get(*field).to_owned()));
    }
    let form = form.child(button).on_submit(move |_| {
        phone.ask(Command::EditCard { card_id: id, card: taken.clone() });
        // The button that was pressed is about to go.
        focus_soon("#mine-heading");
    });
    element("div").class("stack").child(element("p").class("card-state").child(understood_text(understood))).child(form)
}

fn amend(phone: PhoneState, id: CardId, title: &str) -> Element {
    let language = language();
    let form = element("form")
        .attr("method", "post")
        .attr("action", routes::withdraw(phone.workshop_id, id))
        .on_submit(move |_| phone.withdraw(id))
        .child(element("p").child(texts::withdraw_question(language)))
        .child(element("button").attr("type", "submit").class("danger").child(texts::withdraw_yes(language)));
    let named = |control: Element, words: &'static str| {
        control.attr("aria-label", common::labelled(language, words, title)).child(words)
    };
    element("div")
        .class("actions")
        .child(named(link_to(phone, Place::editing(id)).class("button quiet"), common::edit(language)))
        .child(named(
            element("a").attr("href", routes::photo(phone.workshop_id, id)).class("button quiet"),
            texts::photo(language),
        ))
        .child(
            element("details").class("confirm").child(named(element("summary"), texts::withdraw(language))).child(form),
        )
}
