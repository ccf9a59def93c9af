//! Where a pair stands among all pairs of its two cards. How near two texts come says little by itself: what tells is
//! whether anything else in the room comes nearer to either. The best that a need can find here is worth more than the
//! fifth of a card that goes with everything.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::ids::CardId;

/// What is known of a pair by its place, a number each, in the order of [`Place::NAMES`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place(pub [f64; Place::COUNT]);

impl Place {
    /// How many numbers there are.
    pub const COUNT: usize = 9;
    /// What each is called in `knowledge/judge.csv`: how well the two go together by themselves; and for the first and
    /// the second card, how many others come nearer to it (logarithm), how far this pair is before the next or behind
    /// the best, how near the best comes, and the best three on average.
    pub const NAMES: [&'static str; Self::COUNT] = [
        "place_together",
        "place_first_rank",
        "place_first_lead",
        "place_first_best",
        "place_first_three",
        "place_second_rank",
        "place_second_lead",
        "place_second_best",
        "place_second_three",
    ];

    /// The place of a pair that goes together so well, among all pairs of either card, itself among them, in any order.
    #[must_use]
    pub fn among(
        together: f64,
        first: impl ExactSizeIterator<Item = f64>,
        second: impl ExactSizeIterator<Item = f64>,
    ) -> Self {
        let (first, second) = (beside(together, first), beside(together, second));
        let mut place = [together; Self::COUNT];
        place[1..5].copy_from_slice(&first);
        place[5..].copy_from_slice(&second);
        Self(place)
    }

    /// How well the two go together by themselves.
    #[must_use]
    pub fn together(&self) -> f64 {
        self.0[0]
    }
}

#[allow(clippy::cast_precision_loss)] // hundreds
fn beside(together: f64, all: impl ExactSizeIterator<Item = f64>) -> [f64; 4] {
    let count = all.len();
    let mut nearer = 0;
    let mut best = [f64::NEG_INFINITY; 3];
    for other in all {
        nearer += usize::from(other > together);
        let at = best.iter().position(|known| other > *known).unwrap_or(best.len());
        if at < best.len() {
            best[at..].rotate_right(1);
            best[at] = other;
        }
    }
    let next = if nearer == 0 && count > 1 { best[1] } else { best[0].max(together) };
    let known: Vec<f64> = best.into_iter().filter(|known| known.is_finite()).collect();
    let three = known.iter().sum::<f64>() / known.len().max(1) as f64;
    [(nearer as f64).ln_1p(), together - next, best[0].max(together), if known.is_empty() { together } else { three }]
}

/// The weights of a place, for one link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceWeights {
    /// What is added whatever the place.
    pub constant: f64,
    /// A weight for each number.
    pub weights: [f64; Place::COUNT],
}

impl PlaceWeights {
    /// Nothing but how well the two go together: the odds stay as they are.
    pub const NONE: Self = {
        let mut weights = [0.0; Place::COUNT];
        weights[0] = 1.0;
        Self { constant: 0.0, weights }
    };

    /// The logarithm of the odds that a facilitator would introduce the two.
    #[must_use]
    pub fn logit(&self, place: &Place) -> f64 {
        self.constant + self.weights.iter().zip(place.0).map(|(weight, number)| weight * number).sum::<f64>()
    }
}

/// How well every card on the table goes together with every other.
#[derive(Debug, Default)]
pub(crate) struct Standings(HashMap<CardId, HashMap<CardId, f64>>);

impl Standings {
    /// Whether a card was put beside all others.
    pub fn holds(&self, card: CardId) -> bool {
        self.0.contains_key(&card)
    }

    /// Forgets a card that is gone, or that changed.
    pub fn forget(&mut self, card: CardId) {
        if self.0.remove(&card).is_some() {
            self.0.values_mut().for_each(|others| {
                others.remove(&card);
            });
        }
    }

    /// Takes in a card with how well it goes together with others; of two ways the better one.
    pub fn enter(&mut self, card: CardId, others: impl IntoIterator<Item = (CardId, f64)>) {
        let mut best: HashMap<CardId, f64> = HashMap::new();
        for (other, together) in others {
            let known = best.entry(other).or_insert(together);
            *known = known.max(together);
        }
        for (other, together) in &best {
            if let Some(theirs) = self.0.get_mut(other) {
                theirs.insert(card, *together);
            }
        }
        self.0.insert(card, best);
    }

    /// How well a card goes together with each of the others.
    pub fn of(&self, card: CardId) -> impl ExactSizeIterator<Item = f64> {
        static NONE: LazyLock<HashMap<CardId, f64>> = LazyLock::new(HashMap::new);
        self.0.get(&card).unwrap_or(&NONE).values().copied()
    }

    /// The cards of whose three nearest this one is one: what they were told of others is worth less now.
    pub fn near_to(&self, card: CardId) -> Vec<CardId> {
        let Some(others) = self.0.get(&card) else { return Vec::new() };
        let is_near = |other: &CardId, together: f64| {
            self.0.get(other).is_some_and(|theirs| theirs.values().filter(|known| **known > together).count() < 3)
        };
        let mut near: Vec<CardId> =
            others.iter().filter(|(other, together)| is_near(other, **together)).map(|(other, _)| *other).collect();
        near.sort();
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_a_card_leads_and_the_others_are_behind_it() {
        let all = [-1.0, 2.0, 0.5, -3.0];
        assert_eq!(beside(2.0, all.into_iter()), [0.0, 1.5, 2.0, 0.5]);
        assert_eq!(beside(-1.0, all.into_iter()), [2.0f64.ln_1p(), -3.0, 2.0, 0.5]);
        assert_eq!(beside(1.0, [1.0].into_iter()), [0.0, 0.0, 1.0, 1.0], "alone in the room");
    }

    #[test]
    fn a_card_that_changes_is_forgotten_on_both_sides() {
        let [one, other, third] = [1, 2, 3].map(CardId);
        let mut standings = Standings::default();
        standings.enter(one, []);
        standings.enter(other, [(one, 1.0)]);
        standings.enter(third, [(one, 0.5), (one, 0.7), (other, -1.0)]);
        assert_eq!(standings.of(one).len(), 2);
        assert_eq!(standings.near_to(third), [one, other]);
        standings.forget(third);
        assert_eq!((standings.of(one).collect::<Vec<_>>(), standings.holds(third)), (vec![1.0], false));
    }
}
