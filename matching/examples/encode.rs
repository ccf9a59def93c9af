//! Prints the pieces and the first numbers of the vectors of some texts, for checking the encoder against the package's own.
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let wheel = arguments.next().ok_or("usage: encode WHEEL TEXT…")?;
    let started = std::time::Instant::now();
    let encoder = matching::encoder::Encoder::load(std::path::Path::new(&wheel))?;
    eprintln!("loaded in {:.0?}", started.elapsed());
    for text in arguments {
        let started = std::time::Instant::now();
        for _ in 0..50 { std::hint::black_box(encoder.encode_as_is(&text)); }
        eprintln!("{:.2?} a text", started.elapsed() / 50);
        let vector = encoder.encode_as_is(&text);
        println!("{}\t{:?}\t{}", text, encoder.pieces(&text), vector.iter().map(|v| format!("{v:.5}")).collect::<Vec<_>>().join(" "));
    }
    Ok(())
}
