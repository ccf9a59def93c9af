//! The seating of the table rounds: from a workshop to the question that the crate `seating` answers, and back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::ids::{CommandId, ParticipantId};
use domain::matches::{Counterpart, Match, Side};
use domain::problem::{Problem, Refusal};
use domain::text::{Line, organisation_key};
use domain::workshop::{Command, ROUNDS_MAX, Seat, Seating, Workshop};
use seating::{Bounds, Person, Question, Score};
use uuid::Uuid;

use crate::Backend;
use crate::error::{Error, Result};
use crate::matcher::SharedMatcher;
use crate::people::Caller;

/// The same workshop has the same plan, until somebody comes or leaves.
const SEED: u64 = 1;
/// Groups beyond those of single companies are numbered from here.
const APART: u32 = 1_000_000;

/// How good a plan is, and how far from the best possible at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeatingReport {
    /// What it reaches.
    pub score: Score,
    /// What no plan can beat.
    pub bounds: Bounds,
    /// How many likely pairs there are.
    pub likely_pairs: usize,
}

impl Backend {
    /// Works out who sits where in the rounds that have not begun; those that have stay as they were. Whoever has no
    /// table in the round under way is brought to the emptiest.
    ///
    /// # Errors
    /// [`Problem::UnknownTable`] for a workshop without tables, [`Problem::Absurd`] for too many rounds; what the rules
    /// say.
    pub async fn work_out_seating(&self, caller: &Caller, rounds: usize, apart: Vec<Line>) -> Result<()> {
        // Before looking at the workshop: who waited plans with those who came meanwhile.
        let turn = Arc::clone(&self.inner.seating).acquire_owned().await.map_err(|_| Error::Stopping)?;
        let workshop = self.view(caller.workshop()).await?.workshop;
        if workshop.tables() == 0 {
            return Err(Refusal::at("tables", Problem::UnknownTable).into());
        }
        if rounds == 0 || rounds > ROUNDS_MAX {
            return Err(Refusal::at("rounds", Problem::Absurd).into());
        }
        let asked = Arc::clone(&workshop);
        let matcher = Arc::clone(&self.inner.matcher);
        let waiting = Waiting(Arc::new(AtomicBool::new(true)));
        let awaited = Arc::clone(&waiting.0);
        let worked_out = tokio::task::spawn_blocking(move || {
            let seating = work_out(&asked, rounds, apart, &matcher, &|| awaited.load(Ordering::Relaxed));
            drop(turn);
            seating
        });
        let seating = worked_out.await.map_err(|failure| Error::Corrupt(failure.to_string()))?;
        drop(waiting);
        self.command(caller, CommandId(Uuid::new_v4()), Command::SetSeating { seating }).await?;
        for (participant, table) in late(&workshop) {
            let command = Command::MoveTo { participant: Some(participant), table: table.to_string() };
            self.command(caller, CommandId(Uuid::new_v4()), command).await?;
        }
        Ok(())
    }

    /// How good the plan of a workshop is; none where there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seating_report(&self, caller: &Caller) -> Result<Option<SeatingReport>> {
        let workshop = self.view(caller.workshop()).await?.workshop;
        let Some(seating) = workshop.seating.clone() else { return Ok(None) };
        let matcher = Arc::clone(&self.inner.matcher);
        let reported = tokio::task::spawn_blocking(move || {
            let rounds = seating.rounds.len();
            let (mut question, people) = question(&workshop, rounds, &seating.apart, &matcher);
            question.held = Vec::new();
            question.rounds = rounds;
            // Who came later has no seat in earlier rounds: a table of their own that nobody shares.
            let place = |round: &Vec<Seat>| {
                let seats: BTreeMap<_, _> =
                    round.iter().map(|seat| (seat.participant, usize::from(seat.table))).collect();
                people.iter().zip(1_000..).map(|(who, nowhere)| seats.get(who).copied().unwrap_or(nowhere)).collect()
            };
            let plan = seating.rounds.iter().map(place).collect();
            SeatingReport {
                score: seating::score(&question, &plan),
                bounds: seating::bounds(&question),
                likely_pairs: question.likely.len(),
            }
        });
        Ok(Some(reported.await.map_err(|failure| Error::Corrupt(failure.to_string()))?))
    }
}

/// Somebody waits for the answer, until this is dropped.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

fn work_out(
    workshop: &Workshop,
    rounds: usize,
    apart: Vec<Line>,
    matcher: &SharedMatcher,
    goes_on: &dyn Fn() -> bool,
) -> Seating {
    let begun = workshop.rounds_begun() as usize;
    let held: Vec<Vec<Seat>> =
        workshop.seating.iter().flat_map(|seating| seating.rounds.iter().take(begun).cloned()).collect();
    let (question, people) = question(workshop, rounds.saturating_sub(held.len()), &apart, matcher);
    let plan = seating::solve_while(&question, SEED, goes_on);
    let seats = |round: Vec<usize>| {
        let seat = |(who, table): (&ParticipantId, usize)| Seat {
            participant: *who,
            table: u8::try_from(table + 1).unwrap_or(u8::MAX),
        };
        people.iter().zip(round).map(seat).collect()
    };
    Seating { rounds: held.into_iter().chain(plan.into_iter().map(seats)).collect(), apart }
}

/// The question, and whom its numbers stand for.
fn question(
    workshop: &Workshop,
    rounds: usize,
    apart: &[Line],
    matcher: &SharedMatcher,
) -> (Question, Vec<ParticipantId>) {
    let people: Vec<ParticipantId> = workshop.present().map(|person| person.id).collect();
    let mut companies: BTreeMap<String, u32> = BTreeMap::new();
    let mut number = |name: &str| {
        let next = u32::try_from(companies.len()).unwrap_or(u32::MAX);
        *companies.entry(organisation_key(name)).or_insert(next)
    };
    let lines: Vec<Vec<String>> = apart
        .iter()
        .map(|line| line.split([',', ';']).map(organisation_key).filter(|key| !key.is_empty()).collect())
        .collect();
    let seated = workshop.present().map(|person| {
        let key = organisation_key(&person.organisation);
        let of_lines = (APART..).zip(&lines).filter(|(_, line)| line.contains(&key)).map(|(group, _)| group);
        let stays_at = person.role.and(person.table).map(|table| usize::from(table) - 1);
        Person { groups: std::iter::once(number(&person.organisation)).chain(of_lines).collect(), stays_at }
    });
    let seated = seated.collect();
    let begun = workshop.rounds_begun() as usize;
    let of_round = |round: &Vec<Seat>| {
        let tables: BTreeMap<ParticipantId, usize> =
            round.iter().map(|seat| (seat.participant, usize::from(seat.table) - 1)).collect();
        people.iter().map(|who| tables.get(who).copied()).collect()
    };
    let held = workshop.seating.iter().flat_map(|seating| seating.rounds.iter().take(begun)).map(of_round).collect();
    (
        Question {
            people: seated,
            tables: usize::from(workshop.tables()),
            rounds,
            held,
            likely: likely(workshop, &people, matcher),
        },
        people,
    )
}

/// Who may have something to say to whom: matches that were found, and those that the cards posted beforehand would
/// make.
fn likely(workshop: &Workshop, people: &[ParticipantId], matcher: &SharedMatcher) -> Vec<(usize, usize, f64)> {
    let mut weights: BTreeMap<(ParticipantId, ParticipantId), f64> = BTreeMap::new();
    let mut note = |one: Option<ParticipantId>, other: Option<ParticipantId>, weight: f64| {
        if let (Some(one), Some(other)) = (one, other) {
            let known = weights.entry((one.min(other), one.max(other))).or_default();
            *known = known.max(weight);
        }
    };
    // Who is seated with whom is seen by all: an anonymous card counts once both have said yes, and know each other.
    let tells = |found: &&Match| found.is_mutual() || is_public(workshop, found);
    for found in workshop.open_matches().filter(|found| !found.is_dismissed()).filter(tells) {
        note(workshop.party(found, Side::First), workshop.party(found, Side::Second), found.score);
    }
    if workshop.matches.is_empty() {
        let author = |card| {
            workshop
                .cards
                .get(&card)
                .filter(|card| card.shows_author())
                .and_then(|card: &domain::workshop::Card| card.author)
        };
        let mut room = matching::Room::new(matcher.get());
        for proposal in room.proposals(workshop, workshop.open_cards().map(|card| card.id)) {
            if let Counterpart::Card(other) = proposal.counterpart {
                note(author(proposal.card), author(other), proposal.score);
            }
        }
    }
    let at = |who: ParticipantId| people.binary_search(&who).ok();
    weights
        .into_iter()
        .filter_map(|((one, other), weight)| Some((at(one)?, at(other)?, weight)))
        .filter(|(one, other, _)| one != other)
        .collect()
}

fn is_public(workshop: &Workshop, found: &Match) -> bool {
    workshop.cards.values().filter(|card| found.involves(card.id)).all(domain::workshop::Card::shows_author)
}

/// Who came after the round under way had begun, and the tables with the fewest people for them.
fn late(workshop: &Workshop) -> Vec<(ParticipantId, u8)> {
    if workshop.rounds_begun() == 0 {
        return Vec::new();
    }
    let mut sizes: Vec<(usize, u8)> = (1..=workshop.tables())
        .map(|table| (workshop.present().filter(|person| person.table == Some(table)).count(), table))
        .collect();
    let mut placed = Vec::new();
    for person in workshop.present().filter(|person| person.table.is_none()) {
        sizes.sort_unstable();
        if let Some((size, table)) = sizes.first_mut() {
            placed.push((person.id, *table));
            *size += 1;
        }
    }
    placed
}
