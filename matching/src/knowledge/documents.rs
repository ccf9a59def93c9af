//! How people word what they want, learnt from the descriptions of the functions.

use std::collections::HashMap;

use super::Knowledge;
use crate::reading;

/// How much one more mention makes a word central to a function, and how central it is at the least.
const MENTION: f32 = 0.15;
const LEAST_CENTRAL: f32 = 0.5;

/// The words of the functions: for each root and each concept the functions in whose description it stands, and how
/// much it tells of them, from 0 to 1 (central to few is much); and the phrases, for words that say more together than
/// alone.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// For each root of a word: the functions in whose description it stands, and how much it tells.
    pub roots: HashMap<u32, Vec<(u16, f32)>>,
    /// The same for each concept.
    pub concepts: HashMap<u16, Vec<(u16, f32)>>,
    /// For each root, the phrases it stands in, in ascending order.
    pub in_phrases: HashMap<u32, Vec<u32>>,
    /// For each phrase its function and how many roots it has.
    pub phrases: Vec<(u16, u8)>,
}

impl Documents {
    /// Reads the lines of the functions, with the names that are known by then.
    pub(super) fn read(lines: &[Vec<&'static str>], knowledge: &Knowledge) -> Self {
        let mut documents = Self::default();
        let mut roots: HashMap<(u32, u16), f32> = HashMap::new();
        let mut concepts: HashMap<(u16, u16), f32> = HashMap::new();
        for (function, line) in (0u16..).zip(lines) {
            // Name and purpose count double.
            let named = line[2..6].iter().map(|cell| (*cell, 2.0));
            let phrased = line[6..8].iter().flat_map(|cell| cell.split('|')).map(|cell| (cell, 1.0));
            for (phrase, mentions) in named.chain(phrased) {
                let words = reading::words(phrase, knowledge);
                let mut distinct: Vec<u32> = words.iter().map(|word| word.root).collect();
                distinct.sort_unstable();
                distinct.dedup();
                for root in &distinct {
                    *roots.entry((*root, function)).or_default() += mentions;
                }
                for (concept, _) in reading::concepts(&words) {
                    *concepts.entry((concept, function)).or_default() += mentions;
                }
                documents.add_phrase(function, &distinct);
            }
        }
        documents.roots = listed(roots, lines.len());
        documents.concepts = listed(concepts, lines.len());
        documents
    }

    fn add_phrase(&mut self, function: u16, roots: &[u32]) {
        if !(2..=6).contains(&roots.len()) {
            return;
        }
        let number = u32::try_from(self.phrases.len()).unwrap_or(u32::MAX);
        for root in roots {
            self.in_phrases.entry(*root).or_default().push(number);
        }
        self.phrases.push((function, u8::try_from(roots.len()).unwrap_or(u8::MAX)));
    }
}

/// For each key its functions with what it tells of them: how central it is there, times how few functions know it.
#[allow(clippy::cast_precision_loss)] // hundreds
fn listed<K: std::hash::Hash + Eq>(mentions: HashMap<(K, u16), f32>, functions: usize) -> HashMap<K, Vec<(u16, f32)>> {
    let mut lists: HashMap<K, Vec<(u16, f32)>> = HashMap::new();
    for ((key, function), mentions) in mentions {
        lists.entry(key).or_default().push((function, (LEAST_CENTRAL + MENTION * mentions).min(1.0)));
    }
    for list in lists.values_mut() {
        let rarity = 1.0 - (1.0 + list.len() as f32).ln() / (2.0 + functions as f32).ln();
        list.iter_mut().for_each(|(_, strength)| *strength *= rarity.max(0.05));
        list.sort_by_key(|(function, _)| *function);
    }
    lists
}
