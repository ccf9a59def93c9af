//! Two cards that have nothing to do with each other: who says so, what becomes of the match, and who learns of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use domain::access::Actor;
use domain::audience::{Audience, event_seen_by, workshop_seen_by};
use domain::ids::{CardId, MatchId, ParticipantId};
use domain::matches::{Answer, Counterpart, Dismissal, Match};
use domain::problem::{Problem, Refusal};
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{
    AnswerDraft, Command, Event, ParticipantDraft, Phase, Proposal, Recorded, SynergyDraft, Workshop, WorkshopDraft,
    decide,
};

const FOUND: MatchId = MatchId(1);
const GIVES: Actor = Actor::Participant(ParticipantId(1));
const TAKES: Actor = Actor::Participant(ParticipantId(2));
const STRANGER: Actor = Actor::Participant(ParticipantId(3));

struct Room {
    state: Workshop,
    log: Vec<Recorded>,
}

impl Room {
    /// A have and a want of two companies, a third that looks on, and a match between the two.
    fn open() -> Self {
        let mut room = Self { state: Workshop::default(), log: Vec::new() };
        let workshop = WorkshopDraft {
            title: "Atelier".into(),
            date: "2026-11-24".into(),
            language: "fr".into(),
            programme: "P".into(),
            ..Default::default()
        };
        room.does(Actor::Facilitator, Command::DescribeWorkshop { workshop });
        room.does(Actor::Facilitator, Command::ChangePhase { phase: Phase::Matching, from: None });
        for organisation in ["Scierie", "Verrerie", "Laiterie"] {
            let participant =
                ParticipantDraft { name: "N".into(), organisation: organisation.into(), ..Default::default() };
            room.does(Actor::Visitor, Command::Join { participant });
        }
        for (actor, kind, title) in [(GIVES, "have", "300 m² pour atelier"), (TAKES, "want", "atelier de couture")] {
            let card = ResourceDraft { kind: kind.into(), title: title.into(), ..Default::default() };
            let card = ResourceDraft { category: "space".into(), ..card };
            room.does(actor, Command::PostCard { card, on_behalf_of: None });
        }
        room.propose(0.9);
        room
    }

    fn asks(&self, actor: Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
        decide(&self.state, actor, command)
    }

    fn does(&mut self, actor: Actor, command: Command) -> usize {
        let events = self.asks(actor, &command).expect("accepted");
        let count = events.len();
        for event in events {
            let seq = self.log.len() as u64 + 1;
            let recorded = Recorded { seq, at: Timestamp(0), event };
            self.state.apply(&recorded);
            self.log.push(recorded);
        }
        count
    }

    fn propose(&mut self, score: f64) -> usize {
        let counterpart = Counterpart::Card(CardId(2));
        let proposals = vec![Proposal { card: CardId(1), counterpart, score, reasons: Vec::new() }];
        self.does(Actor::Matcher, Command::ProposeMatches { proposals })
    }

    fn found(&self) -> &Match {
        &self.state.matches[&FOUND]
    }

    fn is_on_the_board(&self) -> bool {
        workshop_seen_by(Audience::Room, &self.state).told_matches().count() == 1
    }
}

fn says(answer: &str) -> Command {
    let reason = if answer == "not_for_us" { Dismissal::Unrelated.code() } else { "" };
    let answer = AnswerDraft { answer: answer.into(), reason: reason.into(), note: String::new() };
    Command::AnswerMatch { match_id: FOUND, answer, on_behalf_of: None }
}

fn dismissed(dismissed: bool) -> Command {
    Command::DismissMatch { match_id: FOUND, dismissed }
}

#[test]
fn a_side_puts_it_away_for_all_and_takes_that_back() {
    let mut room = Room::open();
    assert!(room.is_on_the_board());
    assert_eq!(room.does(GIVES, says("not_for_us")), 1);
    assert!(!room.is_on_the_board());
    assert_eq!(room.propose(0.5), 0, "what was said stands");
    assert_eq!(room.does(GIVES, says("nothing")), 1);
    assert_eq!((room.found().first_answer.as_ref(), room.is_on_the_board()), (None, true));
    assert_eq!(room.does(GIVES, says("nothing")), 0, "there is nothing more to take back");
    assert_eq!(room.propose(0.5), 1, "it is weighed again");
}

#[test]
fn the_facilitator_puts_it_away_for_all_and_takes_that_back() {
    let mut room = Room::open();
    assert_eq!(room.does(Actor::Facilitator, dismissed(true)), 1);
    assert_eq!(room.does(Actor::Facilitator, dismissed(true)), 0, "twice is not an error");
    assert!(room.found().is_dismissed() && !room.is_on_the_board());
    assert_eq!(room.propose(0.5), 0, "what was said stands");
    assert_eq!(room.does(Actor::Facilitator, dismissed(false)), 1);
    assert!(!room.found().is_dismissed() && room.is_on_the_board());
}

#[test]
fn what_both_sides_want_makes_sense_whatever_the_facilitator_said() {
    let mut room = Room::open();
    room.does(Actor::Facilitator, dismissed(true));
    room.does(GIVES, says("interested"));
    assert!(!room.is_on_the_board(), "one of them is not both");
    room.does(TAKES, says("interested"));
    assert!(room.is_on_the_board());
    let synergy = SynergyDraft::default();
    room.does(Actor::Facilitator, Command::ConfirmSynergy { match_id: FOUND, synergy });
    let refused = room.asks(Actor::Facilitator, &dismissed(true));
    assert_eq!(refused, Err(Problem::AlreadySynergy.into()));
}

#[test]
fn nobody_else_says_so() {
    let room = Room::open();
    assert_eq!(room.asks(STRANGER, &says("not_for_us")), Err(Problem::NotAllowed.into()));
    for actor in [GIVES, STRANGER, Actor::Visitor, Actor::Matcher] {
        assert_eq!(room.asks(actor, &dismissed(true)), Err(Problem::NotAllowed.into()), "{actor:?}");
    }
}

#[test]
fn nobody_but_the_desk_learns_who_said_it_and_that_it_was_said_to_be_absurd() {
    let mut room = Room::open();
    room.does(GIVES, says("not_for_us"));
    let said = room.log.last().unwrap().clone();
    let told = |audience| match event_seen_by(audience, &said, &room.state).event {
        Event::MatchAnswered { answer: Some(Answer::NotForUs { reason, .. }), participant, .. } => {
            (reason, participant)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(told(Audience::Desk), (Some(Dismissal::Unrelated), Some(ParticipantId(1))));
    let others = [Audience::Room, Audience::Participant(ParticipantId(2)), Audience::Participant(ParticipantId(3))];
    for audience in others {
        assert_eq!(told(audience), (None, None), "{audience:?}");
        let seen = workshop_seen_by(audience, &room.state);
        assert_eq!(seen.matches[&FOUND].first_answer, Some(Answer::NotForUs { reason: None, note: None }));
    }
    // Of the facilitator's word the room sees that the match is put away.
    let mut room = Room::open();
    room.does(Actor::Facilitator, dismissed(true));
    let text = serde_json::to_string(&event_seen_by(Audience::Room, room.log.last().unwrap(), &room.state).event);
    assert_eq!(text.unwrap(), r#"{"type":"match_dismissed","match_id":1,"dismissed":true}"#);
}

#[test]
fn what_one_refused_stays_where_it_was_to_be_taken_back() {
    let mut room = Room::open();
    let card = ResourceDraft { kind: "want".into(), title: "Local à louer".into(), ..Default::default() };
    let card = ResourceDraft { category: "space".into(), ..card };
    room.does(STRANGER, Command::PostCard { card, on_behalf_of: None });
    let counterpart = Counterpart::Card(CardId(3));
    let proposals = vec![Proposal { card: CardId(1), counterpart, score: 0.5, reasons: Vec::new() }];
    room.does(Actor::Matcher, Command::ProposeMatches { proposals });
    let mine = |room: &Room| -> Vec<u32> {
        room.state.matches_of(ParticipantId(1)).iter().map(|(found, _)| found.id.0).collect()
    };
    assert_eq!(mine(&room), [1, 2]);
    room.does(GIVES, says("not_for_us"));
    assert_eq!(mine(&room), [1, 2]);
    room.does(GIVES, says("nothing"));
    room.does(TAKES, says("not_for_us"));
    assert_eq!(mine(&room), [2, 1], "what the other side refused comes last");
}
