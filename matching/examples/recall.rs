//! How often the right haves stand among the first, on the test pairs: `cargo run --release --package matching --example recall`.
//!
//! Each want of `tests/data/pairs_dev.csv` is put to all haves. A have is right when it belongs to the same `relaxed_group`
//! (equivalents), or to the want's own pair. Beside it, plain overlap of the words as typed.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use domain::resource::{Resource, ResourceDraft};
use matching::Corpus;
use serde::Deserialize;

#[derive(Deserialize)]
struct Pair {
    id: String,
    have: String,
    want: String,
    lang: String,
    level: String,
    relaxed_group: String,
}

/// Where the best right one stands: by this matcher, by plain overlap.
type Places = (Option<usize>, Option<usize>);

const FIRST: [usize; 4] = [1, 3, 5, 10];

fn main() -> Result<(), Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pairs_dev.csv");
    let pairs: Vec<Pair> = csv::Reader::from_path(path)?.deserialize().collect::<Result<_, _>>()?;
    let haves: Vec<Resource> = pairs.iter().map(|pair| resource("have", &pair.have)).collect::<Result<_, _>>()?;
    let wants: Vec<Resource> = pairs.iter().map(|pair| resource("want", &pair.want)).collect::<Result<_, _>>()?;
    let corpus = Corpus::new(haves.iter().chain(&wants));
    println!("{} pairs; share of wants with a right have among the first 1, 3, 5, 10\n", pairs.len());
    println!("{:<22}{:>6}  {:<28}plain overlap of words", "", "wants", "this matcher");
    let mut tables: BTreeMap<String, Vec<Places>> = BTreeMap::new();
    for (pair, want) in pairs.iter().zip(&wants) {
        let right = |at: usize| pairs[at].id == pair.id || (!pair.relaxed_group.is_empty() && pairs[at].relaxed_group == pair.relaxed_group);
        let ours = place(haves.iter().map(|have| corpus.fit(have, want).map_or(0.0, |fit| fit.score)), right);
        let plain = place(haves.iter().map(|have| overlap(&have.title, &want.title)), right);
        for group in ["all".to_owned(), format!("language {}", pair.lang), format!("level {}", pair.level)] {
            tables.entry(group).or_default().push((ours, plain));
        }
    }
    for (group, places) in tables {
        let within = |read: fn(&Places) -> Option<usize>| {
            #[allow(clippy::cast_precision_loss)] // hundreds
            let share = |first: usize| places.iter().filter(|place| read(place).is_some_and(|place| place < first)).count() as f64 / places.len() as f64;
            FIRST.map(|first| format!("{:.2}", share(first))).join("  ")
        };
        println!("{group:<22}{:>6}  {:<28}{}", places.len(), within(|place| place.0), within(|place| place.1));
    }
    Ok(())
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

fn overlap(one: &str, other: &str) -> f64 {
    let words =
        |text: &str| text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).map(str::to_owned).collect::<BTreeSet<_>>();
    let (one, other) = (words(one), words(other));
    #[allow(clippy::cast_precision_loss)] // a few words
    let share = one.intersection(&other).count() as f64 / one.union(&other).count().max(1) as f64;
    share
}
