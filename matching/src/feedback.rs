//! What people in the room say of matches changes what is proposed: a pair that is like one they liked rises, like one
//! they refused falls, by how alike the things are and why they refused.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::CardId;
use domain::matches::{Answer, Counterpart, Dismissal, Match, Side};
use domain::workshop::Workshop;

use crate::byte::from_byte;
use crate::knowledge::Knowledge;
use crate::trace::Trace;

/// How much a yes raises a pair just like it, on the scale of the logit.
const LIKED: f64 = 0.8;
/// How much a refusal lowers a pair just like it. By reason: some say that the two things do not go together, some that
/// this one does not suit, some concern only the one who says it.
const fn refused(reason: Option<Dismissal>) -> f64 {
    match reason {
        Some(Dismissal::Unrelated) => 2.5,
        Some(Dismissal::Quality) => 1.0,
        Some(Dismissal::Legal) => 0.8,
        None | Some(Dismissal::Other) => 0.6,
        Some(Dismissal::Quantity | Dismissal::Price) => 0.3,
        // Where, when and "we have one" say nothing of the things.
        Some(Dismissal::Distance | Dismissal::Timing | Dismissal::Solved) => 0.0,
    }
}
/// A card whose owner has a solution is looked for less.
const SOLVED: f64 = 2.0;
/// So little on the scale of the logit moves no score by what a room is told.
const WORTH_LOOKING: f64 = 0.1;

/// How alike two cards are as things, from 0 to 1.
fn alike(one: &Trace, other: &Trace, knowledge: &Knowledge) -> f64 {
    let mut best = 0.0f32;
    for (concept, share) in &one.concepts {
        for (there, share_there) in &other.concepts {
            // Nearness counts both ways: pallets are like pallets, not like all packaging.
            let near = knowledge.similarity(*concept, *there).min(knowledge.similarity(*there, *concept));
            best = best.max(near * from_byte(*share) * from_byte(*share_there));
        }
    }
    for (function, strength) in &one.asks {
        if let Some((_, there)) = other.asks.iter().find(|(there, _)| there == function) {
            best = best.max(from_byte(*strength) * from_byte(*there));
        }
    }
    f64::from(best)
}

/// Two cards of which somebody said something.
type Cards = (CardId, CardId);

/// Of how many pairs the room was heard, with what each adds to a pair just like it.
pub(crate) type Heard = BTreeMap<Cards, f64>;

/// What the room has said, in short.
#[derive(Debug, Default)]
pub(crate) struct Feedback<'a> {
    /// Pairs with what is to be added to a pair just like them.
    pairs: Vec<Said<'a>>,
    /// Cards whose owner has a solution.
    solved: Vec<CardId>,
}

#[derive(Debug)]
struct Said<'a> {
    cards: Cards,
    one: &'a Trace,
    other: &'a Trace,
    weight: f64,
}

impl Said<'_> {
    /// How much two other cards are like these two, from 0 to 1.
    fn likeness(&self, first: &Trace, second: &Trace, knowledge: &Knowledge) -> f64 {
        let straight = alike(self.one, first, knowledge) * alike(self.other, second, knowledge);
        let crossed = alike(self.one, second, knowledge) * alike(self.other, first, knowledge);
        straight.max(crossed)
    }
}

impl<'a> Feedback<'a> {
    /// Gathers the answers and the taps of a workshop.
    pub fn of(workshop: &Workshop, trace: impl Fn(CardId) -> Option<&'a Trace>) -> Self {
        let mut feedback = Self::default();
        for found in workshop.matches.values() {
            let Counterpart::Card(other) = found.counterpart else { continue };
            let answers =
                [(Side::First, found.card), (Side::Second, other)].map(|(side, card)| (found.answer(side), card));
            let mut sum = if found.dismissed { -refused(Some(Dismissal::Unrelated)) } else { 0.0 };
            for (answer, card) in answers {
                match answer {
                    Some(Answer::Interested) => sum += LIKED,
                    Some(Answer::NotForUs { reason, .. }) => {
                        sum -= refused(*reason);
                        if *reason == Some(Dismissal::Solved) {
                            feedback.solved.push(card);
                        }
                    }
                    None => {}
                }
            }
            let cards = (found.card, other);
            if let (Some(one), Some(other)) = (trace(found.card), trace(other))
                && sum != 0.0
            {
                feedback.pairs.push(Said { cards, one, other, weight: sum });
            }
        }
        // A tap on a card says that what one has or wants goes with it. What one has or wants unseen is not brought to
        // light by it.
        for card in workshop.cards.values() {
            for who in card.interested.iter() {
                for own in workshop.cards.values().filter(|own| {
                    own.author == Some(*who) && own.shows_author() && own.resource.kind != card.resource.kind
                }) {
                    let known =
                        workshop.match_between(card.id, Counterpart::Card(own.id)).is_some_and(Match::is_dismissed);
                    if let (Some(one), Some(other)) = (trace(card.id), trace(own.id))
                        && !known
                    {
                        feedback.pairs.push(Said { cards: (card.id, own.id), one, other, weight: LIKED / 2.0 });
                    }
                }
            }
        }
        feedback
    }

    /// What is to be added to the logit of a pair.
    pub fn of_pair(&self, first: (CardId, &Trace), second: (CardId, &Trace), knowledge: &Knowledge) -> f64 {
        let mut sum: f64 =
            self.pairs.iter().map(|said| said.weight * said.likeness(first.1, second.1, knowledge)).sum();
        for card in &self.solved {
            if *card == first.0 || *card == second.0 {
                sum -= SOLVED;
            }
        }
        sum.clamp(-4.0, 2.0)
    }
    /// What was said, to know later what of it is new.
    pub fn heard(&self) -> Heard {
        let mut heard = Heard::new();
        for said in &self.pairs {
            *heard.entry(said.cards).or_default() += said.weight;
        }
        heard
    }
}

/// What the room says otherwise than before, and of which pairs it tells.
#[derive(Debug, Default)]
pub(crate) struct News<'a> {
    pairs: Vec<Said<'a>>,
}

impl<'a> News<'a> {
    /// What was said since `before`, and what was taken back.
    pub fn between(before: &Heard, now: &Heard, trace: impl Fn(CardId) -> Option<&'a Trace>) -> Self {
        let changed = before.keys().chain(now.keys()).filter(|cards| before.get(cards) != now.get(cards));
        let said = |cards: &Cards| {
            let weight = now.get(cards).unwrap_or(&0.0) - before.get(cards).unwrap_or(&0.0);
            Some(Said { cards: *cards, one: trace(cards.0)?, other: trace(cards.1)?, weight })
        };
        Self { pairs: changed.collect::<BTreeSet<_>>().into_iter().filter_map(said).collect() }
    }

    /// Whether a pair is worth looking at again for it.
    pub fn tell_of(&self, first: &Trace, second: &Trace, knowledge: &Knowledge) -> bool {
        self.pairs.iter().any(|said| said.weight.abs() * said.likeness(first, second, knowledge) >= WORTH_LOOKING)
    }
}
