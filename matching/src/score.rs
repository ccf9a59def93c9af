//! How well two cards fit, from 0 to 1, and why.
//!
//! Each term of a title weighs `ln(1 + n / df)`, where `n` is the number of cards and `df` on how many of them the term stands
//! (inverse document frequency, Spärck Jones 1972, smoothed): what is rare says more. A title is covered by another card as far as
//! the weights of its terms find a similar term there; a term found only in the other's details counts for 0.6 of it. Then
//!
//! ```text
//! text  = (2 × max + min) / 3      of the two coverages: a short title inside a long one is a fit
//! score = text × (1 if the categories are the same, else 0.5) × (0.94 + 0.06 × quantity)
//! ```
//!
//! where `quantity` is 1 when what is offered covers what is wanted, else their ratio, and one half when nothing can be compared.

use std::collections::{BTreeSet, HashMap};

use domain::matches::Reason;
use domain::resource::{Annual, Kind, Resource};

use crate::terms::{Term, terms};

/// A term of the details counts this much beside one of the title.
const DETAIL: f64 = 0.6;
/// People choose categories in a hurry: another one is a doubt, not a refusal.
const OTHER_CATEGORY: f64 = 0.5;

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

impl Corpus {
    /// Counts the words of these cards.
    pub fn new<'a>(cards: impl IntoIterator<Item = &'a Resource>) -> Self {
        let mut corpus = Self::default();
        for card in cards {
            corpus.cards += 1.0;
            let keys: BTreeSet<String> = terms(&card.title).iter().chain(&details(card)).map(key).collect();
            for key in keys {
                *corpus.frequency.entry(key).or_default() += 1.0;
            }
        }
        corpus
    }

    fn weight(&self, term: &Term) -> f64 {
        let frequency = self.frequency.get(&key(term)).copied().unwrap_or(1.0).max(1.0);
        (1.0 + self.cards.max(1.0) / frequency).ln()
    }

    /// How well a have and a want (or two shared needs) fit; none when their words have nothing to do with each other.
    #[must_use]
    pub fn fit(&self, first: &Resource, second: &Resource) -> Option<Fit> {
        let (mine, theirs) = (Words::of(first), Words::of(second));
        let (there, words) = self.coverage(&mine, &theirs);
        let (back, _) = self.coverage(&theirs, &mine);
        let text = (2.0 * there.max(back) + there.min(back)) / 3.0;
        let same_category = first.category == second.category;
        if words.is_empty() {
            return None;
        }
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

    /// How far the title of one is found on the other, from 0 to 1, and which of its words are.
    fn coverage(&self, of: &Words, on: &Words) -> (f64, Vec<String>) {
        let (mut found, mut total, mut words) = (0.0, 0.0, Vec::new());
        for term in &of.title {
            let weight = self.weight(term);
            let best = |terms: &[Term]| terms.iter().map(|other| similarity(term, other)).fold(0.0, f64::max);
            let similar = best(&on.title).max(DETAIL * best(&on.details));
            total += weight;
            found += weight * similar;
            if similar > 0.0 {
                words.push(term.typed.clone());
            }
        }
        // What the title leaves out may stand in the details: then a word there is worth telling.
        if words.is_empty() {
            let told = of.details.iter().filter(|term| on.title.iter().any(|other| similarity(term, other) >= 0.8));
            words.extend(told.map(|term| term.typed.clone()).take(3));
        }
        (if total > 0.0 { found / total } else { 0.0 }, words)
    }
}

struct Words {
    title: Vec<Term>,
    details: Vec<Term>,
}

impl Words {
    fn of(resource: &Resource) -> Self {
        Self { title: terms(&resource.title), details: details(resource) }
    }
}

fn details(resource: &Resource) -> Vec<Term> {
    let details = &resource.details;
    let lines = [&details.form, &details.quality].into_iter().flatten().map(|line| &**line);
    details.description.as_deref().into_iter().chain(lines).flat_map(terms).collect()
}

/// Whether two terms mean the same, from 0 to 1: one concept or one stem 1, a typing error 0.8, one word inside the other 0.6.
fn similarity(one: &Term, other: &Term) -> f64 {
    if (one.concept.is_some() && one.concept == other.concept) || one.stems[0] == other.stems[0] || one.stems[1] == other.stems[1] {
        return 1.0;
    }
    let (short, long) = if one.folded.len() <= other.folded.len() { (&one.folded, &other.folded) } else { (&other.folded, &one.folded) };
    let letters = short.chars().count();
    // Two words that the list knows apart are no typing errors of each other.
    if one.concept.is_some() && other.concept.is_some() || letters < 5 {
        return 0.0;
    }
    if long.starts_with(short.as_str()) || (letters >= 6 && long.ends_with(short.as_str())) {
        return 0.6;
    }
    let allowed = if letters >= 9 { 2 } else { 1 };
    if short.as_bytes()[0] == long.as_bytes()[0] && strsim::osa_distance(short, long) <= allowed { 0.8 } else { 0.0 }
}

/// What is offered and what is wanted in a year, where they can be compared: one unit, both of a year or both of one lot.
fn amounts(first: &Resource, second: &Resource) -> Option<(Annual, Annual)> {
    let (offered, wanted) = (first.quantity?.annual(), second.quantity?.annual());
    let offers = first.kind == Kind::Have && second.kind == Kind::Want;
    (offers && offered.unit == wanted.unit && offered.once == wanted.once && wanted.amount > 0.0).then_some((offered, wanted))
}
