//! The rules of what can be done to companies.

mod people;

use std::collections::{BTreeMap, BTreeSet};

use super::recognition::{Known, Likeness};
use super::{Command, Companies, Company, Event, Identity, Meeting, Part, Site, StandingFlow, Way, pair};
use crate::ids::CompanyId;
use crate::problem::{Problem, Refusal};
use crate::resource::Kind;
use crate::text::Line;

/// The most companies of one programme.
const COMPANIES_MOST: usize = 20_000;
/// The most sites of one company.
const SITES_MOST: usize = 200;
/// The most standing flows of one company.
const FLOWS_MOST: usize = 1_000;

/// What a command comes to.
///
/// # Errors
/// Why it cannot be done, at the field of the form where it belongs.
pub fn decide(companies: &Companies, command: &Command) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Note { identity } => {
            check_new(companies, None, identity)?;
            let event = noted(companies, companies.next(), Way::ByHand, identity.clone())?;
            Ok(vec![event])
        }
        Command::Correct { company, identity } => {
            let (root, now) = find(companies, *company)?;
            if *identity == now.identity {
                return Err(Problem::NothingToDo.into());
            }
            check_new(companies, Some(root), identity)?;
            Ok(vec![Event::Corrected { company: root, identity: Box::new(identity.clone()) }])
        }
        Command::Recognise { met } => recognise(companies, met),
        Command::Attribute { workshop, spelling, to } => attribute(companies, (*workshop, spelling), *to),
        Command::NoteSite { company, site } => {
            let (root, now) = find(companies, *company)?;
            check_site(site)?;
            if now.sites.len() >= SITES_MOST {
                return Err(Problem::TooMany.into());
            }
            Ok(vec![Event::SiteNoted { company: root, site: Box::new(site.clone()) }])
        }
        Command::CorrectSite { company, entry, site } => {
            check_site(site)?;
            let (owner, now) = owner(companies, *company, |company| company.sites.get(entry))?;
            if now.site == *site {
                return Err(Problem::NothingToDo.into());
            }
            Ok(vec![Event::SiteCorrected { company: owner, entry: *entry, site: Box::new(site.clone()) }])
        }
        Command::NoteFlow { company, flow } => {
            let (root, now) = find(companies, *company)?;
            check_flow(companies, root, flow)?;
            if now.flows.len() >= FLOWS_MOST {
                return Err(Problem::TooMany.into());
            }
            Ok(vec![Event::FlowNoted { company: root, flow: Box::new(flow.clone()) }])
        }
        Command::CorrectFlow { company, entry, flow } => {
            check_flow(companies, companies.root(*company), flow)?;
            let (owner, now) = owner(companies, *company, |company| company.flows.get(entry))?;
            if now.flow == *flow {
                return Err(Problem::NothingToDo.into());
            }
            Ok(vec![Event::FlowCorrected { company: owner, entry: *entry, flow: Box::new(flow.clone()) }])
        }
        Command::Confirm { company, entry, confirmation } => {
            let (owner, now) = owner(companies, *company, |company| company.flows.get(entry))?;
            if now.confirmed.as_ref() == Some(confirmation) {
                return Err(Problem::NothingToDo.into());
            }
            Ok(vec![Event::Confirmed { company: owner, entry: *entry, confirmation: confirmation.clone() }])
        }
        Command::NotePerson { company, person } => people::note_person(companies, *company, person),
        Command::CorrectPerson { company, entry, person } => {
            people::correct_person(companies, *company, *entry, person)
        }
        Command::NoteConversation { company, conversation } => {
            people::note_conversation(companies, *company, conversation)
        }
        Command::CorrectConversation { company, entry, conversation } => {
            people::correct_conversation(companies, *company, *entry, conversation)
        }
        Command::TickOff { company, entry, day } => people::tick_off(companies, *company, *entry, *day),
        Command::End { company, part, ending } => {
            let (owner, now) = match part {
                Part::Company => find(companies, *company).map(|(root, company)| (root, &company.ended))?,
                Part::Site(entry) => {
                    owner(companies, *company, |company| company.sites.get(entry).map(|it| &it.ended))?
                }
                Part::Flow(entry) => {
                    owner(companies, *company, |company| company.flows.get(entry).map(|it| &it.ended))?
                }
                Part::Person(entry) => {
                    owner(companies, *company, |company| company.people.get(entry).map(|it| &it.ended))?
                }
            };
            if now == ending {
                return Err(Problem::NothingToDo.into());
            }
            Ok(vec![Event::Ended { company: owner, part: *part, ending: ending.clone() }])
        }
        Command::Merge { company, into, reason } => {
            let (one, other) = (companies.root(*company), companies.root(*into));
            if !companies.all.contains_key(&one) {
                return Err(Problem::NotFound.into());
            }
            if !companies.all.contains_key(&other) {
                return Err(Refusal::at("into", Problem::UnknownCompany));
            }
            if one == other {
                return Err(Refusal::at("into", Problem::MergesItself));
            }
            Ok(vec![Event::Merged { company: one, into: other, reason: reason.as_ref().map(Line::to_string) }])
        }
        Command::Unmerge { company, reason } => {
            let from = companies.all.get(company).ok_or(Problem::NotFound)?.merged.ok_or(Problem::NothingToDo)?;
            Ok(vec![Event::Parted { company: *company, from, reason: reason.as_ref().map(Line::to_string) }])
        }
        Command::KeepApart { company, other } => {
            let (one, other) = (find(companies, *company)?.0, find(companies, *other)?.0);
            if one == other {
                return Err(Refusal::at("other", Problem::MergesItself));
            }
            if companies.apart.contains(&pair(one, other)) {
                return Ok(Vec::new());
            }
            Ok(vec![Event::KeptApart { company: one, other }])
        }
    }
}

/// A company after all mergers.
fn find(companies: &Companies, company: CompanyId) -> Result<(CompanyId, &Company), Problem> {
    let root = companies.root(company);
    companies.all.get(&root).map(|company| (root, company)).ok_or(Problem::NotFound)
}

/// Who has this part, among a company and those that were merged into it.
fn owner<'a, T>(
    companies: &'a Companies,
    company: CompanyId,
    part: impl Fn(&'a Company) -> Option<T>,
) -> Result<(CompanyId, T), Problem> {
    let group = companies.group(companies.root(company));
    let found = group.into_iter().find_map(|one| companies.all.get(&one).and_then(&part).map(|part| (one, part)));
    found.ok_or(Problem::NotFound)
}

fn noted(companies: &Companies, company: CompanyId, way: Way, identity: Identity) -> Result<Event, Problem> {
    if companies.all.len() >= COMPANIES_MOST || usize::try_from(company.0).is_ok_and(|next| next > COMPANIES_MOST) {
        return Err(Problem::TooMany);
    }
    Ok(Event::Noted { company, way, identity: Box::new(identity) })
}

/// Whoever types a company that is there already is told so, at the name or at the identifier.
fn check_new(companies: &Companies, this: Option<CompanyId>, identity: &Identity) -> Result<(), Refusal> {
    let known = |identity: &Identity| {
        let names = std::iter::once(&identity.name).chain(&identity.former);
        Known::by(names.map(|name| &**name), identity.identifier.clone())
    };
    let (new, before) = (known(identity), this.and_then(|this| companies.all.get(&this)).map(|it| known(&it.identity)));
    for (root, other) in companies.roots() {
        // Who corrects something else is not held up by a namesake that was there before.
        let was = || before.as_ref().is_some_and(|before| before.likeness(&other) == Likeness::Same);
        if Some(root) == this || new.likeness(&other) != Likeness::Same || was() {
            continue;
        }
        let by_number = identity.identifier.as_ref().is_some_and(|number| {
            companies.group(root).iter().any(|one| companies.all[one].identity.identifier.as_ref() == Some(number))
        });
        return Err(Refusal::at(if by_number { "identifier" } else { "name" }, Problem::CompanyKnown));
    }
    Ok(())
}

fn check_site(site: &Site) -> Result<(), Refusal> {
    if site.name.is_none() && site.address.is_none() && site.commune.is_none() {
        return Err(Refusal::at("commune", Problem::Missing));
    }
    Ok(())
}

fn check_flow(companies: &Companies, root: CompanyId, flow: &StandingFlow) -> Result<(), Refusal> {
    if flow.kind == Kind::SharedNeed {
        return Err(Refusal::at("kind", Problem::UnknownChoice));
    }
    if let Some(site) = &flow.site
        && owner(companies, root, |company| company.sites.get(site)).is_err()
    {
        return Err(Refusal::at("site", Problem::UnknownChoice));
    }
    Ok(())
}

/// Whoever a spelling surely belongs to has it from now on; any other one is a company of its own, and likenesses are
/// left to people ([`Companies::proposals`]).
fn recognise(companies: &Companies, met: &[Meeting]) -> Result<Vec<Event>, Refusal> {
    let mut known: Vec<(CompanyId, Known)> = companies.roots();
    let mut by_mark: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let note = |by_mark: &mut BTreeMap<String, Vec<usize>>, at: usize, known: &Known| {
        known.marks().for_each(|mark| by_mark.entry(mark.to_owned()).or_default().push(at));
    };
    known.iter().enumerate().for_each(|(at, (_, known))| note(&mut by_mark, at, known));
    let mut next = companies.next();
    let mut events = Vec::new();
    let mut seen = BTreeSet::new();
    for Meeting { workshop, spelling, way, activity } in met {
        let place = (*workshop, spelling.clone());
        // A name that nobody could type is none: blank, or what stands where a name was erased.
        let name = Line::parse(spelling).ok().filter(|name| !name.starts_with('—'));
        let Some(name) = name.filter(|_| !companies.met.contains_key(&place)) else { continue };
        if !seen.insert(place) {
            continue;
        }
        let new = Known::by([&**spelling], None);
        let likely: BTreeSet<usize> = new.marks().filter_map(|mark| by_mark.get(mark)).flatten().copied().collect();
        let same: BTreeSet<CompanyId> = likely
            .into_iter()
            .filter(|at| known[*at].1.likeness(&new) == Likeness::Same)
            .map(|at| known[at].0)
            .collect();
        let company = match same.first() {
            Some(only) if same.len() == 1 => *only,
            _ => {
                let activity = activity.clone();
                let identity =
                    Identity { name, former: Vec::new(), identifier: None, activity, size: None, notes: None };
                events.push(noted(companies, next, *way, identity)?);
                note(&mut by_mark, known.len(), &new);
                known.push((next, new));
                let company = next;
                next.0 += 1;
                company
            }
        };
        events.push(Event::Met { company, workshop: *workshop, spelling: spelling.clone() });
    }
    Ok(events)
}

/// A spelling goes to another company; to one of its own, it is told apart from the one that had it.
fn attribute(
    companies: &Companies,
    (workshop, spelling): (crate::ids::WorkshopId, &str),
    to: Option<CompanyId>,
) -> Result<Vec<Event>, Refusal> {
    let place = (workshop, spelling.to_owned());
    let now = companies.root(*companies.met.get(&place).ok_or(Problem::NotFound)?);
    let met = |company| Event::Met { company, workshop, spelling: spelling.to_owned() };
    match to {
        Some(to) => {
            let to = find(companies, to).map_err(|_| Refusal::at("company", Problem::UnknownCompany))?.0;
            if to == now { Err(Problem::NothingToDo.into()) } else { Ok(vec![met(to)]) }
        }
        None => {
            let name = Line::parse(spelling).map_err(|problem| Refusal::at("spelling", problem))?;
            let company = companies.next();
            let identity =
                Identity { name, former: Vec::new(), identifier: None, activity: None, size: None, notes: None };
            let new = noted(companies, company, Way::ByHand, identity)?;
            Ok(vec![new, met(company), Event::KeptApart { company, other: now }])
        }
    }
}
