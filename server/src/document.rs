//! Holds `docs/http-api.md` and `docs/phases.md` against the code.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;

use domain::matches::{Dismissal, Flag, Reason};
use domain::problem::Problem;
use domain::resource::{
    Category, ContactRelease, Field, Frequency, Kind, Price, Route, Status, Transport, Unit, Visibility,
};
use domain::synergy::{Stage, SynergyKind};
use domain::workshop::{Command, Deed, Event, Phase, Scene, StepKind, TableRole};
use live::answer::{Acknowledged, Refused};
use live::replica::{Frame, Snapshot};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::{CommandRequest, JoinAnswer, JoinRequest};
use crate::respond::status;

const API: &str = include_str!("../../docs/http-api.md");
const PHASES: &str = include_str!("../../docs/phases.md");

/// The lines of the examples of this kind: ```` ```json command ````.
fn examples(kind: &str) -> Vec<&'static str> {
    let opening = format!("```json {kind}\n");
    let blocks = API.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    blocks.flat_map(str::lines).filter(|line| !line.trim().is_empty()).collect()
}

/// Reads an example as the code reads it, and checks that the code would write the same.
fn exact<T: DeserializeOwned + Serialize>(example: &str) -> T {
    let value: Value = serde_json::from_str(example).unwrap_or_else(|error| panic!("{example}: {error}"));
    let read: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{example}: {error}"));
    assert_eq!(serde_json::to_value(&read).unwrap(), value, "a field of the example is unknown, or one is missing");
    read
}

/// The names in the first column of the tables that follow this heading.
fn table_after(text: &'static str, heading: &str) -> Vec<Vec<&'static str>> {
    let rest = text.split_once(heading).unwrap_or_else(|| panic!("no {heading}")).1;
    let lines = rest.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

fn codes_in(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('`').skip(1).step_by(2)
}

// A new variant does not compile until it has its name here, and then fails until it is documented.
fn command_name(command: &Command) -> &'static str {
    match command {
        Command::DescribeWorkshop { .. } => "describe_workshop",
        Command::ChangePhase { .. } => "change_phase",
        Command::SwitchJoining { .. } => "switch_joining",
        Command::Join { .. } => "join",
        Command::MoveTo { .. } => "move_to",
        Command::PostCard { .. } => "post_card",
        Command::EditCard { .. } => "edit_card",
        Command::WithdrawCard { .. } => "withdraw_card",
        Command::HideCard { .. } => "hide_card",
        Command::ChangePhoto { .. } => "change_photo",
        Command::MergeCards { .. } => "merge_cards",
        Command::ShowInterest { .. } => "show_interest",
        Command::AnswerMatch { .. } => "answer_match",
        Command::DismissMatch { .. } => "dismiss_match",
        Command::ConfirmSynergy { .. } => "confirm_synergy",
        Command::ProposeMatches { .. } => "propose_matches",
        Command::UnderstandCard { .. } => "understand_card",
        Command::TranslateCard { .. } => "translate_card",
        Command::SetRunningOrder { .. } => "set_running_order",
        Command::BeginStep { .. } => "begin_step",
        Command::PauseClock { .. } => "pause_clock",
        Command::ExtendStep { .. } => "extend_step",
        Command::ShowScene { .. } => "show_scene",
        Command::SetSeating { .. } => "set_seating",
        Command::GiveRole { .. } => "give_role",
        Command::Leave { .. } => "leave",
        Command::AskToBeLetIn { .. } => "ask_to_be_let_in",
        Command::LetIn { .. } => "let_in",
        Command::AdmitColleague { .. } => "admit_colleague",
        Command::EndColleague { .. } => "end_colleague",
        Command::MergeParticipants { .. } => "merge_participants",
    }
}
const COMMANDS: usize = 31;

fn event_name(event: &Event) -> &'static str {
    match event {
        Event::WorkshopDescribed { .. } => "workshop_described",
        Event::PhaseChanged { .. } => "phase_changed",
        Event::JoiningSwitched { .. } => "joining_switched",
        Event::ParticipantJoined { .. } => "participant_joined",
        Event::ParticipantMoved { .. } => "participant_moved",
        Event::CardPosted { .. } => "card_posted",
        Event::CardEdited { .. } => "card_edited",
        Event::CardUnderstood { .. } => "card_understood",
        Event::CardTranslated { .. } => "card_translated",
        Event::CardWithdrawn { .. } => "card_withdrawn",
        Event::CardHidden { .. } => "card_hidden",
        Event::PhotoChanged { .. } => "photo_changed",
        Event::CardsMerged { .. } => "cards_merged",
        Event::InterestShown { .. } => "interest_shown",
        Event::MatchFound { .. } => "match_found",
        Event::MatchWeighed { .. } => "match_weighed",
        Event::MatchAnswered { .. } => "match_answered",
        Event::MatchDismissed { .. } => "match_dismissed",
        Event::SynergyConfirmed { .. } => "synergy_confirmed",
        Event::RunningOrderSet { .. } => "running_order_set",
        Event::StepBegun { .. } => "step_begun",
        Event::ClockPaused { .. } => "clock_paused",
        Event::StepExtended { .. } => "step_extended",
        Event::SceneShown { .. } => "scene_shown",
        Event::SeatingSet { .. } => "seating_set",
        Event::RoleGiven { .. } => "role_given",
        Event::ParticipantLeft { .. } => "participant_left",
        Event::LetInAsked { .. } => "let_in_asked",
        Event::LetInEnded { .. } => "let_in_ended",
        Event::ColleagueAdmitted { .. } => "colleague_admitted",
        Event::ColleagueEnded { .. } => "colleague_ended",
        Event::ParticipantsMerged { .. } => "participants_merged",
        Event::CardShown { .. } => "card_shown",
        Event::Withheld => "withheld",
    }
}
const EVENTS: usize = 34;

#[test]
fn every_command_is_documented_with_an_example_that_the_server_reads() {
    let examples: Vec<Command> = examples("command").into_iter().map(exact).collect();
    let shown: BTreeSet<_> = examples.iter().map(command_name).collect();
    let listed: BTreeSet<_> =
        table_after(API, "### Every command").into_iter().flat_map(|row| codes_in(row[0])).collect();
    assert_eq!(shown, listed);
    assert_eq!(shown.len(), COMMANDS);
}

#[test]
fn every_field_of_a_command_stands_in_its_row() {
    for row in table_after(API, "### Every command") {
        let name = codes_in(row[0]).next().unwrap();
        let example = examples("command").into_iter().find(|example| example.contains(&format!("\"{name}\""))).unwrap();
        let value: Value = serde_json::from_str(example).unwrap();
        for field in value.as_object().unwrap().keys().filter(|field| *field != "type") {
            assert!(codes_in(row[2]).any(|code| code == field), "{name} has a field {field}");
        }
    }
}

#[test]
fn every_event_is_documented_with_an_example_as_the_server_writes_it() {
    let shown: BTreeSet<_> =
        examples("event").into_iter().map(|example| event_name(&exact::<Event>(example))).collect();
    assert_eq!(shown.len(), EVENTS);
}

#[test]
fn requests_answers_and_frames_are_as_shown() {
    for request in examples("request command") {
        let read: CommandRequest = serde_json::from_str(request).unwrap();
        assert_eq!(command_name(&read.command), "show_interest");
    }
    for request in examples("request join") {
        let read: JoinRequest = serde_json::from_str(request).unwrap();
        assert_eq!(read.participant.organisation, "Laiterie du Val");
        assert!(read.command_id.is_some());
    }
    let answers = [
        examples("answer join").len(),
        examples("answer command").len(),
        examples("answer refusal").len(),
        examples("answer state").len(),
    ];
    assert_eq!(answers, [1, 1, 1, 1]);
    for answer in examples("answer join") {
        exact::<JoinAnswer>(answer);
    }
    for answer in examples("answer command") {
        exact::<Acknowledged>(answer);
    }
    for answer in examples("answer refusal") {
        exact::<Refused>(answer);
    }
    for answer in examples("answer state") {
        exact::<Snapshot>(answer);
    }
    let copies = examples("answer copy");
    let parts = ["workshop", "person", "cards", "interested_in", "answers", "synergies", "satisfaction"];
    let copy: Value = serde_json::from_str(copies[0]).unwrap();
    assert_eq!(
        (copies.len(), copy.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>()),
        (1, BTreeSet::from(parts))
    );
    let frames: Vec<Frame> = examples("frame").into_iter().map(exact).collect();
    let shown = |wanted: fn(&Frame) -> bool| frames.iter().any(wanted);
    assert!(shown(|frame| matches!(frame, Frame::Beat { .. })) && shown(|frame| matches!(frame, Frame::Events { .. })));
    assert!(shown(|frame| matches!(frame, Frame::Resync)) && shown(|frame| matches!(frame, Frame::Bye { .. })));
}

#[test]
fn every_refusal_stands_there_with_its_status() {
    let listed: Vec<(&str, u16)> = table_after(API, "### Refusals")
        .into_iter()
        .map(|row| (codes_in(row[0]).next().unwrap(), row[1].parse().unwrap()))
        .collect();
    let known: Vec<(&str, u16)> =
        Problem::ALL.iter().map(|problem| (problem.code(), status(*problem).as_u16())).collect();
    assert_eq!(listed, known);
}

#[test]
fn every_field_of_a_card_stands_there() {
    for field in Field::ALL {
        assert!(API.contains(&format!("`{}`", field.name())), "the field {} of a card", field.name());
    }
}

#[test]
fn every_code_stands_there() {
    fn all<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().map(|value| code(*value)).collect()
    }
    let known = [
        ("phase", all(Phase::ALL, Phase::code)),
        ("kind", all(Kind::ALL, Kind::code)),
        ("category", all(Category::ALL, Category::code)),
        ("unit", all(Unit::ALL, Unit::code)),
        ("frequency", all(Frequency::ALL, Frequency::code)),
        ("price", all(Price::ALL, Price::code)),
        ("current_route", all(Route::ALL, Route::code)),
        ("status", all(Status::ALL, Status::code)),
        ("transport", all(Transport::ALL, Transport::code)),
        ("visibility", all(Visibility::ALL, Visibility::code)),
        ("contact_release", all(ContactRelease::ALL, ContactRelease::code)),
        ("reason of an answer", all(Dismissal::ALL, Dismissal::code)),
        ("flag of a match", all(Flag::ALL, Flag::code)),
        ("stage", all(Stage::ALL, Stage::code)),
        ("kind of a synergy", all(SynergyKind::ALL, SynergyKind::code)),
        ("kind of a step", all(StepKind::ALL, StepKind::code)),
        ("scene", all(Scene::ALL, Scene::code)),
        ("role at a table", all(TableRole::ALL, TableRole::code)),
    ];
    let listed: Vec<(&str, Vec<&str>)> =
        table_after(API, "## Codes").into_iter().map(|row| (row[0], codes_in(row[1]).collect())).collect();
    assert_eq!(listed, known);
}

#[test]
fn every_reason_of_a_match_stands_there() {
    let names = [
        "shared_words",
        "same_category",
        "quantity_covers",
        "quantity_part",
        "interest",
        "same_need",
        "told",
        "quantity_about",
        "dates_apart",
        "same_place",
        "check",
        "judged",
        "agrees",
        "unmet",
        "pool",
    ];
    let name = |reason: &Reason| match reason {
        Reason::SharedWords { .. } => names[0],
        Reason::SameCategory => names[1],
        Reason::QuantityCovers { .. } => names[2],
        Reason::QuantityPart { .. } => names[3],
        Reason::Interest => names[4],
        Reason::SameNeed => names[5],
        Reason::Told { .. } => names[6],
        Reason::QuantityAbout { .. } => names[7],
        Reason::DatesApart => names[8],
        Reason::SamePlace => names[9],
        Reason::Check { .. } => names[10],
        Reason::Judged => names[11],
        Reason::Agrees { .. } => names[12],
        Reason::Unmet { .. } => names[13],
        Reason::Pool => names[14],
    };
    assert_eq!(name(&Reason::SameNeed), "same_need");
    for name in names {
        assert!(API.contains(&format!("{{\"type\": \"{name}\"")), "{name}");
    }
}

#[test]
fn the_table_of_phases_is_the_rule() {
    let deeds = [
        Deed::Join,
        Deed::Post,
        Deed::Amend,
        Deed::ShowInterest,
        Deed::Propose,
        Deed::Answer,
        Deed::Confirm,
        Deed::Moderate,
    ];
    let rows = table_after(PHASES, "# Phases");
    assert_eq!(rows.len(), deeds.len());
    for (row, deed) in rows.into_iter().zip(deeds) {
        let told: Vec<bool> = row[1..].iter().map(|cell| *cell == "yes").collect();
        let rule: Vec<bool> = Phase::ALL.iter().map(|phase| phase.allows(deed).is_ok()).collect();
        assert_eq!(told, rule, "{}", row[0]);
    }
}
