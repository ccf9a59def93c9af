//! The room's cards, newest first.

use domain::ids::CardId;
use domain::resource::{Category, Kind, Visibility};
use domain::workshop::{Card, Command, Deed, Language, Phase};
use element::{Child, Element, Key, children, element, live};
use leptos::prelude::*;

use super::long_list::LongList;
use super::state::PhoneState;
use crate::locale::{card_fields, common, language, phone as texts, words};
use crate::parts::card::{Owner, resource_card};
use crate::parts::field::{Field, Typing, choices};
use crate::text::folded;
use crate::{format, routes};

/// Kind, category and words to which the list is narrowed.
#[derive(Default)]
struct Filter {
    kind: Option<Kind>,
    /// Code of a category; blank for all categories.
    category: String,
    search: String,
}

impl Filter {
    fn lets_through(&self, language: Language, words: &[&str], card: &Card) -> bool {
        let resource = &card.resource;
        self.kind.is_none_or(|kind| resource.kind == kind)
            && (self.category.is_empty() || resource.category.code() == self.category)
            && words.iter().all(|word| {
                let says = |text: &str| folded(text).contains(word);
                says(&resource.title)
                    || card.title_in(language).is_some_and(says)
                    || resource.details.description.as_deref().is_some_and(says)
            })
    }
}

/// The second screen: the cards of the room, newest first, and one's interest in them.
pub(super) fn room(phone: PhoneState) -> Vec<Child> {
    let language = language();
    let filter = RwSignal::new(Filter::default());
    let is_open = move || phone.allows(Deed::ShowInterest) || phone.phase() == Phase::Closed;
    let list = LongList::new(phone, move || {
        if !is_open() {
            return Vec::new();
        }
        filter.with(|filter| {
            let search = folded(&filter.search);
            let words: Vec<&str> = search.split_whitespace().collect();
            phone.read(|workshop| {
                let for_the_room =
                    workshop.open_cards().rev().filter(|card| card.resource.visibility() != Visibility::Facilitators);
                for_the_room
                    .filter(|card| filter.lets_through(language, &words, card))
                    .map(|card| Key::from(card.id.0))
                    .collect()
            })
        })
    });
    let above = move || {
        if !is_open() {
            return children![element("p").class("notice").child(texts::room_opens_later(language))];
        }
        let count = format::count(language, list.len(), texts::card_one(language), texts::card_many(language));
        children![phone.awake.get().then(|| filters(phone, filter, list)), element("p").class("count").child(count)]
    };
    let row = move |key| room_card(phone, CardId(u32::try_from(key).ok()?));
    let mut all = children![element("h2").child(texts::tab_room(language)), live(above)];
    all.extend(list.drawn("cards", routes::room(phone.workshop_id), row));
    all
}

/// The count below is said when the list is narrowed, not whenever somebody posts.
fn filters(phone: PhoneState, filter: RwSignal<Filter>, list: LongList) -> Element {
    let language = language();
    let narrow = move |change: &dyn Fn(&mut Filter)| {
        list.begin_again();
        filter.update(|filter| change(filter));
        phone.spoken.set(format::count(language, list.len(), texts::card_one(language), texts::card_many(language)));
    };
    let mut chips = element("div").class("chips");
    for kind in std::iter::once(None).chain(Kind::ALL.iter().copied().map(Some)) {
        let words = kind.map_or_else(|| texts::all_kinds(language), |kind| words::kinds(language, kind));
        let pressed = filter.with(|filter| filter.kind == kind);
        let chip = element("button")
            .attr("type", "button")
            .class("chip")
            .attr("aria-pressed", word_of(pressed))
            .on_click(move |_| narrow(&|filter| filter.kind = kind))
            .child(words);
        chips = chips.child(chip);
    }
    let (search, category) = filter.with(|filter| (filter.search.clone(), filter.category.clone()));
    let search = Field {
        name: "search",
        label: texts::search(language).to_owned(),
        value: search,
        on_input: Some(Box::new(move |text| narrow(&|filter| filter.search.clone_from(&text)))),
        ..Field::default()
    };
    let category = Field {
        name: "filter-category",
        label: card_fields::label(language, domain::resource::Field::Category).to_owned(),
        value: category,
        on_input: Some(Box::new(move |code| narrow(&|filter| filter.category.clone_from(&code)))),
        ..Field::default()
    };
    let categories = choices(Category::ALL, Category::code, |choice| words::category(language, choice));
    element("form")
        .attr("role", "search")
        .class("filters")
        .on_submit(|_| ())
        .child(chips)
        .child(search.line(&Typing {
            kind: "search",
            inputmode: "search",
            enterkeyhint: "search",
            ..Typing::default()
        }))
        .child(category.choice(texts::all_categories(language), categories))
}

fn room_card(phone: PhoneState, id: CardId) -> Option<Element> {
    phone.read(|workshop| {
        let card = workshop.cards.get(&id)?;
        let own = phone.me.is_some_and(|me| {
            phone.is_mine(id) || card.author.is_some_and(|author| workshop.same_organisation(author, me))
        });
        Some(element("li").child(resource_card(
            card,
            Some(Owner::of(card, workshop)),
            phone.photo(card),
            interest(phone, card, own),
        )))
    })
}

/// How many are interested, and the button to be one of them.
fn interest(phone: PhoneState, card: &Card, own: bool) -> Vec<Child> {
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
    let count = format::count(language, count, texts::interested_one(language), texts::interested_many(language));
    let form = (!own && phone.allows(Deed::ShowInterest)).then(|| {
        element("form")
            .attr("method", "post")
            .attr("action", routes::interest(phone.workshop_id, id))
            .on_submit(move |_| {
                phone.ask(Command::ShowInterest { card_id: id, interested: !interested, on_behalf_of: None });
            })
            .child(
                element("input").attr("type", "hidden").attr("name", "interested").attr("value", word_of(!interested)),
            )
            .child(
                toggle(interested)
                    .attr("aria-label", common::labelled(language, texts::interested(language), &card.resource.title))
                    .child(texts::interested(language)),
            )
    });
    let own = own.then(|| element("span").class("own").child(texts::your_organisation(language)));
    children![
        element("p").class("card-state").child(element("span").class("interest-count").child(count)).child(own),
        form
    ]
}

/// A button that sends its form, and shows what was said.
pub(super) fn toggle(pressed: bool) -> Element {
    element("button").attr("type", "submit").class("toggle").attr("aria-pressed", word_of(pressed))
}

const fn word_of(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
