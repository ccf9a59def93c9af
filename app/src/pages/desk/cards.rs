//! The cards, with everything a facilitator can do to one.

use domain::ids::CardId;
use domain::resource::{Kind, Resource, Visibility};
use domain::workshop::{Card, CardStatus, Command, Workshop};
use leptos::prelude::*;

use super::state::{DeskState, Editor};
use crate::format;
use crate::locale::{common, desk as texts, phone, words};
use crate::parts::card::resource_card;
use crate::parts::element::{Child, children, element};
use crate::parts::field::TextField;
use crate::text::folded;

/// Kind and words to which the list is narrowed, and whether cards that were put away are shown too.
#[derive(Clone, Copy)]
struct Filter {
    kind: RwSignal<Option<Kind>>,
    search: RwSignal<String>,
    put_away: RwSignal<bool>,
}

impl Filter {
    fn lets_through(self, workshop: &Workshop, card: &Card) -> bool {
        let organisation = card
            .author
            .and_then(|author| workshop.participants.get(&author))
            .map(|author| folded(&author.organisation))
            .unwrap_or_default();
        let looked_for = self.search.with(|search| folded(search));
        (card.is_open() || self.put_away.get())
            && self.kind.get().is_none_or(|kind| card.resource.kind == kind)
            && looked_for
                .split_whitespace()
                .all(|word| folded(&card.resource.title).contains(word) || organisation.contains(word))
    }
}

/// The panel of cards.
#[component]
pub(super) fn Cards(desk: DeskState) -> impl IntoView {
    let language = desk.language;
    let filter = Filter { kind: RwSignal::new(None), search: RwSignal::default(), put_away: RwSignal::new(false) };
    let shown = Memo::new(move |_| {
        desk.read(|workshop| {
            workshop
                .cards
                .values()
                .rev()
                .filter(|card| filter.lets_through(workshop, card))
                .map(|card| card.id)
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="toolbar">
            <h2>{texts::panel_cards(language)}</h2>
            <button type="button" on:click=move |_| desk.open(Editor::NewCard)>{texts::post_for(language)}</button>
        </div>
        <Filters desk filter />
        <p class="count">
            {move || {
                let (one, many) = (phone::card_one(language), phone::card_many(language));
                format::count(language, shown.with(Vec::len), one, many)
            }}
        </p>
        {move || shown.with(Vec::is_empty).then(|| view! { <p class="empty">{texts::no_card(language)}</p> })}
        <ul class="desk-cards">
            <For each=move || shown.get() key=|id| *id let:id>
                <Row desk id />
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn Filters(desk: DeskState, filter: Filter) -> impl IntoView {
    let language = desk.language;
    let chip = move |kind: Option<Kind>| {
        let words = kind.map_or_else(|| phone::all_kinds(language), |kind| words::kinds(language, kind));
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (filter.kind.get() == kind).to_string()
                on:click=move |_| filter.kind.set(kind)
            >
                {words}
            </button>
        }
    };
    view! {
        <form role="search" class="filters" on:submit=|event| event.prevent_default()>
            {move || {
                view! {
                    <TextField
                        name="search"
                        kind="search"
                        inputmode="search"
                        label=texts::search_cards(language)
                        value=filter.search.get()
                        on_input=Box::new(move |text| filter.search.set(text))
                    />
                }
                .into_any()
            }}
            <div class="chips">{chip(None)} {Kind::ALL.iter().map(|kind| chip(Some(*kind))).collect_view()}</div>
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || filter.put_away.get()
                    on:change=move |event| filter.put_away.set(event_target_checked(&event))
                />
                <span>{texts::show_put_away(language)}</span>
            </label>
        </form>
    }
    .into_any()
}

/// A card as its row shows it.
#[derive(Clone, PartialEq)]
struct Shown {
    resource: Resource,
    status: CardStatus,
    author: String,
    by_facilitator: bool,
    interested: String,
    photo: Option<String>,
}

#[component]
fn Row(desk: DeskState, id: CardId) -> impl IntoView {
    let shown = Memo::new(move |_| {
        desk.read(|workshop| {
            let card = workshop.cards.get(&id)?;
            let organisation = |who| workshop.participants.get(who).map(|who| who.organisation.to_string());
            Some(Shown {
                resource: card.resource.clone(),
                photo: card.photo.map(|at| desk.live.photo(id, at)),
                status: card.status,
                author: desk.person(workshop, card.author),
                by_facilitator: card.by_facilitator,
                interested: card.interested.iter().filter_map(organisation).collect::<Vec<_>>().join(", "),
            })
        })
    });
    view! { <li>{move || shown.get().map(|shown| view! { <ShownCard desk id shown /> })}</li> }.into_any()
}

#[component]
fn ShownCard(desk: DeskState, id: CardId, shown: Shown) -> impl IntoView {
    let language = desk.language;
    let Shown { resource, status, author, by_facilitator, interested, photo } = shown;
    let state = match status {
        CardStatus::Open => None,
        CardStatus::Hidden => Some(texts::hidden(language).to_owned()),
        CardStatus::Withdrawn => Some(texts::withdrawn(language).to_owned()),
        CardStatus::Merged(kept) => Some(format!("{} {kept}", texts::merged_into(language))),
    };
    let seen_by = match resource.visibility() {
        Visibility::Room => None,
        Visibility::Anonymous => Some(texts::anonymous_card(language)),
        Visibility::Facilitators => Some(texts::for_facilitators(language)),
    };
    let button = move |words: &'static str, act: Callback<()>| {
        Child::from(element("button").attr("type", "button").class("small").on_click(move |_| act.run(())).child(words))
    };
    let open = move |editor| Callback::new(move |()| desk.open(editor));
    let hide = move |hidden| Callback::new(move |()| desk.send(Command::HideCard { card_id: id, hidden }));
    let without_photo = Callback::new(move |()| desk.send(Command::ChangePhoto { card_id: id, taken: false }));
    let mut actions = match status {
        CardStatus::Open => vec![
            button(common::edit(language), open(Editor::Card(id))),
            button(texts::hide(language), hide(true)),
            button(texts::merge(language), open(Editor::Merge(id))),
            button(texts::note_interest(language), open(Editor::Interest(id))),
        ],
        CardStatus::Hidden => vec![
            button(common::edit(language), open(Editor::Card(id))),
            button(texts::show_again(language), hide(false)),
        ],
        CardStatus::Withdrawn | CardStatus::Merged(_) => Vec::new(),
    };
    if photo.is_some() && matches!(status, CardStatus::Open | CardStatus::Hidden) {
        actions.push(button(texts::remove_photo(language), without_photo));
    }
    let mut said = element("p")
        .class("card-state")
        .child(element("span").child(texts::card_number(language, id)))
        .child(element("strong").child(author))
        .child(by_facilitator.then(|| element("span").child(texts::typed_by_facilitator(language))));
    said = said.child(seen_by.map(|seen_by| element("span").class("visibility").child(seen_by)));
    said = said.child(state.map(|state| element("span").class("badge").child(state)));
    let interested = (!interested.is_empty()).then(|| {
        let of = element("span").class("interest-count").child(texts::interested_are(language));
        element("p").class("card-state").child(of).child(element("span").child(interested))
    });
    let foot = children![said, interested, element("div").class("actions").children(actions)];
    let card = Child::from(resource_card(&resource, None, photo, foot));
    view! { <div class="desk-card" class:put-away=status != CardStatus::Open>{card}</div> }.into_any()
}
