//! Own cards, and the form for new ones.

use domain::ids::CardId;
use domain::resource::Visibility;
use domain::workshop::{CardStatus, Command, Deed};
use leptos::prelude::*;

use super::card_form::CardForm;
use super::header::follow;
use super::outbox_list::CardsOnTheirWay;
use super::phone::PhoneState;
use super::place::Place;
use crate::locale::{common, language, participant as texts, words};
use crate::parts::card::ResourceCard;
use crate::{format, routes};

/// The first screen.
#[component]
pub(super) fn Mine(phone: PhoneState) -> impl IntoView {
    let language = language();
    let may_type = Memo::new(move |_| if phone.place.get().editing.is_some() { phone.allows(Deed::Amend) } else { phone.allows(Deed::Post) });
    let mine = Memo::new(move |_| {
        phone.live.replica.with(|replica| {
            let shown = |card: &&domain::workshop::Card| replica.is_mine(card.id) && card.status != CardStatus::Withdrawn;
            replica.workshop().cards.values().rev().filter(shown).map(|card| card.id).collect::<Vec<_>>()
        })
    });
    let nothing = move || mine.with(Vec::is_empty) && phone.outbox.queue.with(|queue| queue.items().is_empty());
    view! {
        {move || {
            if may_type.get() {
                view! { <CardForm phone /> }.into_any()
            } else {
                view! { <p class="notice">{texts::posting_is_over(language)}</p> }.into_any()
            }
        }}
        <section class="stack" aria-labelledby="mine-heading">
            <h2 id="mine-heading">{texts::tab_mine(language)}</h2>
            {move || nothing().then(|| view! { <p class="empty">{texts::no_card_yet(language)}</p> })}
            <ul class="cards">
                <CardsOnTheirWay phone />
                <For each=move || mine.get() key=|id| *id let:id>
                    <OwnCard phone id />
                </For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn OwnCard(phone: PhoneState, id: CardId) -> impl IntoView {
    let resource = Memo::new(move |_| phone.read(|workshop| workshop.cards.get(&id).map(|card| card.resource.clone())));
    view! {
        <li>
            {move || {
                resource
                    .get()
                    .map(|resource| {
                        let visibility = resource.visibility();
                        view! {
                            <ResourceCard resource owner=None>
                                <Foot phone id visibility />
                            </ResourceCard>
                        }
                    })
            }}
        </li>
    }
    .into_any()
}

#[component]
fn Foot(phone: PhoneState, id: CardId, visibility: Visibility) -> impl IntoView {
    let language = language();
    let status = Memo::new(move |_| phone.read(|workshop| workshop.cards.get(&id).map(|card| (card.status, card.interested.len()))));
    let leaving = move || phone.outbox.waits_for(|command| matches!(command, Command::WithdrawCard { card_id } if *card_id == id).then_some(())).is_some();
    let said = move || match status.get() {
        Some((CardStatus::Hidden, _)) => Some(texts::hidden(language).to_owned()),
        Some((CardStatus::Merged(kept), _)) => Some(format!("{} {kept}", texts::merged(language))),
        Some((_, interested)) if interested > 0 => Some(format::count(language, interested, texts::interested_one(language), texts::interested_many(language))),
        _ => None,
    };
    let amendable = Memo::new(move |_| phone.allows(Deed::Amend) && matches!(status.get(), Some((CardStatus::Open | CardStatus::Hidden, _))));
    let withdraw = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        phone.ask(Command::WithdrawCard { card_id: id });
    };
    view! {
        <p class="card-state">
            <span class="fate sent">{texts::number(language, id)}</span>
            {(visibility != Visibility::Room).then(|| view! { <span class="visibility">{words::visibility(language, visibility)}</span> })}
            {move || said().map(|said| view! { <span class="interest-count">{said}</span> })}
        </p>
        {move || {
            if leaving() {
                return Some(view! { <p class="fate waiting" role="status">{texts::being_withdrawn(language)}</p> }.into_any());
            }
            let view = view! {
                <div class="actions">
                    <a class="button quiet" href=routes::card(phone.workshop_id, id) on:click=move |event| follow(&event, phone, Place::editing(id))>
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
            };
            amendable.get().then(|| view.into_any())
        }}
    }
    .into_any()
}
