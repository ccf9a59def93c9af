//! How good the matcher is under cross-validation, and what each signal is worth: the tables of `docs/matching.md`.
//!
//! ```sh
//! cargo run --release --package matching --example ablation -- WHEEL
//! ```
//!
//! `WHEEL` is the encoder's package, as `./run` installs it. Without it, only what runs without the encoder.

use std::error::Error;
use std::path::Path;

use matching::encoder::Encoder;
use matching::score::Signals;
use matching::{Matcher, eval};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data"));
    let files = [eval::read(&folder.join("pairs_dev.csv"))?, eval::read(&folder.join("pairs_probe.csv"))?];
    let plain = Matcher::new();
    println!("{:<22} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}  {:>6} {:>6}", "", "@1", "@3", "@10", "MRR", "en@3", "fr@3", "mix@3", "room@3", "@10");
    let encoder = std::env::args().nth(1).map(|wheel| Encoder::load(Path::new(&wheel))).transpose()?;
    if let Some(encoder) = encoder {
        let matcher = Matcher::with_encoder(encoder);
        row("everything", &matcher, &files, &[]);
        for (at, name) in Signals::NAMES.iter().enumerate() {
            row(&format!("without {name}"), &matcher, &files, &[at]);
        }
        row("encoder alone", &matcher, &files, &(0..9).collect::<Vec<_>>());
    }
    row("without the encoder", &plain, &files, &Signals::OF_ENCODER);
    // Words and letters only: nothing that needs to know a thing or a use.
    row("letters alone", &plain, &files, &[0, 1, 2, 3, 4, 5, 6, 7, 9, 10]);
    Ok(())
}

fn row(name: &str, matcher: &Matcher, files: &[Vec<eval::Pair>], without: &[usize]) {
    let scores = eval::cross_validated(matcher, files, without);
    let report = eval::Report::of(&files[0], &scores);
    let of = |row: &str| report.rows.iter().find(|known| known.name == row).map(|row| row.recalls[0]).unwrap_or_default();
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
