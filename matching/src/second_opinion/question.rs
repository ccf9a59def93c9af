//! A question to a language model, and how its answer has to look.

use std::collections::BTreeSet;

use domain::ids::CardId;
use domain::resource::Visibility;
use domain::workshop::{Card, Workshop};
use serde_json::{Map, Value, json};

use super::{BEST, CARDS_MOST, redacted};
use crate::Room;

/// What the model is told before each question.
pub const INSTRUCTIONS: &str = include_str!("instructions.txt");

/// A question to the model: which of these pairs would you introduce?
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The cards that are asked about.
    pub new: Vec<CardId>,
    /// The cards that they may go with.
    pub others: Vec<CardId>,
    /// The cards as the model reads them, one JSON object.
    pub text: String,
}

impl Question {
    /// Asks about these cards; none when none of them may leave the room or there is nothing that they could go with.
    #[must_use]
    pub fn about(room: &mut Room, workshop: &Workshop, cards: &[CardId]) -> Option<Self> {
        let may_leave = |id: &CardId| workshop.cards.get(id).is_some_and(leaves_the_room);
        let new: Vec<CardId> = cards.iter().copied().filter(may_leave).collect();
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
        if new.is_empty() || others.len() + new.len() < 2 {
            return None;
        }
        let sheets = |ids: &[CardId]| {
            ids.iter().filter_map(|id| workshop.cards.get(id)).map(|card| sheet(card, workshop)).collect::<Vec<_>>()
        };
        let text = json!({ "new": sheets(&new), "others": sheets(&others) }).to_string();
        Some(Self { new, others, text })
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
            "messages": [{ "role": "system", "content": INSTRUCTIONS }, { "role": "user", "content": self.text }],
            "response_format": {
                "type": "json_schema",
                "json_schema": { "name": "pairs", "strict": true, "schema": schema() },
            },
        })
    }
}

/// The schema of an answer.
#[must_use]
pub fn schema() -> Value {
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
    json!({
        "type": "object",
        "properties": { "pairs": { "type": "array", "items": pair } },
        "required": ["pairs"],
        "additionalProperties": false,
    })
}

/// Only what everybody in the room reads is shown to somebody outside it.
fn leaves_the_room(card: &Card) -> bool {
    card.is_open() && matches!(card.resource.visibility(), Visibility::Room | Visibility::Anonymous)
}

/// A card as the model reads it.
fn sheet(card: &Card, workshop: &Workshop) -> Value {
    let (resource, details) = (&card.resource, &card.resource.details);
    let mut sheet = Map::new();
    let mut put = |name: &str, value: Value| drop(sheet.insert(name.to_owned(), value));
    put("id", card.id.0.into());
    put("kind", resource.kind.code().into());
    put("category", resource.category.code().into());
    put("what", redacted(&resource.title, workshop).into());
    let texts = [
        ("more", details.description.as_deref()),
        ("form", details.form.as_deref()),
        ("packaging", details.packaging.as_deref()),
        ("quality", details.quality.as_deref()),
    ];
    for (name, text) in texts {
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
