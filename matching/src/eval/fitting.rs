//! Ranking the pairs of a file, and fitting the weights of the signals to pairs, also under cross-validation.

use std::path::Path;

use super::{Pair, Scores};
use crate::encoder::{Encoder, Unloadable};
use crate::knowledge::Knowledge;
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
    compared(matcher, pairs)
        .iter()
        .map(|row| row.iter().map(|comparison| matcher.score(comparison)).collect())
        .collect()
}

/// The part that a row belongs to: rows of one relaxed group (in which every group lies) stay together.
fn part(pair: &Pair) -> u32 {
    let name = [&pair.relaxed_group, &pair.group, &pair.id].into_iter().find(|name| !name.is_empty());
    name.map_or(0, |name| {
        name.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte))) % PARTS
    })
}

fn table(pairs: &[Pair], compared: &[Vec<Comparison>], left_out: Option<u32>, without: &[usize]) -> Table {
    let kept: Vec<usize> =
        (0..pairs.len()).filter(|at| left_out.is_none_or(|left_out| part(&pairs[*at]) != left_out)).collect();
    let signals = |have: usize, want: usize| compared[have][want].signals.without(without);
    Table {
        signals: kept.iter().map(|have| kept.iter().map(|want| signals(*have, *want)).collect()).collect(),
        right: kept.iter().map(|have| kept.iter().map(|want| pairs[*have].fits(&pairs[*want])).collect()).collect(),
    }
}

/// The matchers to fit with: one that knows everything, and three of thinned knowledge. By the full one alone, weights
/// come to trust the knowledge as if it held all words of the next workshop: on knowledge thinned otherwise they rank
/// worse (docs/matching.md).
///
/// # Errors
/// When the encoder cannot be loaded.
pub fn matchers_to_fit(wheel: Option<&Path>) -> Result<Vec<Matcher>, Unloadable> {
    let of = |thinned: Option<(f64, u64)>| {
        // Once a run: never given back.
        let knowledge =
            thinned.map_or_else(Knowledge::get, |(share, seed)| Box::leak(Box::new(Knowledge::thinned(share, seed))));
        Ok(Matcher::knowing(knowledge, wheel.map(Encoder::load).transpose()?))
    };
    [None, Some((0.2, 1)), Some((0.3, 2)), Some((0.4, 3))].into_iter().map(of).collect()
}

/// Haves with wants as a matcher compares them, by file.
type Compared = Vec<Vec<Vec<Comparison>>>;

fn view(matcher: &Matcher, files: &[Vec<Pair>]) -> Compared {
    files.iter().map(|pairs| compared(matcher, pairs)).collect()
}

fn tables(files: &[Vec<Pair>], views: &[Compared], left_out: Option<u32>, without: &[usize]) -> Vec<Table> {
    views
        .iter()
        .flat_map(|view| files.iter().zip(view).map(|(pairs, compared)| table(pairs, compared, left_out, without)))
        .collect()
}

/// For each part the model fitted without it.
fn models(files: &[Vec<Pair>], views: &[Compared], without: &[usize]) -> Vec<Model> {
    (0..PARTS).map(|left_out| Model::fit(&tables(files, views, Some(left_out), without), RIDGE)).collect()
}

/// Logits with the truth, of all haves outside a part, each by the model that was fitted without its group. Of the
/// first file only: what counts as right depends on how thoroughly a file names its equivalents.
fn examples(
    files: &[Vec<Pair>],
    view: &Compared,
    models: &[Model],
    left_out: Option<u32>,
    without: &[usize],
) -> Vec<(f64, bool)> {
    let (Some(pairs), Some(rows)) = (files.first(), view.first()) else { return Vec::new() };
    let kept = pairs.iter().zip(rows).filter(|(have, _)| Some(part(have)) != left_out);
    let logit =
        |have: &Pair, comparison: &Comparison| models[part(have) as usize].logit(&comparison.signals.without(without));
    kept.flat_map(|(have, row)| {
        pairs.iter().zip(row).map(move |(want, comparison)| (logit(have, comparison), have.fits(want)))
    })
    .collect()
}

/// Fits the weights to all pairs of these files as these matchers compare them, and calibrates them on pairs of the
/// first file, as the first matcher compares them, that they have not seen. Further matchers of thinned knowledge keep
/// the weights from trusting the knowledge as if it held all words.
#[must_use]
pub fn fit(matchers: &[Matcher], files: &[Vec<Pair>]) -> Model {
    let without: &[usize] = if matchers.iter().any(Matcher::has_encoder) { &[] } else { &Signals::OF_ENCODER };
    let views: Vec<Compared> = matchers.iter().map(|matcher| view(matcher, files)).collect();
    let examples = views
        .first()
        .map(|first| examples(files, first, &models(files, &views, without), None, without))
        .unwrap_or_default();
    Model::fit(&tables(files, &views, None, without), RIDGE).calibrated(&examples)
}

/// The scores of the pairs of the first file as a matcher compares them, each by weights that were fitted and
/// calibrated without its group, on these files as the matchers `fitted` compare them. Signals `without` are left out.
#[must_use]
pub fn cross_validated(matcher: &Matcher, fitted: &[Matcher], files: &[Vec<Pair>], without: &[usize]) -> Scores {
    let own = view(matcher, files);
    let views: Vec<Compared> = fitted.iter().map(|matcher| view(matcher, files)).collect();
    let models = models(files, &views, without);
    let (Some(first), Some(pairs), Some(compared)) = (views.first(), files.first(), own.first()) else {
        return Scores::new();
    };
    let calibrated: Vec<Model> = (0..PARTS)
        .zip(&models)
        .map(|(left_out, model)| model.clone().calibrated(&examples(files, first, &models, Some(left_out), without)))
        .collect();
    let score = |have: &Pair, comparison: &Comparison| {
        calibrated[part(have) as usize].probability(&comparison.signals.without(without))
    };
    pairs
        .iter()
        .zip(compared)
        .map(|(have, row)| row.iter().map(|comparison| score(have, comparison)).collect())
        .collect()
}
