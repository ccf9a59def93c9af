//! The cards of a room, each read once, and what is proposed for one of them. Kept by the room from card to card: a new
//! card costs the reading of that card and one comparison with each of the others.

mod weighed;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::ids::CardId;
use domain::matches::Counterpart;
use domain::resource::Kind;
use domain::workshop::{Card, Participant, Proposal, Workshop};

use crate::explain;
use crate::feedback::{Feedback, Heard, News};
use crate::judge::{Judge, Judged, Link, Read};
use crate::matcher::Matcher;
use crate::pairing::{self, apart};
use crate::pool;
use crate::standing::{Place, Standings};
use crate::trace::Trace;

/// No pair below this score is proposed: nine in ten would be wrong, and people would stop looking.
pub const THRESHOLD: f64 = 0.1;
/// How many proposals a card has at most: people read a handful.
pub const AT_MOST: usize = 5;

/// In a room of so few cards, every card that comes changes what all others are worth.
const SMALL: usize = 40;
/// While a room grows to so many, all of it is weighed anew now and then, after so many cards.
const GROWING: usize = 120;
const NOW_AND_THEN: usize = 10;

/// The cards of one room.
#[derive(Debug)]
pub struct Room {
    matcher: Arc<Matcher>,
    judge: Cow<'static, Judge>,
    entries: HashMap<CardId, Read>,
    standings: Standings,
    /// What the room had said of pairs when they were last weighed.
    heard: Heard,
}

/// Two cards, the order in which a match has them, and what was found of them.
pub(crate) struct Pair<'a> {
    pub cards: [&'a Card; 2],
    pub judged: Judged,
}

impl Pair<'_> {
    /// The card beside this one.
    fn beside(&self, id: CardId) -> CardId {
        let [first, second] = self.cards;
        if first.id == id { second.id } else { first.id }
    }
}

/// Two cards that fit, and how well; judged by nothing where both are haves to be pooled.
struct Fit<'a> {
    score: f64,
    cards: [&'a Card; 2],
    judged: Option<Judged>,
}

impl Room {
    /// An empty room.
    #[must_use]
    pub fn new(matcher: Arc<Matcher>) -> Self {
        let judge = Cow::Borrowed(Judge::get(matcher.has_encoder()));
        Self { matcher, judge, entries: HashMap::new(), standings: Standings::default(), heard: Heard::new() }
    }

    /// The same with another judge: for measuring.
    #[must_use]
    pub fn judged_by(matcher: Arc<Matcher>, judge: Judge) -> Self {
        Self {
            matcher,
            judge: Cow::Owned(judge),
            entries: HashMap::new(),
            standings: Standings::default(),
            heard: Heard::new(),
        }
    }

    /// Takes up what was posted or changed; forgets what is gone.
    pub fn update(&mut self, workshop: &Workshop) {
        let standings = &mut self.standings;
        self.entries.retain(|id, entry| {
            let stays = workshop.cards.get(id).is_some_and(|card| card.is_open() && card.resource == entry.resource);
            if !stays {
                standings.forget(*id);
            }
            stays
        });
        for card in workshop.open_cards() {
            if !self.entries.contains_key(&card.id) {
                self.entries.insert(card.id, Read::of(&card.resource, &self.matcher));
            }
        }
    }

    /// Proposals between these cards and the others on the table, best first for each; none for cards that are not on
    /// the table.
    ///
    /// Haves go with needs that they would serve, needs with like needs, what somebody needs to be rid of with who
    /// needs it, and haves with each other where both say that they are to be pooled; never two cards of one
    /// organisation, and never a pair that was refused.
    #[must_use]
    pub fn proposals(&mut self, workshop: &Workshop, cards: impl IntoIterator<Item = CardId>) -> Vec<Proposal> {
        self.update(workshop);
        let entered = self.put_side_by_side(workshop);
        let feedback = Feedback::of(workshop, |id| self.trace(id));
        let heard = feedback.heard();
        let news = News::between(&self.heard, &heard, |id| self.trace(id));
        let cards: Vec<CardId> = cards.into_iter().collect();
        let mut proposals: Vec<Proposal> =
            cards.iter().flat_map(|card| self.for_card(workshop, *card, &feedback)).collect();
        proposals.extend(self.weighed_anew(workshop, (&entered, &news), &cards, &feedback));
        self.heard = heard;
        proposals
    }

    /// Puts every card that came or changed beside all others; gives those cards.
    fn put_side_by_side(&mut self, workshop: &Workshop) -> Vec<CardId> {
        let mut entered: Vec<CardId> = self.entries.keys().copied().filter(|id| !self.standings.holds(*id)).collect();
        entered.sort();
        for id in &entered {
            let pairs = self.pairs(workshop, *id);
            let others: Vec<_> =
                pairs.iter().map(|pair| (pair.beside(*id), self.judge.together(&pair.judged))).collect();
            self.standings.enter(*id, others);
        }
        entered
    }

    /// Matches of other cards that are worth something else now, and are told so: to which one of those that entered
    /// comes as near, and those like pairs of which the room says something new.
    fn weighed_anew(
        &self,
        workshop: &Workshop,
        (entered, news): (&[CardId], &News<'_>),
        looked_at: &[CardId],
        feedback: &Feedback<'_>,
    ) -> Vec<Proposal> {
        let cards = self.entries.len();
        let is_time = cards <= SMALL || (cards <= GROWING && cards.is_multiple_of(NOW_AND_THEN));
        let near: BTreeSet<CardId> = if !entered.is_empty() && is_time {
            self.entries.keys().copied().collect()
        } else {
            entered.iter().flat_map(|id| self.standings.near_to(*id)).collect()
        };
        let mut proposals = Vec::new();
        for found in workshop.open_matches() {
            let Counterpart::Card(other) = found.counterpart else { continue };
            let cards = [found.card, other];
            let is_told_already = cards.iter().any(|card| looked_at.contains(card));
            let traces = self.trace(found.card).zip(self.trace(other));
            let told_of = || traces.is_some_and(|(a, b)| news.tell_of(a, b, self.matcher.knowledge));
            if !is_told_already && (cards.iter().any(|card| near.contains(card)) || told_of()) {
                let fits = self.pair(workshop, found.card, other).map(|pair| self.fit(workshop, pair, feedback));
                let best = fits.max_by(|one, other| one.score.total_cmp(&other.score));
                proposals.extend(best.and_then(|fit| self.proposal(fit)));
            }
        }
        proposals
    }

    /// How well a pair fits in this room.
    fn fit<'a>(&self, workshop: &Workshop, pair: Pair<'a>, feedback: &Feedback<'_>) -> Fit<'a> {
        let Pair { cards, judged } = pair;
        let [first, second] = cards;
        let read = self.entries.get(&first.id).zip(self.entries.get(&second.id));
        let score = read.map_or(0.0, |(a, b)| {
            let together = self.judge.together(&judged);
            let [firsts, seconds] = [first, second].map(|card| self.standings.of(card.id));
            let beside = firsts.len().min(seconds.len());
            let adjusted = self.judge.placed(judged.link, &Place::among(together, firsts, seconds), beside)
                + self.circumstances(workshop, (first, a), (second, b))
                + feedback.of_pair((first.id, &a.trace), (second.id, &b.trace), self.matcher.knowledge);
            Judge::score(adjusted) * judged.left() * apart(a, b)
        });
        Fit { score, cards, judged: Some(judged) }
    }

    fn proposal(&self, fit: Fit<'_>) -> Option<Proposal> {
        let [first, second] = fit.cards;
        let (a, b) = (self.entries.get(&first.id)?, self.entries.get(&second.id)?);
        let knowledge = self.matcher.knowledge;
        let reasons = match &fit.judged {
            Some(judged) => explain::reasons(a, b, judged, knowledge),
            None => explain::reasons_of_pool(a, b, knowledge),
        };
        Some(Proposal { card: first.id, counterpart: Counterpart::Card(second.id), score: fit.score, reasons })
    }

    fn for_card(&self, workshop: &Workshop, id: CardId, feedback: &Feedback<'_>) -> Vec<Proposal> {
        let mut fits: Vec<Fit<'_>> = self.pools(workshop, id);
        for pair in self.pairs(workshop, id) {
            let fit = self.fit(workshop, pair, feedback);
            let [first, second] = fit.cards;
            // Of two needs that could be linked in two ways, the better one.
            let other_way = fits
                .iter_mut()
                .find(|known| known.cards.map(|card| card.id).iter().all(|id| *id == first.id || *id == second.id));
            match other_way {
                Some(known) if known.score < fit.score => *known = fit,
                Some(_) => {}
                None => fits.push(fit),
            }
        }
        fits.retain(|fit| !was_refused(workshop, fit.cards[0], fit.cards[1]));
        let ids = |fit: &Fit<'_>| (fit.cards[0].id, fit.cards[1].id);
        fits.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| ids(one).cmp(&ids(other))));
        // What was proposed before is told what it is worth now, however little.
        let stands =
            |fit: &Fit<'_>| workshop.match_between(fit.cards[0].id, Counterpart::Card(fit.cards[1].id)).is_some();
        let mut place = 0;
        fits.retain(|fit| {
            place += 1;
            (fit.score >= THRESHOLD && place <= AT_MOST) || stands(fit)
        });
        fits.into_iter().filter_map(|fit| self.proposal(fit)).collect()
    }

    /// Other haves with which this one could be pooled, each with the earlier card first.
    fn pools<'a>(&'a self, workshop: &'a Workshop, id: CardId) -> Vec<Fit<'a>> {
        let Some((card, read)) = workshop.cards.get(&id).zip(self.entries.get(&id)) else { return Vec::new() };
        if !card.is_open() || card.resource.kind != Kind::Have {
            return Vec::new();
        }
        workshop
            .open_cards()
            .filter(|other| other.id != id && workshop.are_strangers(card, other))
            .filter_map(|other| Some((other, self.entries.get(&other.id)?)))
            .filter(|(_, there)| pool::is_pool(read, there, self.matcher.knowledge))
            .map(|(other, there)| Fit {
                score: pool::SCORE * apart(read, there),
                cards: if card.id < other.id { [card, other] } else { [other, card] },
                judged: None,
            })
            .collect()
    }

    /// A card with every other that it could be linked with, and how; without what the law forbids.
    pub(crate) fn pairs<'a>(&'a self, workshop: &'a Workshop, id: CardId) -> Vec<Pair<'a>> {
        let Some(card) = workshop.cards.get(&id).filter(|card| card.is_open()) else { return Vec::new() };
        let others = workshop.open_cards().filter(|other| other.id != id && workshop.are_strangers(card, other));
        self.linked_with(card, others)
    }

    /// The ways in which two cards could be linked.
    fn pair<'a>(&'a self, workshop: &'a Workshop, one: CardId, other: CardId) -> impl Iterator<Item = Pair<'a>> {
        let cards = workshop.cards.get(&one).zip(workshop.cards.get(&other));
        let cards = cards.filter(|(one, other)| one.is_open() && other.is_open() && workshop.are_strangers(one, other));
        cards.into_iter().flat_map(|(card, other)| self.linked_with(card, [other]))
    }

    fn linked_with<'a>(&'a self, card: &'a Card, others: impl IntoIterator<Item = &'a Card>) -> Vec<Pair<'a>> {
        let mut comparer = self.matcher.comparer();
        let mut taken = None;
        let mut pairs = Vec::new();
        for other in others {
            let rid = |card: &Card| self.entries.get(&card.id).is_some_and(|read| read.is_to_be_rid);
            for (link, [first, second]) in links(card, other, rid) {
                let (Some(a), Some(b)) = (self.entries.get(&first.id), self.entries.get(&second.id)) else { continue };
                if taken != Some(first.id) {
                    comparer.take(&a.trace);
                    taken = Some(first.id);
                }
                let judged = pairing::judged(link, a, b, &comparer, &self.matcher);
                pairs.extend(judged.map(|judged| Pair { cards: [first, second], judged }));
            }
        }
        pairs
    }

    /// What the cards say beside their texts, on the scale of the logit. Small, and set by hand: no pairs tell of it.
    fn circumstances(&self, workshop: &Workshop, first: (&Card, &Read), second: (&Card, &Read)) -> f64 {
        let mut sum = pairing::circumstances(first.1, second.1, self.matcher.knowledge);
        let sector = |card: &Card| {
            card.author
                .filter(|_| card.shows_author())
                .and_then(|author| workshop.participants.get(&author))
                .and_then(|author: &Participant| author.sector.as_deref())
        };
        let knowledge = self.matcher.knowledge;
        if let Some(sector) = sector(second.0)
            && second
                .1
                .trace
                .asks
                .first()
                .is_some_and(|(function, _)| knowledge.functions[usize::from(*function)].divisions.contains(&sector))
        {
            sum += 0.1;
        }
        sum
    }

    /// How a card was read, for whoever gathers needs.
    pub(crate) fn trace(&self, id: CardId) -> Option<&Trace> {
        self.entries.get(&id).map(|entry| &entry.trace)
    }

    pub(crate) fn matcher(&self) -> &Matcher {
        &self.matcher
    }
}

/// How two cards could be linked, each with the two in the order of a match: what is there first, or the earlier of two
/// needs. None when both are haves ([`pool`] looks at those). `rid` tells which need is to be rid of something.
fn links<'a>(one: &'a Card, other: &'a Card, rid: impl Fn(&Card) -> bool) -> Vec<(Link, [&'a Card; 2])> {
    match (one.resource.kind, other.resource.kind) {
        (Kind::Have, Kind::Have) => Vec::new(),
        (Kind::Have, _) => vec![(Link::Serves, [one, other])],
        (_, Kind::Have) => vec![(Link::Serves, [other, one])],
        _ => {
            let mut links = vec![(Link::Shares, if one.id < other.id { [one, other] } else { [other, one] })];
            match (rid(one), rid(other)) {
                (true, false) => links.push((Link::Serves, [one, other])),
                (false, true) => links.push((Link::Serves, [other, one])),
                _ => {}
            }
            links
        }
    }
}

/// Whether these two were refused: as these cards, or as cards of the same words between the same organisations. Of an
/// anonymous card nobody may learn the organisation by posting the same words.
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
