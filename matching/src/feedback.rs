//! What people in the room say of matches changes what is proposed: a pair that is like one they liked rises, like one
//! they refused falls, by how alike the things are and why they refused.

use domain::matches::{Answer, Counterpart, Dismissal, Match, Side};
use domain::workshop::Workshop;

use crate::knowledge::Knowledge;
use crate::trace::{Trace, from_byte};

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

/// What the room has said, in short.
#[derive(Debug, Default)]
pub(crate) struct Feedback<'a> {
    /// Pairs with what is to be added to a pair just like them.
    pairs: Vec<(&'a Trace, &'a Trace, f64)>,
    /// Cards whose owner has a solution.
    solved: Vec<domain::ids::CardId>,
}

impl<'a> Feedback<'a> {
    /// Gathers the answers and the taps of a workshop.
    pub fn of(workshop: &Workshop, trace: impl Fn(domain::ids::CardId) -> Option<&'a Trace>) -> Self {
        let mut feedback = Self::default();
        for found in workshop.matches.values() {
            let Counterpart::Card(other) = found.counterpart else { continue };
            let answers =
                [(Side::First, found.card), (Side::Second, other)].map(|(side, card)| (found.answer(side), card));
            let mut sum = 0.0;
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
            if let (Some(one), Some(other)) = (trace(found.card), trace(other))
                && sum != 0.0
            {
                feedback.pairs.push((one, other, sum));
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
                        feedback.pairs.push((one, other, LIKED / 2.0));
                    }
                }
            }
        }
        feedback
    }

    /// What is to be added to the logit of a pair.
    pub fn of_pair(
        &self,
        first: (domain::ids::CardId, &Trace),
        second: (domain::ids::CardId, &Trace),
        knowledge: &Knowledge,
    ) -> f64 {
        let mut sum = 0.0;
        for (one, other, weight) in &self.pairs {
            let straight = alike(one, first.1, knowledge) * alike(other, second.1, knowledge);
            let crossed = alike(one, second.1, knowledge) * alike(other, first.1, knowledge);
            sum += weight * straight.max(crossed);
        }
        for card in &self.solved {
            if *card == first.0 || *card == second.0 {
                sum -= SOLVED;
            }
        }
        sum.clamp(-4.0, 2.0)
    }
}
