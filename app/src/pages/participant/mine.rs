//! Own cards, and the form for new ones.

use domain::ids::CardId;
use domain::resource::Visibility;
use domain::workshop::{CardStatus, Command, Deed};
use leptos::prelude::*;

use super::card_form::card_form;
use super::header::follow;
use super::outbox_list::{card_on_its_way, cards_on_their_way};
use super::phone::PhoneState;
use super::place::Place;
use crate::locale::{common, language, participant as texts, words};
use crate::parts::card::resource_card;
use crate::parts::listener::listener;
use crate::parts::rows::{Key, keys, rows};
use crate::{format, routes};

/// The first screen.
pub(super) fn mine(phone: PhoneState) -> AnyView {
    let language = language();
    let shown = keys(move || {
        let mut keys = cards_on_their_way(phone);
        phone.live.replica.with(|replica| {
            let shown = |card: &&domain::workshop::Card| replica.is_mine(card.id) && card.status != CardStatus::Withdrawn;
            keys.extend(replica.workshop().cards.values().rev().filter(shown).map(|card| Key::from(card.id.0)));
        });
        keys
    });
    let row = move |key: Key| match u32::try_from(key) {
        Ok(number) => own_card(phone, CardId(number)),
        Err(_) => card_on_its_way(phone, key),
    };
    let form = move || {
        let deed = if phone.place.get().editing.is_some() { Deed::Amend } else { Deed::Post };
        if phone.allows(deed) { card_form(phone) } else { view! { <p class="notice">{texts::posting_is_over(language)}</p> }.into_any() }
    };
    let nothing = move || shown.with(Vec::is_empty).then(|| view! { <p class="empty">{texts::no_card_yet(language)}</p> }.into_any());
    view! {
        {move || form()}
        <section class="stack" aria-labelledby="mine-heading">
            <h2 id="mine-heading">{texts::tab_mine(language)}</h2>
            {move || nothing().into_any()}
            <ul class="cards">{rows(shown, row)}</ul>
        </section>
    }
    .into_any()
}

fn own_card(phone: PhoneState, id: CardId) -> AnyView {
    phone.read(|workshop| {
        let Some(card) = workshop.cards.get(&id) else { return ().into_any() };
        let foot = foot(phone, id, card.resource.visibility(), card.status, card.interested.len());
        view! { <li>{resource_card(&card.resource, None, foot)}</li> }.into_any()
    })
}

fn foot(phone: PhoneState, id: CardId, visibility: Visibility, status: CardStatus, interested: usize) -> AnyView {
    let language = language();
    let said = match status {
        CardStatus::Hidden => texts::hidden(language).to_owned(),
        CardStatus::Merged(kept) => [texts::merged(language), " ", &kept.to_string()].concat(),
        _ if interested > 0 => format::count(language, interested, texts::interested_one(language), texts::interested_many(language)),
        _ => String::new(),
    };
    let leaving = phone.outbox.waits_for(|command| matches!(command, Command::WithdrawCard { card_id } if *card_id == id).then_some(())).is_some();
    let actions = if leaving {
        Some(view! { <p class="fate waiting" role="status">{texts::being_withdrawn(language)}</p> }.into_any())
    } else {
        let amendable = phone.allows(Deed::Amend) && matches!(status, CardStatus::Open | CardStatus::Hidden);
        amendable.then(|| amend(phone, id))
    };
    view! {
        <p class="card-state">
            <span class="fate sent">{texts::number(language, id)}</span>
            {(visibility != Visibility::Room).then(|| view! { <span class="visibility">{words::visibility(language, visibility)}</span> }.into_any())}
            {(!said.is_empty()).then(|| view! { <span class="interest-count">{said}</span> }.into_any())}
        </p>
        {actions}
    }
    .into_any()
}

fn amend(phone: PhoneState, id: CardId) -> AnyView {
    let language = language();
    let withdraw = listener(move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        phone.ask(Command::WithdrawCard { card_id: id });
    });
    view! {
        <div class="actions">
            <a class="button quiet" href=routes::card(phone.workshop_id, id) on:click=listener(move |event| follow(&event, phone, Place::editing(id)))>
                {common::edit(language)}
            </a>
            <details class="confirm">
                <summary>{texts::withdraw(language)}</summary>
                <form method="post" action=routes::withdraw(phone.workshop_id, id) on:submit=withdraw>
                    <p>{texts::withdraw_question(language)}</p>
                    <button type="submit" class="danger">{texts::withdraw_yes(language)}</button>
                </form>
            </details>
        </div>
    }
    .into_any()
}
