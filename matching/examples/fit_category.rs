//! Learns the weights of `knowledge/category.bin`, by which the category of a card is found, and says how good they are
//! on rooms and cases from which they have not learnt. Some seconds; the same every time.
//!
//! ```sh
//! cargo run --release --package matching --example fit_category -- \
//!     [--rooms A,C,E] [--mistakes] [--unmeasured] [matching/knowledge/category.bin]
//! ```
//!
//! Without a file nothing is written. `--mistakes` lists the cards of the rooms left out whose category is not found;
//! `--unmeasured` leaves the measuring out.

use std::error::Error;
use std::path::Path;

use domain::resource::Category;
use matching::category::{CATEGORIES, Weights};
use matching::eval::sorting::{self, Example, Source};
use matching::eval::whole_room::{self, Files, Share};

/// Learnt from like the cards of a room, not measured: the words of `knowledge/categories.csv` were chosen with the
/// demonstration in view, and the typed cards were written to teach.
const SINGLE_CARDS: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/../backend/demo/cards.csv"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/typed_cards.csv"),
];
/// Into so many parts the cases are divided.
const PARTS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut file, mut list, mut mistakes, mut measured) = (None, None, false, true);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rooms" => list = Some(arguments.next().ok_or("--rooms A,C,E")?),
            "--mistakes" => mistakes = true,
            "--unmeasured" => measured = false,
            _ => file = Some(argument),
        }
    }
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rooms"));
    let names = whole_room::names(folder, list.as_deref())?;
    let rooms: Vec<Files> = names
        .iter()
        .map(|name| whole_room::read_named(folder, name))
        .collect::<Result<_, _>>()
        .map_err(|(path, error)| format!("{}: {error}", path.display()))?;
    let mut labelled = rooms;
    labelled.push(sorting::single_cards(&SINGLE_CARDS.map(Path::new))?);
    let examples = sorting::examples(&labelled);
    if measured {
        measure(&names, &examples, mistakes);
    }
    if let Some(file) = file {
        std::fs::write(file, sorting::fit(&examples.iter().collect::<Vec<_>>()).file())?;
    }
    Ok(())
}

fn measure(names: &[String], examples: &[Example], mistakes: bool) {
    let mut confusion = [[0usize; CATEGORIES]; CATEGORIES];
    let mut all = Share::default();
    for (number, name) in names.iter().enumerate() {
        let is_left_out = |example: &Example| example.source == Source::Room(number);
        let found = without(examples, is_left_out);
        for (example, category) in &found {
            confusion[place(example.category)][place(*category)] += 1;
            if mistakes && example.category != *category {
                println!("{} instead of {}: {}", category.code(), example.category.code(), example.told);
            }
        }
        let share = right(&found);
        all = Share { of: all.of + share.of, all: all.all + share.all };
        println!("room {name} left out: {share}");
    }
    println!("rooms left out, together: {all}");
    let mut cases = Share::default();
    for part in 0..PARTS {
        let is_left_out = |example: &Example| matches!(example.source, Source::Case(number) if number % PARTS == part);
        let share = right(&without(examples, is_left_out));
        cases = Share { of: cases.of + share.of, all: cases.all + share.all };
    }
    println!("cases left out, a fifth at a time: {cases}\n");
    print!("{:<12}", "is \\ found");
    Category::ALL.iter().for_each(|category| print!("{:>11}", category.code()));
    println!();
    for (category, row) in Category::ALL.iter().zip(confusion) {
        print!("{:<12}", category.code());
        row.iter().for_each(|count| print!("{count:>11}"));
        println!();
    }
}

fn place(category: Category) -> usize {
    Category::ALL.iter().position(|known| *known == category).unwrap_or_default()
}

/// What is found of these examples by weights learnt on the others.
fn without(examples: &[Example], is_left_out: impl Fn(&Example) -> bool) -> Vec<(&Example, Category)> {
    let (asked, learnt): (Vec<&Example>, Vec<&Example>) = examples.iter().partition(|example| is_left_out(example));
    let weights: Weights = sorting::fit(&learnt);
    asked.into_iter().map(|example| (example, weights.category(&example.marks))).collect()
}

fn right(found: &[(&Example, Category)]) -> Share {
    let right = found.iter().filter(|(example, category)| example.category == *category).count();
    Share { of: right, all: found.len() }
}
