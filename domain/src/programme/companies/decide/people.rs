//! The rules of what can be noted of a company's people, and of what was said with them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{find, owner};
use crate::ids::CompanyId;
use crate::problem::{Problem, Refusal};
use crate::programme::companies::{Companies, Conversation, Event, Person};

/// The most people of one company.
const PEOPLE_MOST: usize = 500;
/// The most conversations with one company: one a week for twenty years, and some.
const CONVERSATIONS_MOST: usize = 2_000;

pub(super) fn note_person(companies: &Companies, company: CompanyId, person: &Person) -> Result<Vec<Event>, Refusal> {
    let (root, now) = find(companies, company)?;
    if now.people.len() >= PEOPLE_MOST {
        return Err(Problem::TooMany.into());
    }
    Ok(vec![Event::PersonNoted { company: root, person: Box::new(person.clone()) }])
}

pub(super) fn correct_person(
    companies: &Companies,
    company: CompanyId,
    entry: u64,
    person: &Person,
) -> Result<Vec<Event>, Refusal> {
    let (owner, now) = owner(companies, company, |company| company.people.get(&entry))?;
    if now.person == *person {
        return Err(Problem::NothingToDo.into());
    }
    Ok(vec![Event::PersonCorrected { company: owner, entry, person: Box::new(person.clone()) }])
}

pub(super) fn note_conversation(
    companies: &Companies,
    company: CompanyId,
    conversation: &Conversation,
) -> Result<Vec<Event>, Refusal> {
    let (root, now) = find(companies, company)?;
    check_met(companies, root, &conversation.met, &BTreeSet::new())?;
    if now.conversations.len() >= CONVERSATIONS_MOST {
        return Err(Problem::TooMany.into());
    }
    Ok(vec![Event::ConversationNoted { company: root, conversation: Box::new(conversation.clone()) }])
}

pub(super) fn correct_conversation(
    companies: &Companies,
    company: CompanyId,
    entry: u64,
    conversation: &Conversation,
) -> Result<Vec<Event>, Refusal> {
    let (owner, now) = owner(companies, company, |company| company.conversations.get(&entry))?;
    check_met(companies, company, &conversation.met, &now.conversation.met)?;
    if now.conversation == *conversation {
        return Err(Problem::NothingToDo.into());
    }
    Ok(vec![Event::ConversationCorrected { company: owner, entry, conversation: Box::new(conversation.clone()) }])
}

pub(super) fn tick_off(
    companies: &Companies,
    company: CompanyId,
    entry: u64,
    day: Option<NaiveDate>,
) -> Result<Vec<Event>, Refusal> {
    let (owner, now) = owner(companies, company, |company| company.conversations.get(&entry))?;
    if now.conversation.next_step.is_none() {
        return Err(Problem::NotFound.into());
    }
    // Who ticks off what is ticked off already has nothing to do, whatever the day.
    if now.done.is_some() == day.is_some() {
        return Err(Problem::NothingToDo.into());
    }
    Ok(vec![Event::StepDone { company: owner, entry, day }])
}

/// Whoever took part is somebody of the company, or was noted to have taken part before.
fn check_met(
    companies: &Companies,
    company: CompanyId,
    met: &BTreeSet<u64>,
    before: &BTreeSet<u64>,
) -> Result<(), Refusal> {
    for person in met.difference(before) {
        owner(companies, company, |company| company.people.get(person))
            .map_err(|_| Refusal::at("met", Problem::UnknownChoice))?;
    }
    Ok(())
}
