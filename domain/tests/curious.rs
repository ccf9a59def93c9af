//! Anonymous is anonymous, as a game. Two days differ in nothing but whose the anonymous cards are. Somebody curious
//! reads all that the room, a phone and the key of a table may read, from the beginning and as it comes, and tries all
//! that those may do. They must not be able to tell the two days apart, in what they see, in how many entries there are
//! that they do not see, and in what they are refused: whoever cannot, names authors no better than by chance.
//!
//! What people say of themselves by what they do is no part of the game: where an act of theirs is possible, or changes
//! something, in one of the days only, nobody does it. (Whoever has answered for the one card of a match on the one day
//! and for the other card on the other day would repeat themselves on one of the days only.)

use domain::access::Actor;
use domain::audience::{Audience, event_seen_by, workshop_seen_by};
use domain::ids::{CardId, MatchId, ParticipantId};
use domain::matches::{Counterpart, Reason, Side};
use domain::problem::Refusal;
use domain::resource::ResourceDraft;
use domain::time::Timestamp;
use domain::workshop::{
    AnswerDraft, Command, Event, ParticipantDraft, Phase, Proposal, Recorded, Scene, SynergyDraft, Workshop,
    WorkshopDraft, decide,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// People with a card that all see, and perhaps anonymous ones.
const AUTHORS: u32 = 4;
/// Somebody who has no card.
const NEIGHBOUR: ParticipantId = ParticipantId(5);
/// Who wants to know, under a name of their own and under that of the first author.
const CURIOUS: ParticipantId = ParticipantId(6);
const TWIN: ParticipantId = ParticipantId(7);
/// The table whose scribe is curious as well; two of the authors sit there.
const TABLE: u8 = 1;
const SCRIBE: Actor = Actor::Scribe { table: TABLE, since: Timestamp(0) };
const EYES: [Audience; 5] = [
    Audience::Room,
    Audience::Participant(NEIGHBOUR),
    Audience::Participant(CURIOUS),
    Audience::Participant(TWIN),
    Audience::Scribe { table: TABLE, since: Timestamp(0) },
];

#[derive(Clone, Debug)]
enum Act {
    /// An anonymous card by these, in the one day and in the other; all see it as theirs for a moment before it is
    /// veiled.
    Posts { whose: [u32; 2], card: ResourceDraft, veiled: bool },
    /// What the author of one of the anonymous cards does, whoever it is.
    Author(usize, OfAuthor),
    /// What others do.
    Others(Actor, Command),
    /// What somebody curious tries.
    Curious(Actor, Command),
}

#[derive(Clone, Debug)]
enum OfAuthor {
    Amends(Box<ResourceDraft>),
    Withdraws,
    TakesPhoto(bool),
    Answers(MatchId, AnswerDraft),
}

/// One of the two days.
#[derive(Default)]
struct Day {
    live: Workshop,
    log: Vec<Recorded>,
}

impl Day {
    fn tell(&mut self, events: Vec<Event>) -> &[Recorded] {
        let before = self.log.len();
        for event in events {
            let seq = self.log.len() as u64 + 1;
            let recorded = Recorded { seq, at: Timestamp(1_000 * seq as i64), event };
            self.live.apply(&recorded);
            self.log.push(recorded);
        }
        &self.log[before..]
    }

    fn must(&mut self, actor: Actor, command: &Command) {
        let events = decide(&self.live, actor, command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
        self.tell(events);
    }

    /// The morning, alike on both days.
    fn morning() -> Self {
        let mut day = Self::default();
        let workshop = WorkshopDraft {
            title: "Atelier".into(),
            date: "2026-11-24".into(),
            language: "fr".into(),
            programme: "Démarche".into(),
            tables: "4".into(),
            ..Default::default()
        };
        day.must(Actor::Facilitator, &Command::DescribeWorkshop { workshop });
        day.must(Actor::Facilitator, &Command::ChangePhase { phase: Phase::Matching, from: None });
        for number in 1..=7u32 {
            let of = if number == TWIN.0 { 1 } else { number };
            let table = if number > 2 && number <= AUTHORS { 2 } else { TABLE };
            let participant = ParticipantDraft {
                name: format!("Nom {of}"),
                organisation: format!("Maison {of}"),
                table: table.to_string(),
                ..Default::default()
            };
            day.must(Actor::Visitor, &Command::Join { participant });
        }
        for number in 1..=AUTHORS {
            let card = draft(if number % 2 == 0 { "want" } else { "have" }, "room", "palettes");
            day.must(Actor::Participant(ParticipantId(number)), &Command::PostCard { card, on_behalf_of: None });
        }
        day
    }
}

fn draft(kind: &str, visibility: &str, title: &str) -> ResourceDraft {
    ResourceDraft {
        kind: kind.into(),
        title: title.into(),
        category: "material".into(),
        visibility: visibility.into(),
        site: "Morez".into(),
        ..ResourceDraft::default()
    }
}

/// Both days, side by side.
struct Game {
    days: [Day; 2],
    anonymous: Vec<CardId>,
}

type Outcome = Result<Vec<Event>, Refusal>;

impl Game {
    fn new() -> Self {
        Self { days: [Day::morning(), Day::morning()], anonymous: Vec::new() }
    }

    fn ask(&self, asked: &[(Actor, Command); 2]) -> [Outcome; 2] {
        [0, 1].map(|day| decide(&self.days[day].live, asked[day].0, &asked[day].1))
    }

    /// What people can do on both days, and what changes something on both or on neither, is done.
    fn done_by_people(&mut self, outcomes: [Outcome; 2]) -> Result<(), TestCaseError> {
        match outcomes {
            [Ok(one), Ok(other)] if one.is_empty() != other.is_empty() => Ok(()),
            outcomes => self.done(outcomes),
        }
    }

    /// What is possible on both days is done on both, before all eyes.
    fn done(&mut self, outcomes: [Outcome; 2]) -> Result<(), TestCaseError> {
        let [Ok(one), Ok(other)] = outcomes else { return Ok(()) };
        let [first, second] = &mut self.days;
        let (told, told_else) = (first.tell(one).to_vec(), second.tell(other).to_vec());
        for eye in EYES {
            let seen = |entries: &[Recorded], workshop: &Workshop| {
                entries.iter().map(|entry| event_seen_by(eye, entry, workshop)).collect::<Vec<_>>()
            };
            prop_assert_eq!(seen(&told, &first.live), seen(&told_else, &second.live), "{:?} is told", eye);
            prop_assert_eq!(workshop_seen_by(eye, &first.live), workshop_seen_by(eye, &second.live), "{:?} sees", eye);
        }
        Ok(())
    }

    fn play(&mut self, act: Act) -> Result<(), TestCaseError> {
        match act {
            Act::Posts { whose, card, veiled } => {
                let posts = |visibility: &str| Command::PostCard {
                    card: ResourceDraft { visibility: visibility.into(), ..card.clone() },
                    on_behalf_of: None,
                };
                let by = whose.map(|number| Actor::Participant(ParticipantId(number)));
                let outcomes = self.ask(&by.map(|actor| (actor, posts(if veiled { "room" } else { "anonymous" }))));
                let [Ok(one), Ok(other)] = outcomes else { return Ok(()) };
                let Some(Event::CardPosted { card: number, .. }) = one.first() else { return Ok(()) };
                let number = *number;
                self.anonymous.push(number);
                if !veiled {
                    return self.done([Ok(one), Ok(other)]);
                }
                // Whoever was there in this moment knows. All others come later, and read what was said as it stands.
                for (day, events) in self.days.iter_mut().zip([one, other]) {
                    day.tell(events);
                }
                let veil = Command::EditCard {
                    card_id: number,
                    card: ResourceDraft { visibility: "anonymous".into(), ..card },
                };
                let outcomes = self.ask(&by.map(|actor| (actor, veil.clone())));
                self.done(outcomes)
            }
            Act::Author(at, what) => {
                let Some(card_id) = self.anonymous.get(at % self.anonymous.len().max(1)).copied() else {
                    return Ok(());
                };
                let authors = [0, 1].map(|day: usize| self.days[day].live.cards[&card_id].author);
                let [Some(one), Some(other)] = authors else { return Ok(()) };
                let command = match what {
                    OfAuthor::Amends(card) => Command::EditCard { card_id, card: *card },
                    OfAuthor::Withdraws => Command::WithdrawCard { card_id },
                    OfAuthor::TakesPhoto(taken) => Command::ChangePhoto { card_id, taken },
                    OfAuthor::Answers(match_id, answer) => {
                        let of_card =
                            self.days[0].live.matches.get(&match_id).is_some_and(|found| found.involves(card_id));
                        if !of_card {
                            return Ok(());
                        }
                        Command::AnswerMatch { match_id, answer, on_behalf_of: None }
                    }
                };
                let outcomes = self.ask(&[one, other].map(|author| (Actor::Participant(author), command.clone())));
                self.done_by_people(outcomes)
            }
            Act::Others(actor, command) => {
                // An agreement names both sides to the two who made it, and to their colleagues.
                if let Command::ConfirmSynergy { match_id, .. } = &command
                    && self.days[0]
                        .live
                        .matches
                        .get(match_id)
                        .is_some_and(|found| self.anonymous.iter().any(|card| found.involves(*card)))
                {
                    return Ok(());
                }
                let by_program = actor == Actor::Matcher;
                let by_people = matches!(actor, Actor::Participant(_));
                let outcomes = self.ask(&[(actor, command.clone()), (actor, command)]);
                prop_assert!(!by_program || outcomes[0].is_ok() == outcomes[1].is_ok());
                if !by_people {
                    return self.done(outcomes);
                }
                // Who answers speaks for a side of the match, and says by it which side is theirs.
                let sides = outcomes.each_ref().map(|outcome| outcome.as_ref().ok().and_then(|events| side(events)));
                if sides[0] == sides[1] { self.done_by_people(outcomes) } else { Ok(()) }
            }
            Act::Curious(actor, command) => {
                let outcomes = self.ask(&[(actor, command.clone()), (actor, command.clone())]);
                let refusals = outcomes.each_ref().map(|outcome| outcome.as_ref().err().cloned());
                prop_assert_eq!(&refusals[0], &refusals[1], "{:?} is answered {:?}", actor, command);
                self.done(outcomes)
            }
        }
    }

    /// The evening: whoever comes now reads all of it.
    fn evening(&self) -> Result<(), TestCaseError> {
        let [first, second] = &self.days;
        prop_assert_eq!(first.log.len(), second.log.len());
        for eye in EYES {
            for (one, other) in first.log.iter().zip(&second.log) {
                prop_assert_eq!(
                    event_seen_by(eye, one, &first.live),
                    event_seen_by(eye, other, &second.live),
                    "{:?} reads",
                    eye
                );
            }
            let seen = workshop_seen_by(eye, &first.live);
            for card in self.anonymous.iter().filter_map(|card| seen.cards.get(card)) {
                prop_assert!(card.author.is_none() && card.resource.details.site.is_none(), "{:?}", card);
            }
        }
        Ok(())
    }
}

fn side(events: &[Event]) -> Option<Side> {
    events.iter().find_map(|event| match event {
        Event::MatchAnswered { side, .. } => Some(*side),
        _ => None,
    })
}

fn some_card() -> impl Strategy<Value = CardId> {
    (1..12u32).prop_map(CardId)
}

fn some_match() -> impl Strategy<Value = MatchId> {
    (1..12u32).prop_map(MatchId)
}

fn author() -> impl Strategy<Value = ParticipantId> {
    (1..=AUTHORS).prop_map(ParticipantId)
}

fn some_draft(visibility: &'static [&'static str]) -> impl Strategy<Value = ResourceDraft> {
    let choice = prop::sample::select(visibility);
    (prop::sample::select(vec!["have", "want"]), choice, prop::sample::select(vec!["palettes", "sciure", "chaleur"]))
        .prop_map(|(kind, visibility, title)| draft(kind, visibility, title))
}

fn answer() -> impl Strategy<Value = AnswerDraft> {
    let said = vec![
        ("interested", "", ""),
        ("not_for_us", "distance", ""),
        ("not_for_us", "unrelated", ""),
        ("not_for_us", "", "trop loin"),
        ("nothing", "", ""),
    ];
    prop::sample::select(said).prop_map(|(answer, reason, note)| AnswerDraft {
        answer: answer.into(),
        reason: reason.into(),
        note: note.into(),
    })
}

fn of_author() -> impl Strategy<Value = OfAuthor> {
    prop_oneof![
        2 => some_draft(&["anonymous"]).prop_map(|card| OfAuthor::Amends(Box::new(card))),
        2 => Just(OfAuthor::Withdraws),
        1 => any::<bool>().prop_map(OfAuthor::TakesPhoto),
        4 => (some_match(), answer()).prop_map(|(found, answer)| OfAuthor::Answers(found, answer)),
    ]
}

/// What people do with cards, whoever they are.
fn deed(visibility: &'static [&'static str]) -> impl Strategy<Value = Command> {
    prop_oneof![
        4 => (some_card(), any::<bool>())
            .prop_map(|(card_id, interested)| Command::ShowInterest { card_id, interested, on_behalf_of: None }),
        3 => (some_match(), answer())
            .prop_map(|(match_id, answer)| Command::AnswerMatch { match_id, answer, on_behalf_of: None }),
        2 => some_draft(visibility).prop_map(|card| Command::PostCard { card, on_behalf_of: None }),
        1 => prop::sample::select(vec!["", "1", "2"])
            .prop_map(|table| Command::MoveTo { participant: None, table: table.into() }),
    ]
}

fn others() -> impl Strategy<Value = (Actor, Command)> {
    let facilitator = |command: Command| (Actor::Facilitator, command);
    let reasons = prop::sample::select(vec![vec![Reason::SameCategory], vec![Reason::SamePlace], Vec::new()]);
    let proposal = (some_card(), some_card(), reasons).prop_map(|(card, other, reasons)| Proposal {
        card,
        counterpart: Counterpart::Card(other),
        score: 0.8,
        reasons,
    });
    prop_oneof![
        // Nobody but the author of an anonymous card rewrites it for the room: authors' own cards are as they were.
        5 => (1..=NEIGHBOUR.0, deed(&["room"]))
            .prop_map(|(who, command)| (Actor::Participant(ParticipantId(who)), command)),
        6 => vec(proposal, 1..5).prop_map(|proposals| (Actor::Matcher, Command::ProposeMatches { proposals })),
        1 => (some_card(), any::<bool>())
            .prop_map(move |(card_id, hidden)| facilitator(Command::HideCard { card_id, hidden })),
        1 => (some_card(), some_card())
            .prop_map(move |(kept, duplicate)| facilitator(Command::MergeCards { kept, duplicate })),
        1 => (some_match(), any::<bool>())
            .prop_map(move |(match_id, dismissed)| facilitator(Command::DismissMatch { match_id, dismissed })),
        1 => some_match()
            .prop_map(|match_id| Command::ConfirmSynergy { match_id, synergy: SynergyDraft::default() })
            .prop_map(facilitator),
        1 => some_match()
            .prop_map(|found| Command::ShowScene { scene: Some(Scene::Spotlight), match_id: Some(found) })
            .prop_map(facilitator),
        1 => author()
            .prop_map(|who| (Actor::Participant(who), Command::Leave { participant: None, with_anonymous: false })),
        1 => (author(), author())
            .prop_map(move |(kept, duplicate)| facilitator(Command::MergeParticipants { kept, duplicate })),
        1 => (prop::sample::select(vec![CURIOUS, TWIN]), author())
            .prop_map(move |(participant, with)| facilitator(Command::AdmitColleague { participant, with })),
    ]
}

fn curious() -> impl Strategy<Value = (Actor, Command)> {
    let phone = prop::sample::select(vec![CURIOUS, TWIN]).prop_map(Actor::Participant);
    let people = || (1..=7u32).prop_map(ParticipantId);
    let tries = prop_oneof![
        8 => deed(&["room", "anonymous"]),
        1 => (some_card(), some_draft(&["room", "anonymous"]))
            .prop_map(|(card_id, card)| Command::EditCard { card_id, card }),
        1 => some_card().prop_map(|card_id| Command::WithdrawCard { card_id }),
        1 => (some_card(), any::<bool>()).prop_map(|(card_id, taken)| Command::ChangePhoto { card_id, taken }),
        1 => (some_match(), answer(), people())
            .prop_map(|(match_id, answer, who)| Command::AnswerMatch { match_id, answer, on_behalf_of: Some(who) }),
        1 => (people(), any::<bool>()).prop_map(|(with, same_person)| Command::AskToBeLetIn { with, same_person }),
        1 => people().prop_map(|participant| Command::EndColleague { participant: Some(participant) }),
    ];
    let at_table = prop_oneof![
        4 => (some_card(), any::<bool>(), people())
            .prop_map(|(card_id, interested, who)| Command::ShowInterest {
                card_id,
                interested,
                on_behalf_of: Some(who),
            }),
        1 => (some_draft(&["room"]), people())
            .prop_map(|(card, who)| Command::PostCard { card, on_behalf_of: Some(who) }),
    ];
    prop_oneof![4 => (phone, tries), 2 => at_table.prop_map(|command| (SCRIBE, command))]
}

fn act() -> impl Strategy<Value = Act> {
    let whose = [1..=AUTHORS, 1..=AUTHORS];
    prop_oneof![
        3 => (whose, some_draft(&["anonymous"]), prop::bool::weighted(0.2))
            .prop_map(|(whose, card, veiled)| Act::Posts { whose, card, veiled }),
        4 => (0..6usize, of_author()).prop_map(|(card, what)| Act::Author(card, what)),
        5 => others().prop_map(|(actor, command)| Act::Others(actor, command)),
        5 => curious().prop_map(|(actor, command)| Act::Curious(actor, command)),
    ]
}

#[test]
fn a_key_of_a_table_shows_what_it_noted_and_not_what_the_key_before_it_noted() {
    let mut day = Day::morning();
    let noted = Command::PostCard { card: draft("have", "anonymous", "sciure"), on_behalf_of: Some(ParticipantId(1)) };
    day.must(SCRIBE, &noted);
    let posted_at = day.log.last().expect("posted").at;
    let authors = |since: Timestamp| {
        let seen = workshop_seen_by(Audience::Scribe { table: TABLE, since }, &day.live);
        seen.cards.values().filter(|card| !card.shows_author()).map(|card| card.author).collect::<Vec<_>>()
    };
    assert_eq!(authors(posted_at), [Some(ParticipantId(1))]);
    assert_eq!(authors(Timestamp(posted_at.0 + 1)), [None]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("CURIOUS_GAMES").ok().and_then(|games| games.parse().ok()).unwrap_or(400),
        ..ProptestConfig::default()
    })]

    #[test]
    fn two_days_that_differ_in_whose_the_anonymous_cards_are_look_the_same(acts in vec(act(), 0..60)) {
        let mut game = Game::new();
        for act in acts {
            game.play(act)?;
        }
        game.evening()?;
    }
}
