//! A question to a language model, and how its answer has to look.

use std::collections::BTreeSet;

use domain::ids::CardId;
use domain::resource::Visibility;
use domain::workshop::{Card, Workshop};
use serde_json::{Map, Value, json};

use super::{BEST, CARDS_MOST, Unread, reading, redacted, titles};
use crate::Room;

/// What the model is told before each question.
pub const INSTRUCTIONS: &str = include_str!("instructions.txt");

/// A question to the model: which of these pairs would you introduce, how much and when do the new cards say, and what
/// are they called in the other language?
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// The cards that are asked about.
    pub new: Vec<CardId>,
    /// The cards that they may go with.
    pub others: Vec<CardId>,
    /// The cards as the model reads them, one JSON object.
    pub text: String,
    /// The new cards that say neither in a field of its own.
    pub unread: Unread,
}

impl Question {
    /// Asks about these cards; none when none of them may leave the room.
    #[must_use]
    pub fn about(room: &mut Room, workshop: &Workshop, cards: &[CardId]) -> Option<Self> {
        let may_leave = |id: &CardId| workshop.cards.get(id).is_some_and(leaves_the_room);
        let new: Vec<CardId> = cards.iter().copied().filter(may_leave).collect();
        if new.is_empty() {
            return None;
        }
        let each = (CARDS_MOST.saturating_sub(new.len()) / new.len().max(1)).min(BEST);
        let mut others = BTreeSet::new();
        for card in &new {
            others.extend(
                room.nearest(workshop, *card)
                    .into_iter()
                    .filter(|other| may_leave(other) && !new.contains(other))
                    .take(each),
            );
        }
        let others: Vec<CardId> = others.into_iter().collect();
        let sheets = |ids: &[CardId]| {
            ids.iter().filter_map(|id| workshop.cards.get(id)).map(|card| sheet(card, workshop)).collect::<Vec<_>>()
        };
        let sheets_of_new = sheets(&new);
        let mut unread = Unread::new(workshop.description.as_ref().map(|description| description.date));
        for (id, sheet) in new.iter().zip(&sheets_of_new) {
            if let Some(card) = workshop.cards.get(id) {
                unread.note(*id, &card.resource, &texts_of(sheet));
            }
        }
        let text = json!({ "new": sheets_of_new, "others": sheets(&others) }).to_string();
        Some(Self { new, others, text, unread })
    }

    /// Whether this pair was asked about.
    #[must_use]
    pub fn asks(&self, one: CardId, other: CardId) -> bool {
        let (a, b) = (self.new.contains(&one), self.new.contains(&other));
        one != other && (a || b) && (a || self.others.contains(&one)) && (b || self.others.contains(&other))
    }

    /// What is sent to an OpenAI-compatible server (`POST …/chat/completions`).
    #[must_use]
    pub fn request(&self, model: &str) -> Value {
        json!({
            "model": model,
            "temperature": 0,
            "messages": [
                { "role": "system", "content": self.instructions() },
                { "role": "user", "content": self.text },
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": { "name": "pairs", "strict": true, "schema": self.schema() },
            },
        })
    }

    /// What the model is told before the cards.
    #[must_use]
    pub fn instructions(&self) -> String {
        let read = if self.unread.is_empty() { String::new() } else { self.unread.instructions() + "\n" };
        format!("{INSTRUCTIONS}\n{read}{}", titles::INSTRUCTIONS)
    }

    /// The schema of an answer.
    #[must_use]
    pub fn schema(&self) -> Value {
        let lists: Vec<(&str, Value)> = [("pairs", pairs()), ("titles", titles::schema())]
            .into_iter()
            .chain((!self.unread.is_empty()).then(reading::schema).into_iter().flatten())
            .collect();
        let names: Vec<&str> = lists.iter().map(|(name, _)| *name).collect();
        json!({
            "type": "object",
            "required": names,
            "properties": lists.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            "additionalProperties": false,
        })
    }
}

/// The list of pairs in the schema of an answer.
fn pairs() -> Value {
    let pair = json!({
        "type": "object",
        "properties": {
            "a": { "type": "integer" },
            "b": { "type": "integer" },
            "grade": { "type": "integer", "enum": [1, 2] },
            "fr": { "type": "string" },
            "en": { "type": "string" },
        },
        "required": ["a", "b", "grade", "fr", "en"],
        "additionalProperties": false,
    });
    json!({ "type": "array", "items": pair })
}

/// Only what everybody in the room reads is shown to somebody outside it.
fn leaves_the_room(card: &Card) -> bool {
    card.is_open() && matches!(card.resource.visibility(), Visibility::Room | Visibility::Anonymous)
}

/// The fields of a sheet that hold what somebody typed.
const TEXTS: [&str; 5] = ["what", "more", "form", "packaging", "quality"];

fn texts_of(sheet: &Value) -> Vec<&str> {
    TEXTS.iter().filter_map(|name| sheet.get(name)?.as_str()).collect()
}

/// A card as the model reads it.
fn sheet(card: &Card, workshop: &Workshop) -> Value {
    let (resource, details) = (&card.resource, &card.resource.details);
    let mut sheet = Map::new();
    let mut put = |name: &str, value: Value| drop(sheet.insert(name.to_owned(), value));
    put("id", card.id.0.into());
    put("kind", resource.kind.code().into());
    put("category", resource.category.code().into());
    let texts = [
        Some(&*resource.title),
        details.description.as_deref(),
        details.form.as_deref(),
        details.packaging.as_deref(),
        details.quality.as_deref(),
    ];
    for (name, text) in TEXTS.into_iter().zip(texts) {
        if let Some(text) = text {
            put(name, redacted(text, workshop).into());
        }
    }
    if let Some(quantity) = &resource.quantity {
        put("amount", format!("{} {}, {}", quantity.amount, quantity.unit.code(), quantity.frequency.code()).into());
    }
    for (name, day) in [("from", details.available_from), ("until", details.available_until)] {
        if let Some(day) = day {
            put(name, day.to_string().into());
        }
    }
    let codes = [
        ("price", details.price.map(domain::resource::Price::code)),
        ("status", details.status.map(domain::resource::Status::code)),
    ];
    for (name, code) in codes {
        if let Some(code) = code {
            put(name, code.into());
        }
    }
    Value::Object(sheet)
}
