//! What can be done to the companies of a programme. Whether somebody may is asked before (`domain::access`).

use chrono::NaiveDate;

use super::{Activity, Confirmation, Conversation, Ending, Identity, Part, Person, Site, StandingFlow, Way};
use crate::ids::{CompanyId, WorkshopId};
use crate::text::Line;

/// That a company stands somewhere under a spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Meeting {
    /// The workshop in which the company stands, or from which its synergy came.
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
        /// The company to correct.
        company: CompanyId,
        /// What it is known by from now on.
        identity: Identity,
    },
    /// Recognise the companies of these meetings, and note those that are new. What was recognised before is left
    /// alone.
    Recognise {
        /// Where companies were met, and under which spelling.
        met: Vec<Meeting>,
    },
    /// Say whose a spelling is.
    Attribute {
        /// The workshop in which it is written so.
        workshop: WorkshopId,
        /// As it is written there.
        spelling: String,
        /// The company; none: one of its own, which is new.
        to: Option<CompanyId>,
    },
    /// Note a site.
    NoteSite {
        /// The company whose site it is.
        company: CompanyId,
        site: Site,
    },
    /// Correct a site.
    CorrectSite {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// The site as it is from now on.
        site: Site,
    },
    /// Note a standing flow.
    NoteFlow {
        /// The company whose flow it is.
        company: CompanyId,
        flow: StandingFlow,
    },
    /// Correct a standing flow.
    CorrectFlow {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// The flow as it is from now on.
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
    /// Note somebody who works for a company.
    NotePerson {
        /// The company that they work for.
        company: CompanyId,
        person: Person,
    },
    /// Correct what is known of a person.
    CorrectPerson {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted them.
        entry: u64,
        /// What is known of them from now on.
        person: Person,
    },
    /// Note that somebody of the programme spoke with a company.
    NoteConversation {
        /// The company with which they spoke.
        company: CompanyId,
        conversation: Conversation,
    },
    /// Correct what was noted of a conversation.
    CorrectConversation {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted it.
        entry: u64,
        /// The conversation as it is told from now on.
        conversation: Conversation,
    },
    /// Note that the next step of a conversation was done; without a day: that it is to be done after all.
    TickOff {
        /// Whose, after all mergers.
        company: CompanyId,
        /// The entry that noted the conversation.
        entry: u64,
        /// The day on which it was done.
        day: Option<NaiveDate>,
    },
    /// Note that something is over, or that somebody has gone; without an ending: that it goes on after all.
    End {
        /// Which one, or whose, after all mergers.
        company: CompanyId,
        /// What is over: the company itself, a site or a flow; or who has gone.
        part: Part,
        /// Since when, and why.
        ending: Option<Ending>,
    },
    /// Note that a company is another one.
    Merge {
        /// The company that is found to be another one.
        company: CompanyId,
        /// The other one, under whose number both go on.
        into: CompanyId,
        /// Why the two are held to be one.
        reason: Option<Line>,
    },
    /// Undo a merger: each has again what it had brought. What was noted since stays where it was noted.
    Unmerge {
        /// The one that was merged into another.
        company: CompanyId,
        /// Why the two are held to be two after all.
        reason: Option<Line>,
    },
    /// Note that two companies only look alike.
    KeepApart {
        /// One of the two.
        company: CompanyId,
        /// The other of the two.
        other: CompanyId,
    },
}
