//! The rows of a CSV or XLSX file, as text: what a person typed into a spreadsheet.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use crate::{Error, Result};

/// The most rows that are read.
pub const ROWS_MAX: usize = 20_000;

/// The rows of the first sheet, or of the CSV text; the first row is the head. Blank rows are left out.
///
/// # Errors
/// [`Error::Unreadable`] for what is neither.
pub fn read(file: &[u8]) -> Result<Vec<Vec<String>>> {
    let rows = if file.starts_with(b"PK") { read_workbook(file)? } else { read_text(file)? };
    Ok(rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).take(ROWS_MAX).collect())
}

fn read_workbook(file: &[u8]) -> Result<Vec<Vec<String>>> {
    let unreadable = |error: calamine::XlsxError| Error::Unreadable(error.to_string());
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).map_err(unreadable)?;
    let range = workbook.worksheet_range_at(0).ok_or_else(|| Error::Unreadable("no sheet".to_owned()))?.map_err(unreadable)?;
    Ok(range.rows().map(|row| row.iter().map(words).collect()).collect())
}

/// A cell as somebody would type it.
fn words(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) | Data::String(text) => text.trim().to_owned(),
        other => other.to_string(),
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
    let separator = [';', '\t', ','].into_iter().max_by_key(|separator| head.matches(*separator).count()).unwrap_or(';');
    let mut rows = Vec::new();
    let (mut row, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            _ if quoted => cell.push(letter),
            _ if letter == separator => row.push(std::mem::take(&mut cell)),
            '\r' => {}
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    if quoted {
        return Err(Error::Unreadable("a quotation mark is not closed".to_owned()));
    }
    row.push(cell);
    rows.push(row);
    // What our own exports put before a text that looks like a formula is taken away again.
    Ok(rows.into_iter().map(|row| row.into_iter().map(|cell| cell.trim().strip_prefix('\'').map_or(cell.trim().to_owned(), str::to_owned)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_and_english_csv_are_read_alike() {
        let expected = vec![vec!["titre".to_owned(), "t".to_owned()], vec!["Bois ; \"sec\"\n2e ligne".to_owned(), "1,5".to_owned()]];
        assert_eq!(read("\u{feff}titre;t\r\n\"Bois ; \"\"sec\"\"\n2e ligne\";1,5\r\n\r\n".as_bytes()).ok(), Some(expected.clone()));
        assert_eq!(read("titre,t\n\"Bois ; \"\"sec\"\"\n2e ligne\",\"1,5\"".as_bytes()).ok(), Some(expected));
        assert_eq!(read(b"titre;t\n\xe9corces;1\n").ok(), Some(vec![vec!["titre".to_owned(), "t".to_owned()], vec!["écorces".to_owned(), "1".to_owned()]]));
    }

    #[test]
    fn what_is_no_table_is_said() {
        assert!(read(b"PK\x03\x04 nonsense").is_err());
        assert!(read(b"a;b\n\"open").is_err());
        assert!(read(b"\x00\x01").is_err());
    }
}
