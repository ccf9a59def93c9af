//! What a language model is asked about, and what becomes of its answer.

use domain::ids::CardId;
use domain::matches::{Counterpart, Reason};
use domain::workshop::{Card, Proposal, Workshop};

use super::{Room, in_order, obstacles, was_refused};
use crate::explain;
use crate::second_opinion::{Answer, NOT_NAMED, Question};

impl Room {
    /// The other cards on the table with which this one could make a pair, those first that the matcher holds for the nearest. What the
    /// matcher sees nothing in follows, the newest first: that is where it errs.
    #[must_use]
    pub fn nearest(&mut self, workshop: &Workshop, card: CardId) -> Vec<CardId> {
        self.update(workshop);
        let Some(card) = workshop.cards.get(&card).filter(|card| card.is_open()) else { return Vec::new() };
        let mut comparer = self.matcher.comparer();
        let mut found: Vec<(f64, CardId)> = Vec::new();
        for other in workshop.open_cards().filter(|other| other.id != card.id && workshop.are_strangers(card, other)) {
            let [first, second] = in_order(card, other).unwrap_or([card, other]);
            let (Some(a), Some(b)) = (self.entries.get(&first.id), self.entries.get(&second.id)) else { continue };
            comparer.take(&a.trace);
            let near = self.matcher.logit(&comparer.with(&a.trace, &b.trace)).unwrap_or(f64::NEG_INFINITY);
            found.push((near, other.id));
        }
        found.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(b.cmp(a)));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// What the answer makes of the pairs that were asked about: those that the model named, under the matcher's vetoes, and those that stand
    /// already and that it did not name.
    #[must_use]
    pub fn weighed(&mut self, workshop: &Workshop, question: &Question, answer: &Answer) -> Vec<Proposal> {
        self.update(workshop);
        let named = answer.pairs.keys().copied();
        let standing = workshop.matches.values().filter_map(|found| match found.counterpart {
            Counterpart::Card(other) => Some((found.card.min(other), found.card.max(other))),
            Counterpart::Participant(_) => None,
        });
        let mut pairs: Vec<(CardId, CardId)> = named.chain(standing).filter(|(one, other)| question.asks(*one, *other)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs.into_iter().filter_map(|pair| self.weigh(workshop, pair, answer)).collect()
    }

    fn weigh(&self, workshop: &Workshop, pair: (CardId, CardId), answer: &Answer) -> Option<Proposal> {
        let card = |id: CardId| workshop.cards.get(&id).filter(|card: &&Card| card.is_open());
        let (one, other) = (card(pair.0)?, card(pair.1)?);
        let [first, second] = in_order(one, other).unwrap_or([one, other]);
        let (a, b) = (self.entries.get(&first.id)?, self.entries.get(&second.id)?);
        if !workshop.are_strangers(one, other) || was_refused(workshop, first, second) {
            return None;
        }
        let mut comparer = self.matcher.comparer();
        comparer.take(&a.trace);
        let comparison = comparer.with(&a.trace, &b.trace);
        let mut reasons = explain::reasons((&a.resource, &a.reading), (&b.resource, &b.reading), &comparison, self.matcher.knowledge);
        let judged = answer.pairs.get(&pair);
        if let Some([fr, en]) = judged.and_then(|judged| judged.reason.clone()) {
            // The model's sentence says what ours would say; what is to be checked stays.
            reasons.retain(|reason| !matches!(reason, Reason::Told { .. } | Reason::SharedWords { .. }));
            reasons.insert(0, Reason::Told { fr, en });
        }
        let checks = reasons.iter().position(|reason| matches!(reason, Reason::Check { .. })).unwrap_or(reasons.len());
        reasons.insert(checks, Reason::Judged);
        let score = judged.map_or(NOT_NAMED, |judged| judged.score * obstacles((&a.resource, &a.reading), (&b.resource, &b.reading)));
        Some(Proposal { card: first.id, counterpart: Counterpart::Card(second.id), score, reasons })
    }
}
