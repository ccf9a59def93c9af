//! The small logistic model that makes one score of the signals. Its weights stand in `knowledge/model.toml`, with how they were fitted.

use crate::score::Signals;

/// Weights of the signals.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The constant.
    pub constant: f64,
    /// One weight for each signal.
    pub weights: [f64; Signals::COUNT],
}

impl Default for Model {
    fn default() -> Self {
        Self { constant: -6.0, weights: [3.0, 1.5, 1.0, 2.0, 4.0, 2.0, 2.0, 1.0, 0.5, 0.5, 4.0, 0.0, 0.0, 0.5] }
    }
}

impl Model {
    /// The probability that a pair with these signals is right.
    #[must_use]
    pub fn probability(&self, signals: &Signals) -> f64 {
        let sum: f64 = self.weights.iter().zip(signals.0).map(|(weight, signal)| weight * f64::from(signal)).sum();
        1.0 / (1.0 + (-(self.constant + sum)).exp())
    }

    /// Fits a model to examples by Newton's method, with a penalty on the squares of the weights (ridge); positives weigh more,
    /// and are few.
    #[must_use]
    pub fn fit(examples: &[(Signals, bool, f64)], ridge: f64) -> Self {
        const N: usize = Signals::COUNT + 1;
        let mut beta = [0.0f64; N];
        for _ in 0..40 {
            let mut gradient = [0.0f64; N];
            let mut hessian = [[0.0f64; N]; N];
            for (signals, right, weight) in examples {
                let mut x = [1.0f64; N];
                for (x, signal) in x[1..].iter_mut().zip(signals.0) {
                    *x = f64::from(signal);
                }
                let z: f64 = beta.iter().zip(&x).map(|(beta, x)| beta * x).sum();
                let p = 1.0 / (1.0 + (-z).exp());
                let error = weight * (f64::from(u8::from(*right)) - p);
                let slope = weight * p * (1.0 - p);
                for i in 0..N {
                    gradient[i] += error * x[i];
                    for j in 0..=i {
                        hessian[i][j] += slope * x[i] * x[j];
                    }
                }
            }
            for i in 0..N {
                if i > 0 {
                    gradient[i] -= ridge * beta[i];
                    hessian[i][i] += ridge;
                }
                hessian[i][i] += 1e-9;
                for j in i + 1..N {
                    hessian[i][j] = hessian[j][i];
                }
            }
            let step = solve(hessian, gradient);
            let mut change = 0.0f64;
            for (beta, step) in beta.iter_mut().zip(step) {
                *beta += step.clamp(-2.0, 2.0);
                change = change.max(step.abs());
            }
            if change < 1e-7 {
                break;
            }
        }
        let mut weights = [0.0; Signals::COUNT];
        weights.copy_from_slice(&beta[1..]);
        Self { constant: beta[0], weights }
    }
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
