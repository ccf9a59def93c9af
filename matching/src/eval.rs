//! How good a ranking is, on pairs of a have and a want that are known to fit: every have is put to all wants of the
//! file (and to simulated rooms), and it is counted at which place a right want stands. Two plain rankings run beside
//! it: BM25 and character trigrams.
//!
//! A want is right for a have when both stand in one row, or in rows of one `relaxed_group`. Ties count against the
//! ranking, and what scores nothing is not found.

mod baselines;
mod file;
mod fitting;
pub mod judging;
mod report;
pub mod sorting;
pub mod turning;
pub mod whole_room;

pub use baselines::{bm25, trigrams};
pub use file::{Unreadable, read};
pub use fitting::{cross_validated, fit, matchers_to_fit, ranked};
pub use report::{RANKINGS, ROOM, Report, Row};

/// A row: a have and a want that fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// The name of the row in the file.
    pub id: String,
    /// As the giving company types it.
    pub have: String,
    /// As the receiving company types it.
    pub want: String,
    /// The language of the row: the table counts by it, nothing else asks for it.
    pub language: String,
    /// How hard the row is: the table counts by it, nothing else asks for it.
    pub level: String,
    /// Rows that are kept together when the model is fitted and tested.
    pub group: String,
    /// Rows that count as right for each other.
    pub relaxed_group: String,
}

impl Pair {
    /// Whether the want of the other row is right for the have of this one.
    #[must_use]
    pub fn fits(&self, other: &Self) -> bool {
        self.id == other.id || (!self.relaxed_group.is_empty() && self.relaxed_group == other.relaxed_group)
    }
}

/// The score of every have (first index) with every want.
pub type Scores = Vec<Vec<f64>>;

/// Where the right wants stand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Recall {
    /// How many haves were asked for.
    pub asked: usize,
    /// Share with a right want in first place.
    pub at_1: f64,
    /// Share with a right want among the first three.
    pub at_3: f64,
    /// Share with a right want among the first ten.
    pub at_10: f64,
    /// Mean reciprocal rank: 1 where the right want always comes first.
    pub reciprocal: f64,
}

impl Recall {
    /// From the place of the best right want of each have, counted from 1.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // thousands
    pub fn of(places: &[Option<usize>]) -> Self {
        let asked = places.len();
        if asked == 0 {
            return Self::default();
        }
        let share = |most: usize| {
            places.iter().filter(|place| place.is_some_and(|place| place <= most)).count() as f64 / asked as f64
        };
        let reciprocal = places.iter().flatten().map(|place| 1.0 / *place as f64).sum::<f64>() / asked as f64;
        Self { asked, at_1: share(1), at_3: share(3), at_10: share(10), reciprocal }
    }
}

/// The place of the best right want among these candidates, from 1; none when it scores nothing.
fn place(
    scores: &[f64],
    candidates: impl Iterator<Item = usize> + Clone,
    right: impl Fn(usize) -> bool,
) -> Option<usize> {
    let best = candidates.clone().filter(|at| right(*at)).map(|at| scores[at]).fold(0.0, f64::max);
    (best > 0.0).then(|| 1 + candidates.filter(|at| !right(*at) && scores[*at] >= best).count())
}

/// The place of the best right want for each have, among all wants of the file.
#[must_use]
pub fn places(pairs: &[Pair], scores: &Scores) -> Vec<Option<usize>> {
    (0..pairs.len()).map(|have| place(&scores[have], 0..pairs.len(), |want| pairs[have].fits(&pairs[want]))).collect()
}

/// The same in simulated rooms: each have among the wants of so many rows drawn by chance, its own among them, so many
/// rooms for each have. The chance is the same in every run. With `exact`, only the want of the have's own row is
/// right, and those that are right otherwise stay outside the room.
#[must_use]
pub fn room_places(pairs: &[Pair], scores: &Scores, wants: usize, rooms: usize, exact: bool) -> Vec<Option<usize>> {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut found = Vec::with_capacity(pairs.len() * rooms);
    for have in 0..pairs.len() {
        for _ in 0..rooms {
            let mut others: Vec<usize> =
                (0..pairs.len()).filter(|at| *at != have && !(exact && pairs[have].fits(&pairs[*at]))).collect();
            let drawn = wants.saturating_sub(1).min(others.len());
            for at in 0..drawn {
                let pick = at + chance.below(others.len() - at);
                others.swap(at, pick);
            }
            others.truncate(drawn);
            others.push(have);
            found.push(place(&scores[have], others.iter().copied(), |want| pairs[have].fits(&pairs[want])));
        }
    }
    found
}

/// Numbers by chance, the same in every run (SplitMix64, Steele et al. 2014).
#[derive(Debug)]
pub struct Chance(pub u64);

impl Chance {
    /// The next number below this one (which is above 0).
    #[allow(clippy::cast_possible_truncation)]
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % most.max(1) as u64) as usize
    }

    /// Whether chance falls within a share between 0 and 1.
    #[allow(clippy::cast_precision_loss)]
    pub fn is_within(&mut self, share: f64) -> bool {
        (self.below(1 << 20) as f64) < share * f64::from(1 << 20)
    }
}

/// How well scores agree with the truth: in each band of scores, how many pairs there are, their mean score and the
/// share of right ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The lowest score of the band.
    pub from: f64,
    /// How many pairs scored in it.
    pub pairs: usize,
    /// Their mean score.
    pub said: f64,
    /// The share of them that is right.
    pub right: f64,
}

/// Calibration over all pairs of the file, in bands.
#[must_use]
#[allow(clippy::cast_precision_loss)] // thousands
pub fn calibration(pairs: &[Pair], scores: &Scores) -> Vec<Band> {
    const FROM: [f64; 7] = [0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.9];
    let mut bands: Vec<(usize, f64, usize)> = vec![(0, 0.0, 0); FROM.len()];
    for (have, row) in scores.iter().enumerate() {
        for (want, score) in row.iter().enumerate().filter(|(_, score)| **score > 0.0) {
            let at = FROM.iter().rposition(|from| score >= from).unwrap_or(0);
            bands[at].0 += 1;
            bands[at].1 += score;
            bands[at].2 += usize::from(pairs[have].fits(&pairs[want]));
        }
    }
    FROM.iter()
        .zip(bands)
        .filter(|(_, (count, _, _))| *count > 0)
        .map(|(from, (count, said, right))| Band {
            from: *from,
            pairs: count,
            said: said / count as f64,
            right: right as f64 / count as f64,
        })
        .collect()
}
