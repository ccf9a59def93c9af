//! The answer of a language model, believed in nothing that it was not asked.

use std::collections::BTreeMap;

use domain::ids::CardId;
use domain::resource::Understood;
use domain::workshop::Translated;
use serde::Deserialize;

use super::plain::plain_line;
use super::{CLEAR, Question, WORTH_MENTIONING, titles};

/// The longest reason that is taken for a sentence, in characters.
pub const SENTENCE_MAX: usize = 240;

/// A pair as the model judged it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The score that the model's grade stands for: [`CLEAR`] or [`WORTH_MENTIONING`].
    pub score: f64,
    /// Why, in French and in English; none where what the model wrote cannot be shown.
    pub reason: Option<[String; 2]>,
}

/// What the model would introduce, by the two cards, the smaller number first, and what it read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What it says of each pair; a pair that is left out was not found fitting.
    pub pairs: BTreeMap<(CardId, CardId), Judged>,
    /// How much and when cards say whose fields are blank.
    pub understood: BTreeMap<CardId, Understood>,
    /// The titles of cards in the other language.
    pub translated: BTreeMap<CardId, Translated>,
    /// Lines that were left out: cards that were not asked about, a grade that is none, words that a card does not say.
    pub left_out: usize,
}

/// Not an answer at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadAnswer;

#[derive(Deserialize)]
struct Lists {
    pairs: Vec<serde_json::Value>,
    // What is read is no part of what was judged: half an answer is worth its half.
    #[serde(default)]
    amounts: serde_json::Value,
    #[serde(default)]
    days: serde_json::Value,
    #[serde(default)]
    titles: serde_json::Value,
}

#[derive(Deserialize)]
struct Line {
    a: u32,
    b: u32,
    grade: u8,
    #[serde(default)]
    fr: String,
    #[serde(default)]
    en: String,
}

impl Answer {
    /// Reads what the model wrote.
    ///
    /// # Errors
    /// When it holds no object with a list of pairs: it is no answer then, and the matcher's proposals stand.
    pub fn read(written: &str, question: &Question) -> Result<Self, BadAnswer> {
        let lists: Lists = object_in(written).and_then(|json| serde_json::from_str(json).ok()).ok_or(BadAnswer)?;
        let list =
            |list: serde_json::Value| if let serde_json::Value::Array(lines) = list { lines } else { Vec::new() };
        let (understood, left_out) = question.unread.read(list(lists.amounts), list(lists.days));
        let (translated, not_shown) = titles::read(list(lists.titles), &question.new);
        let mut answer = Self { understood, translated, left_out: left_out + not_shown, ..Self::default() };
        for line in lists.pairs {
            let Some((pair, judged)) = serde_json::from_value::<Line>(line).ok().and_then(|line| line.judged(question))
            else {
                answer.left_out += 1;
                continue;
            };
            answer.pairs.insert(pair, judged);
        }
        Ok(answer)
    }
}

impl Line {
    fn judged(self, question: &Question) -> Option<((CardId, CardId), Judged)> {
        let (one, other) = (CardId(self.a.min(self.b)), CardId(self.a.max(self.b)));
        let score = match self.grade {
            2 => CLEAR,
            1 => WORTH_MENTIONING,
            _ => return None,
        };
        let reason = sentence(&self.fr).zip(sentence(&self.en)).map(|(fr, en)| [fr, en]);
        question.asks(one, other).then_some(((one, other), Judged { score, reason }))
    }
}

/// A reason that can stand on a wall.
fn sentence(written: &str) -> Option<String> {
    plain_line(written).filter(|text| text.chars().count() <= SENTENCE_MAX)
}

/// The object in an answer that talks around it, or fences it.
fn object_in(written: &str) -> Option<&str> {
    let (begin, end) = (written.find('{')?, written.rfind('}')?);
    written.get(begin..=end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question() -> Question {
        Question { new: vec![CardId(7)], others: vec![CardId(2), CardId(3)], ..Question::default() }
    }

    #[test]
    fn an_answer_is_read_and_what_was_not_asked_is_left_out() {
        let written = r#"Sure! ```json
            {"pairs": [
              {"a": 7, "b": 2, "grade": 2,
               "fr": "Leur sciure peut servir de litière.", "en": "Their sawdust can be bedding."},
              {"a": 2, "b": 3, "grade": 2, "fr": "x", "en": "x"},
              {"a": 7, "b": 99, "grade": 2, "fr": "x", "en": "x"},
              {"a": 7, "b": 7, "grade": 2, "fr": "x", "en": "x"},
              {"a": 7, "b": 3, "grade": 9, "fr": "x", "en": "x"},
              {"a": "seven"}
            ]} ```"#;
        let answer = Answer::read(written, &question()).expect("an answer");
        assert_eq!(answer.left_out, 5);
        let judged = answer.pairs.get(&(CardId(2), CardId(7))).expect("the pair");
        assert_eq!((answer.pairs.len(), judged.score), (1, CLEAR));
        assert_eq!(judged.reason.as_ref().expect("a reason")[1], "Their sawdust can be bedding.");
    }

    #[test]
    fn a_sentence_that_is_none_is_not_shown_and_the_judgement_stands() {
        let long = "a".repeat(SENTENCE_MAX + 1);
        for bad in ["", "see https://example.org", "write to a@b.fr", "<b>now</b>", "a\u{202e}b", &long] {
            let written =
                serde_json::json!({ "pairs": [{ "a": 7, "b": 3, "grade": 1, "fr": bad, "en": "fine" }] }).to_string();
            let answer = Answer::read(&written, &question()).expect("an answer");
            let judged = answer.pairs.get(&(CardId(3), CardId(7))).expect("the pair");
            assert_eq!((judged.score, &judged.reason), (WORTH_MENTIONING, &None), "{bad}");
        }
    }

    #[test]
    fn what_is_read_beside_the_pairs_takes_nothing_from_them() {
        let pair = r#""pairs": [{"a": 7, "b": 3, "grade": 2, "fr": "x", "en": "x"}]"#;
        for beside in [
            "",
            r#", "amounts": "many""#,
            r#", "amounts": null, "days": {}"#,
            r#", "days": [[], {"id": 7}]"#,
            r#", "titles": {"7": "x"}"#,
        ] {
            let answer = Answer::read(&format!("{{{pair}{beside}}}"), &question()).expect("an answer");
            assert_eq!((answer.pairs.len(), answer.understood.len()), (1, 0), "{beside}");
        }
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for bad in ["", "I cannot help with that.", "{", "[1, 2]", r#"{"pairs": 3}"#, r#"{"pair": []}"#] {
            assert_eq!(Answer::read(bad, &question()), Err(BadAnswer), "{bad}");
        }
    }
}
