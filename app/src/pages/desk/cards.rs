//! The cards, with everything a facilitator can do to one.

use domain::ids::CardId;
use domain::resource::{Kind, Visibility};
use domain::workshop::{Card, CardStatus, Command, Language, Workshop};
use element::{Child, Element, Key, children, element, keys, live, rows_of};
use leptos::prelude::*;

use super::state::{DeskState, Editor};
use crate::format;
use crate::locale::{common, desk as texts, phone, words};
use crate::parts::card::{resource_card, understood_text};
use crate::parts::field::{Field, Typing};
use crate::text::folded;

/// Kind and words to which the list is narrowed, and whether cards that were put away are shown too.
#[derive(Clone, Copy)]
struct Filter {
    kind: RwSignal<Option<Kind>>,
    search: RwSignal<String>,
    put_away: RwSignal<bool>,
}

impl Filter {
    fn lets_through(self, language: Language, workshop: &Workshop, card: &Card) -> bool {
        let organisation = card
            .author
            .and_then(|author| workshop.participants.get(&author))
            .map(|author| folded(&author.organisation))
            .unwrap_or_default();
        let looked_for = self.search.with(|search| folded(search));
        (card.is_open() || self.put_away.get())
            && self.kind.get().is_none_or(|kind| card.resource.kind == kind)
            && looked_for.split_whitespace().all(|word| {
                let says = |text: &str| folded(text).contains(word);
                says(&card.resource.title) || organisation.contains(word) || card.title_in(language).is_some_and(says)
            })
    }
}

/// The panel of cards.
pub(super) fn cards(desk: DeskState) -> Vec<Child> {
    let language = desk.language;
    let filter = Filter { kind: RwSignal::new(None), search: RwSignal::default(), put_away: RwSignal::new(false) };
    let all = keys(move || {
        desk.read(|workshop| {
            let cards = workshop.cards.values().rev();
            cards
                .filter(|card| filter.lets_through(language, workshop, card))
                .map(|card| Key::from(card.id.0))
                .collect()
        })
    });
    let count =
        move || format::count(language, all.with(Vec::len), phone::card_one(language), phone::card_many(language));
    let empty = move || all.with(Vec::is_empty).then(|| element("p").class("empty").child(texts::no_card(language)));
    let post = element("button").attr("type", "button").on_click(move |_| desk.open(Editor::NewCard));
    let toolbar = element("div")
        .class("toolbar")
        .child(element("h2").child(texts::panel_cards(language)))
        .child(post.child(texts::post_for(language)));
    let list = rows_of(all, move |key| shown(desk, key), move |shown| element("li").child(shown_card(desk, shown)));
    children![
        toolbar,
        filters(desk, filter),
        element("p").class("count").child(live(count)),
        live(empty),
        element("ul").class("desk-cards").child(list),
    ]
}

fn filters(desk: DeskState, filter: Filter) -> Element {
    let language = desk.language;
    let search = move || {
        let field = Field {
            name: "search",
            label: texts::search_cards(language).to_owned(),
            value: filter.search.get(),
            on_input: Some(Box::new(move |text| filter.search.set(text))),
            ..Field::default()
        };
        field.line(&Typing { kind: "search", inputmode: "search", ..Typing::default() })
    };
    let chip = move |kind: Option<Kind>| {
        let words = kind.map_or_else(|| phone::all_kinds(language), |kind| words::kinds(language, kind));
        element("button")
            .attr("type", "button")
            .class("chip")
            .attr("aria-pressed", if filter.kind.get() == kind { "true" } else { "false" })
            .on_click(move |_| filter.kind.set(kind))
            .child(words)
    };
    let chips = move || {
        let kinds = std::iter::once(None).chain(Kind::ALL.iter().copied().map(Some));
        kinds.map(|kind| Child::from(chip(kind))).collect::<Vec<_>>()
    };
    let put_away = move || {
        element("input")
            .attr("type", "checkbox")
            .checked(filter.put_away.get())
            .on_tick(move |ticked| filter.put_away.set(ticked))
    };
    let put_away = element("label")
        .class("tick")
        .child(live(put_away))
        .child(element("span").child(texts::show_put_away(language)));
    element("form")
        .attr("role", "search")
        .class("filters")
        .on_submit(|_| ())
        .child(live(search))
        .child(element("div").class("chips").child(live(chips)))
        .child(put_away)
}

/// A card as its row shows it.
#[derive(PartialEq)]
struct Shown {
    card: Card,
    author: String,
    interested: String,
    photo: Option<String>,
}

fn shown(desk: DeskState, key: Key) -> Option<Shown> {
    let id = CardId(u32::try_from(key).ok()?);
    desk.read(|workshop| {
        let card = workshop.cards.get(&id)?;
        let organisation = |who| workshop.participants.get(who).map(|who| who.organisation.to_string());
        Some(Shown {
            card: card.clone(),
            photo: card.photo.map(|at| desk.live.photo(id, at)),
            author: desk.person(workshop, card.author),
            interested: card.interested.iter().filter_map(organisation).collect::<Vec<_>>().join(", "),
        })
    })
}

fn shown_card(desk: DeskState, shown: &Shown) -> Element {
    let language = desk.language;
    let card = &shown.card;
    let (id, resource, status) = (card.id, &card.resource, card.status);
    let state = match status {
        CardStatus::Open => None,
        CardStatus::Hidden => Some(texts::hidden(language).to_owned()),
        CardStatus::Withdrawn => Some(texts::withdrawn(language).to_owned()),
        CardStatus::Merged(kept) => Some([texts::merged_into(language), " ", &kept.to_string()].concat()),
    };
    let seen_by = match resource.visibility() {
        Visibility::Room => None,
        Visibility::Anonymous => Some(texts::anonymous_card(language)),
        Visibility::Facilitators => Some(texts::for_facilitators(language)),
    };
    let button = |words: &'static str, act: Box<dyn Fn() + Send>| {
        Child::from(element("button").attr("type", "button").class("small").on_click(move |_| act()).child(words))
    };
    let open = |words, editor| button(words, Box::new(move || desk.open(editor)));
    let send = |words, command: Command| button(words, Box::new(move || desk.send(command.clone())));
    let mut actions = match status {
        CardStatus::Open => vec![
            open(common::edit(language), Editor::Card(id)),
            send(texts::hide(language), Command::HideCard { card_id: id, hidden: true }),
            open(texts::merge(language), Editor::Merge(id)),
            open(texts::note_interest(language), Editor::Interest(id)),
        ],
        CardStatus::Hidden => vec![
            open(common::edit(language), Editor::Card(id)),
            send(texts::show_again(language), Command::HideCard { card_id: id, hidden: false }),
        ],
        CardStatus::Withdrawn | CardStatus::Merged(_) => Vec::new(),
    };
    let amendable = matches!(status, CardStatus::Open | CardStatus::Hidden);
    // A card that is nobody's any more is rewritten by nobody.
    let read = card.understood.filter(|_| amendable && card.author.is_some()).map(|understood| {
        let card = understood.taken_into(resource);
        actions.insert(0, send(phone::put_on_card(language), Command::EditCard { card_id: id, card }));
        element("p").class("card-state").child(understood_text(understood))
    });
    if shown.photo.is_some() && amendable {
        actions.push(send(texts::remove_photo(language), Command::ChangePhoto { card_id: id, taken: false }));
    }
    let said = element("p")
        .class("card-state")
        .child(element("span").child(texts::card_number(language, id)))
        .child(element("strong").child(shown.author.clone()))
        .child(card.by_facilitator.then(|| element("span").child(texts::typed_by_facilitator(language))))
        .child(seen_by.map(|seen_by| element("span").class("visibility").child(seen_by)))
        .child(state.map(|state| element("span").class("badge").child(state)));
    let interested = (!shown.interested.is_empty()).then(|| {
        let of = element("span").class("interest-count").child(texts::interested_are(language));
        element("p").class("card-state").child(of).child(element("span").child(shown.interested.clone()))
    });
    let foot = children![said, interested, read, element("div").class("actions").children(actions)];
    element("div")
        .class(if status == CardStatus::Open { "desk-card" } else { "desk-card put-away" })
        .child(resource_card(card, None, shown.photo.clone(), foot))
}
