//! The room's cards, newest first.

use domain::ids::CardId;
use domain::resource::{Category, Kind, Visibility};
use domain::workshop::{Card, Command, Deed};
use leptos::prelude::*;

use super::phone::PhoneState;
use crate::locale::{language, participant as texts, words};
use crate::parts::card::{Owner, ResourceCard};
use crate::parts::field::{SelectField, TextField, choices};
use crate::text::folded;
use crate::{format, routes};

/// What the list is narrowed to.
#[derive(Clone, Copy)]
struct Filter {
    kind: RwSignal<Option<Kind>>,
    category: RwSignal<String>,
    search: RwSignal<String>,
}

impl Filter {
    fn lets_through(self, card: &Card) -> bool {
        let resource = &card.resource;
        let looked_for = self.search.with(|search| folded(search));
        self.kind.get().is_none_or(|kind| resource.kind == kind)
            && self.category.with(|category| category.is_empty() || resource.category.code() == category)
            && looked_for.split_whitespace().all(|word| {
                folded(&resource.title).contains(word) || {
                    resource.details.description.as_ref().is_some_and(|description| folded(description).contains(word))
                }
            })
    }
}

/// The second screen.
#[component]
pub(super) fn Room(phone: PhoneState) -> impl IntoView {
    let language = language();
    let is_open = Memo::new(move |_| phone.allows(Deed::ShowInterest) || phone.phase() == domain::workshop::Phase::Closed);
    view! {
        <h2>{texts::tab_room(language)}</h2>
        {move || {
            if is_open.get() {
                view! { <Cards phone /> }.into_any()
            } else {
                view! { <p class="notice">{texts::room_opens_later(language)}</p> }.into_any()
            }
        }}
    }
    .into_any()
}

#[component]
fn Cards(phone: PhoneState) -> impl IntoView {
    let language = language();
    let filter = Filter { kind: RwSignal::new(None), category: RwSignal::default(), search: RwSignal::default() };
    let shown = Memo::new(move |_| {
        phone.read(|workshop| {
            let for_the_room = workshop.open_cards().rev().filter(|card| card.resource.visibility() != Visibility::Facilitators);
            for_the_room.filter(|card| filter.lets_through(card)).map(|card| card.id).collect::<Vec<_>>()
        })
    });
    view! {
        {move || phone.awake.get().then(|| view! { <Filters filter /> })}
        <p class="count" role="status">{move || format::count(language, shown.with(Vec::len), texts::card_one(language), texts::card_many(language))}</p>
        <ul class="cards">
            <For each=move || shown.get() key=|id| *id let:id>
                <RoomCard phone id />
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn Filters(filter: Filter) -> impl IntoView {
    let language = language();
    let chip = move |kind: Option<Kind>| {
        let words = kind.map_or_else(|| texts::all_kinds(language), |kind| words::kinds(language, kind));
        view! {
            <button type="button" class="chip" aria-pressed=move || (filter.kind.get() == kind).to_string() on:click=move |_| filter.kind.set(kind)>
                {words}
            </button>
        }
    };
    view! {
        <form role="search" class="filters" on:submit=|event| event.prevent_default()>
            <div class="chips">{chip(None)} {Kind::ALL.iter().map(|kind| chip(Some(*kind))).collect_view()}</div>
            <TextField
                name="search"
                kind="search"
                inputmode="search"
                enterkeyhint="search"
                label=texts::search(language)
                value=filter.search
                on_input=Callback::new(move |text| filter.search.set(text))
            />
            <SelectField
                name="filter-category"
                label=texts::field_category(language)
                choices=choices(Category::ALL, Category::code, |choice| words::category(language, choice))
                blank=texts::all_categories(language)
                value=filter.category
                on_input=Callback::new(move |code| filter.category.set(code))
            />
        </form>
    }
    .into_any()
}

#[component]
fn RoomCard(phone: PhoneState, id: CardId) -> impl IntoView {
    let shown = Memo::new(move |_| phone.read(|workshop| workshop.cards.get(&id).map(|card| (card.resource.clone(), Owner::of(card, workshop)))));
    view! {
        <li>
            {move || {
                shown
                    .get()
                    .map(|(resource, owner)| {
                        view! {
                            <ResourceCard resource owner=Some(owner)>
                                <Interest phone id />
                            </ResourceCard>
                        }
                    })
            }}
        </li>
    }
    .into_any()
}

/// How many are interested, and the button to be one of them.
#[component]
fn Interest(phone: PhoneState, id: CardId) -> impl IntoView {
    let language = language();
    // What was tapped counts at once, even while it is on its way.
    let tapped = move || {
        phone.outbox.waits_for(|command| match command {
            Command::ShowInterest { card_id, interested, .. } if *card_id == id => Some(*interested),
            _ => None,
        })
    };
    let state = Memo::new(move |_| {
        phone.read(|workshop| {
            let card = workshop.cards.get(&id)?;
            let me = phone.me?;
            let known = card.interested.contains(&me);
            let interested = tapped().unwrap_or(known);
            let count = card.interested.len() + usize::from(interested && !known) - usize::from(known && !interested);
            let own = phone.is_mine(id) || card.author.is_some_and(|author| workshop.same_organisation(author, me));
            Some((interested, count, own))
        })
    });
    let interested = move || state.get().is_some_and(|(interested, ..)| interested);
    let may = Memo::new(move |_| phone.allows(Deed::ShowInterest) && state.get().is_some_and(|(.., own)| !own));
    let own = move || state.get().is_some_and(|(.., own)| own).then(|| view! { <span class="own">{texts::your_organisation(language)}</span> });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        phone.ask(Command::ShowInterest { card_id: id, interested: !state.get_untracked().is_some_and(|(interested, ..)| interested), on_behalf_of: None });
    };
    let count = move || state.get().map(|(_, count, _)| format::count(language, count, texts::interested_one(language), texts::interested_many(language)));
    view! {
        <p class="card-state">
            <span class="interest-count">{count}</span>
            {own}
        </p>
        {move || {
            may.get()
                .then(|| {
                    view! {
                        <form method="post" action=routes::interest(phone.workshop_id, id) on:submit=submit>
                            <input type="hidden" name="interested" value=move || (!interested()).to_string() />
                            <button type="submit" class="toggle" aria-pressed=move || interested().to_string()>
                                {texts::interested(language)}
                            </button>
                        </form>
                    }
                })
        }}
    }
    .into_any()
}
