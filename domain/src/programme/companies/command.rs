//! What can be done to the companies of a programme. Whether somebody may is asked before (`domain::access`).

use super::{Activity, Confirmation, Ending, Identity, Part, Site, StandingFlow, Way};
use crate::ids::{CompanyId, WorkshopId};
use crate::text::Line;

/// That a company stands somewhere under a spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// Where.
    pub workshop: WorkshopId,
    /// As it is written there.
    pub spelling: String,
    /// Among the people of the workshop, or in a synergy.
    pub way: Way,
    /// What it said that it does.
    pub activity: Option<Activity>,
}

/// What somebody wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Note a company.
    Note {
        /// What it is known by.
        identity: Identity,
    },
    /// Correct what it is known by.
    Correct {
        /// Which one.
        company: CompanyId,
        /// From now on.
        identity: Identity,
    },
    /// Recognise the companies of these meetings, and note those that are new. What was recognised before is left
    /// alone.
    Recognise {
        /// The meetings.
        met: Vec<Meeting>,
    },
    /// Say whose a spelling is.
    Attribute {
        /// Where.
        workshop: WorkshopId,
        /// As it is written there.
        spelling: String,
        /// The company; none: one of its own, which is new.
        to: Option<CompanyId>,
    },
    /// Note a site.
    NoteSite {
        /// Whose.
        company: CompanyId,
        /// The site.
        site: Site,
    },
    /// Correct a site.
    CorrectSite {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// From now on.
        site: Site,
    },
    /// Note a standing flow.
    NoteFlow {
        /// Whose.
        company: CompanyId,
        /// The flow.
        flow: StandingFlow,
    },
    /// Correct a standing flow.
    CorrectFlow {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// From now on.
        flow: StandingFlow,
    },
    /// Note that a flow still is as it was noted.
    Confirm {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// When, by whom.
        confirmation: Confirmation,
    },
    /// Note that something is over; without an ending: that it goes on after all.
    End {
        /// Which one, or whose, after all mergers.
        company: CompanyId,
        /// What.
        part: Part,
        /// Since when, and why.
        ending: Option<Ending>,
    },
    /// Note that a company is another one.
    Merge {
        /// Which one.
        company: CompanyId,
        /// The other one, under whose number both go on.
        into: CompanyId,
        /// Why.
        reason: Option<Line>,
    },
    /// Undo a merger: each has again what it had brought. What was noted since stays where it was noted.
    Unmerge {
        /// The one that was merged into another.
        company: CompanyId,
        /// Why.
        reason: Option<Line>,
    },
    /// Note that two companies only look alike.
    KeepApart {
        /// One.
        company: CompanyId,
        /// The other.
        other: CompanyId,
    },
}
