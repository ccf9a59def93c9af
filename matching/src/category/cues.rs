//! The sort of resource by the words of `knowledge/categories.csv`, the things that a text names, and for who asks,
//! what would serve the need: one mark among others, and what somebody of the trade can add to without learning anew.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::resource::Category;

use crate::knowledge::{Knowledge, is_connector, list, phrase_forms};
use crate::reading::Reading;
use crate::text;

/// How much the sort of what serves a need says about a card that asks for it, times how much of the text the need
/// explains.
const ASKED: f32 = 3.0;
/// Of a need that explains at least this much.
const LEAST_ASKED: f32 = 0.25;
/// Of the longest cue, in words.
const LONGEST: usize = 3;

/// Words that show what sort of thing is meant, in their normal forms, with how clearly they do.
static CUES: LazyLock<HashMap<String, (Category, f32)>> = LazyLock::new(|| {
    let mut cues = HashMap::new();
    for line in list::lines(list::CATEGORIES, 4) {
        let Some(category) = Category::from_code(line[0]) else { continue };
        let weight = line[1].parse().unwrap_or(1.0);
        for cue in [line[2], line[3]].into_iter().flat_map(list::cells) {
            cues.entry(phrase_forms(cue).join(" ")).or_insert((category, weight));
        }
    }
    cues
});

/// The category of what a text names, and for who asks, of what serves what is asked for. The words are those of the
/// text, folded, with how much each says about what the thing itself is.
pub(super) fn category(
    words: &[(String, f32)],
    reading: &Reading,
    asks: bool,
    knowledge: &Knowledge,
) -> Option<Category> {
    let mut found: Vec<(Category, f32)> = Vec::new();
    let mut add = |category: Category, weight: f32| match found.iter_mut().find(|(known, _)| *known == category) {
        Some((_, sum)) => *sum += weight,
        None => found.push((category, weight)),
    };
    let words: Vec<(String, f32)> = words
        .iter()
        .filter(|(folded, _)| !is_connector(folded))
        .map(|(folded, share)| (text::form(folded), *share))
        .collect();
    let mut at = 0;
    while at < words.len() {
        let known = |length: usize| {
            CUES.get(&words[at..at + length].iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>().join(" "))
        };
        if let Some((length, (category, weight))) =
            (1..=LONGEST.min(words.len() - at)).rev().find_map(|length| Some((length, known(length)?)))
        {
            add(*category, weight * words[at].1);
            at += length;
        } else {
            at += 1;
        }
    }
    for (concept, share) in &reading.concepts {
        add(knowledge.concepts[usize::from(*concept)].category, *share);
    }
    if let Some(asking) = reading.asks.first().filter(|asking| asks && asking.strength >= LEAST_ASKED)
        && let Some(category) = knowledge.category_of_need(asking.function)
    {
        add(category, asking.strength * ASKED);
    }
    // Of equals the first named.
    found.into_iter().rev().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(category, _)| category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_words_names_a_category() {
        let known = list::lines(list::CATEGORIES, 4)
            .filter(|line| Category::from_code(line[0]).is_some() && line[1].parse::<f32>().is_ok());
        assert_eq!(known.count(), list::CATEGORIES.lines().count() - 1);
    }
}
