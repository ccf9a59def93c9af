//! Whatever is done to a programme and its synergies, in any order: the log folds to one state on every reader, a
//! command is carried out once under its id, and the rules hold.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use domain::evaluation::{Axis, Given, Question, Referential, Scale, Theme, Words};
use domain::follow_up::{Answer, Answered, SideOfSynergy};
use domain::funding::{Purpose, Terms};
use domain::ids::{CommandId, SynergyId, WorkshopId};
use domain::ledger::SynergyKey;
use domain::problem::Problem;
use domain::programme::{
    Beginning, Command, Event, Fact, KeptSnapshot, Log, LogSnapshot, Origin, Outcome, Owner, Recorded, Register,
    TableLine, decide, trail,
};
use domain::resource::{Frequency, Quantity, Unit};
use domain::synergy::{
    Assumptions, Detail, Figure, Flow, Indicator, LostReason, NextStep, Stage, StageChange, SynergyKind, Verification,
};
use domain::targets::{Aim, Target};
use domain::text::Line;
use domain::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

fn workshop(number: u32) -> WorkshopId {
    WorkshopId(Uuid::from_u128(u128::from(number)))
}

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn owner(name: &str, organisation: &str) -> Owner {
    Owner { name: name.into(), organisation: organisation.into() }
}

fn beginning(stage: Stage) -> Beginning {
    Beginning {
        title: "Sciure".into(),
        kind: SynergyKind::Substitution,
        stage,
        lost_reason: (stage == Stage::Lost).then_some(LostReason::Legal),
        giver: owner("Aline", "Scierie"),
        receiver: owner("Bachir", "Ferme"),
        cards: Vec::new(),
        flow: Flow::default(),
        next_step: None,
    }
}

fn figure(year: i32, amount: f64, declared_by: &str) -> Figure {
    Figure {
        year,
        indicator: Indicator::TonnesReused,
        amount,
        verification: Verification::OneSide,
        declared_by: declared_by.into(),
        uncertainty: None,
        basis: None,
    }
}

fn answered(state: Answer, tonnes: Option<f64>) -> Answered {
    Answered {
        state,
        reason: (state == Answer::Stopped).then_some(LostReason::Legal),
        tonnes,
        savings: None,
        note: None,
    }
}

fn terms(amount: Option<f64>, closes: u32) -> Terms {
    Terms {
        name: "Appel".into(),
        funder: "Région".into(),
        kind: Purpose::Study,
        opens: "2026-01-15".parse().ok(),
        closes: format!("2026-01-{closes}").parse().ok(),
        amount,
        conditions: None,
        whole: closes > 20,
    }
}

/// One without a question is none.
fn referential(asks: bool) -> Referential {
    let name = Words { fr: "Grille".into(), en: "Frame".into() };
    let scale = Scale::Number { unit: "t".into(), from: [1.0, 2.0, 3.0, 4.0] };
    let question = Question { key: "i0".into(), name: name.clone(), compulsory: true, scale, data: None };
    let indicators = if asks { vec![question] } else { Vec::new() };
    let axes = vec![Axis { name: name.clone(), themes: vec![Theme { name: name.clone(), indicators }] }];
    Referential { name: name.clone(), source: String::new(), axes, maturity: vec![(0.0, name)] }
}

fn target(year: Option<i32>, amount: f64) -> Target {
    Target { aim: Aim::Brought(Indicator::TonnesReused), year, amount, note: None }
}

/// What somebody tries to do. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Act {
    Import(u32, Stage, usize),
    Split(usize),
    Move(usize, Stage, Option<LostReason>, bool),
    MoveAll(Stage),
    Flow(usize, u8, bool),
    Figure(usize, i32, f64),
    Withdraw(usize, usize),
    Assume(usize, u8),
    Join(usize, Option<usize>),
    Ask(usize, bool),
    Answer(usize, SideOfSynergy, Answer, Option<f64>),
    Refuse(usize),
    Attach(usize, u64),
    Fund(usize, u32),
    TakeBack(usize),
    AddCall(Option<f64>, u32),
    ImportReferential(bool),
    Evaluate(i32, u8, Option<f64>),
    Aim(Option<i32>, f64),
    AimNoMore(Option<i32>),
}

fn act() -> impl Strategy<Value = Act> {
    let of = || 0..6usize;
    let stage = || prop::sample::select(Stage::ALL);
    let side = || prop::sample::select(SideOfSynergy::ALL);
    prop_oneof![
        3 => (0..2u32, stage(), 0..3usize).prop_map(|(workshop, stage, figures)| Act::Import(workshop, stage, figures)),
        1 => of().prop_map(Act::Split),
        4 => (of(), stage(), prop::option::of(prop::sample::select(LostReason::ALL)), any::<bool>())
            .prop_map(|(of, stage, reason, step)| Act::Move(of, stage, reason, step)),
        1 => stage().prop_map(Act::MoveAll),
        2 => (of(), 0..4u8, any::<bool>()).prop_map(|(of, km, named)| Act::Flow(of, km, named)),
        4 => (of(), 1999..2030i32, -5.0..100.0).prop_map(|(of, year, amount)| Act::Figure(of, year, amount)),
        3 => (of(), 0..9usize).prop_map(|(of, figure)| Act::Withdraw(of, figure)),
        1 => (of(), 0..40u8).prop_map(|(of, years)| Act::Assume(of, years)),
        3 => (of(), prop::option::of(of())).prop_map(|(of, into)| Act::Join(of, into)),
        1 => (of(), any::<bool>()).prop_map(|(of, failed)| Act::Ask(of, failed)),
        2 => (of(), side(), prop::sample::select(Answer::ALL), prop::option::of(1.0..50.0))
            .prop_map(|(of, side, answer, tonnes)| Act::Answer(of, side, answer, tonnes)),
        1 => of().prop_map(Act::Refuse),
        1 => (of(), 0..30_000_000u64).prop_map(|(of, size)| Act::Attach(of, size)),
        1 => (of(), 1..3u32).prop_map(|(of, call)| Act::Fund(of, call)),
        1 => of().prop_map(Act::TakeBack),
        1 => (prop::option::of(-1.0..9e4), 10..31u32).prop_map(|(amount, closes)| Act::AddCall(amount, closes)),
        1 => any::<bool>().prop_map(Act::ImportReferential),
        2 => (1999..2003i32, 0..3u8, prop::option::of(0.0..5.0))
            .prop_map(|(year, indicator, value)| Act::Evaluate(year, indicator, value)),
        2 => (prop::option::of(1999..2002i32), -1.0..9.0).prop_map(|(year, amount)| Act::Aim(year, amount)),
        1 => prop::option::of(1999..2002i32).prop_map(Act::AimNoMore),
    ]
}

/// The command for it, on what there is.
fn command(act: &Act, register: &Register) -> Command {
    let keys: Vec<SynergyKey> = register.synergies.keys().copied().collect();
    let at = |of: usize| keys.get(of % keys.len().max(1)).copied().unwrap_or((workshop(9), SynergyId(9)));
    match act.clone() {
        Act::Import(of, stage, figures) => {
            let figures = (0..figures).map(|_| figure(2025, 1.0, "Scierie")).collect();
            Command::Import { lines: vec![TableLine { workshop: workshop(of), beginning: beginning(stage), figures }] }
        }
        Act::Split(of) => Command::Split { synergy: at(of), title: line("Une part") },
        Act::Move(of, stage, lost_reason, step) => {
            let next_step = step.then(|| NextStep { what: line("Peser"), due: "2027-01-31".parse().ok() });
            Command::Move { synergy: at(of), change: StageChange { stage, lost_reason, note: None, next_step } }
        }
        Act::MoveAll(stage) => {
            let change = StageChange { stage, lost_reason: Some(LostReason::Legal), note: None, next_step: None };
            Command::MoveAll { synergies: keys, change }
        }
        Act::Flow(of, km, named) => {
            let quantity = Quantity::new(f64::from(km) + 0.1, Unit::Tonne, Frequency::Month).ok();
            let flow = Flow { what: Some(line("Sciure")), quantity, distance_km: (km > 1).then_some(f64::from(km)) };
            Command::SetFlow { synergy: at(of), flow, giver: named.then(|| line("Zoé")), receiver: None }
        }
        Act::Figure(of, year, amount) => {
            Command::RecordFigures { synergy: at(of), figures: vec![figure(year, amount, "Mairie")], note: None }
        }
        Act::Withdraw(of, place) => {
            let figures = register.synergies.get(&at(of)).map(|followed| &followed.figures);
            let entry = figures.and_then(|figures| figures.keys().nth(place % figures.len().max(1)));
            Command::WithdrawFigure { synergy: at(of), figure: entry.copied().unwrap_or(0), reason: line("Doublon") }
        }
        Act::Assume(of, lifetime_years) => {
            let assumptions = Assumptions { lifetime_years, ..Assumptions::default() };
            Command::Assume { synergy: at(of), assumptions, reason: line("Contrat") }
        }
        Act::Join(of, into) => Command::Join { synergy: at(of), into: into.map(at), reason: line("La même") },
        Act::Ask(of, failed) => Command::NoteQuestion {
            synergy: at(of),
            side: SideOfSynergy::Giver,
            way: "mail".into(),
            failed: failed.then(|| "no".into()),
        },
        Act::Answer(of, side, state, tonnes) => {
            Command::Answer { synergy: at(of), side, answer: answered(state, tonnes), by_manager: false }
        }
        Act::Refuse(of) => Command::RefuseQuestions { synergy: at(of), side: SideOfSynergy::Receiver },
        Act::Attach(of, size) => Command::Attach {
            synergy: at(of),
            name: "pesee.pdf".into(),
            media_type: "application/pdf".into(),
            size,
            link: None,
        },
        Act::Fund(of, call) => Command::Fund { synergy: at(of), call },
        Act::TakeBack(of) => Command::TakeBack { synergies: vec![at(of)] },
        Act::AddCall(amount, closes) => Command::AddCall { terms: terms(amount, closes) },
        Act::ImportReferential(asks) => Command::ImportReferential { referential: Box::new(referential(asks)) },
        Act::Evaluate(year, indicator, value) => {
            let given = Given { value, note: value.filter(|value| *value < 1.0).map(|_| "Comité".into()) };
            Command::Evaluate { year, answers: [(format!("i{indicator}"), given)].into() }
        }
        Act::Aim(year, amount) => Command::SetTarget { target: target(year, amount) },
        Act::AimNoMore(year) => Command::TakeBackTarget { aim: Aim::Brought(Indicator::TonnesReused), year },
    }
}

/// What must hold of any state.
fn holds(register: &Register) -> Result<(), TestCaseError> {
    for (key, followed) in &register.synergies {
        prop_assert_eq!(followed.stages.last().map(|(_, stage)| *stage), Some(followed.stage));
        prop_assert!(followed.stage == Stage::Lost || followed.lost_reason.is_none());
        prop_assert!(followed.joined != Some(*key), "a second record of itself");
        let mut way = vec![*key];
        while let Some(next) = way.last().and_then(|here| register.synergies.get(here)).and_then(|here| here.joined) {
            prop_assert!(!way.contains(&next), "joined in a circle: {:?}", way);
            way.push(next);
        }
        prop_assert!(followed.figures.values().all(|declared| (2000..=2100).contains(&declared.year)));
        prop_assert!(followed.evidence.0 <= 50 && followed.evidence.1 <= 50 * 1024 * 1024);
        prop_assert!(followed.funded.iter().all(|call| register.calls.contains_key(call)), "paid by a call that is");
    }
    prop_assert!(register.calls.keys().copied().eq((1..).take(register.calls.len())), "calls are only ever added");
    prop_assert!(register.calls.values().all(|terms| terms.check().is_ok()));
    prop_assert!(register.targets.iter().all(|(key, target)| *key == (target.aim, target.year)));
    prop_assert!(register.targets.values().all(|target| target.check().is_ok()));
    prop_assert!(register.answers.keys().all(|year| (2000..=2100).contains(year)));
    Ok(())
}

proptest! {
    #[test]
    fn every_reader_of_the_log_holds_the_same_and_a_command_is_done_once(acts in vec((act(), 0..12u8), 0..60)) {
        let (mut log, mut entries, mut numbers): (Log, Vec<Recorded>, BTreeSet<SynergyKey>) = Default::default();
        for (moment, (act, id)) in (0..).zip(acts) {
            let command = command(&act, log.register());
            let before = (log.seq(), log.register().clone());
            let id = CommandId(Uuid::from_u128(u128::from(id)));
            let known = entries.iter().any(|entry| entry.command == Some(id));
            match log.carry_out("Claire", Some(id), &command, Timestamp(moment)) {
                Outcome::Done(done) => {
                    prop_assert!(!known, "once is for ever");
                    for entry in &done {
                        if let Event::Began { synergy, .. } = entry.event {
                            prop_assert!(numbers.insert(synergy), "no number is given twice");
                        }
                    }
                    entries.extend(done);
                }
                Outcome::Refused(_) => prop_assert_eq!((log.seq(), log.register().clone()), before),
                Outcome::Repeated(first, last) => {
                    prop_assert!(known && first <= last);
                    prop_assert_eq!((log.seq(), log.register().clone()), before);
                }
            }
            holds(log.register())?;
        }
        // As it is kept, and read by somebody else.
        let kept: Vec<Recorded> =
            entries.iter().map(|entry| serde_json::from_str(&serde_json::to_string(entry).unwrap()).unwrap()).collect();
        prop_assert_eq!(&kept, &entries);
        let mut other = Log::default();
        kept.iter().for_each(|entry| other.replay(entry));
        prop_assert_eq!(&other, &log);
        let kept = serde_json::to_string(&LogSnapshot::of(&log)).unwrap();
        let kept: KeptSnapshot = serde_json::from_str(&kept).unwrap();
        let kept = kept.into_log();
        prop_assert_eq!(kept.as_ref(), Some(&log));
        prop_assert!(entries.iter().zip(1..).all(|(entry, seq)| entry.seq == seq), "without gaps");
        // The office is told of what is there, and of nothing that was taken back.
        for entry in trail(&entries) {
            prop_assert!(log.register().synergies.contains_key(&(entry.workshop, entry.synergy)));
        }
    }

    #[test]
    fn entries_in_any_order_fold_to_something(
        acts in vec(act(), 0..40),
        order in vec(any::<prop::sample::Index>(), 0..80),
    ) {
        let mut log = Log::default();
        let mut entries = Vec::new();
        for act in acts {
            let command = command(&act, log.register());
            if let Outcome::Done(done) = log.carry_out("", None, &command, Timestamp(0)) {
                entries.extend(done);
            }
        }
        let mut torn = Register::default();
        let mut read = Vec::new();
        for place in order.iter().filter(|_| !entries.is_empty()) {
            let entry = &entries[place.index(entries.len())];
            torn.apply(entry);
            read.push(entry.clone());
        }
        prop_assert!(trail(&read).len() <= read.len());
    }
}

/// In November 2026.
const NOW: Timestamp = Timestamp(1_795_000_000_000);
const KEY: fn() -> SynergyKey = || (workshop(1), SynergyId(1));

/// A log in which the workshop has confirmed two synergies.
fn begun() -> Log {
    let mut log = Log::default();
    for (seq, stage) in [(1, Stage::Idea), (2, Stage::Realised)] {
        let synergy = (workshop(1), SynergyId(u32::try_from(seq).unwrap()));
        let event = Event::Began { synergy, origin: Origin::Workshop, beginning: Box::new(beginning(stage)) };
        log.replay(&Recorded { seq, at: Timestamp(0), author: "Claire".into(), command: None, event });
    }
    log
}

fn refused(log: &Log, command: &Command) -> Option<(Problem, Option<String>)> {
    decide(log.register(), command, NOW).err().map(|refusal| {
        let first = &refusal.problems()[0];
        (first.code, first.field.clone())
    })
}

fn done(log: &mut Log, command: &Command) -> Vec<Event> {
    match log.carry_out("Claire", None, command, NOW) {
        Outcome::Done(entries) => entries.into_iter().map(|entry| entry.event).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_synergy_is_given_up_with_a_reason_and_a_note_alone_is_a_change() {
    let mut log = begun();
    let change = |stage, lost_reason, note: Option<&str>| Command::Move {
        synergy: KEY(),
        change: StageChange { stage, lost_reason, note: note.map(str::to_owned), next_step: None },
    };
    let at = |code, field: &str| Some((code, Some(field.to_owned())));
    assert_eq!(refused(&log, &change(Stage::Lost, None, None)), at(Problem::ReasonMissing, "lost_reason"));
    assert_eq!(refused(&log, &change(Stage::Idea, None, None)), at(Problem::NothingToDo, "stage"));
    assert_eq!(done(&mut log, &change(Stage::Idea, None, Some("Rappelé"))).len(), 1);
    done(&mut log, &change(Stage::Lost, Some(LostReason::Legal), None));
    done(&mut log, &change(Stage::Lost, None, Some("Vu avec la DREAL")));
    assert_eq!(log.register().synergies[&KEY()].lost_reason, Some(LostReason::Legal), "the reason stays");
    done(&mut log, &change(Stage::Idea, Some(LostReason::Legal), None));
    assert_eq!(log.register().synergies[&KEY()].lost_reason, None);
}

#[test]
fn a_figure_is_withdrawn_once_and_only_where_it_was_declared() {
    let mut log = begun();
    let figures = vec![figure(2025, 12.0, "Scierie")];
    done(&mut log, &Command::RecordFigures { synergy: KEY(), figures, note: None });
    let withdraw = |synergy| Command::WithdrawFigure { synergy, figure: 3, reason: line("Doublon") };
    assert_eq!(refused(&log, &withdraw((workshop(1), SynergyId(2)))), Some((Problem::NotFound, None)));
    done(&mut log, &withdraw(KEY()));
    assert_eq!(refused(&log, &withdraw(KEY())), Some((Problem::NotFound, None)));
}

#[test]
fn nothing_becomes_a_second_record_of_itself() {
    let mut log = begun();
    let (one, two) = (KEY(), (workshop(1), SynergyId(2)));
    let join = |synergy, into| Command::Join { synergy, into, reason: line("La même") };
    let circle = Some((Problem::JoinsItself, Some("into".to_owned())));
    assert_eq!(refused(&log, &join(one, Some(one))), circle);
    done(&mut log, &join(one, Some(two)));
    assert_eq!(refused(&log, &join(two, Some(one))), circle);
    let elsewhere = Some((Problem::UnknownSynergy, Some("into".to_owned())));
    assert_eq!(refused(&log, &join(one, Some((workshop(5), SynergyId(1))))), elsewhere);
    done(&mut log, &join(one, None));
    done(&mut log, &join(two, Some(one)));
}

#[test]
fn two_companies_that_say_nearly_the_same_have_both_declared_it() {
    let mut log = begun();
    let answer = |side, tonnes| Command::Answer {
        synergy: KEY(),
        side,
        answer: answered(Answer::Done, Some(tonnes)),
        by_manager: false,
    };
    let level = |events: Vec<Event>| {
        events.into_iter().find_map(|event| match event {
            Event::FigureRecorded { figure, .. } => Some(figure.verification),
            _ => None,
        })
    };
    let first = done(&mut log, &answer(SideOfSynergy::Giver, 100.0));
    assert!(matches!(first[1], Event::Moved { stage: Stage::Realised, .. }), "{first:?}");
    assert_eq!(level(first), Some(Verification::OneSide));
    assert_eq!(level(done(&mut log, &answer(SideOfSynergy::Receiver, 89.0))), Some(Verification::OneSide));
    assert_eq!(level(done(&mut log, &answer(SideOfSynergy::Receiver, 91.0))), Some(Verification::BothSides));
}

#[test]
fn a_part_and_a_line_of_a_table_are_numbered_beside_the_workshops_log() {
    let mut log = begun();
    let part = done(&mut log, &Command::Split { synergy: KEY(), title: line("Une part") });
    assert_eq!(part[0].synergy(), Some((workshop(1), SynergyId(1_000_001))));
    done(&mut log, &Command::TakeBack { synergies: vec![part[0].synergy().unwrap()] });
    let lines = (0..2).map(|_| TableLine { workshop: workshop(1), beginning: beginning(Stage::Idea), figures: vec![] });
    let events = done(&mut log, &Command::Import { lines: lines.collect() });
    let numbers: Vec<u32> = events.iter().map(|event| event.synergy().unwrap().1.0).collect();
    assert_eq!(numbers, [1_000_002, 1_000_003], "none is given twice");
}

#[test]
fn what_changed_is_told_in_words_as_it_has_always_been() {
    let mut log = begun();
    let quantity = Quantity::new(150.2, Unit::Tonne, Frequency::Month).unwrap();
    let flow = Flow { what: Some(line("Copeaux")), quantity: Some(quantity), distance_km: Some(12.7) };
    let set = Command::SetFlow { synergy: KEY(), flow, giver: Some(line("Zoé")), receiver: Some(line("Bachir")) };
    let Outcome::Done(entries) = log.carry_out("Claire", None, &set, NOW) else { panic!("done") };
    let told: Vec<_> = trail(&entries)
        .into_iter()
        .map(|entry| match entry.fact {
            Fact::Changed { detail, before, after } => (detail, before, after),
            other => panic!("{other:?}"),
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        told,
        [
            (Detail::Flow, None, text("Copeaux")),
            (Detail::Quantity, None, Some(serde_json::to_string(&quantity).unwrap())),
            (Detail::Distance, None, text("12.7")),
            (Detail::GiverOwner, text("Aline"), text("Zoé")),
        ]
    );
    assert_eq!(refused(&log, &set), Some((Problem::NothingToDo, None)));
}

#[test]
fn a_call_pays_once_and_only_where_there_is_one() {
    let mut log = begun();
    let fund = |call| Command::Fund { synergy: KEY(), call };
    assert_eq!(refused(&log, &fund(1)), Some((Problem::NotFound, None)));
    let late = Command::AddCall { terms: terms(Some(-3.0), 10) };
    let told = decide(log.register(), &late, NOW).unwrap_err();
    let at = |place: usize| (told.problems()[place].code, told.problems()[place].field.as_deref().unwrap());
    assert_eq!([at(0), at(1)], [(Problem::EndsBeforeStart, "closes"), (Problem::NotPositive, "amount")]);
    done(&mut log, &Command::AddCall { terms: terms(None, 28) });
    let funded = done(&mut log, &fund(1));
    assert_eq!(funded, [Event::Funded { synergy: KEY(), call: 1, name: "Appel".into() }]);
    assert_eq!(done(&mut log, &fund(1)), []);
}

#[test]
fn an_answer_or_a_target_that_stands_already_is_not_said_again() {
    let mut log = begun();
    let given = |value| Given { value, note: None };
    let evaluate = |year, value| Command::Evaluate { year, answers: [("k".to_owned(), given(value))].into() };
    assert_eq!(done(&mut log, &evaluate(2026, None)), [], "nothing was taken back");
    assert_eq!(done(&mut log, &evaluate(2026, Some(3.0))).len(), 1);
    assert_eq!(done(&mut log, &evaluate(2026, Some(3.0))), []);
    assert_eq!(refused(&log, &evaluate(26, Some(3.0))), Some((Problem::NotADate, Some("year".into()))));
    assert_eq!(done(&mut log, &evaluate(2026, None)).len(), 1);

    let set = |amount| Command::SetTarget { target: target(Some(2027), amount) };
    let take_back = Command::TakeBackTarget { aim: Aim::Brought(Indicator::TonnesReused), year: Some(2027) };
    assert_eq!(refused(&log, &take_back), Some((Problem::NothingToDo, None)));
    assert_eq!(refused(&log, &set(0.0)), Some((Problem::NotPositive, Some("amount".into()))));
    done(&mut log, &set(500.0));
    assert_eq!(refused(&log, &set(500.0)), Some((Problem::NothingToDo, None)));
    done(&mut log, &set(800.0));
    assert_eq!(log.register().targets.values().map(|target| target.amount).collect::<Vec<_>>(), [800.0]);
    done(&mut log, &take_back);
    assert!(log.register().targets.is_empty());
}
