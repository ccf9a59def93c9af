//! Every word of the knowledge: its normal form, its root, how rare it is, and what a slip of the thumb makes of it.

use std::collections::{HashMap, HashSet};

use crate::text::{self, Token};

/// Forms shorter than this are not corrected: one letter makes another word of them.
const CORRECTED_LETTERS: usize = 5;

/// The words that are known.
#[derive(Debug, Default)]
pub struct Lexicon {
    forms: HashMap<Box<str>, Form>,
    roots: HashMap<Box<str>, u32>,
    /// In how many lines of the files each root stands.
    frequency: Vec<u32>,
    lines: u32,
    rarest: f32,
    /// Forms by what is left of them without one of their letters (and by themselves).
    slips: HashMap<Box<str>, Vec<Box<str>>>,
}

#[derive(Clone, Copy, Debug)]
struct Form {
    number: u32,
    root: u32,
}

/// A word as the lexicon knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Number of the normal form; none for words that stand in no file.
    pub form: Option<u32>,
    /// Number of the root: a hash beyond the known ones for words that stand in no file.
    pub root: u32,
    /// 1, or less when a slip was corrected.
    pub certainty: f32,
}

impl Lexicon {
    /// The numbers of a form and of its root, given them when they are new.
    pub(super) fn learn(&mut self, form: &str) -> (u32, u32) {
        if let Some(known) = self.forms.get(form) {
            return (known.number, known.root);
        }
        let root = text::root(form);
        let next = u32::try_from(self.roots.len()).unwrap_or(u32::MAX);
        let root = *self.roots.entry(root.into()).or_insert(next);
        let number = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        self.forms.insert(form.into(), Form { number, root });
        (number, root)
    }

    /// Counts the words of one line of the files.
    pub(super) fn count(&mut self, cells: &[&str]) {
        let mut distinct = HashSet::new();
        for cell in cells {
            for token in text::tokens(cell) {
                if let Token::Word(word) = token
                    && !text::is_empty(&word.folded)
                {
                    let form = text::form(&word.folded);
                    self.learn(&form);
                    if let Some(known) = self.forms.get(form.as_str()) {
                        distinct.insert(known.root);
                    }
                }
            }
        }
        self.frequency.resize(self.roots.len(), 0);
        for root in distinct {
            self.frequency[root as usize] += 1;
        }
        self.lines += 1;
    }

    pub(super) fn finish(&mut self) {
        self.frequency.resize(self.roots.len(), 0);
        #[allow(clippy::cast_precision_loss)] // thousands
        let rarest = (1.0 + self.lines as f32).ln();
        self.rarest = rarest;
        let forms: Vec<Box<str>> =
            self.forms.keys().filter(|form| form.is_ascii() && form.len() >= CORRECTED_LETTERS).cloned().collect();
        for form in forms {
            for slip in slips(&form) {
                self.slips.entry(slip.into()).or_default().push(form.clone());
            }
        }
        for list in self.slips.values_mut() {
            list.sort();
        }
    }

    /// How much a root tells: the logarithm of how rare it is in the files. What stands in none of them is taken for
    /// rather rare.
    #[must_use]
    pub fn rarity(&self, root: u32) -> f32 {
        #[allow(clippy::cast_precision_loss)] // thousands
        match self.frequency.get(root as usize) {
            Some(count) => ((1.0 + self.lines as f32) / (1.0 + *count as f32)).ln().max(0.5),
            None => self.rarest * 0.75,
        }
    }

    /// Finds a normal form: as it is, as two words in one, or as a slip of a known one.
    #[must_use]
    pub fn find(&self, form: &str) -> Vec<Known> {
        if let Some(known) = self.exact(form) {
            return vec![known];
        }
        if let Some(parts) = self.compound(form) {
            return parts.to_vec();
        }
        if let Some(known) = self.slip_of(form) {
            return vec![known];
        }
        // A relative may be known where the form is not.
        let root = text::root(form);
        let root = self.roots.get(root.as_str()).copied().unwrap_or_else(|| hash(&root));
        vec![Known { form: None, root, certainty: 1.0 }]
    }

    fn exact(&self, form: &str) -> Option<Known> {
        self.forms.get(form).map(|known| Known { form: Some(known.number), root: known.root, certainty: 1.0 })
    }

    fn compound(&self, form: &str) -> Option<[Known; 2]> {
        if !form.is_ascii() || form.len() < 8 {
            return None;
        }
        (4..=form.len() - 4).find_map(|at| {
            let first = self.exact(&text::form(&form[..at]))?;
            let second = self.exact(&form[at..])?;
            Some([first, second])
        })
    }

    fn slip_of(&self, form: &str) -> Option<Known> {
        if !form.is_ascii()
            || form.len() < CORRECTED_LETTERS
            || form.len() > 24
            || form.bytes().any(|c| c.is_ascii_digit())
        {
            return None;
        }
        // A relative of a known word is no slip of another one.
        if self.roots.contains_key(text::root(form).as_str()) {
            return None;
        }
        let nearest = slips(form)
            .into_iter()
            .filter_map(|slip| self.slips.get(slip.as_str()))
            .flatten()
            .filter(|known| known.as_bytes()[0] == form.as_bytes()[0])
            .filter(|known| strsim::osa_distance(known, form) <= 1)
            // One letter for another makes another word of a short one.
            .filter(|known| form.len() > 5 || known.len() != form.len())
            .min_by_key(|known| (known.len().abs_diff(form.len()), (*known).clone()))?;
        let known = self.exact(nearest)?;
        Some(Known { certainty: 0.8, ..known })
    }
}

/// The form without each of its letters in turn, and the form itself.
fn slips(form: &str) -> Vec<String> {
    let mut slips: Vec<String> = (1..form.len()).map(|at| format!("{}{}", &form[..at], &form[at + 1..])).collect();
    slips.push(form.to_owned());
    slips.dedup();
    slips
}

/// A number for a root that stands in no file: far above those that do.
fn hash(root: &str) -> u32 {
    // FNV-1a: the same in every run, so that an index on disk or in a test means the same.
    let hash = root.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash | 0x8000_0000
}
