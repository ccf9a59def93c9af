//! Whom a token stands for, kept in memory once the database has said it: a phone asks with each request.
//!
//! Nothing takes a token back yet; whoever adds that must have it forgotten here in the same breath.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::access::Actor;
use domain::ids::WorkshopId;

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

    pub(crate) fn get(&self, workshop: WorkshopId, hash: &[u8]) -> Option<Actor> {
        self.known().get(&(workshop, hash.try_into().ok()?)).copied()
    }

    pub(crate) fn remember(&self, workshop: WorkshopId, hash: &[u8], actor: Actor) {
        let Ok(hash) = hash.try_into() else { return };
        let mut known = self.known();
        if known.len() >= CAPACITY {
            known.clear();
        }
        known.insert((workshop, hash), actor);
    }
}
