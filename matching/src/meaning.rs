//! What the sentence encoder adds to a reading: the vector of the text, in half a byte a number, and the functions it
//! comes near.

use crate::byte::to_byte;
use crate::encoder::{DIMENSIONS, Encoder};
use crate::knowledge::Knowledge;
use crate::learnt::{Learnt, Turned};

/// So many functions are kept for a text.
const MOST_FUNCTIONS: usize = 16;
/// How far above the mean of all functions a function must be, in deviations.
const LEAST_NEAR: f32 = 0.5;
/// So many deviations above the mean are as near as can be.
const NEAREST: f32 = 5.0;

/// What the encoder makes of a text.
#[derive(Clone, Debug)]
pub struct Meant {
    /// Two numbers a byte, each from 0 to 15 for -7.5 to 7.5 steps.
    numbers: Box<[u8; DIMENSIONS / 2]>,
    /// One over the length of those numbers.
    factor: f32,
    /// Functions that the text comes near, and how near.
    pub(crate) near: Box<[(u16, u8)]>,
}

impl Meant {
    fn new(vector: &[f32], near: Box<[(u16, u8)]>) -> Self {
        // Three deviations and a half fill the fifteen steps.
        #[allow(clippy::cast_precision_loss)]
        let step = 3.5 / 7.5 / (DIMENSIONS as f32).sqrt();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let nibble = |value: f32| (value / step + 7.5).round().clamp(0.0, 15.0) as u8;
        let mut numbers = Box::new([0u8; DIMENSIONS / 2]);
        for (byte, pair) in numbers.iter_mut().zip(vector.chunks_exact(2)) {
            *byte = nibble(pair[0]) | nibble(pair[1]) << 4;
        }
        let mut meant = Self { numbers, factor: 1.0, near };
        meant.factor = 1.0 / meant.product(&meant).max(1.0).sqrt();
        meant
    }

    /// Twice the numbers, multiplied: whole numbers, so that the same texts give the same everywhere.
    fn product(&self, other: &Self) -> f32 {
        let number = |nibble: u8| 2 * i32::from(nibble) - 15;
        let pair =
            |(one, other): (&u8, &u8)| number(one & 15) * number(other & 15) + number(one >> 4) * number(other >> 4);
        #[allow(clippy::cast_precision_loss)] // below 2^24
        {
            self.numbers.iter().zip(other.numbers.iter()).map(pair).sum::<i32>() as f32
        }
    }

    /// Bytes of memory beside the value itself.
    pub(crate) fn bytes(&self) -> usize {
        DIMENSIONS / 2 + self.near.len() * size_of::<(u16, u8)>()
    }

    /// The cosine of two texts.
    #[must_use]
    pub fn cosine(&self, other: &Self) -> f32 {
        self.product(other) * self.factor * other.factor
    }
}

/// An encoder, and what it makes of the functions.
#[derive(Debug)]
pub struct Meaning {
    encoder: Encoder,
    /// For each function its vectors in French and in English.
    functions: Vec<[Vec<f32>; 2]>,
}

impl Meaning {
    /// Reads the functions once.
    #[must_use]
    pub fn new(encoder: Encoder, knowledge: &Knowledge) -> Self {
        let told = |name: &str, purpose: &str| encoder.encode(&format!("{name}: {purpose}"));
        let functions = knowledge
            .functions
            .iter()
            .map(|function| {
                [
                    told(function.name.french, function.purpose.french),
                    told(function.name.english, function.purpose.english),
                ]
            })
            .collect();
        Self { encoder, functions }
    }

    /// What the encoder makes of a text, and what was learnt makes of that.
    #[must_use]
    pub fn of(&self, text: &str) -> (Meant, Turned) {
        let vector = self.encoder.encode(text);
        let near: Vec<f32> =
            self.functions.iter().map(|[french, english]| dot(french, &vector).max(dot(english, &vector))).collect();
        #[allow(clippy::cast_precision_loss)] // hundreds
        let count = near.len().max(1) as f32;
        let mean = near.iter().sum::<f32>() / count;
        let deviation =
            (near.iter().map(|value| (value - mean) * (value - mean)).sum::<f32>() / count).sqrt().max(1e-6);
        let mut near: Vec<(u16, f32)> = (0u16..)
            .zip(near)
            .map(|(function, value)| (function, (value - mean) / deviation))
            .filter(|(_, value)| *value >= LEAST_NEAR)
            .collect();
        near.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        near.truncate(MOST_FUNCTIONS);
        let meant = Meant::new(
            &vector,
            near.into_iter().map(|(function, value)| (function, to_byte(value / NEAREST))).collect(),
        );
        (meant, Learnt::get().turn(&vector))
    }
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    // Eight sums side by side: what the machine adds at once.
    let mut sums = [0.0f32; 8];
    for (one, other) in one.chunks_exact(8).zip(other.chunks_exact(8)) {
        for (sum, (one, other)) in sums.iter_mut().zip(one.iter().zip(other)) {
            *sum += one * other;
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_byte_a_number_keeps_the_cosine() {
        // Two vectors of length one with a known angle.
        let vector = |turn: f32| {
            let mut vector: Vec<f32> =
                (0..DIMENSIONS).map(|at| (at as f32 * 0.7).sin() + turn * (at as f32 * 1.3).cos()).collect();
            let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|value| *value /= length);
            vector
        };
        for turn in [0.0, 0.5, 1.0, 3.0] {
            let (one, other) = (vector(0.0), vector(turn));
            let exact = dot(&one, &other);
            let kept = Meant::new(&one, Box::default()).cosine(&Meant::new(&other, Box::default()));
            assert!((exact - kept).abs() < 0.02, "{exact} {kept}");
        }
    }
}
