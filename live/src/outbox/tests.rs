use domain::access::Actor;
use domain::ids::{ParticipantId, WorkshopId};
use domain::matches::Counterpart;
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{AnswerDraft, ParticipantDraft, Phase, Proposal, Recorded, Workshop, WorkshopDraft, decide};

use super::*;
use crate::replica::Snapshot;

/// When the network is back: minutes after everything was given.
const BACK: u64 = 1_000_000;

fn id(number: u128) -> CommandId {
    CommandId(uuid::Uuid::from_u128(number))
}

fn withdraw(card: u32) -> Command {
    Command::WithdrawCard { card_id: CardId(card) }
}

fn card(title: &str, visibility: &str) -> Command {
    let card = ResourceDraft {
        kind: "have".into(),
        title: title.into(),
        category: "material".into(),
        visibility: visibility.into(),
        ..ResourceDraft::default()
    };
    Command::PostCard { card, on_behalf_of: None }
}

fn interest(card: u32) -> Command {
    Command::ShowInterest { card_id: CardId(card), interested: true, on_behalf_of: None }
}

fn queue(count: u32) -> Queue {
    let mut queue = Queue::default();
    for number in 1..=count {
        queue.push(id(u128::from(number)), withdraw(number), 1_000).expect("room");
    }
    queue
}

/// A phone of a room in which its participant has card 1 under their name and card 2 without; card 3 is another's,
/// and matches both.
fn phone() -> Replica {
    let (mut workshop, mut seq) = (Workshop::default(), 0);
    let mut send = |actor: Actor, command: Command| {
        for event in decide(&workshop, actor, &command).expect("allowed") {
            seq += 1;
            workshop.apply(&Recorded { seq, at: Timestamp(0), event });
        }
    };
    let described = WorkshopDraft {
        title: "A".into(),
        date: "2026-11-25".into(),
        language: "fr".into(),
        programme: "P".into(),
        tables: "4".into(),
        ..WorkshopDraft::default()
    };
    send(Actor::Facilitator, Command::DescribeWorkshop { workshop: described });
    send(Actor::Facilitator, Command::ChangePhase { phase: Phase::HavesWants, from: None });
    for name in ["Léa", "Karim"] {
        let participant =
            ParticipantDraft { name: name.into(), organisation: name.into(), ..ParticipantDraft::default() };
        send(Actor::Visitor, Command::Join { participant });
    }
    let (me, other) = (ParticipantId(1), ParticipantId(2));
    send(Actor::Participant(me), card("Sciure", "room"));
    send(Actor::Participant(me), card("Solvants", "anonymous"));
    let Command::PostCard { card: mut want, .. } = card("Litière", "room") else { unreachable!() };
    want.kind = "want".into();
    send(Actor::Participant(other), Command::PostCard { card: want, on_behalf_of: None });
    let pair = |own: u32| Proposal {
        card: CardId(own),
        counterpart: Counterpart::Card(CardId(3)),
        score: 0.75,
        reasons: Vec::new(),
    };
    send(Actor::Matcher, Command::ProposeMatches { proposals: vec![pair(1), pair(2)] });
    let workshop_id = WorkshopId(uuid::Uuid::nil());
    Replica::new(Snapshot { workshop_id, epoch: "1".into(), seq, me: Some(me), workshop })
}

/// These, given one minute after the other while there was no network.
fn held(commands: &[Command]) -> Queue {
    let mut queue = Queue::default();
    for (at, command) in (1..).zip(commands) {
        queue.push(id(u128::from(at)), command.clone(), at * 60_000).expect("room");
    }
    queue
}

fn next(queue: &Queue, now_ms: u64) -> Option<u128> {
    queue.next(&phone(), now_ms).map(|item| item.command_id.0.as_u128())
}

/// Sends what may go off at this moment, in no time; chances come one after the other.
fn send(queue: &mut Queue, now_ms: u64, chances: &[f64]) -> Vec<u128> {
    let (phone, mut chances, mut sent) = (phone(), chances.iter(), Vec::new());
    loop {
        queue.draw(&phone, now_ms, || *chances.next().expect("one more chance"));
        let Some(item) = queue.next(&phone, now_ms).cloned() else { return sent };
        queue.arrived(item.command_id, now_ms);
        sent.push(item.command_id.0.as_u128());
    }
}

#[test]
fn commands_go_in_order_and_a_refused_one_stays_without_holding_up_the_rest() {
    let mut queue = queue(3);
    assert_eq!(next(&queue, 1_000), Some(1));
    queue.refuse(id(1), Problem::WrongPhase.into());
    queue.refuse(id(2), Problem::WrongPhase.into());
    assert_eq!(next(&queue, BACK), Some(3));
    queue.remove(id(2));
    queue.remove(id(3));
    assert_eq!(next(&queue, BACK), None);
    assert_eq!(queue.items().len(), 1, "what was typed is kept until its author decides");
    assert!(
        matches!(&queue.items()[0].fate, Fate::Refused { problems, .. } if problems[0].code == Problem::WrongPhase)
    );
}

#[test]
fn anonymous_cards_that_waited_go_off_after_the_rest_each_at_a_moment_of_its_own() {
    let anonymous = card("Solvants usés", "anonymous");
    let mut queue = held(&[card("Palettes", "room"), anonymous.clone(), interest(3), anonymous]);
    assert_eq!(send(&mut queue, BACK, &[0.9, 0.0]), [1, 3]);
    assert_eq!(queue.apart_at(), Some(BACK + 30_000));
    assert_eq!(send(&mut queue, BACK + 29_999, &[]), []);
    assert_eq!(send(&mut queue, BACK + 30_000, &[]), [4]);
    assert_eq!(send(&mut queue, BACK + 164_999, &[]), []);
    assert_eq!(send(&mut queue, BACK + 165_000, &[]), [2]);
    assert_eq!(queue, Queue { burst_until: queue.burst_until, ..Queue::default() }, "and nothing is left");
}

#[test]
fn the_longest_wait_is_three_minutes() {
    let mut queue = held(&[card("Solvants usés", "anonymous")]);
    assert_eq!(send(&mut queue, BACK, &[1.0]), [], "alone, too: its author goes on when the network is back");
    assert_eq!(send(&mut queue, BACK + 180_000, &[]), [1]);
}

#[test]
fn without_a_break_an_anonymous_card_goes_off_at_once() {
    let mut queue = Queue::default();
    for (at, number) in [(BACK, 1), (BACK + 20_000, 2)] {
        queue.push(id(number), card("Solvants usés", "anonymous"), at).expect("room");
        assert_eq!(send(&mut queue, at + 300, &[]), [number]);
        queue.push(id(9), interest(3), at + 5_000).expect("room");
        assert_eq!(send(&mut queue, at + 5_300, &[]), [9]);
    }
}

#[test]
fn an_anonymous_card_that_is_sent_on_the_heels_of_a_burst_goes_off_apart() {
    let mut queue = held(&[card("Palettes", "room")]);
    assert_eq!(send(&mut queue, BACK, &[]), [1]);
    queue.push(id(2), card("Solvants usés", "anonymous"), BACK + 4_000).expect("room");
    assert_eq!(send(&mut queue, BACK + 4_000, &[0.0]), []);
    assert_eq!(send(&mut queue, BACK + 34_000, &[]), [2]);
}

#[test]
fn what_waited_anew_keeps_the_anonymous_away_from_it() {
    let mut queue = held(&[card("Solvants usés", "anonymous")]);
    assert_eq!(send(&mut queue, BACK, &[0.5]), []);
    // The network is lost again until the card's moment has passed.
    queue.push(id(2), card("Palettes", "room"), BACK + 60_000).expect("room");
    let back = BACK + 200_000;
    assert_eq!(send(&mut queue, back, &[0.0]), [2]);
    assert_eq!(send(&mut queue, back + 30_000, &[]), [1]);
    // What goes off when it is given changes nothing.
    let mut queue = held(&[card("Solvants usés", "anonymous")]);
    assert_eq!(send(&mut queue, BACK, &[0.5]), []);
    queue.push(id(2), card("Palettes", "room"), BACK + 100_000).expect("room");
    assert_eq!(send(&mut queue, BACK + 100_100, &[]), [2]);
    assert_eq!(send(&mut queue, BACK + 105_000, &[]), [1]);
}

#[test]
fn two_that_missed_their_moments_do_not_go_off_together() {
    let anonymous = card("Solvants usés", "anonymous");
    let mut queue = held(&[anonymous.clone(), anonymous]);
    assert_eq!(send(&mut queue, BACK, &[0.1, 0.2]), []);
    let woken = BACK + 170_000;
    assert_eq!(send(&mut queue, woken, &[0.0]), [1]);
    assert_eq!(send(&mut queue, woken + 30_000, &[]), [2]);
}

#[test]
fn the_moment_outlives_a_reload_and_is_drawn_anew_where_it_passed_without_a_network() {
    let mut before = held(&[card("Palettes", "room"), card("Solvants usés", "anonymous")]);
    assert_eq!(send(&mut before, BACK, &[0.5]), [1]);
    let kept: Vec<String> = before.items().iter().map(Item::write).collect();
    let mut queue = Queue::default();
    queue.restore(kept.iter().filter_map(|text| Item::read(text)));
    assert_eq!(queue.items(), before.items());
    assert_eq!(send(&mut queue, BACK + 104_999, &[]), []);
    let passed = BACK + 105_000;
    assert_eq!(next(&queue, passed), Some(2), "tried, in vain");
    assert!(queue.missed(id(2)));
    assert_eq!(next(&queue, passed + 10_000), None);
    assert_eq!(send(&mut queue, passed + 60_000, &[0.0]), []);
    assert_eq!(send(&mut queue, passed + 90_000, &[]), [2]);
    // Another clock than the one by which it was drawn: no card waits for a year.
    let mut queue = Queue::default();
    queue.restore(kept.iter().filter_map(|text| Item::read(text)));
    assert_eq!(send(&mut queue, BACK / 2, &[1.0]), []);
    assert_eq!(send(&mut queue, BACK / 2 + 180_000, &[]), [2]);
}

#[test]
fn what_happens_to_an_anonymous_card_goes_off_apart_as_well_and_in_its_order() {
    let answer = |number: u32| Command::AnswerMatch {
        match_id: MatchId(number),
        answer: AnswerDraft { answer: "not_for_us".into(), ..AnswerDraft::default() },
        on_behalf_of: None,
    };
    let Command::PostCard { card: draft, .. } = card("Solvants", "anonymous") else { unreachable!() };
    let edit = |number: u32| Command::EditCard { card_id: CardId(number), card: draft.clone() };
    // Card 1 and match 1 bear a name: becoming anonymous waits for nothing.
    let mut queue = held(&[edit(2), withdraw(2), answer(2), answer(1), edit(1), withdraw(1)]);
    assert_eq!(send(&mut queue, BACK, &[1.0, 0.0, 0.5]), [4, 5, 6]);
    assert_eq!(send(&mut queue, BACK + 30_000, &[]), [], "it is taken back after it was changed");
    assert_eq!(queue.apart_at(), Some(BACK + 105_000), "nobody looks again before something can go off");
    assert_eq!(send(&mut queue, BACK + 105_000, &[0.0]), [3]);
    assert_eq!(send(&mut queue, BACK + 180_000, &[0.0]), [1]);
    assert_eq!(send(&mut queue, BACK + 210_000, &[]), [2]);
}

#[test]
fn what_is_kept_comes_back_as_it_was_and_before_what_is_new() {
    let mut kept = queue(2);
    kept.refuse(id(2), Problem::UnknownCard.into());
    let mut now = Queue::default();
    now.push(id(7), withdraw(7), 5_000).expect("room");
    let mut texts: Vec<(String, String)> = kept.items().iter().map(|item| (item.key(), item.write())).collect();
    texts.sort();
    now.restore(texts.iter().filter_map(|(_, text)| Item::read(text)));
    let order: Vec<_> = now.items().iter().map(|item| item.command_id).collect();
    assert_eq!(order, [id(1), id(2), id(7)]);
    assert_eq!(now.items()[..2], *kept.items());
}

#[test]
fn the_same_command_is_not_restored_twice() {
    let mut now = queue(2);
    now.restore(queue(2).items().to_vec());
    assert_eq!(now.items().len(), 2);
}

#[test]
fn what_is_given_later_comes_later_even_when_the_clock_is_set_back() {
    let mut queue = queue(1);
    queue.push(id(2), withdraw(2), 3).expect("room");
    let keys: Vec<String> = queue.items().iter().map(Item::key).collect();
    assert!(keys[0] < keys[1]);
}

#[test]
fn nonsense_on_the_device_is_no_command() {
    for text in ["", "null", "{}", "{\"command\":{\"type\":\"unheard_of\"}}"] {
        assert_eq!(Item::read(text), None, "{text}");
    }
}

#[test]
fn the_outbox_is_bounded() {
    let mut full = queue(u32::try_from(CAPACITY).expect("small"));
    assert_eq!(full.push(id(1000), withdraw(1), 1), Err(Problem::TooLarge));
    assert_eq!(full.items().len(), CAPACITY);
}
