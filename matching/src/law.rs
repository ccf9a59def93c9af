//! What the law forbids, and therefore nobody is told to do: `knowledge/forbidden.csv`, each rule with its reference
//! and the day on which it was read. What has to be checked only is a flag ([`crate::flags`]).

use std::sync::LazyLock;

use crate::knowledge::{Knowledge, list};
use crate::language::Both;
use crate::reading::Reading;
use crate::text::fold;

/// Something that the law forbids between a have and a want.
#[derive(Debug)]
pub struct Rule {
    /// The key of the rule in `knowledge/forbidden.csv`.
    pub id: &'static str,
    /// The day on which the rule was read, ISO.
    pub checked_on: &'static str,
    /// The law or regulation, with its articles.
    pub reference: &'static str,
    /// What is forbidden, in one sentence.
    pub text: Both<&'static str>,
    concepts: Vec<u16>,
    words_of_have: Vec<String>,
    functions: Vec<u16>,
    words_of_want: Vec<String>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let knowledge = Knowledge::get();
    let words = |cell: &'static str| list::cells(cell).map(plain).collect();
    let function = |id: &str| {
        knowledge.functions.iter().position(|function| function.id == id).and_then(|at| u16::try_from(at).ok())
    };
    list::lines(include_str!("../knowledge/forbidden.csv"), 9)
        .map(|line| Rule {
            id: line[0],
            checked_on: line[1],
            reference: line[2],
            concepts: list::cells(line[3]).filter_map(|id| knowledge.concept(id)).collect(),
            words_of_have: words(line[4]),
            functions: list::cells(line[5]).filter_map(function).collect(),
            words_of_want: words(line[6]),
            text: Both { french: line[7], english: line[8] },
        })
        .collect()
});

/// All rules of `knowledge/forbidden.csv`.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// A text as rules look for words in it: folded, a blank between the words and at both ends.
#[must_use]
pub fn plain(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// A thing is what a rule names from this share on.
const CENTRAL: f32 = 0.4;
/// A text asks for a function that a rule names when it asks for it this much, beside what it asks for most.
const ASKED: f32 = 0.1;
const BESIDE_MOST: f32 = 0.6;

/// The rule that forbids to use this for that, if there is one. Each text with its [`plain`] form.
#[must_use]
pub fn forbids(have: (&Reading, &str), want: (&Reading, &str), knowledge: &Knowledge) -> Option<&'static Rule> {
    let most = want.0.asks.first().map_or(0.0, |asking| asking.strength);
    rules().iter().find(|rule| {
        let names = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
        let is_thing = |concept: u16| rule.concepts.iter().any(|forbidden| knowledge.is_kind_of(concept, *forbidden));
        let offers = names(&rule.words_of_have, have.1)
            || have.0.concepts.iter().any(|(concept, share)| *share >= CENTRAL && is_thing(*concept));
        let asks = |function: u16| rule.functions.contains(&function);
        offers
            && want.0.asks.iter().any(|asking| {
                asking.strength >= ASKED && asking.strength >= BESIDE_MOST * most && asks(asking.function)
            })
            && (rule.words_of_want.is_empty() || names(&rule.words_of_want, want.1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forbidden_is_found_and_what_is_not_is_let_through() {
        let knowledge = Knowledge::get();
        let rule = |have: &str, want: &str| {
            let (of_have, of_want) = (Reading::of(have, knowledge), Reading::of(want, knowledge));
            forbids((&of_have, &plain(have)), (&of_want, &plain(want)), knowledge).map(|rule| rule.id)
        };
        for (have, want, expected) in [
            ("sang d'abattoir, 3 t par semaine", "aliment pour nos vaches laitières", Some("ruminants")),
            ("salmon heads and frames, food grade", "feed for 400 store cattle", Some("ruminants")),
            ("gras et couennes", "complément pas cher pour la ration de 120 laitières", Some("ruminants")),
            ("déchets de cuisine triés", "nourrir nos porcs", Some("catering_waste")),
            ("fientes de poules séchées", "fourrage de secours, alimentation des bovins", Some("excreta_in_feed")),
            ("huile de vidange", "matières pour le digesteur, méthanisation", Some("hazardous_mixed")),
            ("drêches de brasserie", "aliment pour nos vaches laitières", None),
            ("têtes et arêtes de poisson", "matières pour le digesteur", None),
            ("fientes de poules séchées", "engrais organique pour nos champs", None),
            ("huile de friture", "matières pour le digesteur, méthanisation", None),
        ] {
            assert_eq!(rule(have, want), expected, "{have} / {want}");
        }
    }

    #[test]
    fn every_rule_is_complete() {
        assert_eq!(rules().len(), include_str!("../knowledge/forbidden.csv").lines().count() - 1);
        for (rule, line) in rules().iter().zip(list::lines(include_str!("../knowledge/forbidden.csv"), 9)) {
            assert_eq!(rule.concepts.len(), list::cells(line[3]).count(), "{}: a thing that nobody knows", rule.id);
            assert_eq!(rule.functions.len(), list::cells(line[5]).count(), "{}: a function that nobody knows", rule.id);
            assert!(
                rule.reference.len() > 5
                    && rule.checked_on.len() == 10
                    && rule.text.french.len() > 10
                    && rule.text.english.len() > 10,
                "{}",
                rule.id
            );
        }
    }
}
