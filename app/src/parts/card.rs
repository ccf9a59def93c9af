//! A card as it is shown to people: kind, title, whose it is, how much, and the details behind a fold.

use domain::resource::{Details, Entry, Field, Group, Kind, Said, Understood};
use domain::workshop::{Card, Workshop};
use element::{Child, Element, children, element};

use super::card_choices::choices_of;
use super::quantity::quantity_text;
use crate::format;
use crate::locale::{card_fields, common, language, phone as texts, words};

/// The class of a card of this kind; style sheets give each its colour and sign.
#[must_use]
pub const fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Have => "card have",
        Kind::Want => "card want",
        Kind::SharedNeed => "card shared-need",
    }
}

/// The classes for the colour and sign of this kind, for elements that are no cards; it begins with a space.
#[must_use]
pub fn kind_colour(kind: Kind) -> &'static str {
    // Searching a text for another costs the phone 3 kB; beginning with it costs nothing.
    kind_class(kind).strip_prefix("card").unwrap_or_default()
}

/// Whose card it is, as far as this reader may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The organisation; none when the card hides it.
    pub organisation: Option<String>,
    /// The number of the table at which the author sits, once they have one.
    pub table: Option<u8>,
}

impl Owner {
    /// The owner of this card, as far as this workshop (already narrowed to its reader) tells it.
    #[must_use]
    pub fn of(card: &Card, workshop: &Workshop) -> Self {
        card.author.and_then(|author| workshop.participants.get(&author)).map_or_else(Self::default, |author| Self {
            organisation: Some(author.organisation.to_string()),
            table: author.table,
        })
    }
}

/// A card, with the address of its photo if it has one. What can be done with it stands at its foot. Whose it is, is
/// left out on one's own cards.
#[must_use]
pub fn resource_card(card: &Card, owner: Option<Owner>, photo: Option<String>, foot: Vec<Child>) -> Element {
    element("article")
        .class(kind_class(card.resource.kind))
        .children(told(card, owner, photo))
        .child(element("div").class("card-foot").children(foot))
}

/// What stands on a card: kind, category, title, the title in the reader's language where a model translated it, owner,
/// photo, amount, and the details behind a fold.
#[must_use]
pub fn told(card: &Card, owner: Option<Owner>, photo: Option<String>) -> Vec<Child> {
    let (language, resource) = (language(), &card.resource);
    let kind = element("p")
        .class("card-kind")
        .child(element("span").class("kind").child(words::kind(language, resource.kind)))
        .child(element("span").class("category").child(words::category(language, resource.category)));
    children![
        kind,
        element("h3").class("card-title").child(resource.title.to_string()),
        card.title_in(language).map(|title| {
            element("p").class("card-state").child(common::labelled(language, texts::translated(language), title))
        }),
        owner.map(owner_line),
        resource.quantity.map(|quantity| element("p").class("card-quantity").children(quantity_text(quantity))),
        photo.map(|address| {
            let alt = texts::photo_of(language, &resource.title);
            element("img")
                .class("card-photo")
                .attr("src", address)
                .attr("alt", alt)
                .attr("loading", "lazy")
                .attr("decoding", "async")
        }),
        details_fold(&resource.details, &resource.title),
    ]
}

/// `Fonderie Duval · table 3`, or "anonyme".
#[must_use]
pub fn owner_line(owner: Owner) -> Element {
    let language = language();
    let mut line = owner.organisation.unwrap_or_else(|| texts::anonymous(language).to_owned());
    if let Some(table) = owner.table {
        line.extend([" · ", &texts::table_number(language, table)]);
    }
    element("p").class("card-owner").child(line)
}

/// Everything else that was said of a resource, folded away. Nothing when nothing was said.
fn details_fold(details: &Details, title: &str) -> Option<Element> {
    let language = language();
    let lines = detail_lines(language, details);
    if lines.is_empty() {
        return None;
    }
    let mut list = element("dl");
    for (name, text) in lines {
        list = list.child(element("div").child(element("dt").child(name)).child(element("dd").child(text)));
    }
    Some(
        element("details")
            .class("card-details")
            .child(
                element("summary")
                    .attr("aria-label", common::labelled(language, texts::more(language), title))
                    .child(texts::more(language)),
            )
            .child(list),
    )
}

/// What was said of a resource, each with its name. Who sees a card is not told on it.
#[must_use]
pub fn detail_lines(language: crate::Language, details: &Details) -> Vec<(&'static str, String)> {
    let told = |field: &Field| {
        let text = match details.said(*field)? {
            Said::Text(text) => text.to_owned(),
            Said::Date(date) => format::date(language, date),
            Said::Number(number) => {
                let Entry::Number(unit) = field.entry() else { return None };
                [&format::amount(language, number), "\u{a0}", unit].concat()
            }
            Said::Choice(code) => choices_of(language, *field).into_iter().find(|choice| choice.0 == code)?.1,
        };
        Some((card_fields::label(language, *field), text))
    };
    Field::ALL.iter().filter(|field| field.group() != Group::Sharing).filter_map(told).collect()
}

/// What a language model read in the words of a card, for its author and the facilitators: `Un modèle de langage a lu :
/// 15 m³ par semaine · À partir du 15 octobre 2026`.
#[must_use]
pub fn understood_text(understood: Understood) -> String {
    let language = language();
    let Understood { quantity, available_from, available_until } = understood;
    let mut read: Vec<String> = quantity.map(|quantity| format::quantity(language, &quantity)).into_iter().collect();
    let days = Details { available_from, available_until, ..Details::default() };
    read.extend(detail_lines(language, &days).into_iter().map(|(name, day)| [name, " ", &day].concat()));
    common::labelled(language, texts::model_read(language), &read.join(" · "))
}
