//! What can be done to a programme: to its synergies and companies, its calls, its evaluation, its targets. Whether
//! somebody may is asked before (`domain::access`); whether it makes sense is decided by [`super::decide()`].

use std::collections::BTreeMap;

use super::{Beginning, companies};
use crate::evaluation::{Given, Referential};
use crate::follow_up::{Answered, SideOfSynergy};
use crate::funding::Terms;
use crate::ids::WorkshopId;
use crate::ledger::SynergyKey;
use crate::synergy::{Assumptions, Figure, Flow, StageChange};
use crate::targets::{Aim, Target};
use crate::text::Line;

/// A line of a table of past synergies.
#[derive(Clone, Debug, PartialEq)]
pub struct TableLine {
    /// The workshop that it belongs to.
    pub workshop: WorkshopId,
    /// The synergy as it begins.
    pub beginning: Beginning,
    /// What it brought in past years.
    pub figures: Vec<Figure>,
}

/// What somebody wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Follow synergies out of a table.
    Import {
        /// The lines of the table, one for each synergy.
        lines: Vec<TableLine>,
    },
    /// Split a part off: a new synergy between the same companies, without figures.
    Split {
        /// The synergy that a part is split off from.
        synergy: SynergyKey,
        /// What the part is.
        title: Line,
    },
    /// Change the stage, the next step, or both.
    Move {
        /// The synergy that moves.
        synergy: SynergyKey,
        /// The stage from now on, and what happens next.
        change: StageChange,
    },
    /// Change the stage of several; those that stand there already are left alone, and every next step stays.
    MoveAll {
        /// The synergies that move.
        synergies: Vec<SynergyKey>,
        /// The change; its next step says nothing.
        change: StageChange,
    },
    /// Set what flows, how much, how far, and who takes care of each side.
    SetFlow {
        /// The synergy whose flow it is.
        synergy: SynergyKey,
        /// What flows, how much and how far.
        flow: Flow,
        /// Who takes care of it on the giving side.
        giver: Option<Line>,
        /// Who takes care of it on the receiving side.
        receiver: Option<Line>,
    },
    /// Record figures: what a synergy brought in a year.
    RecordFigures {
        /// The synergy that brought it.
        synergy: SynergyKey,
        /// The figures, all of them or none.
        figures: Vec<Figure>,
        /// Where the figures come from: source, method.
        note: Option<String>,
    },
    /// Withdraw a figure that was a mistake.
    WithdrawFigure {
        /// The synergy that the figure was declared for.
        synergy: SynergyKey,
        /// The number of the entry that declared it.
        figure: u64,
        /// Why it was a mistake.
        reason: Line,
    },
    /// Set lifetime, retention and attribution.
    Assume {
        /// The synergy for which they hold.
        synergy: SynergyKey,
        /// What is assumed from now on.
        assumptions: Assumptions,
        /// Why these values.
        reason: Line,
    },
    /// Note that it is another synergy once more; without another: that it stands by itself after all.
    Join {
        /// The synergy that is a second record, or is none after all.
        synergy: SynergyKey,
        /// The other one.
        into: Option<SynergyKey>,
        /// Why it is held to be so.
        reason: Line,
    },
    /// Note that a company was asked.
    NoteQuestion {
        /// The synergy that was asked about.
        synergy: SynergyKey,
        /// The side whose company was asked.
        side: SideOfSynergy,
        /// `mail`, or `by_hand`.
        way: String,
        /// Why the mail did not leave.
        failed: Option<String>,
    },
    /// Keep an answer, with everything that follows from it.
    Answer {
        /// The synergy that the answer is about.
        synergy: SynergyKey,
        /// The side whose company answered.
        side: SideOfSynergy,
        /// What it says.
        answer: Answered,
        /// By the manager, after a phone call.
        by_manager: bool,
    },
    /// Ask this company no more.
    RefuseQuestions {
        /// The synergy that they are asked about no more.
        synergy: SynergyKey,
        /// The side whose company refuses.
        side: SideOfSynergy,
    },
    /// Attach a file or a link.
    Attach {
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
    /// Note that a call pays for it.
    Fund {
        /// The synergy that is paid for.
        synergy: SynergyKey,
        /// The place of the call among those of the programme, from 1.
        call: u32,
    },
    /// Add a call.
    AddCall {
        /// What it offers and asks for.
        terms: Terms,
    },
    /// Evaluate the programme by this referential from now on. Answers stay.
    ImportReferential {
        /// The referential.
        referential: Box<Referential>,
    },
    /// Answer the evaluation of a year by hand; what stands there already is left alone.
    Evaluate {
        /// The year.
        year: i32,
        /// The answers, by the key of their indicator.
        answers: BTreeMap<String, Given>,
    },
    /// Set a target, or change it.
    SetTarget {
        /// What is aimed at.
        target: Target,
    },
    /// Take a target back.
    TakeBackTarget {
        /// What it is about.
        aim: Aim,
        /// The year in which it was to be reached; none: by the programme as a whole.
        year: Option<i32>,
    },
    /// Something about companies.
    Company(companies::Command),
    /// Take back what an import brought that did not come to its end.
    TakeBack {
        /// The synergies that the import had brought.
        synergies: Vec<SynergyKey>,
    },
}
