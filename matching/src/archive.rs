//! The cards of past workshops that gave leave, many of them: an index from words, things and functions to resources,
//! so that a new card costs a few lists and some dozens of comparisons, however many resources there are. Everything
//! lies in a few long vectors: some hundreds of bytes a resource.

use std::collections::HashMap;

use crate::byte::{from_byte, to_byte};
use crate::knowledge::Knowledge;
use crate::matcher::Matcher;
use crate::meaning::Meant;
use crate::score::{self, Comparison};
use crate::trace::{Serving, Trace, TraceWord, View};

/// So many candidates are compared in full.
const COMPARED: usize = 48;
/// A function that a text asks for less than this (in 255ths) is not looked up.
const LEAST_ASKED: u8 = 25;
/// Only so many functions of a text are looked up.
const MOST_ASKED: usize = 6;
/// A thing is looked up from this share on.
const LEAST_SHARE: u8 = 40;
/// Things this near are looked up for each other.
const LEAST_NEAR: f32 = 0.3;
/// What a shared word, thing and use add to a candidate, before candidates are compared in full.
const OF_WORD: f32 = 3.0;
const OF_THING: f32 = 90.0;
const OF_USE: f32 = 160.0;
/// A list longer than this is read only so far, its surest entries first.
const LONGEST_LIST: usize = 60_000;

/// A resource that was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// Its number, as [`Archive::add`] gave it.
    pub number: u32,
    /// The score, from 0 to 1.
    pub score: f64,
    /// What the two texts have in common.
    pub comparison: Comparison,
}

/// Numbers of resources with a weight each. Sorted by weight when the archive is finished, so that the surest come
/// first.
#[derive(Clone, Debug, Default)]
struct List {
    numbers: Vec<u32>,
    weights: Vec<u8>,
}

impl List {
    fn push(&mut self, number: u32, weight: u8) {
        self.numbers.push(number);
        self.weights.push(weight);
    }

    fn iter(&self) -> impl Iterator<Item = (u32, u8)> {
        self.numbers.iter().copied().zip(self.weights.iter().copied()).take(LONGEST_LIST)
    }

    /// Keeps the surest first, as far as a long list is read at all; new ones are put where they belong the next time.
    fn order(&mut self) {
        if self.numbers.len() <= LONGEST_LIST {
            return;
        }
        let mut order: Vec<(u32, u8)> = self.numbers.iter().copied().zip(self.weights.iter().copied()).collect();
        order.sort_by(|one, other| other.1.cmp(&one.1).then(other.0.cmp(&one.0)));
        (self.numbers, self.weights) = order.into_iter().unzip();
    }

    fn bytes(&self) -> usize {
        self.numbers.capacity() * 4 + self.weights.capacity() + size_of::<Self>()
    }
}

/// Haves, or wants, by what stands in them.
#[derive(Debug, Default)]
struct Side {
    roots: HashMap<u32, List>,
    concepts: Vec<List>,
    asks: Vec<List>,
}

impl Side {
    fn new(knowledge: &Knowledge) -> Self {
        Self {
            roots: HashMap::new(),
            concepts: vec![List::default(); knowledge.concepts.len()],
            asks: vec![List::default(); knowledge.functions.len()],
        }
    }

    fn add(&mut self, number: u32, trace: &Trace) {
        let mut seen: Vec<u32> = Vec::with_capacity(trace.words.len());
        for word in &trace.words {
            if !seen.contains(&word.root) {
                seen.push(word.root);
                self.roots.entry(word.root).or_default().push(number, to_byte(word.weight() / 8.0));
            }
        }
        for (concept, share) in trace.concepts.iter().filter(|(_, share)| *share >= LEAST_SHARE) {
            self.concepts[usize::from(*concept)].push(number, *share);
        }
        for (function, strength) in trace.asks.iter().take(MOST_ASKED).filter(|(_, strength)| *strength >= LEAST_ASKED)
        {
            self.asks[usize::from(*function)].push(number, *strength);
        }
    }

    fn lists(&mut self) -> impl Iterator<Item = &mut List> {
        self.roots.values_mut().chain(&mut self.concepts).chain(&mut self.asks)
    }

    fn bytes(&self) -> usize {
        let lists: usize = self.roots.values().chain(&self.concepts).chain(&self.asks).map(List::bytes).sum();
        lists + self.roots.capacity() * 16
    }
}

/// Where the parts of a resource end in the long vectors.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    words: u32,
    concepts: u32,
    asks: u32,
    explained: u32,
    trigrams: u32,
}

/// Many resources, with what leads to them.
#[derive(Debug)]
pub struct Archive {
    ends: Vec<Ends>,
    words: Vec<TraceWord>,
    concepts: Vec<(u16, u8)>,
    asks: Vec<(u16, u8)>,
    explained: Vec<u8>,
    trigrams: Vec<u16>,
    meant: Vec<Option<Meant>>,
    haves: Side,
    wants: Side,
    /// For each concept the others that are near enough to be looked up for it, as have for want, and how near.
    near: Vec<Vec<(u16, f32)>>,
    /// For each concept, likewise, as want for have.
    near_back: Vec<Vec<(u16, f32)>>,
}

impl Archive {
    /// An empty archive.
    #[must_use]
    pub fn new(knowledge: &Knowledge) -> Self {
        let count = u16::try_from(knowledge.concepts.len()).unwrap_or(u16::MAX);
        let near = |similarity: &dyn Fn(u16, u16) -> f32| {
            let of = |concept: u16| {
                (0..count)
                    .map(|other| (other, similarity(concept, other)))
                    .filter(|(_, near)| *near >= LEAST_NEAR)
                    .collect()
            };
            (0..count).map(of).collect()
        };
        Self {
            ends: Vec::new(),
            words: Vec::new(),
            concepts: Vec::new(),
            asks: Vec::new(),
            explained: Vec::new(),
            trigrams: Vec::new(),
            meant: Vec::new(),
            haves: Side::new(knowledge),
            wants: Side::new(knowledge),
            near: near(&|have, want| knowledge.similarity(have, want)),
            near_back: near(&|want, have| knowledge.similarity(have, want)),
        }
    }

    /// Takes a resource up: a have, or something wanted. Gives its number: 0, 1, 2…
    pub fn add(&mut self, trace: &Trace, is_have: bool) -> u32 {
        let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.words.extend(&trace.words);
        self.concepts.extend(&trace.concepts);
        self.asks.extend(&trace.asks);
        self.explained.extend(&trace.explained);
        self.trigrams.extend(&trace.trigrams);
        self.meant.push(trace.meant.clone());
        let end = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.ends.push(Ends {
            words: end(self.words.len()),
            concepts: end(self.concepts.len()),
            asks: end(self.asks.len()),
            explained: end(self.explained.len()),
            trigrams: end(self.trigrams.len()),
        });
        if is_have { &mut self.haves } else { &mut self.wants }.add(number, trace);
        number
    }

    /// Puts long lists in order. To be called when many were added.
    pub fn finish(&mut self) {
        self.haves.lists().chain(self.wants.lists()).for_each(List::order);
    }

    /// How many resources there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes of memory, without the texts (which the archive does not hold).
    #[must_use]
    pub fn bytes(&self) -> usize {
        let vectors = self.ends.capacity() * size_of::<Ends>()
            + self.words.capacity() * size_of::<TraceWord>()
            + (self.concepts.capacity() + self.asks.capacity()) * size_of::<(u16, u8)>()
            + self.explained.capacity()
            + self.trigrams.capacity() * 2;
        let meant: usize = self.meant.capacity() * size_of::<Option<Meant>>()
            + self.meant.iter().flatten().map(Meant::bytes).sum::<usize>();
        vectors + meant + self.haves.bytes() + self.wants.bytes()
    }

    /// The best resources for a card: wants for a have, haves for a want.
    #[must_use]
    pub fn search(&self, matcher: &Matcher, card: &Trace, is_have: bool, most: usize) -> Vec<Found> {
        let mut serving = Serving::new(matcher.knowledge);
        let mut weights = vec![0u16; self.ends.len()];
        if is_have {
            serving.fill(&card.concepts, matcher.knowledge);
            self.weigh_wants(card, &serving, matcher.knowledge, &mut weights);
        } else {
            self.weigh_haves(card, matcher.knowledge, &mut weights);
        }
        let mut found: Vec<Found> = highest(&weights, COMPARED.max(most))
            .into_iter()
            .filter_map(|number| {
                let other = self.view(number as usize)?;
                let comparison = if is_have {
                    score::compare(card.view(), &serving, other, matcher.knowledge)
                } else {
                    serving.fill(other.concepts, matcher.knowledge);
                    score::compare(other, &serving, card.view(), matcher.knowledge)
                };
                Some(Found { number, score: matcher.score(&comparison), comparison })
            })
            .collect();
        found.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.number.cmp(&other.number)));
        found.truncate(most);
        found
    }

    fn weigh_wants(&self, card: &Trace, serving: &Serving, knowledge: &Knowledge, weights: &mut [u16]) {
        for (function, strength) in serving.all() {
            let factor = OF_USE * strength * (0.5 + knowledge.rarity_of_use[usize::from(function)]) / 255.0;
            if strength >= 0.3 {
                add(weights, &self.wants.asks[usize::from(function)], factor);
            }
        }
        for (concept, share) in card.concepts.iter().filter(|(_, share)| *share >= LEAST_SHARE) {
            for (other, near) in &self.near[usize::from(*concept)] {
                add(weights, &self.wants.concepts[usize::from(*other)], OF_THING * near * from_byte(*share) / 255.0);
            }
        }
        self.weigh_words(card, &self.wants, weights);
    }

    fn weigh_haves(&self, card: &Trace, knowledge: &Knowledge, weights: &mut [u16]) {
        // Which things would serve: by what is asked for, and by what is named.
        let mut wanted = vec![0.0f32; knowledge.concepts.len()];
        for (function, asked) in card.asks.iter().take(MOST_ASKED).filter(|(_, asked)| *asked >= LEAST_ASKED) {
            let factor = OF_USE * from_byte(*asked) * (0.5 + knowledge.rarity_of_use[usize::from(*function)]);
            for (concept, strength) in &knowledge.served_by[usize::from(*function)] {
                let entry = &mut wanted[usize::from(*concept)];
                *entry = entry.max(factor * strength);
            }
        }
        for (concept, share) in card.concepts.iter().filter(|(_, share)| *share >= LEAST_SHARE) {
            for (other, near) in &self.near_back[usize::from(*concept)] {
                wanted[usize::from(*other)] += OF_THING * near * from_byte(*share);
            }
        }
        for (concept, weight) in wanted.iter().enumerate().filter(|(_, weight)| **weight >= 8.0) {
            add(weights, &self.haves.concepts[concept], weight / 255.0);
        }
        self.weigh_words(card, &self.haves, weights);
    }

    fn weigh_words(&self, card: &Trace, side: &Side, weights: &mut [u16]) {
        let mut seen: Vec<u32> = Vec::with_capacity(card.words.len());
        for word in &card.words {
            if seen.contains(&word.root) {
                continue;
            }
            seen.push(word.root);
            if let Some(list) = side.roots.get(&word.root) {
                add(weights, list, OF_WORD * word.weight() * 8.0 / 255.0);
            }
        }
    }

    fn view(&self, at: usize) -> Option<View<'_>> {
        let end = self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let range = |start: u32, end: u32| start as usize..end as usize;
        Some(View {
            words: self.words.get(range(start.words, end.words))?,
            concepts: self.concepts.get(range(start.concepts, end.concepts))?,
            asks: self.asks.get(range(start.asks, end.asks))?,
            explained: self.explained.get(range(start.explained, end.explained))?,
            trigrams: self.trigrams.get(range(start.trigrams, end.trigrams))?,
            meant: self.meant.get(at)?.as_ref(),
        })
    }
}

fn add(weights: &mut [u16], list: &List, factor: f32) {
    // Sixteenths of a point, in whole numbers.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let factor = (factor * 16.0 * 256.0) as u32;
    for (number, weight) in list.iter() {
        if let Some(entry) = weights.get_mut(number as usize) {
            #[allow(clippy::cast_possible_truncation)]
            let more = ((factor * u32::from(weight)) >> 8).min(u32::from(u16::MAX)) as u16;
            *entry = entry.saturating_add(more);
        }
    }
}

/// The numbers with the highest weights: at least so many where there are so many, and a few more that weigh the same.
fn highest(weights: &[u16], most: usize) -> Vec<u32> {
    let mut counts = [0u32; 1024];
    for weight in weights {
        counts[usize::from(*weight >> 6)] += 1;
    }
    let (mut above, mut bucket) = (0, counts.len());
    while bucket > 1 && above < most {
        bucket -= 1;
        above += counts[bucket] as usize;
    }
    let least = u16::try_from(bucket << 6).unwrap_or(u16::MAX).max(1);
    let mut found: Vec<(u16, u32)> = (0u32..)
        .zip(weights)
        .filter(|(_, weight)| **weight >= least)
        .map(|(number, weight)| (*weight, number))
        .collect();
    found.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    found.truncate(most);
    found.into_iter().map(|(_, number)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_finds_what_comparing_with_all_would_find() {
        let matcher = Matcher::new();
        let haves = [
            "cendres volantes de centrale",
            "sciure de bois",
            "pneus usagés",
            "CO2 de fermentation",
            "vapeur 10 bar",
            "marc de café",
            "palettes cassées",
            "écumes de sucrerie",
        ];
        let wants = [
            "substitut au clinker",
            "litière pour chevaux",
            "alternative fuel for a kiln",
            "enrichir une serre en gaz carbonique",
            "process steam",
            "mushroom substrate",
            "pallets to repair",
            "raise soil pH",
        ];
        let mut archive = Archive::new(matcher.knowledge);
        let traces: Vec<(Trace, bool)> = haves
            .iter()
            .map(|text| (matcher.trace(text), true))
            .chain(wants.iter().map(|text| (matcher.trace(text), false)))
            .collect();
        for (trace, is_have) in &traces {
            archive.add(trace, *is_have);
        }
        archive.finish();
        assert_eq!(archive.len(), 16);
        let mut comparer = matcher.comparer();
        let mut score = |have: usize, want: usize| {
            comparer.take(&traces[have].0);
            matcher.score(&comparer.with(&traces[have].0, &traces[8 + want].0))
        };
        let scores: Vec<Vec<f64>> = (0..8).map(|have| (0..8).map(|want| score(have, want)).collect()).collect();
        for at in 0..8 {
            let of_have = archive.search(&matcher, &traces[at].0, true, 3);
            let best = scores[at].iter().copied().fold(0.0, f64::max);
            assert!((of_have[0].score - best).abs() < 1e-12, "{}: {of_have:?}", haves[at]);
            assert!(of_have.iter().any(|found| found.number as usize == 8 + at), "{}: {of_have:?}", haves[at]);
            let of_want = archive.search(&matcher, &traces[8 + at].0, false, 3);
            let best = scores.iter().map(|row| row[at]).fold(0.0, f64::max);
            assert!((of_want[0].score - best).abs() < 1e-12, "{}: {of_want:?}", wants[at]);
            assert!(of_want.iter().any(|found| found.number as usize == at), "{}: {of_want:?}", wants[at]);
        }
        assert!(archive.search(&matcher, &matcher.trace("🙂🙂"), true, 3).is_empty());
    }
}
