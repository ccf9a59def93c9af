//! A card as it is shown to people: kind, title, whose it is, how much, and the details behind a fold.

use domain::resource::{Details, Kind, Resource};
use domain::workshop::{Card, Workshop};

use super::element::{Child, Element, children, element};
use super::quantity::quantity_text;
use crate::format;
use crate::locale::{common, language, phone as texts, words};

/// The class of a card of this kind; style sheets give each its colour and sign.
#[must_use]
pub const fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Have => "card have",
        Kind::Want => "card want",
        Kind::SharedNeed => "card shared-need",
    }
}

/// The part of [`kind_class`] that gives what is no card its colour and sign, with a space before it.
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
    /// Where it sits.
    pub table: Option<u8>,
}

impl Owner {
    /// Whose this card is.
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
pub fn resource_card(resource: &Resource, owner: Option<Owner>, photo: Option<String>, foot: Vec<Child>) -> Element {
    element("article")
        .class(kind_class(resource.kind))
        .children(told(resource, owner, photo))
        .child(element("div").class("card-foot").children(foot))
}

/// What a card says.
#[must_use]
pub fn told(resource: &Resource, owner: Option<Owner>, photo: Option<String>) -> Vec<Child> {
    let language = language();
    let kind = element("p")
        .class("card-kind")
        .child(element("span").class("kind").child(words::kind(language, resource.kind)))
        .child(element("span").class("category").child(words::category(language, resource.category)));
    children![
        kind,
        element("h3").class("card-title").child(resource.title.to_string()),
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

/// What was said of a resource, each with its name.
#[must_use]
pub fn detail_lines(language: crate::Language, details: &Details) -> Vec<(&'static str, String)> {
    let text = |value: Option<&domain::text::Line>| value.map(ToString::to_string);
    let word = |value: Option<&'static str>| value.map(str::to_owned);
    let number =
        |value: Option<f64>, unit: &str| value.map(|value| [&format::amount(language, value), "\u{a0}", unit].concat());
    let lines = [
        ("description", details.description.as_ref().map(ToString::to_string)),
        ("form", text(details.form.as_ref())),
        ("packaging", text(details.packaging.as_ref())),
        ("quality", text(details.quality.as_ref())),
        ("available_from", details.available_from.map(|date| format::date(language, date))),
        ("available_until", details.available_until.map(|date| format::date(language, date))),
        ("site", text(details.site.as_ref())),
        ("max_km", number(details.max_km, "km")),
        ("transport", word(details.transport.map(|choice| words::transport(language, choice)))),
        ("price", word(details.price.map(|choice| words::price(language, choice)))),
        ("current_route", word(details.current_route.map(|choice| words::route(language, choice)))),
        ("cost_per_tonne", number(details.cost_per_tonne, "€/t")),
        ("status", word(details.status.map(|choice| words::status(language, choice)))),
        ("waste_code", text(details.waste_code.as_ref())),
    ];
    lines.into_iter().filter_map(|(field, text)| text.map(|text| (texts::field_label(language, field), text))).collect()
}
