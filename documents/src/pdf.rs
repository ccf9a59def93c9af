//! Reports as tagged PDF. Screen readers get headings, lists, tables with their header cells, and words for every
//! figure; the language and the title are set. The library checks the rules of PDF/UA-1 that a program can check, and
//! refuses to write what breaks them.

mod layout;
mod tags;

use crate::Result;

/// A report: what it is called, in which language, and what is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Its title: at the foot of each page, and in the file's properties.
    pub title: String,
    /// Code of its language: `fr`, `en`.
    pub language: String,
    /// The words for "page", at the foot of each.
    pub page_word: String,
    /// Its content, in the order in which it is read.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading of this level, from 1.
    Heading(u8, String),
    /// A paragraph of running text.
    Paragraph(String),
    /// A list, with a mark before each item.
    List(Vec<String>),
    /// A table. The first cell of each row is its head.
    Table(Table),
    /// Bars, one below the other, with the words that say the same.
    Bars {
        /// What it shows.
        title: String,
        /// The same in words.
        alternative: String,
        /// Label, share of the longest (0 to 1), length in words.
        bars: Vec<(String, f64, String)>,
    },
}

/// A table whose columns and rows have heads, so that screen readers can name each cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Heads of the columns.
    pub head: Vec<String>,
    /// The cells, row by row, as they are shown.
    pub rows: Vec<Vec<String>>,
    /// Whether the last row sums up the others.
    pub last_is_sum: bool,
}

/// Writes a report.
///
/// # Errors
/// [`crate::Error::Pdf`] when the report would break a rule of PDF/UA-1.
pub fn write(report: &Report) -> Result<Vec<u8>> {
    let fonts = layout::Fonts::load()?;
    let (pages, tree, outline) = layout::lay_out(report, &fonts);
    tags::write(report, &fonts, &pages, &tree, &outline)
}
