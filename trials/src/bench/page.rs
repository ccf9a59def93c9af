//! A phone's first visit in a real browser: `end2end/bench/page.mjs` measures, this puts it into the table.

use anyhow::{Result, bail};

use crate::table::Line;

/// The rows of the first visit.
pub async fn rows(_rounds: usize) -> Result<Vec<Line>> {
    bail!("not yet")
}
