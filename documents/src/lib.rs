//! Reports and tables as files, and tables out of files. Knows nothing of synergies: words come in, bytes go out.
//!
//! - [`workbook`]: XLSX with real numbers and dates. A text that looks like a formula stays a text.
//! - [`pdf`]: a report as tagged PDF (PDF/UA-1): headings, paragraphs, lists, tables with their header cells, figures
//!   with their words.
//! - [`table`]: the rows of a CSV or XLSX file, as text.
//!
//! Out: the server puts words and numbers, already in the reader's language, into a [`pdf::Report`] of [`pdf::Block`]s
//! or into [`workbook::Sheet`]s of [`workbook::Cell`]s, and gets bytes from [`pdf::write()`] or [`workbook::write()`].
//! A PDF is laid out in pages first (`pdf/layout.rs`), then written with its tags (`pdf/tags.rs`).
//!
//! In: [`table::read()`] takes the bytes of a file that somebody uploaded, finds out what it is, and gives its rows. A
//! file is not trusted: rows, columns and what a workbook unpacks to are bounded (`table/packed.rs`), and what is
//! beyond is refused with [`Error::TooLarge`].
//!
//! The crate chooses no words, computes no sums, opens no file by name and sends nothing. What a report says is put
//! together in `server/src/report_files.rs`; what a table means is read in `backend/src/imports.rs`.
//!
//! Read on in `pdf.rs` and `workbook.rs`, which are short, then `table.rs`.

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
