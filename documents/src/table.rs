//! The rows of a CSV or XLSX file, as text: what a person typed into a spreadsheet. Whatever the file claims, no more
//! memory is used than a table of the size that we take needs: rows are built from cells as they come, and what is
//! packed is counted before it is read.

mod packed;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx};

use crate::{Error, Result};

/// The most rows, the head among them.
pub const ROWS_MAX: usize = 20_000;
/// The most columns.
pub const COLUMNS_MAX: usize = 100;
/// The most cells, those counted that are left blank before the last of a row.
const CELLS_MAX: usize = 600_000;
/// The most bytes of text, all cells together.
const TEXT_MAX: usize = 16 * 1024 * 1024;

/// The rows of the first sheet, or of the CSV text; the first row is the head. Blank rows are left out.
///
/// # Errors
/// [`Error::TooLarge`] beyond the bounds of this file, [`Error::Unreadable`] for what is no table.
pub fn read(file: &[u8]) -> Result<Vec<Vec<String>>> {
    if file.starts_with(b"PK") { read_workbook(file) } else { read_text(file) }
}

/// Rows while they are read.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<usize, Vec<String>>,
    cells: usize,
    text: usize,
}

impl Rows {
    /// Puts a text at its place. Blank ones take none.
    fn put(&mut self, row: usize, column: usize, text: &str) -> Result<()> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        if row >= ROWS_MAX || column >= COLUMNS_MAX {
            return Err(Error::TooLarge);
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > CELLS_MAX {
                return Err(Error::TooLarge);
            }
            cells.resize(column + 1, String::new());
        }
        self.text += text.len();
        if self.text > TEXT_MAX {
            return Err(Error::TooLarge);
        }
        text.clone_into(&mut cells[column]);
        Ok(())
    }

    /// All of them, each as wide as the widest.
    fn finish(self) -> Result<Vec<Vec<String>>> {
        let width = self.rows.values().map(Vec::len).max().unwrap_or(0);
        if width * self.rows.len() > 2 * CELLS_MAX {
            return Err(Error::TooLarge);
        }
        let mut rows: Vec<Vec<String>> = self.rows.into_values().collect();
        for row in &mut rows {
            row.resize(width, String::new());
        }
        Ok(rows)
    }
}

fn read_workbook(file: &[u8]) -> Result<Vec<Vec<String>>> {
    packed::check(file)?;
    let unreadable = |error: calamine::XlsxError| Error::Unreadable(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(unreadable)?;
    let sheet = workbook.sheet_names().first().cloned().ok_or_else(|| Error::Unreadable("no sheet".to_owned()))?;
    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(unreadable)?;
    let mut rows = Rows::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let text = match cell.get_value() {
            DataRef::SharedString(text) => text,
            value => &words(value) as &str,
        };
        rows.put(place(row), place(column), text)?;
    }
    rows.finish()
}

/// A cell as somebody would type it.
fn words(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) | DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
    }
}

/// CSV as French or English spreadsheets write it: the separator is the one that the head holds most of.
fn read_text(file: &[u8]) -> Result<Vec<Vec<String>>> {
    let text = match std::str::from_utf8(file) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        // Older spreadsheets write Windows-1252; of it, Latin-1 is what matters.
        Err(_) => file.iter().map(|byte| char::from(*byte)).collect(),
    };
    if text.contains('\0') {
        return Err(Error::Unreadable("not a text".to_owned()));
    }
    let head = text.lines().next().unwrap_or_default();
    let separator =
        [';', '\t', ','].into_iter().max_by_key(|separator| head.matches(*separator).count()).unwrap_or(';');
    let mut rows = Rows::default();
    // Blank lines do not count as rows.
    let (mut row, mut column, mut blank) = (0, 0, true);
    let (mut cell, mut quoted) = (String::new(), false);
    let mut letters = text.chars().peekable();
    loop {
        let letter = letters.next();
        match letter {
            None if quoted => return Err(Error::Unreadable("a quotation mark is not closed".to_owned())),
            Some('"') if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            Some('"') if quoted => quoted = false,
            Some('"') if cell.is_empty() => quoted = true,
            Some(letter) if quoted => cell.push(letter),
            Some('\r') => {}
            Some(letter) if letter != separator && letter != '\n' => cell.push(letter),
            end => {
                let typed = cell.trim();
                // What our own exports put before a text that looks like a formula is taken away again.
                rows.put(row, column, typed.strip_prefix('\'').unwrap_or(typed))?;
                blank &= typed.is_empty();
                cell.clear();
                if end == Some(separator) {
                    column += 1;
                    continue;
                }
                row += usize::from(!blank);
                (column, blank) = (0, true);
                if end.is_none() {
                    return rows.finish();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_and_english_csv_are_read_alike() {
        let expected = vec![
            vec!["titre".to_owned(), "t".to_owned()],
            vec!["Bois ; \"sec\"\n2e ligne".to_owned(), "1,5".to_owned()],
        ];
        assert_eq!(
            read("\u{feff}titre;t\r\n\"Bois ; \"\"sec\"\"\n2e ligne\";1,5\r\n\r\n".as_bytes()).ok(),
            Some(expected.clone())
        );
        assert_eq!(read("titre,t\n\"Bois ; \"\"sec\"\"\n2e ligne\",\"1,5\"".as_bytes()).ok(), Some(expected));
        assert_eq!(
            read(b"titre;t\n\xe9corces;1\n").ok(),
            Some(vec![vec!["titre".to_owned(), "t".to_owned()], vec!["écorces".to_owned(), "1".to_owned()]])
        );
    }

    #[test]
    fn what_is_no_table_is_said() {
        assert!(read(b"PK\x03\x04 nonsense").is_err());
        assert!(read(b"a;b\n\"open").is_err());
        assert!(read(b"\x00\x01").is_err());
    }

    #[test]
    fn a_table_beyond_the_bounds_is_refused_and_never_cut_short() {
        let lines = |count: usize| "a;b\n".repeat(count);
        assert_eq!(read(lines(ROWS_MAX).as_bytes()).map(|rows| rows.len()).ok(), Some(ROWS_MAX));
        let wide = |count: usize| vec!["x"; count].join(";");
        assert!(read(wide(COLUMNS_MAX).as_bytes()).is_ok());
        let too_large = [
            lines(ROWS_MAX + 1),
            wide(COLUMNS_MAX + 1),
            format!("{}\n", wide(COLUMNS_MAX)).repeat(CELLS_MAX / COLUMNS_MAX + 1),
            "x".repeat(TEXT_MAX + 1),
        ];
        for table in too_large {
            assert!(matches!(read(table.as_bytes()), Err(Error::TooLarge)), "{} bytes", table.len());
        }
        assert_eq!(read(";".repeat(8 << 20).as_bytes()).ok(), Some(Vec::new()), "what is blank takes no room");
    }
}
