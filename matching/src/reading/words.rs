//! The words of a text that mean something, each with its place in the sentence and the things whose name it belongs
//! to.

use crate::amount::{self, Amount};
use crate::knowledge::{Knowledge, Phrases, is_connector};
use crate::text::{self, Token};

/// A word that means something.
#[derive(Clone, Debug)]
pub struct ReadWord {
    /// As typed, for people.
    pub typed: String,
    /// Number of the normal form; none for words of no file.
    pub form: Option<u32>,
    /// Number of the root.
    pub root: u32,
    /// How much it tells: rare words more, words of shape and state little.
    pub weight: f32,
    /// Tells shape or state only.
    pub is_faint: bool,
    /// What it does in its part of the sentence.
    pub role: Role,
    /// Part of the sentence, counted by commas.
    pub part: u8,
    /// The concepts whose name it belongs to, with how central they are in the text.
    pub concepts: Vec<(u16, f32)>,
    /// Belongs to a name of several words: alone it would mean something else ("grounds" of "coffee grounds").
    pub is_part_of_name: bool,
    /// Number of a vessel ("3 bennes"), or one that holds what comes after ("fûts de solvant"): perhaps only a measure.
    is_vessel: bool,
    may_hold: bool,
    is_empty: bool,
}

impl ReadWord {
    /// Whether it says anything: by itself, or as part of a name.
    fn tells(&self) -> bool {
        !self.is_empty || !self.concepts.is_empty()
    }
}

/// What a word does in its part of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The thing itself.
    Head,
    /// What it comes from or contains: "de", "from".
    Origin,
    /// What it is for or lies in: "pour", "for", "in".
    Purpose,
    /// What it takes the place of: "instead of".
    Replaced,
    /// What it is not: "sans", "no".
    Absent,
}

impl Role {
    /// How central a thing in this role is.
    #[must_use]
    pub const fn share(self) -> f32 {
        match self {
            Self::Head => 1.0,
            Self::Origin => 0.6,
            Self::Purpose => 0.4,
            Self::Replaced => 0.3,
            Self::Absent => 0.1,
        }
    }

    pub(crate) fn opened_by(folded: &str) -> Option<Self> {
        match folded {
            "de" | "du" | "des" | "d" | "issu" | "issus" | "issue" | "issues" | "from" | "of" | "after" | "apres"
            | "provenant" | "with" | "avec" | "ayant" | "containing" | "contenant" => Some(Self::Origin),
            "pour" | "for" | "to" | "into" | "in" | "en" | "dans" | "sur" | "on" | "par" | "by" | "au" | "aux"
            | "a" | "chez" | "at" | "vers" => Some(Self::Purpose),
            "instead" | "lieu" | "remplacer" | "remplace" | "replace" | "replaces" | "replacing" | "remplacement"
            | "substituer" => Some(Self::Replaced),
            "no" | "not" | "sans" | "without" | "pas" | "hors" => Some(Self::Absent),
            _ => None,
        }
    }
}

/// A thing after the first comma is a detail.
const LATER_PART: f32 = 0.7;
/// A vessel beside another thing is a measure.
const VESSEL: f32 = 0.35;
/// A thing beside the head.
const BESIDE: f32 = 0.6;
/// "Basalt substitute" is not basalt.
const SUBSTITUTED: f32 = 0.4;
/// A name of several meanings tells each of them a little less.
const AMBIGUOUS: f32 = 0.9;
/// A name whose words stand apart.
const SCATTERED: f32 = 0.7;
/// A word that is the head of the names of few things.
const HINTED: f32 = 0.6;
/// That many things at most.
const MOST_HINTED: usize = 3;

/// The words of a short text of the files, with the things it names; nothing is guessed there.
pub(crate) fn words(text: &str, knowledge: &Knowledge) -> Vec<ReadWord> {
    let (mut words, _) = named(&text::tokens(text), knowledge);
    words.retain(ReadWord::tells);
    words
}

/// The words and the amounts of what somebody typed, with the things that it names or may mean.
pub(super) fn read(tokens: &[Token], knowledge: &Knowledge) -> (Vec<ReadWord>, Vec<Amount>) {
    let (mut words, amounts) = named(tokens, knowledge);
    find_scattered(&mut words, &knowledge.concept_names);
    hint(&mut words, &knowledge.concept_names);
    weigh_vessels(&mut words);
    words.retain(ReadWord::tells);
    (words, amounts)
}

fn named(tokens: &[Token], knowledge: &Knowledge) -> (Vec<ReadWord>, Vec<Amount>) {
    let (amounts, taken, vessels) = amount::amounts(tokens);
    let mut words: Vec<ReadWord> = Vec::new();
    let (mut part, mut role, mut is_iso) = (0u8, Role::Head, false);
    for (at, token) in tokens.iter().enumerate() {
        let (typed, folded) = match token {
            Token::Sign(',') => {
                part = part.saturating_add(1);
                role = Role::Head;
                continue;
            }
            // "ISO 14001" is a name.
            Token::Number(number) if is_iso && *number >= 1_000.0 => (format!("{number}"), format!("iso{number}")),
            Token::Sign(_) | Token::Number(_) => continue,
            Token::Word(word) => (word.typed.clone(), word.folded.clone()),
        };
        is_iso = folded == "iso";
        role = role_after(role, &folded, &mut words, part);
        if taken[at] || is_connector(&folded) {
            continue;
        }
        let (is_empty, is_faint) = (text::is_empty(&folded), text::is_faint(&folded));
        for known in knowledge.lexicon.find(&text::form(&folded)) {
            let weight = knowledge.lexicon.rarity(known.root) * known.certainty * if is_faint { 0.2 } else { 1.0 };
            words.push(ReadWord {
                typed: typed.clone(),
                form: known.form,
                root: known.root,
                weight,
                is_faint,
                role,
                part,
                concepts: Vec::new(),
                is_part_of_name: false,
                is_vessel: vessels[at],
                may_hold: amount::may_hold(&folded),
                is_empty,
            });
        }
        // An absence lasts for one word.
        if role == Role::Absent && !is_empty {
            role = Role::Head;
        }
    }
    name(&mut words, &knowledge.concept_names);
    (words, amounts)
}

/// The role of what follows a word.
fn role_after(role: Role, folded: &str, words: &mut [ReadWord], part: u8) -> Role {
    let Some(opened) = Role::opened_by(folded) else { return role };
    // "chutes de PEHD", "fûts de solvant", "places dans une formation": before it stands a shape or a vessel, after it
    // the thing.
    let may_skip = opened == Role::Origin || matches!(folded, "dans" | "in");
    let before = || words.iter().filter(|word| word.part == part && !word.is_empty && !word.is_faint);
    if may_skip && before().all(|word| word.is_vessel || word.may_hold) {
        words.iter_mut().filter(|word| word.part == part).for_each(|word| word.is_vessel |= word.may_hold);
        return role;
    }
    match (role, opened) {
        // "pour la fabrication de papier": still the purpose.
        (Role::Purpose | Role::Replaced, Role::Origin) => role,
        (_, opened) => opened,
    }
}

struct Found {
    start: usize,
    end: usize,
    concepts: Vec<u16>,
    /// The name is English only: there the head comes last, in French first.
    is_english: bool,
}

/// Finds the longest names, and how central each is.
fn name(words: &mut [ReadWord], names: &Phrases) {
    let found = find(words, names);
    for (index, one) in found.iter().enumerate() {
        let first = &words[one.start];
        let (part, role) = (first.part, first.role);
        let mut share = role.share();
        if part > 0 {
            share *= LATER_PART;
        }
        let beside = |other: &Found| words[other.start].part == part && words[other.start].role == role;
        let later = found.get(index + 1).is_some_and(|next| beside(next) && next.start <= one.end + 1);
        let earlier = index.checked_sub(1).is_some_and(|before| beside(&found[before]));
        if if one.is_english { later } else { earlier && role == Role::Head } {
            share *= BESIDE;
        }
        if words.get(one.end).is_some_and(|next| {
            next.part == part
                && matches!(text::fold(&next.typed).as_str(), "substitute" | "replacement" | "alternative")
        }) {
            share = share.min(SUBSTITUTED);
        }
        if one.concepts.len() > 1 {
            share *= AMBIGUOUS;
        }
        for word in &mut words[one.start..one.end] {
            word.is_part_of_name = one.end > one.start + 1;
            word.concepts = one.concepts.iter().map(|concept| (*concept, share.max(0.05))).collect();
        }
    }
}

fn find(words: &[ReadWord], names: &Phrases) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let part = words[at].part;
        let forms = words[at..].iter().take_while(|word| word.part == part).map(|word| word.form);
        match names.longest(forms) {
            Some((length, named)) if words[at..at + length].iter().any(|word| !word.is_empty) => {
                let is_english = named.iter().any(|name| name.english && !name.french);
                found.push(Found {
                    start: at,
                    end: at + length,
                    concepts: named.iter().map(|name| name.number).collect(),
                    is_english,
                });
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

/// Names whose words stand apart ("ash from the biomass boiler"): less sure than a name as it is written.
fn find_scattered(words: &mut [ReadWord], names: &Phrases) {
    for part in 0..=words.last().map_or(0, |word| word.part) {
        let mut roots: Vec<u32> =
            words.iter().filter(|word| word.part == part && !word.is_empty).map(|word| word.root).collect();
        roots.sort_unstable();
        roots.dedup();
        if roots.len() < 2 {
            continue;
        }
        for (concept, of_name) in names.scattered(&roots) {
            let named = |word: &ReadWord| word.part == part && !word.is_empty && of_name.contains(&word.root);
            let is_known =
                words.iter().any(|word| word.part == part && word.concepts.iter().any(|(known, _)| *known == concept));
            // "Huiles moteur usagées" are no used motors: what tells of the thing is taken by another name.
            let is_taken = words.iter().filter(|word| named(word) && !word.is_faint).all(|word| word.is_part_of_name);
            if is_known || is_taken {
                continue;
            }
            let share =
                words.iter().filter(|word| named(word)).map(|word| word.role.share()).fold(0.0, f32::max) * SCATTERED;
            for word in words.iter_mut().filter(|word| named(word)) {
                word.concepts.push((concept, if part > 0 { share * LATER_PART } else { share }));
            }
        }
    }
}

/// A vessel beside another thing is a measure: "3 bennes de gravats", "camion 12 palettes".
fn weigh_vessels(words: &mut [ReadWord]) {
    if words.iter().any(|word| !word.is_vessel && !word.concepts.is_empty()) {
        for (_, share) in words.iter_mut().filter(|word| word.is_vessel).flat_map(|word| &mut word.concepts) {
            *share *= VESSEL;
        }
    }
}

/// Words that are the head of the names of few things only ("grounds", "fientes"): what they may mean.
fn hint(words: &mut [ReadWord], names: &Phrases) {
    for word in words.iter_mut().filter(|word| word.concepts.is_empty() && !word.is_empty && !word.is_faint) {
        let hinted = names.hinted(word.root, MOST_HINTED);
        #[allow(clippy::cast_precision_loss)] // a few
        let share = HINTED / (hinted.len().max(1) as f32).sqrt()
            * word.role.share()
            * if word.part > 0 { LATER_PART } else { 1.0 };
        word.concepts = hinted.iter().map(|concept| (*concept, share)).collect();
    }
}
