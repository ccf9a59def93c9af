//! Ranking the pairs of a file, and fitting the weights of the signals to pairs, also under cross-validation.

use super::{Pair, Scores};
use crate::matcher::Matcher;
use crate::model::{Model, Table};
use crate::score::{Comparison, Signals};
use crate::trace::Trace;

/// Into so many parts the groups are divided: the weights for one are fitted on the others.
const PARTS: u32 = 8;
/// How strongly large weights are held back.
const RIDGE: f64 = 3.0;

fn compared(matcher: &Matcher, pairs: &[Pair]) -> Vec<Vec<Comparison>> {
    let read = |text: &String| matcher.trace(text);
    let haves: Vec<Trace> = pairs.iter().map(|pair| read(&pair.have)).collect();
    let wants: Vec<Trace> = pairs.iter().map(|pair| read(&pair.want)).collect();
    let mut comparer = matcher.comparer();
    haves
        .iter()
        .map(|have| {
            comparer.take(have);
            wants.iter().map(|want| comparer.with(have, want)).collect()
        })
        .collect()
}

/// The score of every have with every want, as the matcher gives it. Nothing but the texts is shown to it.
#[must_use]
pub fn ranked(matcher: &Matcher, pairs: &[Pair]) -> Scores {
    compared(matcher, pairs).iter().map(|row| row.iter().map(|comparison| matcher.score(comparison)).collect()).collect()
}

/// The part that a row belongs to: rows of one relaxed group (in which every group lies) stay together.
fn part(pair: &Pair) -> u32 {
    let name = [&pair.relaxed_group, &pair.group, &pair.id].into_iter().find(|name| !name.is_empty());
    name.map_or(0, |name| name.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte))) % PARTS)
}

fn table(pairs: &[Pair], compared: &[Vec<Comparison>], left_out: Option<u32>, without: &[usize]) -> Table {
    let kept: Vec<usize> = (0..pairs.len()).filter(|at| left_out.is_none_or(|left_out| part(&pairs[*at]) != left_out)).collect();
    let signals = |have: usize, want: usize| compared[have][want].signals.without(without);
    Table {
        signals: kept.iter().map(|have| kept.iter().map(|want| signals(*have, *want)).collect()).collect(),
        right: kept.iter().map(|have| kept.iter().map(|want| pairs[*have].fits(&pairs[*want])).collect()).collect(),
    }
}

/// The logit of every pair of every file, by weights that were fitted without the part of its have; not yet calibrated.
fn apart(files: &[Vec<Pair>], compared: &[Vec<Vec<Comparison>>], without: &[usize]) -> (Vec<Model>, Vec<Vec<Vec<f64>>>) {
    let models: Vec<Model> = (0..PARTS)
        .map(|left_out| {
            let tables: Vec<Table> = files.iter().zip(compared).map(|(pairs, compared)| table(pairs, compared, Some(left_out), without)).collect();
            Model::fit(&tables, RIDGE)
        })
        .collect();
    let logit = |pair: &Pair, comparison: &Comparison| models[part(pair) as usize].logit(&comparison.signals.without(without));
    let logits = files
        .iter()
        .zip(compared)
        .map(|(pairs, compared)| pairs.iter().zip(compared).map(|(pair, row)| row.iter().map(|comparison| logit(pair, comparison)).collect()).collect())
        .collect();
    (models, logits)
}

/// Logits with the truth, of all haves of the first file outside a part. Only of the first: what counts as right depends on how
/// thoroughly a file names its equivalents.
fn examples(files: &[Vec<Pair>], logits: &[Vec<Vec<f64>>], left_out: Option<u32>) -> Vec<(f64, bool)> {
    let (Some(pairs), Some(rows)) = (files.first(), logits.first()) else { return Vec::new() };
    let kept = pairs.iter().zip(rows).filter(|(have, _)| Some(part(have)) != left_out);
    kept.flat_map(|(have, row)| pairs.iter().zip(row).map(|(want, logit)| (*logit, have.fits(want)))).collect()
}

/// Fits the weights to all pairs of these files, and calibrates them on pairs of the first that they have not seen.
#[must_use]
pub fn fit(matcher: &Matcher, files: &[Vec<Pair>]) -> Model {
    let without: &[usize] = if matcher.has_encoder() { &[] } else { &Signals::OF_ENCODER };
    let compared: Vec<_> = files.iter().map(|pairs| compared(matcher, pairs)).collect();
    let tables: Vec<Table> = files.iter().zip(&compared).map(|(pairs, compared)| table(pairs, compared, None, without)).collect();
    let (_, logits) = apart(files, &compared, without);
    Model::fit(&tables, RIDGE).calibrated(&examples(files, &logits, None))
}

/// The scores of the pairs of the first file, each by weights that were fitted and calibrated without its group; the other files help
/// to fit. Signals `without` are left out.
#[must_use]
pub fn cross_validated(matcher: &Matcher, files: &[Vec<Pair>], without: &[usize]) -> Scores {
    let compared: Vec<_> = files.iter().map(|pairs| compared(matcher, pairs)).collect();
    let (models, logits) = apart(files, &compared, without);
    let models: Vec<Model> = (0..PARTS).zip(models).map(|(left_out, model)| model.calibrated(&examples(files, &logits, Some(left_out)))).collect();
    let (Some(pairs), Some(compared)) = (files.first(), compared.first()) else { return Scores::new() };
    let score = |have: &Pair, comparison: &Comparison| models[part(have) as usize].probability(&comparison.signals.without(without));
    pairs.iter().zip(compared).map(|(have, row)| row.iter().map(|comparison| score(have, comparison)).collect()).collect()
}
