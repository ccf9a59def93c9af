//! Two plain rankings to hold the matcher against.

use std::collections::{BTreeSet, HashMap};

use super::Scores;
use crate::text;

/// Words that the plain rankings leave out, in both languages.
const STOP_WORDS: &str = "a an and are as at be by for from has have in into is it its of off on or our per so some \
    than that the their them they this to up us we what when which who will with you your can not no need want looking \
    au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur leurs ma mes mon ne nos notre nous \
    ou par pas pour qu que qui sa sans se ses son sont sur un une vos votre vous";

fn plain_words(typed: &str) -> Vec<String> {
    let stop: BTreeSet<&str> = STOP_WORDS.split_whitespace().collect();
    text::fold(typed)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.len() >= 3 && !stop.contains(word))
        .map(|word| word.chars().take(6).collect())
        .collect()
}

/// BM25 (k1 1.2, b 0.75) over words without accents, cut to six letters.
#[must_use]
#[allow(clippy::cast_precision_loss)] // hundreds
pub fn bm25(haves: &[&str], wants: &[&str]) -> Scores {
    let documents: Vec<Vec<String>> = wants.iter().map(|want| plain_words(want)).collect();
    let count = documents.len() as f64;
    let mean = documents.iter().map(Vec::len).sum::<usize>() as f64 / count.max(1.0);
    let mut frequency: HashMap<&str, f64> = HashMap::new();
    for document in &documents {
        for word in document.iter().map(String::as_str).collect::<BTreeSet<_>>() {
            *frequency.entry(word).or_default() += 1.0;
        }
    }
    let score = |query: &[String], document: &[String]| {
        let word = |word: &String| {
            let times = document.iter().filter(|there| *there == word).count() as f64;
            let df = frequency.get(word.as_str()).copied().unwrap_or(0.0);
            let idf = (1.0 + (count - df + 0.5) / (df + 0.5)).ln();
            idf * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * document.len() as f64 / mean))
        };
        query.iter().map(word).sum::<f64>()
    };
    haves
        .iter()
        .map(|have| {
            let query = plain_words(have);
            documents.iter().map(|document| score(&query, document)).collect()
        })
        .collect()
}

/// Cosine of the three-letter pieces, weighted by how rare they are.
#[must_use]
#[allow(clippy::cast_precision_loss)] // hundreds
pub fn trigrams(haves: &[&str], wants: &[&str]) -> Scores {
    let pieces = |typed: &str| {
        let folded: Vec<char> = format!(
            " {} ",
            text::fold(typed)
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        )
        .chars()
        .collect();
        let mut counts: HashMap<String, f64> = HashMap::new();
        for three in folded.windows(3) {
            *counts.entry(three.iter().collect()).or_default() += 1.0;
        }
        counts
    };
    let documents: Vec<_> = wants.iter().map(|want| pieces(want)).collect();
    let mut frequency: HashMap<&str, f64> = HashMap::new();
    for piece in documents.iter().flat_map(HashMap::keys) {
        *frequency.entry(piece).or_default() += 1.0;
    }
    let weigh = |counts: &HashMap<String, f64>| {
        let mut weighed: HashMap<String, f64> = counts
            .iter()
            .map(|(piece, count)| {
                (
                    piece.clone(),
                    count.sqrt()
                        * (1.0
                            + documents.len() as f64 / (1.0 + frequency.get(piece.as_str()).copied().unwrap_or(0.0)))
                        .ln(),
                )
            })
            .collect();
        let length = weighed.values().map(|weight| weight * weight).sum::<f64>().sqrt().max(1e-9);
        weighed.values_mut().for_each(|weight| *weight /= length);
        weighed
    };
    let weighed: Vec<_> = documents.iter().map(weigh).collect();
    haves
        .iter()
        .map(|have| {
            let query = weigh(&pieces(have));
            weighed
                .iter()
                .map(|document| {
                    query.iter().filter_map(|(piece, weight)| document.get(piece).map(|there| there * weight)).sum()
                })
                .collect()
        })
        .collect()
}
