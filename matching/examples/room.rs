//! The judge's table for the rooms of `tests/data/rooms`, beside each other, without building a server; with names of rooms, what each shows
//! wrongly and what it lacks: `cargo run --package matching --example room -- [--encoder WHEEL] [A C …]`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use matching::Matcher;
use matching::encoder::Encoder;
use matching::eval::whole_room::{self, Share};

const ROOMS: [&str; 5] = ["A", "C", "E", "F", "G"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut matcher = Matcher::new();
    if arguments.first().is_some_and(|first| first == "--encoder") {
        let wheel = arguments.get(1).ok_or("--encoder WHEEL")?;
        matcher = Matcher::with_encoder(Encoder::load(Path::new(wheel))?);
        arguments.drain(..2);
    }
    let matcher = Arc::new(matcher);
    println!("room  right on board  clear on board  clear proposed  traps           best three      category");
    for name in ROOMS {
        let file = |part: &str| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/rooms/room{name}_{part}.csv"));
        let files = whole_room::read(&file("cards"), &file("labels"), Some(&file("traps"))).map_err(|(path, error)| format!("{}: {error}", path.display()))?;
        let workshop = whole_room::play(Arc::clone(&matcher), &files).map_err(|(card, refusal)| format!("{card}: {refusal:?}"))?;
        let judgement = whole_room::judge(&files, &workshop);
        let cell = |share: Share| format!("{:.2} {:>8}", share.value(), format!("{}/{}", share.of, share.all));
        let shares =
            [judgement.right_shown, judgement.clear_shown, judgement.clear_proposed, judgement.traps_shown, judgement.served_cards, judgement.categories_found];
        println!("{name:<6}{}", shares.map(cell).join("   "));
        if arguments.iter().any(|asked| asked == name) {
            println!("{}", judgement.mistakes(&files));
            println!("Categories that were not found:");
            for (line, card) in files.cards.iter().zip(workshop.cards.values()) {
                let found = card.resource.category.code();
                if !line.category.is_empty() && found != line.category {
                    println!(" {} {found} for {}: {}", line.id, line.category, line.told());
                }
            }
        }
    }
    Ok(())
}
