//! One task for each open workshop: decide → append (one transaction for all that wait) → acknowledge → publish.
//!
//! Only this module publishes, and only what is on disk. A room that cannot write ends; the next request opens it anew
//! from its log, so what it holds in memory is never ahead of the disk.

mod feed;
mod matcher;

pub use feed::{Feed, FeedItem};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::access::Actor;
use domain::audience::{Audience, event_seen_by};
use domain::ids::{CommandId, WorkshopId};
use domain::problem::{Problem, Refusal};
use domain::programme::{Counts, Owner, cards_behind};
use domain::workshop::{Command, Contact, Event, Recorded, Workshop, decide};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OnceCell, mpsc, oneshot};

use crate::clock::Clock;
use crate::db::{Append, Db, KnownCommand, NewSynergy, Newcomer};
use crate::error::{Error, Result};
use crate::matcher::SharedMatcher;
use feed::FeedLog;
use matcher::Search;

/// How many waiting commands one transaction takes.
const BATCH: usize = 256;
/// How many commands may wait for a room before senders wait too.
const WAITING: usize = 4_096;

/// A state and where in the log it stands.
#[derive(Clone, Debug)]
pub struct View {
    /// Names one history of the log.
    pub epoch: Arc<str>,
    /// The last entry.
    pub seq: u64,
    /// What the log adds up to.
    pub workshop: Arc<Workshop>,
}

/// A command on its way into a room.
#[derive(Debug)]
pub(crate) struct Request {
    pub actor: Actor,
    /// The person's name, for the history of synergies.
    pub author: String,
    /// None for the room's own (the matcher's): they are never sent twice.
    pub id: Option<CommandId>,
    pub command: Command,
    /// For a join: what the new participant will be recognised by.
    pub newcomer: Option<(Vec<u8>, Option<Contact>)>,
}

/// What came of a command.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub seq: u64,
    pub events: Vec<Recorded>,
    /// The same command had been carried out before; this is its first answer again.
    pub repeated: bool,
}

enum Message {
    Command(Box<Request>, oneshot::Sender<Result<Done>>),
    Read(oneshot::Sender<View>),
    Proposals(Vec<domain::workshop::Proposal>),
}

/// A door to an open room.
#[derive(Clone)]
pub(crate) struct Room {
    sender: mpsc::Sender<Message>,
    feed: Arc<FeedLog>,
}

impl Room {
    pub(crate) async fn command(&self, request: Request) -> Result<Done> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Message::Command(Box::new(request), reply)).await.map_err(|_| Error::Stopping)?;
        answer.await.map_err(|_| Error::Stopping)?
    }

    pub(crate) async fn view(&self) -> Result<View> {
        let (reply, answer) = oneshot::channel();
        self.sender.send(Message::Read(reply)).await.map_err(|_| Error::Stopping)?;
        answer.await.map_err(|_| Error::Stopping)
    }

    pub(crate) fn feed(&self, audience: Audience, after: u64) -> Feed {
        Feed::new(Arc::clone(&self.feed), audience, after)
    }
}

/// The open rooms.
#[derive(Default)]
pub(crate) struct Rooms {
    open: Mutex<HashMap<WorkshopId, Arc<OnceCell<Room>>>>,
}

impl Rooms {
    /// The room of this workshop, opened from its log where needed. [`Problem::NotFound`] when there is none.
    pub(crate) async fn room(&self, db: &Db, clock: &Clock, matcher: &Arc<SharedMatcher>, id: WorkshopId) -> Result<Room> {
        let cell = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let ended = open.get(&id).and_then(|cell| cell.get()).is_some_and(|room| room.sender.is_closed());
            if ended {
                open.remove(&id);
            }
            Arc::clone(open.entry(id).or_default())
        };
        let room = cell.get_or_try_init(|| open_room(db.clone(), clock.clone(), Arc::clone(matcher), id)).await;
        if room.is_err() {
            self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        }
        room.cloned()
    }

    /// Closes every room once it has answered what waits: readers of the feeds are told to come back later.
    pub(crate) fn close(&self) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// The room's task and what it holds.
struct Task {
    id: WorkshopId,
    db: Db,
    clock: Clock,
    epoch: Arc<str>,
    seq: u64,
    workshop: Arc<Workshop>,
    known: HashMap<CommandId, KnownCommand>,
    feed: Arc<FeedLog>,
    /// For the matcher, which answers through the same queue; weak, so that a room without doors ends.
    sender: mpsc::WeakSender<Message>,
    search: Search,
}

async fn open_room(db: Db, clock: Clock, matcher: Arc<SharedMatcher>, id: WorkshopId) -> Result<Room> {
    let row = db.workshop(id).await?.ok_or(Error::Refused(Problem::NotFound.into()))?;
    let mut workshop = Workshop::default();
    let mut seq = 0;
    loop {
        let events = db.events_after(id, seq, 10_000).await?;
        let Some(last) = events.last() else { break };
        seq = last.seq;
        for recorded in &events {
            workshop.apply(recorded);
        }
    }
    let known = db.commands(id).await?.into_iter().map(|command| (command.id, command)).collect();
    let (sender, receiver) = mpsc::channel(WAITING);
    let epoch: Arc<str> = row.epoch.into();
    let feed = Arc::new(FeedLog::new(Arc::clone(&epoch), seq));
    let task = Task {
        id,
        db,
        clock,
        epoch,
        seq,
        workshop: Arc::new(workshop),
        known,
        feed: Arc::clone(&feed),
        sender: sender.downgrade(),
        search: Search::new(matcher),
    };
    tokio::spawn(task.run(receiver));
    Ok(Room { sender, feed })
}

/// What a batch has decided but not yet written.
#[derive(Default)]
struct Batch {
    entries: Vec<(Actor, Recorded)>,
    commands: Vec<KnownCommand>,
    newcomers: Vec<Newcomer>,
    synergies: Vec<NewSynergy>,
    described: bool,
    waiting: Vec<(oneshot::Sender<Result<Done>>, Done)>,
}

impl Task {
    async fn run(mut self, mut receiver: mpsc::Receiver<Message>) {
        let mut messages = Vec::with_capacity(BATCH);
        while receiver.recv_many(&mut messages, BATCH).await > 0 {
            let first_seq = self.seq;
            let mut batch = Batch::default();
            let mut readers = Vec::new();
            for message in messages.drain(..) {
                match message {
                    Message::Command(request, reply) => match self.decide(&request, &mut batch) {
                        Ok(Some(done)) => batch.waiting.push((reply, done)),
                        // A repeated command whose entries have to be read back.
                        Ok(None) => batch_repeat(&self, &request, reply),
                        Err(refusal) => drop(reply.send(Err(refusal.into()))),
                    },
                    Message::Read(reply) => readers.push(reply),
                    Message::Proposals(proposals) => self.take_proposals(proposals, &mut batch),
                }
            }
            if !batch.commands.is_empty() || !batch.entries.is_empty() {
                if let Err(error) = self.write(first_seq, &mut batch).await {
                    tracing::error!(workshop = %self.id, error = %error, cause = ?std::error::Error::source(&error), "cannot write; the room will be opened anew");
                    for (reply, _) in batch.waiting {
                        drop(reply.send(Err(Error::Stopping)));
                    }
                    return;
                }
                self.publish(&batch);
            }
            for (reply, done) in batch.waiting {
                drop(reply.send(Ok(done)));
            }
            for reader in readers {
                drop(reader.send(View { epoch: Arc::clone(&self.epoch), seq: self.seq, workshop: Arc::clone(&self.workshop) }));
            }
            self.look_for_matches();
        }
    }

    /// Decides one command and folds what it does. `None` when the same command was carried out before.
    fn decide(&mut self, request: &Request, batch: &mut Batch) -> std::result::Result<Option<Done>, Refusal> {
        let fingerprint = fingerprint(request);
        if let Some(known) = request.id.and_then(|id| self.known.get(&id)) {
            return if known.fingerprint == fingerprint { Ok(None) } else { Err(Problem::CommandIdReused.into()) };
        }
        let events = decide(&self.workshop, request.actor, &request.command)?;
        let first_seq = self.seq + 1;
        let at = self.clock.now();
        let audience = audience_of(request.actor);
        let mut seen = Vec::new();
        for event in events {
            self.seq += 1;
            let recorded = Recorded { seq: self.seq, at, event };
            Arc::make_mut(&mut self.workshop).apply(&recorded);
            self.note(request, &recorded, batch);
            seen.push(event_seen_by(audience, &recorded, &self.workshop));
            batch.entries.push((request.actor, recorded));
        }
        if let Some(id) = request.id {
            let known = KnownCommand { id, fingerprint, first_seq, last_seq: self.seq };
            self.known.insert(id, known.clone());
            batch.commands.push(known);
        }
        Ok(Some(Done { seq: self.seq, events: seen, repeated: false }))
    }

    /// Notes what an event brings with it: rows beside the log, and cards for the matcher.
    fn note(&mut self, request: &Request, recorded: &Recorded, batch: &mut Batch) {
        self.search.note(&recorded.event, &self.workshop);
        match &recorded.event {
            Event::ParticipantJoined { participant, .. } => {
                if let Some((token_hash, contact)) = request.newcomer.clone() {
                    batch.newcomers.push(Newcomer { participant: *participant, token_hash, contact });
                }
            }
            Event::WorkshopDescribed { .. } => batch.described = true,
            Event::SynergyConfirmed { synergy } => {
                let owner = |id| {
                    let participant = self.workshop.participants.get(id);
                    participant.map_or(Owner { name: String::new(), organisation: String::new() }, |participant| Owner {
                        name: participant.name.to_string(),
                        organisation: participant.organisation.to_string(),
                    })
                };
                let cards = self.workshop.matches.get(&synergy.match_id).map(|found| cards_behind(&self.workshop, found)).unwrap_or_default();
                batch.synergies.push(NewSynergy {
                    giver: owner(&synergy.giver),
                    receiver: owner(&synergy.receiver),
                    synergy: synergy.clone(),
                    cards,
                    author: request.author.clone(),
                    at: recorded.at,
                });
            }
            _ => {}
        }
    }

    async fn write(&self, seq: u64, batch: &mut Batch) -> Result<()> {
        let append = Append {
            workshop: self.id,
            seq,
            entries: std::mem::take(&mut batch.entries),
            commands: std::mem::take(&mut batch.commands),
            newcomers: std::mem::take(&mut batch.newcomers),
            synergies: std::mem::take(&mut batch.synergies),
            phase: self.workshop.phase,
            description: if batch.described { self.workshop.description.clone() } else { None },
            counts: Counts::of(&self.workshop),
        };
        self.db.append(&append).await?;
        batch.entries = append.entries;
        Ok(())
    }

    fn publish(&self, batch: &Batch) {
        let events: Vec<&Recorded> = batch.entries.iter().map(|(_, recorded)| recorded).collect();
        if !events.is_empty() {
            self.feed.publish(&events, &self.workshop);
        }
    }
}

/// Answers a repeated command from the log, beside the room's own work.
fn batch_repeat(task: &Task, request: &Request, reply: oneshot::Sender<Result<Done>>) {
    let Some(known) = request.id.and_then(|id| task.known.get(&id)).cloned() else { return };
    let (db, id, workshop, audience) = (task.db.clone(), task.id, Arc::clone(&task.workshop), audience_of(request.actor));
    tokio::spawn(async move {
        let count = u32::try_from((known.last_seq + 1).saturating_sub(known.first_seq)).unwrap_or(u32::MAX);
        let events = if count == 0 { Ok(Vec::new()) } else { db.events_after(id, known.first_seq - 1, count).await };
        let done = events.map(|events| Done {
            seq: known.last_seq,
            events: events.iter().map(|recorded| event_seen_by(audience, recorded, &workshop)).collect(),
            repeated: true,
        });
        drop(reply.send(done));
    });
}

pub(crate) fn audience_of(actor: Actor) -> Audience {
    match actor {
        Actor::Facilitator | Actor::Matcher => Audience::Desk,
        Actor::Participant(me) => Audience::Participant(me),
        Actor::Visitor => Audience::Room,
    }
}

/// What makes two commands the same: who sent them and what they say.
fn fingerprint(request: &Request) -> Vec<u8> {
    let mut hash = Sha256::new();
    // Both are plain data: serialising them cannot fail.
    hash.update(serde_json::to_vec(&request.actor).unwrap_or_default());
    hash.update(serde_json::to_vec(&request.command).unwrap_or_default());
    hash.finalize().to_vec()
}
