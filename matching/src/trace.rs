//! What is kept of a reading for comparing: some hundreds of bytes, so that a million resources fit in memory. Shares
//! and weights are kept in one byte each; the encoder's vector in half a byte a number.

use crate::byte::{from_byte, to_byte};
use crate::knowledge::Knowledge;
use crate::meaning::Meant;
use crate::reading::Reading;

/// No more words of a text are compared.
const MOST_WORDS: usize = 16;
/// Nor more things.
const MOST_CONCEPTS: usize = 8;
/// Nor more functions that it asks for.
const MOST_ASKS: usize = 12;
/// Nor more three-letter pieces.
const MOST_TRIGRAMS: usize = 64;
/// A word's weight in one byte: so many steps to one.
const WEIGHT_STEPS: f32 = 32.0;

/// A word, as far as comparing needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TraceWord {
    pub root: u32,
    /// Eight bits of the form: one form of one root.
    form: u8,
    weight: u8,
    share: u8,
    /// Places of its concepts among those of the text.
    concepts: [u8; 2],
}

const NO_CONCEPT: u8 = u8::MAX;

impl TraceWord {
    pub fn weight(self) -> f32 {
        f32::from(self.weight) / WEIGHT_STEPS
    }

    pub fn share(self) -> f32 {
        from_byte(self.share)
    }

    /// Whether a file has it.
    pub fn is_known(self) -> bool {
        self.form != 0
    }

    pub fn has_form_of(self, other: Self) -> bool {
        self.form == other.form
    }

    pub fn concepts(self) -> impl Iterator<Item = usize> {
        self.concepts.into_iter().filter(|place| *place != NO_CONCEPT).map(usize::from)
    }
}

/// What is kept of a text.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub(crate) words: Vec<TraceWord>,
    /// Number and share.
    pub(crate) concepts: Vec<(u16, u8)>,
    /// Function and strength, most first.
    pub(crate) asks: Vec<(u16, u8)>,
    /// For each word, how far each of the functions explains it.
    pub(crate) explained: Vec<u8>,
    pub(crate) trigrams: Vec<u16>,
    pub(crate) meant: Option<Meant>,
}

/// A trace, wherever it is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub words: &'a [TraceWord],
    pub concepts: &'a [(u16, u8)],
    pub asks: &'a [(u16, u8)],
    pub explained: &'a [u8],
    pub trigrams: &'a [u16],
    pub meant: Option<&'a Meant>,
}

impl Trace {
    /// What to keep of a reading.
    #[must_use]
    pub fn of(reading: &Reading, meant: Option<Meant>) -> Self {
        // The weightiest words of a long text, in their order.
        let mut kept: Vec<usize> = (0..reading.words.len()).collect();
        if kept.len() > MOST_WORDS {
            kept.sort_by(|one, other| {
                reading.words[*other].weight.total_cmp(&reading.words[*one].weight).then(one.cmp(other))
            });
            kept.truncate(MOST_WORDS);
            kept.sort_unstable();
        }
        let mut concepts = reading.concepts.clone();
        concepts.sort_by(|one, other| other.1.total_cmp(&one.1));
        concepts.truncate(MOST_CONCEPTS);
        let asks = &reading.asks[..reading.asks.len().min(MOST_ASKS)];
        let place = |concept: u16| {
            concepts.iter().position(|(known, _)| *known == concept).and_then(|place| u8::try_from(place).ok())
        };
        let word = |at: &usize| {
            let word = &reading.words[*at];
            let mut places = word.concepts.iter().filter_map(|(concept, _)| place(*concept));
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            TraceWord {
                root: word.root,
                form: word.form.map_or(0, |form| (form % 255) as u8 + 1),
                weight: (word.weight * WEIGHT_STEPS).round().min(255.0) as u8,
                share: to_byte(word.role.share()),
                concepts: [places.next().unwrap_or(NO_CONCEPT), places.next().unwrap_or(NO_CONCEPT)],
            }
        };
        let words = kept.iter().map(word).collect();
        let explained = kept
            .iter()
            .flat_map(|at| reading.explained[*at][..asks.len()].iter().map(|share| to_byte(*share)))
            .collect();
        let mut trigrams = reading.trigrams.clone();
        if trigrams.len() > MOST_TRIGRAMS {
            // By chance, but the same in every text: the lowest hashes.
            trigrams.truncate(MOST_TRIGRAMS);
        }
        Self {
            words,
            concepts: concepts.iter().map(|(concept, share)| (*concept, to_byte(*share))).collect(),
            asks: asks.iter().map(|asking| (asking.function, to_byte(asking.strength))).collect(),
            explained,
            trigrams,
            meant,
        }
    }

    /// Takes over what the encoder made of another text: for benchmarks, in which it matters that there is something.
    pub fn borrow_meaning(&mut self, other: &Self) {
        self.meant.clone_from(&other.meant);
    }

    pub(crate) fn view(&self) -> View<'_> {
        View {
            words: &self.words,
            concepts: &self.concepts,
            asks: &self.asks,
            explained: &self.explained,
            trigrams: &self.trigrams,
            meant: self.meant.as_ref(),
        }
    }
}

/// A thing that is this central to a text (in 255ths) rules out what it does not do for.
const RULED_OUT_FROM: u8 = 100;
/// What is left of a use that is ruled out.
const RULED_OUT: f32 = 0.15;

/// What the things of a text can serve for, by function: filled anew for each text, so that nothing is allocated a
/// text.
#[derive(Debug)]
pub(crate) struct Serving {
    strength: Vec<f32>,
    /// For each function, which concept of the text serves it.
    concept: Vec<u16>,
    touched: Vec<u16>,
    /// Length of the profile.
    pub length: f32,
}

impl Serving {
    pub fn new(knowledge: &Knowledge) -> Self {
        let functions = knowledge.functions.len();
        Self {
            strength: vec![0.0; functions],
            concept: vec![0; functions],
            touched: Vec::with_capacity(functions),
            length: 0.0,
        }
    }

    pub fn fill(&mut self, concepts: &[(u16, u8)], knowledge: &Knowledge) {
        for function in self.touched.drain(..) {
            self.strength[usize::from(function)] = 0.0;
        }
        for (concept, share) in concepts {
            let share = from_byte(*share);
            for serves in &knowledge.serves[usize::from(*concept)] {
                let at = usize::from(serves.function);
                let strength = serves.strength * share;
                if self.strength[at] == 0.0 {
                    self.touched.push(serves.function);
                }
                if strength > self.strength[at] {
                    self.strength[at] = strength;
                    self.concept[at] = *concept;
                }
            }
        }
        // Plywood offcuts are wood, too; that does not make them bedding.
        for (concept, _) in concepts.iter().filter(|(_, share)| *share >= RULED_OUT_FROM) {
            for function in &knowledge.never[usize::from(*concept)] {
                self.strength[usize::from(*function)] *= RULED_OUT;
            }
        }
        let square: f32 = self
            .touched
            .iter()
            .map(|function| {
                (self.strength[usize::from(*function)] * knowledge.rarity_of_use[usize::from(*function)]).powi(2)
            })
            .sum();
        self.length = square.sqrt().max(0.1);
    }

    /// How well the text's things serve a function, from 0 to 1.
    pub fn strength(&self, function: u16) -> f32 {
        self.strength[usize::from(function)]
    }

    /// Which of them does.
    pub fn concept(&self, function: u16) -> u16 {
        self.concept[usize::from(function)]
    }

    /// The functions that are served at all, and how well.
    pub fn all(&self) -> impl Iterator<Item = (u16, f32)> {
        self.touched.iter().map(|function| (*function, self.strength[usize::from(*function)]))
    }
}
