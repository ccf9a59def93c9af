//! What can be done to the synergies and companies of a programme. Whether somebody may is asked before (`domain::access`); whether
//! it makes sense is decided by [`super::decide`].

use super::{Beginning, companies};
use crate::follow_up::{Answered, SideOfSynergy};
use crate::ids::WorkshopId;
use crate::ledger::SynergyKey;
use crate::synergy::{Assumptions, Figure, Flow, StageChange};
use crate::text::Line;

/// A line of a table of past synergies.
#[derive(Clone, Debug, PartialEq)]
pub struct TableLine {
    /// The workshop that it belongs to.
    pub workshop: WorkshopId,
    /// The synergy.
    pub beginning: Beginning,
    /// What it brought.
    pub figures: Vec<Figure>,
}

/// What somebody wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Follow synergies out of a table.
    Import {
        /// The lines.
        lines: Vec<TableLine>,
    },
    /// Split a part off: a new synergy between the same companies, without figures.
    Split {
        /// The whole.
        synergy: SynergyKey,
        /// What the part is.
        title: Line,
    },
    /// Change the stage, the next step, or both.
    Move {
        /// Which one.
        synergy: SynergyKey,
        /// The change.
        change: StageChange,
    },
    /// Change the stage of several; those that stand there already are left alone, and every next step stays.
    MoveAll {
        /// Which ones.
        synergies: Vec<SynergyKey>,
        /// The change; its next step says nothing.
        change: StageChange,
    },
    /// Set what flows, how much, how far, and who takes care of each side.
    SetFlow {
        /// Which one.
        synergy: SynergyKey,
        /// What flows.
        flow: Flow,
        /// Who takes care of it on the giving side.
        giver: Option<Line>,
        /// Who takes care of it on the receiving side.
        receiver: Option<Line>,
    },
    /// Record figures.
    RecordFigures {
        /// Which one.
        synergy: SynergyKey,
        /// The figures, all of them or none.
        figures: Vec<Figure>,
        /// Source, method.
        note: Option<String>,
    },
    /// Withdraw a figure that was a mistake.
    WithdrawFigure {
        /// Which one.
        synergy: SynergyKey,
        /// The entry that declared it.
        figure: u64,
        /// Why.
        reason: Line,
    },
    /// Set lifetime, retention and attribution.
    Assume {
        /// Which one.
        synergy: SynergyKey,
        /// From now on.
        assumptions: Assumptions,
        /// Why.
        reason: Line,
    },
    /// Note that it is another synergy once more; without another: that it stands by itself after all.
    Join {
        /// Which one.
        synergy: SynergyKey,
        /// The other one.
        into: Option<SynergyKey>,
        /// Why.
        reason: Line,
    },
    /// Note that a company was asked.
    NoteQuestion {
        /// Which one.
        synergy: SynergyKey,
        /// Which company.
        side: SideOfSynergy,
        /// `mail`, or `by_hand`.
        way: String,
        /// Why the mail did not leave.
        failed: Option<String>,
    },
    /// Keep an answer, with everything that follows from it.
    Answer {
        /// Which one.
        synergy: SynergyKey,
        /// Which company.
        side: SideOfSynergy,
        /// What it says.
        answer: Answered,
        /// By the manager, after a phone call.
        by_manager: bool,
    },
    /// Ask this company no more.
    RefuseQuestions {
        /// Which one.
        synergy: SynergyKey,
        /// Which company.
        side: SideOfSynergy,
    },
    /// Attach a file or a link.
    Attach {
        /// Which one.
        synergy: SynergyKey,
        /// Its name.
        name: String,
        /// Its media type.
        media_type: String,
        /// Its size in bytes; 0 for a link.
        size: u64,
        /// Where a link leads.
        link: Option<String>,
    },
    /// Note that a call pays for it.
    Fund {
        /// Which one.
        synergy: SynergyKey,
        /// The place of the call among those of the programme, from 1.
        call: u32,
        /// Its name.
        name: String,
    },
    /// Something about companies.
    Company(companies::Command),
    /// Take back what an import brought that did not come to its end.
    TakeBack {
        /// Which ones.
        synergies: Vec<SynergyKey>,
    },
}
