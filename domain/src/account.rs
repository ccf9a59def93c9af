//! One's own account, as its owner sees it.

use crate::time::Timestamp;

/// An account in the eyes of its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    /// The person's name.
    pub name: String,
    /// Their address, by which they sign in.
    pub email: String,
    /// Their second factor, where they have one.
    pub second_factor: Option<SecondFactor>,
    /// Where they are signed in: this browser first, then the last used.
    pub sessions: Vec<OpenSession>,
}

/// A second factor that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// When it was added.
    pub since: Timestamp,
    /// How many recovery codes were not used yet.
    pub recovery_codes: u32,
}

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// Names it among the owner's; opens nothing.
    pub handle: String,
    /// What it is, roughly: `Firefox, Windows`.
    pub browser: Option<String>,
    /// From which network address they signed in.
    pub address: Option<String>,
    /// When they signed in.
    pub since: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// Whether it is the one that asks.
    pub here: bool,
}
