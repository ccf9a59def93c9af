//! What follows from the files: the sort of a concept, how near two concepts are, and what each can serve for.

use std::collections::HashMap;

use domain::resource::Category;

use super::{Concept, Function, Use};

/// Families so wide that belonging to them says little.
const WIDE: &[&str] = &[
    "material",
    "mineral",
    "metal",
    "energy",
    "water",
    "equipment",
    "space",
    "services",
    "expertise",
    "people",
    "logistics",
    "chemical",
    "biomass",
    "organic_waste",
    "packaging",
    "plastic",
    "fuel",
    "gas",
    "polymer",
    "textile",
    "sludge",
    "wood",
    "organic_liquid",
    "equipment_waste",
    "food_unsold",
    "fertiliser",
    "nonferrous",
    "waste_combustible",
];

/// Whether a family is so wide that belonging to it says little.
pub(super) fn is_wide(concept: &Concept) -> bool {
    WIDE.contains(&concept.id)
}

/// The sort of resource, after the root of the family.
pub(super) fn category(concepts: &[Concept], number: usize) -> Category {
    let mut at = number;
    for _ in 0..8 {
        let category = match concepts[at].id {
            "energy" | "heat" | "cold" | "electricity" | "fuel" | "gas_fuel" => Some(Category::Energy),
            "water" => Some(Category::Water),
            "logistics" => Some(Category::Logistics),
            "equipment" | "equipment_waste" => Some(Category::Equipment),
            "space" => Some(Category::Space),
            "expertise" => Some(Category::Expertise),
            "services" => Some(Category::Services),
            "people" => Some(Category::People),
            "material" => Some(Category::Material),
            _ => None,
        };
        match (category, concepts[at].broader.first()) {
            (Some(category), _) => return category,
            (None, Some(broader)) => at = usize::from(*broader),
            (None, None) => break,
        }
    }
    Category::Material
}

/// The wider concepts of each, with the number of steps to them; itself with none.
fn ancestors(concepts: &[Concept]) -> Vec<HashMap<u16, i32>> {
    (0u16..)
        .zip(concepts)
        .map(|(number, _)| {
            let mut found = HashMap::new();
            let mut open = vec![(number, 0)];
            while let Some((at, steps)) = open.pop() {
                if steps > 6 || found.get(&at).is_some_and(|known| *known <= steps) {
                    continue;
                }
                found.insert(at, steps);
                open.extend(concepts[usize::from(at)].broader.iter().map(|broader| (*broader, steps + 1)));
            }
            found
        })
        .collect()
}

/// How near each concept, as what is had, is to each as what is wanted, in 200ths.
pub(super) fn similarities(concepts: &[Concept]) -> Vec<u8> {
    let ancestors = ancestors(concepts);
    let wide: Vec<bool> = concepts.iter().map(is_wide).collect();
    let mut table = vec![0u8; concepts.len() * concepts.len()];
    for (have, above_have) in (0u16..).zip(&ancestors) {
        for (want, above_want) in (0u16..).zip(&ancestors) {
            let (of_have, of_want) = (&concepts[usize::from(have)], &concepts[usize::from(want)]);
            let similarity: f64 = if have == want {
                1.0
            } else if of_have.broader.is_empty() || of_want.broader.is_empty() {
                // What belongs to nothing but "material" and its like is not alike for it.
                0.0
            } else if let Some(steps) = above_have.get(&want) {
                // A narrower thing than what is asked for.
                if wide[usize::from(want)] { 0.55 * 0.8f64.powi(steps - 1) } else { 0.9f64.powi(*steps) }
            } else if let Some(steps) = above_want.get(&have) {
                // A wider thing: it may be the one.
                if wide[usize::from(have)] { 0.35 * 0.7f64.powi(steps - 1) } else { 0.7f64.powi(*steps) }
            } else if of_have.category == of_want.category {
                // Brothers and cousins, through the nearest family that is not too wide.
                let shared = above_have
                    .iter()
                    .filter_map(|(at, one)| above_want.get(at).map(|other| (usize::from(*at), one + other)));
                shared
                    .map(|(at, steps)| if wide[at] { 0.12 } else { 0.45 * 0.75f64.powi((steps - 2).max(0)) })
                    .fold(0.0, f64::max)
            } else {
                0.0
            };
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 200
            {
                table[usize::from(have) * concepts.len() + usize::from(want)] = (similarity * 200.0).round() as u8;
            }
        }
    }
    table
}

/// That a concept serves a function, by itself or through a relative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Serves {
    pub function: u16,
    /// From 0 to 1.
    pub strength: f32,
    /// Number of the use that says so.
    pub told_by: u32,
}

/// How much a usual, a known and a possible use count.
const fn strength(fit: u8) -> f32 {
    match fit {
        3 => 1.0,
        2 => 0.9,
        _ => 0.55,
    }
}

#[derive(Clone, Default)]
struct Best(HashMap<u16, (f32, u32)>);

impl Best {
    fn put(&mut self, function: u16, strength: f32, told_by: u32) {
        let entry = self.0.entry(function).or_insert((strength, told_by));
        // Of equals the first line stands: the order of a map must not show.
        if strength > entry.0 || (strength.total_cmp(&entry.0).is_eq() && told_by < entry.1) {
            *entry = (strength, told_by);
        }
    }
}

/// The functions that each concept serves: by itself, through its wider concepts, and a little through its narrower
/// ones; and the wider functions of those.
pub(super) fn serves(concepts: &[Concept], functions: &[Function], uses: &[Use]) -> Vec<Vec<Serves>> {
    /// What wood can do, sawdust can often do, one step down.
    const DOWN: f32 = 0.65;
    const DOWN_FROM_WIDE: f32 = 0.55;
    /// Who has slag may have granulated slag.
    const UP: f32 = 0.5;
    const UP_TO_WIDE: f32 = 0.25;
    /// What can fire a kiln is a fuel.
    const WIDER_FUNCTION: f32 = 0.9;

    let wide = |number: u16| is_wide(&concepts[usize::from(number)]);
    let mut direct = vec![Best::default(); concepts.len()];
    for (number, one) in (0u32..).zip(uses).filter(|(_, one)| one.fit > 0) {
        direct[usize::from(one.concept)].put(one.function, strength(one.fit), number);
    }
    let mut all = direct.clone();
    for (number, concept) in concepts.iter().enumerate() {
        let mut open: Vec<(u16, f32, u8)> = concept.broader.iter().map(|broader| (*broader, DOWN, 0)).collect();
        while let Some((at, factor, steps)) = open.pop() {
            let factor = if wide(at) { factor * DOWN_FROM_WIDE } else { factor };
            for (function, (strength, told_by)) in &direct[usize::from(at)].0 {
                all[number].put(*function, strength * factor, *told_by);
            }
            if steps < 6 {
                open.extend(
                    concepts[usize::from(at)].broader.iter().map(|broader| (*broader, factor * DOWN, steps + 1)),
                );
            }
        }
        for broader in &concept.broader {
            let factor = if wide(*broader) { UP_TO_WIDE } else { UP };
            for (function, (strength, told_by)) in &direct[number].0 {
                all[usize::from(*broader)].put(*function, strength * factor, *told_by);
            }
        }
    }
    for best in &mut all {
        for (function, (strength, told_by)) in best.0.clone() {
            let mut at = functions[usize::from(function)].broader;
            let mut factor = WIDER_FUNCTION;
            for _ in 0..4 {
                let Some(broader) = at else { break };
                best.put(broader, strength * factor, told_by);
                at = functions[usize::from(broader)].broader;
                factor *= WIDER_FUNCTION;
            }
        }
    }
    for (best, never) in all.iter_mut().zip(never(concepts, uses)) {
        best.0.retain(|function, _| !never.contains(function));
    }
    let list = |best: Best| {
        let mut list: Vec<Serves> =
            best.0.into_iter().map(|(function, (strength, told_by))| Serves { function, strength, told_by }).collect();
        list.sort_by_key(|serves| serves.function);
        list
    };
    all.into_iter().map(list).collect()
}

/// The functions for which each concept does not do, nor do its narrower ones: plywood is wood, but no bedding.
pub(super) fn never(concepts: &[Concept], uses: &[Use]) -> Vec<Vec<u16>> {
    let ancestors = ancestors(concepts);
    let does_not = |above: &HashMap<u16, i32>| {
        let mut functions: Vec<u16> = uses
            .iter()
            .filter(|one| one.fit == 0 && above.contains_key(&one.concept))
            .map(|one| one.function)
            .collect();
        functions.sort_unstable();
        functions.dedup();
        functions
    };
    let own = |number: u16, function: u16| {
        uses.iter().any(|one| one.fit > 0 && one.concept == number && one.function == function)
    };
    (0u16..)
        .zip(&ancestors)
        .map(|(number, above)| does_not(above).into_iter().filter(|function| !own(number, *function)).collect())
        .collect()
}

/// How few things serve each function, from 0 to 1: what few serve tells more.
#[allow(clippy::cast_precision_loss)] // hundreds
pub(super) fn rarity_of_use(functions: usize, serves: &[Vec<Serves>]) -> Vec<f32> {
    let all = 1.0 + serves.len() as f32;
    (0u16..)
        .take(functions)
        .map(|function| {
            let serving = serves
                .iter()
                .filter(|list| list.iter().any(|serves| serves.function == function && serves.strength >= 0.5))
                .count();
            ((all / (1.0 + serving as f32)).ln() / all.ln()).clamp(0.0, 1.0)
        })
        .collect()
}
