//! Any sequence of commands, whoever sends them: what replays, what each audience sees, and what never happens.

mod anything;

use anything::{actor, command, full_draft, is_written_alike, reason, run, travels_alike};
use domain::access::Actor;
use domain::audience::{Audience, begins_anew, concerned, event_seen_by, parts, workshop_seen_by};
use domain::ids::{CardId, MatchId, ParticipantId};
use domain::matches::{Counterpart, Match, Side};
use domain::resource::{ResourceDraft, Visibility};
use domain::time::Timestamp;
use domain::workshop::{CardStatus, Command, Event, Passing, Workshop, decide};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn browsers_read_and_write_the_same_json_as_the_server(commands in vec((actor(), command()), 0..60)) {
        for (_, command) in &commands {
            let of_phones = matches!(
                command,
                Command::MoveTo { .. }
                    | Command::PostCard { .. }
                    | Command::EditCard { .. }
                    | Command::WithdrawCard { .. }
                    | Command::ShowInterest { .. }
                    | Command::AnswerMatch { .. }
            );
            if of_phones {
                travels_alike(command)?;
            } else {
                is_written_alike(command)?;
                prop_assert_eq!(wire::from_str::<Command>(&wire::to_string(command)), None, "no browser reads it");
            }
        }
        let (log, states) = run(&commands);
        for recorded in &log {
            travels_alike(recorded)?;
        }
        for audience in [Audience::Desk, Audience::Room, Audience::Participant(ParticipantId(1))] {
            let last = states.last().expect("opened");
            travels_alike(&workshop_seen_by(audience, last))?;
            for recorded in &log {
                travels_alike(&event_seen_by(audience, recorded, last))?;
            }
        }
    }

    #[test]
    fn cards_with_everything_in_them_travel_alike(
        draft in full_draft(),
        reasons in vec(reason(), 0..4),
        score in 0.0..1.0f64,
    ) {
        travels_alike(&draft)?;
        travels_alike(&Command::PostCard { card: draft.clone(), on_behalf_of: Some(ParticipantId(3)) })?;
        let resource = draft.parse().map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
        travels_alike(&resource)?;
        let edited = ResourceDraft::from(&resource).parse();
        prop_assert_eq!(edited.as_ref(), Ok(&resource), "what was posted can be edited without loss");
        let found = Event::MatchFound {
            match_id: MatchId(1),
            card: CardId(2),
            counterpart: Counterpart::Participant(ParticipantId(3)),
            score,
            reasons,
        };
        travels_alike(&found)?;
    }

    #[test]
    fn a_replay_gives_the_live_state_also_through_json(commands in vec((actor(), command()), 0..60)) {
        let (log, states) = run(&commands);
        let mut replayed = Workshop::default();
        for recorded in &log {
            let text = serde_json::to_string(recorded).expect("an event is JSON");
            replayed.apply(&serde_json::from_str(&text).expect("and can be read again"));
        }
        prop_assert_eq!(Some(&replayed), states.last());
        let text = serde_json::to_string(&replayed).expect("a state is JSON");
        prop_assert_eq!(serde_json::from_str::<Workshop>(&text).expect("and can be read again"), replayed);
    }

    #[test]
    fn what_the_room_is_told_adds_up_to_what_the_room_may_see(commands in vec((actor(), command()), 0..60)) {
        let (log, states) = run(&commands);
        let mut room = Workshop::default();
        for (recorded, state) in log.iter().zip(&states) {
            room.apply(&event_seen_by(Audience::Room, recorded, state));
            prop_assert_eq!(&room, &workshop_seen_by(Audience::Room, state));
        }
        for me in (1..6).map(ParticipantId) {
            let audience = Audience::Participant(me);
            let mut phone = Workshop::default();
            for (recorded, state) in log.iter().zip(&states) {
                let seen = event_seen_by(audience, recorded, state);
                let parted = parts(&recorded.event, &phone, me);
                phone.apply(&seen);
                if parted || begins_anew(&recorded.event, state, me) {
                    phone = workshop_seen_by(audience, state);
                }
                prop_assert_eq!(&phone, &workshop_seen_by(audience, state), "participant {}", me);
                // Whoever is told more than the room is named, so that the feed can tell them.
                let as_the_room = seen == event_seen_by(Audience::Room, recorded, state);
                prop_assert!(as_the_room || concerned(recorded, state).contains(&me));
            }
        }
        for card in room.cards.values() {
            prop_assert!(card.is_open() && (card.author.is_some() == card.shows_author()));
            prop_assert!(card.shows_author() || card.interested.is_empty());
        }
        prop_assert!(!serde_json::to_string(&room).expect("JSON").contains("trop loin"), "notes stay with the \
            facilitators");
    }

    #[test]
    fn a_log_read_later_adds_up_to_what_its_reader_may_see_by_then(
        commands in vec((actor(), command()), 0..60),
        start in 0usize..60,
        who in 0..7u32,
    ) {
        let (log, states) = run(&commands);
        let now = states.last().expect("opened");
        let start = start.min(log.len());
        let audience = match who {
            0 => Audience::Room,
            6 => Audience::Scribe { table: 1, since: Timestamp(0) },
            me => Audience::Participant(ParticipantId(me)),
        };
        let mut screen = if start == 0 { Workshop::default() } else { workshop_seen_by(audience, &states[start - 1]) };
        for (recorded, state) in log.iter().zip(&states).skip(start) {
            if matches!(
                audience,
                Audience::Participant(me)
                    if parts(&recorded.event, &screen, me) || begins_anew(&recorded.event, state, me)
            ) {
                screen = workshop_seen_by(audience, now);
                break;
            }
            screen.apply(&event_seen_by(audience, recorded, now));
        }
        prop_assert_eq!(&screen, &workshop_seen_by(audience, now), "{:?}", audience);
    }

    #[test]
    fn two_records_made_one_lose_nothing(commands in vec((actor(), command()), 0..80)) {
        let (log, states) = run(&commands);
        for (before, (recorded, after)) in states.iter().zip(log.iter().zip(&states).skip(1)) {
            let Event::ParticipantsMerged { kept, duplicate } = recorded.event else { continue };
            let passed = |who: ParticipantId| if who == duplicate { kept } else { who };
            prop_assert_eq!(before.cards.len(), after.cards.len());
            for (was, is) in before.cards.values().zip(after.cards.values()) {
                prop_assert_eq!(was.author.map(passed), is.author);
                prop_assert_eq!((&was.resource, was.status, was.photo), (&is.resource, is.status, is.photo));
                for who in was.interested.iter() {
                    prop_assert!(
                        is.interested.contains(&passed(*who)) || is.author == Some(passed(*who)),
                        "a tap is lost"
                    );
                }
                for who in is.noted.iter() {
                    prop_assert!(was.interested.contains(who) || was.noted.contains(&duplicate), "what was confirmed \
                        stays so");
                }
            }
            for was in before.open_matches() {
                let [one, other] = [Side::First, Side::Second].map(|side| before.party(was, side).map(passed));
                if one == other {
                    continue;
                }
                let counterpart = match was.counterpart {
                    Counterpart::Participant(who) => Counterpart::Participant(passed(who)),
                    card => card,
                };
                let mut same = after
                    .open_matches()
                    .filter(|found| found.card == was.card && found.counterpart == counterpart);
                let is = same.next().expect("the match is there");
                prop_assert!(was.first_answer.is_none() || is.first_answer.is_some());
                prop_assert!(was.second_answer.is_none() || is.second_answer.is_some());
                prop_assert!(!was.dismissed || is.dismissed);
                prop_assert!(
                    was.synergy.is_none()
                        || is.synergy == was.synergy
                        || same.any(|found| found.synergy == was.synergy)
                );
            }
            prop_assert_eq!(before.synergies.len(), after.synergies.len());
            let (was, is) = (&before.participants, &after.participants[&kept]);
            prop_assert_eq!(is.table, was[&kept].table.or(was[&duplicate].table));
            prop_assert_eq!(is.role, was[&kept].role.or(was[&duplicate].role));
            prop_assert_eq!(is.team, was[&kept].team.or(was[&duplicate].team));
            prop_assert!(after.participants[&duplicate].left && after.passing(duplicate) == Passing::default());
        }
    }

    #[test]
    fn a_scribe_speaks_for_their_table_and_lets_nobody_be_reached(
        commands in vec((actor(), command()), 0..60),
        tries in vec((1..4u8, command()), 0..20),
    ) {
        let (_, states) = run(&commands);
        let state = states.last().expect("opened");
        let public = workshop_seen_by(Audience::Room, state);
        for (table, command) in tries {
            let decided = decide(state, Actor::Scribe { table, since: Timestamp(0) }, &command);
            let here = |who: &ParticipantId| state.participants[who].table == Some(table);
            for event in decided.iter().flatten() {
                let allowed = match event {
                    Event::CardPosted { author: Some(author), scribe, .. } => here(author) && *scribe == Some(table),
                    Event::InterestShown { card, participant, by_scribe, .. } => {
                        here(participant) && *by_scribe && public.cards.contains_key(card)
                    }
                    Event::MatchFound { counterpart: Counterpart::Participant(who), .. } => here(who),
                    Event::ParticipantJoined { table: sits, .. } => *sits == Some(table) && !state.joining_closed,
                    _ => false,
                };
                prop_assert!(allowed, "{:?} of {:?}", event, command);
            }
            // A card that only facilitators see is one that is not there.
            if let Command::ShowInterest { card_id, interested, on_behalf_of } = command
                && !public.cards.contains_key(&card_id)
            {
                let absent = Command::ShowInterest { card_id: CardId(999), interested, on_behalf_of };
                prop_assert_eq!(decided, decide(state, Actor::Scribe { table, since: Timestamp(0) }, &absent));
            }
        }
    }

    #[test]
    fn nobody_acts_for_another_and_no_side_matches_itself(commands in vec((actor(), command()), 0..60)) {
        let (log, states) = run(&commands);
        let state = states.last().expect("opened");
        // The author of an anonymous card may have left.
        let party = |state: &Workshop, id: &MatchId, side| state.party(&state.matches[id], side);
        let anonymous = |state: &Workshop, found: &Match| {
            let is_anonymous = |card: &domain::workshop::Card| card.resource.visibility() == Visibility::Anonymous;
            state.cards.values().any(|card| found.involves(card.id) && is_anonymous(card))
        };
        for (recorded, state) in log.iter().zip(&states) {
            match &recorded.event {
                Event::MatchFound { match_id, .. } => {
                    let [one, other] = [Side::First, Side::Second].map(|side| party(state, match_id, side));
                    // Of an anonymous card the silence would tell: it is matched like anybody's, and a match with
                    // oneself is shown to nobody.
                    prop_assert!(one != other || one.is_none() || anonymous(state, &state.matches[match_id]));
                    if let (Some(one), Some(other), false) = (one, other, anonymous(state, &state.matches[match_id])) {
                        prop_assert!(!state.same_organisation(one, other) || !state.participants.contains_key(&one));
                    }
                }
                // Whoever typed the same organisation is a stranger until let in.
                Event::MatchAnswered { match_id, side, participant: Some(who), .. } => {
                    prop_assert!(party(state, match_id, *side).is_none_or(|party| state.act_together(party, *who)));
                }
                _ => {}
            }
        }
        for found in state.open_matches() {
            let [one, other] = [Side::First, Side::Second].map(|side| party(state, &found.id, side));
            prop_assert!(one != other || one.is_none());
        }
        for card in state.cards.values() {
            let gone = log.iter().any(|recorded| matches!(recorded.event, Event::ParticipantLeft { .. }));
            prop_assert!(
                card.author.map_or(gone && !card.shows_author(), |author| state.participants.contains_key(&author))
            );
            if let CardStatus::Merged(into) = card.status { prop_assert!(into != card.id); }
        }
        for synergy in state.synergies.values() {
            prop_assert_eq!(state.matches[&synergy.match_id].synergy, Some(synergy.id));
        }
    }
}
