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
    let mut files: Vec<PathBuf> = if path.is_dir() {
        fs::read_dir(&path).expect("folder").map(|entry| entry.expect("entry").path()).collect()
    } else {
        vec![path]
    };
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
    assert_eq!(
        knowledge.concepts.len(),
        lines("concepts").len(),
        "a file of concepts is not listed in src/knowledge/list.rs, or an id stands twice"
    );
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
            assert!(
                sources.contains(&line["source"]),
                "{folder}: source {:?} is not in sources.csv: {line:?}",
                line["source"]
            );
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
    let named = knowledge
        .concepts
        .iter()
        .flat_map(|concept| &concept.divisions)
        .chain(knowledge.functions.iter().flat_map(|function| &function.divisions));
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
    assert!(knowledge.concepts.len() >= 800);
    assert!(knowledge.functions.len() >= 470);
    assert!(knowledge.uses.len() >= 4_900);
}

#[test]
fn french_and_english_names_and_phone_spellings_meet() {
    let knowledge = Knowledge::get();
    let main = |text: &str| {
        matching::reading::Reading::of(text, knowledge)
            .main_concept()
            .map(|concept| knowledge.concepts[usize::from(concept)].id)
    };
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

/// Half of what a room holds is no material, and its wants are worded by need: what is asked for must be read, and be
/// served by what somebody has under its own name.
#[test]
fn needs_of_every_sort_meet_what_serves_them() {
    let knowledge = Knowledge::get();
    let read = |text: &str| matching::reading::Reading::of(text, knowledge);
    for (have, want, need) in [
        (
            "gîte de groupe vide hors saison",
            "où coucher 20 monteurs pendant l'arrêt ? il faut des lits",
            "lodging_need",
        ),
        ("student halls empty in August", "nowhere for our pickers to sleep", "lodging_need"),
        ("cellules de silo libres jusqu'en juin", "silos pleins, où mettre le grain", "bulk_storage_need"),
        ("local à solvants conforme, 40 fûts", "stocker des produits inflammables", "hazard_storage_need"),
        ("tour vertical peu chargé", "usiner une bride de 2 m", "machining_need"),
        ("powder coating line at half load", "40 frames to paint, no booth", "coating_need"),
        ("cribleuse mobile, 1 semaine par mois", "tas de terre à cribler", "crushing_need"),
        ("blast chiller free at night", "berries to freeze quickly", "freezing_need"),
        ("hydrocureur et son équipage", "canalisations bouchées sous l'atelier", "jetting_need"),
        ("semi-benne vide au retour", "gravier à livrer chaque semaine", "bulk_haulage_need"),
        ("staff bus passes at 5am", "night shift workers without a car", "shuttle_need"),
        ("buanderie industrielle, place le lundi", "nappes et serviettes à laver", "laundry_need"),
        ("night patrols on the estate, room for one more", "diesel theft and break-ins", "patrol_need"),
        ("places en crèche interentreprises", "jeunes parents aux horaires décalés", "childcare_need"),
        ("expert ICPE, deux jours par mois", "mise en demeure de la DREAL", "permit_need"),
        ("labo agroalimentaire interne", "valider la DLC d'un yaourt", "lab_food_need"),
        ("session CACES, quatre places", "trois caristes à recycler, CACES périmés", "forklift_training_need"),
        ("frigoriste partagé", "vitrine réfrigérée en panne", "refrigeration_need"),
        ("coded welders on short time", "short of welders until Easter", "welder_need"),
        ("curtailed wind at weekends", "run our chillers when power is cheap", "cheap_power_need"),
        ("groupement d'achat d'énergie", "contrat de gaz à renégocier", "electricity_purchase_need"),
    ] {
        let asks = read(want).asks;
        let named = |function: u16| knowledge.functions[usize::from(function)].id == need;
        assert!(
            asks.iter().take(3).any(|asking| named(asking.function)),
            "{want}: {:?}",
            asks.iter().take(3).map(|asking| knowledge.functions[usize::from(asking.function)].id).collect::<Vec<_>>()
        );
        let serves = |concept: u16| {
            knowledge.uses.iter().any(|one| one.concept == concept && one.fit == 3 && named(one.function))
        };
        let things = read(have).concepts;
        assert!(
            things.iter().any(|(concept, _)| serves(*concept)),
            "{have}: {:?}",
            things.iter().map(|(concept, _)| knowledge.concepts[usize::from(*concept)].id).collect::<Vec<_>>()
        );
    }
}

/// What only looks alike does not serve: a person would laugh, or the law forbids it.
#[test]
fn what_looks_alike_does_not_serve() {
    let knowledge = Knowledge::get();
    for (thing, need) in [
        ("food_tanker", "chemical_tanker_need"),
        ("analysis_micro", "food_dosage_need"),
        ("chemical_tanker", "tanker_need"),
        ("crane", "height_access_need"),
        ("pallet_positions", "long_storage_need"),
        ("cold_positive", "frozen_storage_need"),
        ("water_sea", "irrigation"),
        ("meat_waste", "cattle_feed_need"),
        ("wood_kiln", "crop_drying_need"),
        ("cullet_container", "bottle_refill"),
    ] {
        let [concept, function] = [knowledge.concept(thing), knowledge.function(need)];
        let said = knowledge
            .uses
            .iter()
            .any(|one| Some(one.concept) == concept && Some(one.function) == function && one.fit == 0);
        assert!(said, "{thing} must not serve {need}");
    }
}

#[test]
fn a_need_has_the_category_of_what_serves_it() {
    let knowledge = Knowledge::get();
    for (need, category) in [
        ("lodging_need", "space"),
        ("laundry_need", "services"),
        ("welder_need", "people"),
        ("permit_need", "expertise"),
        ("part_load_need", "logistics"),
    ] {
        let found = knowledge.function(need).and_then(|function| knowledge.category_of_need(function));
        assert_eq!(found.map(domain::resource::Category::code), Some(category), "{need}");
    }
}
