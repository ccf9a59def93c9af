//! What a language model is asked about, and what becomes of its answer.

use std::collections::HashMap;

use domain::ids::CardId;
use domain::matches::{Counterpart, Reason};
use domain::resource::Kind;
use domain::workshop::{Card, Proposal, Workshop};

use super::{Pair, Room, apart, was_refused};
use crate::explain;
use crate::second_opinion::{Answer, NOT_NAMED, Question};

impl Room {
    /// The other cards on the table with which this one could make a pair, those first that the matcher holds for the
    /// nearest. Cards that it links with nothing (two haves) follow, the newest first. What the law forbids is not
    /// among them.
    #[must_use]
    pub fn nearest(&mut self, workshop: &Workshop, id: CardId) -> Vec<CardId> {
        self.update(workshop);
        let Some(card) = workshop.cards.get(&id).filter(|card| card.is_open()) else { return Vec::new() };
        let linked = self.linked(workshop, id);
        let mut found: Vec<(f64, CardId)> =
            linked.iter().map(|(other, pair)| (self.judge.logit(&pair.judged), *other)).collect();
        let haves = workshop
            .open_cards()
            .filter(|other| other.id != id && are_haves(card, other) && workshop.are_strangers(card, other));
        found.extend(haves.map(|other| (f64::NEG_INFINITY, other.id)));
        found.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(b.cmp(a)));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// What the answer makes of the pairs that were asked about: those that the model named, under the matcher's
    /// vetoes, and those that stand already and that it did not name.
    #[must_use]
    pub fn weighed(&mut self, workshop: &Workshop, question: &Question, answer: &Answer) -> Vec<Proposal> {
        self.update(workshop);
        let mut proposals = Vec::new();
        let mut taken = Vec::new();
        for id in &question.new {
            let linked = self.linked(workshop, *id);
            for other in question.new.iter().chain(&question.others).filter(|other| question.asks(*id, **other)) {
                let pair = ((*id).min(*other), (*id).max(*other));
                let stands = workshop.match_between(pair.0, Counterpart::Card(pair.1)).is_some();
                if taken.contains(&pair) || !(stands || answer.pairs.contains_key(&pair)) {
                    continue;
                }
                taken.push(pair);
                proposals.extend(self.weigh(workshop, pair, linked.get(other), answer));
            }
        }
        proposals
    }

    /// The pairs of a card by the other card; of two ways to link them the better one.
    fn linked<'a>(&'a self, workshop: &'a Workshop, id: CardId) -> HashMap<CardId, Pair<'a>> {
        let mut linked: HashMap<CardId, Pair<'a>> = HashMap::new();
        for pair in self.pairs(workshop, id) {
            let other = pair.beside(id);
            let is_better =
                linked.get(&other).is_none_or(|known| self.judge.logit(&known.judged) < self.judge.logit(&pair.judged));
            if is_better {
                linked.insert(other, pair);
            }
        }
        linked
    }

    fn weigh(
        &self,
        workshop: &Workshop,
        ids: (CardId, CardId),
        pair: Option<&Pair<'_>>,
        answer: &Answer,
    ) -> Option<Proposal> {
        let (one, other) = (workshop.cards.get(&ids.0)?, workshop.cards.get(&ids.1)?);
        // What is linked in no way is forbidden, unless both are haves.
        if (pair.is_none() && !are_haves(one, other))
            || was_refused(workshop, one, other)
            || !workshop.are_strangers(one, other)
        {
            return None;
        }
        let [first, second] = pair.map_or([one, other], |pair| pair.cards);
        let (a, b) = (self.entries.get(&first.id)?, self.entries.get(&second.id)?);
        let mut reasons =
            pair.map_or_else(Vec::new, |pair| explain::reasons(a, b, &pair.judged, self.matcher.knowledge));
        let judged = answer.pairs.get(&ids);
        if let Some([fr, en]) = judged.and_then(|judged| judged.reason.clone()) {
            // The model's sentence says what ours would say; what is to be checked stays.
            reasons.retain(|reason| !matches!(reason, Reason::Told { .. } | Reason::SharedWords { .. }));
            reasons.insert(0, Reason::Told { fr, en });
        }
        let is_check = |reason: &Reason| matches!(reason, Reason::Check { .. } | Reason::Unmet { .. });
        let checks = reasons.iter().position(is_check).unwrap_or(reasons.len());
        reasons.insert(checks, Reason::Judged);
        let left = pair.map_or(1.0, |pair| pair.judged.left()) * apart(a, b);
        let score = judged.map_or(NOT_NAMED, |judged| judged.score * left);
        Some(Proposal { card: first.id, counterpart: Counterpart::Card(second.id), score, reasons })
    }
}

fn are_haves(one: &Card, other: &Card) -> bool {
    one.resource.kind == Kind::Have && other.resource.kind == Kind::Have
}
