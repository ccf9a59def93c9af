//! Companies of a programme, with their sites, standing flows and people, and with what they were told and said: things
//! that live for decades, whatever workshop they were met in. They stand in the programme's log beside its synergies.
//!
//! A company is met under a spelling, in a workshop. Spellings of one company are brought together
//! ([`recognition`]); two companies that turn out to be one are merged, and each keeps what it brought, so that a
//! merger that was a mistake can be undone.

mod apply;
mod audience;
mod command;
mod conversation;
mod decide;
mod drafts;
mod event;
mod identifier;
mod person;
pub mod recognition;
mod shown;

pub use audience::{Deed, Told, told};
pub use command::{Command, Meeting};
pub use conversation::{Conversation, ConversationDraft, ConversationWay};
pub use decide::decide;
pub use drafts::{CompanyDraft, ConfirmationDraft, EndingDraft, FlowDraft, SiteDraft};
pub use event::{Event, Part};
pub use identifier::{Activity, Identifier};
pub use person::{Agreement, Consent, ConsentWay, Email, Person, PersonDraft, Telephone};
pub use shown::{
    CardOf, Dossier, Found, Inside, Listed, MetIn, Shown, ShownConversation, ShownFlow, ShownPerson, ShownSite,
};

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::pairs;
use crate::codes::coded;
use crate::ids::{CompanyId, WorkshopId};
use crate::resource::{Kind, Quantity};
use crate::text::{Line, Paragraph};
use crate::time::Timestamp;

coded! {
    /// How large a company is, by people employed: the bands of the French law on the modernisation of the economy
    /// (decree 2008-1354), which are those of the European recommendation 2003/361.
    Size {
        /// Fewer than 10.
        Micro = "micro",
        /// 10 to 49.
        Small = "small",
        /// 50 to 249.
        Medium = "medium",
        /// 250 and more.
        Large = "large",
    }
}

/// What a company is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The name that it goes by.
    pub name: Line,
    /// Other spellings, and names that it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<Line>,
    /// SIRET, SIREN, or another identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identifier: Option<Identifier>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// How large it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// Whatever else is worth knowing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Paragraph>,
}

/// A place of a company. At least one of name, address and commune is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Line>,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Line>,
    /// The commune in which it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<Line>,
    /// Where it lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Coordinates>,
    /// How one gets in: gates, hours, lorries, rails. Often names somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Paragraph>,
}

/// A point on the earth, in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// North, -90 to 90.
    pub latitude: f64,
    /// East, -180 to 180.
    pub longitude: f64,
}

/// What a company has, or wants, year in, year out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandingFlow {
    /// The site, by its entry; none: the company as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<u64>,
    /// A have or a want.
    pub kind: Kind,
    /// What the company has, or wants.
    pub what: Line,
    /// How much in which period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How it is dealt with today: who takes it, or delivers it, at what price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<Paragraph>,
    /// Since when it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Who said so: a person of the company, usually.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_by: Option<Line>,
}

/// That something is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// From this day on.
    pub day: NaiveDate,
    /// Why it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Line>,
}

/// That a flow still is as it was noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// On this day.
    pub day: NaiveDate,
    /// Who said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
}

coded! {
    /// How a company came to be known.
    Way {
        /// Somebody noted it.
        ByHand = "by_hand",
        /// It was in a workshop.
        Workshop = "workshop",
        /// It stands in a synergy.
        Synergy = "synergy",
    }
}

/// A site as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptSite {
    /// As corrected last.
    pub site: Site,
    /// That it is given up.
    pub ended: Option<Ending>,
}

/// A flow as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptFlow {
    /// As corrected last.
    pub flow: StandingFlow,
    /// When it was last confirmed.
    pub confirmed: Option<Confirmation>,
    /// That it is over.
    pub ended: Option<Ending>,
}

/// A person of a company, as they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPerson {
    /// As corrected last.
    pub person: Person,
    /// That they do not work there any more.
    pub ended: Option<Ending>,
    /// When something was last noted of them, or a conversation in which they took part.
    pub last_at: Timestamp,
}

/// A conversation as it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptConversation {
    /// As corrected last.
    pub conversation: Conversation,
    /// The day on which its next step was done.
    pub done: Option<NaiveDate>,
}

/// A company as the log adds up, by itself: what came with others that were merged into it stays with those.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// As corrected last.
    pub identity: Identity,
    /// How it came to be known.
    pub way: Way,
    /// When it was first noted.
    pub noted_at: Timestamp,
    /// When something was last said of it.
    pub changed_at: Timestamp,
    /// Its sites, by the entry that noted each.
    pub sites: BTreeMap<u64, KeptSite>,
    /// Its standing flows, by the entry that noted each.
    pub flows: BTreeMap<u64, KeptFlow>,
    /// Its people, by the entry that noted each.
    pub people: BTreeMap<u64, KeptPerson>,
    /// Conversations with it, by the entry that noted each.
    pub conversations: BTreeMap<u64, KeptConversation>,
    /// That it is no more.
    pub ended: Option<Ending>,
    /// The company that it was found to be, and merged into.
    pub merged: Option<CompanyId>,
}

/// All companies of a programme.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Companies {
    /// Each by its number.
    #[serde(with = "pairs")]
    pub all: BTreeMap<CompanyId, Company>,
    /// Which company each spelling stands for, workshop by workshop.
    #[serde(with = "pairs")]
    pub met: BTreeMap<(WorkshopId, String), CompanyId>,
    /// Pairs that somebody said are two companies, the smaller number first.
    pub apart: BTreeSet<(CompanyId, CompanyId)>,
}

impl Companies {
    /// The number of the next company: none is given twice.
    #[must_use]
    pub fn next(&self) -> CompanyId {
        CompanyId(self.all.last_key_value().map_or(0, |(last, _)| last.0) + 1)
    }

    /// The company that this one is today, after all mergers.
    #[must_use]
    pub fn root(&self, of: CompanyId) -> CompanyId {
        // Mergers make no circle (`decide`); whatever a log says, this ends.
        let mut here = of;
        for _ in 0..=self.all.len() {
            match self.all.get(&here).and_then(|company| company.merged) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    /// The company whose person goes by this entry: this one, or else another with which it was merged.
    #[must_use]
    pub fn employer(&self, company: CompanyId, person: u64) -> Option<CompanyId> {
        let is_theirs = |id: &CompanyId| self.all.get(id).is_some_and(|company| company.people.contains_key(&person));
        if is_theirs(&company) { Some(company) } else { self.all.keys().copied().find(is_theirs) }
    }

    /// This company, and those that were merged into it, itself first.
    #[must_use]
    pub fn group(&self, root: CompanyId) -> Vec<CompanyId> {
        let mut group = vec![root];
        let mut at = 0;
        while let Some(into) = group.get(at).copied() {
            let merged = self.all.iter().filter(|(_, company)| company.merged == Some(into)).map(|(id, _)| *id);
            let merged: Vec<CompanyId> = merged.filter(|id| !group.contains(id)).collect();
            group.extend(merged);
            at += 1;
        }
        group
    }
}

/// Two companies, the smaller number first.
#[must_use]
pub fn pair(one: CompanyId, other: CompanyId) -> (CompanyId, CompanyId) {
    (one.min(other), one.max(other))
}
