//! What was measured, as a table for people and as JSON for programs. Ratios within one run are what counts; absolute
//! figures depend on the machine and its mood.

use serde::Serialize;

/// What a ratio, or a value of ours, has to stay below (or above).
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Our value divided by the peer's, at most.
    RatioAtMost(f64),
    /// Our value divided by the peer's, at least.
    RatioAtLeast(f64),
    /// Our value, at most, in the unit of the line.
    AtMost(f64),
    /// Our value, at least, in the unit of the line.
    AtLeast(f64),
}

/// One line: what was measured, round by round.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What was measured, as the table names it.
    pub what: String,
    pub unit: &'static str,
    /// The name of the program that was measured beside.
    pub peer: String,
    pub ours: Vec<f64>,
    pub peers: Vec<f64>,
    pub goal: Option<Goal>,
}

impl Line {
    pub fn new(what: impl Into<String>, unit: &'static str, peer: impl Into<String>, goal: Option<Goal>) -> Self {
        Self { what: what.into(), unit, peer: peer.into(), ours: Vec::new(), peers: Vec::new(), goal }
    }

    /// Adds what one round measured, of ours and of the peer.
    pub fn round(&mut self, ours: f64, peer: f64) {
        self.ours.push(ours);
        self.peers.push(peer);
    }

    /// Our value divided by the peer's, round by round.
    fn ratios(&self) -> Vec<f64> {
        self.ours.iter().zip(&self.peers).map(|(ours, peer)| ours / peer).collect()
    }

    /// Whether the median reaches the goal; none without a goal.
    pub fn reached(&self) -> Option<bool> {
        let (ours, ratio) = (median(&self.ours), median(&self.ratios()));
        self.goal.map(|goal| match goal {
            Goal::RatioAtMost(most) => ratio <= most,
            Goal::RatioAtLeast(least) => ratio >= least,
            Goal::AtMost(most) => ours <= most,
            Goal::AtLeast(least) => ours >= least,
        })
    }
}

/// The median; not a number when there are no values.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        length if length % 2 == 1 => sorted[length / 2],
        length => f64::midpoint(sorted[length / 2 - 1], sorted[length / 2]),
    }
}

/// The lines as a table in Markdown.
pub fn markdown(lines: &[Line]) -> String {
    let mut text = "| what | ours | peer | peer's | ours ÷ peer (least–most) | to reach | reached \
        |\n|---|---|---|---|---|---|---|\n"
        .to_owned();
    for line in lines {
        let ratios = line.ratios();
        let (ours, peers) = (
            format!("{} {}", short(median(&line.ours)), line.unit),
            format!("{} {}", short(median(&line.peers)), line.unit),
        );
        let (least, most) = ratios
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), ratio| (least.min(*ratio), most.max(*ratio)));
        let ratio = if ratios.is_empty() {
            "–".to_owned()
        } else {
            format!("{:.2} ({least:.2}–{most:.2})", median(&ratios))
        };
        let goal = match line.goal {
            None => "–".to_owned(),
            Some(Goal::RatioAtMost(most)) => format!("≤ {most} ×"),
            Some(Goal::RatioAtLeast(least)) => format!("≥ {least} ×"),
            Some(Goal::AtMost(most)) => format!("≤ {} {}", short(most), line.unit),
            Some(Goal::AtLeast(least)) => format!("≥ {} {}", short(least), line.unit),
        };
        let reached = match line.reached() {
            None => "–",
            Some(true) => "yes",
            Some(false) => "**no**",
        };
        let peers = if line.peers.is_empty() { "–".to_owned() } else { peers };
        text += &format!("| {} | {ours} | {} | {peers} | {ratio} | {goal} | {reached} |\n", line.what, line.peer);
    }
    text
}

fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_was_measured_and_whether_it_is_enough() {
        let mut line = Line::new("p99 to 5,000 screens", "ms", "ws", Some(Goal::RatioAtMost(0.8)));
        for (ours, peer) in [(50.0, 100.0), (60.0, 80.0), (40.0, 100.0)] {
            line.round(ours, peer);
        }
        assert_eq!(line.reached(), Some(true));
        assert!(
            markdown(&[line.clone()])
                .contains("| p99 to 5,000 screens | 50.0 ms | ws | 100 ms | 0.50 (0.40–0.75) | ≤ 0.8 × | yes |")
        );
        line.goal = Some(Goal::RatioAtMost(0.4));
        assert_eq!(line.reached(), Some(false));
    }
}
