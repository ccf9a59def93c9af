//! What a text asks for: each word is explained by a function as far as it is central to how people word that function.

use std::collections::HashMap;

use super::ReadWord;
use crate::knowledge::Knowledge;

/// What a text asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asking {
    /// The place of the function in the knowledge.
    pub function: u16,
    /// How much of the text it explains, from 0 to 1.
    pub strength: f32,
}

/// Below this, what a function explains of a text is chance.
const LEAST: f32 = 0.06;
/// So many functions are kept at most.
const MOST: usize = 16;
/// Words that say little alone say this much together, in a phrase of the files.
const PHRASE: f32 = 0.85;
/// Of a word that belongs to a longer name.
const PART_OF_NAME: f32 = 0.8;
/// Added to the weight of a text, so that one word does not explain it all.
const DOUBT: f32 = 1.5;

/// What a text asks for, most first; and for each word how far each of those explains it.
pub(super) fn asks(words: &[ReadWord], knowledge: &Knowledge) -> (Vec<Asking>, Vec<Vec<f32>>) {
    let functions = knowledge.functions.len();
    let evidence = evidence(words, knowledge);
    let total: f32 = words.iter().map(|word| word.weight).sum();
    let mut asks: Vec<Asking> = (0u16..)
        .take(functions)
        .filter_map(|function| {
            let found: f32 = words
                .iter()
                .enumerate()
                .map(|(at, word)| word.weight * evidence[at * functions + usize::from(function)])
                .sum();
            let strength = found / (total + DOUBT);
            (strength >= LEAST).then_some(Asking { function, strength })
        })
        .collect();
    asks.sort_by(|one, other| other.strength.total_cmp(&one.strength).then(one.function.cmp(&other.function)));
    asks.truncate(MOST);
    let explained = (0..words.len())
        .map(|at| asks.iter().map(|asking| evidence[at * functions + usize::from(asking.function)]).collect())
        .collect();
    (asks, explained)
}

/// For each word and each function, how far the function explains the word.
fn evidence(words: &[ReadWord], knowledge: &Knowledge) -> Vec<f32> {
    let documents = &knowledge.documents;
    let functions = knowledge.functions.len();
    let mut evidence = vec![0.0f32; words.len() * functions];
    let mut seen: Vec<u32> = Vec::with_capacity(words.len());
    let mut in_phrase: HashMap<u32, u8> = HashMap::new();
    for (at, word) in words.iter().enumerate() {
        let row = &mut evidence[at * functions..(at + 1) * functions];
        let factor = if word.is_part_of_name { PART_OF_NAME } else { 1.0 };
        for (function, strength) in documents.roots.get(&word.root).into_iter().flatten() {
            let entry = &mut row[usize::from(*function)];
            *entry = entry.max(strength * factor);
        }
        for (concept, share) in &word.concepts {
            for (function, strength) in documents.concepts.get(concept).into_iter().flatten() {
                let entry = &mut row[usize::from(*function)];
                *entry = entry.max(strength * (0.5 + 0.5 * share));
            }
        }
        if !seen.contains(&word.root) {
            seen.push(word.root);
            for phrase in documents.in_phrases.get(&word.root).into_iter().flatten() {
                *in_phrase.entry(*phrase).or_default() += 1;
            }
        }
    }
    for (phrase, count) in in_phrase {
        let (function, length) = documents.phrases[phrase as usize];
        if count < length {
            continue;
        }
        for (at, word) in words.iter().enumerate() {
            if documents.in_phrases.get(&word.root).is_some_and(|phrases| phrases.binary_search(&phrase).is_ok()) {
                let entry = &mut evidence[at * functions + usize::from(function)];
                *entry = entry.max(PHRASE);
            }
        }
    }
    evidence
}
