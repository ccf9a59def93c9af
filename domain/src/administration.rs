//! What administrators of a host see: accounts, and which programmes there are.

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, ProgrammeId};
use crate::time::Timestamp;

/// An account in the administrators' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostAccount {
    pub id: AccountId,
    /// The person's name.
    pub name: String,
    /// The address by which they sign in.
    pub email: String,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Since when it is closed.
    pub closed_at: Option<Timestamp>,
    /// Whether they administer the host.
    pub administers: bool,
    /// Whether it is the one that asks.
    pub own: bool,
    /// Whether a second factor is asked of them.
    pub second_factor: bool,
    /// In how many programmes they work.
    pub programmes: u32,
}

/// A programme in the administrators' list. Nothing of what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostProgramme {
    pub id: ProgrammeId,
    pub name: String,
    /// The names of those who manage it, without closed accounts; none: it can be handed over.
    pub managers: Vec<String>,
    /// How many work in it.
    pub members: u32,
}
