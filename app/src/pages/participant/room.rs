//! The room's cards, newest first.

use domain::ids::CardId;
use domain::resource::{Category, Kind, Visibility};
use domain::workshop::{Card, Command, Deed, Phase};
use leptos::prelude::*;

use super::phone::PhoneState;
use crate::locale::{language, participant as texts, words};
use crate::parts::card::{Owner, resource_card};
use crate::parts::field::{SelectField, TextField, choices};
use crate::parts::listener::listener;
use crate::parts::rows::{Key, keys, rows};
use crate::text::folded;
use crate::{format, routes};

/// What the list is narrowed to.
#[derive(Default)]
struct Filter {
    kind: Option<Kind>,
    /// Code of a category; blank for all.
    category: String,
    search: String,
}

impl Filter {
    fn lets_through(&self, words: &[&str], card: &Card) -> bool {
        let resource = &card.resource;
        self.kind.is_none_or(|kind| resource.kind == kind)
            && (self.category.is_empty() || resource.category.code() == self.category)
            && words.iter().all(|word| {
                let says = |text: &str| folded(text).contains(word);
                says(&resource.title) || resource.details.description.as_deref().is_some_and(says)
            })
    }
}

/// The second screen.
pub(super) fn room(phone: PhoneState) -> AnyView {
    let language = language();
    let filter = RwSignal::new(Filter::default());
    let is_open = move || phone.allows(Deed::ShowInterest) || phone.phase() == Phase::Closed;
    let shown = keys(move || {
        if !is_open() {
            return Vec::new();
        }
        filter.with(|filter| {
            let search = folded(&filter.search);
            let words: Vec<&str> = search.split_whitespace().collect();
            phone.read(|workshop| {
                let for_the_room = workshop.open_cards().rev().filter(|card| card.resource.visibility() != Visibility::Facilitators);
                for_the_room.filter(|card| filter.lets_through(&words, card)).map(|card| Key::from(card.id.0)).collect()
            })
        })
    });
    let above = move || {
        if !is_open() {
            return view! { <p class="notice">{texts::room_opens_later(language)}</p> }.into_any();
        }
        view! {
            {phone.awake.get().then(|| filters(filter))}
            <p class="count" role="status">{format::count(language, shown.with(Vec::len), texts::card_one(language), texts::card_many(language))}</p>
        }
        .into_any()
    };
    view! {
        <h2>{texts::tab_room(language)}</h2>
        {move || above()}
        <ul class="cards">{rows(shown, move |key| room_card(phone, CardId(u32::try_from(key).unwrap_or_default())))}</ul>
    }
    .into_any()
}

fn filters(filter: RwSignal<Filter>) -> AnyView {
    let language = language();
    let chip = move |kind: Option<Kind>| {
        let words = kind.map_or_else(|| texts::all_kinds(language), |kind| words::kinds(language, kind));
        let pressed = filter.with(|filter| filter.kind == kind);
        let choose = listener(move |_| filter.update(|filter| filter.kind = kind));
        view! {
            <button type="button" class="chip" aria-pressed=pressed.to_string() on:click=choose>
                {words}
            </button>
        }
        .into_any()
    };
    let chips: Vec<AnyView> = std::iter::once(None).chain(Kind::ALL.iter().copied().map(Some)).map(chip).collect();
    let (search, category) = filter.with(|filter| (filter.search.clone(), filter.category.clone()));
    view! {
        <form role="search" class="filters" on:submit=listener(|event: leptos::ev::SubmitEvent| event.prevent_default())>
            <div class="chips">{chips}</div>
            <TextField
                name="search"
                kind="search"
                inputmode="search"
                enterkeyhint="search"
                label=texts::search(language)
                value=search
                on_input=Callback::new(move |text| filter.update(|filter| filter.search = text))
            />
            <SelectField
                name="filter-category"
                label=texts::field_category(language)
                choices=choices(Category::ALL, Category::code, |choice| words::category(language, choice))
                blank=texts::all_categories(language)
                value=category
                on_input=Callback::new(move |code| filter.update(|filter| filter.category = code))
            />
        </form>
    }
    .into_any()
}

fn room_card(phone: PhoneState, id: CardId) -> AnyView {
    phone.read(|workshop| {
        let Some(card) = workshop.cards.get(&id) else { return ().into_any() };
        let own = phone.me.is_some_and(|me| phone.is_mine(id) || card.author.is_some_and(|author| workshop.same_organisation(author, me)));
        view! { <li>{resource_card(&card.resource, Some(Owner::of(card, workshop)), interest(phone, card, own))}</li> }.into_any()
    })
}

/// How many are interested, and the button to be one of them.
fn interest(phone: PhoneState, card: &Card, own: bool) -> AnyView {
    let language = language();
    let id = card.id;
    // What was tapped counts at once, even while it is on its way.
    let tapped = phone.outbox.waits_for(|command| match command {
        Command::ShowInterest { card_id, interested, .. } if *card_id == id => Some(*interested),
        _ => None,
    });
    let known = phone.me.is_some_and(|me| card.interested.contains(&me));
    let interested = tapped.unwrap_or(known);
    let count = card.interested.len() + usize::from(interested && !known) - usize::from(known && !interested);
    let form = (!own && phone.allows(Deed::ShowInterest)).then(|| {
        let submit = listener(move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            phone.ask(Command::ShowInterest { card_id: id, interested: !interested, on_behalf_of: None });
        });
        view! {
            <form method="post" action=routes::interest(phone.workshop_id, id) on:submit=submit>
                <input type="hidden" name="interested" value=(!interested).to_string() />
                <button type="submit" class="toggle" aria-pressed=interested.to_string()>
                    {texts::interested(language)}
                </button>
            </form>
        }
        .into_any()
    });
    view! {
        <p class="card-state">
            <span class="interest-count">{format::count(language, count, texts::interested_one(language), texts::interested_many(language))}</span>
            {own.then(|| view! { <span class="own">{texts::your_organisation(language)}</span> }.into_any())}
        </p>
        {form}
    }
    .into_any()
}
