//! How well a have and a want fit, from several signals, and what to say of it.

use crate::knowledge::Knowledge;
use crate::model::Model;
use crate::reading::{Reading, Serving};

/// The signals, each from 0 to 1 (the encoder's from -1 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signals(pub [f32; Signals::COUNT]);

impl Signals {
    /// How many there are.
    pub const COUNT: usize = 14;
    /// What each is called, in `knowledge/model.toml` and in tables.
    pub const NAMES: [&'static str; Self::COUNT] = [
        "want_words", "have_words", "concept", "head_concept", "use", "rare_use", "use_best", "trigrams", "sector", "category", "words_and_use", "encoder", "encoder_use", "back_use",
    ];
}

/// What was found between two texts.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The signals.
    pub signals: Signals,
    /// The use that explains most: what the have can serve for and the want asks for.
    pub served: Option<Serving>,
    /// The nearest concepts (of the have, of the want) and how near they are.
    pub concepts: Option<(u16, u16, f32)>,
}

/// Compares a have with a want.
#[must_use]
pub fn compare(have: &Reading, want: &Reading, knowledge: &Knowledge) -> Comparison {
    // The use that fits best.
    let mut served: Option<(Serving, usize, f32)> = None;
    let top = want.asks.first().map_or(0.0, |asking| asking.strength);
    let (es, ea) = (crate::tune("ES", 1.5), crate::tune("EA", 2.0));
    let (mut best_use, mut rare_use) = (0.0f32, 0.0f32);
    for (rank, asking) in want.asks.iter().enumerate() {
        let Ok(at) = have.serves.binary_search_by_key(&asking.function, |serving| serving.function) else { continue };
        let serving = have.serves[at];
        let strength = serving.strength * asking.strength;
        if served.is_none_or(|(_, _, known)| strength > known) {
            served = Some((serving, rank, strength));
        }
        rare_use = rare_use.max(serving.strength.powf(es) * (asking.strength / top.max(0.01)).powf(ea) * knowledge.rarity_of_use[usize::from(asking.function)]);
        if top > 0.0 {
            best_use = best_use.max(serving.strength.powf(es) * (asking.strength / top).powf(ea));
        }
    }
    // Somebody who has something may say themselves what it is for.
    let mut back_use = 0.0f32;
    for asking in &have.asks {
        if let Some(other) = want.asks.iter().find(|other| other.function == asking.function) {
            back_use = back_use.max(asking.strength * other.strength);
        }
    }
    let want_words = covered(want, have, false, knowledge);
    let have_words = covered(have, want, true, knowledge);
    let mut nearest: Option<(u16, u16, f32)> = None;
    let (mut concept, mut head) = (0.0f32, 0.0f32);
    for (of_have, share_have) in &have.concepts {
        for (of_want, share_want) in &want.concepts {
            let similarity = knowledge.similarity(*of_have, *of_want);
            let weighted = similarity * (share_have * share_want).sqrt();
            if weighted > concept {
                concept = weighted;
                nearest = Some((*of_have, *of_want, weighted));
            }
            head = head.max(similarity * share_have * share_want);
        }
    }
    let explained = |at: usize| served.map_or(0.0, |(serving, rank, _)| serving.strength * want.explained[at][rank]);
    let (mut both, mut total) = (0.0, 0.75);
    for (at, word) in want.words.iter().enumerate() {
        let direct = found(word, have, false, knowledge);
        both += word.weight * direct.max(explained(at));
        total += word.weight;
    }
    let rarity = |function: u16| knowledge.rarity_of_use[usize::from(function)];
    let length = |sum: f32| sum.sqrt().max(0.1);
    let of_have = length(have.serves.iter().map(|s| (s.strength * rarity(s.function)).powi(2)).sum());
    let of_want = length(want.asks.iter().map(|a| (a.strength * rarity(a.function)).powi(2)).sum());
    let mut category = 0.0;
    for asking in &want.asks {
        if let Ok(at) = have.serves.binary_search_by_key(&asking.function, |serving| serving.function) {
            category += have.serves[at].strength * asking.strength * rarity(asking.function).powi(2);
        }
    }
    category /= of_have * of_want;
    let sector = 0.0;
    let encoder = match (&have.embedding, &want.embedding) {
        (Some(one), Some(other)) => one.iter().zip(other).map(|(one, other)| one * other).sum(),
        _ => 0.0,
    };
    let use_strength = served.map_or(0.0, |(_, _, strength)| strength);
    let signals = Signals([
        want_words,
        have_words,
        concept,
        head,
        use_strength,
        rare_use,
        best_use,
        shared_trigrams(&have.trigrams, &want.trigrams),
        sector,
        category,
        both / total,
        encoder,
        0.0,
        back_use,
    ]);
    Comparison { signals, served: served.map(|(serving, _, _)| serving), concepts: nearest }
}

/// How far a word of one text is found in the other.
fn found(word: &crate::reading::ReadWord, other: &Reading, word_is_of_have: bool, knowledge: &Knowledge) -> f32 {
    let mut best = 0.0f32;
    for there in &other.words {
        if there.root == word.root {
            best = best.max(if there.form.is_some() && there.form == word.form { 1.0 } else { 0.85 });
        }
    }
    for (concept, _) in &word.concepts {
        for (there, share) in &other.concepts {
            let similarity = if word_is_of_have { knowledge.similarity(*concept, *there) } else { knowledge.similarity(*there, *concept) };
            best = best.max(similarity * (0.5 + 0.5 * share));
        }
    }
    best
}

fn covered(of: &Reading, by: &Reading, of_have: bool, knowledge: &Knowledge) -> f32 {
    let (mut covered, mut total) = (0.0, 0.75);
    for word in &of.words {
        let weight = word.weight * (0.4 + 0.6 * word.share);
        covered += weight * found(word, by, of_have, knowledge);
        total += weight;
    }
    covered / total
}

/// Dice coefficient of two sorted sets.
fn shared_trigrams(one: &[u32], other: &[u32]) -> f32 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let (mut a, mut b, mut shared) = (0, 0, 0u32);
    while a < one.len() && b < other.len() {
        match one[a].cmp(&other[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                a += 1;
                b += 1;
            }
        }
    }
    #[allow(clippy::cast_precision_loss)] // hundreds
    {
        2.0 * shared as f32 / (one.len() + other.len()) as f32
    }
}

/// The calibrated score of a comparison, from 0 to 1; exactly 0 when nothing links the two.
#[must_use]
pub fn score(comparison: &Comparison, model: &Model) -> f64 {
    let signals = &comparison.signals.0;
    let linked = comparison.served.is_some() || comparison.concepts.is_some() || signals[0] > 0.0 || signals[1] > 0.0 || signals[11] != 0.0;
    if linked { model.probability(&comparison.signals) } else { 0.0 }
}
