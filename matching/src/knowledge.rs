//! What people call the same thing: `knowledge/words.csv`, read once.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::terms::stems;

/// Concepts by the stems of each variant, joined by blanks.
static CONCEPTS: LazyLock<HashMap<String, u16>> = LazyLock::new(|| read(include_str!("../knowledge/words.csv")));

/// The longest phrase in the list, in words.
pub(crate) const LONGEST: usize = 3;

/// The concept of a phrase, given the stem of each of its words.
pub(crate) fn concept(stems: &[&str]) -> Option<u16> {
    CONCEPTS.get(stems.join(" ").as_str()).copied()
}

fn read(text: &str) -> HashMap<String, u16> {
    let mut concepts = HashMap::new();
    for (number, line) in (0..).zip(text.lines().skip(1)) {
        for variant in line.split(',').skip(1).flat_map(|variants| variants.split('|')) {
            // The first meaning stands: a word of two concepts belongs to the one that comes first in the list.
            for key in stems(variant) {
                concepts.entry(key).or_insert(number);
            }
        }
    }
    concepts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_concept_and_both_languages() {
        let text = include_str!("../knowledge/words.csv");
        for line in text.lines() {
            let fields: Vec<_> = line.split(',').collect();
            assert!(fields.len() == 3 && fields.iter().all(|field| !field.trim().is_empty()), "{line}");
        }
        assert!(read(text).len() > 300);
    }

    #[test]
    fn french_and_english_words_meet_in_a_concept() {
        let of = |phrase: &str| stems(phrase).iter().find_map(|key| CONCEPTS.get(key));
        assert!(of("sciures").is_some());
        assert_eq!(of("sciures"), of("sawdust"));
        assert_eq!(of("chaleur fatale"), of("waste heat"));
    }
}
