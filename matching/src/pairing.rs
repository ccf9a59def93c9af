//! Two cards put side by side, in a room or with the archive: by law first, then by what the judge makes of them, the
//! dates of the form, and what else the cards say beside their texts.

use domain::matches::Reason::{QuantityAbout, QuantityCovers, QuantityPart};

use crate::explain;
use crate::judge::{self, Judged, Link, Read};
use crate::knowledge::Knowledge;
use crate::law;
use crate::matcher::{Comparer, Matcher};

/// What is left of the score when one is no longer there before the other begins, by the dates of the form.
const DATES_APART: f64 = 0.1;

/// What was found of two cards that could be linked so; none where the law forbids it. The comparer has taken up the
/// first.
pub(crate) fn judged(
    link: Link,
    first: &Read,
    second: &Read,
    comparer: &Comparer<'_>,
    matcher: &Matcher,
) -> Option<Judged> {
    let is_forbidden = link == Link::Serves
        && law::forbids((&first.reading, &first.plain), (&second.reading, &second.plain), matcher.knowledge).is_some();
    if is_forbidden {
        return None;
    }
    let comparison = comparer.with(&first.trace, &second.trace);
    let share = (link == Link::Serves).then(|| covered_share(first, second, matcher.knowledge)).flatten();
    let part = |part: &_| comparer.with(&first.trace, part);
    Some(judge::look(link, first, second, comparison, part, share, matcher))
}

/// What is left of the score of two cards by the dates that were filled in.
pub(crate) fn apart(one: &Read, other: &Read) -> f64 {
    if explain::dates_apart(&one.resource, &other.resource) { DATES_APART } else { 1.0 }
}

/// What the cards say beside their texts, on the scale of the logit. Small, and set by hand: no pairs tell of it.
pub(crate) fn circumstances(one: &Read, other: &Read, knowledge: &Knowledge) -> f64 {
    let mut sum = 0.0;
    if explain::same_place(&one.resource, &other.resource) {
        sum += 0.2;
    }
    // Next to nothing is a poor answer; rooms have too few such pairs to tell.
    if covered_share(one, other, knowledge).is_some_and(|share| share < 0.02) {
        sum -= 1.0;
    }
    sum
}

fn covered_share(have: &Read, need: &Read, knowledge: &Knowledge) -> Option<f64> {
    match explain::quantity(have, need, knowledge)? {
        QuantityAbout { offered, wanted } | QuantityCovers { offered, wanted } | QuantityPart { offered, wanted } => {
            Some(offered.amount / wanted.amount)
        }
        _ => None,
    }
}
