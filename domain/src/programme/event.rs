//! What happened to a programme over the years: to its synergies and companies, its calls, its evaluation, its targets.
//! Events are facts: valid, never edited, understood for ever. A new field needs a default.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Owner, companies};
use crate::evaluation::{Given, Referential};
use crate::follow_up::{Answer, SideOfSynergy};
use crate::funding::Terms;
use crate::ids::CommandId;
use crate::ledger::SynergyKey;
use crate::resource::{Kind, Quantity};
use crate::synergy::{Assumptions, Detail, Figure, Flow, LostReason, NextStep, Stage, SynergyKind};
use crate::targets::{Aim, Target};
use crate::text::Line;
use crate::time::Timestamp;

/// One entry of a programme's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// Position in the programme's log: 1, 2, 3… without gaps. A figure and a piece of evidence go by this number.
    pub seq: u64,
    /// When the server recorded it.
    pub at: Timestamp,
    /// Whose deed it was, by the name that is shown; blank where nobody's.
    pub author: String,
    /// The command that it comes from, where that had an id.
    pub command: Option<CommandId>,
    /// What happened.
    pub event: Event,
}

/// Where a synergy came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Confirmed in its workshop.
    Workshop,
    /// Out of a table of past synergies.
    Table,
    /// Split off from this one.
    Split(SynergyKey),
    /// Kept before there was a log: split off, or out of a table.
    Earlier,
}

/// A synergy as it begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Beginning {
    /// What it is.
    pub title: String,
    /// Its family: substitution, mutualisation or infrastructure.
    pub kind: SynergyKind,
    /// The first stage.
    pub stage: Stage,
    /// Why it was given up, where it begins so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_reason: Option<LostReason>,
    /// The company that gives, and who takes care of it there.
    pub giver: Owner,
    /// The company that receives, and who takes care of it there.
    pub receiver: Owner,
    /// Titles of the cards it came from, with their kind.
    #[serde(default)]
    pub cards: Vec<(Kind, String)>,
    /// What flows, how much and how far.
    #[serde(default)]
    pub flow: Flow,
    /// What happens next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_step: Option<NextStep>,
}

/// A change of one detail: what stood before, and what stands since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "detail", rename_all = "snake_case")]
#[allow(missing_docs)] // each holds what stood before and what stands since
pub enum Change {
    /// What flows, in words.
    Flow { before: Option<Line>, after: Option<Line> },
    /// How much flows, and how often.
    Quantity { before: Option<Quantity>, after: Option<Quantity> },
    /// How far, in km.
    Distance { before: Option<f64>, after: Option<f64> },
    /// Who takes care of it on the giving side.
    GiverOwner { before: Option<String>, after: Option<String> },
    /// Who takes care of it on the receiving side.
    ReceiverOwner { before: Option<String>, after: Option<String> },
    /// What happens next.
    NextStep { before: Option<Line>, after: Option<Line> },
    /// The day by which the next step is to be done.
    Due { before: Option<NaiveDate>, after: Option<NaiveDate> },
}

impl Change {
    /// Whether anything is different.
    #[must_use]
    pub fn is_one(&self) -> bool {
        match self {
            Self::Flow { before, after } | Self::NextStep { before, after } => before != after,
            Self::Quantity { before, after } => before != after,
            Self::Distance { before, after } => before != after,
            Self::GiverOwner { before, after } | Self::ReceiverOwner { before, after } => before != after,
            Self::Due { before, after } => before != after,
        }
    }

    /// The detail, and both values as texts ([`Detail`] says how each is written).
    #[must_use]
    pub fn as_texts(&self) -> (Detail, Option<String>, Option<String>) {
        fn texts<T>(
            detail: Detail,
            before: Option<&T>,
            after: Option<&T>,
            text: impl Fn(&T) -> String,
        ) -> (Detail, Option<String>, Option<String>) {
            (detail, before.map(&text), after.map(&text))
        }
        match self {
            Self::Flow { before, after } => texts(Detail::Flow, before.as_ref(), after.as_ref(), Line::to_string),
            Self::Quantity { before, after } => {
                texts(Detail::Quantity, before.as_ref(), after.as_ref(), Quantity::as_json)
            }
            Self::Distance { before, after } => {
                texts(Detail::Distance, before.as_ref(), after.as_ref(), f64::to_string)
            }
            Self::GiverOwner { before, after } => {
                texts(Detail::GiverOwner, before.as_ref(), after.as_ref(), String::clone)
            }
            Self::ReceiverOwner { before, after } => {
                texts(Detail::ReceiverOwner, before.as_ref(), after.as_ref(), String::clone)
            }
            Self::NextStep { before, after } => {
                texts(Detail::NextStep, before.as_ref(), after.as_ref(), Line::to_string)
            }
            Self::Due { before, after } => texts(Detail::Due, before.as_ref(), after.as_ref(), NaiveDate::to_string),
        }
    }
}

/// What happened to a synergy or a company of the programme, or to the programme as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// It is followed from now on.
    Began {
        /// The key that it goes by from now on.
        synergy: SynergyKey,
        /// Where it came from.
        origin: Origin,
        /// What it was at the beginning.
        beginning: Box<Beginning>,
    },
    /// It stands at this stage, or something was noted.
    Moved {
        /// The synergy that moved.
        synergy: SynergyKey,
        /// The stage from then on.
        stage: Stage,
        /// Why it was given up.
        lost_reason: Option<LostReason>,
        /// In the author's words.
        note: Option<String>,
    },
    /// A detail was changed.
    Changed {
        /// The synergy whose detail it is.
        synergy: SynergyKey,
        /// Which detail, and how.
        change: Change,
    },
    /// A figure was declared. It goes by the number of this entry.
    FigureRecorded {
        /// The synergy that brought it.
        synergy: SynergyKey,
        /// What was declared.
        figure: Figure,
        /// Where it comes from: source, method.
        note: Option<String>,
    },
    /// A figure was withdrawn as a mistake.
    FigureWithdrawn {
        /// The synergy that the figure was declared for.
        synergy: SynergyKey,
        /// The entry that declared the figure.
        figure: u64,
        /// Why it was a mistake.
        reason: String,
    },
    /// Lifetime, retention and attribution were set.
    Assumed {
        /// The synergy for which they hold.
        synergy: SynergyKey,
        /// What is assumed from then on.
        assumptions: Assumptions,
        /// Why these values.
        reason: String,
    },
    /// It was found to be another synergy once more; without another: to stand by itself after all.
    Joined {
        /// The synergy that is a second record, or is none after all.
        synergy: SynergyKey,
        /// The other one, with its title.
        into: Option<(SynergyKey, String)>,
        /// Why it is held to be so.
        reason: String,
    },
    /// A company was asked how things stand.
    Asked {
        /// The synergy that was asked about.
        synergy: SynergyKey,
        /// The side whose company was asked.
        side: SideOfSynergy,
        /// `mail`, or `by_hand`.
        way: String,
        /// Why the mail did not leave.
        failed: Option<String>,
    },
    /// A company answered, or the manager for it. What follows from it stands in entries of their own.
    Answered {
        /// The synergy that the answer is about.
        synergy: SynergyKey,
        /// The side whose company answered.
        side: SideOfSynergy,
        /// What it says.
        state: Answer,
        /// Why it stopped.
        reason: Option<LostReason>,
        /// In their words.
        note: Option<String>,
        /// By the manager, after a phone call.
        by_manager: bool,
    },
    /// A company does not want to be asked any more.
    Refused {
        /// The synergy that they are asked about no more.
        synergy: SynergyKey,
        /// The side whose company refuses.
        side: SideOfSynergy,
    },
    /// A file or a link was attached. It goes by the number of this entry; what the file holds lies beside the log.
    EvidenceAttached {
        /// The synergy that it supports.
        synergy: SynergyKey,
        /// The name of the file, or of the link.
        name: String,
        /// Its media type.
        media_type: String,
        /// Its size in bytes; 0 for a link.
        size: u64,
        /// Where a link leads.
        link: Option<String>,
    },
    /// A call for projects pays for it.
    Funded {
        /// The synergy that is paid for.
        synergy: SynergyKey,
        /// The place of the call among those of the programme, from 1.
        call: u32,
        /// The name of the call.
        name: String,
    },
    /// Something about a company.
    Company(companies::Event),
    /// The import that it came by did not come to its end: it was never there.
    TakenBack {
        /// The synergy that the import had brought.
        synergy: SynergyKey,
    },
    /// Somebody who took care of it, or wrote its cards, left and had their data erased. Earlier entries were rewritten
    /// so that they add up to the same.
    Forgotten {
        /// The synergy that they had to do with.
        synergy: SynergyKey,
        /// Whether they took care of the giving side.
        giver: bool,
        /// Whether they took care of the receiving side.
        receiver: bool,
        /// What is left of its cards.
        cards: Vec<(Kind, String)>,
    },
    /// There is a call for projects, or another source of money.
    CallAdded {
        /// Its place among the calls of the programme, from 1.
        call: u32,
        /// What it offers and asks for; where it pays for the programme as a whole, that it does.
        terms: Box<Terms>,
    },
    /// The programme is evaluated by this referential from now on.
    ReferentialImported {
        /// The referential, whole.
        referential: Box<Referential>,
    },
    /// An indicator of the evaluation was answered by hand for a year, or an answer was taken back.
    Evaluated {
        /// The year.
        year: i32,
        /// The key of the indicator in its referential.
        indicator: String,
        /// The answer, with why it is so.
        given: Given,
    },
    /// The programme aims at this from now on; it replaces the target of before for the same.
    TargetSet {
        /// What is aimed at.
        target: Target,
    },
    /// A target was taken back.
    TargetTakenBack {
        /// What it was about.
        aim: Aim,
        /// The year in which it was to be reached; none: by the programme as a whole.
        year: Option<i32>,
    },
}

impl Event {
    /// The synergy to which it happened; none: to a company, or to the programme as a whole.
    #[must_use]
    pub const fn synergy(&self) -> Option<SynergyKey> {
        match self {
            Self::Company(_)
            | Self::CallAdded { .. }
            | Self::ReferentialImported { .. }
            | Self::Evaluated { .. }
            | Self::TargetSet { .. }
            | Self::TargetTakenBack { .. } => None,
            Self::Began { synergy, .. }
            | Self::Moved { synergy, .. }
            | Self::Changed { synergy, .. }
            | Self::FigureRecorded { synergy, .. }
            | Self::FigureWithdrawn { synergy, .. }
            | Self::Assumed { synergy, .. }
            | Self::Joined { synergy, .. }
            | Self::Asked { synergy, .. }
            | Self::Answered { synergy, .. }
            | Self::Refused { synergy, .. }
            | Self::EvidenceAttached { synergy, .. }
            | Self::Funded { synergy, .. }
            | Self::TakenBack { synergy }
            | Self::Forgotten { synergy, .. } => Some(*synergy),
        }
    }
    /// What happened to a company; none: it happened to a synergy, or to the programme as a whole.
    #[must_use]
    pub const fn company(&self) -> Option<&companies::Event> {
        match self {
            Self::Company(event) => Some(event),
            _ => None,
        }
    }
}
