//! One task for each open workshop: decide → append (one transaction for all that wait) → publish → acknowledge.
//!
//! Only this module publishes, and only what is on disk. A room that could not write reads its log again before it does
//! anything else, so what it shows is never ahead of the disk; its followers stay.

mod feed;
mod judging;
mod matcher;
mod pace;
mod task;

pub use feed::{Feed, FeedItem};
pub use pace::Bounds;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::access::Actor;
use domain::audience::Audience;
use domain::ids::{CommandId, WorkshopId};
use domain::workshop::{Command, Contact, Recorded, Workshop};
use tokio::sync::{OnceCell, mpsc, oneshot};

use crate::audit::Entry;
use crate::clock::Clock;
use crate::db::{Db, Group};
use crate::error::{Error, Result};
use crate::matcher::SharedMatcher;
use crate::measures::Measures;
use feed::FeedLog;
use task::{open_room, read_past};

/// A state and where in the log it stands.
#[derive(Clone, Debug)]
pub struct View {
    /// Names one history of the log.
    pub epoch: Arc<str>,
    /// The number of the last entry that is part of it.
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
    pub beside: Beside,
}

/// What is stored with a command but stands in no log.
#[derive(Clone, Debug, Default)]
pub(crate) enum Beside {
    #[default]
    Nothing,
    /// With a join: what the new participant will be recognised by.
    Newcomer(Vec<u8>, Option<Contact>),
    /// With a photo: the photo.
    Photo(Vec<u8>),
    /// With somebody's leaving: what the audit log says of it.
    Audited(Entry),
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
    Read(oneshot::Sender<Result<View>>),
    Proposals(Vec<domain::workshop::Proposal>),
    Judgement(judging::Judgement),
}

/// A door to an open room.
#[derive(Clone)]
pub(crate) struct Room {
    sender: mpsc::Sender<Message>,
    feed: Arc<FeedLog>,
    /// When somebody last came through a door.
    used: Arc<Mutex<Instant>>,
}

impl Room {
    /// Has a command decided, written and published; answers once it is on disk.
    pub(crate) async fn command(&self, mut request: Request) -> Result<Done> {
        self.touch();
        request.command = with_category(request.command).await?;
        let (reply, answer) = oneshot::channel();
        self.sender.send(Message::Command(Box::new(request), reply)).await.map_err(|_| Error::Stopping)?;
        answer.await.map_err(|_| Error::Stopping)?
    }

    /// The state as it is on disk, after all that was sent before.
    pub(crate) async fn view(&self) -> Result<View> {
        self.touch();
        let (reply, answer) = oneshot::channel();
        self.sender.send(Message::Read(reply)).await.map_err(|_| Error::Stopping)?;
        answer.await.map_err(|_| Error::Stopping)?
    }

    fn touch(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Whether nobody has used it for so long, and nobody follows or is about to use it.
    fn is_unused(&self, since: Duration) -> bool {
        let used = *self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // The list of rooms holds one sender; it and the task hold one feed each.
        used.elapsed() >= since && self.sender.strong_count() == 1 && Arc::strong_count(&self.feed) == 2
    }

    /// What this audience sees from after this entry on.
    pub(crate) fn feed(&self, audience: Audience, after: u64) -> Feed {
        self.touch();
        Feed::new(Arc::clone(&self.feed), audience, after)
    }
}

/// The command, with the category of its card found from the words where nobody chose one. Off the room's task: what
/// the program knows of words is read when it is first needed.
async fn with_category(mut command: Command) -> Result<Command> {
    if command.card().is_none_or(|card| !card.category.trim().is_empty()) {
        return Ok(command);
    }
    let fill_in = move || {
        if let Some(card) = command.card_mut()
            && let Some(category) = matching::category::category(card)
        {
            category.code().clone_into(&mut card.category);
        }
        command
    };
    tokio::task::spawn_blocking(fill_in).await.map_err(|_| Error::Stopping)
}

/// A room that nobody has used for this long is closed.
pub(crate) const UNUSED: Duration = Duration::from_secs(10 * 60);

/// The open rooms.
pub(crate) struct Rooms {
    group: Group,
    measures: Measures,
    bounds: Mutex<Bounds>,
    open: Mutex<HashMap<WorkshopId, Arc<OnceCell<Room>>>>,
}

impl Rooms {
    pub(crate) fn new(db: &Db, measures: &Measures) -> Self {
        Self {
            group: db.group(measures.clone()),
            measures: measures.clone(),
            bounds: Mutex::default(),
            open: Mutex::default(),
        }
    }

    /// The room of this workshop, opened from its log where needed. [`Problem::NotFound`](domain::problem::Problem)
    /// when there is none.
    pub(crate) async fn room(
        &self,
        db: &Db,
        clock: &Clock,
        matcher: &Arc<SharedMatcher>,
        id: WorkshopId,
    ) -> Result<Room> {
        let cell = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let ended = open.get(&id).and_then(|cell| cell.get()).is_some_and(|room| room.sender.is_closed());
            if ended {
                open.remove(&id);
            }
            Arc::clone(open.entry(id).or_default())
        };
        let bounds = *self.bounds.lock().unwrap_or_else(PoisonError::into_inner);
        let room = cell
            .get_or_try_init(|| {
                let doors = (self.group.clone(), self.measures.clone());
                open_room(db.clone(), doors, clock.clone(), Arc::clone(matcher), bounds, id)
            })
            .await;
        if room.is_err() {
            self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        }
        room.cloned()
    }

    /// Rooms that are opened from now on have these bounds.
    pub(crate) fn set_bounds(&self, bounds: Bounds) {
        *self.bounds.lock().unwrap_or_else(PoisonError::into_inner) = bounds;
    }

    /// The state for reading alone: as its room has it, where that is open, else from the log. Opens none: whoever
    /// looks through ten years of workshops leaves no room behind. [`Problem::NotFound`](domain::problem::Problem) when
    /// there is none.
    pub(crate) async fn read(&self, db: &Db, id: WorkshopId) -> Result<View> {
        let open = {
            let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.get(&id).and_then(|cell| cell.get()).filter(|room| !room.sender.is_closed()).cloned()
        };
        match open {
            Some(room) => room.view().await,
            None => read_past(db, id).await,
        }
    }

    /// Closes the rooms that nobody has used for so long. They are opened anew from their logs when somebody comes.
    pub(crate) fn close_unused(&self, since: Duration) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever is about to come in holds the cell, and takes it under this lock.
        open.retain(|_, cell| Arc::strong_count(cell) > 1 || cell.get().is_none_or(|room| !room.is_unused(since)));
    }

    /// How many rooms are open, and how many commands wait for one of them.
    pub(crate) fn open_and_waiting(&self) -> (usize, usize) {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let senders = open.values().filter_map(|cell| cell.get()).map(|room| &room.sender);
        senders
            .filter(|sender| !sender.is_closed())
            .fold((0, 0), |(rooms, waiting), sender| (rooms + 1, waiting + sender.max_capacity() - sender.capacity()))
    }

    /// Closes every room once it has answered what waits: readers of the feeds are told to come back later.
    pub(crate) fn close(&self) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests;
