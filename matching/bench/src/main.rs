//! Against 1 k, 10 k, 100 k and 1 M archived resources: how long one new card takes, and how much memory a resource
//! needs, beside tantivy's BM25 on the same texts in the same run; and what hostile texts cost.
//!
//! ```sh
//! cargo run --release --package matching_bench -- [--encoder WHEEL] [SIZE…]
//! ```
//!
//! One core. The texts are made from the names and phrases of `matching/knowledge/`, with amounts and ordinary words,
//! by chance that is the same in every run. The same new cards are put to both.

use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

use matching::Matcher;
use matching::archive::Archive;
use matching::encoder::Encoder;
use matching::eval::Chance;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, Term, doc};

/// New cards that are timed.
const QUERIES: usize = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let mut wheel = None;
    let mut sizes = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--encoder" => wheel = arguments.next(),
            size => sizes.push(size.parse()?),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000, 1_000_000];
    }
    let plain = Matcher::new();
    let with = wheel.map(|wheel| Encoder::load(Path::new(&wheel)).map(Matcher::with_encoder)).transpose()?;
    let phrases = phrases();
    println!(
        "{} phrases; {QUERIES} new cards; milliseconds a card: median (95th percentile)",
        phrases[0].len() + phrases[1].len()
    );
    println!(
        "{:>9} {:>16} {:>16} {:>16} {:>14} {:>12}",
        "archived", "without encoder", "with encoder", "tantivy BM25", "bytes each", "built in s"
    );
    for size in sizes {
        row(size, &phrases, &plain, with.as_ref())?;
    }
    hostile(&plain, with.as_ref());
    Ok(())
}

fn row(size: usize, phrases: &[Vec<String>; 2], plain: &Matcher, with: Option<&Matcher>) -> Result<(), Box<dyn Error>> {
    let mut chance = Chance(42);
    let texts: Vec<(String, bool)> = (0..size).map(|at| (card(&phrases[at % 2], &mut chance), at % 2 == 0)).collect();
    let queries: Vec<(String, bool)> =
        (0..QUERIES).map(|at| (card(&phrases[at % 2], &mut chance), at % 2 == 0)).collect();
    let started = Instant::now();
    let mut archive = Archive::new(matching::knowledge::Knowledge::get());
    // The archive holds what the encoder made of each text where there is an encoder: a sample of texts stands for all,
    // so that building takes minutes, not hours; searching does not depend on whose vector it is.
    let sample: Vec<_> =
        with.map(|with| texts.iter().take(2_000).map(|(text, _)| with.trace(text)).collect()).unwrap_or_default();
    for (at, (text, is_have)) in texts.iter().enumerate() {
        let mut trace = plain.trace(text);
        if let Some(one) = sample.get(at % 2_000.min(sample.len().max(1))) {
            trace.borrow_meaning(one);
        }
        archive.add(&trace, *is_have);
    }
    archive.finish();
    let built = started.elapsed();
    let search = |matcher: &Matcher| {
        timed(&queries, |(text, is_have)| {
            let trace = matcher.trace(text);
            archive.search(matcher, &trace, *is_have, 10).len()
        })
    };
    let without_encoder = search(plain);
    let with_encoder = with.map(search);
    let (index, field) = index(&texts)?;
    let searcher = index.reader()?.searcher();
    let mut tokenizer = index.tokenizer_for_field(field)?;
    let bm25 = timed(&queries, |(text, _)| {
        let mut stream = tokenizer.token_stream(text);
        let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        while let Some(token) = stream.next() {
            terms.push((
                Occur::Should,
                Box::new(TermQuery::new(Term::from_field_text(field, &token.text), IndexRecordOption::WithFreqs)),
            ));
        }
        searcher
            .search(&BooleanQuery::new(terms), &TopDocs::with_limit(10).order_by_score())
            .map_or(0, |found| found.len())
    });
    let bytes = archive.bytes() / size.max(1);
    println!(
        "{size:>9} {:>16} {:>16} {:>16} {bytes:>14} {:>12.1}",
        shown(&without_encoder),
        with_encoder.as_deref().map_or("-".to_owned(), shown),
        shown(&bm25),
        built.as_secs_f64()
    );
    Ok(())
}

/// How long each takes, sorted.
fn timed<T>(queries: &[T], mut run: impl FnMut(&T) -> usize) -> Vec<Duration> {
    // Once for warming up.
    let mut found: usize = queries.iter().map(&mut run).sum();
    let mut times: Vec<Duration> = queries
        .iter()
        .map(|query| {
            let started = Instant::now();
            found += run(query);
            started.elapsed()
        })
        .collect();
    std::hint::black_box(found);
    times.sort();
    times
}

fn shown(times: &[Duration]) -> String {
    let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1_000.0);
    format!("{:.3} ({:.3})", at(50), at(95))
}

/// An index of tantivy in memory, one segment, one thread.
fn index(texts: &[(String, bool)]) -> tantivy::Result<(Index, Field)> {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT);
    let number = schema.add_u64_field("number", STORED);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 1 << 29)?;
    for (at, (text, _)) in (0u64..).zip(texts) {
        writer.add_document(doc!(field => text.as_str(), number => at))?;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.wait_merging_threads()?;
    Ok((index, field))
}

/// Names of things, and phrases of wants, from the knowledge.
fn phrases() -> [Vec<String>; 2] {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../knowledge"));
    let read = |name: &str, columns: [usize; 2]| {
        let mut phrases = Vec::new();
        let Ok(files) = std::fs::read_dir(folder.join(name)) else { return phrases };
        let mut files: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
        files.sort();
        for text in files.iter().filter_map(|file| std::fs::read_to_string(file).ok()) {
            for line in text.lines().skip(1) {
                let cells: Vec<&str> = line.split(';').collect();
                phrases.extend(
                    columns
                        .iter()
                        .filter_map(|column| cells.get(*column))
                        .flat_map(|cell| cell.split('|'))
                        .map(str::to_owned),
                );
            }
        }
        phrases
    };
    [read("concepts", [2, 3]), read("functions", [6, 7])]
}

const ORDINARY: &[&str] = &[
    "propre",
    "en big bags",
    "sur palettes",
    "à enlever",
    "toute l'année",
    "clean and dry",
    "loose",
    "from our plant",
    "en vrac",
    "disponible de suite",
    "second choix",
    "mélangé",
    "sorted",
    "off spec",
    "stock à écouler",
    "weekly pick-up",
    "trié à la source",
    "environ",
    "qualité régulière",
    "needs testing",
];

/// A card of some phrases, an amount and ordinary words.
fn card(phrases: &[String], chance: &mut Chance) -> String {
    let mut pick = |list: &[&str]| list[chance.below(list.len())].to_owned();
    let (more, amount) =
        (pick(ORDINARY), pick(&["t/an", "m3/sem", "bennes/mois", "kg/j", "palettes par mois", "t a year"]));
    let number = 1 + chance.below(900);
    let mut text = phrases[chance.below(phrases.len())].clone();
    for _ in 0..chance.below(3) {
        text.push_str(", ");
        text.push_str(&phrases[chance.below(phrases.len())]);
    }
    format!("{text}, {more}, {number} {amount}")
}

fn hostile(plain: &Matcher, with: Option<&Matcher>) {
    println!("\nhostile texts: milliseconds to read, the slowest of 20");
    let texts = [
        ("10,000 letters", "a".repeat(10_000)),
        ("10,000 letters of words", "palettes sciure cendres ".repeat(420)),
        ("emoji", "😀🙂".repeat(2_500)),
        ("right to left", "\u{202e}مرحبا شركة ".repeat(700)),
        ("digits", "1234567890".repeat(1_000)),
        ("numbers", "12 ".repeat(3_300)),
        ("nothing after cleaning", " \n\t,;:!".repeat(1_400)),
    ];
    for (name, text) in &texts {
        let slowest = |matcher: &Matcher| {
            let read = || {
                let started = Instant::now();
                std::hint::black_box(matcher.trace(text));
                started.elapsed()
            };
            (0..20).map(|_| read()).max().unwrap_or_default().as_secs_f64() * 1_000.0
        };
        println!(
            "{name:<26} {:>7.3} without encoder {:>7}",
            slowest(plain),
            with.map_or("-".to_owned(), |with| format!("{:.3} with", slowest(with)))
        );
    }
}
