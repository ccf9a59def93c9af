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
    matches!(folded, "de" | "du" | "des" | "d" | "of" | "the" | "a" | "au" | "aux" | "en" | "la" | "le" | "les" | "l" | "et" | "and" | "for" | "pour" | "in" | "on" | "to" | "from" | "sur" | "par" | "with")
}

impl Phrases {
    pub(super) fn add(&mut self, name: &str, number: u16, french: bool, lexicon: &mut Lexicon) {
        if self.names.is_empty() {
            self.names.push(Vec::new());
        }
        let mut at = 0;
        for form in forms(name) {
            let form = lexicon.learn(&form);
            let new = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            at = *self.next.entry((at, form)).or_insert(new);
            if at == new {
                self.names.push(Vec::new());
            }
        }
        if at == 0 {
            return;
        }
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
