//! The matcher beside the room: looks for matches off the room's task and proposes them through the room's queue. What
//! it has read of the cards is kept from search to search, so that a new card costs the work of one card.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::CardId;
use domain::matches::Counterpart;
use domain::workshop::{Deed, Event, Proposal, Workshop};
use tokio::sync::mpsc;
use tokio::task::JoinError;

use super::Message;
use crate::matcher::SharedMatcher;
use crate::model::Model;

/// The cards of a room as the matcher has read them, for whoever works with them off the room's task.
#[derive(Clone)]
pub(super) struct Cards {
    matcher: Arc<SharedMatcher>,
    read: Arc<Mutex<Option<matching::Room>>>,
}

impl Cards {
    /// Does something with them, off the async threads.
    pub(super) async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut matching::Room) -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let Self { matcher, read } = self.clone();
        let work = move || {
            let mut read = read.lock().unwrap_or_else(|poisoned| {
                // Work that failed may have left half a room behind: the cards are read anew.
                let mut read = PoisonError::into_inner(poisoned);
                *read = None;
                read
            });
            work(read.get_or_insert_with(|| matching::Room::new(matcher.get())))
        };
        tokio::task::spawn_blocking(work).await
    }
}

/// What a room needs for looking.
pub(super) struct Search {
    /// Where proposals go; weak, so that a room without doors ends.
    room: mpsc::WeakSender<Message>,
    cards: Cards,
    /// Cards for which matches are to be looked for.
    waiting: BTreeSet<CardId>,
    is_running: bool,
}

impl Search {
    pub(super) fn new(matcher: Arc<SharedMatcher>, room: mpsc::WeakSender<Message>) -> Self {
        Self { room, cards: Cards { matcher, read: Arc::default() }, waiting: BTreeSet::new(), is_running: false }
    }

    /// The language model, where the host has set one up.
    pub(super) fn model(&self) -> Option<Arc<Model>> {
        self.cards.matcher.model()
    }

    /// Whether it looks, or is about to.
    pub(super) fn is_looking(&self) -> bool {
        self.is_running || !self.waiting.is_empty()
    }

    /// The cards as they were read.
    pub(super) fn cards(&self) -> Cards {
        self.cards.clone()
    }

    /// Notes which cards an event makes worth looking at: new and changed ones, and those that somebody said something
    /// of.
    pub(super) fn note(&mut self, event: &Event, workshop: &Workshop) {
        match event {
            Event::CardPosted { card, .. } | Event::CardEdited { card, .. } => {
                self.waiting.insert(*card);
            }
            Event::PhaseChanged { .. } => self.waiting.extend(workshop.open_cards().map(|card| card.id)),
            Event::MatchAnswered { match_id, .. } | Event::MatchDismissed { match_id, .. } => {
                if let Some(found) = workshop.matches.get(match_id) {
                    self.waiting.insert(found.card);
                    if let Counterpart::Card(other) = found.counterpart {
                        self.waiting.insert(other);
                    }
                }
            }
            Event::InterestShown { participant, .. } => {
                self.waiting
                    .extend(workshop.open_cards().filter(|card| card.author == Some(*participant)).map(|card| card.id));
            }
            _ => {}
        }
    }

    /// Starts looking, unless a search runs already (then what waits is taken up when it ends) or the phase is too
    /// early.
    pub(super) fn start(&mut self, workshop: &Arc<Workshop>) {
        if self.is_running || self.waiting.is_empty() || workshop.phase.allows(Deed::Propose).is_err() {
            return;
        }
        let Some(room) = self.room.upgrade() else { return };
        let cards = std::mem::take(&mut self.waiting);
        let (read, workshop) = (self.cards.clone(), Arc::clone(workshop));
        self.is_running = true;
        tokio::spawn(async move {
            let proposals: Vec<Proposal> =
                read.with(move |room| room.proposals(&workshop, cards)).await.unwrap_or_else(|error| {
                    tracing::error!(%error, "the matcher failed");
                    Vec::new()
                });
            drop(room.send(Message::Proposals(proposals)).await);
        });
    }

    /// What it found has come: the next search may start.
    pub(super) fn ended(&mut self) {
        self.is_running = false;
    }
}
