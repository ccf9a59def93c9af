//! Whole rooms with every pair labelled, played as a server plays them. How the rooms were made:
//! `tests/data/rooms/README.md`.
#![allow(clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;

use matching::eval::whole_room::{self, Files, Judgement};
use matching::{Matcher, Room};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/rooms")
}

fn room(name: &str) -> Files {
    whole_room::read_named(&folder(), name).expect("a room that can be read")
}

fn judged(files: &Files) -> Judgement {
    let workshop = whole_room::play(Room::new(Arc::new(Matcher::new())), files, &mut |_| None)
        .expect("a room whose cards the workshop takes");
    assert_eq!(workshop.cards.len(), files.cards.len(), "every line is a card");
    whole_room::judge(files, &workshop)
}

/// What each room shows without the encoder, by a judge that has learnt on those from K on: right on the board, clear
/// pairs on the board, clear pairs proposed, cards that see one among their best three. It may only become better; what
/// rooms show from which nothing was learnt stands in `docs/matching.md`.
#[test]
fn the_rooms_show_no_less_than_they_did() {
    for (name, right, clear_shown, proposed, served) in [
        ("A", 0.85, 0.37, 0.80, 0.91),
        ("C", 0.84, 0.48, 0.92, 0.89),
        ("E", 0.94, 0.47, 0.87, 0.84),
        ("F", 0.94, 0.37, 0.78, 0.82),
        ("G", 0.94, 0.39, 0.85, 0.84),
        ("K", 0.88, 0.15, 0.90, 0.90),
        ("L", 0.78, 0.05, 0.74, 0.81),
        ("M", 0.98, 0.07, 0.77, 0.80),
        ("N", 0.90, 0.14, 0.71, 0.75),
        ("O", 0.98, 0.23, 0.78, 0.79),
        ("P", 0.84, 0.22, 0.84, 0.82),
        ("T", 0.90, 0.24, 0.79, 0.80),
        ("U", 0.98, 0.20, 0.83, 0.75),
        ("V", 0.73, 0.06, 0.83, 0.69),
        ("W", 0.98, 0.12, 0.78, 0.84),
        ("X", 0.98, 0.17, 0.89, 0.85),
        ("Y", 0.78, 0.11, 0.83, 0.84),
        ("Z", 0.98, 0.18, 0.80, 0.81),
        ("AA", 0.58, 0.02, 0.57, 0.66),
        ("AB", 0.90, 0.19, 0.65, 0.61),
        ("AC", 0.98, 0.18, 0.65, 0.57),
        ("AD", 0.81, 0.08, 0.59, 0.57),
        ("AE", 0.88, 0.15, 0.63, 0.69),
        ("AF", 0.78, 0.06, 0.61, 0.70),
        ("AG", 0.98, 0.15, 0.74, 0.73),
        ("AH", 0.87, 0.29, 0.71, 0.76),
        ("AI", 0.98, 0.09, 0.47, 0.62),
        ("AJ", 0.88, 0.17, 0.71, 0.76),
        ("AK", 0.73, 0.11, 0.65, 0.80),
        ("AL", 0.84, 0.08, 0.75, 0.75),
        ("AM", 0.98, 0.27, 0.91, 0.80),
        ("AN", 0.98, 0.00, 0.75, 0.61),
        ("AO", 0.38, 0.05, 0.71, 0.55),
        ("AP", 0.55, 0.20, 0.87, 0.60),
        ("AQ", 0.55, 0.07, 0.72, 0.63),
        ("AR", 0.58, 0.13, 0.75, 0.69),
        ("AS", 0.48, 0.03, 0.82, 0.70),
        ("AT", 0.58, 0.08, 0.67, 0.59),
        ("AU", 0.98, 0.06, 0.69, 0.67),
        ("AV", 0.00, 0.00, 0.50, 0.60),
        ("AW", 0.98, 0.03, 0.53, 0.63),
        ("AX", 0.73, 0.05, 0.57, 0.60),
    ] {
        let files = room(name);
        let judgement = judged(&files);
        println!("room {name}\n{}", judgement.table());
        assert!(judgement.right_shown.value() >= right, "room {name}: {}", judgement.table());
        assert!(judgement.clear_shown.value() >= clear_shown, "room {name}: {}", judgement.table());
        assert!(judgement.clear_proposed.value() >= proposed, "room {name}: {}", judgement.table());
        assert!(judgement.served_cards.value() >= served, "room {name}: {}", judgement.table());
        assert!(judgement.traps_shown.value() <= 0.049, "room {name}: {}", judgement.table());
        // The categories have been learnt on these rooms too; `examples/fit_category.rs` tells of rooms left out.
        assert!(judgement.categories_found.value() >= 0.9, "room {name}: {}", judgement.table());
    }
}

#[test]
fn rooms_are_taken_from_the_folder_without_those_kept_to_the_end() {
    let names = whole_room::names(&folder(), None).expect("a folder");
    assert!(["A", "C", "E", "F", "G"].iter().all(|name| names.iter().any(|found| found == name)), "{names:?}");
    assert!(["H", "I", "J", "Q", "R", "S"].iter().all(|name| names.iter().all(|found| found != name)), "{names:?}");
    assert_eq!(whole_room::names(&folder(), Some("H, A")).expect("a list"), ["H", "A"], "named, a room is opened");
}

#[test]
fn a_file_that_is_no_room_is_refused_with_its_line() {
    let folder = std::env::temp_dir().join(format!("rooms-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let cards = write("cards.csv", "id,kind,organisation,title\n1,have,A,sciure\n2,want,B,litière\n");
    let labels = write("labels.csv", "a,b,grade,note\n1,3,2,\n");
    let (path, error) = whole_room::read(&cards, &labels, None).expect_err("there is no card 3");
    assert_eq!(path, labels);
    assert_eq!(error.to_string(), "line 2: no card is called 3");
    let twice = write("twice.csv", "id,kind,organisation,title\n1,have,A,sciure\n1,want,B,litière\n");
    let (_, error) = whole_room::read(&twice, &labels, None).expect_err("an id stands twice");
    assert_eq!(error.to_string(), "line 3: the id 1 stands twice");
    std::fs::remove_dir_all(&folder).expect("cleaned up");
}
