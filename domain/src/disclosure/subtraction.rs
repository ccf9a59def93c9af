//! What can be worked out from several sums by adding and subtracting: the attacker's side of [`super`].
//!
//! Each sum is a line over the contributions in it. Contributions that stand in the same sums can never be told apart
//! and form a block. Lines are reduced (Gauss) with the blocks first that are safe by themselves: a line that then
//! touches none of them is a sum over unsafe blocks alone, and has to be safe itself. Besides, every few sums are added
//! and subtracted as a person would, since a sum that is nearly one company is no less dangerous than one that is.

use std::collections::BTreeMap;

use super::is_safe;

/// A contribution, or the change of one, as an unknown: whose it is, the companies that know it, and its amount.
#[derive(Clone, Debug)]
pub(super) struct Unknown {
    /// The same for a contribution and its changes: one company's plus and minus hide nobody else.
    pub contribution: usize,
    pub companies: Vec<u32>,
    pub amount: f64,
}

/// Whether a sum of these, each taken so many times, may be shown.
fn is_safe_sum<'a>(parts: impl Iterator<Item = (f64, &'a Unknown)>) -> bool {
    let mut sums: BTreeMap<usize, (&[u32], f64)> = BTreeMap::new();
    for (factor, part) in parts {
        sums.entry(part.contribution).or_insert((&part.companies, 0.0)).1 += factor * part.amount;
    }
    is_safe(sums.values().copied().filter(|(_, amount)| amount.abs() > TINY))
}

/// Whether adding and subtracting these sums, each a list of indexes of unknowns, gives a sum that may not be shown.
pub(super) fn gives_away(sums: &[Vec<usize>], unknowns: &[Unknown]) -> bool {
    let mut signatures: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    let mut in_sums: Vec<Vec<usize>> = vec![Vec::new(); unknowns.len()];
    for (at, sum) in sums.iter().enumerate() {
        for unknown in sum {
            if let Some(list) = in_sums.get_mut(*unknown) {
                list.push(at);
            }
        }
    }
    for (unknown, list) in in_sums.into_iter().enumerate().filter(|(_, list)| !list.is_empty()) {
        signatures.entry(list).or_default().push(unknown);
    }
    let of_block = |block: Vec<usize>| block.iter().filter_map(|at| unknowns.get(*at)).collect::<Vec<_>>();
    let judged = |(list, block): (Vec<usize>, Vec<usize>)| {
        let parts = of_block(block);
        (is_safe_sum(parts.iter().map(|part| (1.0, *part))), list, parts)
    };
    let mut blocks: Vec<(bool, Vec<usize>, Vec<&Unknown>)> = signatures.into_iter().map(judged).collect();
    blocks.sort_by_key(|(safe, ..)| !safe);
    let safe = blocks.iter().filter(|(safe, ..)| *safe).count();
    let mut lines: Vec<Vec<f64>> = (0..sums.len())
        .map(|sum| blocks.iter().map(|(_, list, _)| if list.contains(&sum) { 1.0 } else { 0.0 }).collect())
        .collect();
    let unsafe_line = |line: &[f64]| {
        let touched = line.iter().zip(&blocks).filter(|(factor, _)| factor.abs() > TINY);
        !is_safe_sum(touched.flat_map(|(factor, (_, _, parts))| parts.iter().map(move |part| (*factor, *part))))
    };
    let nothing = vec![0.0; blocks.len()];
    if few(&lines, &nothing, 0, at_once(lines.len()), &unsafe_line) {
        return true;
    }
    reduce(&mut lines, blocks.len());
    lines.iter().any(|line| line.iter().take(safe).all(|value| value.abs() <= TINY) && unsafe_line(line))
}

/// How many sums are put together at once, of so many: with many, more would take minutes, and no person does it
/// either.
const fn at_once(sums: usize) -> usize {
    match sums {
        0..=20 => 4,
        21..=60 => 3,
        _ => 2,
    }
}

/// Whether adding or subtracting up to `more` of the lines from `first` on to this one gives a line that is unsafe.
fn few(lines: &[Vec<f64>], sum: &[f64], first: usize, more: usize, is_unsafe: &impl Fn(&[f64]) -> bool) -> bool {
    if more == 0 {
        return false;
    }
    lines.iter().enumerate().skip(first).any(|(at, line)| {
        // The first is always added: the same the other way round tells the same.
        let signs: &[f64] = if sum.iter().all(|value| *value == 0.0) { &[1.0] } else { &[1.0, -1.0] };
        signs.iter().any(|sign| {
            let sum: Vec<f64> = sum.iter().zip(line).map(|(value, other)| value + sign * other).collect();
            is_unsafe(&sum) || few(lines, &sum, at + 1, more - 1, is_unsafe)
        })
    })
}

/// Below this a factor is a rounding error: factors are small whole numbers and their quotients.
const TINY: f64 = 1e-7;

/// Reduced row echelon form.
fn reduce(lines: &mut [Vec<f64>], columns: usize) {
    let at = |lines: &[Vec<f64>], row: usize, column: usize| {
        lines.get(row).and_then(|line| line.get(column)).copied().unwrap_or(0.0)
    };
    let mut row = 0;
    for column in 0..columns {
        let best =
            (row..lines.len()).max_by(|a, b| at(lines, *a, column).abs().total_cmp(&at(lines, *b, column).abs()));
        let Some(best) = best.filter(|best| at(lines, *best, column).abs() > TINY) else { continue };
        lines.swap(row, best);
        let pivot = at(lines, row, column);
        let Some(line) = lines.get_mut(row) else { break };
        for value in line.iter_mut() {
            *value /= pivot;
        }
        let pivot_line = line.clone();
        for (other, line) in lines.iter_mut().enumerate().filter(|(other, _)| *other != row) {
            let factor = line.get(column).copied().unwrap_or(0.0);
            if factor.abs() > TINY && other != row {
                for (value, of_pivot) in line.iter_mut().zip(&pivot_line) {
                    *value -= factor * of_pivot;
                }
            }
        }
        row += 1;
    }
}
