//! What a text says of grade, storage, vehicle, trade, subject and the like: words of `knowledge/conditions.csv`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::pieces::{Piece, pieces};
use crate::knowledge::list;
use crate::language::Both;

/// How much it matters when a condition is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The pair cannot be.
    Veto,
    /// To be asked.
    Doubt,
}

/// A mark: one of several things that a text may say on one question. Of one family, two that share no mark do not go
/// together.
#[derive(Debug)]
pub(super) struct Mark {
    family: &'static str,
    weight: Weight,
    family_name: Both<&'static str>,
    name: Both<&'static str>,
    /// Whoever asks for this does not want these; none: any other of the family.
    excludes: Vec<usize>,
    /// Whether it only shuts others out: what it is beside them says nothing.
    by_exclusion: bool,
}

/// A cue: which mark it is of, and its words after the first.
type Cue = (usize, Vec<String>);

/// Cues by their first word.
static CUES: LazyLock<HashMap<String, Vec<Cue>>> = LazyLock::new(|| {
    let mut cues: HashMap<String, Vec<Cue>> = HashMap::new();
    for (number, line) in lines().enumerate() {
        for cue in [line[8], line[9]].into_iter().flat_map(list::cells) {
            let mut words = pieces(cue).iter().filter_map(word_of).map(Cow::into_owned).collect::<Vec<_>>().into_iter();
            if let Some(first) = words.next() {
                cues.entry(first).or_default().push((number, words.collect()));
            }
        }
    }
    cues
});

fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    list::lines(include_str!("../../../knowledge/conditions.csv"), 10)
}

static MARKS: LazyLock<Vec<Mark>> = LazyLock::new(|| {
    let lines: Vec<Vec<&str>> = lines().collect();
    let number = |id: &str| lines.iter().position(|line| line[4] == id);
    lines
        .iter()
        .map(|line| Mark {
            family: line[0],
            weight: if line[1] == "veto" { Weight::Veto } else { Weight::Doubt },
            family_name: Both { french: line[2], english: line[3] },
            name: Both { french: line[5], english: line[6] },
            excludes: list::cells(line[7]).filter_map(number).collect(),
            by_exclusion: lines.iter().any(|other| other[0] == line[0] && !other[7].is_empty()),
        })
        .collect()
});

/// A word or a number as cues compare them: "B0" and "pa66" are a word and a number.
fn word_of(piece: &Piece) -> Option<Cow<'_, str>> {
    match piece {
        Piece::Word(word, _) => Some(word.into()),
        Piece::Number(number) => Some(number.to_string().into()),
        Piece::Sign(_) => None,
    }
}

/// Words before a cue that turn it round.
const NOT: &[&str] = &["pas", "ni", "non", "not", "no", "jamais", "never", "aucun", "surtout"];
/// With these it is not needed, which is not to say that it is not wanted.
const NEEDLESS: &[&str] = &["besoin", "need", "grave", "matter", "sans", "without", "off"];
/// So many words may stand between.
const FARTHEST: usize = 3;

/// Marks of a text, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// That it has.
    told: u128,
    /// That it says it has not, or does not want.
    refused: u128,
}

pub(super) fn marks(pieces: &[Piece]) -> Marks {
    // The longest cue that begins somewhere counts; a shorter one inside it is a part of its name ("bois" of "bois
    // traité").
    let words: Vec<(usize, Option<Cow<'_, str>>)> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| !matches!(piece, Piece::Sign('-' | '/')))
        .map(|(at, piece)| (at, word_of(piece)))
        .collect();
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for at in 0..pieces.len() {
        let from = words.partition_point(|(place, _)| *place < at);
        let Some(cues) = words.get(from).and_then(|(_, word)| CUES.get(word.as_deref()?)) else { continue };
        for (number, rest) in cues {
            let said = &words[from + 1..];
            let goes_on = |(wanted, (_, word)): (&String, &(usize, Option<Cow<'_, str>>))| {
                word.as_deref() == Some(wanted.as_str())
            };
            if rest.len() <= said.len() && rest.iter().zip(said).all(goes_on) {
                found.push((at, words[from + rest.len()].0 + 1, *number));
            }
        }
    }
    let is_inside = |one: &(usize, usize, usize)| {
        found.iter().any(|other| other.0 <= one.0 && one.1 <= other.1 && other.1 - other.0 > one.1 - one.0)
    };
    let mut marks = Marks::default();
    for one in found.iter().filter(|one| !is_inside(one)) {
        let before = || {
            pieces[..one.0].iter().rev().take_while(|piece| !piece.ends_part()).take(FARTHEST).filter_map(Piece::word)
        };
        // "pas de bois traité", "non traité": the cue has its own no.
        let has_own = pieces[one.0].word().is_some_and(|word| NOT.contains(&word) || NEEDLESS.contains(&word));
        if !has_own && before().any(|word| NEEDLESS.contains(&word)) {
            continue;
        }
        let entry =
            if !has_own && before().any(|word| NOT.contains(&word)) { &mut marks.refused } else { &mut marks.told };
        *entry |= 1 << one.2;
    }
    marks
}

/// What two texts say on one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Which mark is asked for, and which is offered.
    pub asked: usize,
    pub offered: Option<usize>,
    pub met: bool,
}

impl Answer {
    /// Whether it is about the subject of a course, a check or an advice.
    pub fn is_subject(self) -> bool {
        MARKS[self.asked].family == "subject"
    }

    pub fn weight(self) -> Weight {
        MARKS[self.asked].weight
    }

    /// "sujet (ATEX)"; "stockage (en négatif demandé, au frais proposé)".
    pub fn told(self) -> Both<String> {
        let asked = &MARKS[self.asked];
        if self.met {
            return Both {
                french: format!("{} ({})", asked.family_name.french, asked.name.french),
                english: format!("{} ({})", asked.family_name.english, asked.name.english),
            };
        }
        let [fr, en] = self.offered.map_or([String::new(), String::new()], |offered| {
            let offered = &MARKS[offered].name;
            [format!(", {} proposé", offered.french), format!(", {} offered", offered.english)]
        });
        Both {
            french: format!("{} ({} demandé{fr})", asked.family_name.french, asked.name.french),
            english: format!("{} ({} asked for{en})", asked.family_name.english, asked.name.english),
        }
    }
}

/// For each family, which marks belong to it.
static FAMILIES: LazyLock<Vec<u128>> = LazyLock::new(|| {
    let mut families: Vec<(&str, u128)> = Vec::new();
    for (number, mark) in MARKS.iter().enumerate() {
        match families.iter_mut().find(|(family, _)| *family == mark.family) {
            Some((_, marks)) => *marks |= 1 << number,
            None => families.push((mark.family, 1 << number)),
        }
    }
    families.into_iter().map(|(_, marks)| marks).collect()
});

/// The first of some marks.
const fn first(marks: u128) -> Option<usize> {
    if marks == 0 { None } else { Some(marks.trailing_zeros() as usize) }
}

/// What both say something on, family by family.
pub(super) fn answers(have: Marks, want: Marks) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for family in FAMILIES.iter() {
        let (told, wanted) = (have.told & family, want.told & family);
        let (asked, offered) = (first(wanted), first(told));
        // What one refuses, the other has.
        if let Some(refused) = first((want.refused & told) | (have.refused & wanted)) {
            answers.push(Answer {
                asked: asked.unwrap_or(refused),
                offered: offered.filter(|offered| Some(*offered) != asked),
                met: false,
            });
            continue;
        }
        let (Some(asked), Some(offered)) = (asked, offered) else { continue };
        if let Some(both) = first(told & wanted) {
            // That both have what shuts others out says nothing.
            if !MARKS[both].by_exclusion || !MARKS[both].excludes.is_empty() {
                answers.push(Answer { asked: both, offered: Some(both), met: true });
            }
        } else if !MARKS[asked].by_exclusion || MARKS[asked].excludes.contains(&offered) {
            answers.push(Answer { asked, offered: Some(offered), met: false });
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(have: &str, want: &str) -> Vec<(bool, String)> {
        answers(marks(&pieces(have)), marks(&pieces(want)))
            .into_iter()
            .map(|answer| (answer.met, answer.told().french))
            .collect()
    }

    #[test]
    fn marks_of_one_family_agree_or_do_not() {
        assert!(MARKS.len() < 128);
        for (have, want, met) in [
            ("bois de fardage, tout mélangé, des fois traité", "biomasse locale, surtout pas de bois traité", false),
            ("conseiller sécu TMD/ADR en temps partagé", "refaire l'atex pour 6 gars", false),
            ("eau traitée sortie STEP", "eau propre de rinçage, potable obligatoire", false),
            ("eau de mer rejetée à 28°", "de l'eau en plus l'été, pour les tours", false),
            ("labo interne, pas accrédité", "contrôle fumées, organisme accredité", false),
            ("soudeur inox, creux janv-mars", "régleur presses de nuit", false),
            ("25 places palette sec", "place en negatif (-18)", false),
            ("tanker CIP wash, food grade", "tankers washed to food standard", true),
            ("ancien magasin 600 m2", "loger 12 saisonniers", false),
        ] {
            let answers = told(have, want);
            assert!(answers.iter().any(|(is_met, _)| *is_met == met), "{have} / {want}: {answers:?}");
        }
        assert_eq!(told("eau traitée sortie STEP", "de l'eau, pas besoin de potable"), []);
        assert_eq!(told("eau de pluie", "arroser sans eau potable"), []);
        assert_eq!(told("coques de tournesol", "biomasse locale, surtout pas de bois traité"), []);
        assert_eq!(told("palettes", "palettes"), []);
    }
}
