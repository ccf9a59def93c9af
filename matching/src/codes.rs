//! Codes suggested for a text: up to ten of the List of Waste, and a NACE division. Suggested, never assigned: a person
//! chooses.
//!
//! Codes of the things that the text names come first, then labels of the list that share its words, in whatever
//! language.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::knowledge::{Code, Heading, Knowledge};
use crate::reading::{self, Reading};

/// How many codes are suggested at most.
pub const MOST: usize = 10;
/// How much the codes of a named thing count, beside the words.
const NAMED: f32 = 2.0;

/// A suggested code.
#[derive(Clone, Copy, Debug)]
pub struct Suggested {
    /// The code, with its label.
    pub code: &'static Code,
    /// How well it fits, above 0; for the order only.
    pub weight: f32,
}

/// For each root the labels it stands in, with how much it tells of them.
struct Words {
    labels: HashMap<u32, Vec<(u16, f32)>>,
}

impl Words {
    fn of<'a>(labels: impl Iterator<Item = [&'a str; 2]>, knowledge: &Knowledge) -> Self {
        let mut words: HashMap<u32, Vec<(u16, f32)>> = HashMap::new();
        for (number, texts) in (0u16..).zip(labels) {
            for text in texts {
                let read = reading::words(text, knowledge);
                let total: f32 = read.iter().map(|word| word.weight).sum::<f32>().max(1.0);
                for word in &read {
                    let list = words.entry(word.root).or_default();
                    let share = word.weight / total.sqrt();
                    match list.last_mut() {
                        Some((last, known)) if *last == number => *known = known.max(share),
                        _ => list.push((number, share)),
                    }
                }
            }
        }
        Self { labels: words }
    }

    fn found(&self, reading: &Reading) -> HashMap<u16, f32> {
        let mut found: HashMap<u16, f32> = HashMap::new();
        let total: f32 = reading.words.iter().map(|word| word.weight).sum::<f32>().max(1.0);
        for word in &reading.words {
            for (number, share) in self.labels.get(&word.root).into_iter().flatten() {
                *found.entry(*number).or_default() += share * word.weight / total;
            }
        }
        found
    }
}

static OF_LIST: LazyLock<Words> = LazyLock::new(|| {
    let knowledge = Knowledge::get();
    Words::of(knowledge.waste_list.iter().map(|code| [code.name.french, code.name.english]), knowledge)
});

static OF_NACE: LazyLock<Words> = LazyLock::new(|| {
    let knowledge = Knowledge::get();
    Words::of(
        knowledge.nace.iter().map(|heading| [heading.name.french.as_str(), heading.name.english.as_str()]),
        knowledge,
    )
});

fn in_order(found: HashMap<u16, f32>) -> Vec<(u16, f32)> {
    let mut order: Vec<(u16, f32)> = found.into_iter().filter(|(_, weight)| *weight > 0.05).collect();
    order.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    order
}

/// Codes of the List of Waste for a text, the likeliest first.
#[must_use]
pub fn waste_codes(text: &str) -> Vec<Suggested> {
    let knowledge = Knowledge::get();
    let reading = Reading::of(text, knowledge);
    let mut found = OF_LIST.found(&reading);
    for (concept, share) in &reading.concepts {
        for (rank, code) in (0u8..).zip(&knowledge.concepts[usize::from(*concept)].waste_codes) {
            let Some(number) =
                knowledge.waste_list.iter().position(|known| known.code == *code).and_then(|at| u16::try_from(at).ok())
            else {
                continue;
            };
            *found.entry(number).or_default() += NAMED * share / (1.0 + 0.3 * f32::from(rank));
        }
    }
    in_order(found)
        .into_iter()
        .take(MOST)
        .map(|(number, weight)| Suggested { code: &knowledge.waste_list[usize::from(number)], weight })
        .collect()
}

/// The NACE division that a text points to: of the company that has this, or that does this.
#[must_use]
pub fn division(text: &str) -> Option<&'static Heading> {
    let knowledge = Knowledge::get();
    let reading = Reading::of(text, knowledge);
    let at = |division: &str| {
        knowledge.nace.iter().position(|heading| heading.division == division).and_then(|at| u16::try_from(at).ok())
    };
    let mut found = OF_NACE.found(&reading);
    for number in reading.divisions.iter().filter_map(|division| at(division)) {
        *found.entry(number).or_default() += NAMED;
    }
    for (concept, share) in &reading.concepts {
        for (rank, number) in
            (0u8..).zip(knowledge.concepts[usize::from(*concept)].divisions.iter().filter_map(|division| at(division)))
        {
            *found.entry(number).or_default() += share / (1.0 + 0.5 * f32::from(rank));
        }
    }
    in_order(found).first().map(|(number, _)| &knowledge.nace[usize::from(*number)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_thing_in_either_language_comes_first() {
        for (text, code) in [
            ("palettes bois cassées", "150103"),
            ("broken wooden pallets", "150103"),
            ("cendres volantes de charbon", "100102"),
            ("huile de friture usagée", "200125"),
            ("sable de fonderie usé", "100908"),
            ("marc de café", "020304"),
            ("end-of-life tyres", "160103"),
        ] {
            let suggested = waste_codes(text);
            assert!(suggested.len() <= MOST);
            assert_eq!(suggested.first().map(|one| one.code.code.as_str()), Some(code), "{text}: {suggested:?}");
        }
    }

    #[test]
    fn a_label_is_found_by_its_words_alone() {
        let suggested = waste_codes("boues de forage contenant de la barytine");
        assert!(suggested.iter().any(|one| one.code.code.starts_with("0105")), "{suggested:?}");
    }

    #[test]
    fn a_company_or_its_thing_points_to_a_division() {
        for (text, expected) in
            [("brasserie artisanale", "11"), ("sawmill", "16"), ("cimenterie", "23"), ("laitier d'aciérie", "24")]
        {
            assert_eq!(division(text).map(|heading| heading.division), Some(expected), "{text}");
        }
        assert!(division("🙂 12 t").is_none());
    }
}
