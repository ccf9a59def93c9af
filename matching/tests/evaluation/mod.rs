//! The test pairs put to the matcher: each want to all haves. Shared by the test that guards the figures and the example that
//! prints them.
//!
//! A have is right when it belongs to the want's own pair or to the same `relaxed_group` (equivalents; every `group` lies within one).

use std::collections::BTreeSet;
use std::error::Error;

use domain::resource::{Resource, ResourceDraft};
use matching::{Corpus, Reading};
use serde::Deserialize;

/// A row of `pairs_dev.csv`, as far as it is needed here.
#[derive(Deserialize)]
#[allow(dead_code)] // the guard reads fewer of them than the table
pub struct Pair {
    pub id: String,
    pub have: String,
    pub want: String,
    pub lang: String,
    pub resource_type: String,
    pub level: String,
    pub relaxed_group: String,
}

/// Where the best right have stands for one want, from 0; none when it is not found at all.
pub struct Placed {
    pub pair: Pair,
    /// By this matcher.
    pub ours: Option<usize>,
    /// By plain overlap of the words as typed, without stems, list, weights.
    pub plain: Option<usize>,
}

/// Puts every want to all haves.
pub fn placed() -> Result<Vec<Placed>, Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pairs_dev.csv");
    let pairs: Vec<Pair> = csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?;
    let haves: Vec<Resource> = pairs.iter().map(|pair| resource("have", &pair.have)).collect::<Result<_, _>>()?;
    let wants: Vec<Resource> = pairs.iter().map(|pair| resource("want", &pair.want)).collect::<Result<_, _>>()?;
    let haves: Vec<Reading<'_>> = haves.iter().map(Reading::of).collect();
    let wants: Vec<Reading<'_>> = wants.iter().map(Reading::of).collect();
    let corpus = Corpus::new(haves.iter().chain(&wants));
    let places: Vec<_> = pairs
        .iter()
        .zip(&wants)
        .map(|(pair, want)| {
            let right = |at: usize| pairs[at].id == pair.id || (!pair.relaxed_group.is_empty() && pairs[at].relaxed_group == pair.relaxed_group);
            let ours = place(haves.iter().map(|have| corpus.fit(have, want).map_or(0.0, |fit| fit.score)), right);
            let plain = place(pairs.iter().map(|other| overlap(&other.have, &pair.want)), right);
            (ours, plain)
        })
        .collect();
    Ok(pairs.into_iter().zip(places).map(|(pair, (ours, plain))| Placed { pair, ours, plain }).collect())
}

/// The share of places among the first so many.
#[allow(clippy::cast_precision_loss)] // hundreds
pub fn recall(places: impl Iterator<Item = Option<usize>>, first: usize) -> f64 {
    let places: Vec<_> = places.collect();
    places.iter().filter(|place| place.is_some_and(|place| place < first)).count() as f64 / places.len().max(1) as f64
}

fn resource(kind: &str, title: &str) -> Result<Resource, Box<dyn Error>> {
    // What is longer than a title goes on in the description, as people on phones are told to.
    let short: String = title.chars().take(80).collect();
    let rest: String = title.chars().skip(80).collect();
    let draft = ResourceDraft { kind: kind.to_owned(), title: short, description: rest, category: "material".to_owned(), ..ResourceDraft::default() };
    Ok(draft.parse().map_err(|refusal| format!("{title}: {refusal:?}"))?)
}

/// The place of the best right one, from 0; none when it scores nothing. Ties count against us.
fn place(scores: impl Iterator<Item = f64>, right: impl Fn(usize) -> bool) -> Option<usize> {
    let scores: Vec<f64> = scores.collect();
    let best = (0..scores.len()).filter(|at| right(*at)).map(|at| scores[at]).fold(0.0, f64::max);
    (best > 0.0).then(|| (0..scores.len()).filter(|at| !right(*at) && scores[*at] >= best).count())
}

#[allow(clippy::cast_precision_loss)] // a few words
fn overlap(one: &str, other: &str) -> f64 {
    let words =
        |text: &str| text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_owned).collect::<BTreeSet<_>>();
    let (one, other) = (words(one), words(other));
    one.intersection(&other).count() as f64 / one.union(&other).count().max(1) as f64
}
