//! How good the matcher is under cross-validation, and what each signal is worth: the tables of `docs/matching.md`.
//!
//! ```sh
//! cargo run --release --package matching --example ablation -- WHEEL
//! ```
//!
//! `WHEEL` is the encoder's package, as `./run` installs it. Without it, only what runs without the encoder.

use std::error::Error;
use std::path::Path;

use matching::score::Signals;
use matching::{Matcher, eval};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data"));
    let files = [eval::read(&folder.join("pairs_dev.csv"))?, eval::read(&folder.join("pairs_probe.csv"))?];
    println!(
        "{:<22} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}  {:>6} {:>6}",
        "", "@1", "@3", "@10", "MRR", "en@3", "fr@3", "mix@3", "room@3", "@10"
    );
    if let Some(wheel) = std::env::args().nth(1) {
        let matchers = eval::matchers_to_fit(Some(Path::new(&wheel)))?;
        row("everything", &matchers, &files, &[]);
        for (at, name) in Signals::NAMES.iter().enumerate() {
            row(&format!("without {name}"), &matchers, &files, &[at]);
        }
        row("encoder's cosine alone", &matchers, &files, &(0..9).chain([10]).collect::<Vec<_>>());
    }
    let matchers = eval::matchers_to_fit(None)?;
    row("without the encoder", &matchers, &files, &Signals::OF_ENCODER);
    // Letters only: nothing that needs to know a thing or a use.
    row("letters alone", &matchers, &files, &[0, 1, 2, 3, 4, 5, 6, 7, 9, 10]);
    Ok(())
}

fn row(name: &str, matchers: &[Matcher], files: &[Vec<eval::Pair>], without: &[usize]) {
    let scores = eval::cross_validated(&matchers[0], matchers, files, without);
    let report = eval::Report::of(&files[0], &scores);
    let of =
        |row: &str| report.rows.iter().find(|known| known.name == row).map(|row| row.recalls[0]).unwrap_or_default();
    let (all, room) = (of("all"), of("room exact"));
    println!(
        "{name:<22} {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>6.3}  {:>6.3} {:>6.3}",
        all.at_1,
        all.at_3,
        all.at_10,
        all.reciprocal,
        of("lang en").at_3,
        of("lang fr").at_3,
        of("lang mixed").at_3,
        room.at_3,
        room.at_10
    );
}
