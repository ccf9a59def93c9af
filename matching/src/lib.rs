//! Who fits whom: which cards of a workshop could help each other, and why.
//!
//! The first version is lexical: words without accents and endings, French and English together through a list of what people
//! call the same thing ([`knowledge`]), rare words counting more, typing errors forgiven, quantities compared. It stands behind
//! one function, [`proposals_for`], so that a better one can take its place. Pure: no I/O, no clock, no chance.

mod knowledge;
mod score;
mod terms;

pub use score::{Corpus, Fit, Reading};

use domain::ids::CardId;
use domain::matches::Counterpart;
use domain::resource::Kind;
use domain::workshop::{Card, Proposal, Workshop};

/// Below this a proposal would teach people not to look.
const THRESHOLD: f64 = 0.15;
/// The most proposals for one card: people read a handful.
const AT_MOST: usize = 5;

/// Proposals between this card and the others on the table, best first; none for a card that is not on the table.
///
/// Haves go with wants, shared needs with shared needs and with haves that would serve them, never two cards of one organisation.
#[must_use]
pub fn proposals_for(workshop: &Workshop, card: CardId) -> Vec<Proposal> {
    let Some(card) = workshop.cards.get(&card).filter(|card| card.is_open()) else { return Vec::new() };
    let readings: Vec<Read<'_>> = workshop.open_cards().map(|card| (card, Reading::of(&card.resource))).collect();
    let corpus = Corpus::new(readings.iter().map(|(_, reading)| reading));
    let own = (card, Reading::of(&card.resource));
    let mut fits: Vec<(Fit, [&Card; 2])> = readings
        .iter()
        .filter(|(other, _)| !same_organisation(workshop, card, other))
        .filter_map(|other| in_order(&own, other))
        .filter_map(|[first, second]| corpus.fit(&first.1, &second.1).map(|fit| (fit, [first.0, second.0])))
        .filter(|(fit, _)| fit.score >= THRESHOLD)
        .collect();
    fits.sort_by(|(one, a), (other, b)| other.score.total_cmp(&one.score).then_with(|| (a[0].id, a[1].id).cmp(&(b[0].id, b[1].id))));
    fits.truncate(AT_MOST);
    let proposal = |(fit, [first, second]): (Fit, [&Card; 2])| Proposal {
        card: first.id,
        counterpart: Counterpart::Card(second.id),
        score: fit.score,
        reasons: fit.reasons,
    };
    fits.into_iter().map(proposal).collect()
}

/// A card and how the matcher reads it.
type Read<'a> = (&'a Card, Reading<'a>);

/// The two sides in the order of a match: the have first, or the earlier of two shared needs. None when the kinds do not go together.
fn in_order<'a, 'c>(one: &'a Read<'c>, other: &'a Read<'c>) -> Option<[&'a Read<'c>; 2]> {
    match (one.0.resource.kind, other.0.resource.kind) {
        (Kind::Have, Kind::Want | Kind::SharedNeed) => Some([one, other]),
        (Kind::Want | Kind::SharedNeed, Kind::Have) => Some([other, one]),
        (Kind::SharedNeed, Kind::SharedNeed) if one.0.id < other.0.id => Some([one, other]),
        (Kind::SharedNeed, Kind::SharedNeed) if other.0.id < one.0.id => Some([other, one]),
        _ => None,
    }
}

fn same_organisation(workshop: &Workshop, one: &Card, other: &Card) -> bool {
    match (one.author, other.author) {
        (Some(one), Some(other)) => workshop.same_organisation(one, other),
        _ => false,
    }
}
