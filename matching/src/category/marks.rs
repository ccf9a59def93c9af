//! What a card shows about its sort of resource: marks, each with how clearly it stands there. A mark is a word, two
//! words in a row, a few letters of a word, a thing that the knowledge names, a need that it knows, the unit, the kind
//! of card. It is known by its place in the table of weights, which its name is hashed to.

use domain::resource::{Kind, ResourceDraft, Unit};

use super::cues;
use crate::knowledge::Knowledge;
use crate::reading::{Asked, Reading, Role};
use crate::text::{self, Token};

/// Places in the table of weights.
pub const PLACES: usize = 1 << 14;

/// How much each later word of a text says about what it is, beside the word before: the thing itself comes first
/// ("atelier de réparation de palettes").
const LATER: f32 = 0.95;
/// The same for each later part of the sentence: "digestat, analyses à jour".
const LATER_PART: f32 = 0.8;
/// What the description shows counts so much beside a title that says something.
const DESCRIPTION: f32 = 0.5;
/// The lengths of the pieces of words.
const PIECES: std::ops::RangeInclusive<usize> = 3..=5;
/// How much pairs of words count together, when the words do one.
const PAIRS: f32 = 0.7;
/// How much a thing counts for the kind of card beside for itself.
const OF_KIND: f32 = 0.7;
/// A wider thing counts so much beside the thing itself; below the least it is left out.
const WIDER: f32 = 0.8;
const LEAST_SHARE: f32 = 0.1;
/// So many needs are looked at.
const MOST_ASKED: usize = 3;

/// A mark: its place in the table, and how clearly it stands there.
pub type Mark = (u16, f32);

/// The place of a mark (FNV-1a, folded to the length of the table).
#[allow(clippy::cast_possible_truncation)]
fn place(sort: &str, name: &str) -> u16 {
    let hash = sort
        .bytes()
        .chain([b' '])
        .chain(name.bytes())
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    ((hash ^ (hash >> 15)) as usize % PLACES) as u16
}

/// All marks of a card; none when it says nothing that is known.
#[must_use]
pub fn marks(card: &ResourceDraft, knowledge: &Knowledge) -> Vec<Mark> {
    let asks = card.kind != Kind::Have.code();
    // A text that says nothing known is left out; the first that does counts in full.
    let mut texts = [&card.title, &card.description].map(|text| (words(text), Reading::of(text, knowledge))).to_vec();
    texts.retain(|(words, reading)| {
        reading.words.iter().any(|word| word.form.is_some())
            || cues::category(words, reading, asks, knowledge).is_some()
    });
    if texts.is_empty() {
        return Vec::new();
    }
    let by_cues = texts.iter().find_map(|(words, reading)| cues::category(words, reading, asks, knowledge));
    let mut found = vec![(place("kind", &card.kind), 1.0)];
    if let Some(category) = by_cues {
        found.push((place("cues", category.code()), 1.0));
        found.push((place("cues of kind", &format!("{} {}", card.kind, category.code())), 1.0));
    }
    let is_to_be_rid = asks && Asked::of(&format!("{}, {}", card.title, card.description)).is_to_be_rid;
    if is_to_be_rid {
        found.push((place("rid", ""), 1.0));
    }
    let has_amount = !card.quantity.trim().is_empty();
    if let Some(unit) = Unit::from_code(card.unit.trim()).filter(|_| has_amount) {
        found.push((place("unit", unit.code()), 1.0));
    }
    for ((words, reading), counts) in texts.iter().zip([1.0, DESCRIPTION]) {
        let marks = of_text(words, reading, asks, knowledge);
        found.extend(marks.into_iter().map(|(place, clear)| (place, clear * counts)));
        for (concept, share) in &reading.concepts {
            let category = knowledge.concepts[usize::from(*concept)].category.code();
            found.push((place("sort of kind", &format!("{} {category}", card.kind)), share * OF_KIND));
            if is_to_be_rid {
                found.push((place("sort to be rid of", category), share * OF_KIND));
            }
        }
    }
    found
}

fn of_text(words: &[(String, f32)], reading: &Reading, asks: bool, knowledge: &Knowledge) -> Vec<Mark> {
    let mut found = Vec::new();
    let forms: Vec<(String, f32)> = words.iter().map(|(folded, share)| (text::form(folded), *share)).collect();
    let of_kind = if asks { "word of need" } else { "word of have" };
    let of_word = |(form, share): &(String, f32)| [(place("word", form), *share), (place(of_kind, form), *share)];
    add(&mut found, 1.0, forms.iter().flat_map(of_word));
    let of_pair = |two: &[(String, f32)]| (place("pair", &format!("{} {}", two[0].0, two[1].0)), two[1].1);
    add(&mut found, PAIRS, forms.windows(2).map(of_pair));
    let long = words.iter().filter(|(folded, _)| folded.len() > 2);
    add(&mut found, 1.0, long.flat_map(|(folded, share)| pieces(folded, *share)));
    let mut things = Vec::new();
    for (concept, share) in &reading.concepts {
        things.push((place("sort", knowledge.concepts[usize::from(*concept)].category.code()), *share));
        let mut open = vec![(*concept, *share)];
        while let Some((at, share)) = open.pop() {
            let concept = &knowledge.concepts[usize::from(at)];
            things.push((place("thing", concept.id), share));
            if share > LEAST_SHARE {
                open.extend(concept.broader.iter().map(|broader| (*broader, share * WIDER)));
            }
        }
    }
    add(&mut found, 1.0, things.into_iter());
    for asking in reading.asks.iter().take(MOST_ASKED).filter(|_| asks) {
        found.push((place("need", knowledge.functions[usize::from(asking.function)].id), asking.strength));
        if let Some(category) = knowledge.category_of_need(asking.function) {
            found.push((place("sort of need", category.code()), asking.strength));
        }
    }
    found
}

/// Adds marks of one sort, so that they count so much together.
fn add(found: &mut Vec<Mark>, together: f32, marks: impl Iterator<Item = Mark>) {
    let marks: Vec<Mark> = marks.collect();
    let length = marks.iter().map(|(_, clear)| clear * clear).sum::<f32>().sqrt().max(1e-6);
    found.extend(marks.into_iter().map(|(place, clear)| (place, clear / length * together)));
}

/// Pieces of a word, with a blank at either end.
fn pieces(folded: &str, share: f32) -> Vec<Mark> {
    let letters: Vec<char> = std::iter::once(' ').chain(folded.chars()).chain(std::iter::once(' ')).collect();
    PIECES
        .flat_map(|length| letters.windows(length))
        .map(|piece| (place("letters", &piece.iter().collect::<String>()), share))
        .collect()
}

/// The words of a text, folded, each with how much it says about what the thing itself is.
fn words(text: &str) -> Vec<(String, f32)> {
    let (mut role, mut share) = (Role::Head, 1.0);
    let mut words = Vec::new();
    for token in text::tokens(text) {
        match token {
            Token::Sign(',') => (role, share) = (Role::Head, share * LATER_PART),
            Token::Word(word) => {
                role = Role::opened_by(&word.folded).unwrap_or(role);
                words.push((word.folded, share * role.share()));
                share *= LATER;
            }
            Token::Sign(_) | Token::Number(_) => {}
        }
    }
    words
}
