//! Learning which marks of a card show its sort of resource ([`crate::category`]): multinomial logistic regression, by
//! steps on one card after the other, each as long as its weight has moved little so far (AdaGrad, Duchi et al. 2011).
//! A third of the marks is left out by chance each time, so that none is relied on alone.

use std::collections::HashMap;
use std::path::Path;

use domain::resource::{Category, Kind, ResourceDraft};

use super::Chance;
use super::judging::PARTS;
use super::whole_room::{CardLine, Files};
use crate::category::marks::{Mark, PLACES, marks};
use crate::category::{CATEGORIES, Weights};
use crate::knowledge::{Knowledge, list};

/// How far one step goes.
const RATE: f32 = 0.1;
/// How strongly large weights are held back.
const RIDGE: f32 = 1e-5;
/// The share of marks left out each time.
const LEFT_OUT: f64 = 0.3;
/// Times over all examples.
const ROUNDS: usize = 10;
/// A card of a room counts as much as so many cases or names: rooms are few, and what we want to be good at.
const OF_ROOM: f32 = 6.0;
const SEED: u64 = 5;

/// Where an example comes from: what is left out together when it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A text of this case.
    Case(usize),
    /// A name in the knowledge.
    Name,
    /// A card of this room, by its place among the files.
    Room(usize),
}

/// A card whose category is known.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it comes from.
    pub source: Source,
    /// The category that people chose.
    pub category: Category,
    /// What it says, for people.
    pub told: String,
    /// What it shows.
    pub marks: Vec<Mark>,
}

/// Everything to learn from: the cases, the names of the knowledge, and the cards of these rooms.
#[must_use]
pub fn examples(rooms: &[Files]) -> Vec<Example> {
    let knowledge = Knowledge::get();
    let of_card = |source: Source, category: Category, card: &ResourceDraft| Example {
        source,
        category,
        told: format!("[{}] {} {}", card.kind, card.title, card.description),
        marks: marks(card, knowledge),
    };
    let of_text = |source: Source, category: Category, kind: Kind, title: &str| {
        let card = ResourceDraft { kind: kind.code().to_owned(), title: title.to_owned(), ..ResourceDraft::default() };
        of_card(source, category, &card)
    };
    let mut examples = Vec::new();
    for (number, case) in crate::cases::texts().iter().enumerate() {
        let Some(category) = Category::from_code(case.category) else { continue };
        for (kind, texts) in [(Kind::Have, &case.haves), (Kind::Want, &case.wants)] {
            examples.extend(texts.iter().map(|text| of_text(Source::Case(number), category, kind, text)));
        }
    }
    for line in list::CONCEPTS.iter().flat_map(|file| list::lines(file, 8)) {
        let Some(concept) = knowledge.concept(line[0]) else { continue };
        let category = knowledge.concepts[usize::from(concept)].category;
        let names = [line[2], line[3]].into_iter().flat_map(list::cells);
        examples.extend(names.map(|name| of_text(Source::Name, category, Kind::Have, name)));
    }
    for line in list::FUNCTIONS.iter().flat_map(|file| list::lines(file, 10)) {
        let category = knowledge.function(line[0]).and_then(|function| knowledge.category_of_need(function));
        let Some(category) = category else { continue };
        let names = [line[2], line[3], line[6], line[7]].into_iter().flat_map(list::cells);
        examples.extend(names.map(|name| of_text(Source::Name, category, Kind::Want, name)));
    }
    for (number, room) in rooms.iter().enumerate() {
        for line in &room.cards {
            let category = Category::from_code(&line.category);
            examples.extend(category.map(|category| of_card(Source::Room(number), category, &line.draft)));
        }
    }
    examples
}

/// The weights learnt on these examples; the same every time.
#[must_use]
pub fn fit(examples: &[&Example]) -> Weights {
    let mut weights = Weights(vec![0.0; PLACES * CATEGORIES]);
    let mut moved = vec![1e-6f32; PLACES * CATEGORIES];
    let mut chance = Chance(SEED);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for at in &order {
            let example = examples[*at];
            #[allow(clippy::cast_possible_truncation)]
            let kept: Vec<Mark> = example
                .marks
                .iter()
                .filter(|_| !chance.is_within(LEFT_OUT))
                .map(|(place, clear)| (*place, clear / (1.0 - LEFT_OUT as f32)))
                .collect();
            let counts = if matches!(example.source, Source::Room(_)) { OF_ROOM } else { 1.0 };
            let mut slopes = likely(weights.sums(&kept));
            for (slope, category) in slopes.iter_mut().zip(Category::ALL) {
                *slope = counts * (*slope - f32::from(u8::from(*category == example.category)));
            }
            for (place, clear) in &kept {
                let start = usize::from(*place) * CATEGORIES;
                for (at, slope) in (start..).zip(slopes) {
                    let slope = slope * clear + RIDGE * weights.0[at];
                    moved[at] += slope * slope;
                    weights.0[at] -= RATE * slope / moved[at].sqrt();
                }
            }
        }
    }
    weights
}

/// Cards that belong to no room, with their category, from files with the columns of a room's cards.
///
/// # Errors
/// When a file cannot be read.
pub fn single_cards(files: &[&Path]) -> csv::Result<Files> {
    let mut cards = Vec::new();
    for file in files {
        for row in csv::Reader::from_path(file)?.deserialize::<HashMap<String, String>>() {
            let row = row?;
            let cell = |name: &str| row.get(name).cloned().unwrap_or_default();
            let draft = ResourceDraft {
                kind: cell("kind"),
                title: cell("title"),
                description: cell("description"),
                quantity: cell("quantity"),
                unit: cell("unit"),
                ..ResourceDraft::default()
            };
            cards.push(CardLine { category: cell("category"), draft, ..CardLine::default() });
        }
    }
    Ok(Files { cards, ..Files::default() })
}

/// Gives every card of these rooms the category that is found by weights which have learnt on the other rooms and on
/// these single cards, not on its own room: a judge that learnt on rooms whose categories are nearly all right would
/// trust those of the next room too much.
pub fn fill_in_unseen(rooms: &mut [Files], single: &Files) {
    let examples = examples(&[rooms, std::slice::from_ref(single)].concat());
    for part in 0..PARTS {
        let is_other = |example: &&Example| !matches!(example.source, Source::Room(room) if room % PARTS == part);
        let weights = fit(&examples.iter().filter(is_other).collect::<Vec<_>>());
        for room in rooms.iter_mut().skip(part).step_by(PARTS) {
            for line in &mut room.cards {
                let marks = marks(&line.draft, Knowledge::get());
                weights.category(&marks).code().clone_into(&mut line.draft.category);
            }
        }
    }
}

/// From sums to probabilities.
fn likely(sums: [f32; CATEGORIES]) -> [f32; CATEGORIES] {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let odds = sums.map(|sum| (sum - most).exp());
    let all: f32 = odds.iter().sum();
    odds.map(|odds| odds / all)
}
