//! Rules to check before an exchange: `knowledge/flags.csv`, each with its reference and the day on which it was looked
//! up. A flag says "to be checked", never what to do.

use std::sync::LazyLock;

use domain::matches::Flag;
use domain::resource::{Category, Resource, Status, Unit};

use crate::knowledge::Knowledge;
use crate::language::Both;
use crate::reading::Reading;

/// What a flag means.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The flag by which a match carries it.
    pub flag: Flag,
    /// The day on which the rule was looked up, ISO.
    pub checked_on: &'static str,
    /// The law or regulation, with its articles.
    pub reference: &'static str,
    /// What to check, in one sentence.
    pub text: Both<&'static str>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let cells: Vec<&str> = line.split(';').collect();
        let [flag, checked_on, reference, french, english] = cells[..] else { return None };
        Some(Rule { flag: Flag::from_code(flag)?, checked_on, reference, text: Both { french, english } })
    };
    include_str!("../knowledge/flags.csv").lines().skip(1).filter_map(line).collect()
});

/// All rules, in the order of the flags.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

/// Countries by words that stand in a place name, in the languages of the border regions. Only those that border on
/// France.
const COUNTRIES: &[(&str, &[&str])] = &[
    ("BE", &["belgique", "belgium", "belgie", "wallonie", "bruxelles"]),
    ("LU", &["luxembourg"]),
    ("DE", &["allemagne", "germany", "deutschland"]),
    ("CH", &["suisse", "switzerland", "schweiz", "geneve"]),
    ("IT", &["italie", "italy", "italia"]),
    ("ES", &["espagne", "spain", "espana"]),
    ("FR", &["france"]),
    ("GB", &["royaume uni", "united kingdom", "england", "angleterre", "uk"]),
];

fn country(resource: &Resource) -> Option<&'static str> {
    let site = crate::text::fold(resource.details.site.as_ref()?);
    let padded = format!(" {} ", site.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>().join(" "));
    let named = COUNTRIES.iter().find(|(_, names)| names.iter().any(|name| padded.contains(&format!(" {name} "))));
    named.map(|(code, _)| *code)
}

/// Above this a load of non-hazardous waste is declared for the road, in tonnes (hazardous: a fifth of it).
const DECLARED_LOAD: f64 = 0.5;

/// The flags of an exchange, the gravest first.
#[must_use]
pub fn flags(have: (&Resource, &Reading), want: (&Resource, &Reading), knowledge: &Knowledge) -> Vec<Flag> {
    let (resource, reading) = have;
    let concepts = reading.concepts.iter().filter(|(_, share)| *share >= 0.5).map(|(concept, _)| *concept);
    let concepts: Vec<u16> = concepts.collect();
    let belongs_to = |family: &str| {
        knowledge
            .concept(family)
            .is_some_and(|family| concepts.iter().any(|concept| knowledge.is_kind_of(*concept, family)))
    };
    let code = resource
        .details
        .waste_code
        .as_deref()
        .map(|code| code.chars().filter(char::is_ascii_digit).collect::<String>());
    let listed = code.as_deref().and_then(|code| knowledge.waste_list.iter().find(|known| known.code == code));
    // By the codes of the thing itself, not of what else its name may mean.
    let by_nature = || {
        let most = reading.concepts.iter().map(|(_, share)| *share).fold(0.0, f32::max);
        let main = reading.concepts.iter().filter(|(_, share)| *share >= 0.5 && *share >= most);
        let codes: Vec<&str> = main
            .flat_map(|(concept, _)| knowledge.concepts[usize::from(*concept)].waste_codes.iter().copied())
            .collect();
        !codes.is_empty()
            && codes
                .iter()
                .all(|code| knowledge.waste_list.iter().any(|known| known.code == *code && known.is_hazardous))
    };
    let status = resource.details.status;
    let is_hazardous = status == Some(Status::Hazardous)
        || resource.details.waste_code.as_deref().is_some_and(|code| code.contains('*'))
        || listed.is_some_and(|code| code.is_hazardous)
        || (status.is_none() && code.is_none() && by_nature());
    let is_material = resource.category == Category::Material;
    let is_waste = is_material
        && status != Some(Status::Product)
        && (code.is_some()
            || status.is_some()
            || concepts.iter().any(|concept| !knowledge.concepts[usize::from(*concept)].waste_codes.is_empty()));
    let load = resource
        .quantity
        .filter(|quantity| matches!(quantity.unit, Unit::Tonne | Unit::Kilogram))
        .map(|quantity| quantity.amount * quantity.unit.base().1);
    let is_animal = belongs_to("animal_byproduct")
        || belongs_to("food_waste")
        || asks_for(want.1, knowledge, &["animal_feed", "pet_food", "fish_feed", "food_ingredient", "food_donation"]);
    let [here, there] = [country(resource), country(want.0)];
    let checks = [
        (Flag::Hazardous, is_hazardous && is_material),
        (Flag::CrossBorder, is_waste && here.is_some() && there.is_some() && here != there),
        (Flag::Animal, is_material && is_animal && !belongs_to("wood")),
        (Flag::Labour, belongs_to("people") && resource.category == Category::People),
        (Flag::Competition, belongs_to("purchasing")),
        (Flag::WasteStatus, is_waste && !matches!(status, Some(Status::Hazardous))),
        (
            Flag::Transport,
            is_waste && load.is_none_or(|load| load > if is_hazardous { DECLARED_LOAD / 5.0 } else { DECLARED_LOAD }),
        ),
        (Flag::Permit, is_waste),
        (Flag::Reach, status == Some(Status::ByProduct) || (is_waste && belongs_to("chemical"))),
    ];
    checks.into_iter().filter(|(_, applies)| *applies).map(|(flag, _)| flag).collect()
}

fn asks_for(reading: &Reading, knowledge: &Knowledge, functions: &[&str]) -> bool {
    let top = reading.asks.first().map_or(0.0, |asking| asking.strength);
    reading.asks.iter().any(|asking| {
        asking.strength >= 0.25
            && asking.strength > 0.8 * top
            && functions.contains(&knowledge.functions[usize::from(asking.function)].id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_has_its_rule_with_reference_and_day() {
        let flags: Vec<Flag> = rules().iter().map(|rule| rule.flag).collect();
        for flag in Flag::ALL {
            assert!(flags.contains(flag), "{flag:?}");
        }
        for rule in rules() {
            assert!(rule.reference.len() > 5 && rule.checked_on.len() == 10, "{rule:?}");
            assert!(rule.text.french.contains("À vérifier") && rule.text.english.contains("To be checked"), "{rule:?}");
        }
    }
}
