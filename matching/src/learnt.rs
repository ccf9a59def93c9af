//! What was learnt of the encoder's vectors: two small matrices that turn them so that what one has and what another
//! needs by it point the same way, though they mean different things. Learnt on the cases of `knowledge/cases/` by
//! `examples/fit_learnt.rs`.

use std::sync::LazyLock;

use crate::encoder::DIMENSIONS;

/// Length of a turned vector.
pub const LENGTH: usize = 64;
/// The mean of the vectors, then the matrices for haves and for needs, a row of [`LENGTH`] numbers for each of the
/// encoder's; each as a byte, after the size of a step as four bytes.
const FILE: &[u8] = include_bytes!("../knowledge/learnt.bin");

/// The two matrices, and the mean that is taken off before.
#[derive(Clone, Debug)]
pub struct Learnt {
    /// The mean of the encoder's vectors, which is taken off first: it says what all texts have in common.
    pub mean: Vec<f32>,
    /// The matrix for what one has, row by row.
    pub have: Vec<f32>,
    /// The matrix for what one needs, row by row.
    pub want: Vec<f32>,
}

/// A text, turned as a have and as a need, each of length one.
#[derive(Clone, Debug)]
pub struct Turned {
    have: Box<[f32; LENGTH]>,
    want: Box<[f32; LENGTH]>,
}

impl Learnt {
    /// The matrices of the file.
    #[must_use]
    pub fn get() -> &'static Self {
        static LEARNT: LazyLock<Learnt> = LazyLock::new(|| Learnt::read(FILE));
        &LEARNT
    }

    fn read(file: &[u8]) -> Self {
        let mut rest = file;
        let mut part = |count: usize| {
            let (step, numbers) = rest.split_at(rest.len().min(4));
            let (numbers, after) = numbers.split_at(numbers.len().min(count));
            rest = after;
            let step = step.try_into().map_or(0.0, f32::from_le_bytes);
            let mut numbers: Vec<f32> = numbers.iter().map(|byte| f32::from(byte.cast_signed()) * step).collect();
            numbers.resize(count, 0.0);
            numbers
        };
        Self { mean: part(DIMENSIONS), have: part(DIMENSIONS * LENGTH), want: part(DIMENSIONS * LENGTH) }
    }

    /// The same as `knowledge/learnt.bin` holds it.
    #[must_use]
    pub fn file(&self) -> Vec<u8> {
        let mut file = Vec::new();
        for numbers in [&self.mean, &self.have, &self.want] {
            let step = numbers.iter().fold(0.0f32, |most, number| most.max(number.abs())) / 127.0;
            file.extend(step.to_le_bytes());
            #[allow(clippy::cast_possible_truncation)]
            file.extend(numbers.iter().map(|number| ((number / step.max(1e-12)).round() as i8).cast_unsigned()));
        }
        file
    }

    /// Turns the vector of a text.
    #[must_use]
    pub fn turn(&self, vector: &[f32]) -> Turned {
        let centred = centred(vector, &self.mean);
        let turned = |matrix: &[f32]| {
            let mut sums = Box::new([0.0f32; LENGTH]);
            for (number, row) in centred.iter().zip(matrix.chunks_exact(LENGTH)) {
                sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += number * weight);
            }
            let length = sums.iter().map(|sum| sum * sum).sum::<f32>().sqrt().max(1e-6);
            sums.iter_mut().for_each(|sum| *sum /= length);
            sums
        };
        Turned { have: turned(&self.have), want: turned(&self.want) }
    }
}

/// A vector without the mean, of length one.
#[must_use]
pub fn centred(vector: &[f32], mean: &[f32]) -> Vec<f32> {
    let mut centred: Vec<f32> = vector.iter().zip(mean).map(|(number, mean)| number - mean).collect();
    let length = centred.iter().map(|number| number * number).sum::<f32>().sqrt().max(1e-6);
    centred.iter_mut().for_each(|number| *number /= length);
    centred
}

fn dot(one: &[f32; LENGTH], other: &[f32; LENGTH]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

impl Turned {
    /// How near what one has is to what another needs, from -1 to 1.
    #[must_use]
    pub fn serves(&self, want: &Self) -> f32 {
        dot(&self.have, &want.want)
    }

    /// How near two needs are.
    #[must_use]
    pub fn same_need(&self, other: &Self) -> f32 {
        dot(&self.want, &other.want)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_what_was_written() {
        assert_eq!(FILE.len(), 12 + DIMENSIONS * (1 + 2 * LENGTH));
        let learnt = Learnt::get();
        let again = Learnt::read(&learnt.file());
        let farthest = |one: &[f32], other: &[f32]| {
            one.iter().zip(other).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max)
        };
        assert!(farthest(&learnt.have, &again.have) < 1e-3 && farthest(&learnt.want, &again.want) < 1e-3);
        let vector: Vec<f32> = (0..DIMENSIONS).map(|at| (at as f32 * 0.7).sin()).collect();
        let turned = learnt.turn(&vector);
        assert!((turned.same_need(&turned) - 1.0).abs() < 1e-3);
    }
}
