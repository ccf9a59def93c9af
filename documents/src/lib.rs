//! Reports and tables as files, and tables out of files. Knows nothing of synergies: words come in, bytes go out.
//!
//! - [`workbook`]: XLSX with real numbers and dates. A text that looks like a formula stays a text.
//! - [`pdf`]: a report as tagged PDF (PDF/UA-1): headings, paragraphs, lists, tables with their header cells, figures
//!   with their words.
//! - [`table`]: the rows of a CSV or XLSX file, as text.

pub mod pdf;
pub mod table;
pub mod workbook;

/// Why a file could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The workbook could not be written.
    #[error("the workbook cannot be written")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The PDF could not be written, or would not be accessible.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
    /// The table is larger than we take: rows, columns, or what it unpacks to.
    #[error("the table is too large")]
    TooLarge,
    /// The file is no table that can be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
}

/// The result of making or reading a file.
pub type Result<T> = std::result::Result<T, Error>;
