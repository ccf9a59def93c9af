//! A text as the matcher reads it: which things it names and how central each is, what it asks for, how much of it.

mod asked;
mod asking;
mod conditions;
mod words;

use crate::amount::Amount;
use crate::knowledge::Knowledge;
use crate::text::{self, Token};

pub use asked::Asked;
pub use asking::Asking;
pub use conditions::{Condition, Conditions, Finding, Weight};
pub(crate) use words::words;
pub use words::{ReadWord, Role};

/// A text as the matcher reads it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its words, in order.
    pub words: Vec<ReadWord>,
    /// The things it names, with how central each is, from 0 to 1.
    pub concepts: Vec<(u16, f32)>,
    /// What it asks for, most first.
    pub asks: Vec<Asking>,
    /// For each word, how far each function of `asks` explains it.
    pub(crate) explained: Vec<Vec<f32>>,
    /// The industries it names (NACE divisions).
    pub divisions: Vec<&'static str>,
    /// The amounts in it.
    pub amounts: Vec<Amount>,
    /// Conditions in it: when, how warm, which grade.
    pub conditions: Conditions,
    /// Hashes of its three-letter pieces, sorted.
    pub(crate) trigrams: Vec<u16>,
}

impl Reading {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str, knowledge: &Knowledge) -> Self {
        let tokens = text::tokens(text);
        let (words, amounts) = words::read(&tokens, knowledge);
        let (asks, explained) = asking::asks(&words, knowledge);
        Self {
            concepts: concepts(&words),
            divisions: divisions(&words, knowledge),
            conditions: Conditions::of(text),
            trigrams: trigrams(&tokens),
            words,
            asks,
            explained,
            amounts,
        }
    }

    /// The thing that the text is most about.
    #[must_use]
    pub fn main_concept(&self) -> Option<u16> {
        // Of equals the first named.
        self.concepts.iter().rev().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(concept, _)| *concept)
    }
}

/// The concepts of some words, each with how central it is.
pub(crate) fn concepts(words: &[ReadWord]) -> Vec<(u16, f32)> {
    let mut concepts: Vec<(u16, f32)> = Vec::new();
    for (concept, share) in words.iter().flat_map(|word| word.concepts.iter().copied()) {
        match concepts.iter_mut().find(|(known, _)| *known == concept) {
            Some((_, known)) => *known = known.max(share),
            None => concepts.push((concept, share)),
        }
    }
    concepts
}

fn divisions(words: &[ReadWord], knowledge: &Knowledge) -> Vec<&'static str> {
    let mut divisions = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let part = words[at].part;
        let forms = words[at..].iter().take_while(|word| word.part == part).map(|word| word.form);
        let Some((length, named)) = knowledge.sector_names.longest(forms) else {
            at += 1;
            continue;
        };
        for name in named {
            let division = knowledge.sectors[usize::from(name.number)].division;
            if !divisions.contains(&division) {
                divisions.push(division);
            }
        }
        at += length;
    }
    divisions
}

fn trigrams(tokens: &[Token]) -> Vec<u16> {
    let mut trigrams = Vec::new();
    for token in tokens {
        let Token::Word(word) = token else { continue };
        if text::is_empty(&word.folded) || text::is_faint(&word.folded) {
            continue;
        }
        let (mut before, mut last) = ('\0', ' ');
        for c in word.folded.chars().chain(std::iter::once(' ')) {
            if before != '\0' {
                trigrams.push(hash([before, last, c]));
            }
            (before, last) = (last, c);
        }
    }
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
}

/// Sixteen bits of a piece: texts have some forty, so that two rarely meet by chance.
#[allow(clippy::cast_possible_truncation)]
fn hash(piece: [char; 3]) -> u16 {
    let hash = piece.iter().fold(0x811c_9dc5_u32, |hash, c| (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) as u16
}
