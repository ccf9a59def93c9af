//! How much one person may ask of a room. A person never meets these bounds; a program that floods the room does, and
//! the room stays quick for everybody else. What comes too fast is not decided at all: the same command, sent again a
//! little later, is taken in.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use domain::access::Actor;
use domain::problem::Problem;
use domain::workshop::{Command, Workshop};

/// How many people and cards a room takes, and whether it minds the pace.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// How many people a workshop has at most.
    pub people: usize,
    /// How many cards one of them posts at most, those included that were withdrawn.
    pub cards_each: usize,
    /// Whether the pace is watched; only trials that play a whole hall from one machine do without.
    pub pace: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { people: 1_000, cards_each: 200, pace: true }
    }
}

impl Bounds {
    /// No bound: for trials.
    pub const NONE: Self = Self { people: usize::MAX, cards_each: usize::MAX, pace: false };
}

/// So many at once, and so many a minute in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rate {
    at_once: f64,
    a_minute: f64,
}

const COMMANDS: Rate = Rate { at_once: 120.0, a_minute: 60.0 };
const CARDS: Rate = Rate { at_once: 60.0, a_minute: 30.0 };
/// Of a facilitator, or of somebody who notes for a table.
const COMMANDS_FOR_OTHERS: Rate = Rate { at_once: 2_000.0, a_minute: 600.0 };
const SCRIBE: Rate = Rate { at_once: 300.0, a_minute: 180.0 };

/// What is left of a rate.
#[derive(Clone, Copy, Debug)]
struct Allowance {
    left: f64,
    since: Instant,
}

impl Allowance {
    fn of(rate: Rate, now: Instant) -> Self {
        Self { left: rate.at_once, since: now }
    }

    /// Takes one, when there is one.
    fn take(&mut self, rate: Rate, now: Instant) -> bool {
        let waited: Duration = now.saturating_duration_since(self.since);
        self.left = (self.left + waited.as_secs_f64() * rate.a_minute / 60.0).min(rate.at_once);
        self.since = now;
        let taken = self.left >= 1.0;
        if taken {
            self.left -= 1.0;
        }
        taken
    }
}

/// What a bound is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Commands(Who),
    Cards(Who),
    Joins,
}

/// Whose bound it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Participant(u32),
    Facilitators,
    Table(u8),
}

/// How fast commands come to a room, and from whom.
#[derive(Debug)]
pub(super) struct Pace {
    bounds: Bounds,
    left: HashMap<Of, Allowance>,
}

impl Pace {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self { bounds, left: HashMap::new() }
    }

    /// Whether this may be decided now.
    pub(super) fn admit(
        &mut self,
        actor: Actor,
        command: &Command,
        workshop: &Workshop,
        now: Instant,
    ) -> Result<(), Problem> {
        if matches!(command, Command::Join { .. }) && workshop.present().count() >= self.bounds.people {
            return Err(Problem::RoomFull);
        }
        let posts = matches!(command, Command::PostCard { .. });
        if posts
            && let Actor::Participant(me) = actor
            && workshop.cards.values().filter(|card| card.author == Some(me)).count() >= self.bounds.cards_each
        {
            return Err(Problem::TooManyCards);
        }
        if !self.bounds.pace {
            return Ok(());
        }
        let who = match actor {
            Actor::Participant(me) => Who::Participant(me.0),
            Actor::Facilitator => Who::Facilitators,
            Actor::Scribe { table, .. } => Who::Table(table),
            Actor::Visitor => return self.take(Of::Joins, self.joins(), now),
            Actor::Matcher => return Ok(()),
        };
        let commands = match who {
            Who::Participant(_) => COMMANDS,
            Who::Facilitators => COMMANDS_FOR_OTHERS,
            Who::Table(_) => SCRIBE,
        };
        // A photo weighs as much as many cards.
        if matches!(who, Who::Participant(_)) && (posts || matches!(command, Command::ChangePhoto { .. })) {
            self.take(Of::Cards(who), CARDS, now)?;
        }
        self.take(Of::Commands(who), commands, now)
    }

    /// Half of all that a workshop takes may scan the code at once.
    fn joins(&self) -> Rate {
        #[allow(clippy::cast_precision_loss)] // a number of people
        let people = self.bounds.people as f64;
        Rate { at_once: (people / 2.0).max(100.0), a_minute: (people / 5.0).max(60.0) }
    }

    fn take(&mut self, of: Of, rate: Rate, now: Instant) -> Result<(), Problem> {
        let left = self.left.entry(of).or_insert_with(|| Allowance::of(rate, now));
        if left.take(rate, now) { Ok(()) } else { Err(Problem::TooFast) }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{CardId, ParticipantId};
    use domain::resource::ResourceDraft;
    use domain::workshop::ParticipantDraft;

    use super::*;

    fn admitted(pace: &mut Pace, actor: Actor, command: &Command, at: Instant, times: usize) -> usize {
        (0..times).filter(|_| pace.admit(actor, command, &Workshop::default(), at).is_ok()).count()
    }

    #[test]
    fn whoever_floods_the_room_is_slowed_and_nobody_else() {
        let (mut pace, start) = (Pace::new(Bounds::default()), Instant::now());
        let post = Command::PostCard { card: ResourceDraft::default(), on_behalf_of: None };
        let tap = Command::ShowInterest { card_id: CardId(1), interested: true, on_behalf_of: None };
        let [me, other] = [1, 2].map(|number| Actor::Participant(ParticipantId(number)));
        assert_eq!(admitted(&mut pace, me, &post, start, 1_500), 60);
        assert_eq!(admitted(&mut pace, me, &tap, start, 1_500), 60, "120 of all kinds");
        assert_eq!(admitted(&mut pace, other, &post, start, 20), 20, "a neighbour notices nothing");
        assert_eq!(admitted(&mut pace, Actor::Facilitator, &post, start, 600), 600);
        let minute_later = start + Duration::from_secs(60);
        assert_eq!(admitted(&mut pace, me, &post, minute_later, 1_500), 30);
        let join = Command::Join { participant: ParticipantDraft::default() };
        assert_eq!(admitted(&mut pace, Actor::Visitor, &join, start, 3_000), 500);
        assert_eq!(admitted(&mut pace, Actor::Visitor, &join, minute_later, 3_000), 200);
    }
}
