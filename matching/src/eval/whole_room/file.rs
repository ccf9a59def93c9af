//! Reading the three files of a room.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use domain::resource::{ResourceDraft, Unit};

use super::Pair;
use crate::eval::Unreadable;

/// A card as somebody typed it, and the category that a person would give it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardLine {
    /// Its id in the file.
    pub id: String,
    /// Who posts it.
    pub organisation: String,
    /// NACE division of the organisation, or blank.
    pub sector: String,
    /// Code of the right category, or blank where nobody said.
    pub category: String,
    /// What was typed, without a category.
    pub draft: ResourceDraft,
}

impl CardLine {
    /// What it says, on one line.
    #[must_use]
    pub fn told(&self) -> String {
        let mut text = format!("[{}] {}", self.draft.kind, self.draft.title);
        for more in [&self.draft.description, &self.draft.quantity, &self.draft.unit]
            .into_iter()
            .filter(|more| !more.is_empty())
        {
            text.push_str(" · ");
            text.push_str(more);
        }
        text
    }
}

/// A pair that a facilitator would want to talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The two cards.
    pub pair: Pair,
    /// 2: clearly; 1: worth mentioning.
    pub grade: u8,
    /// Why a facilitator would introduce them.
    pub note: String,
}

/// A pair that looks alike and is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    /// The two cards.
    pub pair: Pair,
    /// Why they do not fit.
    pub note: String,
}

/// A room: its cards in the order of posting, its labels, its look-alikes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// The cards, in the order of posting.
    pub cards: Vec<CardLine>,
    /// The pairs that a facilitator would introduce.
    pub labels: Vec<Label>,
    /// Pairs that look alike and do not fit.
    pub traps: Vec<Trap>,
}

impl Files {
    /// The grade of two cards, by their ids: 0 where they are not labelled.
    #[must_use]
    pub fn grade(&self, one: &str, other: &str) -> u8 {
        let pair = pair(one.to_owned(), other.to_owned());
        self.labels.iter().find(|label| label.pair == pair).map_or(0, |label| label.grade)
    }
}

/// The two ids of a pair in one order.
pub(super) fn pair(one: String, other: String) -> Pair {
    if one <= other { (one, other) } else { (other, one) }
}

/// Rooms from which nothing is learnt, and which are opened only by name (`tests/data/rooms/README.md`).
const KEPT_TO_THE_END: [&str; 6] = ["H", "I", "J", "Q", "R", "S"];

/// The rooms of a folder, by name: those of a list such as `A,C,E`, or else all that are there to learn from.
///
/// # Errors
/// When the folder cannot be read.
pub fn names(folder: &Path, list: Option<&str>) -> std::io::Result<Vec<String>> {
    if let Some(list) = list {
        return Ok(list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.file_name();
        let name = file.to_str().and_then(|file| file.strip_prefix("room")?.strip_suffix("_cards.csv"));
        names.extend(name.filter(|name| !KEPT_TO_THE_END.contains(name)).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// Reads the room of this name in a folder.
///
/// # Errors
/// As [`read`].
pub fn read_named(folder: &Path, name: &str) -> Result<Files, (PathBuf, Unreadable)> {
    let file = |part: &str| folder.join(format!("room{name}_{part}.csv"));
    let traps = file("traps");
    read(&file("cards"), &file("labels"), traps.exists().then_some(&*traps))
}

/// Reads a room: `id, kind, organisation, title` and, where they are, `nace, category, description, quantity, unit,
/// frequency` of its cards; `a, b, grade` and `note` of its labels; `a, b` and `note` of its look-alikes.
/// Comma-separated, the first line with the names.
///
/// # Errors
/// [`Unreadable`] says what is wrong and where; an id that is no card is a line that is not right.
pub fn read(cards: &Path, labels: &Path, traps: Option<&Path>) -> Result<Files, (PathBuf, Unreadable)> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| (path.clone(), error)
    };
    let cards_read = read_cards(cards).map_err(at(cards))?;
    let numbers: BTreeMap<&str, usize> =
        cards_read.iter().enumerate().map(|(number, line)| (line.id.as_str(), number)).collect();
    let pairs = |path: &Path| -> Result<Vec<(Pair, String, String)>, Unreadable> {
        let mut pairs = Vec::new();
        for (line, cells) in rows(path, &["a", "b"], &["grade", "note"])? {
            let [one, other, grade, note] = cells;
            for id in [&one, &other] {
                if !numbers.contains_key(id.as_str()) {
                    return Err(Unreadable::Line { line, what: format!("no card is called {id}") });
                }
            }
            pairs.push((pair(one, other), grade, note));
        }
        Ok(pairs)
    };
    let label =
        |(pair, grade, note): (Pair, String, String)| Label { pair, grade: if grade == "2" { 2 } else { 1 }, note };
    let labels = pairs(labels).map_err(at(labels))?.into_iter().map(label).collect();
    let traps = match traps {
        Some(path) => pairs(path).map_err(at(path))?.into_iter().map(|(pair, _, note)| Trap { pair, note }).collect(),
        None => Vec::new(),
    };
    drop(numbers);
    Ok(Files { cards: cards_read, labels, traps })
}

fn read_cards(path: &Path) -> Result<Vec<CardLine>, Unreadable> {
    const NEEDED: [&str; 4] = ["id", "kind", "organisation", "title"];
    const KNOWN: [&str; 6] = ["nace", "category", "description", "quantity", "unit", "frequency"];
    let mut cards: Vec<CardLine> = Vec::new();
    for (line, cells) in rows::<10>(path, &NEEDED, &KNOWN)? {
        let [id, kind, organisation, title, sector, category, mut description, mut quantity, unit, mut frequency] =
            cells;
        if id.is_empty() || title.is_empty() {
            return Err(Unreadable::Line { line, what: "the id or the title is blank".to_owned() });
        }
        if cards.iter().any(|card| card.id == id) {
            return Err(Unreadable::Line { line, what: format!("the id {id} stands twice") });
        }
        let code = unit_code(&unit).unwrap_or_default().to_owned();
        // A form that lacks the unit leaves people to write the amount into the text.
        if code.is_empty() && !quantity.is_empty() {
            let told = [std::mem::take(&mut quantity), unit].join(" ");
            description = if description.is_empty() { told } else { format!("{description}, {told}") };
            frequency.clear();
        }
        let unit = code;
        // The form asks for it beside an amount.
        if !quantity.is_empty() && frequency.is_empty() {
            "once".clone_into(&mut frequency);
        }
        let draft = ResourceDraft { kind, title, description, quantity, unit, frequency, ..ResourceDraft::default() };
        cards.push(CardLine { id, organisation, sector, category, draft });
    }
    if cards.is_empty() { Err(Unreadable::Empty) } else { Ok(cards) }
}

/// The code of a unit, also where the file has it in the singular.
fn unit_code(written: &str) -> Option<&'static str> {
    Unit::from_code(written).or_else(|| Unit::from_code(&format!("{written}s"))).map(Unit::code)
}

/// The cells of these columns, line by line with the line's number; the first columns must be there, the others are
/// blank where they are not.
fn rows<const N: usize>(
    path: &Path,
    needed: &[&'static str],
    known: &[&'static str],
) -> Result<Vec<(u64, [String; N])>, Unreadable> {
    let mut reader = csv::ReaderBuilder::new().from_path(path).map_err(|error| Unreadable::File(error.to_string()))?;
    let headers = reader.headers().map_err(|error| Unreadable::File(error.to_string()))?.clone();
    let place = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}').trim() == name);
    let mut places = Vec::new();
    for name in needed {
        places.push(Some(place(name).ok_or(Unreadable::Column(name))?));
    }
    places.extend(known.iter().map(|name| place(name)));
    let mut lines = Vec::new();
    for (number, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|error| {
            let line = error.position().map_or(number, csv::Position::line);
            Unreadable::Line { line, what: error.to_string() }
        })?;
        let line = record.position().map_or(number, csv::Position::line);
        let cell = |at: usize| {
            places.get(at).copied().flatten().and_then(|at| record.get(at)).unwrap_or_default().trim().to_owned()
        };
        lines.push((line, std::array::from_fn(cell)));
    }
    Ok(lines)
}
