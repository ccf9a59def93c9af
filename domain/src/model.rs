//! The language model that a host may let judge pairs of cards, as people are told of it.

use serde::{Deserialize, Serialize};

/// Which model reads the cards of a workshop, and to whom they are sent for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelNotice {
    /// What the model is called.
    pub name: String,
    /// The host to which cards are sent.
    pub host: String,
}

/// What a workshop has asked of the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelUse {
    /// Questions put, answered or not; each is about five cards at most.
    pub questions: u32,
    /// Pieces of words that the model read and wrote, as its server counts them.
    pub tokens: u64,
}
