//! Titles of cards in the other language, as a language model put them.

use std::collections::BTreeMap;

use domain::ids::CardId;
use domain::text::Title;
use domain::workshop::{Language, Translated};
use serde::Deserialize;
use serde_json::{Value, json};

use super::plain::plain_line;

/// What is asked besides pairs.
pub(super) const INSTRUCTIONS: &str = include_str!("titles.txt");

#[derive(Deserialize)]
struct Line {
    id: u32,
    language: String,
    title: String,
}

/// What of these lines may be shown, and how many are left out: of cards that were not asked about, in languages that
/// there are not here, and what is no title of a card.
pub(super) fn read(lines: Vec<Value>, asked: &[CardId]) -> (BTreeMap<CardId, Translated>, usize) {
    let mut titles = BTreeMap::new();
    let mut left_out = 0;
    for line in lines {
        let line = serde_json::from_value::<Line>(line).ok();
        match line.and_then(|line| line.translated(asked)) {
            // Of two lines about one card the first is believed.
            Some((card, translated)) => drop(titles.entry(card).or_insert(translated)),
            None => left_out += 1,
        }
    }
    (titles, left_out)
}

impl Line {
    fn translated(self, asked: &[CardId]) -> Option<(CardId, Translated)> {
        let (card, language) = (CardId(self.id), Language::from_code(&self.language)?);
        let title = Title::parse(&plain_line(&self.title)?).ok()?;
        asked.contains(&card).then_some((card, Translated { language, title }))
    }
}

/// The list in the schema of an answer.
pub(super) fn schema() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "id": { "type": "integer" },
                "language": { "type": "string", "enum": [Language::French.code(), Language::English.code()] },
                "title": { "type": "string" },
            },
            "required": ["id", "language", "title"],
            "additionalProperties": false,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: u32, language: &str, title: &str) -> Value {
        json!({ "id": id, "language": language, "title": title })
    }

    const ASKED: [CardId; 1] = [CardId(7)];

    #[test]
    fn a_title_in_the_other_language_is_read_and_the_first_of_two_stands() {
        let lines = vec![line(7, "en", " Dry softwood  sawdust "), line(7, "en", "Dust")];
        let title = Title::parse("Dry softwood sawdust").expect("a title");
        let read = (BTreeMap::from([(CardId(7), Translated { language: Language::English, title })]), 0);
        assert_eq!(super::read(lines, &ASKED), read);
    }

    #[test]
    fn what_is_no_title_of_a_card_that_was_asked_about_is_left_out() {
        let long = "a".repeat(domain::text::TITLE_MAX + 1);
        for bad in [
            line(2, "en", "Bedding"),
            line(99, "en", "Bedding"),
            line(7, "de", "Einstreu"),
            line(7, "en", ""),
            line(7, "en", "see https://example.org"),
            line(7, "en", "<b>Bedding</b>"),
            line(7, "en", &long),
            json!({ "id": 7, "title": "Bedding" }),
            json!(null),
        ] {
            assert_eq!(read(vec![bad.clone()], &ASKED), (BTreeMap::new(), 1), "{bad}");
        }
    }
}
