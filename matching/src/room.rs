//! The cards of a room, each read once, and what is proposed for one of them. Kept by the room from card to card: a new card costs
//! the reading of that card and one comparison with each of the others.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::CardId;
use domain::matches::Counterpart;
use domain::resource::{Category, Kind, Resource};
use domain::workshop::{Card, Participant, Proposal, Workshop};

use crate::explain;
use crate::feedback::Feedback;
use crate::matcher::Matcher;
use crate::reading::{Reading, Weight};
use crate::score::Comparison;
use crate::trace::Trace;

/// Below this a proposal would teach people not to look.
pub const THRESHOLD: f64 = 0.08;
/// The most proposals for one card: people read a handful.
pub const AT_MOST: usize = 5;

/// What is left of the score of a pair by a condition that is not met and cannot be helped, and by one that has to be asked.
const VETOED: f64 = 0.1;
const DOUBTED: f64 = 0.5;

/// A card as the room keeps it.
#[derive(Debug)]
struct Entry {
    resource: Resource,
    reading: Reading,
    trace: Trace,
}

/// The cards of one room.
#[derive(Debug)]
pub struct Room {
    matcher: Arc<Matcher>,
    entries: HashMap<CardId, Entry>,
}

/// Everything that a card says about the thing, for reading: title first, then what was specified.
#[must_use]
pub fn text_of(resource: &Resource) -> String {
    let details = &resource.details;
    let mut text = resource.title.to_string();
    for more in [details.description.as_deref(), details.quality.as_deref(), details.form.as_deref()].into_iter().flatten() {
        text.push_str(", ");
        text.push_str(more);
    }
    text
}

impl Room {
    /// An empty room.
    #[must_use]
    pub fn new(matcher: Arc<Matcher>) -> Self {
        Self { matcher, entries: HashMap::new() }
    }

    /// Takes up what was posted or changed; forgets what is gone.
    pub fn update(&mut self, workshop: &Workshop) {
        self.entries.retain(|id, entry| workshop.cards.get(id).is_some_and(|card| card.is_open() && card.resource == entry.resource));
        for card in workshop.open_cards() {
            if !self.entries.contains_key(&card.id) {
                let text = text_of(&card.resource);
                let mut reading = Reading::of(&text, self.matcher.knowledge);
                // Where things are stored or moved, pallets are a measure.
                if matches!(card.resource.category, Category::Space | Category::Logistics)
                    && let Some(pallet) = self.matcher.knowledge.concept("pallet")
                {
                    reading.concepts.iter_mut().filter(|(concept, _)| *concept == pallet).for_each(|(_, share)| *share *= 0.2);
                }
                let trace = self.matcher.trace_of(&reading, &text);
                self.entries.insert(card.id, Entry { resource: card.resource.clone(), reading, trace });
            }
        }
    }

    /// Proposals between these cards and the others on the table, best first for each; none for cards that are not on the table.
    ///
    /// Haves go with wants, shared needs with shared needs and with haves that would serve them, never two cards of one organisation, and
    /// never a pair that was refused.
    #[must_use]
    pub fn proposals(&mut self, workshop: &Workshop, cards: impl IntoIterator<Item = CardId>) -> Vec<Proposal> {
        self.update(workshop);
        let feedback = Feedback::of(workshop, |id| self.entries.get(&id).map(|entry| &entry.trace));
        cards.into_iter().flat_map(|card| self.for_card(workshop, card, &feedback)).collect()
    }

    fn for_card(&self, workshop: &Workshop, id: CardId, feedback: &Feedback<'_>) -> Vec<Proposal> {
        let Some(card) = workshop.cards.get(&id).filter(|card| card.is_open()) else { return Vec::new() };
        let mut comparer = self.matcher.comparer();
        let mut taken = None;
        let mut fits: Vec<(f64, Comparison, [&Card; 2])> = Vec::new();
        for other in workshop.open_cards() {
            let Some([first, second]) = in_order(card, other) else { continue };
            let (Some(a), Some(b)) = (self.entries.get(&first.id), self.entries.get(&second.id)) else { continue };
            if !workshop.are_strangers(card, other) || was_refused(workshop, first, second) {
                continue;
            }
            if taken != Some(first.id) {
                comparer.take(&a.trace);
                taken = Some(first.id);
            }
            let comparison = comparer.with(&a.trace, &b.trace);
            let logit = self.matcher.logit(&comparison);
            let Some(logit) = logit else { continue };
            let adjusted = logit
                + self.circumstances(workshop, (first, a), (second, b))
                + feedback.of_pair((first.id, &a.trace), (second.id, &b.trace), self.matcher.knowledge);
            let score = self.matcher.model.score(adjusted) * obstacles((&a.resource, &a.reading), (&b.resource, &b.reading));
            if score >= THRESHOLD {
                fits.push((score, comparison, [first, second]));
            }
        }
        fits.sort_by(|(one, _, a), (other, _, b)| other.total_cmp(one).then_with(|| (a[0].id, a[1].id).cmp(&(b[0].id, b[1].id))));
        fits.truncate(AT_MOST);
        let proposal = |(score, comparison, [first, second]): (f64, Comparison, [&Card; 2])| {
            let (a, b) = (self.entries.get(&first.id)?, self.entries.get(&second.id)?);
            let reasons = explain::reasons((&a.resource, &a.reading), (&b.resource, &b.reading), &comparison, self.matcher.knowledge);
            Some(Proposal { card: first.id, counterpart: Counterpart::Card(second.id), score, reasons })
        };
        fits.into_iter().filter_map(proposal).collect()
    }

    /// What the cards say beside their texts, on the scale of the logit. Small, and set by hand: no pairs tell of it.
    fn circumstances(&self, workshop: &Workshop, first: (&Card, &Entry), second: (&Card, &Entry)) -> f64 {
        let (have, want) = (&first.1.resource, &second.1.resource);
        let mut sum = 0.0;
        sum -= category_doubt(have.category, want.category);
        if explain::same_place(have, want) {
            sum += 0.2;
        }
        if let Some(share) = self.covered_share((have, &first.1.reading), (want, &second.1.reading)) {
            sum += if share >= 0.5 {
                0.2
            } else if share < 0.02 {
                -0.5
            } else {
                0.0
            };
        }
        let sector = |card: &Card| {
            card.author
                .filter(|_| card.shows_author())
                .and_then(|author| workshop.participants.get(&author))
                .and_then(|author: &Participant| author.sector.as_deref())
        };
        let knowledge = self.matcher.knowledge;
        if let Some(sector) = sector(second.0)
            && second.1.trace.asks.first().is_some_and(|(function, _)| knowledge.functions[usize::from(*function)].divisions.contains(&sector))
        {
            sum += 0.1;
        }
        sum
    }

    fn covered_share(&self, have: (&Resource, &Reading), want: (&Resource, &Reading)) -> Option<f64> {
        use domain::matches::Reason::{QuantityAbout, QuantityCovers, QuantityPart};
        match explain::quantity(have, want, self.matcher.knowledge)? {
            QuantityAbout { offered, wanted } | QuantityCovers { offered, wanted } | QuantityPart { offered, wanted } => Some(offered.amount / wanted.amount),
            _ => None,
        }
    }

    /// How a card was read, for whoever gathers needs.
    pub(crate) fn trace(&self, id: CardId) -> Option<&Trace> {
        self.entries.get(&id).map(|entry| &entry.trace)
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.matcher
    }
}

/// What is left of the score of a pair whose words say that it cannot be as it stands: a factor, since the surest pair falls by it, too.
fn obstacles(have: (&Resource, &Reading), want: (&Resource, &Reading)) -> f64 {
    let apart = if explain::dates_apart(have.0, want.0) { DOUBTED } else { 1.0 };
    have.1.conditions.against(&want.1.conditions).iter().filter(|finding| !finding.met).fold(apart, |left, finding| {
        left * match finding.weight {
            Weight::Veto => VETOED,
            Weight::Doubt => DOUBTED,
        }
    })
}

/// How much different categories speak against a pair. People choose in a hurry: another one of a kin is a doubt, a strange one nearly a
/// refusal.
fn category_doubt(one: Category, other: Category) -> f64 {
    use Category::{Energy, Equipment, Expertise, Logistics, Material, People, Services, Space, Water};
    const KIN: &[&[Category]] = &[
        &[Material, Energy],
        &[Material, Water],
        &[Energy, Water],
        &[Equipment, Space, Services],
        &[Logistics, Services],
        &[Logistics, Space],
        &[Expertise, People, Services],
        &[Material, Equipment],
    ];
    match one {
        _ if one == other => 0.0,
        _ if KIN.iter().any(|kin| kin.contains(&one) && kin.contains(&other)) => 0.7,
        _ => 2.2,
    }
}

/// The two sides in the order of a match: the have first, or the earlier of two shared needs. None when the kinds do not go together.
fn in_order<'a>(one: &'a Card, other: &'a Card) -> Option<[&'a Card; 2]> {
    match (one.resource.kind, other.resource.kind) {
        (Kind::Have, Kind::Want | Kind::SharedNeed) => Some([one, other]),
        (Kind::Want | Kind::SharedNeed, Kind::Have) => Some([other, one]),
        (Kind::SharedNeed, Kind::SharedNeed) if one.id < other.id => Some([one, other]),
        (Kind::SharedNeed, Kind::SharedNeed) if other.id < one.id => Some([other, one]),
        _ => None,
    }
}

/// Whether these two were refused: as these cards, or as cards of the same words between the same organisations. Of an anonymous card nobody may
/// learn the organisation by posting the same words.
fn was_refused(workshop: &Workshop, first: &Card, second: &Card) -> bool {
    let same = |one: &Card, other: &Card| {
        one.id == other.id
            || (one.resource.title == other.resource.title
                && one.shows_author()
                && other.shows_author()
                && one.author.zip(other.author).is_some_and(|(one, other)| workshop.same_organisation(one, other)))
    };
    workshop.matches.values().filter(|found| found.is_dismissed()).any(|found| {
        let Counterpart::Card(other) = found.counterpart else { return false };
        let (Some(a), Some(b)) = (workshop.cards.get(&found.card), workshop.cards.get(&other)) else { return false };
        (same(a, first) && same(b, second)) || (same(a, second) && same(b, first))
    })
}
