//! How good the matcher is in a whole room, by a facilitator's labels: every card of a workshop in the order of
//! posting, every pair that a facilitator would want to talk, and pairs that only look alike.
//!
//! The room is played by the rules of the workshop itself: people join, post without choosing a category, and the
//! matcher proposes after each card, as it does on a server. What counts as shown is what the boards would show.

mod file;
mod played;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub use file::{CardLine, Files, Label, Trap, names, read, read_named};
pub use played::{AskedModel, play};

use domain::ids::CardId;
use domain::matches::Counterpart;
use domain::workshop::Workshop;

/// A pair of cards, by their ids in the file, the smaller first.
pub type Pair = (String, String);

/// A pair as the room has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// The two cards.
    pub pair: Pair,
    /// From 0 to 1.
    pub score: f64,
    /// Whether the boards would show it.
    pub shown: bool,
}

/// A share, with what it is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many are.
    pub of: usize,
    /// Of how many.
    pub all: usize,
}

impl Share {
    /// From 0 to 1; 0 of nothing.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // hundreds
    pub fn value(self) -> f64 {
        if self.all == 0 { 0.0 } else { self.of as f64 / self.all as f64 }
    }

    fn count(all: impl Iterator<Item = bool>) -> Self {
        all.fold(Self::default(), |share, is| Self { of: share.of + usize::from(is), all: share.all + 1 })
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.2} ({} of {})", self.value(), self.of, self.all)
    }
}

/// What a facilitator would say of a room as the matcher left it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Pairs that the boards show, and how many of them a facilitator would introduce (grade 1 or 2).
    pub right_shown: Share,
    /// Of the pairs of grade 2: shown on the boards.
    pub clear_shown: Share,
    /// Of the pairs of grade 2: proposed at all, be it as a guess.
    pub clear_proposed: Share,
    /// Of the look-alikes: shown on the boards.
    pub traps_shown: Share,
    /// Of the cards with a labelled counterpart: those that see one among their best three.
    pub served_cards: Share,
    /// Cards whose category was found from their words.
    pub categories_found: Share,
    /// Of the 10, 20 and 30 surest pairs: labelled ones.
    pub precision: [Share; 3],
    /// Every pair that was proposed, the surest first.
    pub proposed: Vec<Proposed>,
}

/// The surest pairs of which the precision is told.
pub const PRECISION_AT: [usize; 3] = [10, 20, 30];

/// Judges a room that was played.
#[must_use]
pub fn judge(files: &Files, workshop: &Workshop) -> Judgement {
    let id = |card: CardId| files.cards.get(card.0 as usize - 1).map(|line| line.id.clone()).unwrap_or_default();
    let grades: BTreeMap<&Pair, u8> = files.labels.iter().map(|label| (&label.pair, label.grade)).collect();
    let mut proposed: Vec<Proposed> = Vec::new();
    let mut best: BTreeMap<CardId, Vec<(f64, Pair)>> = BTreeMap::new();
    for found in workshop.matches.values() {
        let Counterpart::Card(other) = found.counterpart else { continue };
        let pair = file::pair(id(found.card), id(other));
        for card in [found.card, other] {
            best.entry(card).or_default().push((found.score, pair.clone()));
        }
        proposed.push(Proposed { pair, score: found.score, shown: !found.is_guess() });
    }
    proposed.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.pair.cmp(&other.pair)));
    let shown: BTreeSet<&Pair> = proposed.iter().filter(|found| found.shown).map(|found| &found.pair).collect();
    let known: BTreeSet<&Pair> = proposed.iter().map(|found| &found.pair).collect();
    let clear = || files.labels.iter().filter(|label| label.grade == 2);
    let labelled: BTreeSet<&str> =
        files.labels.iter().flat_map(|label| [label.pair.0.as_str(), label.pair.1.as_str()]).collect();
    let served =
        files.cards.iter().zip(1..).filter(|(line, _)| labelled.contains(line.id.as_str())).map(|(_, number)| {
            let mut seen = best.get(&CardId(number)).cloned().unwrap_or_default();
            seen.sort_by(|one, other| other.0.total_cmp(&one.0));
            seen.iter().take(3).any(|(_, pair)| grades.contains_key(pair))
        });
    let categories = files.cards.iter().zip(1..).filter(|(line, _)| !line.category.is_empty()).map(|(line, number)| {
        workshop.cards.get(&CardId(number)).is_some_and(|card| card.resource.category.code() == line.category)
    });
    let precision =
        PRECISION_AT.map(|most| Share::count(proposed.iter().take(most).map(|found| grades.contains_key(&found.pair))));
    Judgement {
        right_shown: Share::count(shown.iter().map(|pair| grades.contains_key(*pair))),
        clear_shown: Share::count(clear().map(|label| shown.contains(&label.pair))),
        clear_proposed: Share::count(clear().map(|label| known.contains(&label.pair))),
        traps_shown: Share::count(files.traps.iter().map(|trap| shown.contains(&trap.pair))),
        served_cards: Share::count(served),
        categories_found: Share::count(categories),
        precision,
        proposed,
    }
}

impl Judgement {
    /// The figures, a line each.
    #[must_use]
    pub fn table(&self) -> String {
        let mut lines = String::new();
        let rows = [
            ("right on the board", self.right_shown),
            ("grade-2 pairs on the board", self.clear_shown),
            ("grade-2 pairs proposed at all", self.clear_proposed),
            ("look-alikes on the board", self.traps_shown),
            ("labelled cards that see one among their best three", self.served_cards),
            ("category found", self.categories_found),
        ];
        for (name, share) in rows {
            let _ = writeln!(lines, "{name:<52} {share}");
        }
        for (most, share) in PRECISION_AT.iter().zip(self.precision) {
            let _ = writeln!(lines, "{:<52} {share}", format!("right among the {most} surest"));
        }
        lines
    }

    /// The pairs on the board that are no pairs, and the clear pairs that it lacks, each with what its cards say.
    #[must_use]
    pub fn mistakes(&self, files: &Files) -> String {
        let text = |id: &str| files.cards.iter().find(|line| line.id == id).map(CardLine::told).unwrap_or_default();
        let told = |pair: &Pair| format!("{} {}\n      {} {}", pair.0, text(&pair.0), pair.1, text(&pair.1));
        let labelled = |pair: &Pair| files.labels.iter().any(|label| label.pair == *pair);
        let trap = |pair: &Pair| files.traps.iter().find(|trap| trap.pair == *pair);
        let mut lines = String::from("On the board, and wrong:\n");
        for found in self.proposed.iter().filter(|found| found.shown && !labelled(&found.pair)) {
            let _ = writeln!(lines, " {:.2} {}", found.score, told(&found.pair));
            if let Some(trap) = trap(&found.pair) {
                let _ = writeln!(lines, "      look-alike: {}", trap.note);
            }
        }
        lines.push_str("Clear pairs that are not on the board (their score, when they are proposed):\n");
        for label in files.labels.iter().filter(|label| label.grade == 2) {
            let found = self.proposed.iter().find(|found| found.pair == label.pair);
            if found.is_some_and(|found| found.shown) {
                continue;
            }
            let score = found.map_or_else(|| "   –".to_owned(), |found| format!("{:.2}", found.score));
            let _ = writeln!(lines, " {score} {}\n      {}", told(&label.pair), label.note);
        }
        lines
    }
}
