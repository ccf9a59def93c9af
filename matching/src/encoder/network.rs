//! The network: each piece has a vector; three convolutions look at two, three and five neighbours; their sums over the
//! text, projected, pass a small residual network; the result has length one.

use std::collections::HashMap;

use super::wheel::Array;
use super::{DIMENSIONS, Unloadable};

/// The table of vectors is kept in so many parts, each with its own scale: piece `n` stands in part `n % PARTS`.
const PARTS: usize = 17;
/// Width of each convolution.
const WIDTH: usize = 256;
/// Neighbours each convolution looks at, and how many of them stand before.
const ORDERS: [(usize, usize); 3] = [(2, 0), (3, 1), (5, 2)];
const FEATURES: usize = DIMENSIONS + ORDERS.len() * WIDTH;

/// A matrix, row by row: as many rows as inputs. Each weight is kept in one byte, each row has its scale: the network's
/// time is the time it takes to fetch its weights, and a vector changes by less than a thousandth (cosine above 0.999;
/// `tests/encoder.rs`).
#[derive(Debug)]
struct Matrix {
    outputs: usize,
    weights: Vec<i8>,
    scales: Vec<f32>,
}

impl Matrix {
    fn new(outputs: usize, weights: &[f32]) -> Self {
        let mut kept = Vec::with_capacity(weights.len());
        let mut scales = Vec::with_capacity(weights.len() / outputs);
        for row in weights.chunks_exact(outputs) {
            let largest = row.iter().fold(0.0f32, |largest, weight| largest.max(weight.abs())).max(1e-12);
            let scale = largest / 127.0;
            #[allow(clippy::cast_possible_truncation)] // from -127 to 127
            kept.extend(row.iter().map(|weight| (weight / scale).round() as i8));
            scales.push(scale);
        }
        Self { outputs, weights: kept, scales }
    }
}

#[derive(Debug)]
struct Convolution {
    projection: Matrix,
    projection_bias: Vec<f32>,
    norm: [Vec<f32>; 2],
    layers: [(Matrix, Vec<f32>); 2],
}

/// The weights of the network.
#[derive(Debug)]
pub(super) struct Network {
    table: Vec<Vec<u8>>,
    scale: Vec<f32>,
    low: Vec<f32>,
    convolutions: Vec<Convolution>,
    norm: [Vec<f32>; 2],
    projection: Matrix,
    projection_bias: Vec<f32>,
    dense: [Matrix; 4],
    shortcuts: [Matrix; 2],
    smallest: f32,
}

impl Network {
    pub(super) fn read(mut arrays: HashMap<String, Array>) -> Result<Self, Unloadable> {
        let missing = |name: &str| Unloadable::Content(format!("array {name} is missing or has the wrong size"));
        let mut table = Vec::with_capacity(PARTS);
        for part in 1..=PARTS {
            let name = format!("q{part}");
            match arrays.remove(&name) {
                Some(Array::Bytes(bytes)) if bytes.len() % DIMENSIONS == 0 => table.push(bytes),
                _ => return Err(missing(&name)),
            }
        }
        let mut floats = |name: &str, length: usize| match arrays.remove(name) {
            Some(Array::Floats(floats)) if floats.len() == length => Ok(floats),
            _ => Err(missing(name)),
        };
        let scale = floats("scale", PARTS)?;
        let low = floats("lo", PARTS)?;
        let mut convolutions = Vec::new();
        for (order, _) in ORDERS {
            let matrix = |weights: Vec<f32>| Matrix::new(WIDTH, &weights);
            convolutions.push(Convolution {
                projection: matrix(floats(&format!("proj{order}"), DIMENSIONS * WIDTH)?),
                projection_bias: floats(&format!("proj_b{order}"), WIDTH)?,
                norm: [floats(&format!("ln_g{order}"), WIDTH)?, floats(&format!("ln_b{order}"), WIDTH)?],
                layers: [
                    (
                        matrix(floats(&format!("w1_{order}"), order * WIDTH * WIDTH)?),
                        floats(&format!("b1_{order}"), WIDTH)?,
                    ),
                    (
                        matrix(floats(&format!("w2_{order}"), order * WIDTH * WIDTH)?),
                        floats(&format!("b2_{order}"), WIDTH)?,
                    ),
                ],
            });
        }
        let norm = [floats("ln_g", FEATURES)?, floats("ln_b", FEATURES)?];
        let projection_bias = floats("cnn_b", DIMENSIONS)?;
        let projection = Matrix::new(DIMENSIONS, &floats("cnn_W", FEATURES * DIMENSIONS)?);
        // d0 and p1 take the projected text to the hidden width, d1, d2 stay there, p3 and d3 come back.
        let hidden = 320;
        let dense = [
            Matrix::new(hidden, &floats("d0", DIMENSIONS * hidden)?),
            Matrix::new(hidden, &floats("d1", hidden * hidden)?),
            Matrix::new(DIMENSIONS, &floats("d2", hidden * DIMENSIONS)?),
            Matrix::new(DIMENSIONS, &floats("d3", DIMENSIONS * DIMENSIONS)?),
        ];
        let shortcuts = [
            Matrix::new(hidden, &floats("p1", DIMENSIONS * hidden)?),
            Matrix::new(DIMENSIONS, &floats("p3", hidden * DIMENSIONS)?),
        ];
        let smallest = floats("eps", 1)?[0];
        Ok(Self { table, scale, low, convolutions, norm, projection, projection_bias, dense, shortcuts, smallest })
    }

    pub(super) fn encode(&self, pieces: &[u32]) -> Vec<f32> {
        let mut vector = pulp::Arch::new().dispatch(Forward { network: self, pieces });
        vector.truncate(DIMENSIONS);
        vector
    }

    /// Puts the vector of a piece into `to`; an unknown piece is all zeros.
    #[inline(always)]
    fn look_up(&self, piece: u32, to: &mut [f32]) {
        let (part, row) = (piece as usize % PARTS, piece as usize / PARTS);
        let Some(bytes) = self.table[part].get(row * DIMENSIONS..(row + 1) * DIMENSIONS) else { return };
        let (scale, low) = (self.scale[part], self.low[part]);
        for (to, byte) in to.iter_mut().zip(bytes) {
            *to = f32::from(*byte) * scale + low;
        }
    }
}

/// One run through the network, in the widest instructions that the machine has.
struct Forward<'a> {
    network: &'a Network,
    pieces: &'a [u32],
}

impl pulp::NullaryFnOnce for Forward<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn call(self) -> Vec<f32> {
        let Self { network, pieces } = self;
        let count = pieces.len();
        let mut features = vec![0.0f32; count * FEATURES];
        let mut embedded = vec![0.0f32; count * DIMENSIONS];
        for (at, piece) in pieces.iter().enumerate() {
            let row = &mut embedded[at * DIMENSIONS..(at + 1) * DIMENSIONS];
            network.look_up(*piece, row);
            features[at * FEATURES..at * FEATURES + DIMENSIONS].copy_from_slice(row);
        }
        let mut projected: Vec<Vec<f32>> = network
            .convolutions
            .iter()
            .map(|convolution| multiply(&embedded, count, &convolution.projection, &convolution.projection_bias))
            .collect();
        normalize_together(&mut projected, count, network);
        for (number, ((order, before), (convolution, first))) in
            ORDERS.iter().zip(network.convolutions.iter().zip(projected)).enumerate()
        {
            let mut second = multiply(
                &windows(&first, count, *order, *before),
                count,
                &convolution.layers[0].0,
                &convolution.layers[0].1,
            );
            add_positive(&mut second, &first);
            let mut third = multiply(
                &windows(&second, count, *order, *before),
                count,
                &convolution.layers[1].0,
                &convolution.layers[1].1,
            );
            add_positive(&mut third, &second);
            for (at, row) in third.chunks_exact(WIDTH).enumerate() {
                let start = at * FEATURES + DIMENSIONS + number * WIDTH;
                features[start..start + WIDTH].copy_from_slice(row);
            }
        }
        // The sum over the text is taken before the projection, which is linear: one row instead of many.
        let mut sum = vec![0.0f32; FEATURES];
        for row in features.chunks_exact_mut(FEATURES) {
            normalize(row, &network.norm, network.smallest);
            sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += *value);
        }
        #[allow(clippy::cast_precision_loss)] // tens
        let length = count as f32;
        let bias: Vec<f32> = network.projection_bias.iter().map(|bias| bias * length).collect();
        let mut mean = multiply(&sum, 1, &network.projection, &bias);
        let root = 1.0 / length.max(1.0).sqrt();
        mean.iter_mut().for_each(|value| *value *= root);

        let none = vec![0.0f32; DIMENSIONS];
        let mut y0 = multiply(&mean, 1, &network.dense[0], &none);
        y0.iter_mut().for_each(|value| *value = value.max(0.0));
        let shortcut = multiply(&mean, 1, &network.shortcuts[0], &none);
        let mut y1 = multiply(&y0, 1, &network.dense[1], &none);
        y1.iter_mut().zip(&shortcut).for_each(|(value, shortcut)| *value = (*value + shortcut).max(0.0));
        let mut y2 = multiply(&y1, 1, &network.dense[2], &none);
        y2.iter_mut().for_each(|value| *value = value.max(0.0));
        let mut z = multiply(&y1, 1, &network.shortcuts[1], &none);
        let last = multiply(&y2, 1, &network.dense[3], &none);
        z.iter_mut().zip(&last).for_each(|(value, last)| *value = (*value + last).tanh());
        let square: f32 = z.iter().map(|value| value * value).sum();
        let factor = 1.0 / square.max(network.smallest).sqrt();
        z.iter_mut().for_each(|value| *value *= factor);
        z
    }
}

/// So many rows of a matrix are taken at a time.
const BLOCK: usize = 8;

/// Rows times a matrix, plus a bias.
#[inline(always)]
fn multiply(rows: &[f32], count: usize, matrix: &Matrix, bias: &[f32]) -> Vec<f32> {
    let outputs = matrix.outputs;
    let inputs = matrix.scales.len();
    let mut result = vec![0.0f32; count * outputs];
    for row in result.chunks_exact_mut(outputs) {
        row.copy_from_slice(&bias[..outputs]);
    }
    // Some rows of weights at a time become numbers once for the whole text, and each result is touched once for all of
    // them. Every matrix of this network has a number of rows that divides by eight.
    let mut block = [[0.0f32; DIMENSIONS]; BLOCK];
    for (number, (weights, scales)) in
        matrix.weights.chunks_exact(BLOCK * outputs).zip(matrix.scales.chunks_exact(BLOCK)).enumerate()
    {
        for ((row, weights), scale) in block.iter_mut().zip(weights.chunks_exact(outputs)).zip(scales) {
            for (number, weight) in row[..outputs].iter_mut().zip(weights) {
                *number = f32::from(*weight) * scale;
            }
        }
        let [a, b, c, d, e, f, g, h] = &block;
        for (row, result) in rows.chunks_exact(inputs).zip(result.chunks_exact_mut(outputs)) {
            let x = &row[number * BLOCK..(number + 1) * BLOCK];
            let (x0, x1, x2, x3, x4, x5, x6, x7) = (x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]);
            let first = a[..outputs].iter().zip(&b[..outputs]).zip(&c[..outputs]).zip(&d[..outputs]);
            let second = e[..outputs].iter().zip(&f[..outputs]).zip(&g[..outputs]).zip(&h[..outputs]);
            for ((result, (((a, b), c), d)), (((e, f), g), h)) in result.iter_mut().zip(first).zip(second) {
                *result += (x0 * a + x1 * b + x2 * c + x3 * d) + (x4 * e + x5 * f + x6 * g + x7 * h);
            }
        }
    }
    result
}

/// For each place the rows of its neighbours side by side; beyond the ends all zeros.
#[inline(always)]
fn windows(rows: &[f32], count: usize, order: usize, before: usize) -> Vec<f32> {
    let mut windows = vec![0.0f32; count * order * WIDTH];
    for at in 0..count {
        for neighbour in 0..order {
            let Some(from) = (at + neighbour).checked_sub(before).filter(|from| *from < count) else { continue };
            let start = (at * order + neighbour) * WIDTH;
            windows[start..start + WIDTH].copy_from_slice(&rows[from * WIDTH..(from + 1) * WIDTH]);
        }
    }
    windows
}

/// What is positive, plus what was before.
#[inline(always)]
fn add_positive(values: &mut [f32], before: &[f32]) {
    values.iter_mut().zip(before).for_each(|(value, before)| *value = value.max(0.0) + before);
}

/// Layer normalisation over the three projections of each piece together.
#[inline(always)]
fn normalize_together(projected: &mut [Vec<f32>], count: usize, network: &Network) {
    #[allow(clippy::cast_precision_loss)] // hundreds
    let length = (projected.len() * WIDTH) as f32;
    for at in 0..count {
        let range = at * WIDTH..(at + 1) * WIDTH;
        let mean = projected.iter().flat_map(|rows| &rows[range.clone()]).sum::<f32>() / length;
        let variance = projected
            .iter()
            .flat_map(|rows| &rows[range.clone()])
            .map(|value| (value - mean) * (value - mean))
            .sum::<f32>()
            / length;
        let factor = 1.0 / (variance + network.smallest).sqrt();
        for (rows, convolution) in projected.iter_mut().zip(&network.convolutions) {
            let [gain, shift] = &convolution.norm;
            for ((value, gain), shift) in rows[range.clone()].iter_mut().zip(gain).zip(shift) {
                *value = (*value - mean) * factor * gain + shift;
            }
        }
    }
}

/// Layer normalisation of one row.
#[inline(always)]
fn normalize(row: &mut [f32], [gain, shift]: &[Vec<f32>; 2], smallest: f32) {
    #[allow(clippy::cast_precision_loss)] // hundreds
    let length = row.len() as f32;
    let mean = row.iter().sum::<f32>() / length;
    row.iter_mut().for_each(|value| *value -= mean);
    let variance = row.iter().map(|value| value * value).sum::<f32>() / length;
    let factor = 1.0 / (variance + smallest).sqrt();
    for ((value, gain), shift) in row.iter_mut().zip(gain).zip(shift) {
        *value = *value * factor * gain + shift;
    }
}
