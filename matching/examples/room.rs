//! Plays rooms of `tests/data/rooms` by the rules of the workshop and prints what a facilitator would say of each:
//!
//! ```sh
//! cargo run --release --package matching --example room -- [--encoder WHEEL] [--mistakes] [ROOM…]     # A C E F G
//! ```

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use matching::encoder::Encoder;
use matching::eval::whole_room::{self, Judgement, Share};
use matching::{Matcher, Room};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut wheel, mut mistakes, mut rooms) = (None, false, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--encoder" => wheel = Some(PathBuf::from(arguments.next().ok_or("--encoder WHEEL")?)),
            "--mistakes" => mistakes = true,
            _ => rooms.push(argument),
        }
    }
    if rooms.is_empty() {
        rooms = ["A", "C", "E", "F", "G"].map(str::to_owned).to_vec();
    }
    let matcher = Arc::new(match wheel {
        Some(wheel) => Matcher::with_encoder(Encoder::load(&wheel)?),
        None => Matcher::new(),
    });
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rooms"));
    let file = |room: &str, part: &str| folder.join(format!("room{room}_{part}.csv"));
    println!(
        "{:<6}{:>16}{:>16}{:>16}{:>16}{:>16}{:>16}{:>14}",
        "room", "right shown", "clear shown", "proposed", "traps", "best three", "category", "of 10/20/30"
    );
    for room in &rooms {
        let files = whole_room::read(&file(room, "cards"), &file(room, "labels"), Some(&file(room, "traps")))
            .map_err(|(path, error)| format!("{}: {error}", path.display()))?;
        let workshop = whole_room::play(Room::new(Arc::clone(&matcher)), &files, &mut |_| None).map_err(|(card, refusal)| format!("{card}: {refusal:?}"))?;
        let judgement = whole_room::judge(&files, &workshop);
        println!("{}", row(room, &judgement));
        if mistakes {
            println!("{}", judgement.mistakes(&files));
        }
    }
    Ok(())
}

fn row(room: &str, judgement: &Judgement) -> String {
    let cell = |share: Share| format!("{:.2} ({}/{})", share.value(), share.of, share.all);
    let [ten, twenty, thirty] = judgement.precision.map(|share| share.of);
    format!(
        "{room:<6}{:>16}{:>16}{:>16}{:>16}{:>16}{:>16}{:>14}",
        cell(judgement.right_shown),
        cell(judgement.clear_shown),
        cell(judgement.clear_proposed),
        cell(judgement.traps_shown),
        cell(judgement.served_cards),
        cell(judgement.categories_found),
        format!("{ten}/{twenty}/{thirty}")
    )
}
