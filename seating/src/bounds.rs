//! What no plan can beat.

use crate::Question;

/// Limits that hold for every plan of a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// No plan has fewer pairs that share a table though they are to sit apart.
    pub together: usize,
    /// No plan has fewer repeated meetings.
    pub repeats: usize,
    /// In no plan do likely matches of more weight meet.
    pub likely: f64,
}

/// The bounds. Each follows from counting alone:
///
/// - a group larger than the number of tables has to share some, spread as evenly as can be (pigeonhole);
/// - who sat together is spread over the tables of the next round: with more people at a table than there are tables,
///   some meet again; and there are no more pairs than there are, however many meetings the rounds hold;
/// - a person has only so many neighbours over all rounds: the likeliest ones, half of each pair.
#[must_use]
pub fn bounds(question: &Question) -> Bounds {
    let (people, rounds) = (question.people.len(), question.rounds);
    let sizes = question.sizes();
    let mut groups: Vec<u32> = question.people.iter().flat_map(|person| person.groups.iter().copied()).collect();
    groups.sort_unstable();
    groups.dedup();
    // The largest group alone: groups may overlap, and a pair in two of them counts once.
    let largest = groups
        .iter()
        .map(|group| question.people.iter().filter(|person| person.groups.contains(group)).count())
        .max()
        .unwrap_or(0);
    let together = rounds * spread(largest, question.tables);

    let of_consecutive =
        rounds.saturating_sub(1) * sizes.iter().map(|size| spread(*size, question.tables)).sum::<usize>();
    let meetings = rounds * sizes.iter().map(|size| pairs(*size)).sum::<usize>();
    let repeats = of_consecutive.max(meetings.saturating_sub(pairs(people)));

    let apart = question.apart();
    let weights = question.weights();
    let neighbours = (rounds + question.held.len()) * sizes.iter().max().copied().unwrap_or(0).saturating_sub(1);
    let mut all = 0.0;
    let mut halves = 0.0;
    for one in 0..people {
        let mut wanted: Vec<f64> = (0..people)
            .filter(|other| *other != one && !apart.at(one, *other))
            .map(|other| weights.at(one, other))
            .collect();
        wanted.sort_by(|one, other| other.total_cmp(one));
        all += wanted.iter().sum::<f64>() / 2.0;
        halves += wanted.iter().take(neighbours).sum::<f64>() / 2.0;
    }
    Bounds { together, repeats, likely: f64::min(all, halves) }
}

fn pairs(people: usize) -> usize {
    people * people.saturating_sub(1) / 2
}

/// How many pairs share a table at least when so many people are spread over so many tables.
fn spread(people: usize, tables: usize) -> usize {
    if tables == 0 {
        return 0;
    }
    let (each, more) = (people / tables, people % tables);
    more * pairs(each + 1) + (tables - more) * pairs(each)
}
