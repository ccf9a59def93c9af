//! Learns the matrices of `knowledge/learnt.bin` on the cases of `knowledge/cases/`; a minute.
//!
//! ```sh
//! cargo run --release --package matching --example fit_learnt -- WHEEL matching/knowledge/learnt.bin
//! ```
//!
//! `WHEEL` is the encoder's package, as `./run` installs it. Afterwards the judge has to be fitted anew (`fit_judge`).

use std::error::Error;
use std::path::Path;

use matching::encoder::Encoder;
use matching::eval::turning;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(wheel), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: fit_learnt WHEEL FILE".into());
    };
    std::fs::write(file, turning::learn(&Encoder::load(Path::new(&wheel))?).file())?;
    Ok(())
}
