//! What a room needs beyond pairs: needs that three organisations and more share (they could buy, run or build it
//! together), and families of haves or wants that find no counterpart (an opportunity for somebody in between).

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::CardId;
use domain::resource::Kind;
use domain::workshop::{Card, Workshop};

use crate::byte::from_byte;
use crate::knowledge::Knowledge;
use crate::language::Both;
use crate::room::Room;
use crate::trace::Trace;

/// A need is shared when at least so many organisations have it.
pub const SHARED_BY: usize = 3;
/// A family without counterparts is a gap when at least so many cards are in it.
pub const GAP_OF: usize = 3;
/// A match below this is no counterpart.
const COUNTERPART: f64 = 0.25;
/// A text belongs to a function that explains this much of it.
const ASKED: f32 = 0.3;
/// A text belongs to a thing that is this central to it.
const NAMED: f32 = 0.5;

/// Cards of one family.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// What they have in common.
    pub name: Both<&'static str>,
    /// What kind of cards.
    pub kind: Kind,
    /// The cards, in their order.
    pub cards: Vec<CardId>,
    /// How many organisations they come from.
    pub organisations: usize,
}

/// Needs (wants and shared needs) of three organisations and more.
#[must_use]
pub fn shared(room: &mut Room, workshop: &Workshop) -> Vec<Family> {
    room.update(workshop);
    let needs = workshop.open_cards().filter(|card| card.resource.kind != Kind::Have);
    let mut families = families(needs, room, workshop);
    families.retain(|family| family.organisations >= SHARED_BY);
    families
}

/// Families of haves, and of wants, of which at least so many find no counterpart.
#[must_use]
pub fn gaps(room: &mut Room, workshop: &Workshop) -> Vec<Family> {
    room.update(workshop);
    let is_alone = |card: &&Card| {
        !workshop
            .open_matches()
            .any(|found| found.involves(card.id) && !found.is_dismissed() && found.score >= COUNTERPART)
    };
    let mut gaps: Vec<Family> = Vec::new();
    for kinds in [&[Kind::Have][..], &[Kind::Want, Kind::SharedNeed]] {
        let alone = workshop.open_cards().filter(|card| kinds.contains(&card.resource.kind)).filter(is_alone);
        gaps.extend(families(alone, room, workshop).into_iter().filter(|family| family.cards.len() >= GAP_OF));
    }
    gaps
}

/// Gathers cards by what they are about: the largest families first.
fn families<'a>(cards: impl Iterator<Item = &'a Card>, room: &Room, workshop: &Workshop) -> Vec<Family> {
    let knowledge = room.matcher().knowledge;
    let mut gathered: BTreeMap<(bool, Topic), Vec<&Card>> = BTreeMap::new();
    for card in cards {
        let is_have = card.resource.kind == Kind::Have;
        if let Some(topic) = room.trace(card.id).and_then(|trace| Topic::of(trace, is_have, knowledge)) {
            gathered.entry((is_have, topic)).or_default().push(card);
        }
    }
    let mut families: Vec<Family> = gathered
        .into_iter()
        .map(|((is_have, topic), cards)| {
            let organisation = |card: &&Card| {
                let author = card.author.and_then(|author| workshop.participants.get(&author));
                author.map_or_else(|| format!("#{}", card.id), |author| crate::text::fold(&author.organisation))
            };
            Family {
                name: topic.name(knowledge),
                kind: if is_have { Kind::Have } else { Kind::Want },
                organisations: cards.iter().map(organisation).collect::<BTreeSet<_>>().len(),
                cards: cards.iter().map(|card| card.id).collect(),
            }
        })
        .collect();
    families.sort_by(|one, other| other.cards.len().cmp(&one.cards.len()).then(one.cards.cmp(&other.cards)));
    families
}

/// What a card is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    Function(u16),
    Concept(u16),
}

impl Topic {
    /// A need is about what it asks for, a have about what it is; each by the family that is not too wide.
    fn of(trace: &Trace, is_have: bool, knowledge: &Knowledge) -> Option<Self> {
        let function =
            trace.asks.first().filter(|(_, strength)| from_byte(*strength) >= ASKED).map(|(function, _)| *function);
        let concept = trace
            .concepts
            .first()
            .filter(|(_, share)| from_byte(*share) >= NAMED)
            .map(|(concept, _)| knowledge.family(*concept));
        let function = function.map(|function| {
            let mut at = function;
            while let Some(broader) = knowledge.functions[usize::from(at)].broader {
                at = broader;
            }
            Self::Function(at)
        });
        let concept = concept.map(Self::Concept);
        if is_have { concept } else { function.or(concept) }
    }

    fn name(self, knowledge: &Knowledge) -> Both<&'static str> {
        match self {
            Self::Function(function) => knowledge.functions[usize::from(function)].name,
            Self::Concept(concept) => knowledge.concepts[usize::from(concept)].name,
        }
    }
}
