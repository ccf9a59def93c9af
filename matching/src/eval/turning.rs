//! Learning the matrices of [`crate::learnt`]: every have of a case is to be nearer to the needs of the case than to
//! all others in the batch, and to a need that only looks alike (InfoNCE, van den Oord et al. 2018, both ways). Begins
//! with the main directions of all vectors.

use super::Chance;
use crate::cases::Texts;
use crate::encoder::{DIMENSIONS, Encoder};
use crate::learnt::{LENGTH, Learnt, centred};

/// Pairs looked at together.
const BATCH: usize = 128;
/// How sharply the nearest is told from the others.
const TEMPERATURE: f32 = 0.05;
/// How far one step goes.
const RATE: f32 = 1e-3;
/// Times over all pairs: more learns the cases by heart.
const ROUNDS: usize = 4;
const SEED: u64 = 7;

/// Rows of numbers, one after the other.
struct Matrix {
    width: usize,
    numbers: Vec<f32>,
}

impl Matrix {
    fn new(rows: usize, width: usize) -> Self {
        Self { width, numbers: vec![0.0; rows * width] }
    }

    fn row(&self, at: usize) -> &[f32] {
        &self.numbers[at * self.width..(at + 1) * self.width]
    }

    fn rows(&self) -> usize {
        self.numbers.len() / self.width.max(1)
    }
}

/// Adam's memory of a matrix (Kingma and Ba 2015).
struct Steps {
    first: Vec<f32>,
    second: Vec<f32>,
    count: i32,
}

impl Steps {
    fn step(&mut self, numbers: &mut [f32], slope: &[f32]) {
        self.count += 1;
        let (a, b) = (1.0 - 0.9f32.powi(self.count), 1.0 - 0.999f32.powi(self.count));
        for (at, number) in numbers.iter_mut().enumerate() {
            self.first[at] = 0.9 * self.first[at] + 0.1 * slope[at];
            self.second[at] = 0.999 * self.second[at] + 0.001 * slope[at] * slope[at];
            *number -= RATE * (self.first[at] / a) / ((self.second[at] / b).sqrt() + 1e-8);
        }
    }
}

/// Learns the matrices on the cases of the knowledge; the same every time.
#[must_use]
pub fn learn(encoder: &Encoder) -> Learnt {
    let cases = crate::cases::texts();
    let encoded = |texts: &[&str]| texts.iter().map(|text| encoder.encode(text)).collect::<Vec<_>>();
    let mut vectors: Vec<Vec<f32>> = Vec::new();
    // For each case, where its haves, its wants and its look-alikes begin and end.
    let mut places: Vec<[std::ops::Range<usize>; 3]> = Vec::new();
    for Texts { haves, wants, look_alikes, .. } in &cases {
        places.push([haves, wants, look_alikes].map(|texts| {
            let start = vectors.len();
            vectors.extend(encoded(texts));
            start..vectors.len()
        }));
    }
    #[allow(clippy::cast_precision_loss)] // thousands
    let count = vectors.len().max(1) as f32;
    let mut mean = vec![0.0f32; DIMENSIONS];
    vectors.iter().for_each(|vector| mean.iter_mut().zip(vector).for_each(|(mean, number)| *mean += number / count));
    vectors.iter_mut().for_each(|vector| *vector = centred(vector, &mean));
    let start = main_directions(&vectors);
    let mut matrices = [start.clone(), start];
    let mut steps = [0, 1].map(|_| Steps {
        first: vec![0.0; DIMENSIONS * LENGTH],
        second: vec![0.0; DIMENSIONS * LENGTH],
        count: 0,
    });
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (case, [haves, wants, _]) in places.iter().enumerate() {
        haves.clone().for_each(|have| pairs.extend(wants.clone().map(|want| (case, have, want))));
    }
    let mut chance = Chance(SEED);
    for _ in 0..ROUNDS {
        for at in (1..pairs.len()).rev() {
            pairs.swap(at, chance.below(at + 1));
        }
        for batch in pairs.chunks_exact(BATCH) {
            let alike: Vec<usize> = batch
                .iter()
                .map(|(case, _, want)| {
                    let look_alikes = &places[*case][2];
                    if look_alikes.is_empty() { *want } else { look_alikes.start + chance.below(look_alikes.len()) }
                })
                .collect();
            let slopes = slopes(batch, &alike, &vectors, &matrices);
            for ((steps, matrix), slope) in steps.iter_mut().zip(&mut matrices).zip(&slopes) {
                steps.step(matrix, slope);
            }
        }
    }
    let [have, want] = matrices;
    Learnt { mean, have, want }
}

/// The slopes of both matrices for a batch.
fn slopes(
    batch: &[(usize, usize, usize)],
    alike: &[usize],
    vectors: &[Vec<f32>],
    matrices: &[Vec<f32>; 2],
) -> [Vec<f32>; 2] {
    let of_haves: Vec<&Vec<f32>> = batch.iter().map(|(_, have, _)| &vectors[*have]).collect();
    let of_wants: Vec<&Vec<f32>> =
        batch.iter().map(|(_, _, want)| &vectors[*want]).chain(alike.iter().map(|at| &vectors[*at])).collect();
    let (haves, have_lengths) = turned(&of_haves, &matrices[0]);
    let (wants, want_lengths) = turned(&of_wants, &matrices[1]);
    let n = batch.len();
    let mut near = Matrix::new(n, 2 * n);
    for have in 0..n {
        for want in 0..2 * n {
            let same_case = want < n && want != have && batch[want].0 == batch[have].0;
            let dot: f32 = haves.row(have).iter().zip(wants.row(want)).map(|(one, other)| one * other).sum();
            near.numbers[have * 2 * n + want] = if same_case { f32::NEG_INFINITY } else { dot / TEMPERATURE };
        }
    }
    // How far each nearness should rise or fall.
    let mut pull = Matrix::new(n, 2 * n);
    let mut add = |members: &[usize], right: usize| {
        let most = members.iter().map(|at| near.numbers[*at]).fold(f32::NEG_INFINITY, f32::max);
        let all: f32 = members.iter().map(|at| (near.numbers[*at] - most).exp()).sum();
        for at in members {
            let share = (near.numbers[*at] - most).exp() / all;
            #[allow(clippy::cast_precision_loss)]
            let factor = 1.0 / (2.0 * n as f32 * TEMPERATURE);
            pull.numbers[*at] += (share - f32::from(u8::from(*at == right))) * factor;
        }
    };
    for one in 0..n {
        add(&(0..2 * n).map(|want| one * 2 * n + want).collect::<Vec<_>>(), one * 2 * n + one);
        add(&(0..n).map(|have| have * 2 * n + one).collect::<Vec<_>>(), one * 2 * n + one);
    }
    let mut of_have = Matrix::new(n, LENGTH);
    let mut of_want = Matrix::new(2 * n, LENGTH);
    for have in 0..n {
        for want in 0..2 * n {
            let weight = pull.numbers[have * 2 * n + want];
            for k in 0..LENGTH {
                of_have.numbers[have * LENGTH + k] += weight * wants.numbers[want * LENGTH + k];
                of_want.numbers[want * LENGTH + k] += weight * haves.numbers[have * LENGTH + k];
            }
        }
    }
    [back(&of_haves, &haves, &have_lengths, &of_have), back(&of_wants, &wants, &want_lengths, &of_want)]
}

/// Vectors turned to length one, and their lengths before.
fn turned(vectors: &[&Vec<f32>], matrix: &[f32]) -> (Matrix, Vec<f32>) {
    let mut turned = Matrix::new(vectors.len(), LENGTH);
    let mut lengths = Vec::with_capacity(vectors.len());
    for (vector, row) in vectors.iter().zip(turned.numbers.chunks_exact_mut(LENGTH)) {
        for (number, weights) in vector.iter().zip(matrix.chunks_exact(LENGTH)) {
            row.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += number * weight);
        }
        let length = row.iter().map(|sum| sum * sum).sum::<f32>().sqrt().max(1e-6);
        row.iter_mut().for_each(|sum| *sum /= length);
        lengths.push(length);
    }
    (turned, lengths)
}

/// From slopes of turned vectors to the slope of the matrix.
fn back(vectors: &[&Vec<f32>], turned: &Matrix, lengths: &[f32], slopes: &Matrix) -> Vec<f32> {
    let mut slope = vec![0.0f32; DIMENSIONS * LENGTH];
    for at in 0..turned.rows() {
        let (row, wanted) = (turned.row(at), slopes.row(at));
        let along: f32 = row.iter().zip(wanted).map(|(one, other)| one * other).sum();
        let own: Vec<f32> =
            wanted.iter().zip(row).map(|(wanted, number)| (wanted - number * along) / lengths[at]).collect();
        for (number, sums) in vectors[at].iter().zip(slope.chunks_exact_mut(LENGTH)) {
            sums.iter_mut().zip(&own).for_each(|(sum, own)| *sum += number * own);
        }
    }
    slope
}

/// The directions in which the vectors differ most, by repeated multiplication with their covariance.
fn main_directions(vectors: &[Vec<f32>]) -> Vec<f32> {
    let mut covariance = vec![0.0f32; DIMENSIONS * DIMENSIONS];
    for vector in vectors {
        for (number, row) in vector.iter().zip(covariance.chunks_exact_mut(DIMENSIONS)) {
            row.iter_mut().zip(vector).for_each(|(sum, other)| *sum += number * other);
        }
    }
    let mut chance = Chance(SEED);
    // A direction a row.
    #[allow(clippy::cast_precision_loss)]
    let mut directions: Vec<Vec<f32>> =
        (0..LENGTH).map(|_| (0..DIMENSIONS).map(|_| chance.below(2001) as f32 / 1000.0 - 1.0).collect()).collect();
    for _ in 0..30 {
        for direction in &mut directions {
            let next: Vec<f32> = covariance
                .chunks_exact(DIMENSIONS)
                .map(|row| row.iter().zip(direction.iter()).map(|(one, other)| one * other).sum())
                .collect();
            *direction = next;
        }
        for at in 0..LENGTH {
            let (before, rest) = directions.split_at_mut(at);
            let own = &mut rest[0];
            for other in before {
                let along: f32 = own.iter().zip(other.iter()).map(|(one, other)| one * other).sum();
                own.iter_mut().zip(other.iter()).for_each(|(one, other)| *one -= along * other);
            }
            let length = own.iter().map(|number| number * number).sum::<f32>().sqrt().max(1e-12);
            own.iter_mut().for_each(|number| *number /= length);
        }
    }
    (0..DIMENSIONS).flat_map(|number| directions.iter().map(move |direction| direction[number])).collect()
}
