//! What supports a synergy and its figures.

use crate::time::Timestamp;

/// A file or a link, without what the file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its number on this server, as addresses name it.
    pub number: i64,
    /// When it came.
    pub at: Timestamp,
    /// The name of whoever brought it.
    pub author: String,
    /// The name of the file as it came; of a link, where it leads.
    pub name: String,
    /// The media type of the file; `link` for a link.
    pub media_type: String,
    /// Its size in bytes; 0 for a link.
    pub size: i64,
    /// Where a link leads; none for a file.
    pub link: Option<String>,
}
