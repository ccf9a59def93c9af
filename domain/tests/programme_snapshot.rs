//! What a programme's log comes to is kept, and read by later releases: that the fold has changed is seen here.
#![allow(clippy::unwrap_used)]

use domain::ids::{CommandId, CompanyId, SynergyId, WorkshopId};
use domain::ledger::SynergyKey;
use domain::programme::companies::{self, CompanyDraft, FlowDraft};
use domain::programme::{Beginning, Command, Event, Log, LogSnapshot, Origin, Outcome, Owner, Recorded};
use domain::synergy::{Figure, Flow, Indicator, Stage, SynergyKind, Verification};
use domain::text::Line;
use domain::time::Timestamp;
use uuid::Uuid;

fn key(number: u32) -> SynergyKey {
    (WorkshopId(Uuid::from_u128(1)), SynergyId(number))
}

fn beginning() -> Beginning {
    let owner = |name: &str, organisation: &str| Owner { name: name.into(), organisation: organisation.into() };
    Beginning {
        title: "Sciure".into(),
        kind: SynergyKind::Substitution,
        stage: Stage::Realised,
        lost_reason: None,
        giver: owner("Aline", "Scierie"),
        receiver: owner("Bachir", "Ferme"),
        cards: Vec::new(),
        flow: Flow::default(),
        next_step: None,
    }
}

fn snapshot(log: &Log) -> String {
    serde_json::to_string(&LogSnapshot::of(log)).unwrap()
}

/// Some of everything that a log may hold.
fn of_everything() -> Log {
    let mut log = Log::default();
    for number in [1, 2] {
        let event = Event::Began { synergy: key(number), origin: Origin::Table, beginning: Box::new(beginning()) };
        let seq = u64::from(number);
        log.replay(&Recorded { seq, at: Timestamp(0), author: "Claire".into(), command: None, event });
    }
    let other = key(2);
    let figure = |year, indicator| Figure {
        year,
        indicator,
        amount: 12.5,
        verification: Verification::OneSide,
        declared_by: "Scierie".into(),
        uncertainty: None,
        basis: None,
    };
    let figures = vec![figure(2025, Indicator::Savings), figure(2026, Indicator::TonnesReused)];
    let line = |text: &str| Line::parse(text).unwrap();
    let commands = [
        Command::RecordFigures { synergy: other, figures, note: None },
        Command::Join { synergy: key(1), into: Some(other), reason: line("Les mêmes") },
        Command::Split { synergy: other, title: line("Copeaux") },
        Command::Company(companies::Command::Note {
            identity: CompanyDraft { name: "Scierie".into(), ..CompanyDraft::default() }.parse().unwrap(),
        }),
        Command::Company(companies::Command::NoteFlow {
            company: CompanyId(1),
            flow: FlowDraft { kind: "have".into(), what: "Sciure".into(), ..FlowDraft::default() }.parse().unwrap(),
        }),
    ];
    for (at, command) in (1_i64..).zip(commands) {
        let id = Some(CommandId(Uuid::from_u128(u128::from(at.unsigned_abs()))));
        assert!(
            matches!(log.carry_out("Claire", id, &command, Timestamp(at)), Outcome::Done(done) if !done.is_empty())
        );
    }
    log
}

#[test]
fn a_fold_that_comes_to_something_else_gets_a_number_of_its_own() {
    assert_eq!(
        snapshot(&of_everything()),
        include_str!("data/programme_snapshot.json").trim_end(),
        "\nthe fold of the programme's log, or how it is written, has changed: raise `programme::FOLD`, now {}, and \
         put the left side into domain/tests/data/programme_snapshot.json",
        domain::programme::FOLD
    );
}
