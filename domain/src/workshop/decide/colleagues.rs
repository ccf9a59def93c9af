//! Who one is in the room. A typed name proves nothing: colleagues act together once both said so, and a second record
//! of a person is theirs once the first one, or the facilitator, says so. Both sides have to say it: whoever came first
//! may be the impostor.

use super::unless;
use crate::access::{Action, Actor, may};
use crate::ids::ParticipantId;
use crate::problem::{Problem, Refusal};
use crate::workshop::{Event, Participant, Workshop};

fn present(workshop: &Workshop, who: ParticipantId, field: &str) -> Result<Participant, Refusal> {
    let person = workshop.participants.get(&who).filter(|person| !person.left);
    person.cloned().ok_or_else(|| Refusal::at(field, Problem::UnknownParticipant))
}

/// One question at a time, to somebody who typed the same.
pub(super) fn ask(
    workshop: &Workshop,
    actor: Actor,
    with: ParticipantId,
    same_person: bool,
) -> Result<Vec<Event>, Refusal> {
    let Actor::Participant(me) = actor else { return Err(Problem::NotAllowed.into()) };
    may(actor, Action::ActFor(me))?;
    let (own, other) = (present(workshop, me, "participant")?, present(workshop, with, "with")?);
    let alike = if same_person { own.same_name(&other) } else { workshop.same_organisation(me, with) };
    if me == with || !alike {
        return Err(Refusal::at("with", Problem::NotAllowed));
    }
    if workshop.act_together(me, with) && !same_person {
        return Ok(Vec::new());
    }
    // Two who ask each other have both said yes.
    if other.asks.is_some_and(|ask| ask.with == me && !ask.same_person) && !same_person {
        return Ok(vec![admission(workshop, with, me)]);
    }
    let asked = own.asks.is_some_and(|ask| ask.with == with && ask.same_person == same_person);
    Ok(unless(asked, Event::LetInAsked { participant: me, with, same_person }))
}

/// The answer of whoever was asked, of their colleagues where it is about a colleague, or of the facilitator.
pub(super) fn let_in(workshop: &Workshop, actor: Actor, who: ParticipantId, yes: bool) -> Result<Vec<Event>, Refusal> {
    let newcomer = present(workshop, who, "participant")?;
    let asks = newcomer.asks.filter(|ask| present(workshop, ask.with, "with").is_ok());
    let allowed = match (actor, asks) {
        (Actor::Facilitator, _) | (Actor::Participant(_), None) => true,
        (Actor::Participant(me), Some(ask)) => {
            let asked = ask.with == me || (!ask.same_person && workshop.act_together(ask.with, me));
            (asked && me != who) || (me == who && !yes)
        }
        _ => false,
    };
    if !allowed {
        return Err(Problem::NotAllowed.into());
    }
    match asks {
        // Taken back, or answered by a colleague meanwhile.
        None if yes => Err(Refusal::at("participant", Problem::NothingToDo)),
        None => Ok(Vec::new()),
        Some(_) if !yes => Ok(vec![Event::LetInEnded { participant: who }]),
        Some(ask) if ask.same_person => Ok(vec![Event::ParticipantsMerged { kept: ask.with, duplicate: who }]),
        Some(ask) => Ok(vec![admission(workshop, who, ask.with)]),
    }
}

pub(super) fn admit(
    workshop: &Workshop,
    actor: Actor,
    who: ParticipantId,
    with: ParticipantId,
) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    present(workshop, who, "participant")?;
    present(workshop, with, "with")?;
    if who == with {
        return Err(Refusal::at("with", Problem::NotAllowed));
    }
    Ok(unless(workshop.act_together(who, with), admission(workshop, who, with)))
}

/// The newcomer leaves the colleagues they may have had: those did not let the others in.
fn admission(workshop: &Workshop, who: ParticipantId, with: ParticipantId) -> Event {
    let teams = || workshop.participants.values().filter_map(|person| person.team);
    let team = workshop.participants.get(&with).and_then(|person| person.team);
    Event::ColleagueAdmitted { participant: who, with, team: team.unwrap_or_else(|| super::next(teams().max())) }
}

pub(super) fn end(workshop: &Workshop, actor: Actor, who: Option<ParticipantId>) -> Result<Vec<Event>, Refusal> {
    let ((Some(who), _) | (None, Actor::Participant(who))) = (who, actor) else {
        return Err(Refusal::at("participant", Problem::Missing));
    };
    let person = present(workshop, who, "participant")?;
    match actor {
        Actor::Facilitator => {}
        Actor::Participant(me) if workshop.act_together(me, who) => {}
        _ => return Err(Problem::NotAllowed.into()),
    }
    Ok(unless(person.team.is_none(), Event::ColleagueEnded { participant: who }))
}

pub(super) fn merge(
    workshop: &Workshop,
    actor: Actor,
    kept: ParticipantId,
    duplicate: ParticipantId,
) -> Result<Vec<Event>, Refusal> {
    may(actor, Action::Facilitate)?;
    present(workshop, kept, "kept")?;
    present(workshop, duplicate, "duplicate")?;
    if kept == duplicate {
        return Err(Refusal::at("duplicate", Problem::NotMergeable));
    }
    Ok(vec![Event::ParticipantsMerged { kept, duplicate }])
}
