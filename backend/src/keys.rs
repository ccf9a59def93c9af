//! Whom a token stands for, kept in memory once the database has said it: a phone asks with each request.
//!
//! Whoever leaves, or whose key ends, is forgotten here in the same breath.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::access::Actor;
use domain::ids::{ParticipantId, WorkshopId};

/// A token's SHA-256.
type Hash = [u8; 32];

/// When so many are known, all are forgotten, and asked for again one by one.
const CAPACITY: usize = 100_000;

/// Tokens that were recognised.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    known: Mutex<HashMap<(WorkshopId, Hash), Actor>>,
}

impl Keys {
    fn known(&self) -> MutexGuard<'_, HashMap<(WorkshopId, Hash), Actor>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For whom a token of this hash stands in this workshop, where that is remembered.
    pub(crate) fn get(&self, workshop: WorkshopId, hash: &[u8]) -> Option<Actor> {
        self.known().get(&(workshop, hash.try_into().ok()?)).copied()
    }

    /// No token stands for them any more.
    pub(crate) fn forget(&self, workshop: WorkshopId, who: ParticipantId) {
        self.known().retain(|(of, _), actor| *of != workshop || *actor != Actor::Participant(who));
    }

    /// No token of this workshop is known any more: each is asked for again.
    pub(crate) fn forget_workshop(&self, workshop: WorkshopId) {
        self.known().retain(|(of, _), _| *of != workshop);
    }

    /// Remembers what the database said, unless some right has ended since it was asked.
    pub(crate) fn remember(&self, workshop: WorkshopId, hash: &[u8], actor: Actor, still_so: impl FnOnce() -> bool) {
        let Ok(hash) = hash.try_into() else { return };
        let mut known = self.known();
        if !still_so() {
            return;
        }
        if known.len() >= CAPACITY {
            known.clear();
        }
        known.insert((workshop, hash), actor);
    }
}
