//! Who sees what of a programme's log. Nothing of it reaches anybody that did not pass through here.
//!
//! - **Office** (who may see people). Reads everything that is told of a synergy, as [`Fact`]s, and of a company
//!   ([`super::companies::told`]). Must not be able to infer what was taken back, or who left.
//! - **Readers** (funders). Read nothing of the log: sums, by [`crate::ledger`], companies, calls and answers of the
//!   evaluation as they stand, and targets with those of before. Must not be able to infer names of persons, nor which
//!   synergies a call pays for.
//! - **Companies by their link**. Read nothing of the log: their synergy's names. Must not be able to infer what others
//!   said.
//! - **The public**. Reads nothing of the log: sums without small cells, by [`crate::disclosure`]. Must not be able to
//!   infer any one company.
//!
//! A new event does not compile until it is decided here what the office is told of it.

use std::collections::HashMap;

use super::{Event, Fact, Recorded, TrailEntry};
use crate::ledger::SynergyKey;
use crate::synergy::Figure;

/// What the office reads of these entries, which are in the order of the log: all of a programme, or all of one
/// synergy.
#[must_use]
pub fn trail(entries: &[Recorded]) -> Vec<TrailEntry> {
    let mut figures: HashMap<u64, &Figure> = HashMap::new();
    // What was taken back was never there.
    let mut taken_back: HashMap<SynergyKey, u64> = HashMap::new();
    for Recorded { seq, event, .. } in entries {
        match event {
            Event::TakenBack { synergy } => {
                taken_back.insert(*synergy, *seq);
            }
            Event::FigureRecorded { figure, .. } => {
                figures.insert(*seq, figure);
            }
            _ => {}
        }
    }
    let entry = |recorded: &Recorded| {
        let (workshop, synergy) = recorded.event.synergy()?;
        let was_there = taken_back.get(&(workshop, synergy)).is_none_or(|end| recorded.seq > *end);
        let fact = fact(&recorded.event, &figures).filter(|_| was_there)?;
        // Nobody is named for what a company, or the server, did by itself.
        let author = match recorded.event {
            Event::Asked { .. } | Event::Refused { .. } => String::new(),
            _ => recorded.author.clone(),
        };
        Some(TrailEntry { at: recorded.at, author, workshop, synergy, fact })
    };
    let mut trail: Vec<TrailEntry> = entries.iter().filter_map(entry).collect();
    // A clock may have been set back; within a moment the order of the log holds.
    trail.sort_by_key(|entry| entry.at);
    trail
}

fn fact(event: &Event, figures: &HashMap<u64, &Figure>) -> Option<Fact> {
    Some(match event.clone() {
        Event::Began { beginning, .. } => {
            Fact::Stage { stage: beginning.stage, lost_reason: beginning.lost_reason, note: None }
        }
        Event::Moved { stage, lost_reason, note, .. } => Fact::Stage { stage, lost_reason, note },
        Event::Changed { change, .. } => {
            let (detail, before, after) = change.as_texts();
            Fact::Changed { detail, before, after }
        }
        Event::FigureRecorded { figure, note, .. } => Fact::Figure { figure, note },
        Event::FigureWithdrawn { figure, reason, .. } => {
            let figure = Figure { uncertainty: None, basis: None, ..(*figures.get(&figure)?).clone() };
            Fact::Withdrawn { figure, reason }
        }
        Event::Assumed { assumptions, reason, .. } => Fact::Assumed { assumptions, reason },
        Event::Joined { into, reason, .. } => Fact::Joined { into: into.map(|(_, title)| title), reason },
        Event::Asked { side, failed, .. } => Fact::Asked { side, failed },
        Event::Answered { side, state, by_manager, .. } => Fact::Answered { side, state, by_manager },
        Event::Refused { side, .. } => Fact::Refused { side },
        Event::EvidenceAttached { name, .. } => Fact::Evidence { name },
        Event::Funded { name, .. } => Fact::Funded { call: name },
        // Companies have a story of their own: `companies::told`. What is said of the programme as a whole is read on
        // its own pages, as it stands.
        Event::Company(_)
        | Event::CallAdded { .. }
        | Event::ReferentialImported { .. }
        | Event::Evaluated { .. }
        | Event::TargetSet { .. }
        | Event::TargetTakenBack { .. }
        | Event::TakenBack { .. }
        | Event::Forgotten { .. } => return None,
    })
}
