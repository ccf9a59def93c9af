//! What the matcher knows of the trade: concepts (things and their names), functions (what something can be wanted
//! for), uses (what a residue can replace, where, on which condition), sectors, and the two public lists of codes. Read
//! once from `matching/knowledge/`, in which people of the trade can add lines without touching code.

mod documents;
mod lexicon;
pub(crate) mod list;
mod phrases;
mod relations;

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::resource::Category;

pub(crate) use documents::Documents;
pub use lexicon::Lexicon;
pub use list::{Code, Heading};
pub(crate) use phrases::{Phrases, forms as phrase_forms, is_connector};
pub(crate) use relations::Serves;

use crate::eval::Chance;
use crate::language::Both;

/// A thing: material, energy, water, machine, room, skill.
#[derive(Clone, Debug)]
pub struct Concept {
    /// The key under which the files of knowledge name it.
    pub id: &'static str,
    /// Its first name in each language.
    pub name: Both<&'static str>,
    /// Wider concepts, by their places in [`Knowledge::concepts`].
    pub broader: Vec<u16>,
    /// Codes of the List of Waste, six digits.
    pub waste_codes: Vec<&'static str>,
    /// NACE divisions in which it arises, two digits.
    pub divisions: Vec<&'static str>,
    /// Bulk density, in tonnes a cubic metre.
    pub density: Option<f64>,
    /// The category of a card about it.
    pub category: Category,
    /// Where it comes from: a key of `knowledge/sources.csv`.
    pub source: &'static str,
}

/// What something can be wanted for: "cement addition", "animal bedding", "return loads".
#[derive(Clone, Debug)]
pub struct Function {
    /// The key under which the files of knowledge name it.
    pub id: &'static str,
    /// Its name in each language.
    pub name: Both<&'static str>,
    /// What it does, as an infinitive: "remplacer une partie du clinker".
    pub purpose: Both<&'static str>,
    /// The wider function, if any, by its place in [`Knowledge::functions`].
    pub broader: Option<u16>,
    /// NACE divisions that want it, two digits.
    pub divisions: Vec<&'static str>,
    /// Where it comes from: a key of `knowledge/sources.csv`.
    pub source: &'static str,
}

/// That a concept serves a function.
#[derive(Clone, Debug)]
pub struct Use {
    /// The place of the concept in [`Knowledge::concepts`].
    pub concept: u16,
    /// The place of the function in [`Knowledge::functions`].
    pub function: u16,
    /// 3 usual, 2 known, 1 possible; 0 says that it does not do, though a relative might.
    pub fit: u8,
    /// On which condition, if one is told.
    pub condition: Both<&'static str>,
    /// Where it comes from: a key of `knowledge/sources.csv`.
    pub source: &'static str,
}

/// An industry, as people name it.
#[derive(Clone, Debug)]
pub struct Sector {
    /// The key under which `knowledge/sectors.csv` names it.
    pub id: &'static str,
    /// Its NACE division, two digits.
    pub division: &'static str,
}

/// Everything that is known.
#[derive(Debug)]
pub struct Knowledge {
    /// All concepts; uses name them by their places.
    pub concepts: Vec<Concept>,
    /// All functions; uses name them by their places.
    pub functions: Vec<Function>,
    /// All uses: which concepts serve which functions.
    pub uses: Vec<Use>,
    /// All industries.
    pub sectors: Vec<Sector>,
    /// The European List of Waste (Decision 2000/532/EC).
    pub waste_list: Vec<Code>,
    /// The divisions of NACE, with what they are called.
    pub nace: Vec<Heading>,
    /// The words of the knowledge, and how rare each is.
    pub lexicon: Lexicon,
    pub(crate) concept_names: Phrases,
    pub(crate) sector_names: Phrases,
    /// For each concept, the functions it serves: number, strength from 0 to 1, and which use says so.
    pub(crate) serves: Vec<Vec<Serves>>,
    /// For each function, the concepts that serve it well, and how well.
    pub(crate) served_by: Vec<Vec<(u16, f32)>>,
    /// For each concept, the functions for which it does not do.
    pub(crate) never: Vec<Vec<u16>>,
    pub(crate) documents: Documents,
    /// For each function, how few things serve it, from 0 to 1: what few serve tells more.
    pub(crate) rarity_of_use: Vec<f32>,
    /// How near one concept is to another, in 200ths: `similarity[have * concepts + want]`.
    similarity: Vec<u8>,
}

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::read(None));

impl Knowledge {
    /// The knowledge that comes with the program.
    #[must_use]
    pub fn get() -> &'static Self {
        &KNOWLEDGE
    }

    /// The same with a share of its names, phrases and uses left out by chance: what a matcher is like that does not
    /// know the words of the next workshop. For fitting and measuring.
    #[must_use]
    pub fn thinned(share: f64, seed: u64) -> Self {
        Self::read(Some((share, Chance(seed))))
    }

    fn read(thin: Option<(f64, Chance)>) -> Self {
        let mut concept_lines: Vec<_> = list::CONCEPTS.iter().flat_map(|text| list::lines(text, 8)).collect();
        let mut function_lines: Vec<_> = list::FUNCTIONS.iter().flat_map(|text| list::lines(text, 10)).collect();
        let mut use_lines: Vec<_> = list::USES.iter().flat_map(|text| list::lines(text, 6)).collect();
        let sector_lines: Vec<_> = list::lines(list::SECTORS, 4).collect();
        if let Some((share, mut chance)) = thin {
            list::thin(&mut concept_lines, &[2, 3], share, &mut chance);
            list::thin(&mut function_lines, &[6, 7], share, &mut chance);
            // A use says that things will not do, too.
            use_lines.retain(|_| !chance.is_within(share / 2.0));
        }
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
        let categories: Vec<Category> =
            (0..concepts.len()).map(|number| relations::category(&concepts, number)).collect();
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
                let concepts =
                    list::cells(line[1]).filter_map(|id| concept_numbers.get(id).copied()).collect::<Vec<_>>();
                let condition = Both { french: line[3], english: line[4] };
                concepts.into_iter().filter_map(move |concept| {
                    Some(Use {
                        concept,
                        function: function?,
                        fit: line[2].parse().unwrap_or(1),
                        condition,
                        source: line[5],
                    })
                })
            })
            .collect();
        let similarity = relations::similarities(&concepts);
        let serves = relations::serves(&concepts, &functions, &uses);
        let mut served_by = vec![Vec::new(); functions.len()];
        for (concept, list) in (0u16..).zip(&serves) {
            for one in list.iter().filter(|one| one.strength >= 0.3) {
                served_by[usize::from(one.function)].push((concept, one.strength));
            }
        }
        let never = relations::never(&concepts, &uses);
        let rarity_of_use = relations::rarity_of_use(functions.len(), &serves);
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
            served_by,
            never,
            documents: Documents::default(),
            rarity_of_use,
            similarity,
        };
        knowledge.documents = Documents::read(&function_lines, &knowledge);
        knowledge
    }

    /// How near what is had is to what is wanted, from 0 to 1: the same 1, a narrower thing for a wider want nearly so,
    /// a wider thing for a narrow want less, two of one family a little.
    #[must_use]
    pub fn similarity(&self, have: u16, want: u16) -> f32 {
        f32::from(self.similarity[usize::from(have) * self.concepts.len() + usize::from(want)]) / 200.0
    }

    /// The number of a concept by its id.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<u16> {
        (0..).zip(&self.concepts).find(|(_, concept)| concept.id == id).map(|(number, _)| number)
    }

    /// Bulk density of a thing in tonnes a cubic metre, its own or that of its family.
    #[must_use]
    pub fn density(&self, concept: u16) -> Option<f64> {
        let mut at = concept;
        for _ in 0..6 {
            let concept = &self.concepts[usize::from(at)];
            match (concept.density, concept.broader.first()) {
                (Some(density), _) => return Some(density),
                (None, Some(broader)) => at = *broader,
                (None, None) => return None,
            }
        }
        None
    }

    /// The widest family of a thing that still says something: slag for granulated blast furnace slag.
    #[must_use]
    pub fn family(&self, concept: u16) -> u16 {
        let mut at = concept;
        for _ in 0..6 {
            let broader = self.concepts[usize::from(at)]
                .broader
                .iter()
                .find(|broader| !relations::is_wide(&self.concepts[usize::from(**broader)]));
            match broader {
                Some(broader) => at = *broader,
                None => break,
            }
        }
        at
    }

    /// Whether a concept belongs to a family (or is it).
    #[must_use]
    pub fn is_kind_of(&self, concept: u16, family: u16) -> bool {
        let mut open = vec![(concept, 0)];
        while let Some((at, steps)) = open.pop() {
            if at == family {
                return true;
            }
            if steps < 8 {
                open.extend(self.concepts[usize::from(at)].broader.iter().map(|broader| (*broader, steps + 1)));
            }
        }
        false
    }

    /// Whether a concept is a family so wide that two of it have little in common.
    pub(crate) fn is_wide(&self, concept: u16) -> bool {
        relations::is_wide(&self.concepts[usize::from(concept)])
    }

    /// The sort of resource that serves a need best: that of most things that serve it usually. None where nothing
    /// does.
    #[must_use]
    pub fn category_of_need(&self, function: u16) -> Option<Category> {
        let usual = self
            .uses
            .iter()
            .filter(|one| one.function == function && one.fit == 3)
            .map(|one| self.concepts[usize::from(one.concept)].category);
        let mut counts: Vec<(Category, usize)> = Vec::new();
        for category in usual {
            match counts.iter_mut().find(|(known, _)| *known == category) {
                Some((_, count)) => *count += 1,
                None => counts.push((category, 1)),
            }
        }
        // Of equals the first named.
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(category, _)| category)
    }

    /// The number of a function by its id.
    #[must_use]
    pub fn function(&self, id: &str) -> Option<u16> {
        (0..).zip(&self.functions).find(|(_, function)| function.id == id).map(|(number, _)| number)
    }
}

fn numbers(lines: &[Vec<&'static str>]) -> HashMap<&'static str, u16> {
    (0..).zip(lines).map(|(number, line)| (line[0], number)).collect()
}
