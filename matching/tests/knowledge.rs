//! The files of the knowledge hold together: whoever adds a line is told what is wrong with it.
#![allow(clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use matching::knowledge::Knowledge;
use matching::text::{self, Token};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge")
}

/// The lines of a file (or of all files of a folder), as columns by name.
fn lines(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = folder().join(name);
    let mut files: Vec<PathBuf> =
        if path.is_dir() { fs::read_dir(&path).expect("folder").map(|entry| entry.expect("entry").path()).collect() } else { vec![path] };
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("readable");
        let mut rows = text.lines();
        let header: Vec<&str> = rows.next().expect("header").split(';').collect();
        for row in rows {
            let cells: Vec<&str> = row.split(';').collect();
            assert_eq!(cells.len(), header.len(), "{}: wrong number of columns: {row}", file.display());
            all.push(header.iter().zip(cells).map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect());
        }
    }
    all
}

#[test]
fn every_line_of_every_file_is_taken_up() {
    let knowledge = Knowledge::get();
    assert_eq!(knowledge.concepts.len(), lines("concepts").len(), "a file of concepts is not listed in src/knowledge/list.rs, or an id stands twice");
    assert_eq!(knowledge.functions.len(), lines("functions").len());
    assert_eq!(knowledge.sectors.len(), lines("sectors.csv").len());
    let uses: usize = lines("uses").iter().map(|line| line["haves"].split('|').count()).sum();
    assert_eq!(knowledge.uses.len(), uses, "a use names a concept or a function that is in no file");
    assert_eq!(knowledge.waste_list.len(), 842);
    assert_eq!(knowledge.nace.len(), 88);
}

#[test]
fn ids_stand_once_and_what_is_named_exists() {
    let mut ids = BTreeSet::new();
    for line in lines("concepts").iter().chain(&lines("functions")) {
        assert!(ids.insert(line["id"].clone()), "{} stands twice", line["id"]);
    }
    for line in lines("concepts").iter().chain(&lines("functions")) {
        for broader in line["broader"].split('|').filter(|id| !id.is_empty()) {
            assert!(ids.contains(broader), "{}: {broader} is in no file", line["id"]);
        }
    }
    for line in lines("uses") {
        for have in line["haves"].split('|').chain([line["function"].as_str()]) {
            assert!(ids.contains(have), "uses: {have} is in no file");
        }
        assert!(["0", "1", "2", "3"].contains(&line["fit"].as_str()), "{line:?}");
        assert_eq!(line["if_fr"].is_empty(), line["if_en"].is_empty(), "a condition in one language only: {line:?}");
    }
}

#[test]
fn every_entry_has_both_languages_and_a_source() {
    let sources: BTreeSet<String> = lines("sources.csv").into_iter().map(|line| line["key"].clone()).collect();
    for line in lines("concepts").iter().chain(&lines("functions")) {
        assert!(!line["fr"].trim().is_empty() && !line["en"].trim().is_empty(), "{}: a name is missing", line["id"]);
    }
    for line in lines("functions") {
        for column in ["to_fr", "to_en", "words_fr", "words_en"] {
            assert!(!line[column].is_empty(), "{}: {column} is missing", line["id"]);
        }
    }
    for folder in ["concepts", "functions", "uses"] {
        for line in lines(folder) {
            assert!(sources.contains(&line["source"]), "{folder}: source {:?} is not in sources.csv: {line:?}", line["source"]);
        }
    }
}

#[test]
fn codes_are_in_the_lists() {
    let knowledge = Knowledge::get();
    let codes: BTreeSet<&str> = knowledge.waste_list.iter().map(|code| code.code.as_str()).collect();
    let divisions: BTreeSet<&str> = knowledge.nace.iter().map(|heading| heading.division).collect();
    for concept in &knowledge.concepts {
        for code in &concept.waste_codes {
            assert!(codes.contains(code), "{}: {code} is not in the List of Waste", concept.id);
        }
    }
    let named = knowledge.concepts.iter().flat_map(|concept| &concept.divisions).chain(knowledge.functions.iter().flat_map(|function| &function.divisions));
    for division in named {
        assert!(divisions.contains(division), "{division} is no NACE division");
    }
}

#[test]
fn numbers_are_no_part_of_a_name() {
    // An amount is taken out of a text before names are looked for: a name with a number would be a shorter name.
    for line in lines("concepts") {
        for name in line["fr"].split('|').chain(line["en"].split('|')) {
            let has_number = text::tokens(name).iter().any(|token| matches!(token, Token::Number(_)));
            assert!(!has_number || name.starts_with("ISO "), "{}: {name}", line["id"]);
        }
    }
}

#[test]
fn there_are_several_hundred_of_each() {
    let knowledge = Knowledge::get();
    assert!(knowledge.concepts.len() + knowledge.functions.len() >= 700);
    assert!(knowledge.uses.len() >= 800);
}

#[test]
fn french_and_english_names_and_phone_spellings_meet() {
    let knowledge = Knowledge::get();
    let main = |text: &str| matching::reading::Reading::of(text, knowledge).main_concept().map(|concept| knowledge.concepts[usize::from(concept)].id);
    for (texts, id) in [
        (&["palettes", "pallets", "PALETTE", "palete"][..], "pallet"),
        (&["GRV", "IBC", "cubitainers", "IBC totes"], "ibc"),
        (&["chaleur fatale", "waste heat", "chaleur perdue"], "heat"),
        (&["cendres volantes", "fly ash", "PFA", "flyash"], "ash_coal_fly"),
        (&["marc de café", "coffee grounds", "marc de cafe"], "coffee_grounds"),
        (&["pneus usagés", "scrap tyres", "old tires"], "tyres"),
        (&["drêches", "spent grain", "BSG"], "spent_grain"),
        (&["DIB", "SRF", "RDF", "déchets industriels banals"], "waste_combustible"),
    ] {
        for text in texts {
            assert_eq!(main(text), Some(id), "{text}");
        }
    }
}
