//! The fast entry of one table, for facilitators and for whoever holds the key of that table.
//!
//! A scribe's key is no key of the workshop: it makes no [`Caller`]. It reads what the room may see and what it noted
//! itself, not what the key before it noted, and it writes what people of its table say, marked as said by the scribe,
//! within the phase and the door ([`Actor::Scribe`]).

use domain::access::Actor;
use domain::audience::{Audience, workshop_seen_by};
use domain::ids::{CardId, CommandId, ParticipantId, WorkshopId};
use domain::problem::Problem;
use domain::quick::Quick;
use domain::workshop::{Command, Event, ParticipantDraft, Workshop};
use uuid::Uuid;

use crate::audit::Deed;
use crate::db::Used;
use crate::error::Result;
use crate::people::Caller;
use crate::rooms::{Beside, Request};
use crate::{Backend, secrets, to_the_end};

/// Somebody who was recognised at one table. Only this module makes one.
#[derive(Clone, Debug)]
pub struct Scribe {
    workshop: WorkshopId,
    table: u8,
    actor: Actor,
    name: String,
}

impl Scribe {
    /// The workshop for whose table they note.
    #[must_use]
    pub fn workshop(&self) -> WorkshopId {
        self.workshop
    }

    /// The number of the table at which they note.
    #[must_use]
    pub fn table(&self) -> u8 {
        self.table
    }
}

/// What a line became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// A new card.
    Card(CardId),
    /// An interest in a card.
    Interest(CardId),
    /// Somebody without a phone sits down.
    Person(ParticipantId),
}

impl Backend {
    /// A facilitator at a table.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others, [`Problem::NotFound`] for a table that is not there.
    pub async fn at_table(&self, caller: &Caller, table: u8) -> Result<Scribe> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        let workshop = caller.workshop();
        self.there_is(workshop, table).await?;
        Ok(Scribe { workshop, table, actor: caller.actor()?, name: caller.name().to_owned() })
    }

    /// Whoever holds the key of a table.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`] for a key that opens nothing (any more).
    pub async fn scribe_by_key(&self, key: &str) -> Result<Scribe> {
        let hash = secrets::token_hash(key);
        let (workshop, table, since) = self.db().table_by_key(&hash).await?.ok_or(Problem::LinkEnded)?;
        self.inner.uses.note(Used::Table, &hash, self.clock().now());
        self.there_is(workshop, table).await?;
        Ok(Scribe { workshop, table, actor: Actor::Scribe { table, since }, name: String::new() })
    }

    async fn there_is(&self, workshop: WorkshopId, table: u8) -> Result<()> {
        let tables = self.view(workshop).await?.workshop.tables();
        if (1..=tables).contains(&table) { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    /// A new key of a table. The one before opens nothing any more.
    ///
    /// # Errors
    /// As [`Self::at_table`].
    pub async fn table_key(&self, caller: &Caller, table: u8) -> Result<String> {
        let scribe = self.at_table(caller, table).await?;
        let key = secrets::bearer_token()?;
        let entry =
            self.entry(Deed::KeyMade, caller.author()).at(scribe.workshop).with("kind", "table").to(table.to_string());
        let (hash, now, backend) = (secrets::token_hash(&key), self.clock().now().0, self.clone());
        to_the_end(async move { backend.db().set_table_key(scribe.workshop, table, &hash, now, &entry).await }).await?;
        Ok(key)
    }

    /// The workshop as they may see it, for a page that shows one table of it, and the milliseconds that are left of
    /// its step.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn seen_from_table(&self, scribe: &Scribe) -> Result<(Workshop, Option<i64>)> {
        let workshop = self.view(scribe.workshop).await?.workshop;
        let left = workshop.clock.as_ref().map(|clock| clock.left_ms(self.clock().now()));
        Ok((workshop_seen_by(Audience::from(scribe.actor), &workshop), left))
    }

    /// Does what a line says ([`Quick`]), during the turn of the person in this seat.
    ///
    /// # Errors
    /// What cannot be read, [`Problem::UnknownParticipant`] for an empty seat, and what the rules refuse.
    pub async fn note(&self, scribe: &Scribe, line: &str, turn: Option<usize>) -> Result<Noted> {
        let workshop = self.view(scribe.workshop).await?.workshop;
        let people = workshop.at_table(scribe.table);
        let who = |seat: usize| {
            seat.checked_sub(1).and_then(|at| people.get(at)).map(|person| person.id).ok_or(Problem::UnknownParticipant)
        };
        let (command, interest) = match Quick::parse(line, turn)? {
            Quick::Card { seat, card } => (Command::PostCard { card: *card, on_behalf_of: Some(who(seat)?) }, None),
            Quick::Interest { seat, card } => {
                (Command::ShowInterest { card_id: card, interested: true, on_behalf_of: Some(who(seat)?) }, Some(card))
            }
            Quick::Person { name, organisation } => {
                let participant = ParticipantDraft {
                    name,
                    organisation,
                    table: scribe.table.to_string(),
                    ..ParticipantDraft::default()
                };
                (Command::Join { participant }, None)
            }
        };
        let request = Request {
            actor: scribe.actor,
            author: scribe.name.clone(),
            id: Some(CommandId(Uuid::new_v4())),
            command,
            beside: Beside::Nothing,
        };
        let done = self.room(scribe.workshop).await?.command(request).await?;
        let noted = done.events.iter().find_map(|recorded| match recorded.event {
            Event::CardPosted { card, .. } => Some(Noted::Card(card)),
            Event::ParticipantJoined { participant, .. } => Some(Noted::Person(participant)),
            _ => None,
        });
        // An interest that was there already writes nothing.
        noted.or(interest.map(Noted::Interest)).ok_or_else(|| Problem::Incomplete.into())
    }
}
