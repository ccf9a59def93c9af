//! The years after the workshop: the synergies and the companies of a programme, its calls, its evaluation and its
//! targets as an ordered log of events, folded by [`Register::apply`]; and what a programme manager reads: workshops
//! with their counts, and synergies with their history and figures.

mod apply;
mod audience;
mod command;
pub mod companies;
mod decide;
mod event;
mod log;
mod pairs;
mod profile;
mod shown;
mod snapshot;
mod state;
mod trail;

pub use audience::trail;
pub use command::{Command, TableLine};
pub use decide::decide;
pub use event::{Beginning, Change, Event, Origin, Recorded};
pub use log::{Log, Outcome};
pub use profile::{Programme, ProgrammeDraft, TerritoryLevel};
pub use shown::{FoundSynergies, ProgrammeReport};
pub use snapshot::{FOLD, KeptSnapshot, LogSnapshot};
pub use state::{BESIDE_WORKSHOP, Declared, Followed, Register, search_text};
pub use trail::{Fact, TrailEntry};

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{ProgrammeId, SynergyId, WorkshopId};
use crate::matches::Counterpart;
use crate::resource::Kind;
use crate::synergy::{Assumptions, Figure, Flow, LostReason, NextStep, Stage, SynergyKind};
use crate::text::organisation_key;
use crate::time::Timestamp;
use crate::workshop::{Description, Phase, Workshop};

/// A workshop in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkshopSummary {
    pub id: WorkshopId,
    /// The programme that it belongs to.
    pub programme_id: ProgrammeId,
    /// Title, date, place…
    pub description: Description,
    /// The phase in which it stands.
    pub phase: Phase,
    /// How many people, cards, matches and synergies it holds.
    pub counts: Counts,
    /// Its synergies by their stage today.
    pub synergies: BTreeMap<Stage, u32>,
}

/// Counts of what a workshop holds. Withdrawn, hidden and merged cards do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// How many people joined and have not left.
    pub participants: u32,
    /// How many different organisations they come from.
    pub organisations: u32,
    /// How many open cards are haves.
    pub haves: u32,
    /// How many open cards are wants.
    pub wants: u32,
    /// How many open cards are shared needs.
    pub shared_needs: u32,
    /// Matches on open cards, without mere guesses ([`Match::is_guess`](crate::matches::Match::is_guess)).
    pub matches: u32,
    /// Of these, matches in which both sides are interested.
    pub mutual: u32,
    /// How many synergies were confirmed in the workshop.
    pub synergies: u32,
}

impl Counts {
    /// Counts the state of a workshop.
    #[must_use]
    pub fn of(workshop: &Workshop) -> Self {
        fn count<T>(items: impl Iterator<Item = T>) -> u32 {
            u32::try_from(items.count()).unwrap_or(u32::MAX)
        }
        let of_kind = |kind| count(workshop.open_cards().filter(|card| card.resource.kind == kind));
        let organisations: std::collections::BTreeSet<_> =
            workshop.present().map(|participant| organisation_key(&participant.organisation)).collect();
        Self {
            participants: count(workshop.present()),
            organisations: count(organisations.into_iter()),
            haves: of_kind(Kind::Have),
            wants: of_kind(Kind::Want),
            shared_needs: of_kind(Kind::SharedNeed),
            matches: count(workshop.open_matches().filter(|found| !found.is_guess())),
            mutual: count(workshop.open_matches().filter(|found| found.is_mutual())),
            synergies: count(workshop.synergies.values()),
        }
    }
}

/// A person who takes care of one side of a synergy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub name: String,
    /// The organisation for which they do so.
    pub organisation: String,
}

/// A synergy as it is followed after the workshop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SynergyRecord {
    /// The workshop it came from.
    pub workshop_id: WorkshopId,
    /// Its number there.
    pub id: SynergyId,
    /// That workshop's title.
    pub workshop_title: String,
    /// The day of that workshop.
    pub workshop_date: NaiveDate,
    /// The territory of that workshop, under which the synergy is reported.
    pub territory: Option<String>,
    /// The name of the programme of that workshop.
    pub programme: String,
    /// The same programme, by its id.
    pub programme_id: ProgrammeId,
    /// What the synergy is called.
    pub title: String,
    /// Its family: substitution, mutualisation or infrastructure.
    pub kind: SynergyKind,
    /// The stage at which it stands.
    pub stage: Stage,
    /// Why it was given up, where it was.
    pub lost_reason: Option<LostReason>,
    /// The company that gives, and who takes care of it there.
    pub giver: Owner,
    /// The company that receives, and who takes care of it there.
    pub receiver: Owner,
    /// What flows, how much and how far.
    pub flow: Flow,
    /// What happens next.
    pub next_step: Option<NextStep>,
    /// When something was last recorded of it.
    pub changed_at: Timestamp,
}

/// A change of stage (or of the next step), as it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When it was recorded.
    pub at: Timestamp,
    /// The name of whoever changed it.
    pub author: String,
    /// The stage at which it stood from then on.
    pub stage: Stage,
    /// Why it was given up.
    pub lost_reason: Option<LostReason>,
    /// In the author's words.
    pub note: Option<String>,
}

/// A figure as it was recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureRecord {
    /// Its number: that of the entry of the programme's log that recorded it.
    pub id: i64,
    /// What was declared: year, indicator, amount, by whom, how far verified.
    pub figure: Figure,
    /// Where the figure comes from: source, method.
    pub note: Option<String>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub author: String,
    /// When, by whom and why it was withdrawn as a mistake.
    pub withdrawn: Option<(Timestamp, String, String)>,
}

/// Lifetime, retention and attribution as they were set, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssumptionsEntry {
    /// When they were set.
    pub at: Timestamp,
    /// The name of whoever set them.
    pub author: String,
    /// What holds from then on.
    pub assumptions: Assumptions,
    /// Why, in the author's words.
    pub reason: String,
}

/// A synergy with everything known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SynergyDossier {
    /// What it is, and where it stands today.
    pub record: SynergyRecord,
    /// Titles of the cards it came from, with their kind.
    pub cards: Vec<(Kind, String)>,
    /// Stages, oldest first.
    pub history: Vec<HistoryEntry>,
    /// Everything that happened to it, oldest first.
    pub trail: Vec<TrailEntry>,
    /// All figures, by year, then by indicator.
    pub figures: Vec<FigureRecord>,
    /// Which of the figures count, were the synergy realised.
    pub standing: BTreeSet<i64>,
    /// Every set of assumptions that was recorded, oldest first; none: the usual ones hold.
    pub assumptions: Vec<AssumptionsEntry>,
    /// The synergy of which this one was found to be a second record, with its title.
    pub joined: Option<(WorkshopId, SynergyId, String)>,
}

/// The titles of the cards behind a match.
#[must_use]
pub fn cards_behind(workshop: &Workshop, found: &crate::matches::Match) -> Vec<(Kind, String)> {
    let other = match found.counterpart {
        Counterpart::Card(card) => Some(card),
        Counterpart::Participant(_) => None,
    };
    let cards = std::iter::once(found.card).chain(other).filter_map(|card| workshop.cards.get(&card));
    cards.map(|card| (card.resource.kind, card.resource.title.to_string())).collect()
}

/// What flows in a synergy made of this match: what is given, and as much as is given, else as is wanted.
#[must_use]
pub fn flow_behind(workshop: &Workshop, found: &crate::matches::Match) -> Flow {
    let other = match found.counterpart {
        Counterpart::Card(card) => Some(card),
        Counterpart::Participant(_) => None,
    };
    let mut cards: Vec<_> = std::iter::once(found.card)
        .chain(other)
        .filter_map(|card| workshop.cards.get(&card))
        .map(|card| &card.resource)
        .collect();
    cards.sort_by_key(|resource| resource.kind != Kind::Have);
    Flow {
        what: cards.first().and_then(|resource| crate::text::Line::parse(&resource.title).ok()),
        quantity: cards.iter().find_map(|resource| resource.quantity),
        distance_km: None,
    }
}
