//! Whatever is done to the companies of a programme, in any order: the log folds to one state on every reader, a merger
//! that is undone gives back what each had brought, and the rules hold.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use domain::ids::{CompanyId, WorkshopId};
use domain::problem::Problem;
use domain::programme::companies::recognition::Likeness;
use domain::programme::companies::{
    Command, Companies, CompanyDraft, Confirmation, ConversationDraft, Ending, Event, FlowDraft, Meeting, Part,
    PersonDraft, SiteDraft, Way, told,
};
use domain::programme::{Event as Entry, Log, Outcome, Recorded, Register, decide};
use domain::text::Line;
use domain::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

fn workshop(number: u32) -> WorkshopId {
    WorkshopId(Uuid::from_u128(u128::from(number)))
}

const SPELLINGS: [&str; 7] =
    ["Scierie du Val", "SCIERIE DU VAL", "Sarl Scierie du Val", "Ferme", "Mairie", "La Ferme SAS", "——"];
const NUMBERS: [&str; 4] = ["", "732829320", "73282932000074", "CHE-1"];

fn identity(name: &str, identifier: &str) -> domain::programme::companies::Identity {
    CompanyDraft { name: name.into(), identifier: identifier.into(), ..CompanyDraft::default() }.parse().unwrap()
}

fn flow(kind: &str, what: &str, told_by: &str) -> domain::programme::companies::StandingFlow {
    FlowDraft { kind: kind.into(), what: what.into(), told_by: told_by.into(), ..FlowDraft::default() }.parse().unwrap()
}

fn site(commune: &str) -> domain::programme::companies::Site {
    SiteDraft { commune: commune.into(), ..SiteDraft::default() }.parse().unwrap()
}

const PEOPLE: [&str; 6] = ["Aline", "Bachir", "Chloé", "Denis", "Élise", "Farid"];

fn person(name: &str) -> domain::programme::companies::Person {
    PersonDraft { person_name: name.into(), email: "x@scierie.example".into(), ..PersonDraft::default() }
        .parse()
        .unwrap()
}

fn conversation(met: &[u64], has_step: bool) -> domain::programme::companies::Conversation {
    ConversationDraft {
        day: "2026-11-24".into(),
        way: "visit".into(),
        spoke: "Claire".into(),
        words: "Le broyeur est en panne".into(),
        next_step: if has_step { "Rappeler".into() } else { String::new() },
        ticks: met.iter().map(|entry| (ConversationDraft::tick(*entry), "yes".into())).collect(),
        ..ConversationDraft::default()
    }
    .parse()
    .unwrap()
}

fn met(of: u32, spelling: &str) -> Meeting {
    Meeting { workshop: workshop(of), spelling: spelling.into(), way: Way::Workshop, activity: None }
}

/// What somebody tries to do. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Act {
    Note(usize, usize),
    Correct(u32, usize, usize),
    Recognise(Vec<(u32, usize)>),
    Attribute(u32, usize, Option<u32>),
    Site(u32),
    CorrectSite(u32, usize),
    Flow(u32, Option<usize>),
    CorrectFlow(u32, usize),
    Confirm(u32, usize),
    Person(u32, usize),
    CorrectPerson(u32, usize, usize),
    Gone(u32, usize, bool),
    Converse(u32, Vec<usize>, bool),
    CorrectConversation(u32, usize, Vec<usize>, bool),
    TickOff(u32, usize, bool),
    End(u32, Option<usize>, bool),
    Merge(u32, u32),
    Unmerge(u32),
    KeepApart(u32, u32),
}

fn act() -> impl Strategy<Value = Act> {
    let of = || 0..9u32;
    let at = || 0..6usize;
    let name = || 0..SPELLINGS.len();
    prop_oneof![
        2 => (name(), 0..4usize).prop_map(|(name, number)| Act::Note(name, number)),
        1 => (of(), name(), 0..4usize).prop_map(|(of, name, number)| Act::Correct(of, name, number)),
        4 => vec((0..3u32, name()), 0..6).prop_map(Act::Recognise),
        2 => (0..3u32, name(), prop::option::of(of())).prop_map(|(of, name, to)| Act::Attribute(of, name, to)),
        2 => of().prop_map(Act::Site),
        1 => (of(), at()).prop_map(|(of, at)| Act::CorrectSite(of, at)),
        3 => (of(), prop::option::of(at())).prop_map(|(of, site)| Act::Flow(of, site)),
        2 => (of(), at()).prop_map(|(of, at)| Act::CorrectFlow(of, at)),
        2 => (of(), at()).prop_map(|(of, at)| Act::Confirm(of, at)),
        3 => (of(), at()).prop_map(|(of, name)| Act::Person(of, name)),
        2 => (of(), at(), at()).prop_map(|(of, at, name)| Act::CorrectPerson(of, at, name)),
        1 => (of(), at(), any::<bool>()).prop_map(|(of, at, gone)| Act::Gone(of, at, gone)),
        3 => (of(), vec(at(), 0..3), any::<bool>()).prop_map(|(of, met, step)| Act::Converse(of, met, step)),
        1 => (of(), at(), vec(at(), 0..3), any::<bool>())
            .prop_map(|(of, at, met, step)| Act::CorrectConversation(of, at, met, step)),
        2 => (of(), at(), any::<bool>()).prop_map(|(of, at, done)| Act::TickOff(of, at, done)),
        2 => (of(), prop::option::of(at()), any::<bool>()).prop_map(|(of, at, over)| Act::End(of, at, over)),
        4 => (of(), of()).prop_map(|(of, into)| Act::Merge(of, into)),
        3 => of().prop_map(Act::Unmerge),
        1 => (of(), of()).prop_map(|(of, other)| Act::KeepApart(of, other)),
    ]
}

/// The command for it, on what there is.
fn command(act: &Act, companies: &Companies) -> Command {
    let of = |number: u32| CompanyId(1 + number % u32::try_from(companies.all.len()).unwrap().max(1));
    let sites = |company| {
        let group = companies.group(companies.root(company));
        group.iter().filter_map(|one| companies.all.get(one)).flat_map(|one| one.sites.keys().copied()).collect()
    };
    let flows = |company| {
        let group = companies.group(companies.root(company));
        group.iter().filter_map(|one| companies.all.get(one)).flat_map(|one| one.flows.keys().copied()).collect()
    };
    let people = |company| {
        let group = companies.group(companies.root(company));
        group.iter().filter_map(|one| companies.all.get(one)).flat_map(|one| one.people.keys().copied()).collect()
    };
    let conversations = |company| {
        let group = companies.group(companies.root(company));
        let known = group.iter().filter_map(|one| companies.all.get(one));
        known.flat_map(|one| one.conversations.keys().copied()).collect()
    };
    let nth = |all: Vec<u64>, at: usize| all.get(at % all.len().max(1)).copied().unwrap_or(0);
    let day = "2026-11-24".parse().unwrap();
    match act.clone() {
        Act::Note(name, number) => Command::Note { identity: identity(SPELLINGS[name], NUMBERS[number]) },
        Act::Correct(company, name, number) => {
            Command::Correct { company: of(company), identity: identity(SPELLINGS[name], NUMBERS[number]) }
        }
        Act::Recognise(all) => {
            Command::Recognise { met: all.into_iter().map(|(of, name)| met(of, SPELLINGS[name])).collect() }
        }
        Act::Attribute(place, name, to) => {
            Command::Attribute { workshop: workshop(place), spelling: SPELLINGS[name].into(), to: to.map(of) }
        }
        Act::Site(company) => Command::NoteSite { company: of(company), site: site("Val") },
        Act::CorrectSite(company, at) => {
            Command::CorrectSite { company: of(company), entry: nth(sites(of(company)), at), site: site("Mer") }
        }
        Act::Flow(company, at) => {
            let mut flow = flow("have", "Sciure", "Aline");
            flow.site = at.map(|at| nth(sites(of(company)), at));
            Command::NoteFlow { company: of(company), flow }
        }
        Act::CorrectFlow(company, at) => {
            let flow = flow("want", "Copeaux", "Bachir");
            Command::CorrectFlow { company: of(company), entry: nth(flows(of(company)), at), flow }
        }
        Act::Confirm(company, at) => {
            let confirmation = Confirmation { day, by: Line::parse("Aline").ok() };
            Command::Confirm { company: of(company), entry: nth(flows(of(company)), at), confirmation }
        }
        Act::Person(company, name) => Command::NotePerson { company: of(company), person: person(PEOPLE[name]) },
        Act::CorrectPerson(company, at, name) => {
            let entry = nth(people(of(company)), at);
            Command::CorrectPerson { company: of(company), entry, person: person(PEOPLE[name]) }
        }
        Act::Gone(company, at, gone) => {
            let part = Part::Person(nth(people(of(company)), at));
            Command::End { company: of(company), part, ending: gone.then_some(Ending { day, reason: None }) }
        }
        Act::Converse(company, met, step) => {
            let met: Vec<u64> = met.into_iter().map(|at| nth(people(of(company)), at)).collect();
            Command::NoteConversation { company: of(company), conversation: conversation(&met, step) }
        }
        Act::CorrectConversation(company, at, met, step) => {
            let met: Vec<u64> = met.into_iter().map(|at| nth(people(of(company)), at)).collect();
            let entry = nth(conversations(of(company)), at);
            Command::CorrectConversation { company: of(company), entry, conversation: conversation(&met, step) }
        }
        Act::TickOff(company, at, done) => {
            let entry = nth(conversations(of(company)), at);
            Command::TickOff { company: of(company), entry, day: done.then_some(day) }
        }
        Act::End(company, at, over) => {
            let part = at.map_or(Part::Company, |at| Part::Flow(nth(flows(of(company)), at)));
            Command::End { company: of(company), part, ending: over.then_some(Ending { day, reason: None }) }
        }
        Act::Merge(company, into) => Command::Merge { company: of(company), into: of(into), reason: None },
        Act::Unmerge(company) => Command::Unmerge { company: of(company), reason: None },
        Act::KeepApart(company, other) => Command::KeepApart { company: of(company), other: of(other) },
    }
}

/// What must hold of any state.
fn holds(companies: &Companies) -> Result<(), TestCaseError> {
    for (id, company) in &companies.all {
        let root = companies.root(*id);
        prop_assert!(companies.all[&root].merged.is_none(), "every way ends at one that stands by itself");
        prop_assert!(company.merged.is_none_or(|into| into != *id && companies.all.contains_key(&into)));
    }
    let roots = companies.roots();
    prop_assert_eq!(
        roots.iter().map(|(root, _)| companies.group(*root).len()).sum::<usize>(),
        companies.all.len(),
        "each belongs to one"
    );
    for conversation in companies.all.values().flat_map(|company| company.conversations.values()) {
        prop_assert!(conversation.done.is_none() || conversation.conversation.next_step.is_some());
    }
    prop_assert!(companies.met.values().all(|company| companies.all.contains_key(company)));
    prop_assert!(companies.met.keys().all(|(_, spelling)| spelling != "——"), "what was erased is no company");
    for (one, other, likeness) in companies.proposals() {
        prop_assert!(one < other && likeness != Likeness::Other);
        prop_assert!(companies.root(one) == one && companies.root(other) == other && one != other);
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_reader_of_the_log_holds_the_same_and_a_merger_can_be_undone(acts in vec(act(), 0..50)) {
        let (mut log, mut entries): (Log, Vec<Recorded>) = Default::default();
        for (moment, act) in (0..).zip(acts) {
            let command = command(&act, &log.register().companies);
            let before = log.register().companies.clone();
            match log.carry_out("Claire", None, &Entry::command(command.clone()), Timestamp(moment)) {
                Outcome::Done(done) => {
                    if let (Command::Merge { .. }, Some(Event::Merged { company, .. })) =
                        (&command, done.first().and_then(|entry| entry.event.company()))
                    {
                        let mut undone = Log::default();
                        entries.iter().chain(&done).for_each(|entry| undone.replay(entry));
                        let undo = Entry::command(Command::Unmerge { company: *company, reason: None });
                        undone.carry_out("Claire", None, &undo, Timestamp(moment));
                        let after = &undone.register().companies;
                        prop_assert_eq!(after.group(*company), before.group(*company));
                        for (id, company) in &before.all {
                            let same = &after.all[id];
                            prop_assert_eq!((&same.sites, &same.flows), (&company.sites, &company.flows));
                            prop_assert_eq!(&same.people, &company.people);
                            prop_assert_eq!(&same.conversations, &company.conversations);
                            prop_assert_eq!((&same.identity, same.merged), (&company.identity, company.merged));
                        }
                        prop_assert_eq!(&after.met, &before.met);
                    }
                    entries.extend(done);
                }
                Outcome::Refused(_) => prop_assert_eq!(&log.register().companies, &before),
                Outcome::Repeated(..) => prop_assert!(false, "no command has an id"),
            }
            holds(&log.register().companies)?;
        }
        let kept: Vec<Recorded> =
            entries.iter().map(|entry| serde_json::from_str(&serde_json::to_string(entry).unwrap()).unwrap()).collect();
        prop_assert_eq!(&kept, &entries);
        let mut other = Log::default();
        kept.iter().for_each(|entry| other.replay(entry));
        prop_assert_eq!(other.register(), log.register());
        prop_assert_eq!(told(&entries).len(), entries.len(), "the office is told of everything");
    }

    #[test]
    fn entries_in_any_order_fold_to_something(
        acts in vec(act(), 0..30),
        order in vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let (mut log, mut entries) = (Log::default(), Vec::new());
        for act in acts {
            let command = Entry::command(command(&act, &log.register().companies));
            if let Outcome::Done(done) = log.carry_out("", None, &command, Timestamp(0)) {
                entries.extend(done);
            }
        }
        let (mut torn, mut read) = (Register::default(), Vec::new());
        for place in order.iter().filter(|_| !entries.is_empty()) {
            let entry = &entries[place.index(entries.len())];
            torn.apply(entry);
            read.push(entry.clone());
        }
        prop_assert!(told(&read).len() <= read.len());
        prop_assert!(torn.companies.proposals().iter().all(|(one, other, _)| one != other));
    }
}

/// Shortens what the tests below do.
trait AsCommand {
    fn command(command: Command) -> domain::programme::Command;
}
impl AsCommand for Entry {
    fn command(command: Command) -> domain::programme::Command {
        domain::programme::Command::Company(command)
    }
}

fn done(log: &mut Log, command: Command) -> Vec<Event> {
    match log.carry_out("Claire", None, &Entry::command(command), Timestamp(0)) {
        Outcome::Done(entries) => entries.iter().filter_map(|entry| entry.event.company().cloned()).collect(),
        other => panic!("{other:?}"),
    }
}

fn refused(log: &Log, command: Command) -> Option<(Problem, Option<String>)> {
    decide(log.register(), &Entry::command(command), Timestamp(0)).err().map(|refusal| {
        let first = &refusal.problems()[0];
        (first.code, first.field.clone())
    })
}

const ONE: CompanyId = CompanyId(1);
const TWO: CompanyId = CompanyId(2);

#[test]
fn a_sure_spelling_joins_silently_and_an_unsure_one_waits_for_somebody() {
    let mut log = Log::default();
    let workshops = [met(1, "Scierie du Val"), met(2, "SCIERIE du val"), met(2, "Scierie du Val SARL"), met(2, "——")];
    let events = done(&mut log, Command::Recognise { met: workshops.to_vec() });
    assert_eq!(events.len(), 5, "two companies, three spellings: {events:?}");
    let companies = &log.register().companies;
    assert_eq!(companies.met.values().filter(|company| **company == ONE).count(), 2);
    assert_eq!(companies.proposals(), [(ONE, TWO, Likeness::Perhaps)]);
    assert_eq!(done(&mut log, Command::Recognise { met: workshops.to_vec() }), [], "once is enough");
    done(&mut log, Command::KeepApart { company: TWO, other: ONE });
    assert_eq!(log.register().companies.proposals(), []);
    done(&mut log, Command::Merge { company: TWO, into: ONE, reason: None });
    let met_again = done(&mut log, Command::Recognise { met: vec![met(3, "Scierie du Val SARL")] });
    assert!(
        matches!(met_again[..], [Event::Met { company: ONE, .. }]),
        "by the names of what was merged: {met_again:?}"
    );
}

#[test]
fn who_types_a_company_that_is_there_is_told_so_at_the_field() {
    let mut log = Log::default();
    done(&mut log, Command::Note { identity: identity("Scierie", "732829320") });
    let at = |field: &str| Some((Problem::CompanyKnown, Some(field.to_owned())));
    assert_eq!(refused(&log, Command::Note { identity: identity("scierie", "") }), at("name"));
    assert_eq!(refused(&log, Command::Note { identity: identity("Ferme", "732 829 320") }), at("identifier"));
    assert_eq!(refused(&log, Command::Note { identity: identity("Scierie", "12002701600357") }), None, "a namesake");
    done(&mut log, Command::Note { identity: identity("Ferme", "") });
    assert_eq!(refused(&log, Command::Correct { company: TWO, identity: identity("Scierie", "") }), at("name"));
}

#[test]
fn what_was_noted_with_one_name_is_corrected_under_the_other_and_comes_back_with_it() {
    let mut log = Log::default();
    done(&mut log, Command::Note { identity: identity("Scierie", "") });
    done(&mut log, Command::Note { identity: identity("Scierie Martin", "732829320") });
    done(&mut log, Command::NoteSite { company: TWO, site: site("Val") });
    done(&mut log, Command::NoteFlow { company: TWO, flow: flow("have", "Sciure", "Aline") });
    done(&mut log, Command::Merge { company: TWO, into: ONE, reason: Line::parse("Même SIRET").ok() });
    let circle = Some((Problem::MergesItself, Some("into".to_owned())));
    assert_eq!(refused(&log, Command::Merge { company: ONE, into: TWO, reason: None }), circle);
    let shown = log.register().companies.identity(ONE).unwrap();
    assert_eq!((&*shown.name, shown.identifier.is_some()), ("Scierie", true), "what one does not say, the other does");
    assert_eq!(log.register().companies.names(ONE), ["Scierie", "Scierie Martin"]);
    let corrected =
        done(&mut log, Command::CorrectFlow { company: ONE, entry: 4, flow: flow("have", "Copeaux", "Aline") });
    assert!(matches!(corrected[..], [Event::FlowCorrected { company: TWO, .. }]));
    done(&mut log, Command::NoteFlow { company: TWO, flow: flow("want", "Chaleur", "") });
    done(&mut log, Command::Unmerge { company: TWO, reason: None });
    let companies = &log.register().companies;
    let flows = |id| companies.all[&id].flows.values().map(|flow| flow.flow.what.to_string()).collect::<Vec<_>>();
    assert_eq!((flows(ONE), flows(TWO)), (vec!["Chaleur".to_owned()], vec!["Copeaux".to_owned()]));
    assert_eq!(companies.proposals(), [], "who parts two does not want them proposed");
}

#[test]
fn a_flow_at_a_site_of_somebody_else_is_none() {
    let mut log = Log::default();
    done(&mut log, Command::Note { identity: identity("Scierie", "") });
    done(&mut log, Command::Note { identity: identity("Ferme", "") });
    done(&mut log, Command::NoteSite { company: ONE, site: site("Val") });
    let mut there = flow("have", "Sciure", "");
    there.site = Some(3);
    let elsewhere = Some((Problem::UnknownChoice, Some("site".to_owned())));
    assert_eq!(refused(&log, Command::NoteFlow { company: TWO, flow: there.clone() }), elsewhere);
    done(&mut log, Command::NoteFlow { company: ONE, flow: there });
}

#[test]
fn a_conversation_is_with_people_of_the_company_and_its_next_step_is_ticked_off_once() {
    let mut log = Log::default();
    done(&mut log, Command::Note { identity: identity("Scierie", "") });
    done(&mut log, Command::Note { identity: identity("Ferme", "") });
    done(&mut log, Command::NotePerson { company: ONE, person: person("Aline") });
    let nobody = Some((Problem::UnknownChoice, Some("met".to_owned())));
    let with = |met: &[u64], has_step| conversation(met, has_step);
    assert_eq!(refused(&log, Command::NoteConversation { company: TWO, conversation: with(&[3], true) }), nobody);
    done(&mut log, Command::NoteConversation { company: ONE, conversation: with(&[3], true) });
    let day = "2026-12-01".parse().ok();
    done(&mut log, Command::TickOff { company: ONE, entry: 4, day });
    let twice = Command::TickOff { company: ONE, entry: 4, day: "2026-12-02".parse().ok() };
    assert_eq!(refused(&log, twice), Some((Problem::NothingToDo, None)));
    let kept = |log: &Log| log.register().companies.all[&ONE].conversations[&4].done;
    let mut other = with(&[3], true);
    other.words = None;
    done(&mut log, Command::CorrectConversation { company: ONE, entry: 4, conversation: other.clone() });
    assert_eq!(kept(&log), day, "other words, the same step");
    other.next_step.as_mut().unwrap().what = Line::parse("Visiter").unwrap();
    done(&mut log, Command::CorrectConversation { company: ONE, entry: 4, conversation: other });
    assert_eq!(kept(&log), None, "another step is not done yet");
}

#[test]
fn whoever_is_forgotten_is_nobodys_person_any_more_and_what_was_said_stays() {
    let mut log = Log::default();
    done(&mut log, Command::Note { identity: identity("Scierie", "") });
    done(&mut log, Command::Note { identity: identity("Ferme", "") });
    done(&mut log, Command::NotePerson { company: TWO, person: person("Aline") });
    done(&mut log, Command::Merge { company: TWO, into: ONE, reason: None });
    let at = |log: &Log| log.register().companies.all[&TWO].people[&3].last_at;
    let later = Command::NoteConversation { company: ONE, conversation: conversation(&[3], false) };
    log.carry_out("Claire", None, &Entry::command(later), Timestamp(7));
    assert_eq!(at(&log), Timestamp(7), "a conversation with whoever came with another company counts for them");
    let forgotten = Event::Forgotten { company: TWO, told: vec![], confirmed: vec![], people: vec![3] };
    let mut companies = log.register().companies.clone();
    companies.apply(9, Timestamp(9), &forgotten);
    assert!(companies.all[&TWO].people.is_empty() && companies.all[&ONE].conversations.len() == 1);
}
