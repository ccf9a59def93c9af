//! What somebody says of one pair, and what becomes of others like it at once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use domain::access::Actor;
use domain::ids::{CardId, MatchId, ParticipantId};
use domain::matches::Counterpart;
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{AnswerDraft, Command, ParticipantDraft, Phase, Recorded, Workshop, WorkshopDraft, decide};
use matching::{Matcher, Room};

fn act(workshop: &mut Workshop, actor: Actor, command: &Command) {
    for event in decide(workshop, actor, command).expect("accepted") {
        workshop.apply(&Recorded { seq: 1, at: Timestamp(0), event });
    }
}

/// Two pairs of the same things, and one of something else, each between other companies; all proposed.
fn room() -> (Workshop, Room) {
    let mut workshop = Workshop::default();
    let description = WorkshopDraft {
        title: "Atelier".into(),
        date: "2026-11-24".into(),
        language: "fr".into(),
        programme: "P".into(),
        ..Default::default()
    };
    act(&mut workshop, Actor::Facilitator, &Command::DescribeWorkshop { workshop: description });
    act(&mut workshop, Actor::Facilitator, &Command::ChangePhase { phase: Phase::Matching, from: None });
    let cards = [
        ("have", "sciure de bois"),
        ("want", "sciure pour litière"),
        ("have", "sciure de sapin"),
        ("want", "sciure pour litière de chevaux"),
        ("have", "palettes usagées"),
        ("want", "palettes d’occasion"),
    ];
    for (at, (kind, title)) in (1..).zip(cards) {
        let organisation = format!("Société {at}");
        let participant = ParticipantDraft { name: "N".into(), organisation, ..Default::default() };
        act(&mut workshop, Actor::Visitor, &Command::Join { participant });
        let card =
            ResourceDraft { kind: kind.into(), title: title.into(), category: "material".into(), ..Default::default() };
        act(&mut workshop, Actor::Participant(ParticipantId(at)), &Command::PostCard { card, on_behalf_of: None });
    }
    let mut room = Room::new(Arc::new(Matcher::new()));
    look(&mut workshop, &mut room, &[1, 2, 3, 4, 5, 6]);
    (workshop, room)
}

/// The matcher looks at these cards, and is listened to.
fn look(workshop: &mut Workshop, room: &mut Room, cards: &[u32]) {
    let proposals = room.proposals(workshop, cards.iter().copied().map(CardId));
    act(workshop, Actor::Matcher, &Command::ProposeMatches { proposals });
}

fn between(workshop: &Workshop, have: u32, want: u32) -> (MatchId, f64) {
    let found = workshop.match_between(CardId(have), Counterpart::Card(CardId(want))).expect("proposed");
    (found.id, found.score)
}

/// Says it, has the matcher look at the two cards of whom it was said as the room does, and takes it back.
fn like_pairs_sink_and_rise_again(say: impl Fn(&mut Workshop, MatchId, bool)) {
    let (mut workshop, mut room) = room();
    let (absurd, _) = between(&workshop, 1, 2);
    let (_, alike) = between(&workshop, 3, 4);
    let (_, other) = between(&workshop, 5, 6);
    say(&mut workshop, absurd, true);
    look(&mut workshop, &mut room, &[1, 2]);
    let sunk = between(&workshop, 3, 4).1;
    assert!(sunk < alike - 0.1, "{sunk} after {alike}");
    assert!((between(&workshop, 5, 6).1 - other).abs() < 1e-9, "palettes are no sawdust");
    say(&mut workshop, absurd, false);
    look(&mut workshop, &mut room, &[1, 2]);
    assert!(between(&workshop, 3, 4).1 > sunk + 0.1, "{} after {sunk}", between(&workshop, 3, 4).1);
}

#[test]
fn a_pair_like_one_that_a_side_finds_absurd_sinks_at_once_and_rises_when_that_is_taken_back() {
    like_pairs_sink_and_rise_again(|workshop, match_id, absurd| {
        let (answer, reason) = if absurd { ("not_for_us", "unrelated") } else { ("nothing", "") };
        let answer = AnswerDraft { answer: answer.into(), reason: reason.into(), note: String::new() };
        let side = Actor::Participant(ParticipantId(1));
        act(workshop, side, &Command::AnswerMatch { match_id, answer, on_behalf_of: None });
    });
}

#[test]
fn a_pair_like_one_that_the_facilitator_finds_absurd_sinks_at_once_and_rises_when_that_is_taken_back() {
    like_pairs_sink_and_rise_again(|workshop, match_id, absurd| {
        act(workshop, Actor::Facilitator, &Command::DismissMatch { match_id, dismissed: absurd });
    });
}
