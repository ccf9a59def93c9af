//! How well two cards fit, from 0 to 1, and why.
//!
//! Each term of a title weighs `strength × ln(1 + n / df)`, where `n` is the number of cards and `df` on how many of them the term
//! stands (inverse document frequency, Spärck Jones 1972, smoothed): what is rare says more. The strength is 1 for a term that the
//! list of words knows, 0.8 for another word, 0.25 for a faint one (shape, state: "chutes", "fresh"). A title is covered by another
//! card as far as the weights of its terms find a similar term there; a term found only in the other's details counts for 0.6 of it.
//! Faint words alone make no fit. Then
//!
//! ```text
//! text  = mean of the two coverages
//! score = text × (1 if the categories are the same, else 0.5) × (0.94 + 0.06 × quantity)
//! ```
//!
//! where `quantity` is 1 when what is offered covers what is wanted, else their ratio, and one half when nothing can be compared.

use std::collections::{BTreeSet, HashMap};

use domain::matches::Reason;
use domain::resource::{Annual, Category, Kind, Resource};

use crate::terms::{Term, terms};

/// A term of the details counts this much beside one of the title.
const DETAIL: f64 = 0.6;
/// People choose categories in a hurry: another one is a doubt, not a refusal.
const OTHER_CATEGORY: f64 = 0.5;
/// A word that the list does not know is more often a detail than the thing itself.
const UNKNOWN: f64 = 0.8;
/// Another word for the same thing: the same word is still closer.
const CONCEPT: f64 = 0.8;
/// A word of shape or state counts this much.
const FAINT: f64 = 0.25;

/// How well two cards fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// From 0 to 1.
    pub score: f64,
    /// Why, for people.
    pub reasons: Vec<Reason>,
}

/// What stands on the table, for knowing which words are rare.
#[derive(Debug, Default)]
pub struct Corpus {
    cards: f64,
    /// On how many cards a term stands, by its key.
    frequency: HashMap<String, f64>,
}

/// One and the same thing has one and the same key.
fn key(term: &Term) -> String {
    term.concept.map_or_else(|| term.stems[0].clone(), |concept| format!("#{concept}"))
}

/// A card as the matcher reads it.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    resource: &'a Resource,
    title: Vec<Term>,
    details: Vec<Term>,
}

impl<'a> Reading<'a> {
    /// Reads a card once, for all comparisons with it.
    #[must_use]
    pub fn of(resource: &'a Resource) -> Self {
        let read = |text: &str| {
            let mut terms = terms(text);
            // Where things are stored or moved, pallets are a measure.
            if matches!(resource.category, Category::Space | Category::Logistics) {
                terms.iter_mut().filter(|term| term.is_pallet()).for_each(|term| term.is_faint = true);
            }
            terms
        };
        let details = &resource.details;
        let lines = [&details.form, &details.quality].into_iter().flatten().map(|line| &**line);
        let details = details.description.as_deref().into_iter().chain(lines).flat_map(read).collect();
        Self { resource, title: read(&resource.title), details }
    }
}

impl Corpus {
    /// Counts the words of these cards.
    pub fn new<'a, 'b: 'a>(cards: impl IntoIterator<Item = &'a Reading<'b>>) -> Self {
        let mut corpus = Self::default();
        for card in cards {
            corpus.cards += 1.0;
            let keys: BTreeSet<String> = card.title.iter().chain(&card.details).map(key).collect();
            for key in keys {
                *corpus.frequency.entry(key).or_default() += 1.0;
            }
        }
        corpus
    }

    fn weight(&self, term: &Term) -> f64 {
        let frequency = self.frequency.get(&key(term)).copied().unwrap_or(1.0).max(1.0);
        let strength = match term {
            Term { is_faint: true, .. } => FAINT,
            Term { concept: None, .. } => UNKNOWN,
            _ => 1.0,
        };
        strength * (1.0 + self.cards.max(1.0) / frequency).ln()
    }

    /// How well a have and a want (or two shared needs) fit; none when their words have nothing to do with each other.
    #[must_use]
    pub fn fit(&self, first: &Reading<'_>, second: &Reading<'_>) -> Option<Fit> {
        let there = self.coverage(first, second);
        let back = self.coverage(second, first);
        if !there.is_telling && !back.is_telling {
            return None;
        }
        let words = if there.words.is_empty() { told(first, second) } else { there.words };
        if words.is_empty() {
            return None;
        }
        let text = f64::midpoint(there.share, back.share);
        let (first, second) = (first.resource, second.resource);
        let same_category = first.category == second.category;
        let amounts = amounts(first, second);
        let quantity = amounts.map_or(0.5, |(offered, wanted)| (offered.amount / wanted.amount).min(1.0));
        let score = text * if same_category { 1.0 } else { OTHER_CATEGORY } * (0.94 + 0.06 * quantity);
        let shared_need = first.kind == Kind::SharedNeed && second.kind == Kind::SharedNeed;
        let reasons =
            [
                Some(Reason::SharedWords { words }),
                shared_need.then_some(Reason::SameNeed),
                same_category.then_some(Reason::SameCategory),
                amounts.map(|(offered, wanted)| {
                    if offered.amount >= wanted.amount { Reason::QuantityCovers { offered, wanted } } else { Reason::QuantityPart { offered, wanted } }
                }),
            ];
        Some(Fit { score: score.clamp(0.0, 1.0), reasons: reasons.into_iter().flatten().collect() })
    }

    /// How far the title of one is found on the other.
    fn coverage(&self, of: &Reading<'_>, on: &Reading<'_>) -> Coverage {
        let (mut found, mut total) = (0.0, 0.0);
        let mut coverage = Coverage { share: 0.0, words: Vec::new(), is_telling: false };
        for term in &of.title {
            let weight = self.weight(term);
            let similar = |other: &Term| similarity(term, other) * if other.is_faint && !term.is_faint { FAINT } else { 1.0 };
            let best = |terms: &[Term]| terms.iter().map(similar).fold(0.0, f64::max);
            let best = best(&on.title).max(DETAIL * best(&on.details));
            total += weight;
            found += weight * best;
            if best > 0.0 {
                coverage.words.push(term.typed.clone());
                coverage.is_telling |= !term.is_faint && best > FAINT;
            }
        }
        if total > 0.0 {
            coverage.share = found / total;
        }
        coverage
    }
}

struct Coverage {
    /// From 0 to 1, by weight.
    share: f64,
    /// The words that are found, as typed.
    words: Vec<String>,
    /// One of them says what the thing is.
    is_telling: bool,
}

/// What the title leaves out may stand in the details: then words there are worth telling.
fn told(of: &Reading<'_>, on: &Reading<'_>) -> Vec<String> {
    let telling = of.details.iter().filter(|term| !term.is_faint && on.title.iter().any(|other| similarity(term, other) > 0.0));
    telling.map(|term| term.typed.clone()).take(3).collect()
}

/// Whether two terms mean the same, from 0 to 1: one stem 1, one concept or a typing error 0.8, one word inside the other or
/// inside a phrase 0.6, and 0.3 when the list knows the phrase as something else.
fn similarity(one: &Term, other: &Term) -> f64 {
    if one.stems[0] == other.stems[0] || one.stems[1] == other.stems[1] {
        return 1.0;
    }
    if one.concept.is_some() && one.concept == other.concept {
        return CONCEPT;
    }
    let known_apart = one.concept.is_some() && other.concept.is_some();
    if one.is_phrase() || other.is_phrase() {
        return match one.shares_a_word(other) {
            true if known_apart => 0.3,
            true => 0.6,
            false => 0.0,
        };
    }
    let (short, long) = if one.folded.len() <= other.folded.len() { (&one.folded, &other.folded) } else { (&other.folded, &one.folded) };
    let letters = short.chars().count();
    // Two words that the list knows apart are no typing errors of each other.
    if known_apart || letters < 5 {
        return 0.0;
    }
    if long.starts_with(short.as_str()) || (letters >= 6 && long.ends_with(short.as_str())) {
        return 0.6;
    }
    if is_typing_error(short, long, letters) { 0.8 } else { 0.0 }
}

/// Whether the two differ by a slip of the thumb: one letter, two in long words, never the first.
fn is_typing_error(short: &str, long: &str, letters: usize) -> bool {
    if short.chars().next() != long.chars().next() {
        return false;
    }
    let distance = strsim::osa_distance(short, long);
    // One letter for another makes another word of a short one: grave and grade, sable and salle.
    let replaced = strsim::hamming(short, long).is_ok_and(|differing| differing == 1);
    distance <= if letters >= 9 { 2 } else { 1 } && !(letters == 5 && replaced)
}

/// What is offered and what is wanted in a year, where they can be compared: one unit, both of a year or both of one lot.
fn amounts(first: &Resource, second: &Resource) -> Option<(Annual, Annual)> {
    let (offered, wanted) = (first.quantity?.annual(), second.quantity?.annual());
    let offers = first.kind == Kind::Have && second.kind == Kind::Want;
    (offers && offered.unit == wanted.unit && offered.once == wanted.once && wanted.amount > 0.0).then_some((offered, wanted))
}
