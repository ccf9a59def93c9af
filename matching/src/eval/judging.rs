//! Learning the judge's weights on whole rooms with labels: every pair of every room that could be linked, with what is
//! known of it and whether a facilitator would introduce the two.

use std::sync::Arc;

use domain::ids::CardId;

use super::whole_room::{self, Files};
use crate::judge::{Evidence, Judge, Link, Weights};
use crate::{Matcher, Room};

/// A pair of a room.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which room, by its place among the files.
    pub room: usize,
    /// How the two could be linked.
    pub link: Link,
    /// What is known of them.
    pub evidence: Evidence,
    /// 2 clearly, 1 worth mentioning, 0 not.
    pub grade: u8,
    /// What is left of the score by conditions.
    pub left: f64,
    /// The ids of the cards in the file.
    pub ids: [String; 2],
    /// Conditions that are not met, for people.
    pub unmet: Vec<String>,
}

/// Every pair of these rooms that could be linked.
///
/// # Errors
/// The id of a card that the rules of the workshop refuse, and why.
pub fn rows(matcher: &Arc<Matcher>, rooms: &[Files]) -> Result<Vec<Row>, (String, domain::problem::Refusal)> {
    let mut rows = Vec::new();
    for (number, files) in rooms.iter().enumerate() {
        let workshop = whole_room::play(Room::new(Arc::clone(matcher)), files, &mut |_| None)?;
        let mut room = Room::new(Arc::clone(matcher));
        room.update(&workshop);
        let id = |card: CardId| files.cards.get(card.0 as usize - 1).map(|line| line.id.clone()).unwrap_or_default();
        for card in workshop.open_cards() {
            for pair in room.pairs(&workshop, card.id) {
                // Each pair comes up twice, once from either card.
                if pair.cards.iter().any(|other| other.id < card.id) {
                    continue;
                }
                let ids = pair.cards.map(|card| id(card.id));
                let grade = files.grade(&ids[0], &ids[1]);
                let unmet = pair
                    .judged
                    .findings
                    .iter()
                    .filter(|finding| !finding.met)
                    .map(|finding| finding.told().english)
                    .collect();
                rows.push(Row {
                    room: number,
                    link: pair.judged.link,
                    evidence: pair.judged.evidence,
                    grade,
                    left: pair.judged.left(),
                    ids,
                    unmet,
                });
            }
        }
    }
    Ok(rows)
}

/// Which numbers of the evidence a judge may use: by name.
#[derive(Clone, Debug, Default)]
pub struct LeftOut(pub Vec<&'static str>);

/// How strongly large weights are held back, on numbers of deviation one.
const RIDGE: f64 = 4.0;
/// Steps of Newton's method: it settles after half a dozen.
const STEPS: usize = 25;

/// The judge of these rows: logistic regression with a penalty on squares, for each link, on pairs that no condition
/// rules out.
#[must_use]
pub fn fit(rows: &[&Row], left_out: &LeftOut) -> Judge {
    let weights = Link::ALL.map(|link| {
        let of_link: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.link == link && row.left >= 1.0)
            .filter(|row| !is_counted_elsewhere(row, rows))
            .collect();
        regression(&of_link, left_out)
    });
    Judge { links: weights }
}

/// A pair of needs that is right because one is to be rid of what the other wants is no common need.
fn is_counted_elsewhere(row: &Row, rows: &[&Row]) -> bool {
    row.link == Link::Shares
        && row.grade > 0
        && rows.iter().any(|other| {
            other.link == Link::Serves && other.room == row.room && row.ids.iter().all(|id| other.ids.contains(id))
        })
}

#[allow(clippy::cast_precision_loss)] // thousands
fn regression(rows: &[&Row], left_out: &LeftOut) -> Weights {
    const N: usize = Evidence::COUNT;
    let count = rows.len().max(1) as f64;
    let is_left_out = |at: usize| left_out.0.contains(&Evidence::name(at));
    let mut mean = [0.0f64; N];
    let mut deviation = [0.0f64; N];
    for at in 0..N {
        mean[at] = rows.iter().map(|row| f64::from(row.evidence.0[at])).sum::<f64>() / count;
        let square = rows.iter().map(|row| (f64::from(row.evidence.0[at]) - mean[at]).powi(2)).sum::<f64>() / count;
        deviation[at] = if is_left_out(at) || square < 1e-9 { 0.0 } else { square.sqrt() };
    }
    let scaled = |row: &Row, at: usize| {
        if deviation[at] == 0.0 { 0.0 } else { (f64::from(row.evidence.0[at]) - mean[at]) / deviation[at] }
    };
    let table: Vec<Vec<f64>> = rows.iter().map(|row| (0..N).map(|at| scaled(row, at)).chain([1.0]).collect()).collect();
    let mut weights = vec![0.0f64; N + 1];
    for _ in 0..STEPS {
        let mut gradient = vec![0.0f64; N + 1];
        let mut hessian = vec![vec![0.0f64; N + 1]; N + 1];
        for (row, numbers) in rows.iter().zip(&table) {
            let p = Judge::score(weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum());
            let (slope, bend) = (f64::from(u8::from(row.grade > 0)) - p, p * (1.0 - p));
            for (at, number) in numbers.iter().enumerate().filter(|(_, number)| **number != 0.0) {
                gradient[at] += slope * number;
                for (other, there) in numbers.iter().enumerate().take(at + 1) {
                    hessian[at][other] += bend * number * there;
                }
            }
        }
        for at in 0..=N {
            let ridge = if at < N { RIDGE } else { 1e-6 };
            gradient[at] -= ridge * weights[at];
            hessian[at][at] += ridge;
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step.clamp(-2.0, 2.0));
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    let mut plain = Weights { constant: weights[N], weights: [0.0; N] };
    for at in (0..N).filter(|at| deviation[*at] > 0.0) {
        plain.weights[at] = weights[at] / deviation[at];
        plain.constant -= weights[at] * mean[at] / deviation[at];
    }
    plain
}

/// Solves a symmetric positive system, of which the lower half is given (Cholesky).
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for at in 0..n {
        for other in 0..=at {
            let sum = matrix[at][other] - (0..other).map(|k| matrix[at][k] * matrix[other][k]).sum::<f64>();
            matrix[at][other] = if at == other { sum.max(1e-12).sqrt() } else { sum / matrix[other][other] };
        }
    }
    for at in 0..n {
        right[at] = (right[at] - (0..at).map(|k| matrix[at][k] * right[k]).sum::<f64>()) / matrix[at][at];
    }
    for at in (0..n).rev() {
        right[at] = (right[at] - (at + 1..n).map(|k| matrix[k][at] * right[k]).sum::<f64>()) / matrix[at][at];
    }
    right
}

/// For each room the judge that was fitted on the others.
#[must_use]
pub fn left_one_out(rows: &[Row], rooms: usize, left_out: &LeftOut) -> Vec<Judge> {
    (0..rooms).map(|room| fit(&rows.iter().filter(|row| row.room != room).collect::<Vec<_>>(), left_out)).collect()
}

/// The judge of all rows, with constant and steepness such that its scores are probabilities (Platt 1999) on rooms on
/// which it was not fitted.
#[must_use]
pub fn calibrated(rows: &[Row], rooms: usize, left_out: &LeftOut) -> Judge {
    let judges = left_one_out(rows, rooms, left_out);
    let mut judge = fit(&rows.iter().collect::<Vec<_>>(), left_out);
    for link in Link::ALL {
        let examples: Vec<(f64, bool)> = rows
            .iter()
            .filter(|row| row.link == link && row.left >= 1.0)
            .map(|row| (judges[row.room].links[link as usize].logit(&row.evidence), row.grade > 0))
            .collect();
        let [constant, steepness] = platt(&examples);
        let weights = &mut judge.links[link as usize];
        weights.constant = constant + steepness * weights.constant;
        weights.weights.iter_mut().for_each(|weight| *weight *= steepness);
    }
    judge
}

fn platt(examples: &[(f64, bool)]) -> [f64; 2] {
    let (mut constant, mut steepness) = (0.0f64, 1.0f64);
    for _ in 0..50 {
        let (mut g, mut h) = ([0.0f64; 2], [0.0f64, 0.0, 1e-6]);
        for (logit, right) in examples {
            let p = Judge::score(constant + steepness * logit);
            let (slope, bend) = (f64::from(u8::from(*right)) - p, p * (1.0 - p));
            g[0] += slope;
            g[1] += slope * logit;
            h[0] += bend;
            h[1] += bend * logit;
            h[2] += bend * logit * logit;
        }
        let determinant = (h[0] * h[2] - h[1] * h[1]).max(1e-9);
        constant += ((h[2] * g[0] - h[1] * g[1]) / determinant).clamp(-1.0, 1.0);
        steepness += ((h[0] * g[1] - h[1] * g[0]) / determinant).clamp(-0.3, 0.3);
    }
    [constant, steepness.max(0.1)]
}
