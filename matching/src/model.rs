//! The small logistic model that makes one score of the signals. Its weights stand in `knowledge/model.csv`, with how they were fitted.

use crate::score::Signals;

const FILE: &str = include_str!("../knowledge/model.csv");

/// Weights of the signals.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The constant.
    pub constant: f64,
    /// One weight for each signal.
    pub weights: [f64; Signals::COUNT],
}

impl Model {
    /// The model for a matcher without an encoder.
    #[must_use]
    pub fn without_encoder() -> Self {
        Self::read(2)
    }

    /// The model for a matcher with the encoder.
    #[must_use]
    pub fn with_encoder() -> Self {
        Self::read(1)
    }

    /// Reads one column of the file.
    fn read(column: usize) -> Self {
        let mut model = Self { constant: -6.0, weights: [0.0; Signals::COUNT] };
        for line in FILE.lines().skip(1) {
            let mut cells = line.split(';');
            let (Some(name), Some(number)) = (cells.next(), cells.nth(column - 1).and_then(|cell| cell.parse().ok())) else { continue };
            match Signals::NAMES.iter().position(|known| *known == name) {
                Some(at) => model.weights[at] = number,
                None => model.constant = number,
            }
        }
        model
    }

    /// The file for two models.
    #[must_use]
    pub fn file(with_encoder: &Self, without_encoder: &Self) -> String {
        let mut file = format!("signal;with_encoder;without_encoder\nconstant;{:.4};{:.4}\n", with_encoder.constant, without_encoder.constant);
        for (at, name) in Signals::NAMES.iter().enumerate() {
            file.push_str(&format!("{name};{:.4};{:.4}\n", with_encoder.weights[at], without_encoder.weights[at]));
        }
        file
    }

    /// The probability that a pair with these signals is right.
    #[must_use]
    pub fn probability(&self, signals: &Signals) -> f64 {
        1.0 / (1.0 + (-self.logit(signals)).exp())
    }

    /// The logarithm of its odds.
    #[must_use]
    pub fn logit(&self, signals: &Signals) -> f64 {
        self.constant + self.sum(signals)
    }

    /// Fits a model to pairs known to fit or not: first the weights, so that a right pair stands above the wrong ones of its have
    /// and of its want (a conditional logit, McFadden 1974, with a penalty on squares), then the constant and the steepness, so
    /// that scores are probabilities (Platt 1999).
    #[must_use]
    pub fn fit(tables: &[Table], ridge: f64) -> Self {
        let mut weights = [0.5f64; Signals::COUNT];
        let (mut first, mut second) = ([0.0f64; Signals::COUNT], [0.0f64; Signals::COUNT]);
        let rate = 0.05;
        for step in 1..=600 {
            let mut gradient = [0.0f64; Signals::COUNT];
            let mut groups = 0.0;
            for table in tables {
                groups += table.add_gradient(&weights, &mut gradient);
            }
            for at in 0..Signals::COUNT {
                let slope = gradient[at] / f64::max(groups, 1.0) - ridge * weights[at] / f64::max(groups, 1.0);
                first[at] = 0.9 * first[at] + 0.1 * slope;
                second[at] = 0.999 * second[at] + 0.001 * slope * slope;
                let (a, b) = (first[at] / (1.0 - 0.9f64.powi(step)), second[at] / (1.0 - 0.999f64.powi(step)));
                weights[at] += rate * a / (b.sqrt() + 1e-8);
                // A signal may be worth nothing, never less: a better word must not lower a score.
                weights[at] = weights[at].max(0.0);
            }
        }
        let mut model = Self { constant: 0.0, weights };
        let (constant, steepness) = calibrate(tables, &model);
        model.constant = constant;
        model.weights.iter_mut().for_each(|weight| *weight *= steepness);
        model
    }

    fn sum(&self, signals: &Signals) -> f64 {
        self.weights.iter().zip(signals.0).map(|(weight, signal)| weight * f64::from(signal)).sum()
    }
}

/// The signals of every have with every want, and which pairs are right.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// By have, then by want.
    pub signals: Vec<Vec<Signals>>,
    /// Likewise.
    pub right: Vec<Vec<bool>>,
}

impl Table {
    /// Adds the slope of the likelihood; gives the number of groups.
    fn add_gradient(&self, weights: &[f64; Signals::COUNT], gradient: &mut [f64; Signals::COUNT]) -> f64 {
        let sum = |signals: &Signals| weights.iter().zip(signals.0).map(|(weight, signal)| weight * f64::from(signal)).sum::<f64>();
        let scores: Vec<Vec<f64>> = self.signals.iter().map(|row| row.iter().map(sum).collect()).collect();
        let wants = self.signals.first().map_or(0, Vec::len);
        let mut groups = 0.0;
        let mut group = |members: &[(usize, usize)]| {
            let most = members.iter().map(|(have, want)| scores[*have][*want]).fold(f64::NEG_INFINITY, f64::max);
            let (mut all, mut rights) = (0.0, 0.0);
            for (have, want) in members {
                let share = (scores[*have][*want] - most).exp();
                all += share;
                rights += if self.right[*have][*want] { share } else { 0.0 };
            }
            if rights <= 0.0 {
                return;
            }
            groups += 1.0;
            for (have, want) in members {
                let share = (scores[*have][*want] - most).exp();
                let pull = if self.right[*have][*want] { share / rights } else { 0.0 } - share / all;
                for (gradient, signal) in gradient.iter_mut().zip(self.signals[*have][*want].0) {
                    *gradient += pull * f64::from(signal);
                }
            }
        };
        for have in 0..self.signals.len() {
            group(&(0..wants).map(|want| (have, want)).collect::<Vec<_>>());
        }
        for want in 0..wants {
            group(&(0..self.signals.len()).map(|have| (have, want)).collect::<Vec<_>>());
        }
        groups
    }
}

/// Constant and steepness that make probabilities of the sums.
fn calibrate(tables: &[Table], model: &Model) -> (f64, f64) {
    let examples: Vec<(f64, bool)> = tables
        .iter()
        .flat_map(|table| table.signals.iter().flatten().zip(table.right.iter().flatten()))
        .map(|(signals, right)| (model.sum(signals), *right))
        .collect();
    let (mut constant, mut steepness) = (-3.0f64, 1.0f64);
    for _ in 0..60 {
        let (mut gradient, mut hessian) = ([0.0f64; 2], [[1e-6f64, 0.0], [0.0, 1e-6]]);
        for (sum, right) in &examples {
            let p = 1.0 / (1.0 + (-(constant + steepness * sum)).exp());
            let error = f64::from(u8::from(*right)) - p;
            let slope = p * (1.0 - p);
            gradient[0] += error;
            gradient[1] += error * sum;
            hessian[0][0] += slope;
            hessian[0][1] += slope * sum;
            hessian[1][1] += slope * sum * sum;
        }
        hessian[1][0] = hessian[0][1];
        let step = solve(hessian, gradient);
        constant += step[0].clamp(-2.0, 2.0);
        steepness = (steepness + step[1].clamp(-1.0, 1.0)).max(0.01);
        if step[0].abs() + step[1].abs() < 1e-9 {
            break;
        }
    }
    (constant, steepness)
}

/// Gaussian elimination with pivots.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for column in 0..N {
        let pivot = (column..N).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs())).unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let diagonal = matrix[column][column];
        if diagonal.abs() < 1e-12 {
            continue;
        }
        for row in column + 1..N {
            let factor = matrix[row][column] / diagonal;
            for at in column..N {
                matrix[row][at] -= factor * matrix[column][at];
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = [0.0; N];
    for row in (0..N).rev() {
        let sum: f64 = (row + 1..N).map(|at| matrix[row][at] * solution[at]).sum();
        solution[row] = if matrix[row][row].abs() < 1e-12 { 0.0 } else { (right[row] - sum) / matrix[row][row] };
    }
    solution
}
