//! Who sits where in each table round. The plan itself is for the facilitators; the room is told when people move.

use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::ids::ParticipantId;
use crate::text::{Line, organisation_key};

/// The most rounds of a seating plan.
pub const ROUNDS_MAX: usize = 12;
/// The most lines of companies to keep apart.
pub(super) const APART_MAX: usize = 60;

/// One person's place in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Seat {
    /// The person who sits there.
    pub participant: ParticipantId,
    /// The number of their table.
    pub table: u8,
}

/// The seating of all rounds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Seating {
    /// The rounds, in order; in each, everybody who was there when it was worked out.
    pub rounds: Vec<Vec<Seat>>,
    /// Companies that are to sit apart (of one group, or competitors): one line for each group, its names separated by
    /// commas.
    #[serde(default)]
    pub apart: Vec<Line>,
}

impl Seating {
    /// The table of somebody in a round, counted from 1.
    #[must_use]
    pub fn table(&self, round: u32, participant: ParticipantId) -> Option<u8> {
        let seats = self.rounds.get((round as usize).checked_sub(1)?)?;
        seats.iter().find(|seat| seat.participant == participant).map(|seat| seat.table)
    }

    /// The plan without this organisation among those that are to sit apart; none where it is not among them.
    #[must_use]
    pub fn without(&self, organisation: &str) -> Option<Self> {
        let gone = organisation_key(organisation);
        let names = |line: &Line| {
            line.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect::<Vec<_>>()
        };
        let is_gone = |name: &String| organisation_key(name) == gone;
        if !self.apart.iter().any(|line| names(line).iter().any(is_gone)) {
            return None;
        }
        let left = |line: &Line| {
            if !names(line).iter().any(is_gone) {
                return Some(line.clone());
            }
            let left: Vec<String> = names(line).into_iter().filter(|name| !is_gone(name)).collect();
            // One alone sits apart from nobody.
            if left.len() < 2 { None } else { Line::parse(&left.join(", ")).ok() }
        };
        Some(Self { rounds: self.rounds.clone(), apart: self.apart.iter().filter_map(left).collect() })
    }
}
