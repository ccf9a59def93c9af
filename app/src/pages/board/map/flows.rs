//! What flows from whom to whom, added up by branch and family, and where it is drawn. Pure: the same cards give the
//! same map.
//!
//! Three columns stand still: branches that could give, families of resources, branches that could receive. Each column
//! is in the order in which its members first appeared, so nothing ever changes places: a newcomer is put below, and
//! the others move up by a little. Five hundred matches are a few dozen ribbons, each as wide as the number of matches
//! in it.

use std::collections::BTreeMap;

use domain::branch::Branch;
use domain::ids::{MatchId, ParticipantId};
use domain::matches::{Counterpart, Match, Side};
use domain::resource::{Category, Kind};
use domain::workshop::Workshop;

/// Width and height of the drawing; a unit is a pixel at 1080 lines.
pub(super) const SIZE: (f64, f64) = (1500.0, 720.0);
/// The left edges of the three columns, and their widths.
const COLUMNS: [(f64, f64); 3] = [(330.0, 18.0), (615.0, 270.0), (1152.0, 18.0)];
/// A slot is at least this high: two lines of legible text.
const SLOT_MIN: f64 = 80.0;
/// Slots are no higher, so that the first cards do not fill the wall.
const SLOT_MAX: f64 = 150.0;
/// The width of a thread: cards that nothing fits yet.
const THREAD: f64 = 2.5;
/// The width of one match in a ribbon at most: with few matches the ribbons do not fill the wall.
const WIDTH_PER_MATCH: f64 = 14.0;

/// A match as a flow: from the branch that could give, through the family of the resource, to the branch that could
/// receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flow {
    pub(super) found: MatchId,
    pub(super) giver: Branch,
    pub(super) family: Category,
    pub(super) taker: Branch,
}

/// A branch or a family, in its column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node<Of> {
    pub(super) of: Of,
    pub(super) companies: usize,
    pub(super) cards: usize,
    /// How many matches go through it.
    pub(super) matches: usize,
    /// The middle of its slot, from the top, in units of the drawing.
    pub(super) y: f64,
    /// How high it can be in its slot: the rest is the gap to the next.
    pub(super) height: f64,
    /// How much of its height the ribbons take.
    pub(super) filled: f64,
}

/// A ribbon from a branch to a family, or from a family to a branch.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ribbon {
    /// True for a ribbon from a giving branch to a family, false for one from a family to a receiving branch.
    pub(super) giving: bool,
    pub(super) branch: Branch,
    pub(super) family: Category,
    pub(super) matches: usize,
    pub(super) width: f64,
    /// The curve along its middle, as SVG.
    pub(super) path: String,
}

/// Everything that the map draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flows {
    pub(super) givers: Vec<Node<Branch>>,
    pub(super) families: Vec<Node<Category>>,
    pub(super) takers: Vec<Node<Branch>>,
    pub(super) ribbons: Vec<Ribbon>,
}

fn branch(workshop: &Workshop, who: Option<ParticipantId>) -> Branch {
    Branch::of(who.and_then(|who| workshop.participants.get(&who)).and_then(|who| who.sector.as_deref()))
}

/// Who gives is the side of a have; of a want, the other side; of two shared needs, the earlier.
pub(super) fn flow(workshop: &Workshop, found: &Match) -> Option<Flow> {
    let card = workshop.cards.get(&found.card)?;
    let (giving, taking) =
        if card.resource.kind == Kind::Want { (Side::Second, Side::First) } else { (Side::First, Side::Second) };
    let family = match found.counterpart {
        Counterpart::Card(other) if card.resource.kind == Kind::Want => workshop.cards.get(&other)?.resource.category,
        _ => card.resource.category,
    };
    let of = |side| branch(workshop, workshop.party(found, side));
    Some(Flow { found: found.id, giver: of(giving), family, taker: of(taking) })
}

/// A column that fills up in the order of appearance.
struct Column<Of> {
    members: Vec<(Of, usize)>,
}

impl<Of: Copy + PartialEq> Column<Of> {
    fn add(&mut self, of: Of) {
        match self.members.iter_mut().find(|(known, _)| *known == of) {
            Some((_, cards)) => *cards += 1,
            None => self.members.push((of, 1)),
        }
    }

    fn nodes(self, matches: impl Fn(Of) -> usize, companies: impl Fn(Of) -> usize) -> Vec<Node<Of>> {
        #[allow(clippy::cast_precision_loss)] // a handful
        let count = self.members.len() as f64;
        let slot = (SIZE.1 / count.max(1.0)).clamp(0.0, SLOT_MAX);
        let top = (SIZE.1 - slot * count) / 2.0;
        let node = |(at, (of, cards)): (usize, (Of, usize))| {
            #[allow(clippy::cast_precision_loss)] // a handful
            let y = top + slot * (at as f64 + 0.5);
            Node { of, companies: companies(of), cards, matches: matches(of), y, height: slot * 0.8, filled: 0.0 }
        };
        self.members.into_iter().enumerate().map(node).collect()
    }
}

/// Places branches, families and ribbons for the matches of this workshop.
pub(super) fn flows(workshop: &Workshop) -> Flows {
    let (mut givers, mut families, mut takers) =
        (Column { members: Vec::new() }, Column { members: Vec::new() }, Column { members: Vec::new() });
    for card in workshop.cards.values().filter(|card| card.is_open()) {
        families.add(card.resource.category);
        let branch = branch(workshop, card.author);
        match card.resource.kind {
            Kind::Have => givers.add(branch),
            Kind::Want => takers.add(branch),
            Kind::SharedNeed => {}
        }
    }
    let all: Vec<Flow> = workshop.told_matches().filter_map(|found| flow(workshop, found)).collect();
    // Who only tapped has no card: they come after those who have.
    for flow in &all {
        for (column, branch) in [(&mut givers, flow.giver), (&mut takers, flow.taker)] {
            if !column.members.iter().any(|(known, _)| *known == branch) {
                column.members.push((branch, 0));
            }
        }
    }
    let mut companies: BTreeMap<Branch, std::collections::BTreeSet<String>> = BTreeMap::new();
    for person in workshop.present() {
        companies
            .entry(Branch::of(person.sector.as_deref()))
            .or_default()
            .insert(domain::text::organisation_key(&person.organisation));
    }
    let companies_of = |branch: Branch| companies.get(&branch).map_or(0, std::collections::BTreeSet::len);
    let through = |of: &dyn Fn(&Flow) -> bool| all.iter().filter(|flow| of(flow)).count();
    let mut givers = givers.nodes(|branch| through(&|flow| flow.giver == branch), companies_of);
    let mut families = families.nodes(|family| through(&|flow| flow.family == family), |_| 0);
    let mut takers = takers.nodes(|branch| through(&|flow| flow.taker == branch), companies_of);
    let scale = scale(&givers, &families, &takers);
    #[allow(clippy::cast_precision_loss)] // matches of one room
    let fill = |matches: usize| matches as f64 * scale;
    givers.iter_mut().chain(&mut takers).for_each(|node| node.filled = fill(node.matches));
    families.iter_mut().for_each(|node| node.filled = fill(node.matches));
    let cards = |giving: bool, of: Branch, family: Category| {
        let kind = if giving { Kind::Have } else { Kind::Want };
        workshop.open_cards().any(|card| {
            card.resource.kind == kind && card.resource.category == family && branch(workshop, card.author) == of
        })
    };
    let ribbons = ribbons(&givers, &families, &takers, &all, scale, &cards);
    Flows { givers, families, takers, ribbons }
}

/// One scale for all: the fullest node fills its slot.
fn scale(givers: &[Node<Branch>], families: &[Node<Category>], takers: &[Node<Branch>]) -> f64 {
    let fits = |height: f64, matches: usize| {
        #[allow(clippy::cast_precision_loss)] // matches of one room
        let matches = matches.max(1) as f64;
        height / matches
    };
    let branches = givers.iter().chain(takers).map(|node| fits(node.height, node.matches));
    let families = families.iter().map(|node| fits(node.height, node.matches));
    branches.chain(families).fold(WIDTH_PER_MATCH, f64::min)
}

fn ribbons(
    givers: &[Node<Branch>],
    families: &[Node<Category>],
    takers: &[Node<Branch>],
    all: &[Flow],
    scale: f64,
    cards: &dyn Fn(bool, Branch, Category) -> bool,
) -> Vec<Ribbon> {
    let mut ribbons = Vec::new();
    for (giving, branches) in [(true, givers), (false, takers)] {
        let matches = |branch: Branch, family: Category| {
            all.iter()
                .filter(|flow| (if giving { flow.giver } else { flow.taker }) == branch && flow.family == family)
                .count()
        };
        #[allow(clippy::cast_precision_loss)] // matches of one room
        let width = |count: usize| count as f64 * scale;
        // At each node the ribbons lie one below the other, in the order of the column they go to: so none crosses at
        // its end.
        let mut at_family: Vec<f64> = families.iter().map(|node| node.y - width(node.matches) / 2.0).collect();
        for node in branches {
            let mut at_branch = node.y - width(node.matches) / 2.0;
            for (index, family) in families.iter().enumerate() {
                let count = matches(node.of, family.of);
                // A thread shows who offers or seeks, before anything fits.
                if count == 0 && !cards(giving, node.of, family.of) {
                    continue;
                }
                let wide = width(count);
                let (from, to) = (at_branch + wide / 2.0, at_family[index] + wide / 2.0);
                at_branch += wide;
                at_family[index] += wide;
                ribbons.push(Ribbon {
                    giving,
                    branch: node.of,
                    family: family.of,
                    matches: count,
                    width: if count == 0 { THREAD } else { wide },
                    path: curve(giving, from, to),
                });
            }
        }
    }
    ribbons
}

/// The curve between these heights, from the edge of the branch's column to that of the families, as an SVG path.
fn curve(giving: bool, branch: f64, family: f64) -> String {
    let [givers, families, takers] = COLUMNS;
    let (from, y1, to, y2) = if giving {
        (givers.0 + givers.1, branch, families.0, family)
    } else {
        (families.0 + families.1, family, takers.0, branch)
    };
    let middle = f64::midpoint(from, to);
    format!("M{from:.1} {y1:.1}C{middle:.1} {y1:.1} {middle:.1} {y2:.1} {to:.1} {y2:.1}")
}

/// The left edge of a column, and its width.
pub(super) const fn column(at: usize) -> (f64, f64) {
    COLUMNS[at]
}

/// Whether there is room for the second line of a label.
pub(super) fn is_roomy(height: f64) -> bool {
    height >= SLOT_MIN * 0.75
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::Actor;
    use domain::time::Timestamp;
    use domain::workshop::{Command, ParticipantDraft, Phase, Proposal, Recorded, WorkshopDraft, decide};

    /// A workshop in memory, to which the tests send commands.
    struct Room {
        workshop: Workshop,
        seq: u64,
    }

    impl Room {
        fn new() -> Self {
            let mut room = Self { workshop: Workshop::default(), seq: 0 };
            let workshop = WorkshopDraft {
                title: "A".into(),
                date: "2026-11-25".into(),
                language: "fr".into(),
                programme: "P".into(),
                tables: "4".into(),
                ..Default::default()
            };
            room.send(Actor::Facilitator, &Command::DescribeWorkshop { workshop });
            room.send(Actor::Facilitator, &Command::ChangePhase { phase: Phase::HavesWants, from: None });
            for (at, sector) in ["10", "16", "22", "23", "25", "38", "49", "70", "", "01"].into_iter().enumerate() {
                let participant = ParticipantDraft {
                    name: format!("N{at}"),
                    organisation: format!("O{at}"),
                    sector: sector.into(),
                    ..Default::default()
                };
                room.send(Actor::Visitor, &Command::Join { participant });
            }
            room
        }

        fn send(&mut self, actor: Actor, command: &Command) {
            for event in decide(&self.workshop, actor, command).unwrap_or_default() {
                self.seq += 1;
                self.workshop.apply(&Recorded { seq: self.seq, at: Timestamp(0), event });
            }
        }

        /// The `at`-th card, always the same one.
        fn post(&mut self, at: u32) {
            let author = ParticipantId(1 + at * 7 % 10);
            let category = Category::ALL[(at * at % 9) as usize].code().to_owned();
            let card = domain::resource::ResourceDraft {
                kind: if at % 3 == 2 { "want" } else { "have" }.into(),
                title: format!("Carte {at}"),
                category,
                ..Default::default()
            };
            self.send(Actor::Participant(author), &Command::PostCard { card, on_behalf_of: None });
            let number = self.workshop.cards.len() as u32;
            let pair = |other: u32| Proposal {
                card: domain::ids::CardId(number),
                counterpart: Counterpart::Card(domain::ids::CardId(other)),
                score: 0.75,
                reasons: Vec::new(),
            };
            let proposals = [1, 5].into_iter().filter(|back| number > *back).map(|back| pair(number - back)).collect();
            self.send(Actor::Matcher, &Command::ProposeMatches { proposals });
        }
    }

    fn order(flows: &Flows) -> (Vec<Branch>, Vec<Category>, Vec<Branch>) {
        (
            flows.givers.iter().map(|node| node.of).collect(),
            flows.families.iter().map(|node| node.of).collect(),
            flows.takers.iter().map(|node| node.of).collect(),
        )
    }

    #[test]
    fn nothing_changes_places_while_three_hundred_cards_come() {
        let mut room = Room::new();
        let mut before = flows(&room.workshop);
        for at in 0..300 {
            room.post(at);
            let now = flows(&room.workshop);
            let (was, is) = (order(&before), order(&now));
            assert!(is.1.starts_with(&was.1), "families keep their order");
            let keeps = |was: &[Branch], is: &[Branch]| {
                was.iter().filter(|branch| is.contains(branch)).eq(is.iter().filter(|branch| was.contains(branch)))
            };
            assert!(keeps(&was.0, &is.0) || before.ribbons.is_empty(), "givers keep their order");
            before = now;
        }
        assert!(before.ribbons.len() <= 2 * 9 * 9);
        assert!(room.workshop.matches.len() > 400, "{} matches", room.workshop.matches.len());
    }

    #[test]
    fn what_leaves_the_givers_reaches_the_takers_and_stays_in_its_slot() {
        let mut room = Room::new();
        (0..120).for_each(|at| room.post(at));
        let flows = flows(&room.workshop);
        let sum = |giving: bool| {
            flows.ribbons.iter().filter(|ribbon| ribbon.giving == giving).map(|ribbon| ribbon.matches).sum::<usize>()
        };
        assert_eq!(sum(true), room.workshop.matches.len());
        assert_eq!(sum(true), sum(false));
        for node in &flows.givers {
            let wide: f64 = flows
                .ribbons
                .iter()
                .filter(|ribbon| ribbon.matches > 0 && ribbon.giving && ribbon.branch == node.of)
                .map(|ribbon| ribbon.width)
                .sum();
            assert!(wide <= node.height + 1e-6, "{wide} in {}", node.height);
        }
    }
}
