//! Names of several words, found in a text: the longest first.

use std::collections::HashMap;

use super::Lexicon;
use crate::text::{self, Token};

/// Names, by the normal forms of their words.
#[derive(Debug, Default)]
pub(crate) struct Phrases {
    /// From a place in the tree and a form to the next place. Place 0 is the root.
    next: HashMap<(u32, u32), u32>,
    /// What is named at each place.
    names: Vec<Vec<Named>>,
    /// Every name as the set of its roots, and what it means.
    loose: Vec<(Vec<u32>, u16)>,
    /// For each root, the names it stands in (places in `loose`).
    by_root: HashMap<u32, Vec<u32>>,
    /// For each root, the things whose names of several words have it as their head: last in English, first in French.
    heads: HashMap<u32, Vec<u16>>,
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub number: u16,
    /// The name is French; else it is English. Both, when the same name stands in both columns.
    pub french: bool,
    pub english: bool,
}

/// Small words inside a name count neither there nor in the text.
pub(crate) fn is_connector(folded: &str) -> bool {
    matches!(
        folded,
        "de" | "du"
            | "des"
            | "d"
            | "of"
            | "the"
            | "a"
            | "au"
            | "aux"
            | "en"
            | "la"
            | "le"
            | "les"
            | "l"
            | "et"
            | "and"
            | "for"
            | "pour"
            | "in"
            | "on"
            | "to"
            | "from"
            | "sur"
            | "par"
            | "with"
    )
}

impl Phrases {
    pub(super) fn add(&mut self, name: &str, number: u16, french: bool, lexicon: &mut Lexicon) {
        if self.names.is_empty() {
            self.names.push(Vec::new());
        }
        let mut at = 0;
        let mut roots: Vec<u32> = Vec::new();
        for form in forms(name) {
            let (form, root) = lexicon.learn(&form);
            if !roots.contains(&root) {
                roots.push(root);
            }
            let new = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            at = *self.next.entry((at, form)).or_insert(new);
            if at == new {
                self.names.push(Vec::new());
            }
        }
        if at == 0 {
            return;
        }
        let loose = u32::try_from(self.loose.len()).unwrap_or(u32::MAX);
        for root in &roots {
            self.by_root.entry(*root).or_default().push(loose);
        }
        let head = if french { roots.first() } else { roots.last() };
        if let Some(head) = head.filter(|_| roots.len() > 1) {
            let heads = self.heads.entry(*head).or_default();
            if !heads.contains(&number) {
                heads.push(number);
            }
        }
        self.loose.push((roots, number));
        let here = &mut self.names[at as usize];
        match here.iter_mut().find(|named| named.number == number) {
            Some(named) => {
                named.french |= french;
                named.english |= !french;
            }
            None => here.push(Named { number, french, english: !french }),
        }
    }

    /// The longest name that these forms begin with: how many of them it takes, and what it means.
    pub fn longest(&self, forms: impl Iterator<Item = Option<u32>>) -> Option<(usize, &[Named])> {
        let mut at = 0;
        let mut best = None;
        for (length, form) in (1..).zip(forms) {
            let Some(next) = form.and_then(|form| self.next.get(&(at, form))) else { break };
            at = *next;
            let here = &self.names[at as usize];
            if !here.is_empty() {
                best = Some((length, here.as_slice()));
            }
        }
        best
    }
}

impl Phrases {
    /// What is named by words that stand apart or in another order: names of two words and more, all of whose roots are
    /// there; with those roots.
    pub fn scattered(&self, roots: &[u32]) -> Vec<(u16, Vec<u32>)> {
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for root in roots {
            for name in self.by_root.get(root).into_iter().flatten() {
                *counts.entry(*name).or_default() += 1;
            }
        }
        let mut found: Vec<(u16, Vec<u32>)> = Vec::new();
        let mut whole: Vec<u32> = counts
            .into_iter()
            .filter(|(name, count)| *count >= 2 && self.loose[*name as usize].0.len() == *count)
            .map(|(name, _)| name)
            .collect();
        whole.sort_unstable();
        for name in whole {
            let (of_name, number) = &self.loose[name as usize];
            match found.iter_mut().find(|(known, _)| known == number) {
                Some((_, known)) => known.extend(of_name),
                None => found.push((*number, of_name.clone())),
            }
        }
        found
    }

    /// What a root alone points to: the things whose names have it as their head, when those are few.
    pub fn hinted(&self, root: u32, most: usize) -> &[u16] {
        self.heads.get(&root).map(Vec::as_slice).filter(|numbers| numbers.len() <= most).unwrap_or_default()
    }
}

/// The normal forms of a name.
pub(crate) fn forms(name: &str) -> Vec<String> {
    text::tokens(name)
        .into_iter()
        .filter_map(|token| match token {
            Token::Word(word) if !is_connector(&word.folded) => Some(text::form(&word.folded)),
            _ => None,
        })
        .collect()
}
