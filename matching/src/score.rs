//! How near a have and a want are, by several signals.

use crate::byte::from_byte;
use crate::knowledge::Knowledge;
use crate::trace::{Serving, TraceWord, View};

/// The signals, each from 0 to 1 (the encoder's cosine may fall below 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signals(pub [f32; Signals::COUNT]);

impl Signals {
    /// How many there are.
    pub const COUNT: usize = 11;
    /// What each is called in `knowledge/model.csv` and in tables. In this order: how much of the want's words the have
    /// names; the same the other way; the nearest two things; how well the use that the want asks for most is served;
    /// the same, more where few things serve it; how alike the whole lists of uses are; what both texts say they are
    /// for; how much of the want's words either the have names or its best use explains; shared three-letter pieces;
    /// the encoder's cosine; the encoder's nearness of the want to what the have can serve for.
    pub const NAMES: [&'static str; Self::COUNT] = [
        "want_words",
        "have_words",
        "concept",
        "use",
        "rare_use",
        "use_profile",
        "same_purpose",
        "words_or_use",
        "trigrams",
        "encoder",
        "encoder_use",
    ];
    /// Which signals the encoder gives.
    pub const OF_ENCODER: [usize; 2] = [9, 10];

    /// The same with some of them at zero.
    #[must_use]
    pub fn without(mut self, left_out: &[usize]) -> Self {
        left_out.iter().for_each(|at| self.0[*at] = 0.0);
        self
    }
}

/// What was found between two texts.
#[derive(Clone, Copy, Debug)]
pub struct Comparison {
    /// How near the two are, by each signal.
    pub signals: Signals,
    /// The function that explains most, with the concept of the have that serves it and how strongly.
    pub served: Option<Served>,
    /// The nearest things: of the have, of the want, and how near.
    pub concepts: Option<(u16, u16, f32)>,
}

/// A use that links a have and a want.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    /// The place of the function in the knowledge.
    pub function: u16,
    /// The place of the concept that serves it.
    pub concept: u16,
    /// How well it serves, times how much the want asks for it.
    pub strength: f32,
}

/// How much the strength of a use counts before it is weighed against what the want asks for.
const SERVING_POWER: f32 = 1.5;
/// How much less the second-best reading of a want counts.
const ASKING_POWER: i32 = 2;
/// A want asks surely for something from this strength on.
const SURE_ASKING: f32 = 0.35;
/// Added to the weight of a text, so that one word does not decide alone.
const DOUBT: f32 = 0.75;
/// A word of no file that the have lacks counts so much in the weight of a want: nobody can tell whether it says
/// something of the thing, or is a place, a name or a slip.
const UNKNOWN: f32 = 0.3;
/// One root in another form.
const OTHER_FORM: f32 = 0.85;

/// Compares a have with a want; `serving` tells what the have's things can serve for.
pub(crate) fn compare(have: View<'_>, serving: &Serving, want: View<'_>, knowledge: &Knowledge) -> Comparison {
    let mut served: Option<(Served, usize)> = None;
    let top = want.asks.first().map_or(1.0, |(_, strength)| from_byte(*strength).max(0.01));
    let (mut best_use, mut rare_use, mut profile, mut of_want) = (0.0f32, 0.0f32, 0.0f32, 0.0f32);
    for (rank, (function, asked)) in want.asks.iter().enumerate() {
        let (asked, strength) = (from_byte(*asked), serving.strength(*function));
        let rarity = knowledge.rarity_of_use[usize::from(*function)];
        of_want += (asked * rarity) * (asked * rarity);
        if strength == 0.0 {
            continue;
        }
        if served.is_none_or(|(known, _)| strength * asked > known.strength) {
            served = Some((
                Served { function: *function, concept: serving.concept(*function), strength: strength * asked },
                rank,
            ));
        }
        let fits = strength.powf(SERVING_POWER) * (asked / top).powi(ASKING_POWER) * (top / SURE_ASKING).min(1.0);
        best_use = best_use.max(fits);
        rare_use = rare_use.max(fits * rarity);
        profile += strength * asked * rarity * rarity;
    }
    profile /= serving.length * of_want.sqrt().max(0.1);
    // Somebody who has something may say themselves what it is for.
    let mut same_purpose = 0.0f32;
    for (function, strength) in have.asks {
        if let Some((_, other)) = want.asks.iter().find(|(other, _)| other == function) {
            same_purpose = same_purpose.max(from_byte(*strength) * from_byte(*other));
        }
    }
    let mut nearest: Option<(u16, u16, f32)> = None;
    let mut concept = 0.0f32;
    for (of_have, share_have) in have.concepts {
        for (of_want, share_want) in want.concepts {
            let near = knowledge.similarity(*of_have, *of_want) * from_byte(*share_have) * from_byte(*share_want);
            if near > concept {
                concept = near;
                nearest = Some((*of_have, *of_want, near));
            }
        }
    }
    let functions = want.asks.len();
    let explained = |at: usize| {
        served.map_or(0.0, |(known, rank)| {
            serving.strength(known.function) * from_byte(want.explained[at * functions + rank])
        })
    };
    let (mut named, mut named_total, mut either, mut either_total) = (0.0, DOUBT, 0.0, DOUBT);
    for (at, word) in want.words.iter().enumerate() {
        let direct = found(*word, want, have, false, knowledge);
        let weight = word.weight() * (0.4 + 0.6 * word.share());
        named += weight * direct;
        named_total += weight * counts(*word, direct);
        let found = direct.max(explained(at));
        either += word.weight() * found;
        either_total += word.weight() * counts(*word, found);
    }
    let (mut back, mut back_total) = (0.0, DOUBT);
    for word in have.words {
        let weight = word.weight() * (0.4 + 0.6 * word.share());
        back += weight * found(*word, have, want, true, knowledge);
        back_total += weight;
    }
    let (mut encoder, mut encoder_use) = (0.0, 0.0f32);
    if let (Some(one), Some(other)) = (have.meant, want.meant) {
        encoder = one.cosine(other);
        for (function, near) in &other.near {
            encoder_use = encoder_use.max(serving.strength(*function) * from_byte(*near));
        }
    }
    let signals = Signals([
        named / named_total,
        back / back_total,
        concept,
        best_use,
        rare_use,
        profile,
        same_purpose,
        either / either_total,
        shared(have.trigrams, want.trigrams),
        encoder,
        encoder_use,
    ]);
    Comparison { signals, served: served.map(|(served, _)| served), concepts: nearest }
}

/// How much a word that was found so far counts in the weight of its text.
fn counts(word: TraceWord, found: f32) -> f32 {
    if word.is_known() || found > 0.0 { 1.0 } else { UNKNOWN }
}

/// How far a word of one text is found in the other.
fn found(word: TraceWord, own: View<'_>, other: View<'_>, is_of_have: bool, knowledge: &Knowledge) -> f32 {
    let mut best = 0.0f32;
    for there in other.words {
        if there.root == word.root {
            best = best.max(if word.has_form_of(*there) { 1.0 } else { OTHER_FORM });
        }
    }
    for place in word.concepts() {
        let concept = own.concepts[place].0;
        for (there, share) in other.concepts {
            let near =
                if is_of_have { knowledge.similarity(concept, *there) } else { knowledge.similarity(*there, concept) };
            best = best.max(near * (0.5 + 0.5 * from_byte(*share)));
        }
    }
    best
}

/// Dice coefficient of two sorted sets.
#[allow(clippy::cast_precision_loss)] // hundreds
fn shared(one: &[u16], other: &[u16]) -> f32 {
    let (mut a, mut b, mut both) = (0, 0, 0u32);
    while a < one.len() && b < other.len() {
        match one[a].cmp(&other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                a += 1;
                b += 1;
            }
        }
    }
    if both == 0 { 0.0 } else { 2.0 * both as f32 / (one.len() + other.len()) as f32 }
}
