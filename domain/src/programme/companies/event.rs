//! What happened to the companies of a programme. A new field needs a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Confirmation, Conversation, Ending, Identity, Person, Site, StandingFlow, Way};
use crate::ids::{CompanyId, WorkshopId};

/// A company, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The company itself.
    Company,
    /// A site, by the entry that noted it.
    Site(u64),
    /// A flow, by the entry that noted it.
    Flow(u64),
    /// A person, by the entry that noted them: whether they still work there.
    Person(u64),
}

/// What happened to a company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Event {
    /// It is known from now on.
    Noted {
        /// The number that it goes by from now on.
        company: CompanyId,
        /// How it came to be known.
        way: Way,
        /// What it is known by.
        identity: Box<Identity>,
    },
    /// What it is known by was corrected.
    Corrected {
        /// The company that was corrected.
        company: CompanyId,
        /// What it is known by from then on.
        identity: Box<Identity>,
    },
    /// It was met, or is meant, in a workshop or its synergies under this spelling.
    Met {
        /// The company that is meant.
        company: CompanyId,
        /// The workshop in which it is written so.
        workshop: WorkshopId,
        /// As it was written there.
        spelling: String,
    },
    /// It has a site, which goes by the number of this entry.
    SiteNoted {
        /// The company whose site it is.
        company: CompanyId,
        site: Box<Site>,
    },
    /// A site was corrected.
    SiteCorrected {
        /// The company whose site it is.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// The site as it is from then on.
        site: Box<Site>,
    },
    /// It has, or wants, something year in, year out. The flow goes by the number of this entry.
    FlowNoted {
        /// The company whose flow it is.
        company: CompanyId,
        flow: Box<StandingFlow>,
    },
    /// A flow was corrected.
    FlowCorrected {
        /// The company whose flow it is.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// The flow as it is from then on.
        flow: Box<StandingFlow>,
    },
    /// A flow still is as it was noted.
    Confirmed {
        /// The company whose flow it is.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// When, by whom.
        confirmation: Confirmation,
    },
    /// Somebody works for it. They go by the number of this entry.
    PersonNoted {
        /// The company that they work for.
        company: CompanyId,
        person: Box<Person>,
    },
    /// What is known of a person was corrected.
    PersonCorrected {
        /// The company that they work for.
        company: CompanyId,
        /// The entry that noted them.
        entry: u64,
        /// What is known of them from then on.
        person: Box<Person>,
    },
    /// Somebody of the programme spoke with it. The conversation goes by the number of this entry.
    ConversationNoted {
        /// The company with which they spoke.
        company: CompanyId,
        conversation: Box<Conversation>,
    },
    /// What was noted of a conversation was corrected.
    ConversationCorrected {
        /// The company with which they spoke.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// The conversation as it is told from then on.
        conversation: Box<Conversation>,
    },
    /// The next step of a conversation was done; without a day: it is to be done after all.
    StepDone {
        /// The company with which they had spoken.
        company: CompanyId,
        /// The entry that noted the conversation.
        entry: u64,
        /// The day on which it was done.
        day: Option<NaiveDate>,
    },
    /// The company, a site or a flow is over, or a person has gone; without an ending: it goes on after all.
    Ended {
        /// Which one, or whose.
        company: CompanyId,
        /// What is over.
        part: Part,
        /// Since when, and why.
        ending: Option<Ending>,
    },
    /// It was found to be another company.
    Merged {
        /// The company that was found to be another one.
        company: CompanyId,
        /// The other one, under whose number both go on.
        into: CompanyId,
        /// Why the two are held to be one.
        reason: Option<String>,
    },
    /// It is a company of its own after all, with what it had brought.
    Parted {
        /// The company that stands by itself again.
        company: CompanyId,
        /// The company that it was held to be.
        from: CompanyId,
        /// Why the two are held to be two after all.
        reason: Option<String>,
    },
    /// It only looks like another company: this is not proposed again.
    KeptApart {
        /// One of the two.
        company: CompanyId,
        /// The other of the two.
        other: CompanyId,
    },
    /// Somebody who had told of flows, or was known to work there, had their data erased. Earlier entries were
    /// rewritten so that they add up to the same.
    Forgotten {
        /// The company whose flows they are.
        company: CompanyId,
        /// The flows of which they had told.
        told: Vec<u64>,
        /// The flows that they had confirmed last.
        confirmed: Vec<u64>,
        /// The entries that had noted them: nobody goes by these any more, and nobody took part in a conversation by
        /// these.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        people: Vec<u64>,
    },
}

impl Event {
    /// The company to which it happened.
    #[must_use]
    pub const fn company(&self) -> CompanyId {
        match self {
            Self::Noted { company, .. }
            | Self::Corrected { company, .. }
            | Self::Met { company, .. }
            | Self::SiteNoted { company, .. }
            | Self::SiteCorrected { company, .. }
            | Self::FlowNoted { company, .. }
            | Self::FlowCorrected { company, .. }
            | Self::Confirmed { company, .. }
            | Self::PersonNoted { company, .. }
            | Self::PersonCorrected { company, .. }
            | Self::ConversationNoted { company, .. }
            | Self::ConversationCorrected { company, .. }
            | Self::StepDone { company, .. }
            | Self::Ended { company, .. }
            | Self::Merged { company, .. }
            | Self::Parted { company, .. }
            | Self::KeptApart { company, .. }
            | Self::Forgotten { company, .. } => *company,
        }
    }
}
