//! Holds the matcher to what was measured on the test pairs (table in the README), less a little room.
#![allow(clippy::expect_used)]

mod evaluation;

use evaluation::{placed, recall};

#[test]
fn the_right_haves_stand_among_the_first_as_often_as_was_measured() {
    let placed = placed().expect("the pairs");
    assert_eq!(placed.len(), 162);
    let all = recall(placed.iter().map(|placed| placed.ours), 5);
    assert!(all >= 0.38, "recall at 5 fell to {all:.2}");
    let natural = recall(placed.iter().filter(|placed| placed.pair.level == "natural").map(|placed| placed.ours), 3);
    assert!(natural >= 0.95, "recall at 3 of wants that name the thing fell to {natural:.2}");
    let plain = recall(placed.iter().map(|placed| placed.plain), 5);
    assert!(all > plain, "no better than the overlap of words: {all:.2} and {plain:.2}");
}
