//! The rules of what can be done to a programme over the years (to its companies: [`companies::decide`]). A rule of
//! sums (what counts once) stands in [`crate::ledger`], one of asking in [`crate::follow_up`].

use std::collections::{BTreeMap, BTreeSet};

use super::{Beginning, Change, Command, Declared, Event, Followed, Origin, Register, companies};
use crate::evaluation::Given;
use crate::follow_up::{Answer, Answered, SideOfSynergy};
use crate::funding::{CALLS_MOST, Terms};
use crate::ledger::{SynergyKey, year_of};
use crate::problem::{Problem, Refusal};
use crate::synergy::{
    Figure, Flow, Indicator, LostReason, Stage, StageChange, Verification, check_stage_change, check_year,
};
use crate::text::Line;
use crate::time::Timestamp;

/// Two figures of two companies for the same thing agree when they differ by at most this share of the larger.
const AGREES_WITHIN: f64 = 0.1;
/// The most files and links of one synergy.
const EVIDENCE_MOST: usize = 50;
/// The most bytes of all files of one synergy together.
const EVIDENCE_BYTES_MAX: u64 = 50 * 1024 * 1024;

/// What a command comes to at this moment: events, none where there is nothing to do.
///
/// # Errors
/// Why it cannot be done, at the field of the form where it belongs.
pub fn decide(register: &Register, command: &Command, at: Timestamp) -> Result<Vec<Event>, Refusal> {
    let find = |synergy: &SynergyKey| register.synergies.get(synergy).ok_or(Problem::UnknownSynergy);
    match command {
        Command::Import { lines } => import(register, lines),
        Command::Split { synergy, title } => {
            let part = part_of(find(synergy)?, title);
            let key = (synergy.0, register.next_number(synergy.0));
            Ok(vec![Event::Began { synergy: key, origin: Origin::Split(*synergy), beginning: Box::new(part) }])
        }
        Command::Move { synergy, change } => move_on(*synergy, find(synergy)?, change),
        Command::MoveAll { synergies, change } => {
            let mut events = Vec::new();
            for synergy in &synergies.iter().copied().collect::<BTreeSet<SynergyKey>>() {
                let now = find(synergy)?;
                if now.stage != change.stage {
                    let change = StageChange { next_step: now.next_step.clone(), ..change.clone() };
                    events.extend(move_on(*synergy, now, &change)?);
                }
            }
            Ok(events)
        }
        Command::SetFlow { synergy, flow, giver, receiver } => {
            set_flow(*synergy, find(synergy)?, flow, giver.as_ref(), receiver.as_ref())
        }
        Command::RecordFigures { synergy, figures, note } => {
            find(synergy)?;
            record(*synergy, figures, note.as_deref())
        }
        Command::WithdrawFigure { synergy, figure, reason } => {
            // It stays readable with the reason; once is for ever.
            let declared = find(synergy)?.figures.get(figure).filter(|declared| !declared.withdrawn);
            declared.ok_or(Problem::NotFound)?;
            let reason = reason.to_string();
            Ok(vec![Event::FigureWithdrawn { synergy: *synergy, figure: *figure, reason }])
        }
        Command::Assume { synergy, assumptions, reason } => {
            find(synergy)?;
            assumptions.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
            Ok(vec![Event::Assumed { synergy: *synergy, assumptions: *assumptions, reason: reason.to_string() }])
        }
        Command::Join { synergy, into, reason } => {
            find(synergy)?;
            join(register, *synergy, *into, reason)
        }
        Command::NoteQuestion { synergy, side, way, failed } => {
            find(synergy)?;
            let (way, failed) = (way.clone(), failed.clone());
            Ok(vec![Event::Asked { synergy: *synergy, side: *side, way, failed }])
        }
        Command::Answer { synergy, side, answer, by_manager } => {
            answered(*synergy, find(synergy)?, *side, answer, *by_manager, at)
        }
        Command::RefuseQuestions { synergy, side } => {
            find(synergy)?;
            Ok(vec![Event::Refused { synergy: *synergy, side: *side }])
        }
        Command::Attach { synergy, name, media_type, size, link } => {
            let (count, bytes) = find(synergy)?.evidence;
            if count >= EVIDENCE_MOST || bytes.saturating_add(*size) > EVIDENCE_BYTES_MAX {
                return Err(Refusal::at("file", Problem::TooLarge));
            }
            let (name, media_type, link) = (name.clone(), media_type.clone(), link.clone());
            Ok(vec![Event::EvidenceAttached { synergy: *synergy, name, media_type, size: *size, link }])
        }
        Command::Fund { synergy, call } => {
            let name = register.calls.get(call).ok_or(Problem::NotFound)?.name.clone();
            let known = find(synergy).map_err(|problem| Refusal::at("synergy", problem))?.funded.contains(call);
            Ok(if known { Vec::new() } else { vec![Event::Funded { synergy: *synergy, call: *call, name }] })
        }
        Command::AddCall { terms } => add_call(register, terms),
        Command::ImportReferential { referential } => match referential.defect() {
            Some(_) => Err(Refusal::at("file", Problem::Malformed)),
            None => Ok(vec![Event::ReferentialImported { referential: referential.clone() }]),
        },
        Command::Evaluate { year, answers } => evaluate(register, *year, answers),
        Command::SetTarget { target } => {
            target.check()?;
            match register.targets.get(&(target.aim, target.year)) {
                Some(now) if now == target => Err(Problem::NothingToDo.into()),
                _ => Ok(vec![Event::TargetSet { target: target.clone() }]),
            }
        }
        Command::TakeBackTarget { aim, year } => {
            register.targets.get(&(*aim, *year)).ok_or(Problem::NothingToDo)?;
            Ok(vec![Event::TargetTakenBack { aim: *aim, year: *year }])
        }
        Command::Company(command) => {
            let events = companies::decide(&register.companies, command)?;
            Ok(events.into_iter().map(Event::Company).collect())
        }
        Command::TakeBack { synergies } => {
            let known = synergies.iter().filter(|synergy| register.synergies.contains_key(synergy));
            Ok(known.map(|synergy| Event::TakenBack { synergy: *synergy }).collect())
        }
    }
}

/// The lines of a table, each under the next number of its workshop.
fn import(register: &Register, lines: &[super::TableLine]) -> Result<Vec<Event>, Refusal> {
    let mut numbers = BTreeMap::new();
    let mut events = Vec::new();
    for line in lines {
        let next = numbers.entry(line.workshop).or_insert_with(|| register.next_number(line.workshop));
        let synergy = (line.workshop, *next);
        next.0 += 1;
        let beginning = Box::new(line.beginning.clone());
        events.push(Event::Began { synergy, origin: Origin::Table, beginning });
        events.extend(record(synergy, &line.figures, None)?);
    }
    Ok(events)
}

/// A part of a synergy: between the same companies, where the whole stands, with a history of its own. The figures stay
/// with the whole; how much of the flow goes to the part is not known yet.
fn part_of(whole: &Followed, title: &Line) -> Beginning {
    Beginning {
        title: title.to_string(),
        kind: whole.kind,
        stage: whole.stage,
        lost_reason: None,
        giver: whole.giver.clone(),
        receiver: whole.receiver.clone(),
        cards: whole.cards.clone(),
        flow: Flow { quantity: None, ..whole.flow.clone() },
        next_step: None,
    }
}

/// A change of the stage, of the next step, or of both; a note alone is one as well.
fn move_on(synergy: SynergyKey, now: &Followed, change: &StageChange) -> Result<Vec<Event>, Refusal> {
    let StageChange { stage, lost_reason, note, next_step } = change;
    let reason = lost_reason.filter(|_| *stage == Stage::Lost);
    match check_stage_change(now.stage, *stage, reason) {
        Err(Problem::NothingToDo) if *next_step != now.next_step || note.is_some() => {}
        Err(Problem::ReasonMissing) => return Err(Refusal::at("lost_reason", Problem::ReasonMissing)),
        Err(problem) => return Err(Refusal::at("stage", problem)),
        Ok(()) => {}
    }
    // A reason that was given stays, as long as the synergy is given up.
    let lost_reason = if *stage == Stage::Lost { reason.or(now.lost_reason) } else { None };
    let moved = Event::Moved { synergy, stage: *stage, lost_reason, note: note.clone() };
    let (before, after) = (now.next_step.as_ref(), next_step.as_ref());
    let changes = [
        Change::NextStep { before: before.map(|next| next.what.clone()), after: after.map(|next| next.what.clone()) },
        Change::Due { before: before.and_then(|next| next.due), after: after.and_then(|next| next.due) },
    ];
    Ok(std::iter::once(moved).chain(changed(synergy, changes)).collect())
}

fn changed(synergy: SynergyKey, changes: impl IntoIterator<Item = Change>) -> impl Iterator<Item = Event> {
    changes.into_iter().filter(Change::is_one).map(move |change| Event::Changed { synergy, change })
}

fn set_flow(
    synergy: SynergyKey,
    now: &Followed,
    flow: &Flow,
    giver: Option<&Line>,
    receiver: Option<&Line>,
) -> Result<Vec<Event>, Refusal> {
    let named = |name: &str| Some(name.to_owned()).filter(|name| !name.is_empty());
    let changes = [
        Change::Flow { before: now.flow.what.clone(), after: flow.what.clone() },
        Change::Quantity { before: now.flow.quantity, after: flow.quantity },
        Change::Distance { before: now.flow.distance_km, after: flow.distance_km },
        Change::GiverOwner { before: named(&now.giver.name), after: giver.map(ToString::to_string) },
        Change::ReceiverOwner { before: named(&now.receiver.name), after: receiver.map(ToString::to_string) },
    ];
    let events: Vec<Event> = changed(synergy, changes).collect();
    if events.is_empty() { Err(Problem::NothingToDo.into()) } else { Ok(events) }
}

fn record(synergy: SynergyKey, figures: &[Figure], note: Option<&str>) -> Result<Vec<Event>, Refusal> {
    let event = |figure: &Figure| {
        figure.check().map_err(|(field, problem)| Refusal::at(field, problem))?;
        Ok(Event::FigureRecorded { synergy, figure: figure.clone(), note: note.map(str::to_owned) })
    };
    figures.iter().map(event).collect()
}

/// A synergy cannot be a second record of itself, also not by way of others.
fn join(
    register: &Register,
    synergy: SynergyKey,
    into: Option<SynergyKey>,
    reason: &Line,
) -> Result<Vec<Event>, Refusal> {
    let into = match into {
        None => None,
        Some(other) => {
            let Some(second) = register.synergies.get(&other) else {
                return Err(Refusal::at("into", Problem::UnknownSynergy));
            };
            if register.would_circle(synergy, other) {
                return Err(Refusal::at("into", Problem::JoinsItself));
            }
            Some((other, second.title.clone()))
        }
    };
    Ok(vec![Event::Joined { synergy, into, reason: reason.to_string() }])
}

/// An answer, the stage that it leads to, and the figures that it declares.
fn answered(
    synergy: SynergyKey,
    now: &Followed,
    side: SideOfSynergy,
    answer: &Answered,
    by_manager: bool,
    at: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let stage = answer.state.stage_after(now.stage);
    let lost_reason = if stage == Stage::Lost { answer.reason } else { None };
    // A synergy that runs and is said to have stopped keeps what it brought: the reason stands in the note.
    let note = match (&answer.note, answer.state, stage) {
        (note, Answer::Stopped, Stage::Realised) => {
            let words = [answer.reason.map(LostReason::code).unwrap_or_default(), note.as_deref().unwrap_or_default()];
            Some(words.join(" ").trim().to_owned())
        }
        (note, _, _) => note.clone(),
    };
    let mut events = vec![
        Event::Answered {
            synergy,
            side,
            state: answer.state,
            reason: answer.reason,
            note: answer.note.clone(),
            by_manager,
        },
        Event::Moved { synergy, stage, lost_reason, note },
    ];
    let amounts = [(Indicator::TonnesReused, answer.tonnes), (Indicator::Savings, answer.savings)];
    let figures: Vec<Figure> = amounts
        .into_iter()
        .filter_map(|(indicator, amount)| Some(declared(now, side, indicator, amount?, year_of(at))))
        .collect();
    events.extend(record(synergy, &figures, None)?);
    Ok(events)
}

fn add_call(register: &Register, terms: &Terms) -> Result<Vec<Event>, Refusal> {
    terms.check()?;
    if register.calls.len() >= CALLS_MOST {
        return Err(Problem::TooMany.into());
    }
    let call = register.calls.last_key_value().map_or(0, |(last, _)| *last).saturating_add(1);
    Ok(vec![Event::CallAdded { call, terms: Box::new(terms.clone()) }])
}

/// The answers that are different from those that stand.
fn evaluate(register: &Register, year: i32, answers: &BTreeMap<String, Given>) -> Result<Vec<Event>, Refusal> {
    check_year(year).map_err(|problem| Refusal::at("year", problem))?;
    let mut events = Vec::new();
    for (indicator, given) in answers {
        if given.value.is_some_and(|value| !value.is_finite()) {
            return Err(Refusal::at(indicator, Problem::NotANumber));
        }
        let now = register.answers.get(&year).and_then(|answers| answers.get(indicator));
        if now.unwrap_or(&Given::default()) != given {
            events.push(Event::Evaluated { year, indicator: indicator.clone(), given: given.clone() });
        }
    }
    Ok(events)
}

/// A figure that a company declares. Where the other one declared nearly the same flow for the same year, both have.
fn declared(now: &Followed, side: SideOfSynergy, indicator: Indicator, amount: f64, year: i32) -> Figure {
    let agrees = |known: &Declared| {
        let same = known.year == year && known.indicator == indicator && known.by == Some(side.other());
        same && (known.amount - amount).abs() <= AGREES_WITHIN * known.amount.abs().max(amount.abs())
    };
    let both = !indicator.is_of_each_company() && now.figures.values().filter(|known| !known.withdrawn).any(agrees);
    Figure {
        year,
        indicator,
        amount,
        verification: if both { Verification::BothSides } else { Verification::OneSide },
        declared_by: now.company(side).to_owned(),
        uncertainty: None,
        basis: None,
    }
}
