//! How often the category found from a card's words is the one that a person chose. `cargo run --release --package
//! matching --example categories`; with `--misses` it names the texts it was wrong about.

use std::collections::HashMap;
use std::error::Error;

use domain::resource::{Category, ResourceDraft};
use matching::category::category;

const CARDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/demo/cards.csv");
const PAIRS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pairs_dev.csv");

fn main() -> Result<(), Box<dyn Error>> {
    let tells_misses = std::env::args().any(|argument| argument == "--misses");
    for (name, path, columns, chosen) in [
        ("cards of the demonstration", CARDS, &["title"][..], "category"),
        ("pairs", PAIRS, &["have", "want"], "resource_type"),
    ] {
        let (mut right, mut all) = (0, 0);
        for row in csv::Reader::from_path(path)?.deserialize::<HashMap<String, String>>() {
            let row = row?;
            for (column, title) in columns.iter().filter_map(|column| Some((column, row.get(*column)?))) {
                // Found nothing: the card becomes what most cards are.
                let kind = row.get("kind").cloned().unwrap_or_else(|| (*column).to_owned());
                let card = ResourceDraft { kind, title: title.clone(), ..ResourceDraft::default() };
                let found = category(&card).unwrap_or(Category::Material);
                // The pairs have one word for two of ours.
                let is_right = match row[chosen].as_str() {
                    "skills" => matches!(found, Category::People | Category::Expertise),
                    code => found.code() == code,
                };
                all += 1;
                right += u32::from(is_right);
                if tells_misses && !is_right {
                    println!("  {} instead of {}: {title}", found.code(), row[chosen]);
                }
            }
        }
        println!("{name}: {right} of {all}");
    }
    Ok(())
}
