//! Amounts and days that a language model reads out of the words of cards, for fields that their authors left blank.
//! What it reads is proposed to the author and said of nobody: the card stays as it is until they take it over.

use std::collections::BTreeMap;

use domain::NaiveDate;
use domain::ids::CardId;
use domain::resource::{Details, Frequency, Quantity, Resource, Understood, Unit, parse_date};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::text::fold;

/// What is asked besides pairs.
const INSTRUCTIONS: &str = include_str!("reading.txt");

/// The cards of a question of which amount or days are blank.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unread {
    /// The words of each of them as the model gets them, folded.
    words: BTreeMap<CardId, String>,
    /// The day of the workshop, by which days without a year are understood.
    day: Option<NaiveDate>,
}

/// "Une benne par semaine" makes 15 m³ each week.
#[derive(Deserialize)]
struct Amount {
    id: u32,
    amount: f64,
    unit: String,
    frequency: String,
    words: String,
}

/// "From mid-October until the ewes lamb".
#[derive(Deserialize)]
struct Days {
    id: u32,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    words: String,
}

impl Unread {
    pub(super) fn new(day: Option<NaiveDate>) -> Self {
        Self { words: BTreeMap::new(), day }
    }

    /// Notes a card, with its texts as the model gets them, unless its author has filled in all of it.
    pub(super) fn note(&mut self, card: CardId, said: &Resource, texts: &[&str]) {
        let Details { available_from, available_until, .. } = &said.details;
        if said.quantity.is_none() || (available_from.is_none() && available_until.is_none()) {
            self.words.insert(card, plain(&texts.join(" ")));
        }
    }

    /// Whether there is nothing to be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What the model is told of it, after its instructions about pairs.
    pub(super) fn instructions(&self) -> String {
        let day = self.day.map_or_else(|| "a day not set yet".to_owned(), |day| day.to_string());
        INSTRUCTIONS.replace("{day}", &day)
    }

    /// What of these lines may be proposed, and how many are left out: of cards that were not asked about, with words
    /// that the card does not say, in units or on days that there are not, and of days that are over.
    pub(super) fn read(&self, amounts: Vec<Value>, days: Vec<Value>) -> (BTreeMap<CardId, Understood>, usize) {
        let mut understood: BTreeMap<CardId, Understood> = BTreeMap::new();
        let mut left_out = 0;
        for line in amounts {
            let line = serde_json::from_value::<Amount>(line).ok();
            match line.and_then(|line| Some((self.says(line.id, &line.words)?, line.quantity()?))) {
                // Of two lines about one card the first is believed.
                Some((card, quantity)) => {
                    understood.entry(card).or_default().quantity.get_or_insert(quantity);
                }
                None => left_out += 1,
            }
        }
        for line in days {
            let line = serde_json::from_value::<Days>(line).ok();
            match line.and_then(|line| Some((self.says(line.id, &line.words)?, self.days(&line)?))) {
                Some((card, (from, until))) => {
                    let read = understood.entry(card).or_default();
                    if read.available_from.is_none() && read.available_until.is_none() {
                        (read.available_from, read.available_until) = (from, until);
                    }
                }
                None => left_out += 1,
            }
        }
        (understood, left_out)
    }

    /// The card, if it was asked about and says these words.
    fn says(&self, id: u32, words: &str) -> Option<CardId> {
        let quoted = plain(words);
        let said = self.words.get(&CardId(id))?;
        (!quoted.is_empty() && format!(" {said} ").contains(&format!(" {quoted} "))).then_some(CardId(id))
    }

    fn days(&self, line: &Days) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
        let (from, until) = (parse_date(&line.from).ok()?, parse_date(&line.until).ok()?);
        let is_over = until.is_some_and(|until| Some(until) < self.day || from.is_some_and(|from| until < from));
        ((from.is_some() || until.is_some()) && !is_over).then_some((from, until))
    }
}

impl Amount {
    fn quantity(&self) -> Option<Quantity> {
        Quantity::new(self.amount, Unit::from_code(&self.unit)?, Frequency::from_code(&self.frequency)?).ok()
    }
}

/// Words as they are compared: without case, accents and what stands between them.
fn plain(text: &str) -> String {
    let words = fold(text);
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The two lists in the schema of an answer.
pub(super) fn schema() -> [(&'static str, Value); 2] {
    let line = |fields: Value, required: &[&str]| {
        json!({
            "type": "array",
            "items": {
                "type": "object", "properties": fields, "required": required, "additionalProperties": false,
            },
        })
    };
    let codes = |codes: Vec<&str>| json!({ "type": "string", "enum": codes });
    let amounts = json!({
        "id": { "type": "integer" },
        "amount": { "type": "number" },
        "unit": codes(Unit::ALL.iter().map(|unit| unit.code()).collect()),
        "frequency": codes(Frequency::ALL.iter().map(|frequency| frequency.code()).collect()),
        "words": { "type": "string" },
    });
    let text = || json!({ "type": "string" });
    let days = json!({ "id": { "type": "integer" }, "from": text(), "until": text(), "words": text() });
    [
        ("amounts", line(amounts, &["id", "amount", "unit", "frequency", "words"])),
        ("days", line(days, &["id", "from", "until", "words"])),
    ]
}

#[cfg(test)]
mod tests {
    use domain::resource::ResourceDraft;

    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().expect("a day"))
    }

    /// Cards 7 and 8; card 8 says by itself how much and until when.
    fn unread() -> Unread {
        let draft = |title: &str| ResourceDraft { kind: "have".into(), title: title.into(), ..Default::default() };
        let mut unread = Unread::new(day("2026-11-24"));
        let skip = draft("une bonne benne de plâtre par semaine").parse().expect("a card");
        unread.note(CardId(7), &skip, &["une bonne benne de plâtre par semaine", "de mi-oct. à l’agnelage"]);
        let filled = ResourceDraft {
            quantity: "3".into(),
            unit: "t".into(),
            frequency: "year".into(),
            available_until: "2027-01-01".into(),
            ..draft("foin")
        };
        unread.note(CardId(8), &filled.parse().expect("a card"), &["foin"]);
        unread
    }

    fn amount(id: u32, amount: f64, unit: &str, words: &str) -> Value {
        json!({ "id": id, "amount": amount, "unit": unit, "frequency": "week", "words": words })
    }

    fn days(from: &str, until: &str, words: &str) -> Value {
        json!({ "id": 7, "from": from, "until": until, "words": words })
    }

    #[test]
    fn amounts_and_days_that_a_card_tells_are_read() {
        let (understood, left_out) = unread().read(
            vec![amount(7, 15.0, "m3", "Une bonne benne"), amount(7, 99.0, "t", "une bonne benne")],
            vec![days("2026-10-15", "2027-02-28", "mi-oct. à l'agnelage")],
        );
        let quantity = Quantity::new(15.0, Unit::CubicMetre, Frequency::Week).ok();
        let read = Understood { quantity, available_from: day("2026-10-15"), available_until: day("2027-02-28") };
        assert_eq!((understood, left_out), (BTreeMap::from([(CardId(7), read)]), 0));
    }

    #[test]
    fn what_no_card_says_and_what_there_is_not_is_left_out() {
        let lines = [
            (vec![amount(7, 15.0, "m3", "deux bennes")], vec![]),
            (vec![amount(7, 15.0, "m3", "enne")], vec![]),
            (vec![amount(7, 15.0, "m3", " … ")], vec![]),
            (vec![amount(7, 15.0, "skips", "une bonne benne")], vec![]),
            (vec![amount(7, -15.0, "m3", "une bonne benne")], vec![]),
            (vec![amount(7, 1e300, "m3", "une bonne benne")], vec![]),
            (vec![amount(8, 15.0, "m3", "foin")], vec![]),
            (vec![amount(99, 15.0, "m3", "foin")], vec![]),
            (vec![json!({ "id": 7, "amount": "much" })], vec![]),
            (vec![json!(null)], vec![]),
            (vec![], vec![days("", "", "mi-oct")]),
            (vec![], vec![days("2026-02-30", "", "mi-oct")]),
            (vec![], vec![days("next week", "", "mi-oct")]),
            (vec![], vec![days("2027-03-01", "2027-02-28", "mi-oct")]),
            (vec![], vec![days("2025-10-15", "2026-02-28", "mi-oct")]),
            (vec![], vec![days("2026-12-01", "", "décembre")]),
        ];
        for (amounts, days) in lines {
            let told = format!("{amounts:?} {days:?}");
            assert_eq!(unread().read(amounts, days), (BTreeMap::new(), 1), "{told}");
        }
    }

    #[test]
    fn a_card_whose_author_said_all_of_it_is_not_read() {
        assert_eq!(unread().words.keys().collect::<Vec<_>>(), [&CardId(7)]);
        assert!(unread().instructions().contains("on 2026-11-24"));
    }
}
