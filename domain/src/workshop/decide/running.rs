//! Running the day: its steps and their clock, what the boards show, who sits where and who does what at a table.

use super::{next, unless};
use crate::access::{Action, Actor, may};
use crate::audience::{self, Audience};
use crate::ids::{MatchId, ParticipantId};
use crate::problem::{Problem, Refusal};
use crate::workshop::seating::APART_MAX;
use crate::workshop::{Event, ROUNDS_MAX, Scene, Seating, StepDraft, TableRole, Workshop, read_steps, round_of};

/// The farthest that a step is extended or shortened at once, in minutes.
const EXTENSION_MAX: i64 = 240;

pub(super) fn set_order(workshop: &Workshop, actor: Actor, drafts: &[StepDraft]) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    let steps = read_steps(drafts)?;
    Ok(unless(steps == workshop.steps, Event::RunningOrderSet { steps }))
}

/// A step brings its phase, its scene, and, when it is a table round with a seating plan, everybody to their table.
pub(super) fn begin(workshop: &Workshop, actor: Actor, step: u32, from: Option<u32>) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    let begun = workshop.steps.get(step as usize).ok_or(Problem::UnknownStep)?;
    let current = workshop.clock.as_ref().map(|clock| clock.step);
    if from.is_some() && from != current && current != Some(step) {
        return Err(Problem::PhaseChangedMeanwhile.into());
    }
    let mut events = vec![Event::StepBegun { step, minutes: begun.minutes }];
    if workshop.phase != begun.phase {
        events.push(Event::PhaseChanged { phase: begun.phase });
    }
    if workshop.scene != Some(begun.scene) {
        events.push(Event::SceneShown { scene: Some(begun.scene), match_id: None });
    }
    if let (Some(round), Some(seating)) = (round_of(&workshop.steps, step), &workshop.seating) {
        let moved = workshop.present().filter_map(|person| {
            let table = seating.table(round, person.id)?;
            (person.table != Some(table))
                .then_some(Event::ParticipantMoved { participant: person.id, table: Some(table) })
        });
        events.extend(moved);
    }
    Ok(events)
}

pub(super) fn pause(workshop: &Workshop, actor: Actor, paused: bool) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    let clock = workshop.clock.as_ref().ok_or(Problem::UnknownStep)?;
    Ok(unless(clock.paused_at.is_some() == paused, Event::ClockPaused { paused }))
}

pub(super) fn extend(workshop: &Workshop, actor: Actor, minutes: i64) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    if workshop.clock.is_none() {
        return Err(Problem::UnknownStep.into());
    }
    if minutes.abs() > EXTENSION_MAX {
        return Err(Refusal::at("minutes", Problem::Absurd));
    }
    Ok(unless(minutes == 0, Event::StepExtended { minutes }))
}

pub(super) fn show(
    workshop: &Workshop,
    actor: Actor,
    scene: Option<Scene>,
    match_id: Option<MatchId>,
) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    // Only what the room sees: its boards could show nothing else, and its number alone would tell that it is there.
    let shown = |id: MatchId| {
        workshop.matches.get(&id).is_some_and(|found| audience::sees_match(Audience::Room, found, workshop))
    };
    if match_id.is_some_and(|id| !shown(id)) {
        return Err(Problem::UnknownMatch.into());
    }
    Ok(unless(workshop.scene == scene && workshop.spotlight == match_id, Event::SceneShown { scene, match_id }))
}

pub(super) fn seat(workshop: &Workshop, actor: Actor, seating: &Seating) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    check(seating, workshop)?;
    Ok(unless(workshop.seating.as_ref() == Some(seating), Event::SeatingSet { seating: seating.clone() }))
}

/// Checks a plan against the workshop: a table or a person that it does not have, somebody twice in a round, or too
/// many rounds are refused.
fn check(seating: &Seating, workshop: &Workshop) -> Result<(), Refusal> {
    if seating.rounds.len() > ROUNDS_MAX || seating.apart.len() > APART_MAX {
        return Err(Problem::Absurd.into());
    }
    for seats in &seating.rounds {
        let mut seated: Vec<ParticipantId> = seats.iter().map(|seat| seat.participant).collect();
        seated.sort_unstable();
        seated.dedup();
        if seated.len() != seats.len() || seated.iter().any(|who| !workshop.participants.contains_key(who)) {
            return Err(Problem::UnknownParticipant.into());
        }
        if seats.iter().any(|seat| seat.table == 0 || seat.table > workshop.tables()) {
            return Err(Problem::UnknownTable.into());
        }
    }
    Ok(())
}

pub(super) fn give_role(
    workshop: &Workshop,
    actor: Actor,
    participant: ParticipantId,
    role: Option<TableRole>,
) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    let person =
        workshop.participants.get(&participant).filter(|person| !person.left).ok_or(Problem::UnknownParticipant)?;
    Ok(unless(person.role == role, Event::RoleGiven { participant, role }))
}

/// The number of the next participant.
pub(super) fn next_participant(workshop: &Workshop) -> ParticipantId {
    ParticipantId(next(workshop.participants.last_key_value().map(|(id, _)| id.0)))
}
