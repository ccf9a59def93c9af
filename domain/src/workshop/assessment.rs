//! How far both sides have said what they think of their matches.

use super::Workshop;

/// The matches on the table, by how many of their two sides have answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// All of them: those whose cards are on the table, mere guesses aside.
    pub matches: usize,
    /// One side has answered.
    pub by_one: usize,
    /// Both sides have answered.
    pub by_both: usize,
    /// Both sides are interested.
    pub wanted: usize,
}

impl Workshop {
    /// How far the assessment of the matches is.
    #[must_use]
    pub fn assessment(&self) -> Assessment {
        let mut assessment = Assessment::default();
        for found in self.open_matches().filter(|found| !found.is_guess()) {
            assessment.matches += 1;
            match (found.first_answer.is_some(), found.second_answer.is_some()) {
                (true, true) => assessment.by_both += 1,
                (false, false) => {}
                _ => assessment.by_one += 1,
            }
            assessment.wanted += usize::from(found.is_mutual());
        }
        assessment
    }
}
