//! How often the right haves stand among the first, on the test pairs: `cargo run --release --package matching --example recall`.
//!
//! Shares of wants with a right have among the first 1, 3, 5 and 10, and the mean reciprocal rank (MRR: the mean of one divided by
//! the place of the best right have). Beside it, plain overlap of the words as typed.

#[path = "../tests/evaluation/mod.rs"]
mod evaluation;

use std::collections::BTreeMap;
use std::error::Error;

use evaluation::{Placed, placed, recall};

const FIRST: [usize; 4] = [1, 3, 5, 10];

fn main() -> Result<(), Box<dyn Error>> {
    let placed = placed()?;
    println!("{} PAIRS; share of wants with a right have among the first 1, 3, 5, 10, and mean reciprocal rank\n", placed.len());
    println!("{:<20}{:>6}   {:<33}plain overlap of words", "", "wants", "this matcher");
    let heads = FIRST.map(|first| format!("@{first:<4}")).join(" ");
    println!("{:<20}{:>6}   {heads} MRR      {heads} MRR", "", "");
    let mut groups: BTreeMap<String, Vec<&Placed>> = BTreeMap::new();
    for placed in &placed {
        let pair = &placed.pair;
        let names = [format!("language {}", pair.lang), format!("level {}", pair.level), format!("type {}", pair.resource_type)];
        for group in [" all".to_owned()].into_iter().chain(names) {
            groups.entry(group).or_default().push(placed);
        }
    }
    for (group, members) in groups {
        let figures = |read: fn(&Placed) -> Option<usize>| {
            let places = || members.iter().map(|placed| read(placed));
            let shares = FIRST.map(|first| format!("{:.2} ", recall(places(), first))).join(" ");
            format!("{shares} {:.2}", mean_reciprocal_rank(places()))
        };
        println!("{:<20}{:>6}   {}     {}", group.trim(), members.len(), figures(|placed| placed.ours), figures(|placed| placed.plain));
    }
    println!("\nWants that name the thing, and no right have among the first three:");
    for Placed { pair, ours, .. } in placed.iter().filter(|placed| placed.pair.level == "natural" && placed.ours.is_none_or(|place| place >= 3)) {
        println!("  {} ({}): {} / {}", pair.id, ours.map_or("not found".to_owned(), |place| format!("place {}", place + 1)), pair.want, pair.have);
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // hundreds
fn mean_reciprocal_rank(places: impl Iterator<Item = Option<usize>>) -> f64 {
    let reciprocal: Vec<f64> = places.map(|place| place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0))).collect();
    reciprocal.iter().sum::<f64>() / reciprocal.len().max(1) as f64
}
