//! Who sits where in each table round.
//!
//! **Model.** `P` people sit at `T` tables in each of `R` rounds; the tables of a round differ by at most one person.
//! Hosts and scribes stay at their table. Rounds that have been held are given, and count.
//!
//! **Objective**, in this order (each level outweighs what can usually be gained below it):
//! 1. companies that are to sit apart share a table as rarely as possible (`together`: pairs, counted in each round);
//! 2. nobody meets the same person twice (`repeats`: meetings beyond the first of each pair);
//! 3. likely matches do meet (`likely`: the weights of the pairs that meet at least once).
//!
//! **Method.** People are put down one after the other where they cost least (the greedy plan), then simulated
//! annealing swaps two people of one round, or moves one to a table with room for one more, looking only at what the
//! swap changes. A fixed number of steps and a given seed: the same question has the same answer.
//!
//! **Bounds** ([`bounds()`]) say how far from the best possible it can be at most.
//!
//! One plan, from beginning to end: whoever plans says in a [`Question`] who is there, as [`Person`]s, how many tables
//! and rounds there are, what was held, and who may match. [`solve`] answers with a [`Plan`]; [`score()`] says what it
//! is worth as a [`Score`], to be shown beside the [`Bounds`]. [`greedy`] and [`random`] are there to compare with
//! (`examples/compare.rs` prints the table of `docs/room.md`).
//!
//! People are places in a list here: the crate knows no names, companies or cards, asks no clock and no database, and
//! decides nothing. `backend/src/seating.rs` asks it from a workshop, and the facilitator sets the plan.
//!
//! Read on in `anneal.rs` for the method, `bounds.rs` for the proofs.

mod anneal;
mod bounds;

pub use anneal::{greedy, random, solve, solve_while};
pub use bounds::{Bounds, bounds};

/// What costs how much. A pair that is to sit apart is never traded for anything below it, a repeated meeting only for
/// several likely ones.
const TOGETHER: f64 = 1_000.0;
const REPEAT: f64 = 10.0;
/// A likely match weighs up to this.
const LIKELY: f64 = 8.0;

/// Somebody to be seated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// People with a group in common are to sit apart: their company, and the group of companies it belongs to.
    pub groups: Vec<u32>,
    /// Stays at this table, counted from 0: a host or a scribe.
    pub stays_at: Option<usize>,
}

/// What a plan is asked for: people, tables, rounds, and what is known of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// Everybody who is to be seated; elsewhere they go by their place in this list, from 0.
    pub people: Vec<Person>,
    /// How many tables there are in each round.
    pub tables: usize,
    /// How many rounds are to be planned.
    pub rounds: usize,
    /// Rounds that were held: for each the table of each person, none for whoever was not there.
    pub held: Vec<Vec<Option<usize>>>,
    /// Pairs of people that may match, and how likely, from 0 to 1. Each pair once.
    pub likely: Vec<(usize, usize, f64)>,
}

/// The planned rounds: for each the table of each person, counted from 0.
pub type Plan = Vec<Vec<usize>>;

/// What a plan is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Pairs that share a table though they are to sit apart, over all planned rounds.
    pub together: usize,
    /// Meetings beyond the first of each pair, held rounds included.
    pub repeats: usize,
    /// Weights of the likely pairs that meet at least once.
    pub likely: f64,
    /// How many likely pairs meet.
    pub likely_pairs: usize,
}

/// Pairs as places in a triangle.
#[derive(Clone, Debug)]
struct Pairs<T> {
    people: usize,
    values: Vec<T>,
}

impl<T: Copy + Default> Pairs<T> {
    fn new(people: usize) -> Self {
        Self { people, values: vec![T::default(); people * people] }
    }

    fn at(&self, one: usize, other: usize) -> T {
        self.values[one * self.people + other]
    }

    fn set(&mut self, one: usize, other: usize, value: T) {
        self.values[one * self.people + other] = value;
        self.values[other * self.people + one] = value;
    }
}

impl Question {
    fn apart(&self) -> Pairs<bool> {
        let mut apart: Pairs<bool> = Pairs::new(self.people.len());
        for (one, person) in self.people.iter().enumerate() {
            for (other, neighbour) in self.people.iter().enumerate().skip(one + 1) {
                if person.groups.iter().any(|group| neighbour.groups.contains(group)) {
                    apart.set(one, other, true);
                }
            }
        }
        apart
    }

    fn weights(&self) -> Pairs<f64> {
        let mut weights: Pairs<f64> = Pairs::new(self.people.len());
        for (one, other, weight) in &self.likely {
            if one != other && *one < self.people.len() && *other < self.people.len() {
                weights.set(*one, *other, weights.at(*one, *other).max(weight.clamp(0.0, 1.0)));
            }
        }
        weights
    }

    /// How often each pair met in the rounds that were held.
    fn met(&self) -> Pairs<u16> {
        let mut met: Pairs<u16> = Pairs::new(self.people.len());
        for round in &self.held {
            for (one, table) in round.iter().enumerate() {
                for (other, at) in round.iter().enumerate().skip(one + 1) {
                    if table.is_some() && table == at && other < self.people.len() {
                        met.set(one, other, met.at(one, other) + 1);
                    }
                }
            }
        }
        met
    }

    /// How many sit at each table: as even as can be.
    fn sizes(&self) -> Vec<usize> {
        let (each, more) = (self.people.len() / self.tables.max(1), self.people.len() % self.tables.max(1));
        (0..self.tables).map(|table| each + usize::from(table < more)).collect()
    }
}

/// What this plan is worth.
#[must_use]
pub fn score(question: &Question, plan: &Plan) -> Score {
    let (apart, weights, mut met) = (question.apart(), question.weights(), question.met());
    let mut score = Score::default();
    for round in plan {
        for (one, table) in round.iter().enumerate() {
            for (other, at) in round.iter().enumerate().skip(one + 1) {
                if table == at {
                    score.together += usize::from(apart.at(one, other));
                    met.set(one, other, met.at(one, other) + 1);
                }
            }
        }
    }
    for one in 0..question.people.len() {
        for other in one + 1..question.people.len() {
            let meetings = usize::from(met.at(one, other));
            score.repeats += meetings.saturating_sub(1);
            if meetings > 0 && weights.at(one, other) > 0.0 {
                score.likely += weights.at(one, other);
                score.likely_pairs += 1;
            }
        }
    }
    score
}
