//! Plays rooms of `tests/data/rooms` by the rules of the workshop and prints what a facilitator would say of each:
//!
//! ```sh
//! cargo run --release --package matching --example room -- [--encoder WHEEL] [--mistakes] [--speed] [ROOM…]
//! ```
//!
//! Without a name, all rooms of the folder are played but those kept to the end.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::workshop::CardStatus;
use matching::encoder::Encoder;
use matching::eval::whole_room::{self, Files, Judgement, Share};
use matching::{Matcher, Room};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut wheel, mut mistakes, mut is_timed, mut rooms) = (None, false, false, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--encoder" => wheel = Some(PathBuf::from(arguments.next().ok_or("--encoder WHEEL")?)),
            "--mistakes" => mistakes = true,
            "--speed" => is_timed = true,
            _ => rooms.push(argument),
        }
    }
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rooms"));
    if rooms.is_empty() {
        rooms = whole_room::names(folder, None)?;
    }
    let matcher = Arc::new(match wheel {
        Some(wheel) => Matcher::with_encoder(Encoder::load(&wheel)?),
        None => Matcher::new(),
    });
    let mut all = Files::default();
    println!(
        "{:<6}{:>16}{:>16}{:>16}{:>16}{:>16}{:>16}{:>14}",
        "room", "right shown", "clear shown", "proposed", "traps", "best three", "category", "of 10/20/30"
    );
    for room in &rooms {
        let files =
            whole_room::read_named(folder, room).map_err(|(path, error)| format!("{}: {error}", path.display()))?;
        let workshop = whole_room::play(Room::new(Arc::clone(&matcher)), &files, &mut |_| None)
            .map_err(|(card, refusal)| format!("{card}: {refusal:?}"))?;
        let judgement = whole_room::judge(&files, &workshop);
        println!("{}", row(room, &judgement));
        if mistakes {
            println!("{}", judgement.mistakes(&files));
        }
        all.cards.extend(files.cards);
    }
    if is_timed {
        speed(&matcher, &all)?;
    }
    Ok(())
}

/// How long one new card takes in a room of all these cards: reading it, comparing it with all others, and weighing
/// anew what it outdoes. Every fifth card is the new one once.
fn speed(matcher: &Arc<Matcher>, files: &Files) -> Result<(), Box<dyn Error>> {
    let workshop = whole_room::play(Room::new(Arc::clone(matcher)), files, &mut |_| None)
        .map_err(|(card, refusal)| format!("{card}: {refusal:?}"))?;
    let mut room = Room::new(Arc::clone(matcher));
    let mut taken: Vec<Duration> = Vec::new();
    for id in workshop.cards.keys().step_by(5) {
        let mut before = workshop.clone();
        if let Some(card) = before.cards.get_mut(id) {
            card.status = CardStatus::Withdrawn;
        }
        drop(room.proposals(&before, []));
        let started = Instant::now();
        drop(room.proposals(&workshop, [*id]));
        taken.push(started.elapsed());
    }
    taken.sort();
    let (median, slow) = (taken[taken.len() / 2], taken[taken.len() * 95 / 100]);
    println!("{} cards: a new one takes {median:.1?} (95th percentile {slow:.1?})", workshop.cards.len());
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
