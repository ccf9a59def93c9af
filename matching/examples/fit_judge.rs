//! Learns the judge's weights on the rooms of `tests/data/rooms`, says how good each is on a room that it has not seen,
//! and prints the file `knowledge/judge.csv`. Nothing is drawn by chance: the same rooms and the same knowledge give
//! the same file.
//!
//! ```sh
//! cargo run --release --package matching --example fit_judge -- WHEEL --rooms K,L,M,N,O,P,T,U,V,W,X,Y,Z > judge.csv
//! mv judge.csv matching/knowledge/judge.csv
//! ```
//!
//! `WHEEL` is the encoder's package, as `./run` installs it. `--rooms` names the rooms, best those of which the
//! knowledge has not seen the words; else it is all of the folder but those kept to the end. The table of the rooms
//! left out goes to stderr; `--ablation` adds what each part of the evidence is worth, `--audit` the labelled pairs
//! that conditions rule out, `--mistakes` what the boards of the rooms left out show wrongly and lack.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use matching::encoder::Encoder;
use matching::eval::judging::{self, LeftOut, Row, Unseen};
use matching::eval::sorting;
use matching::eval::whole_room::{self, Files, Judgement, Share};
use matching::judge::{Judge, Link};
use matching::knowledge::Knowledge;
use matching::{Matcher, Room};

/// Evidence that the encoder gives.
const OF_ENCODER: [&str; 3] = ["encoder", "encoder_use", "learnt"];

/// The rooms to learn from.
struct Rooms {
    names: Vec<String>,
    files: Vec<Files>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut wheel, mut list, mut options) = (None, None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rooms" => list = Some(arguments.next().ok_or("--rooms A,C,E")?),
            "--ablation" | "--audit" | "--mistakes" => options.push(argument),
            _ => wheel = Some(argument),
        }
    }
    let wheel = &wheel.ok_or("usage: fit_judge WHEEL [--rooms K,L,M] [--ablation] [--audit] [--mistakes]")?;
    let has = |name: &str| options.iter().any(|option| option == name);
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/rooms"));
    let names = whole_room::names(folder, list.as_deref())?;
    let mut rooms: Vec<Files> = names
        .iter()
        .map(|name| whole_room::read_named(folder, name))
        .collect::<Result<_, _>>()
        .map_err(|(path, error)| format!("{}: {error}", path.display()))?;
    let typed = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/typed_cards.csv"));
    sorting::fill_in_unseen(&mut rooms, &sorting::single_cards(&[typed])?);
    let rooms = &Rooms { names, files: rooms };
    let mut judges = Vec::new();
    for (name, wheel, left_out) in [
        ("with the encoder", Some(wheel), LeftOut::default()),
        ("without the encoder", None, LeftOut(OF_ENCODER.to_vec())),
    ] {
        let encoder = || wheel.map(|wheel| Encoder::load(Path::new(wheel))).transpose();
        let full = Arc::new(encoder()?.map_or_else(Matcher::new, Matcher::with_encoder));
        let rows = judging::rows(&full, &rooms.files).map_err(|(card, refusal)| format!("{card}: {refusal:?}"))?;
        if has("--audit") && judges.is_empty() {
            audit(&rows, &rooms.files);
        }
        eprintln!("{name}");
        heading();
        left_out_rooms("everything", &full, &rows, rooms, &left_out, has("--mistakes") && judges.is_empty())?;
        if has("--ablation") {
            // Thinned by a seed that nothing was fitted to: as if each room lacked a third of the words.
            let thinned: &'static Knowledge = Box::leak(Box::new(Knowledge::thinned(0.35, 11)));
            let thinned = Arc::new(Matcher::knowing(thinned, encoder()?));
            left_out_rooms("with thinned knowledge", &thinned, &rows, rooms, &left_out, false)?;
            for (name, parts) in [
                (
                    "without knowledge",
                    &[
                        "concept",
                        "use",
                        "rare_use",
                        "use_profile",
                        "same_purpose",
                        "words_or_use",
                        "logit",
                        "best_alternative",
                    ][..],
                ),
                ("without the place in the room", &[judging::PLACE]),
                ("without cases", &["association", "association_of_alternative", "same_case", "nearest_case"]),
                ("without the encoder", &OF_ENCODER),
                (
                    "without categories",
                    &[
                        "same_category",
                        "kin_category",
                        "both_material",
                        "both_energy",
                        "both_water",
                        "both_equipment",
                        "both_space",
                        "both_logistics",
                        "both_services",
                        "both_expertise",
                        "both_people",
                    ],
                ),
                ("without alternatives", &["is_list", "best_alternative", "association_of_alternative"]),
                ("without met conditions", &["conditions_met", "season_met", "subject_met", "enough"]),
                ("without letters", &["trigrams", "want_words", "have_words"]),
            ] {
                left_out_rooms(name, &full, &rows, rooms, &LeftOut([&left_out.0[..], parts].concat()), false)?;
            }
        }
        judges.push(Unseen::learn(&rows, &left_out).judge(&rows, &left_out));
    }
    if let [with, without] = &judges[..] {
        print!("{}", Judge::file(with, without));
    }
    Ok(())
}

fn heading() {
    eprintln!(
        "{:<30}{:>14}{:>14}{:>14}{:>12}{:>14}   right of the surest 10/20/30",
        "", "right shown", "clear shown", "proposed", "traps", "best three"
    );
}

/// Plays each room with the judge that was fitted and calibrated on the others.
fn left_out_rooms(
    name: &str,
    matcher: &Arc<Matcher>,
    rows: &[Row],
    rooms: &Rooms,
    left_out: &LeftOut,
    mistakes: bool,
) -> Result<(), Box<dyn Error>> {
    let mut sums = [Share::default(); 8];
    let mut add = |judgement: &Judgement| {
        let [ten, twenty, thirty] = judgement.precision;
        let shares = [
            judgement.right_shown,
            judgement.clear_shown,
            judgement.clear_proposed,
            judgement.traps_shown,
            judgement.served_cards,
            ten,
            twenty,
            thirty,
        ];
        for (sum, share) in sums.iter_mut().zip(shares) {
            *sum = Share { of: sum.of + share.of, all: sum.all + share.all };
        }
        shares
    };
    let unseen = Unseen::learn(rows, left_out);
    let mut lines = Vec::new();
    let mut proposed: Vec<(f64, u8)> = Vec::new();
    for (number, files) in rooms.files.iter().enumerate() {
        let judge = unseen.judge_for(number, rows);
        let workshop = whole_room::play(Room::judged_by(Arc::clone(matcher), judge), files, &mut |_| None)
            .map_err(|(card, refusal)| format!("{card}: {refusal:?}"))?;
        let judgement = whole_room::judge(files, &workshop);
        if mistakes {
            eprintln!("room {}\n{}", rooms.names[number], judgement.mistakes(files));
        }
        proposed
            .extend(judgement.proposed.iter().map(|found| (found.score, files.grade(&found.pair.0, &found.pair.1))));
        lines.push((format!("  room {}", rooms.names[number]), add(&judgement)));
    }
    lines.insert(0, (name.to_owned(), sums));
    for (name, [right, clear, at_all, traps, served, ten, twenty, thirty]) in lines {
        let cell = |share: Share| format!("{:.2} ({}/{})", share.value(), share.of, share.all);
        eprintln!(
            "{name:<30}{:>14}{:>14}{:>14}{:>12}{:>14}   {:.2} {:.2} {:.2}",
            cell(right),
            cell(clear),
            cell(at_all),
            cell(traps),
            cell(served),
            ten.value(),
            twenty.value(),
            thirty.value()
        );
    }
    proposed.sort_by(|one, other| other.0.total_cmp(&one.0));
    let clear: usize = rooms.files.iter().flat_map(|files| &files.labels).filter(|label| label.grade == 2).count();
    let bands: Vec<String> = [0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
        .iter()
        .map(|bar| {
            let above: Vec<_> = proposed.iter().take_while(|(score, _)| score >= bar).collect();
            let right = above.iter().filter(|(_, grade)| *grade > 0).count();
            let seen = above.iter().filter(|(_, grade)| *grade == 2).count();
            format!("≥{bar:.2} {right}/{} (clear {:.2})", above.len(), Share { of: seen, all: clear }.value())
        })
        .collect();
    eprintln!("  right above a bar: {}", bands.join("  "));
    Ok(())
}

/// Labelled pairs that conditions rule out.
fn audit(rows: &[Row], rooms: &[Files]) {
    for row in rows.iter().filter(|row| row.grade > 0 && (row.left < 1.0 || !row.unmet.is_empty())) {
        let told = |id: &str| {
            rooms[row.room].cards.iter().find(|line| line.id == id).map(whole_room::CardLine::told).unwrap_or_default()
        };
        let link = if row.link == Link::Serves { "serves" } else { "shares" };
        eprintln!(
            "{} {link} {:.2} {:?}\n   {}\n   {}",
            row.grade,
            row.left,
            row.unmet,
            told(&row.ids[0]),
            told(&row.ids[1])
        );
    }
}
