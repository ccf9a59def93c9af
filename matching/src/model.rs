//! The small logistic model that makes one score of the signals. Its weights stand in `knowledge/model.csv`, with how
//! they were fitted.

use crate::score::Signals;

const FILE: &str = include_str!("../knowledge/model.csv");

/// Weights of the signals.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// What is added whatever the signals say.
    pub constant: f64,
    /// The highest score that is ever given: of the surest pairs, too, some are wrong.
    pub ceiling: f64,
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
        let mut model = Self { constant: -6.0, ceiling: 1.0, weights: [0.0; Signals::COUNT] };
        for line in FILE.lines().skip(1) {
            let mut cells = line.split(';');
            let (Some(name), Some(number)) = (cells.next(), cells.nth(column - 1).and_then(|cell| cell.parse().ok()))
            else {
                continue;
            };
            match Signals::NAMES.iter().position(|known| *known == name) {
                Some(at) => model.weights[at] = number,
                None if name == "ceiling" => model.ceiling = number,
                None => model.constant = number,
            }
        }
        model
    }

    /// The file for two models.
    #[must_use]
    pub fn file(with_encoder: &Self, without_encoder: &Self) -> String {
        let mut file = format!(
            "signal;with_encoder;without_encoder\nceiling;{:.4};{:.4}\nconstant;{:.4};{:.4}\n",
            with_encoder.ceiling, without_encoder.ceiling, with_encoder.constant, without_encoder.constant
        );
        for (at, name) in Signals::NAMES.iter().enumerate() {
            file.push_str(&format!("{name};{:.4};{:.4}\n", with_encoder.weights[at], without_encoder.weights[at]));
        }
        file
    }

    /// The probability that a pair with these signals is right.
    #[must_use]
    pub fn probability(&self, signals: &Signals) -> f64 {
        self.score(self.logit(signals))
    }

    /// The score of a logit.
    #[must_use]
    pub fn score(&self, logit: f64) -> f64 {
        self.ceiling * sigmoid(logit)
    }

    /// What the signals add up to: the logarithm of the odds, below the ceiling.
    #[must_use]
    pub fn logit(&self, signals: &Signals) -> f64 {
        self.constant + self.sum(signals)
    }

    /// Fits the weights to pairs known to fit or not, so that a right pair stands above the wrong ones of its have and
    /// of its want (a conditional logit, McFadden 1974, with a penalty on squares). The constant is left for
    /// [`Self::calibrated`].
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
                let slope = (gradient[at] - ridge * weights[at]) / f64::max(groups, 1.0);
                first[at] = 0.9 * first[at] + 0.1 * slope;
                second[at] = 0.999 * second[at] + 0.001 * slope * slope;
                let (a, b) = (first[at] / (1.0 - 0.9f64.powi(step)), second[at] / (1.0 - 0.999f64.powi(step)));
                weights[at] += rate * a / (b.sqrt() + 1e-8);
                // A signal may be worth nothing, never less: a better word must not lower a score.
                weights[at] = weights[at].max(0.0);
            }
        }
        Self { constant: 0.0, ceiling: 1.0, weights }
    }

    /// The model with constant and steepness such that its scores are probabilities (Platt 1999), learnt from sums that
    /// the weights gave to pairs on which they were not fitted.
    #[must_use]
    pub fn calibrated(mut self, examples: &[(f64, bool)]) -> Self {
        let [constant, steepness, ceiling] = calibrate(examples);
        (self.constant, self.ceiling) = (constant, ceiling);
        self.weights.iter_mut().for_each(|weight| *weight *= steepness);
        self
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
    /// Whether the pair is known to fit: by have, then by want.
    pub right: Vec<Vec<bool>>,
}

impl Table {
    /// Adds the slope of the likelihood; gives the number of groups.
    fn add_gradient(&self, weights: &[f64; Signals::COUNT], gradient: &mut [f64; Signals::COUNT]) -> f64 {
        let sum = |signals: &Signals| {
            weights.iter().zip(signals.0).map(|(weight, signal)| weight * f64::from(signal)).sum::<f64>()
        };
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

fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// Constant, steepness and ceiling that make probabilities of sums: those under which the examples are likeliest.
fn calibrate(examples: &[(f64, bool)]) -> [f64; 3] {
    // In bins: tens of thousands of pairs become a few hundred weighted points.
    const BINS: usize = 400;
    let (lowest, highest) = examples
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (sum, _)| (low.min(*sum), high.max(*sum)));
    let width = ((highest - lowest) / BINS as f64).max(1e-9);
    let mut bins = vec![(0.0f64, 0.0f64, 0.0f64); BINS];
    for (sum, right) in examples {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let bin = &mut bins[(((sum - lowest) / width) as usize).min(BINS - 1)];
        bin.0 += sum;
        bin.1 += 1.0;
        bin.2 += f64::from(u8::from(*right));
    }
    bins.retain(|(_, count, _)| *count > 0.0);
    let likelihood = |[constant, steepness, ceiling]: [f64; 3]| {
        bins.iter()
            .map(|(sum, count, right)| {
                let p = (ceiling * sigmoid(constant + steepness * sum / count)).clamp(1e-9, 1.0 - 1e-9);
                right * p.ln() + (count - right) * (1.0 - p).ln()
            })
            .sum::<f64>()
    };
    // One number at a time, by smaller and smaller steps.
    let mut best = [-3.0, 1.0, 0.95];
    let mut steps = [1.0, 0.2, 0.02];
    let mut value = likelihood(best);
    for _ in 0..200 {
        let mut moved = false;
        for at in 0..3 {
            for direction in [1.0, -1.0] {
                let mut tried = best;
                tried[at] += direction * steps[at];
                tried[1] = tried[1].max(0.05);
                tried[2] = tried[2].clamp(0.7, 1.0);
                let other = likelihood(tried);
                if other > value + 1e-9 {
                    (best, value, moved) = (tried, other, true);
                }
            }
        }
        if !moved {
            steps.iter_mut().for_each(|step| *step *= 0.5);
        }
    }
    best
}
