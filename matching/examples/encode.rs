//! Prints the pieces and the vectors of some texts, for checking the encoder against the package's own Python:
//! `cargo run --release --package matching --example encode -- WHEEL TEXT…`.

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use matching::encoder::Encoder;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let wheel = arguments.next().ok_or("usage: encode WHEEL TEXT…")?;
    let encoder = Encoder::load(Path::new(&wheel))?;
    for text in arguments {
        let mut times: Vec<_> = (0..200)
            .map(|_| {
                let started = Instant::now();
                std::hint::black_box(encoder.encode_as_is(&text));
                started.elapsed()
            })
            .collect();
        times.sort();
        eprintln!("{:.2?} a text (fastest)", times[0]);
        let vector: Vec<String> = encoder.encode_as_is(&text).iter().map(|value| format!("{value:.5}")).collect();
        println!("{text}\t{:?}\t{}", encoder.pieces(&text), vector.join(" "));
    }
    Ok(())
}
