//! What sort of resource a text speaks of: so that nobody who posts a card has to choose it.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::resource::{Category, Kind, ResourceDraft, Unit};

use crate::knowledge::{Knowledge, is_connector, list, phrase_forms};
use crate::reading::{Reading, Role};
use crate::text::{self, Token};

/// How much each later word of a text says about what it is, beside the word before: the thing itself comes first
/// ("atelier de réparation de palettes").
const LATER: f32 = 0.92;
/// The same for each later part of the sentence: "digestat, analyses à jour".
const LATER_PART: f32 = 0.7;
/// How much the sort of what serves a need says about a card that asks for it, times how much of the text the need
/// explains.
const ASKED: f32 = 3.0;
/// Of so many needs, each of which explains at least this much.
const MOST_ASKED: usize = 1;
const LEAST_ASKED: f32 = 0.25;
/// Of the longest cue, in words.
const LONGEST: usize = 3;

/// Words that show what sort of thing is meant, in their normal forms, with how clearly they do.
static CUES: LazyLock<HashMap<String, (Category, f32)>> = LazyLock::new(|| {
    let mut cues = HashMap::new();
    for line in list::lines(list::CATEGORIES, 4) {
        let Some(category) = Category::from_code(line[0]) else { continue };
        let weight = line[1].parse().unwrap_or(1.0);
        for cue in [line[2], line[3]].into_iter().flat_map(list::cells) {
            cues.entry(phrase_forms(cue).join(" ")).or_insert((category, weight));
        }
    }
    cues
});

/// The category of a card, after its unit, its title, and then its description; none when they say nothing known.
#[must_use]
pub fn category(card: &ResourceDraft) -> Option<Category> {
    let unit = Unit::from_code(card.unit.trim()).filter(|_| !card.quantity.trim().is_empty());
    if matches!(unit, Some(Unit::KilowattHour | Unit::MegawattHour)) {
        return Some(Category::Energy);
    }
    let asks = card.kind != Kind::Have.code();
    category_of(&card.title, asks).or_else(|| category_of(&card.description, asks))
}

/// The category of what a text names, and for whoever asks, of what serves what is asked for.
fn category_of(text: &str, asks: bool) -> Option<Category> {
    let knowledge = Knowledge::get();
    let mut found: Vec<(Category, f32)> = Vec::new();
    let mut add = |category: Category, weight: f32| match found.iter_mut().find(|(known, _)| *known == category) {
        Some((_, sum)) => *sum += weight,
        None => found.push((category, weight)),
    };
    let words = words(text);
    let mut at = 0;
    while at < words.len() {
        let known = |length: usize| {
            CUES.get(&words[at..at + length].iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>().join(" "))
        };
        if let Some((length, (category, weight))) =
            (1..=LONGEST.min(words.len() - at)).rev().find_map(|length| Some((length, known(length)?)))
        {
            add(*category, weight * words[at].1);
            at += length;
        } else {
            at += 1;
        }
    }
    let reading = Reading::of(text, knowledge);
    for (concept, share) in &reading.concepts {
        add(knowledge.concepts[usize::from(*concept)].category, *share);
    }
    for asking in reading.asks.iter().take(MOST_ASKED).filter(|asking| asks && asking.strength >= LEAST_ASKED) {
        if let Some(category) = knowledge.category_of_need(asking.function) {
            add(category, asking.strength * ASKED);
        }
    }
    // Of equals the first named.
    found.into_iter().rev().max_by(|one, other| one.1.total_cmp(&other.1)).map(|(category, _)| category)
}

/// The words of a text in their normal forms, each with how much it says about what the thing itself is.
fn words(text: &str) -> Vec<(String, f32)> {
    let (mut role, mut share) = (Role::Head, 1.0);
    let mut words = Vec::new();
    for token in text::tokens(text) {
        match token {
            Token::Sign(',') => (role, share) = (Role::Head, share * LATER_PART),
            Token::Word(word) => {
                role = Role::opened_by(&word.folded).unwrap_or(role);
                if !is_connector(&word.folded) {
                    words.push((text::form(&word.folded), share * role.share()));
                    share *= LATER;
                }
            }
            Token::Sign(_) | Token::Number(_) => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(title: &str) -> Option<&'static str> {
        category(&ResourceDraft { title: title.to_owned(), ..ResourceDraft::default() }).map(Category::code)
    }

    #[test]
    fn the_words_of_either_language_show_the_category() {
        for (title, category) in [
            ("palettes", "material"),
            ("12 t de sciure de résineux", "material"),
            ("marc de café de 40 machines", "material"),
            ("waste heat from our kilns", "energy"),
            ("Surplus photovoltaïque le week-end", "energy"),
            ("eau de rinçage peu chargée", "water"),
            ("camion qui revient à vide de Lyon", "logistics"),
            ("lorry half empty on Fridays", "logistics"),
            ("presse plieuse libre deux jours", "equipment"),
            ("400 m2 d’entrepôt", "space"),
            ("meeting room for 20", "space"),
            ("audit énergie par un expert", "expertise"),
            ("gardiennage de la zone à plusieurs", "services"),
            ("deux caristes en mars", "people"),
        ] {
            assert_eq!(said(title), Some(category), "{title}");
        }
        assert_eq!(said("xyzzy"), None);
    }

    #[test]
    fn a_want_has_the_category_of_what_would_serve_it() {
        for (title, category) in
            [("où coucher 20 monteurs pendant l’arrêt", "space"), ("nappes et serviettes à laver", "services")]
        {
            let card = ResourceDraft { kind: "want".into(), title: title.into(), ..ResourceDraft::default() };
            assert_eq!(super::category(&card).map(Category::code), Some(category), "{title}");
        }
    }

    #[test]
    fn every_line_of_words_names_a_category() {
        let known = list::lines(list::CATEGORIES, 4)
            .filter(|line| Category::from_code(line[0]).is_some() && line[1].parse::<f32>().is_ok());
        assert_eq!(known.count(), list::CATEGORIES.lines().count() - 1);
    }

    #[test]
    fn a_unit_of_energy_is_said_before_any_word_and_the_description_after_the_title() {
        let card = ResourceDraft {
            title: "palettes".into(),
            quantity: "3".into(),
            unit: "mwh".into(),
            ..ResourceDraft::default()
        };
        assert_eq!(category(&card), Some(Category::Energy));
        let card =
            ResourceDraft { title: "xyzzy".into(), description: "vapeur à 6 bar".into(), ..ResourceDraft::default() };
        assert_eq!(category(&card), Some(Category::Energy));
    }
}
