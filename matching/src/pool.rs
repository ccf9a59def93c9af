//! Two who have the same and could find a way for it together: a round for what nobody collects in small amounts, one
//! lorry instead of two that run half empty. No room with labels tells of such pairs, so that nothing is learnt here:
//! both cards have to say so themselves, and what is proposed stays a guess.

use domain::resource::{Category, Kind};

use crate::judge::Read;
use crate::knowledge::Knowledge;
use crate::reading::{Condition, Finding, ReadWord};

/// What such a pair is worth: below the bar of the wall, so that only the two and the desk see it.
pub(crate) const SCORE: f64 = 0.6;
/// A thing is what a card is about from this share on.
const CENTRAL: f32 = 0.6;

/// Who says one of these has too little of a thing alone, or looks for others; as [`crate::law::plain`] writes.
const TOO_LITTLE: &[&str] = &[
    " trop peu pour ",
    " pas assez pour ",
    " petites quantites",
    " petite quantite ",
    " personne ne collecte ",
    " personne ne les collecte ",
    " personne ne ramasse ",
    " personne ne prend ",
    " sous le minimum ",
    " minimum de collecte ",
    " a regrouper ",
    " a mutualiser ",
    " collecte commune ",
    " collecte groupee ",
    " collecte a plusieurs ",
    " tournee commune ",
    " too little for ",
    " too little to ",
    " not enough for ",
    " small amounts ",
    " small quantities ",
    " nobody collects ",
    " no one collects ",
    " nobody picks up ",
    " below the minimum ",
    " minimum collection ",
    " joint collection ",
    " shared collection ",
    " to pool ",
];
/// Who says one of these has room left on the way.
const HALF_EMPTY: &[&str] = &[
    " a moitie vide",
    " a moitie plein",
    " a moitie charge",
    " a demi vide",
    " a demi plein",
    " jamais plein",
    " pas plein",
    " pas complet",
    " half empty ",
    " half full ",
    " half loaded ",
    " never full ",
    " not full ",
    " part load",
];

/// Whether two haves could be pooled: of one thing, of which both say that they have too little alone, or two runs on
/// one route that both are not full. No condition may stand between them.
pub(crate) fn is_pool(one: &Read, other: &Read, knowledge: &Knowledge) -> bool {
    if one.resource.kind != Kind::Have || other.resource.kind != Kind::Have {
        return false;
    }
    let both_say = |phrases: &[&str]| [one, other].iter().all(|card| phrases.iter().any(|it| card.plain.contains(it)));
    let findings = one.reading.conditions.against(&other.reading.conditions);
    if findings.iter().any(|finding: &Finding| !finding.met) {
        return false;
    }
    let both_are = |category: Category| one.resource.category == category && other.resource.category == category;
    let is_one_route = || findings.iter().any(|finding| finding.condition == Condition::Route);
    (both_are(Category::Material) && both_say(TOO_LITTLE) && is_one_thing(one, other, knowledge))
        || (both_are(Category::Logistics) && both_say(HALF_EMPTY) && is_one_route())
}

/// Whether both are about one thing and call it by one word: "lamps" and "screens" are both electronics.
fn is_one_thing(one: &Read, other: &Read, knowledge: &Knowledge) -> bool {
    let main = |card: &Read| {
        let main = card.reading.main_concept()?;
        card.reading.concepts.iter().any(|(concept, share)| *concept == main && *share >= CENTRAL).then_some(main)
    };
    let Some((thing, _)) = main(one).zip(main(other)).filter(|(one, other)| one == other) else { return false };
    let names = |card: &Read| -> Vec<u32> {
        let of_thing = |word: &&ReadWord| !word.is_faint && word.concepts.iter().any(|(concept, _)| *concept == thing);
        card.reading.words.iter().filter(of_thing).map(|word| word.root).collect()
    };
    let there = names(other);
    !knowledge.is_wide(thing) && names(one).iter().any(|root| there.contains(root))
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use crate::Matcher;
    use domain::resource::ResourceDraft;

    #[test]
    fn two_haves_are_pooled_only_where_both_say_so_of_one_thing_or_one_route() {
        let matcher = Matcher::new();
        let read = |category: &str, title: &str| {
            let card = ResourceDraft {
                kind: "have".into(),
                title: title.into(),
                category: category.into(),
                ..ResourceDraft::default()
            };
            Read::of(&card.parse().expect("valid"), &matcher)
        };
        for (category, one, other, expected) in [
            ("material", "néons usagés, trop peu pour une collecte", "néons, personne ne collecte si peu", true),
            ("material", "waste polystyrene, too little for a bale", "polystyrene, nobody collects it here", true),
            ("material", "néons usagés, trop peu pour une collecte", "néons usagés, 3 cartons", false),
            ("material", "néons usagés, trop peu pour une collecte", "palettes, personne ne collecte ici", false),
            (
                "logistics",
                "camion à moitié vide vers Lyon le mardi",
                "notre camion vers Lyon le mardi n'est jamais plein",
                true,
            ),
            (
                "logistics",
                "camion à moitié vide vers Lyon le mardi",
                "notre camion vers Lyon le jeudi n'est jamais plein",
                false,
            ),
            ("logistics", "camion à moitié vide vers Lyon", "notre camion vers Nantes n'est jamais plein", false),
            ("logistics", "camion à moitié vide le mardi", "notre camion n'est jamais plein", false),
        ] {
            let (a, b) = (read(category, one), read(category, other));
            assert_eq!(is_pool(&a, &b, matcher.knowledge), expected, "{one} / {other}");
            assert_eq!(is_pool(&b, &a, matcher.knowledge), expected, "{other} / {one}");
        }
    }
}
