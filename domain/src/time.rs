//! Time as the log knows it.

use serde::{Deserialize, Serialize};
use wire::Wire;

/// A moment in UTC, in milliseconds since 1970-01-01. Always the server's clock, never a phone's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Wire)]
#[serde(transparent)]
pub struct Timestamp(pub i64);
