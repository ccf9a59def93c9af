//! XLSX workbooks: a sheet for each object, real numbers and dates, nothing that computes.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};

use crate::Result;

/// What stands in a cell of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is written there.
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// A number, with this many decimals shown.
    Number(f64, u8),
    /// A number that names something (a year, the number of a synergy): shown without separators.
    Name(f64),
    /// A day: year, month, day.
    Date(u16, u8, u8),
}

impl Cell {
    /// A cell with this text; an empty text makes an empty cell.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// A sheet: its name, its columns, its rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The name on its tab; shortened to what a workbook allows.
    pub name: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// The cells, row by row, without the head.
    pub rows: Vec<Vec<Cell>>,
}

/// The most characters of a cell.
const TEXT_MAX: usize = 32_000;
/// The most characters on a tab.
const NAME_MAX: usize = 31;

/// Writes the sheets into one workbook.
///
/// # Errors
/// When a sheet is larger than a workbook allows.
pub fn write(title: &str, sheets: &[Sheet]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(title).set_author("Maillage"));
    let head = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00D9_EAEA))
        .set_border_bottom(FormatBorder::Medium)
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let name = Format::new().set_num_format("0");
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let numbers: Vec<Format> = ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000"]
        .into_iter()
        .map(|format| Format::new().set_num_format(format))
        .collect();
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(tab(&sheet.name))?;
        worksheet.set_freeze_panes(1, 0)?;
        for (column, words) in (0u16..).zip(&sheet.columns) {
            worksheet.write_string_with_format(0, column, words, &head)?;
            worksheet.set_column_width(column, if words.chars().count() > 14 { 24 } else { 16 })?;
        }
        for (row, cells) in (1u32..).zip(&sheet.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) => {
                        worksheet.write_string(row, column, text.chars().take(TEXT_MAX).collect::<String>())?;
                    }
                    Cell::Number(number, decimals) => {
                        let format = numbers.get(usize::from(*decimals)).or(numbers.last());
                        match format {
                            Some(format) => worksheet.write_number_with_format(row, column, *number, format)?,
                            None => worksheet.write_number(row, column, *number)?,
                        };
                    }
                    Cell::Name(number) => {
                        worksheet.write_number_with_format(row, column, *number, &name)?;
                    }
                    Cell::Date(year, month, date) => {
                        worksheet.write_datetime_with_format(
                            row,
                            column,
                            ExcelDateTime::from_ymd(*year, *month, *date)?,
                            &day,
                        )?;
                    }
                }
            }
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// A name that a tab may have.
fn tab(name: &str) -> String {
    name.chars()
        .map(|letter| if "[]:*?/\\".contains(letter) { ' ' } else { letter })
        .take(NAME_MAX)
        .collect::<String>()
        .trim_matches('\'')
        .to_owned()
}
