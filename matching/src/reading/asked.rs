//! How a need is worded: as a list of things of which each would do, with what it does not want; or as something that
//! has to go.

use crate::text::fold;

/// Words between two things of which each would do.
const OR: &[&str] = &["ou", "or", "voire"];
/// Words before what is not wanted.
const NOT: &[&str] = &["pas", "ni", "sauf", "surtout", "not", "no", "except", "but"];
/// What says that the need is to be rid of something: then whoever wants the thing is a counterpart, too.
const RID: &[&str] = &[
    "se debarrasser",
    "debarrasser de",
    "debouche pour",
    "debouches pour",
    "qui en veut",
    "reprendre nos",
    "reprise de nos",
    "faire enlever",
    "enlever nos",
    "venir chercher",
    "vienne chercher",
    "valoriser nos",
    "valoriser les",
    "solution pour nos",
    "solution pour les",
    "quoi faire de",
    "que faire de",
    "faire des dechets",
    "recuperation des",
    "recuperation de nos",
    "recycler le",
    "recycler nos",
    "une sortie locale",
    "acheteurs pour",
    "preneur pour",
    "usage pour nos",
    "ecouler",
    "get rid of",
    "rid of",
    "outlet for",
    "take our",
    "take away our",
    "new life for",
    "nearer for the",
    "somewhere for our",
    "use for our",
    "able to use",
    "home for",
    "buyers for",
    "recycle our",
];

/// A need taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Things of which each would do; empty where it names only one.
    pub alternatives: Vec<String>,
    /// What it does not want.
    pub refused: Vec<String>,
    /// Whether something has to go.
    pub is_to_be_rid: bool,
}

impl Asked {
    /// Takes a text apart.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut asked = Self::default();
        let told = fold(text);
        let words =
            told.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        asked.is_to_be_rid = RID.iter().any(|phrase| format!(" {words} ").contains(&format!(" {phrase} ")));
        for part in text.split([',', ';', ':', '/', '+', '(', ')', '?']) {
            let mut alternative: Vec<&str> = Vec::new();
            let mut refused: Option<Vec<&str>> = None;
            for word in part.split_whitespace() {
                let folded = fold(word);
                if OR.contains(&folded.as_str()) {
                    asked.keep(&mut alternative);
                    continue;
                }
                if NOT.contains(&folded.as_str()) {
                    refused.get_or_insert_default();
                    continue;
                }
                refused.as_mut().unwrap_or(&mut alternative).push(word);
            }
            asked.keep(&mut alternative);
            if let Some(refused) = refused.filter(|words| !words.is_empty()) {
                asked.refused.push(refused.join(" "));
            }
        }
        if asked.alternatives.len() < 2 {
            asked.alternatives.clear();
        }
        asked
    }

    fn keep(&mut self, words: &mut Vec<&str>) {
        if !words.is_empty() {
            self.alternatives.push(words.join(" "));
            words.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_taken_apart_with_what_it_does_not_want() {
        let asked = Asked::of("tout ce qui fermente bien, gras, sucré, pas ligneux");
        assert_eq!(asked.alternatives, ["tout ce qui fermente bien", "gras", "sucré"]);
        assert_eq!(asked.refused, ["ligneux"]);
        assert_eq!(
            Asked::of("fientes sèches ou fumier de cheval").alternatives,
            ["fientes sèches", "fumier de cheval"]
        );
        assert_eq!(Asked::of("protein not soya").refused, ["soya"]);
        assert!(Asked::of("litière pour chevaux").alternatives.is_empty());
    }

    #[test]
    fn a_need_to_be_rid_of_something_is_seen() {
        for text in [
            "Débouché pour 1200 t de compost",
            "se débarrasser de nos pneus",
            "take our ensiled morts without going to Norway",
            "sédiments : qui en veut ?",
        ] {
            assert!(Asked::of(text).is_to_be_rid, "{text}");
        }
        assert!(!Asked::of("litière pour chevaux").is_to_be_rid);
    }
}
