//! The judge: makes one probability of everything that is known of two cards. Its weights stand in
//! `knowledge/judge.csv`, learnt on whole rooms that a facilitator labelled (`examples/fit_judge.rs`): of a hundred
//! pairs that it gives 0.7, seventy should be pairs that a facilitator would introduce.

use std::sync::LazyLock;

use domain::resource::{Category, Kind, Resource};

use crate::cases::{Likeness, Together};
use crate::law;
use crate::learnt::Turned;
use crate::matcher::Matcher;
use crate::reading::{Asked, Condition, Finding, Reading, Weight};
use crate::score::{Comparison, Signals};
use crate::standing::{Place, PlaceWeights};
use crate::text::text_of;
use crate::trace::Trace;

/// A use is told from this strength on.
pub(crate) const TOLD_USE: f32 = 0.12;

const FILE: &str = include_str!("../knowledge/judge.csv");

/// How two cards could go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// The first has (or has to be rid of) what the second needs.
    Serves,
    /// Both need the same and could get it together.
    Shares,
}

impl Link {
    /// All links, in the order of the columns of the file.
    pub const ALL: [Self; 2] = [Self::Serves, Self::Shares];
}

/// A card as the judge reads it.
#[derive(Debug)]
pub(crate) struct Read {
    pub resource: Resource,
    pub reading: Reading,
    pub trace: Trace,
    pub likeness: Likeness,
    pub turned: Option<Turned>,
    /// Of a need: the things of which each would do, what it refuses, whether something has to go.
    pub alternatives: Vec<(Trace, Likeness)>,
    pub refused: Vec<Trace>,
    pub is_to_be_rid: bool,
    /// All its words, as the rules of law look for them.
    pub plain: String,
}

impl Read {
    /// Reads everything that a card says.
    pub fn of(resource: &Resource, matcher: &Matcher) -> Self {
        let cases = matcher.cases;
        let text = &text_of(resource);
        let mut reading = Reading::of(text, matcher.knowledge);
        // Where things are stored or moved, pallets are a measure.
        if matches!(resource.category, Category::Space | Category::Logistics)
            && let Some(pallet) = matcher.knowledge.concept("pallet")
        {
            let pallets = reading.concepts.iter_mut().filter(|(concept, _)| *concept == pallet);
            pallets.for_each(|(_, share)| *share *= 0.2);
        }
        let (trace, turned) = matcher.turned(&reading, text);
        let is_need = resource.kind != Kind::Have;
        let asked = if is_need { Asked::of(text) } else { Asked::default() };
        let part = |text: &String| Reading::of(text, matcher.knowledge);
        // Parts are short and many: the encoder reads whole cards only.
        let alternatives =
            asked.alternatives.iter().map(part).filter(|reading| reading.words.iter().any(|word| !word.is_faint));
        Self {
            likeness: cases.likeness(&reading),
            alternatives: alternatives.map(|reading| (Trace::of(&reading, None), cases.likeness(&reading))).collect(),
            refused: asked.refused.iter().map(|text| Trace::of(&part(text), None)).collect(),
            is_to_be_rid: asked.is_to_be_rid,
            plain: law::plain(text),
            resource: resource.clone(),
            reading,
            trace,
            turned,
        }
    }
}

/// What is known of two cards, a number each, in the order of [`Evidence::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence(pub [f32; Evidence::COUNT]);

impl Evidence {
    /// How many numbers there are.
    pub const COUNT: usize = Signals::COUNT + 29;
    /// What each is called in the file, after the signals of the texts.
    pub const NAMES: [&'static str; Self::COUNT - Signals::COUNT] = [
        "learnt",
        "logit",
        "best_alternative",
        "is_list",
        "association",
        "association_of_alternative",
        "same_case",
        "nearest_case",
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
        "shared_needs",
        "to_be_rid",
        "words_of_first",
        "words_of_second",
        "things_of_first",
        "asked_by_second",
        "conditions_met",
        "season_met",
        "subject_met",
        "enough",
    ];

    /// What each number is called.
    #[must_use]
    pub fn name(at: usize) -> &'static str {
        Signals::NAMES.get(at).or_else(|| Self::NAMES.get(at.wrapping_sub(Signals::COUNT))).copied().unwrap_or_default()
    }
}

/// What was found of a pair.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How the two go together.
    pub link: Link,
    /// What speaks for it.
    pub evidence: Evidence,
    /// The comparison of the texts.
    pub comparison: Comparison,
    /// Conditions that both speak of.
    pub findings: Vec<Finding>,
    /// Whether the need refuses what is offered.
    pub is_refused: bool,
}

/// What is left of the score of a pair by a condition that is not met and cannot be helped, and by one that has to be
/// asked. By hand: cards that speak of one condition are alike for that reason, so that rooms alone would teach that a
/// doubt speaks for a pair.
const VETOED: f64 = 0.1;
const DOUBTED: f64 = 0.5;
/// A thing is what a need refuses from this nearness on.
const REFUSED: f32 = 0.6;

impl Judged {
    /// What conditions leave of the odds, from 0 to 1: 1 where all are met, and the need refuses nothing of it.
    #[must_use]
    pub fn left(&self) -> f64 {
        let left = self.findings.iter().filter(|finding| !finding.met).fold(1.0, |left, finding| {
            left * match finding.weight {
                Weight::Veto => VETOED,
                Weight::Doubt => DOUBTED,
            }
        });
        left * if self.is_refused { VETOED } else { 1.0 }
    }
}

/// Looks at two cards that could be linked so; the comparison is of the whole texts, `part` compares the first with an
/// alternative of the second.
pub(crate) fn look(
    link: Link,
    first: &Read,
    second: &Read,
    comparison: Comparison,
    part: impl Fn(&Trace) -> Comparison,
    share: Option<f64>,
    matcher: &Matcher,
) -> Judged {
    let cases = matcher.cases;
    let logit = |comparison: &Comparison| matcher.logit(comparison).unwrap_or(LEAST_LOGIT).max(LEAST_LOGIT);
    let whole = logit(&comparison);
    let together = match link {
        Link::Serves => cases.together(&first.likeness, &second.likeness),
        Link::Shares => {
            Together { same_case: Likeness::same_need(&first.likeness, &second.likeness), ..Together::default() }
        }
    };
    let (mut comparison, mut best, mut association) = (comparison, whole, together.association);
    if link == Link::Serves {
        for (trace, likeness) in &second.alternatives {
            let other = part(trace);
            let there = logit(&other);
            association = association.max(cases.together(&first.likeness, likeness).association);
            if there > best {
                best = there;
                // A part alone does not say what the whole is for ("absorbent (dry sawdust)"): the use that the whole
                // asks for is told, where it is served.
                if comparison.served.is_none_or(|served| served.strength < TOLD_USE) {
                    comparison.served = other.served;
                }
                comparison.concepts = other.concepts;
            }
        }
    }
    let learnt = first.turned.as_ref().zip(second.turned.as_ref()).map_or(0.0, |(first, second)| match link {
        Link::Serves => first.serves(second),
        Link::Shares => first.same_need(second),
    });
    let mut findings = first.reading.conditions.against(&second.reading.conditions);
    if link == Link::Shares {
        // Who needs the same can agree on when and where; not on what.
        findings
            .iter_mut()
            .filter(|finding| !matches!(finding.condition, Condition::Mark | Condition::Subject))
            .for_each(|finding| finding.weight = Weight::Doubt);
    }
    let met = findings.iter().filter(|finding| finding.met).count();
    let is_met = |condition: Condition| findings.iter().any(|finding| finding.met && finding.condition == condition);
    let (one, other) = (first.resource.category, second.resource.category);
    let flag = |is: bool| f32::from(u8::from(is));
    let both = |category: Category| flag(one == category && other == category);
    let needs = [first, second].iter().filter(|card| card.resource.kind == Kind::SharedNeed).count();
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // small counts
    let more = [
        learnt,
        whole as f32,
        (best - whole) as f32,
        flag(!second.alternatives.is_empty()),
        together.association,
        association - together.association,
        together.same_case,
        together.nearest_case,
        flag(one == other),
        flag(one != other && are_kin(one, other)),
        both(Category::Material),
        both(Category::Energy),
        both(Category::Water),
        both(Category::Equipment),
        both(Category::Space),
        both(Category::Logistics),
        both(Category::Services),
        both(Category::Expertise),
        both(Category::People),
        needs as f32,
        flag(first.is_to_be_rid) + flag(link == Link::Shares && second.is_to_be_rid),
        (first.reading.words.len() as f32).min(12.0),
        (second.reading.words.len() as f32).min(12.0),
        (first.reading.concepts.len() as f32).min(6.0),
        second.reading.asks.first().map_or(0.0, |asking| asking.strength),
        // Fish of food grade is no cold store, though the store has to be food safe.
        if one == other { (met as f32).min(2.0) } else { 0.0 },
        flag(is_met(Condition::Season)),
        flag(is_met(Condition::Subject)),
        flag(share.is_some_and(|share| share >= 0.5)),
    ];
    let mut evidence = [0.0f32; Evidence::COUNT];
    evidence[..Signals::COUNT].copy_from_slice(&comparison.signals.0);
    evidence[Signals::COUNT..].copy_from_slice(&more);
    let knowledge = matcher.knowledge;
    let is_refused = second.refused.iter().any(|refused| {
        refused.concepts.iter().any(|(concept, _)| {
            first.trace.concepts.iter().any(|(have, share)| {
                *share > 150
                    && knowledge.similarity(*have, *concept).min(knowledge.similarity(*concept, *have)) >= REFUSED
            })
        })
    });
    Judged { link, evidence: Evidence(evidence), comparison, findings, is_refused }
}

/// The logit of texts that nothing links.
const LEAST_LOGIT: f64 = -9.0;

/// Whether two categories are often taken for each other, or serve each other. People choose in a hurry.
fn are_kin(one: Category, other: Category) -> bool {
    use Category::{Energy, Equipment, Expertise, Logistics, Material, People, Services, Space, Water};
    const KIN: &[&[Category]] = &[
        &[Material, Energy],
        &[Material, Water],
        &[Energy, Water],
        &[Equipment, Space, Services],
        &[Logistics, Services],
        &[Logistics, Space],
        &[Expertise, People, Services],
        &[Material, Equipment],
    ];
    KIN.iter().any(|kin| kin.contains(&one) && kin.contains(&other))
}

/// The weights of one link, with or without the encoder.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// What is added whatever the evidence.
    pub constant: f64,
    /// A weight for each number of the evidence.
    pub weights: [f64; Evidence::COUNT],
}

impl Weights {
    /// The logarithm of the odds that a facilitator would introduce the two.
    #[must_use]
    pub fn logit(&self, evidence: &Evidence) -> f64 {
        self.constant
            + self.weights.iter().zip(evidence.0).map(|(weight, number)| weight * f64::from(number)).sum::<f64>()
    }

    /// The same logarithm, with what conditions leave of the odds (`left`, from 0 to 1; see [`Judged::left`]).
    #[must_use]
    pub fn together(&self, evidence: &Evidence, left: f64) -> f64 {
        (self.logit(evidence) + left.max(0.01).ln()).max(LEAST_TOGETHER)
    }
}

/// What the lines of the file begin with that tell of places in young rooms.
const OF_YOUNG: &str = "young_";
/// Up to so many beside it, a pair is judged as in a room that has just begun; from so many on, as in a full one.
const YOUNG: usize = 8;
const FULL: usize = 25;

#[allow(clippy::cast_precision_loss)] // hundreds
fn share(part: usize, whole: usize) -> f64 {
    part.min(whole) as f64 / whole as f64
}

/// What is left of odds at worst, as a logarithm: that a pair is impossible is known, how impossible is not.
const LEAST_TOGETHER: f64 = -12.0;

/// The judge: all weights of `knowledge/judge.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Judge {
    /// What the evidence weighs, for each [`Link`].
    pub links: [Weights; 2],
    /// What the place of a pair in a full room is worth, by link.
    pub places: [PlaceWeights; 2],
    /// The same while few lie beside it.
    pub young_places: [PlaceWeights; 2],
}

impl Judge {
    /// The judge for a matcher with or without the encoder.
    #[must_use]
    pub fn get(with_encoder: bool) -> &'static Self {
        static JUDGES: LazyLock<[Judge; 2]> = LazyLock::new(|| [Judge::read(0), Judge::read(1)]);
        &JUDGES[usize::from(!with_encoder)]
    }

    fn read(which: usize) -> Self {
        let weights = |link: usize| {
            let mut weights = Weights { constant: -4.0, weights: [0.0; Evidence::COUNT] };
            for line in FILE.lines().skip(1) {
                let mut cells = line.split(';');
                let (Some(name), Some(number)) =
                    (cells.next(), cells.nth(2 * link + which).and_then(|cell| cell.parse().ok()))
                else {
                    continue;
                };
                match (0..Evidence::COUNT).find(|at| Evidence::name(*at) == name) {
                    Some(at) => weights.weights[at] = number,
                    None if name == "constant" => weights.constant = number,
                    None => {}
                }
            }
            weights
        };
        let place = |prefix: &str, link: usize| {
            let number = |name: &str| {
                let line =
                    FILE.lines().find_map(|line| line.strip_prefix(prefix)?.strip_prefix(name)?.strip_prefix(';'));
                line.and_then(|cells| cells.split(';').nth(2 * link + which)?.parse().ok()).unwrap_or_default()
            };
            PlaceWeights { constant: number("place"), weights: Place::NAMES.map(number) }
        };
        Self {
            links: [weights(0), weights(1)],
            places: [0, 1].map(|link| place("", link)),
            young_places: [0, 1].map(|link| place(OF_YOUNG, link)),
        }
    }

    /// The file for the judges with and without the encoder.
    #[must_use]
    pub fn file(with: &Self, without: &Self) -> String {
        let mut file = "evidence;serves_with_encoder;serves_without;shares_with_encoder;shares_without\n".to_owned();
        let mut line = |name: &str, number: &dyn Fn(&Self, usize) -> f64| {
            let cells: Vec<String> =
                (0..2).flat_map(|link| [with, without].map(|judge| format!("{:.4}", number(judge, link)))).collect();
            file.push_str(&format!("{name};{}\n", cells.join(";")));
        };
        line("constant", &|judge, link| judge.links[link].constant);
        for at in 0..Evidence::COUNT {
            line(Evidence::name(at), &|judge, link| judge.links[link].weights[at]);
        }
        let mut places = |prefix: &str, places: fn(&Self) -> &[PlaceWeights; 2]| {
            line(&format!("{prefix}place"), &|judge, link| places(judge)[link].constant);
            for (at, name) in Place::NAMES.iter().enumerate() {
                line(&format!("{prefix}{name}"), &|judge, link| places(judge)[link].weights[at]);
            }
        };
        places("", |judge| &judge.places);
        places(OF_YOUNG, |judge| &judge.young_places);
        file
    }

    /// The logarithm of the odds, before conditions.
    #[must_use]
    pub fn logit(&self, judged: &Judged) -> f64 {
        self.links[judged.link as usize].logit(&judged.evidence)
    }

    /// How well the two go together by themselves, with what conditions leave of it.
    #[must_use]
    pub(crate) fn together(&self, judged: &Judged) -> f64 {
        self.links[judged.link as usize].together(&judged.evidence, judged.left())
    }

    /// The logarithm of the odds by the place of the pair in its room, of which it has so many beside it.
    #[must_use]
    pub(crate) fn placed(&self, link: Link, place: &Place, beside: usize) -> f64 {
        let full = share(beside.saturating_sub(YOUNG), FULL - YOUNG);
        let [young, old] = [&self.young_places, &self.places].map(|places| places[link as usize].logit(place));
        let placed = full * old + (1.0 - full) * young;
        // The nearest of two or three is no find: until there is a choice, a place raises nothing.
        let choice = share(beside, YOUNG);
        choice * placed + (1.0 - choice) * placed.min(placed.midpoint(place.together()))
    }

    /// The probability that a facilitator would introduce the two.
    #[must_use]
    pub fn score(logit: f64) -> f64 {
        1.0 / (1.0 + (-logit).exp())
    }
}
