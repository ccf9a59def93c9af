//! From a question to a plan.

use crate::{LIKELY, Pairs, Plan, Question, REPEAT, TOGETHER};

/// Swaps tried for each person and round; with sixty people and four rounds a second or so.
const STEPS_PER_SEAT: usize = 12_000;
/// The most swaps: seconds for a hall of a thousand, whose plan is a little less good than it could be.
const STEPS_MAX: usize = 12_000_000;
/// After so many swaps it is asked whether anybody still waits.
const STEPS_BETWEEN: usize = 4_096;
/// Where the temperature begins and ends: a repeated meeting is worth 10.
const HOT: f64 = 12.0;
const COLD: f64 = 0.05;

/// A plan in the making, with what it takes to know what a swap changes.
struct Seats<'a> {
    question: &'a Question,
    apart: Pairs<bool>,
    weights: Pairs<f64>,
    met: Pairs<u16>,
    plan: Plan,
    /// Who sits at each table of each round.
    at: Vec<Vec<Vec<usize>>>,
}

impl<'a> Seats<'a> {
    fn new(question: &'a Question) -> Self {
        Self {
            question,
            apart: question.apart(),
            weights: question.weights(),
            met: question.met(),
            plan: vec![vec![usize::MAX; question.people.len()]; question.rounds],
            at: vec![vec![Vec::new(); question.tables]; question.rounds],
        }
    }

    /// What it costs that these two meet once more than they do.
    fn cost(&self, one: usize, other: usize) -> f64 {
        let apart = if self.apart.at(one, other) { TOGETHER } else { 0.0 };
        apart + if self.met.at(one, other) > 0 { REPEAT } else { -LIKELY * self.weights.at(one, other) }
    }

    fn sit(&mut self, round: usize, who: usize, table: usize) {
        for index in 0..self.at[round][table].len() {
            let other = self.at[round][table][index];
            self.met.set(who, other, self.met.at(who, other) + 1);
        }
        self.at[round][table].push(who);
        self.plan[round][who] = table;
    }

    fn stand(&mut self, round: usize, who: usize) {
        let table = self.plan[round][who];
        self.at[round][table].retain(|other| *other != who);
        for index in 0..self.at[round][table].len() {
            let other = self.at[round][table][index];
            self.met.set(who, other, self.met.at(who, other) - 1);
        }
    }

    /// What it costs that this person sits here (they stand).
    fn place(&self, round: usize, who: usize, table: usize) -> f64 {
        self.at[round][table].iter().map(|other| self.cost(who, *other)).sum()
    }

    /// What changes when two people of different tables change places; they have done so afterwards.
    fn swap(&mut self, round: usize, one: usize, other: usize) -> f64 {
        let (here, there) = (self.plan[round][one], self.plan[round][other]);
        self.stand(round, one);
        self.stand(round, other);
        let before = self.place(round, one, here) + self.place(round, other, there);
        let after = self.place(round, one, there) + self.place(round, other, here);
        self.sit(round, one, there);
        self.sit(round, other, here);
        after - before
    }

    /// Puts down who stays at a table, in every round.
    fn seat_those_who_stay(&mut self) {
        for round in 0..self.question.rounds {
            for (who, person) in self.question.people.iter().enumerate() {
                if let Some(table) = person.stays_at.filter(|table| *table < self.question.tables) {
                    self.sit(round, who, table);
                }
            }
        }
    }

    /// Puts down everybody else, one after the other, at the table that `best` chooses among those with room.
    fn seat_the_others(
        &mut self,
        order: &mut impl FnMut(&mut [usize]),
        best: &mut impl FnMut(&Self, usize, usize, &[usize]) -> Option<usize>,
    ) {
        let sizes = self.question.sizes();
        for round in 0..self.question.rounds {
            let mut standing: Vec<usize> =
                (0..self.question.people.len()).filter(|who| self.plan[round][*who] == usize::MAX).collect();
            order(&mut standing);
            for who in standing {
                let free: Vec<usize> =
                    (0..self.question.tables).filter(|table| self.at[round][*table].len() < sizes[*table]).collect();
                // Several hosts at one table may leave no room by the even sizes: then the emptiest takes one more.
                let emptiest = (0..self.question.tables).min_by_key(|table| self.at[round][*table].len()).unwrap_or(0);
                let table = best(self, round, who, &free).unwrap_or(emptiest);
                self.sit(round, who, table);
            }
        }
    }
}

/// Seats everybody by chance: what a workshop without a plan does.
#[must_use]
pub fn random(question: &Question, seed: u64) -> Plan {
    if question.tables == 0 {
        return vec![Vec::new(); question.rounds];
    }
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut seats = Seats::new(question);
    seats.seat_those_who_stay();
    let mut pick = fastrand::Rng::with_seed(seed ^ 1);
    seats.seat_the_others(&mut |standing| chance.shuffle(standing), &mut |_, _, _, free| pick.choice(free).copied());
    seats.plan
}

/// Seats one person after the other where they cost least, and never looks at them again.
#[must_use]
pub fn greedy(question: &Question, seed: u64) -> Plan {
    if question.tables == 0 {
        return vec![Vec::new(); question.rounds];
    }
    greedy_seats(question, seed).plan
}

fn greedy_seats(question: &Question, seed: u64) -> Seats<'_> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut seats = Seats::new(question);
    seats.seat_those_who_stay();
    let mut least = |seats: &Seats<'_>, round: usize, who: usize, free: &[usize]| {
        free.iter()
            .copied()
            .min_by(|one, other| seats.place(round, who, *one).total_cmp(&seats.place(round, who, *other)))
    };
    seats.seat_the_others(&mut |standing| chance.shuffle(standing), &mut least);
    seats
}

/// The plan: greedy, then annealed.
#[must_use]
pub fn solve(question: &Question, seed: u64) -> Plan {
    solve_while(question, seed, &|| true)
}

/// As [`solve`], as long as somebody waits for it; the best plan so far where nobody does any more.
#[must_use]
pub fn solve_while(question: &Question, seed: u64, goes_on: &dyn Fn() -> bool) -> Plan {
    if question.tables == 0 {
        return vec![Vec::new(); question.rounds];
    }
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut seats = greedy_seats(question, seed);
    let free: Vec<usize> = (0..question.people.len())
        .filter(|who| question.people[*who].stays_at.is_none_or(|table| table >= question.tables))
        .collect();
    if free.len() < 2 || question.tables < 2 || question.rounds == 0 {
        return seats.plan;
    }
    let steps = (STEPS_PER_SEAT * question.people.len() * question.rounds).min(STEPS_MAX);
    let (mut now, mut best, mut best_plan) = (0.0, 0.0, seats.plan.clone());
    let mut warmth = HOT;
    #[allow(clippy::cast_precision_loss)] // millions
    let cooling = (COLD / HOT).powf(1.0 / steps as f64);
    for step in 0..steps {
        if step % STEPS_BETWEEN == 0 && !goes_on() {
            break;
        }
        warmth *= cooling;
        let round = chance.usize(..question.rounds);
        let (one, other) = (free[chance.usize(..free.len())], free[chance.usize(..free.len())]);
        if seats.plan[round][one] == seats.plan[round][other] {
            continue;
        }
        let change = seats.swap(round, one, other);
        if change > 0.0 && chance.f64() >= (-change / warmth).exp() {
            let _ = seats.swap(round, one, other);
            continue;
        }
        now += change;
        if now < best - 1e-9 {
            best = now;
            best_plan.clone_from(&seats.plan);
        }
    }
    best_plan
}
