//! Any sequence of commands, whoever sends them: what travels to a replica, and what it then shows.

#[path = "../../domain/tests/anything/mod.rs"]
#[allow(dead_code)] // what only the tests of `domain` use
mod anything;

use anything::{actor, command, run, travels_alike};
use domain::audience::{Audience, event_seen_by, workshop_seen_by};
use domain::ids::{ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::time::Timestamp;
use domain::workshop::Workshop;
use live::answer::{Acknowledged, Refused};
use live::replica::{Frame, Need, Replica, Snapshot};
use proptest::collection::vec;
use proptest::prelude::*;

fn snapshot(workshop: Workshop, seq: u64, me: Option<ParticipantId>) -> Snapshot {
    Snapshot { workshop_id: WorkshopId(uuid::Uuid::nil()), epoch: "e".into(), seq, me, workshop }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn browsers_read_and_write_the_same_json_as_the_server(commands in vec((actor(), command()), 0..60)) {
        let (log, states) = run(&commands);
        for audience in [Audience::Desk, Audience::Room, Audience::Participant(ParticipantId(1))] {
            let last = states.last().expect("opened");
            travels_alike(&snapshot(workshop_seen_by(audience, last), log.len() as u64, Some(ParticipantId(1))))?;
            let events: Vec<_> = log.iter().map(|recorded| event_seen_by(audience, recorded, last)).collect();
            travels_alike(&Acknowledged { seq: log.len() as u64, events: events.clone() })?;
            travels_alike(&Frame::Events { epoch: "é\"\\".into(), events })?;
        }
        for frame in [
            Frame::Beat {
                epoch: String::new(),
                seq: u64::from(u32::MAX),
                spread_ms: 3_000,
                now: Timestamp(1_795_525_200_000),
            },
            Frame::Resync,
            Frame::Bye { retry_ms: 3_000 },
        ] {
            travels_alike(&frame)?;
        }
        travels_alike(&Refused::from(Problem::TooLarge))?;
    }

    #[test]
    fn a_replica_converges_whatever_is_lost_repeated_or_late(
        commands in vec((actor(), command()), 0..40),
        start in 0usize..40,
        frames in vec((0usize..60, 1usize..6), 0..30),
    ) {
        let (log, states) = run(&commands);
        let told: Vec<_> = log
            .iter()
            .zip(&states)
            .map(|(recorded, state)| event_seen_by(Audience::Room, recorded, state))
            .collect();
        let start = start.min(states.len() - 1);
        let mut replica =
            Replica::new(snapshot(workshop_seen_by(Audience::Room, &states[start]), start as u64 + 1, None));
        for (from, length) in frames {
            let events: Vec<_> = told.iter().skip(from).take(length).cloned().collect();
            if let Need::EventsAfter(seq) = replica.receive(&Frame::Events { epoch: "e".into(), events }) {
                prop_assert_eq!(seq, replica.seq());
            }
        }
        let missing: Vec<_> = told.iter().skip(replica.seq() as usize).cloned().collect();
        prop_assert_eq!(replica.receive(&Frame::Events { epoch: "e".into(), events: missing }), Need::Nothing);
        prop_assert_eq!(replica.workshop(), &workshop_seen_by(Audience::Room, states.last().expect("opened")));
        prop_assert_eq!(
            replica.receive(&Frame::Beat { epoch: "other".into(), seq: 1, spread_ms: 0, now: Timestamp(0) }),
            Need::Snapshot
        );
    }

    #[test]
    fn a_phone_that_starts_with_its_own_matches_shows_them_as_one_that_starts_with_all(
        commands in vec((actor(), command()), 0..60),
        start in 0usize..60,
        me in (1..6u32).prop_map(ParticipantId),
    ) {
        let (log, states) = run(&commands);
        let start = start.min(states.len() - 1);
        let whole = snapshot(workshop_seen_by(Audience::Participant(me), &states[start]), start as u64 + 1, Some(me));
        let mut own = whole.clone();
        own.keep_own_matches();
        prop_assert!(own.workshop.matches.len() <= whole.workshop.matches.len());
        let (mut own, mut whole) = (Replica::new(own), Replica::new(whole));
        for (recorded, state) in log.iter().zip(&states).skip(start + 1) {
            prop_assert_eq!(own.workshop().matches_of(me), whole.workshop().matches_of(me));
            let events = vec![event_seen_by(Audience::Room, recorded, state)];
            let frame = Frame::Events { epoch: "e".into(), events };
            if [own.receive(&frame), whole.receive(&frame)].contains(&Need::Snapshot) {
                let mut fresh = snapshot(workshop_seen_by(Audience::Participant(me), state), recorded.seq, Some(me));
                whole = Replica::new(fresh.clone());
                fresh.keep_own_matches();
                own = Replica::new(fresh);
            }
        }
        prop_assert_eq!(own.workshop().matches_of(me), whole.workshop().matches_of(me));
    }
}
