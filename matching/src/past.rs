//! The cards of past workshops that gave leave, and which of them go with a card of today: found by the index of
//! [`crate::archive`], then judged like the cards of a room, by the same law, conditions and weights. What is forbidden
//! or cannot be met is not shown: nobody is there to say what was meant.

use std::sync::Arc;

use domain::matches::Reason;
use domain::resource::{Kind, Resource};

use crate::archive::Archive;
use crate::explain;
use crate::judge::{Judge, Judged, Link, Read};
use crate::matcher::Matcher;
use crate::pairing;
use crate::reading::Weight;
use crate::room::THRESHOLD;

/// So many cards that the index finds are judged.
const JUDGED: usize = 48;

/// Cards of past workshops.
#[derive(Debug)]
pub struct Past {
    matcher: Arc<Matcher>,
    index: Archive,
    cards: Vec<Read>,
}

/// A card of a past workshop that goes with one of today.
#[derive(Clone, Debug)]
pub struct Lead {
    /// Its number, as [`Past::add`] gave it.
    pub number: u32,
    /// The probability that a facilitator would introduce the two.
    pub score: f64,
    /// Why the two are thought to fit.
    pub reasons: Vec<Reason>,
}

impl Past {
    /// An archive without cards.
    #[must_use]
    pub fn new(matcher: Arc<Matcher>) -> Self {
        Self { index: Archive::new(matcher.knowledge), cards: Vec::new(), matcher }
    }

    /// Takes a card up. Gives its number: 0, 1, 2…
    pub fn add(&mut self, resource: &Resource) -> u32 {
        let read = Read::of(resource, &self.matcher);
        let number = self.index.add(&read.trace, resource.kind == Kind::Have);
        self.cards.push(read);
        number
    }

    /// Puts the index in order. To be called once many cards were added.
    pub fn finish(&mut self) {
        self.index.finish();
    }

    /// The resource of this number.
    #[must_use]
    pub fn resource(&self, number: u32) -> Option<&Resource> {
        self.cards.get(number as usize).map(|read| &read.resource)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The best for a card, at most so many: needs for a have, haves for a need.
    #[must_use]
    pub fn search(&self, resource: &Resource, most: usize) -> Vec<Lead> {
        let card = Read::of(resource, &self.matcher);
        let is_have = resource.kind == Kind::Have;
        let judge = Judge::get(self.matcher.has_encoder());
        let mut comparer = self.matcher.comparer();
        if is_have {
            comparer.take(&card.trace);
        }
        let mut leads: Vec<(u32, f64, Judged)> = Vec::new();
        for found in self.index.search(&self.matcher, &card.trace, is_have, JUDGED) {
            let Some(kept) = self.cards.get(found.number as usize) else { continue };
            let [have, need] = if is_have { [&card, kept] } else { [kept, &card] };
            if !is_have {
                comparer.take(&have.trace);
            }
            let Some(judged) = pairing::judged(Link::Serves, have, need, &comparer, &self.matcher) else { continue };
            if cannot_be_met(&judged) || pairing::apart(have, need) < 1.0 {
                continue;
            }
            let logit = judge.logit(&judged) + pairing::circumstances(have, need, self.matcher.knowledge);
            leads.push((found.number, Judge::score(logit) * judged.left(), judged));
        }
        leads.retain(|(_, score, _)| *score >= THRESHOLD);
        leads.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        leads.truncate(most);
        let told = |(number, score, judged): (u32, f64, Judged)| {
            let kept = self.cards.get(number as usize)?;
            let [have, need] = if is_have { [&card, kept] } else { [kept, &card] };
            Some(Lead { number, score, reasons: explain::reasons(have, need, &judged, self.matcher.knowledge) })
        };
        leads.into_iter().filter_map(told).collect()
    }
}

/// Whether a condition stands in the way that cannot be helped.
fn cannot_be_met(judged: &Judged) -> bool {
    judged.is_refused || judged.findings.iter().any(|finding| !finding.met && finding.weight == Weight::Veto)
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use domain::resource::ResourceDraft;

    fn card(kind: &str, title: &str) -> Resource {
        ResourceDraft { kind: kind.into(), title: title.into(), ..ResourceDraft::default() }.parse().expect("valid")
    }

    fn found(kept: &[(&str, &str)], card_of_today: (&str, &str)) -> Vec<String> {
        let mut past = Past::new(Arc::new(Matcher::new()));
        for (kind, title) in kept {
            past.add(&card(kind, title));
        }
        past.finish();
        let leads = past.search(&card(card_of_today.0, card_of_today.1), 5);
        leads.iter().filter_map(|lead| past.resource(lead.number)).map(|resource| resource.title.to_string()).collect()
    }

    #[test]
    fn what_goes_together_is_found_from_either_side() {
        let kept = [("have", "sciure de résineux sèche"), ("want", "loger 12 saisonniers"), ("have", "pneus usagés")];
        assert_eq!(found(&kept, ("want", "litière pour chevaux, sciure ou copeaux")), ["sciure de résineux sèche"]);
        assert_eq!(found(&kept, ("have", "mobil-homes vides d'octobre à mars")), ["loger 12 saisonniers"]);
    }

    #[test]
    fn what_the_law_forbids_is_not_found_in_the_archive_either() {
        let feed = ("want", "aliment pour nos vaches laitières");
        let kept = [("have", "sang d'abattoir, farine pour aliment"), ("have", "drêches de brasserie fraîches")];
        assert_eq!(found(&kept, feed), ["drêches de brasserie fraîches"]);
    }

    #[test]
    fn what_cannot_be_met_is_not_found_in_the_archive() {
        let need = ("want", "vapeur à 12 bar pour nos cuves");
        assert_eq!(found(&[("have", "vapeur à 15 bar disponible")], need), ["vapeur à 15 bar disponible"]);
        assert!(found(&[("have", "vapeur à 3 bar disponible")], need).is_empty());
    }
}
