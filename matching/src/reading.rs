//! A text as the matcher reads it: which things it names, what they can serve for, what it asks for, how much of it.

use domain::resource::Category;

use crate::amount::{self, Amount};
use crate::knowledge::{Knowledge, Phrases};
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
    /// How central its place in the sentence is.
    pub share: f32,
    /// The concepts whose name it belongs to, with how central they are in the text.
    pub concepts: Vec<(u16, f32)>,
    /// Belongs to a name of several words: alone it means something else ("grounds" of "coffee grounds").
    is_part_of_name: bool,
    place: Place,
    is_empty: bool,
}

/// Where in a text a word stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    /// Part of the sentence, counted by commas.
    part: u8,
    role: Role,
    /// Number of a vessel ("3 bennes"): perhaps only a measure.
    is_vessel: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
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
    /// How central a concept in this role is.
    const fn share(self) -> f32 {
        match self {
            Self::Head => 1.0,
            Self::Origin => 0.6,
            Self::Purpose => 0.4,
            Self::Replaced => 0.3,
            Self::Absent => 0.1,
        }
    }

    fn opened_by(folded: &str) -> Option<Self> {
        match folded {
            "de" | "du" | "des" | "d" | "issu" | "issus" | "issue" | "issues" | "from" | "of" | "after" | "apres" | "provenant" | "with" | "avec" | "ayant" | "containing" | "contenant" => {
                Some(Self::Origin)
            }
            "pour" | "for" | "to" | "into" | "in" | "en" | "dans" | "sur" | "on" | "par" | "by" | "au" | "aux" | "a" | "chez" | "at" | "vers" => Some(Self::Purpose),
            "instead" | "lieu" | "remplacer" | "remplace" | "replace" | "replaces" | "replacing" | "remplacement" | "substituer" => Some(Self::Replaced),
            "no" | "not" | "sans" | "without" | "pas" | "hors" | "non" | "free" => Some(Self::Absent),
            _ => None,
        }
    }
}

/// The words of a text that mean something, with the concepts they name.
pub(crate) fn words(text: &str, knowledge: &Knowledge) -> impl Iterator<Item = ReadWord> + use<> {
    read_words(&text::tokens(text), knowledge).0.into_iter()
}

fn read_words(tokens: &[Token], knowledge: &Knowledge) -> (Vec<ReadWord>, Vec<Amount>) {
    let (amounts, taken, vessels) = amount::amounts(tokens);
    let mut words: Vec<ReadWord> = Vec::new();
    let (mut part, mut role) = (0u8, Role::Head);
    let mut is_iso = false;
    for (at, token) in tokens.iter().enumerate() {
        let (typed, folded) = match token {
            Token::Sign(',') => {
                part = part.saturating_add(1);
                role = Role::Head;
                continue;
            }
            Token::Sign(_) => continue,
            // "ISO 14001" is a name.
            Token::Number(number) if is_iso && *number >= 1_000.0 => (format!("{number}"), format!("iso{number}")),
            Token::Number(_) => continue,
            Token::Word(word) => (word.typed.clone(), word.folded.clone()),
        };
        is_iso = folded == "iso";
        if let Some(opened) = Role::opened_by(&folded)
            // "chutes de PEHD", "drums of thinners": what comes before is a shape or a vessel, the thing comes after.
            && (!(opened == Role::Origin || folded == "dans" || folded == "in")
                || words.iter().any(|word: &ReadWord| word.place.part == part && !word.is_empty && !word.is_faint && !amount::is_vessel(&word.typed)))
        {
            // "de" after "pour" still tells the purpose; an absence lasts for one word.
            role = match (role, opened) {
                (Role::Purpose | Role::Replaced, Role::Origin) => role,
                (_, opened) => opened,
            };
        }
        if taken[at] || crate::knowledge::is_connector(&folded) {
            continue;
        }
        let is_empty = text::is_empty(&folded);
        let is_faint = text::is_faint(&folded);
        let form = text::form(&folded);
        let place = Place { part, role, is_vessel: vessels[at] };
        for known in knowledge.lexicon.find(&form) {
            let weight = knowledge.lexicon.rarity(known.root) * known.certainty * if is_faint { 0.25 } else { 1.0 };
            words.push(ReadWord { typed: typed.clone(), form: known.form, root: known.root, weight, is_faint, share: role.share(), concepts: Vec::new(), is_part_of_name: false, place, is_empty });
        }
        if role == Role::Absent && !is_empty {
            role = Role::Head;
        }
    }
    name_concepts(&mut words, &knowledge.concept_names);
    hint_concepts(&mut words, &knowledge.concept_names);
    words.retain(|word| !word.is_empty || !word.concepts.is_empty());
    (words, amounts)
}

/// Finds the longest names, and how central each is.
fn name_concepts(words: &mut [ReadWord], names: &Phrases) {
    struct Found {
        start: usize,
        end: usize,
        concepts: Vec<u16>,
        english: bool,
    }
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let part = words[at].place.part;
        let forms = words[at..].iter().take_while(|word| word.place.part == part).map(|word| word.form);
        match names.longest(forms) {
            Some((length, named)) if words[at..at + length].iter().any(|word| !word.is_empty) => {
                let english = named.iter().any(|name| name.english && !name.french);
                found.push(Found { start: at, end: at + length, concepts: named.iter().map(|name| name.number).collect(), english });
                at += length;
            }
            _ => at += 1,
        }
    }
    let other_than_vessels = found.iter().any(|one| !words[one.start].place.is_vessel);
    for (index, one) in found.iter().enumerate() {
        let place = words[one.start].place;
        let mut share = place.role.share();
        if place.part > 0 {
            share *= 0.7;
        }
        let holds_another = || amount::is_vessel(&words[one.start].typed) && found[index + 1..].iter().any(|other| words[other.start].place.part == place.part && words[other.start].place.role == Role::Head);
        if (place.is_vessel && other_than_vessels) || holds_another() {
            share *= 0.35;
        }
        // Of several things side by side the head comes first in French and last in English: "boues papier", "paper sludge".
        let beside = |other: &Found| words[other.start].place.part == place.part && words[other.start].place.role == place.role;
        let later = found.get(index + 1).is_some_and(|next| beside(next) && next.start <= one.end + 1);
        let earlier = index.checked_sub(1).is_some_and(|before| beside(&found[before]));
        if (one.english && later) || (!one.english && earlier && place.role == Role::Head) {
            share *= 0.6;
        }
        // "Basalt substitute": the thing that is replaced.
        if words.get(one.end).is_some_and(|next| next.place.part == place.part && matches!(text::fold(&next.typed).as_str(), "substitute" | "replacement" | "alternative")) {
            share = share.min(0.4);
        }
        // A name of several meanings tells each of them a little less.
        if one.concepts.len() > 1 {
            share *= 0.9;
        }
        let share = share.max(0.05);
        for word in &mut words[one.start..one.end] {
            word.is_part_of_name = one.end > one.start + 1;
            word.concepts = one.concepts.iter().map(|concept| (*concept, share)).collect();
        }
    }
}

/// Names whose words stand apart ("ash from the biomass boiler"), and words that stand in the names of few things only
/// ("grounds", "isopropyl"): less sure than a name as it is written.
fn hint_concepts(words: &mut [ReadWord], names: &Phrases) {
    let parts = words.last().map_or(0, |word| word.place.part);
    for part in 0..=parts {
        let roots: Vec<u32> = {
            let mut roots: Vec<u32> = words.iter().filter(|word| word.place.part == part && !word.is_empty).map(|word| word.root).collect();
            roots.sort_unstable();
            roots.dedup();
            roots
        };
        for concept in names.scattered(&roots) {
            if words.iter().any(|word| word.place.part == part && word.concepts.iter().any(|(known, _)| *known == concept)) {
                continue;
            }
            // The name belongs to those of its words that mean the most.
            let of_name = names.words_of(concept, &roots);
            let share = words.iter().filter(|word| word.place.part == part && of_name.contains(&word.root)).map(|word| word.place.role.share()).fold(0.0, f32::max);
            for word in words.iter_mut().filter(|word| word.place.part == part && of_name.contains(&word.root) && !word.is_empty) {
                word.concepts.push((concept, crate::tune("SCAT", 0.7) * share * if part > 0 { 0.7 } else { 1.0 }));
            }
        }
    }
    for word in words.iter_mut().filter(|word| word.concepts.is_empty() && !word.is_empty && !word.is_faint) {
        let hinted = names.hinted(word.root, MOST_HINTED);
        #[allow(clippy::cast_precision_loss)] // a few
        let share = crate::tune("HINT", 0.6) / (hinted.len().max(1) as f32).sqrt() * word.place.role.share() * if word.place.part > 0 { 0.7 } else { 1.0 };
        word.concepts = hinted.iter().map(|concept| (*concept, share)).collect();
    }
}

/// How much a name counts whose words stand apart.
const SCATTERED: f32 = 0.8;
/// How much a word counts that stands in the names of few things.
const HINTED: f32 = 0.5;
/// That many things at most.
const MOST_HINTED: usize = 3;

/// The concepts of some words, each with how central it is.
pub(crate) fn concepts(words: &[ReadWord], knowledge: &Knowledge) -> Vec<(u16, f32)> {
    let _ = knowledge;
    let mut concepts: Vec<(u16, f32)> = Vec::new();
    for (concept, share) in words.iter().flat_map(|word| word.concepts.iter().copied()) {
        match concepts.iter_mut().find(|(known, _)| *known == concept) {
            Some((_, known)) => *known = known.max(share),
            None => concepts.push((concept, share)),
        }
    }
    concepts
}

/// What a thing can serve for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Serving {
    /// The function.
    pub function: u16,
    /// How well, from 0 to 1.
    pub strength: f32,
    /// By which concept of the text.
    pub concept: u16,
    /// Number of the use that says so.
    pub told_by: u32,
}

/// What a text asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asking {
    /// The function.
    pub function: u16,
    /// How much of the text it explains, from 0 to 1.
    pub strength: f32,
}

/// A text as the matcher reads it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its words, in order.
    pub words: Vec<ReadWord>,
    /// The things it names, with how central each is.
    pub concepts: Vec<(u16, f32)>,
    /// What they can serve for, by function.
    pub serves: Vec<Serving>,
    /// What it asks for, by function.
    pub asks: Vec<Asking>,
    /// For each word, how far each function of `asks` explains it.
    pub(crate) explained: Vec<Vec<f32>>,
    /// The industries it names (NACE divisions).
    pub divisions: Vec<&'static str>,
    /// The amounts in it.
    pub amounts: Vec<Amount>,
    /// What sort of resource it looks like.
    pub category: Option<Category>,
    /// Sum of the weights of the words.
    pub weight: f32,
    /// Hashes of its three-letter pieces, sorted.
    pub(crate) trigrams: Vec<u32>,
    /// What the sentence encoder makes of it, of length one.
    pub embedding: Option<Vec<f32>>,
}

/// Below this, what a function explains of a text is chance.
const LEAST_ASKED: f32 = 0.06;
/// So many functions are kept at most.
const MOST_ASKED: usize = 24;

impl Reading {
    /// Reads a text.
    #[must_use]
    pub fn of(text: &str, knowledge: &Knowledge) -> Self {
        let tokens = text::tokens(text);
        let (words, amounts) = read_words(&tokens, knowledge);
        let concepts = concepts(&words, knowledge);
        let serves = serves(&concepts, knowledge);
        let (asks, explained) = asks(&words, knowledge);
        let divisions = divisions(&words, knowledge);
        let category = concepts.iter().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(concept, _)| knowledge.concepts[usize::from(*concept)].category);
        let weight = words.iter().map(|word| word.weight).sum();
        Self { trigrams: trigrams(&tokens), words, concepts, serves, asks, explained, divisions, amounts, category, weight, embedding: None }
    }
}

impl Reading {
    /// Takes in a thing that the text does not name but means, as the encoder says.
    pub fn add_concept(&mut self, concept: u16, share: f32, knowledge: &Knowledge) {
        self.concepts.push((concept, share));
        self.serves = serves(&self.concepts, knowledge);
    }
}

fn serves(concepts: &[(u16, f32)], knowledge: &Knowledge) -> Vec<Serving> {
    let mut best: Vec<Option<Serving>> = vec![None; knowledge.functions.len()];
    for (concept, share) in concepts {
        for serves in &knowledge.serves[usize::from(*concept)] {
            let strength = serves.strength * share;
            let entry = &mut best[usize::from(serves.function)];
            if entry.is_none_or(|known| strength > known.strength) {
                *entry = Some(Serving { function: serves.function, strength, concept: *concept, told_by: serves.told_by });
            }
        }
    }
    best.into_iter().flatten().filter(|serving| serving.strength >= 0.08).collect()
}

/// What a text asks for: each word is explained by a function as far as it is central to how people word that function.
fn asks(words: &[ReadWord], knowledge: &Knowledge) -> (Vec<Asking>, Vec<Vec<f32>>) {
    let documents = &knowledge.documents;
    let functions = knowledge.functions.len();
    let mut evidence = vec![0.0f32; words.len() * functions];
    let mut in_phrase: std::collections::HashMap<u32, u8> = std::collections::HashMap::new();
    let mut counted: Vec<u32> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let row = &mut evidence[at * functions..(at + 1) * functions];
        for (function, strength) in documents.roots.get(&word.root).into_iter().flatten() {
            let entry = &mut row[usize::from(*function)];
            *entry = entry.max(if word.is_part_of_name { strength * crate::tune("NAMED", 0.8) } else { *strength });
        }
        for (concept, share) in &word.concepts {
            for (function, strength) in documents.concepts.get(concept).into_iter().flatten() {
                let entry = &mut row[usize::from(*function)];
                *entry = entry.max(strength * (0.5 + 0.5 * share));
            }
        }
        if !counted.contains(&word.root) {
            counted.push(word.root);
            for phrase in documents.in_phrases.get(&word.root).into_iter().flatten() {
                *in_phrase.entry(*phrase).or_default() += 1;
            }
        }
    }
    for (phrase, count) in &in_phrase {
        let (function, length) = documents.phrases[*phrase as usize];
        if count < &length {
            continue;
        }
        for (at, word) in words.iter().enumerate() {
            if documents.in_phrases.get(&word.root).is_some_and(|phrases| phrases.binary_search(phrase).is_ok()) {
                let entry = &mut evidence[at * functions + usize::from(function)];
                // Words that say little alone say more together.
                *entry = entry.max(crate::tune("PHR", 0.85));
            }
        }
    }
    let total: f32 = words.iter().map(|word| word.weight).sum();
    let mut asks: Vec<Asking> = (0u16..)
        .take(functions)
        .filter_map(|function| {
            let found: f32 = words.iter().enumerate().map(|(at, word)| word.weight * evidence[at * functions + usize::from(function)]).sum();
            let strength = found / (total + crate::tune("TOT", 1.5));
            (strength >= LEAST_ASKED).then_some(Asking { function, strength })
        })
        .collect();
    asks.sort_by(|one, other| other.strength.total_cmp(&one.strength).then(one.function.cmp(&other.function)));
    asks.truncate(MOST_ASKED);
    let explained = (0..words.len()).map(|at| asks.iter().map(|asking| evidence[at * functions + usize::from(asking.function)]).collect()).collect();
    (asks, explained)
}

fn divisions(words: &[ReadWord], knowledge: &Knowledge) -> Vec<&'static str> {
    let mut divisions = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let part = words[at].place.part;
        let forms = words[at..].iter().take_while(|word| word.place.part == part).map(|word| word.form);
        if let Some((length, named)) = knowledge.sector_names.longest(forms) {
            for name in named {
                let division = knowledge.sectors[usize::from(name.number)].division;
                if !divisions.contains(&division) {
                    divisions.push(division);
                }
            }
            at += length;
        } else {
            at += 1;
        }
    }
    divisions
}

fn trigrams(tokens: &[Token]) -> Vec<u32> {
    let mut trigrams = Vec::new();
    for token in tokens {
        let Token::Word(word) = token else { continue };
        if text::is_empty(&word.folded) {
            continue;
        }
        let padded: Vec<char> = std::iter::once(' ').chain(word.folded.chars()).chain(std::iter::once(' ')).collect();
        for three in padded.windows(3) {
            let hash = three.iter().fold(0x811c_9dc5_u32, |hash, c| (hash ^ u32::from(*c)).wrapping_mul(0x0100_0193));
            trigrams.push(hash);
        }
    }
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
}
