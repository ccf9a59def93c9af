//! Reading a file of pairs.

use std::fmt;
use std::path::Path;

use super::Pair;

/// Why a file cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It cannot be opened or read.
    File(String),
    /// A column is missing.
    Column(&'static str),
    /// A line is not right.
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// There is no pair in it.
    Empty,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(what) => write!(formatter, "cannot read the file: {what}"),
            Self::Column(name) => write!(
                formatter,
                "the column `{name}` is missing; a file of pairs has at least the columns `have` and `want` \
                    (comma-separated, first line with their names)"
            ),
            Self::Line { line, what } => write!(formatter, "line {line}: {what}"),
            Self::Empty => write!(formatter, "there is no pair in the file"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Reads pairs from a comma-separated file with the columns `have` and `want`, and, where they are, `id`, `lang`,
/// `level`, `group` and `relaxed_group`. Without an `id` a row is called by its number.
///
/// # Errors
/// [`Unreadable`] says what is wrong and where.
pub fn read(path: &Path) -> Result<Vec<Pair>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new().from_path(path).map_err(|error| Unreadable::File(error.to_string()))?;
    let headers = reader.headers().map_err(|error| Unreadable::File(error.to_string()))?.clone();
    // A byte order mark is how spreadsheets begin a file.
    let column = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}').trim() == name);
    let have = column("have").ok_or(Unreadable::Column("have"))?;
    let want = column("want").ok_or(Unreadable::Column("want"))?;
    let [id, language, level, group, relaxed_group] = ["id", "lang", "level", "group", "relaxed_group"].map(column);
    let mut pairs: Vec<Pair> = Vec::new();
    let mut ids = std::collections::HashSet::new();
    for (number, record) in (1..).zip(reader.records()) {
        let record = record.map_err(|error| {
            let line = error.position().map_or(number + 1, csv::Position::line);
            Unreadable::Line { line, what: error.to_string() }
        })?;
        let line = record.position().map_or(number + 1, csv::Position::line);
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned();
        let id = match cell(id) {
            blank if blank.is_empty() => number.to_string(),
            id => id,
        };
        if !ids.insert(id.clone()) {
            return Err(Unreadable::Line { line, what: format!("the id {id} stands twice") });
        }
        let pair = Pair {
            id,
            have: cell(Some(have)),
            want: cell(Some(want)),
            language: cell(language),
            level: cell(level),
            group: cell(group),
            relaxed_group: cell(relaxed_group),
        };
        for (name, text) in [("have", &pair.have), ("want", &pair.want)] {
            if text.is_empty() {
                return Err(Unreadable::Line { line, what: format!("the {name} is blank") });
            }
        }
        pairs.push(pair);
    }
    if pairs.is_empty() { Err(Unreadable::Empty) } else { Ok(pairs) }
}
