//! Everything that `maillage match-eval` tells of a file.

use super::{Band, Pair, Recall, Scores, bm25, calibration, places, room_places, trigrams};

/// Wants in a simulated room.
pub const ROOM: usize = 40;
/// Rooms for each have.
const ROOMS: usize = 25;

/// The names of the rankings, in the order of [`Row::recalls`].
pub const RANKINGS: [&str; 3] = ["matcher", "bm25", "trigrams"];

/// One line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it counts: `all`, `lang fr`, `level hard`, `room exact`…
    pub name: String,
    /// By this matcher, by BM25, by character trigrams.
    pub recalls: [Recall; 3],
}

/// The whole report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// How many pairs.
    pub pairs: usize,
    /// A row for all pairs, and one for each group of them.
    pub rows: Vec<Row>,
    /// How well the matcher's scores agree with the truth.
    pub calibration: Vec<Band>,
}

impl Report {
    /// Holds the scores of the matcher beside the plain rankings.
    #[must_use]
    pub fn of(pairs: &[Pair], scores: &Scores) -> Self {
        let haves: Vec<&str> = pairs.iter().map(|pair| pair.have.as_str()).collect();
        let wants: Vec<&str> = pairs.iter().map(|pair| pair.want.as_str()).collect();
        let (bm25, trigrams) = (bm25(&haves, &wants), trigrams(&haves, &wants));
        let rankings = [scores, &bm25, &trigrams];
        let placed = rankings.map(|scores| places(pairs, scores));
        let mut rows = Vec::new();
        let mut row = |name: String, is_in: &dyn Fn(&Pair) -> bool| {
            let recall = |ranking: usize| {
                Recall::of(
                    &pairs
                        .iter()
                        .zip(&placed[ranking])
                        .filter(|(pair, _)| is_in(pair))
                        .map(|(_, place)| *place)
                        .collect::<Vec<_>>(),
                )
            };
            rows.push(Row { name, recalls: [0, 1, 2].map(recall) });
        };
        row("all".to_owned(), &|_| true);
        for (title, read) in
            [("lang", (|pair: &Pair| &pair.language) as fn(&Pair) -> &String), ("level", |pair: &Pair| &pair.level)]
        {
            let mut values: Vec<&String> = pairs.iter().map(read).filter(|value| !value.is_empty()).collect();
            values.sort();
            values.dedup();
            for value in values {
                row(format!("{title} {value}"), &|pair| read(pair) == value);
            }
        }
        for (name, exact) in [("room exact", true), ("room equivalents", false)] {
            rows.push(Row {
                name: name.to_owned(),
                recalls: rankings.map(|scores| Recall::of(&room_places(pairs, scores, ROOM, ROOMS, exact))),
            });
        }
        Self { pairs: pairs.len(), rows, calibration: calibration(pairs, scores) }
    }

    /// As a table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = format!("{:<18} {:>6}", "", "asked");
        for ranking in RANKINGS {
            table.push_str(&format!("   {ranking:<8}   @1    @3   @10   MRR"));
        }
        table.push('\n');
        for row in &self.rows {
            table.push_str(&format!("{:<18} {:>6}", row.name, row.recalls[0].asked));
            for recall in &row.recalls {
                table.push_str(&format!(
                    "           {:>5.3} {:>5.3} {:>5.3} {:>5.3}",
                    recall.at_1, recall.at_3, recall.at_10, recall.reciprocal
                ));
            }
            table.push('\n');
        }
        table.push_str("\ncalibration: of all pairs with a score in a band, how many are right\n");
        table.push_str("      from    pairs   mean score   right\n");
        for band in &self.calibration {
            table.push_str(&format!(
                "      {:>4.2} {:>8} {:>12.2} {:>7.2}\n",
                band.from, band.pairs, band.said, band.right
            ));
        }
        table
    }
}
