//! What the matcher knows of the trade: concepts (things and their names), functions (what something can be wanted for), uses
//! (what a residue can replace, where, on which condition), sectors, and the two public lists of codes. Read once from
//! `matching/knowledge/`, in which people of the trade can add lines without touching code.

mod lexicon;
mod list;
mod phrases;

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::resource::Category;

pub use lexicon::Lexicon;
pub use list::{Code, Heading};
pub(crate) use phrases::{Phrases, is_connector};

use crate::language::Both;
use crate::text;

/// A thing: material, energy, water, machine, room, skill.
#[derive(Clone, Debug)]
pub struct Concept {
    /// As in the file.
    pub id: &'static str,
    /// Its first name in each language.
    pub name: Both<&'static str>,
    /// Wider concepts, by number.
    pub broader: Vec<u16>,
    /// Codes of the List of Waste, six digits.
    pub waste_codes: Vec<&'static str>,
    /// NACE divisions in which it arises, two digits.
    pub divisions: Vec<&'static str>,
    /// Bulk density, in tonnes a cubic metre.
    pub density: Option<f64>,
    /// What sort of resource.
    pub category: Category,
    /// Key of the source.
    pub source: &'static str,
}

/// What something can be wanted for: "cement addition", "animal bedding", "return loads".
#[derive(Clone, Debug)]
pub struct Function {
    /// As in the file.
    pub id: &'static str,
    /// Its name in each language.
    pub name: Both<&'static str>,
    /// What it does, as an infinitive: "remplacer une partie du clinker".
    pub purpose: Both<&'static str>,
    /// The wider function, if any.
    pub broader: Option<u16>,
    /// NACE divisions that want it.
    pub divisions: Vec<&'static str>,
    /// Key of the source.
    pub source: &'static str,
}

/// That a concept serves a function.
#[derive(Clone, Debug)]
pub struct Use {
    /// The concept.
    pub concept: u16,
    /// The function.
    pub function: u16,
    /// 3 usual, 2 known, 1 possible.
    pub fit: u8,
    /// On which condition, if one is told.
    pub condition: Both<&'static str>,
    /// Key of the source.
    pub source: &'static str,
}

/// An industry, as people name it.
#[derive(Clone, Debug)]
pub struct Sector {
    /// As in the file.
    pub id: &'static str,
    /// NACE division.
    pub division: &'static str,
}

/// Everything that is known.
#[derive(Debug)]
pub struct Knowledge {
    /// Concepts, by number.
    pub concepts: Vec<Concept>,
    /// Functions, by number.
    pub functions: Vec<Function>,
    /// Uses.
    pub uses: Vec<Use>,
    /// Sectors, by number.
    pub sectors: Vec<Sector>,
    /// The List of Waste.
    pub waste_list: Vec<Code>,
    /// NACE divisions.
    pub nace: Vec<Heading>,
    /// Words and how rare they are.
    pub lexicon: Lexicon,
    pub(crate) concept_names: Phrases,
    pub(crate) sector_names: Phrases,
    /// For each concept, the functions it serves: number, strength from 0 to 1, and which use says so.
    pub(crate) serves: Vec<Vec<Serves>>,
    pub(crate) documents: Documents,
    /// For each function, how few things serve it, from 0 to 1: what few serve tells more.
    pub(crate) rarity_of_use: Vec<f32>,
    /// How near one concept is to another, in 200ths: `similarity[have * concepts + want]`.
    similarity: Vec<u8>,
}

/// That a concept serves a function, by itself or through a relative.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Serves {
    pub function: u16,
    pub strength: f32,
    pub told_by: u32,
}

/// How people word what they want a function for: phrases of roots, and where each root stands.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// For each root, the functions in whose description it stands, and how central it is there, from 0 to 1.
    pub roots: HashMap<u32, Vec<(u16, f32)>>,
    /// For each concept, likewise.
    pub concepts: HashMap<u16, Vec<(u16, f32)>>,
    /// For each root, the phrases it stands in.
    pub in_phrases: HashMap<u32, Vec<u32>>,
    /// For each phrase its function and how many roots it has.
    pub phrases: Vec<(u16, u8)>,
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::read);

impl Knowledge {
    /// The knowledge that comes with the program.
    #[must_use]
    pub fn get() -> &'static Self {
        &KNOWLEDGE
    }

    fn read() -> Self {
        let concept_lines: Vec<_> = list::CONCEPTS.iter().flat_map(|text| list::lines(text, 8)).collect();
        let function_lines: Vec<_> = list::FUNCTIONS.iter().flat_map(|text| list::lines(text, 10)).collect();
        let use_lines: Vec<_> = list::USES.iter().flat_map(|text| list::lines(text, 6)).collect();
        let sector_lines: Vec<_> = list::lines(list::SECTORS, 4).collect();
        let waste_list = list::waste_list();
        let nace = list::nace();
        let concept_numbers = numbers(&concept_lines);
        let function_numbers = numbers(&function_lines);

        let mut lexicon = Lexicon::default();
        let mut concept_names = Phrases::default();
        for (number, line) in (0..).zip(&concept_lines) {
            for (french, cell) in [(true, line[2]), (false, line[3])] {
                cell.split('|').for_each(|name| concept_names.add(name, number, french, &mut lexicon));
            }
        }
        let mut sector_names = Phrases::default();
        for (number, line) in (0..).zip(&sector_lines) {
            for (french, cell) in [(true, line[1]), (false, line[2])] {
                cell.split('|').for_each(|name| sector_names.add(name, number, french, &mut lexicon));
            }
        }
        // Rarity is learnt from all that is in the files: names, descriptions, the two lists of codes.
        for line in &concept_lines {
            lexicon.count(&[line[2], line[3]]);
        }
        for line in &function_lines {
            lexicon.count(&line[2..8]);
        }
        for code in &waste_list {
            lexicon.count(&[code.name.french, code.name.english]);
        }
        for heading in &nace {
            lexicon.count(&[heading.name.french.as_str(), heading.name.english.as_str()]);
        }
        lexicon.finish();

        let mut concepts: Vec<Concept> = concept_lines
            .iter()
            .map(|line| Concept {
                id: line[0],
                name: Both { french: list::first(line[2]), english: list::first(line[3]) },
                broader: list::cells(line[1]).filter_map(|id| concept_numbers.get(id).copied()).collect(),
                waste_codes: list::cells(line[4]).collect(),
                divisions: list::cells(line[5]).collect(),
                density: line[6].parse().ok(),
                category: Category::Material,
                source: line[7],
            })
            .collect();
        let categories: Vec<Category> = (0..concepts.len()).map(|number| category(&concepts, number)).collect();
        for (concept, category) in concepts.iter_mut().zip(categories) {
            concept.category = category;
        }
        let functions: Vec<Function> = function_lines
            .iter()
            .map(|line| Function {
                id: line[0],
                name: Both { french: line[2], english: line[3] },
                purpose: Both { french: line[4], english: line[5] },
                broader: list::cells(line[1]).next().and_then(|id| function_numbers.get(id).copied()),
                divisions: list::cells(line[8]).collect(),
                source: line[9],
            })
            .collect();
        let uses: Vec<Use> = use_lines
            .iter()
            .flat_map(|line| {
                let function = function_numbers.get(line[0]).copied();
                let concepts = list::cells(line[1]).filter_map(|id| concept_numbers.get(id).copied()).collect::<Vec<_>>();
                let condition = Both { french: line[3], english: line[4] };
                concepts.into_iter().filter_map(move |concept| {
                    Some(Use { concept, function: function?, fit: line[2].parse().unwrap_or(1), condition, source: line[5] })
                })
            })
            .collect();
        let similarity = similarities(&concepts);
        let serves = serves(&concepts, &functions, &uses);
        let rarity_of_use = (0u16..)
            .zip(&functions)
            .map(|(function, _)| {
                let serving = serves.iter().filter(|list| list.iter().any(|serves| serves.function == function && serves.strength >= 0.5)).count();
                #[allow(clippy::cast_precision_loss)] // hundreds
                let share = (1.0 + serving as f32) / (1.0 + concepts.len() as f32);
                (-share.ln() / (1.0 + concepts.len() as f32).ln()).clamp(0.0, 1.0)
            })
            .collect();
        let sectors = sector_lines.iter().map(|line| Sector { id: line[0], division: line[3] }).collect();
        let mut knowledge = Self {
            concepts,
            functions,
            uses,
            sectors,
            waste_list,
            nace,
            lexicon,
            concept_names,
            sector_names,
            serves,
            documents: Documents::default(),
            rarity_of_use,
            similarity,
        };
        knowledge.documents = knowledge.describe(&function_lines);
        knowledge
    }

    /// How near what is had is to what is wanted, from 0 to 1: the same 1, a narrower thing for a wider want nearly so, a wider
    /// thing for a narrow want less, two of one family a little.
    #[must_use]
    pub fn similarity(&self, have: u16, want: u16) -> f32 {
        f32::from(self.similarity[usize::from(have) * self.concepts.len() + usize::from(want)]) / 200.0
    }

    /// The number of a concept by its id.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<u16> {
        (0..).zip(&self.concepts).find(|(_, concept)| concept.id == id).map(|(number, _)| number)
    }

    /// The number of a function by its id.
    #[must_use]
    pub fn function(&self, id: &str) -> Option<u16> {
        (0..).zip(&self.functions).find(|(_, function)| function.id == id).map(|(number, _)| number)
    }

    fn describe(&self, lines: &[Vec<&'static str>]) -> Documents {
        let mut documents = Documents::default();
        let mut roots: HashMap<(u32, u16), f32> = HashMap::new();
        let mut concepts: HashMap<(u16, u16), f32> = HashMap::new();
        for (function, line) in (0u16..).zip(lines) {
            // A word of the name or the purpose is as central as one that stands in two phrases.
            let named = [line[2], line[3], line[4], line[5]].map(|cell| (cell, 2.0));
            let phrased = [line[6], line[7]].into_iter().flat_map(|cell| cell.split('|')).map(|cell| (cell, 1.0));
            for (phrase, weight) in named.into_iter().chain(phrased) {
                let words: Vec<_> = crate::reading::words(phrase, self).collect();
                let mut distinct: Vec<u32> = words.iter().map(|word| word.root).collect();
                distinct.sort_unstable();
                distinct.dedup();
                for root in &distinct {
                    *roots.entry((*root, function)).or_default() += weight;
                }
                if (2..=6).contains(&distinct.len()) {
                    let number = u32::try_from(documents.phrases.len()).unwrap_or(u32::MAX);
                    for root in &distinct {
                        documents.in_phrases.entry(*root).or_default().push(number);
                    }
                    documents.phrases.push((function, u8::try_from(distinct.len()).unwrap_or(u8::MAX)));
                }
                for (concept, _) in crate::reading::concepts(&words, self) {
                    let entry = concepts.entry((concept, function)).or_default();
                    *entry += weight;
                }
            }
        }
        let central = |weight: f32| (crate::tune("CEN", 0.5) + crate::tune("CENW", 0.15) * weight).min(1.0);
        let total = f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        let rarity = |functions: usize| 1.0 - (1.0 + functions as f32).ln() / (2.0 + total).ln();
        for ((root, function), weight) in roots {
            documents.roots.entry(root).or_default().push((function, central(weight)));
        }
        for list in documents.roots.values_mut() {
            let rarity = rarity(list.len());
            list.iter_mut().for_each(|(_, strength)| *strength *= rarity.max(0.05));
            list.sort_by_key(|(function, _)| *function);
        }
        for ((concept, function), weight) in concepts {
            documents.concepts.entry(concept).or_default().push((function, central(weight)));
        }
        for list in documents.concepts.values_mut() {
            let rarity = rarity(list.len());
            list.iter_mut().for_each(|(_, strength)| *strength *= rarity.max(0.05));
            list.sort_by_key(|(function, _)| *function);
        }
        documents
    }
}

fn numbers(lines: &[Vec<&'static str>]) -> HashMap<&'static str, u16> {
    (0..).zip(lines).map(|(number, line)| (line[0], number)).collect()
}

/// The sort of resource, after the root of the family.
fn category(concepts: &[Concept], number: usize) -> Category {
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

/// Families so wide that belonging to them says little.
const WIDE: &[&str] = &[
    "material", "mineral", "metal", "energy", "water", "equipment", "space", "services", "expertise", "people", "logistics", "chemical", "biomass", "organic_waste", "packaging", "plastic",
    "fuel", "gas", "polymer", "textile", "sludge", "wood", "organic_liquid", "equipment_waste", "food_unsold", "fertiliser", "nonferrous", "waste_combustible",
];

fn similarities(concepts: &[Concept]) -> Vec<u8> {
    // For each concept its ancestors with the number of steps.
    let ancestors: Vec<HashMap<u16, u32>> = (0..concepts.len())
        .map(|number| {
            let mut found = HashMap::new();
            let mut open = vec![(u16::try_from(number).unwrap_or(u16::MAX), 0u32)];
            while let Some((at, steps)) = open.pop() {
                if steps > 6 || found.get(&at).is_some_and(|known| *known <= steps) {
                    continue;
                }
                found.insert(at, steps);
                open.extend(concepts[usize::from(at)].broader.iter().map(|broader| (*broader, steps + 1)));
            }
            found
        })
        .collect();
    let wide: Vec<bool> = concepts.iter().map(|concept| WIDE.contains(&concept.id)).collect();
    let mut table = vec![0u8; concepts.len() * concepts.len()];
    for (have, above_have) in ancestors.iter().enumerate() {
        for (want, above_want) in ancestors.iter().enumerate() {
            let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
            let similarity = if have == want {
                1.0
            } else if let Some(steps) = above_have.get(&number(want)) {
                // A narrower thing than what is asked for.
                if wide[want] { 0.55 * 0.8f64.powi(i32::try_from(*steps - 1).unwrap_or(0)) } else { 0.9f64.powi(i32::try_from(*steps).unwrap_or(0)) }
            } else if let Some(steps) = above_want.get(&number(have)) {
                if wide[have] { 0.35 * 0.7f64.powi(i32::try_from(*steps - 1).unwrap_or(0)) } else { 0.7f64.powi(i32::try_from(*steps).unwrap_or(0)) }
            } else {
                // Brothers and cousins, through the nearest family that is not too wide.
                let shared = above_have.iter().filter_map(|(at, one)| above_want.get(at).map(|other| (*at, one + other)));
                shared
                    .map(|(at, steps)| if wide[usize::from(at)] { 0.12 } else { 0.45 * 0.75f64.powi(i32::try_from(steps.saturating_sub(2)).unwrap_or(0)) })
                    .fold(0.0, f64::max)
                    * f64::from(u8::from(concepts[have].category == concepts[want].category))
            };
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // from 0 to 200
            {
                table[have * concepts.len() + want] = (similarity * 200.0).round() as u8;
            }
        }
    }
    // What belongs to nothing but "material" and its like is not alike for it.
    for have in 0..concepts.len() {
        for want in 0..concepts.len() {
            if have != want && (concepts[have].broader.is_empty() || concepts[want].broader.is_empty()) {
                table[have * concepts.len() + want] = 0;
            }
        }
    }
    table
}

/// The functions that each concept serves: by itself, through its wider concepts, and a little through its narrower ones;
/// and the wider functions of those.
fn serves(concepts: &[Concept], functions: &[Function], uses: &[Use]) -> Vec<Vec<Serves>> {
    let mut direct: Vec<HashMap<u16, (f32, u32)>> = vec![HashMap::new(); concepts.len()];
    fn put(of: &mut HashMap<u16, (f32, u32)>, function: u16, strength: f32, told_by: u32) {
        let entry = of.entry(function).or_insert((0.0, told_by));
        if strength > entry.0 {
            *entry = (strength, told_by);
        }
    }
    for (number, one) in (0u32..).zip(uses) {
        let strength = match one.fit {
            3 => 1.0,
            2 => crate::tune("FIT2", 0.9),
            _ => crate::tune("FIT1", 0.55),
        };
        put(&mut direct[usize::from(one.concept)], one.function, strength, number);
    }
    let wide: Vec<bool> = concepts.iter().map(|concept| WIDE.contains(&concept.id)).collect();
    let mut all = direct.clone();
    for (number, concept) in concepts.iter().enumerate() {
        // Down from what is wider: what wood can do, sawdust can often do.
        let mut open: Vec<(u16, f32)> = concept.broader.iter().map(|broader| (*broader, crate::tune("INH", 0.65))).collect();
        let mut steps = 0;
        while let Some((at, factor)) = open.pop() {
            steps += 1;
            if steps > 20 {
                break;
            }
            let factor = if wide[usize::from(at)] { factor * crate::tune("WIDE", 0.55) } else { factor };
            for (function, (strength, told_by)) in direct[usize::from(at)].clone() {
                put(&mut all[number], function, strength * factor, told_by);
            }
            open.extend(concepts[usize::from(at)].broader.iter().map(|broader| (*broader, factor * crate::tune("INH", 0.65))));
        }
        // Up from what is narrower: who has slag may have granulated slag.
        for broader in &concept.broader {
            let factor = if wide[usize::from(*broader)] { crate::tune("UPW", 0.25) } else { crate::tune("UP", 0.5) };
            for (function, (strength, told_by)) in direct[number].clone() {
                put(&mut all[usize::from(*broader)], function, strength * factor, told_by);
            }
        }
    }
    for of in &mut all {
        for (function, (strength, told_by)) in of.clone() {
            let mut at = functions[usize::from(function)].broader;
            let mut factor = crate::tune("PAR", 0.9);
            while let Some(broader) = at {
                put(of, broader, strength * factor, told_by);
                at = functions[usize::from(broader)].broader;
                factor *= crate::tune("PAR", 0.9);
            }
        }
    }
    all.into_iter()
        .map(|of| {
            let mut list: Vec<Serves> = of.into_iter().map(|(function, (strength, told_by))| Serves { function, strength, told_by }).collect();
            list.sort_by_key(|serves| serves.function);
            list
        })
        .collect()
}

/// Reads all at once where the first card should not wait for it.
pub fn warm_up() {
    let _ = Knowledge::get();
    let _ = text::fold("");
}
