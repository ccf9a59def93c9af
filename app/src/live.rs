//! The browser's half of the log: a replica that follows the feed, and commands that reach the server once.

use domain::problem::{FieldProblem, Problem};
use domain::workshop::Recorded;
use serde::{Deserialize, Serialize};

/// What the server answers to a command it carried out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// The last entry of the log that the command wrote (or the log's end when there was nothing to do).
    pub seq: u64,
    /// What the command wrote, as its sender may see it.
    pub events: Vec<Recorded>,
}

/// What the server answers to a command it refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The main problem.
    pub code: Problem,
    /// A sentence in the reader's language.
    pub message: String,
    /// The field it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Every problem, each at its field.
    #[serde(default)]
    pub problems: Vec<FieldProblem>,
}
