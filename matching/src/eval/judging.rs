//! Learning the judge's weights on whole rooms with labels: every pair of every room that could be linked, with what is
//! known of it and whether a facilitator would introduce the two.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::ids::CardId;

use super::whole_room::{self, Files};
use crate::judge::{Evidence, Judge, Link, Weights};
use crate::standing::{Place, PlaceWeights};
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

/// The weights of these rows: logistic regression with a penalty on squares, for each link, on pairs that no condition
/// rules out.
#[must_use]
pub fn fit(rows: &[&Row], left_out: &LeftOut) -> [Weights; 2] {
    Link::ALL.map(|link| {
        let of_link: Vec<&Row> = rows
            .iter()
            .copied()
            .filter(|row| row.link == link && row.left >= 1.0)
            .filter(|row| !is_counted_elsewhere(row, rows))
            .collect();
        regression(&of_link, left_out)
    })
}

/// A pair of needs that is right because one is to be rid of what the other wants is no common need.
fn is_counted_elsewhere(row: &Row, rows: &[&Row]) -> bool {
    row.link == Link::Shares
        && row.grade > 0
        && rows.iter().any(|other| {
            other.link == Link::Serves && other.room == row.room && row.ids.iter().all(|id| other.ids.contains(id))
        })
}

fn regression(rows: &[&Row], left_out: &LeftOut) -> Weights {
    let is_left_out = |at: usize| left_out.0.contains(&Evidence::name(at));
    let numbers = |row: &Row| -> Vec<f64> {
        let numbers = row.evidence.0.iter().enumerate();
        numbers.map(|(at, number)| if is_left_out(at) { 0.0 } else { f64::from(*number) }).collect()
    };
    let examples: Vec<(Vec<f64>, bool)> = rows.iter().map(|row| (numbers(row), row.grade > 0)).collect();
    let (constant, weights) = logistic(&examples);
    Weights { constant, weights: std::array::from_fn(|at| weights[at]) }
}

/// Constant and weights of a logistic regression with a penalty on squares, on numbers of deviation one (Newton).
#[allow(clippy::cast_precision_loss)] // thousands
fn logistic(examples: &[(Vec<f64>, bool)]) -> (f64, Vec<f64>) {
    let n = examples.first().map_or(0, |(numbers, _)| numbers.len());
    let count = examples.len().max(1) as f64;
    let mut mean = vec![0.0f64; n];
    let mut deviation = vec![0.0f64; n];
    for at in 0..n {
        mean[at] = examples.iter().map(|(numbers, _)| numbers[at]).sum::<f64>() / count;
        let square = examples.iter().map(|(numbers, _)| (numbers[at] - mean[at]).powi(2)).sum::<f64>() / count;
        deviation[at] = if square < 1e-9 { 0.0 } else { square.sqrt() };
    }
    let scaled =
        |numbers: &[f64], at: usize| if deviation[at] == 0.0 { 0.0 } else { (numbers[at] - mean[at]) / deviation[at] };
    let table: Vec<Vec<f64>> =
        examples.iter().map(|(numbers, _)| (0..n).map(|at| scaled(numbers, at)).chain([1.0]).collect()).collect();
    let mut weights = vec![0.0f64; n + 1];
    for _ in 0..STEPS {
        let mut gradient = vec![0.0f64; n + 1];
        let mut hessian = vec![vec![0.0f64; n + 1]; n + 1];
        for ((_, right), numbers) in examples.iter().zip(&table) {
            let p = Judge::score(weights.iter().zip(numbers).map(|(weight, number)| weight * number).sum());
            let (slope, bend) = (f64::from(u8::from(*right)) - p, p * (1.0 - p));
            for (at, number) in numbers.iter().enumerate().filter(|(_, number)| **number != 0.0) {
                gradient[at] += slope * number;
                for (other, there) in numbers.iter().enumerate().take(at + 1) {
                    hessian[at][other] += bend * number * there;
                }
            }
        }
        for at in 0..=n {
            let ridge = if at < n { RIDGE } else { 1e-6 };
            gradient[at] -= ridge * weights[at];
            hessian[at][at] += ridge;
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step.clamp(-2.0, 2.0));
        if step.iter().all(|step| step.abs() < 1e-6) {
            break;
        }
    }
    let mut constant = weights[n];
    let mut plain = vec![0.0; n];
    for at in (0..n).filter(|at| deviation[*at] > 0.0) {
        plain[at] = weights[at] / deviation[at];
        constant -= weights[at] * mean[at] / deviation[at];
    }
    (constant, plain)
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

/// What stands for the place of a pair in its room among what is left out.
pub const PLACE: &str = "place";
/// Into so many parts the rooms are divided, each judged, and its cards sorted, by what was learnt on the others.
pub(super) const PARTS: usize = 6;
/// What a place is worth in a young room is learnt on rooms of which only so many cards are there.
const YOUNG: [usize; 3] = [15, 30, 45];

/// A number that says nothing of the id that it is made of (FNV-1a).
fn shuffled(id: &str) -> u64 {
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// How well the two of each row go together by weights that have not seen its room.
#[derive(Debug)]
pub struct Unseen {
    parts: Vec<[Weights; 2]>,
    together: Vec<f64>,
    is_placed: bool,
}

impl Unseen {
    /// Learns on all parts but one, for each part.
    #[must_use]
    pub fn learn(rows: &[Row], left_out: &LeftOut) -> Self {
        let others = |part: usize| rows.iter().filter(|row| row.room % PARTS != part).collect::<Vec<_>>();
        let parts: Vec<[Weights; 2]> = (0..PARTS).map(|part| fit(&others(part), left_out)).collect();
        let together = rows
            .iter()
            .map(|row| parts[row.room % PARTS][row.link as usize].together(&row.evidence, row.left))
            .collect();
        Self { parts, together, is_placed: !left_out.0.contains(&PLACE) }
    }

    /// The judge for a room that has seen neither this room nor those of its part.
    #[must_use]
    pub fn judge_for(&self, room: usize, rows: &[Row]) -> Judge {
        let part = room % PARTS;
        self.with_places(self.parts[part].clone(), rows, |other| other % PARTS != part)
    }

    /// The judge of all rows.
    #[must_use]
    pub fn judge(&self, rows: &[Row], left_out: &LeftOut) -> Judge {
        self.with_places(fit(&rows.iter().collect::<Vec<_>>(), left_out), rows, |_| true)
    }

    fn with_places(&self, links: [Weights; 2], rows: &[Row], is_among: impl Fn(usize) -> bool) -> Judge {
        Judge {
            links,
            places: self.places(rows, &is_among, &[usize::MAX]),
            young_places: self.places(rows, &is_among, &YOUNG),
        }
    }

    /// What a place in the room is worth, learnt on these rooms with so many of their cards.
    fn places(&self, rows: &[Row], is_among: impl Fn(usize) -> bool, sizes: &[usize]) -> [PlaceWeights; 2] {
        if !self.is_placed {
            return [PlaceWeights::NONE; 2];
        }
        let mut examples: [Vec<(Vec<f64>, bool)>; 2] = Default::default();
        let rooms: BTreeSet<usize> = rows.iter().map(|row| row.room).filter(|room| is_among(*room)).collect();
        for room in rooms {
            let here: Vec<(&Row, f64)> =
                rows.iter().zip(&self.together).filter(|(row, _)| row.room == room).map(|(row, s)| (row, *s)).collect();
            let mut ids: Vec<&str> = here
                .iter()
                .flat_map(|(row, _)| row.ids.iter().map(String::as_str))
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect();
            // In an order that has nothing to do with who is of one company.
            ids.sort_by_key(|id| shuffled(id));
            for size in sizes {
                let there: BTreeSet<&str> = ids.iter().take(*size).copied().collect();
                let here: Vec<(&Row, f64)> = here
                    .iter()
                    .filter(|(row, _)| row.ids.iter().all(|id| there.contains(id.as_str())))
                    .copied()
                    .collect();
                let mut all: HashMap<&str, HashMap<&str, f64>> = HashMap::new();
                for (row, together) in &here {
                    for (one, other) in [(&row.ids[0], &row.ids[1]), (&row.ids[1], &row.ids[0])] {
                        let known = all.entry(one).or_default().entry(other).or_insert(*together);
                        *known = known.max(*together);
                    }
                }
                let all: HashMap<&str, Vec<f64>> =
                    all.into_iter().map(|(id, others)| (id, others.into_values().collect())).collect();
                let beside = |id: &str| all[id].iter().copied();
                for (row, together) in here.iter().filter(|(row, _)| row.left >= 1.0) {
                    let place = Place::among(*together, beside(&row.ids[0]), beside(&row.ids[1]));
                    examples[row.link as usize].push((place.0.to_vec(), row.grade > 0));
                }
            }
        }
        examples.map(|examples| {
            let (constant, weights) = logistic(&examples);
            PlaceWeights { constant, weights: std::array::from_fn(|at| weights[at]) }
        })
    }
}
