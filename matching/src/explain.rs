//! Why two cards are thought to fit, in a few words of both languages.

use domain::matches::{Flag, Reason};
use domain::resource::{Annual, Resource};

use crate::amount;
use crate::flags;
use crate::judge::{Judged, Link, Read, TOLD_USE};
use crate::knowledge::Knowledge;
use crate::language::Both;
use crate::reading::{Condition, Finding, ReadWord, Reading};

/// Things are told from this nearness on.
const TOLD_THING: f32 = 0.3;
/// So many shared words are told at most.
const MOST_WORDS: usize = 3;
/// So many flags.
const MOST_FLAGS: usize = 3;

/// The reasons of a match between two cards that are linked so.
#[must_use]
pub(crate) fn reasons(first: &Read, second: &Read, judged: &Judged, knowledge: &Knowledge) -> Vec<Reason> {
    let (link, comparison) = (judged.link, &judged.comparison);
    let mut reasons = Vec::new();
    let thing = comparison
        .concepts
        .filter(|(_, _, near)| *near >= TOLD_THING)
        .map(|(have, want, _)| thing(have, want, knowledge));
    let served = comparison.served.filter(|served| served.strength >= TOLD_USE);
    match (thing, served) {
        // The same thing by name needs no use told, unless the use says more.
        (Some(thing), None) => reasons.push(thing),
        (Some(thing), Some(served)) => {
            reasons.push(thing);
            reasons.extend(told_use(served.concept, served.function, knowledge));
        }
        (None, Some(served)) => reasons.extend(told_use(served.concept, served.function, knowledge)),
        (None, None) => {}
    }
    if reasons.is_empty() {
        let words = shared_words(&first.reading, &second.reading);
        if !words.is_empty() {
            reasons.push(Reason::SharedWords { words });
        } else if link == Link::Serves {
            // Neither card has a word of the other, and no use is known: cases of the kind link them.
            reasons.push(told(
                "répond à ce besoin dans des cas semblables".to_owned(),
                "answers this need in similar cases".to_owned(),
            ));
        }
    }
    reasons.extend(agreeing(&judged.findings));
    let findings = &judged.findings;
    if link == Link::Shares {
        reasons.push(Reason::SameNeed);
    } else {
        reasons.extend(quantity(first, second, knowledge));
        let is_unmet = |finding: &&Finding| !finding.met;
        let is_season = |finding: &Finding| finding.condition == Condition::Season;
        if dates_apart(&first.resource, &second.resource) || findings.iter().filter(is_unmet).any(is_season) {
            reasons.push(Reason::DatesApart);
        }
        for finding in findings.iter().filter(is_unmet).filter(|finding| !is_season(finding)) {
            let unmet = finding.told();
            reasons.push(Reason::Unmet { fr: french(unmet.french), en: unmet.english });
        }
        let flags: Vec<Flag> =
            flags::flags((&first.resource, &first.reading), (&second.resource, &second.reading), knowledge);
        reasons.extend(flags.into_iter().take(MOST_FLAGS).map(|flag| Reason::Check { flag }));
    }
    if same_place(&first.resource, &second.resource) {
        reasons.push(Reason::SamePlace);
    }
    reasons
}

/// The reasons of two haves that could be pooled.
pub(crate) fn reasons_of_pool(first: &Read, second: &Read, knowledge: &Knowledge) -> Vec<Reason> {
    let mut reasons = vec![Reason::Pool];
    let main = first.reading.main_concept().zip(second.reading.main_concept());
    reasons.extend(main.filter(|(one, other)| one == other).map(|(one, other)| thing(one, other, knowledge)));
    reasons.extend(agreeing(&first.reading.conditions.against(&second.reading.conditions)));
    if same_place(&first.resource, &second.resource) {
        reasons.push(Reason::SamePlace);
    }
    reasons
}

/// The conditions that agree.
fn agreeing(findings: &[Finding]) -> Option<Reason> {
    let met: Vec<_> = findings.iter().filter(|finding| finding.met).map(Finding::told).collect();
    let list =
        |told: fn(&Both<String>) -> &String| met.iter().map(|both| told(both).as_str()).collect::<Vec<_>>().join(", ");
    (!met.is_empty()).then(|| Reason::Agrees { fr: french(list(|both| &both.french)), en: list(|both| &both.english) })
}

/// "palettes" on both sides, or two things of one family.
fn thing(have: u16, want: u16, knowledge: &Knowledge) -> Reason {
    let (have, want) = (&knowledge.concepts[usize::from(have)].name, &knowledge.concepts[usize::from(want)].name);
    if have == want {
        return told(format!("en commun\u{a0}: {}", have.french), format!("in common: {}", have.english));
    }
    told(
        format!("proches\u{a0}: {}, {}", have.french, want.french),
        format!("close: {}, {}", have.english, want.english),
    )
}

/// "cendres volantes : peut remplacer une partie du clinker".
fn told_use(concept: u16, function: u16, knowledge: &Knowledge) -> Option<Reason> {
    let serves = knowledge.serves[usize::from(concept)].iter().find(|serves| serves.function == function)?;
    let use_of = &knowledge.uses[serves.told_by as usize];
    let name = &knowledge.concepts[usize::from(concept)].name;
    let purpose = &knowledge.functions[usize::from(function)].purpose;
    let (sure_fr, sure_en) =
        if use_of.fit >= 2 { ("usage connu", "known use") } else { ("usage possible", "possible use") };
    let (mut fr, mut en) = (
        format!("{sure_fr}\u{a0}: {}, pour {}", name.french, purpose.french),
        format!("{sure_en}: {}, to {}", name.english, purpose.english),
    );
    if !use_of.condition.is_empty() {
        fr.push_str(&format!(" ({})", use_of.condition.french));
        en.push_str(&format!(" ({})", use_of.condition.english));
    }
    Some(told(fr, en))
}

fn told(fr: String, en: String) -> Reason {
    Reason::Told { fr: french(fr), en }
}

/// The files are typed with plain apostrophes; screens show the French one.
fn french(text: String) -> String {
    text.replace('\'', "’")
}

/// Words of the first that stand in the second, as typed.
fn shared_words(first: &Reading, second: &Reading) -> Vec<String> {
    let is_shared = |word: &&ReadWord| !word.is_faint && second.words.iter().any(|other| other.root == word.root);
    let mut words: Vec<String> = Vec::new();
    for word in first.words.iter().filter(is_shared) {
        if !words.contains(&word.typed) && words.len() < MOST_WORDS {
            words.push(word.typed.clone());
        }
    }
    words
}

/// What a card offers or asks for in a year, and whether that is rough: as filled in, else as the text says.
fn annual(card: &Read) -> Option<(Annual, bool)> {
    match card.resource.quantity {
        Some(quantity) => Some((quantity.annual(), false)),
        None => card.reading.amounts.first().map(amount::Amount::annual),
    }
}

/// How what is offered compares with what is wanted, in the unit of the want.
#[must_use]
pub(crate) fn quantity(have: &Read, want: &Read, knowledge: &Knowledge) -> Option<Reason> {
    let ((offered, rough_offer), (wanted, rough_want)) = (annual(have)?, annual(want)?);
    let concept = have.reading.main_concept().or_else(|| want.reading.main_concept());
    let density = concept.and_then(|concept| knowledge.density(concept));
    let (amount, converted) = amount::convert(&offered, wanted.unit, density)?;
    if offered.once != wanted.once || wanted.amount <= 0.0 || amount <= 0.0 {
        return None;
    }
    let in_unit = Annual { amount: rounded(amount), unit: wanted.unit, once: offered.once };
    Some(if converted || rough_offer || rough_want {
        Reason::QuantityAbout { offered: in_unit, wanted }
    } else if amount >= wanted.amount {
        Reason::QuantityCovers { offered: in_unit, wanted }
    } else {
        Reason::QuantityPart { offered: in_unit, wanted }
    })
}

/// Two figures of an estimate; exact amounts are left alone by whoever has them.
fn rounded(amount: f64) -> f64 {
    if amount == amount.trunc() {
        return amount;
    }
    let scale = 10f64.powf((amount.abs().log10() - 1.0).floor());
    (amount / scale).round() * scale
}

/// Whether what is offered ends before it is wanted, or begins after.
#[must_use]
pub fn dates_apart(have: &Resource, want: &Resource) -> bool {
    let (have, want) = (&have.details, &want.details);
    let ends_before = |one: Option<_>, other: Option<_>| one.zip(other).is_some_and(|(end, start)| end < start);
    ends_before(have.available_until, want.available_from) || ends_before(want.available_until, have.available_from)
}

/// Whether both sites have the same postcode, or the same name.
#[must_use]
pub fn same_place(first: &Resource, second: &Resource) -> bool {
    let place = |resource: &Resource| resource.details.site.as_deref().map(crate::text::fold);
    let postcode = |site: &str| site.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 5).map(str::to_owned);
    match (place(first), place(second)) {
        (Some(one), Some(other)) => {
            one.trim() == other.trim() || postcode(&one).zip(postcode(&other)).is_some_and(|(one, other)| one == other)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matcher;
    use crate::pairing;
    use domain::resource::ResourceDraft;

    fn card(kind: &str, title: &str) -> Resource {
        ResourceDraft { kind: kind.into(), title: title.into(), category: "material".into(), ..Default::default() }
            .parse()
            .expect("valid")
    }

    fn told(have: &str, want: &str) -> Vec<Reason> {
        let matcher = Matcher::new();
        let (have, want) = (card("have", have), card("want", want));
        let (a, b) = (Read::of(&have, &matcher), Read::of(&want, &matcher));
        let mut comparer = matcher.comparer();
        comparer.take(&a.trace);
        let judged = pairing::judged(Link::Serves, &a, &b, &comparer, &matcher).expect("nothing forbids it");
        reasons(&a, &b, &judged, matcher.knowledge)
    }

    #[test]
    fn the_use_is_told_in_both_languages() {
        let reasons = told("cendres volantes de centrale", "something to replace clinker");
        let Some(Reason::Told { fr, en }) = reasons.first() else { panic!("{reasons:?}") };
        assert!(fr.starts_with("usage connu\u{a0}: cendres volantes, pour remplacer une partie du clinker"), "{fr}");
        assert!(en.starts_with("known use: fly ash, to replace part of the clinker"), "{en}");
    }

    #[test]
    fn the_same_thing_is_told_by_its_name_in_both_languages() {
        let reasons = told("palettes europe", "wooden pallets");
        assert_eq!(
            reasons.first(),
            Some(&Reason::Told { fr: "en commun\u{a0}: palette".into(), en: "in common: pallet".into() })
        );
    }

    #[test]
    fn quantities_of_different_units_are_compared_as_an_estimate() {
        let reasons = told("gravats de béton, 3 bennes/mois", "gravats pour remblai, 400 t/an");
        let found = reasons.iter().find_map(|reason| match reason {
            Reason::QuantityAbout { offered, wanted } => Some((offered.amount, offered.unit.code(), wanted.amount)),
            _ => None,
        });
        // 3 skips of 15 m3 a month at 1.3 t a cubic metre.
        assert_eq!(found, Some((702.0, "t", 400.0)), "{reasons:?}");
    }
}
