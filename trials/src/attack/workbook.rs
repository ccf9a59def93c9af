//! Workbooks that nobody honest makes: tiny files that stand for a great deal.

use std::io::Write as _;

use anyhow::Result;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// One file in a ZIP archive.
struct Entry {
    name: &'static str,
    packed: Vec<u8>,
    size: u32,
    sum: u32,
}

fn entry(name: &'static str, text: &str) -> Result<Entry> {
    let (mut encoder, mut sum) = (DeflateEncoder::new(Vec::new(), Compression::best()), Crc::new());
    encoder.write_all(text.as_bytes())?;
    sum.update(text.as_bytes());
    Ok(Entry { name, packed: encoder.finish()?, size: sum.amount(), sum: sum.sum() })
}

/// An archive as PKWARE's APPNOTE has it, without anything that is not needed.
fn archive(entries: &[Entry]) -> Result<Vec<u8>> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let offset = u32::try_from(file.len())?;
        let mut shared = Vec::new();
        // Version, flags, deflated, time, date.
        for word in [20_u16, 0, 8, 0, 33] {
            shared.extend_from_slice(&word.to_le_bytes());
        }
        for long in [entry.sum, u32::try_from(entry.packed.len())?, entry.size] {
            shared.extend_from_slice(&long.to_le_bytes());
        }
        shared.extend_from_slice(&u16::try_from(entry.name.len())?.to_le_bytes());
        shared.extend_from_slice(&0_u16.to_le_bytes());
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&shared);
        file.extend_from_slice(entry.name.as_bytes());
        file.extend_from_slice(&entry.packed);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&shared);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(entry.name.as_bytes());
    }
    let (offset, size, count) =
        (u32::try_from(file.len())?, u32::try_from(directory.len())?, u16::try_from(entries.len())?);
    file.extend_from_slice(&directory);
    file.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&count.to_le_bytes());
    file.extend_from_slice(&size.to_le_bytes());
    file.extend_from_slice(&offset.to_le_bytes());
    file.extend_from_slice(&[0; 2]);
    Ok(file)
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const SHEETS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BEGIN: &str =
    r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const END: &str = "</sheetData></worksheet>";

const SHEET: &str = "xl/worksheets/sheet1.xml";

fn workbook_of(sheet: Entry) -> Result<Vec<u8>> {
    archive(&[
        entry("[Content_Types].xml", TYPES)?,
        entry("_rels/.rels", RELATIONS)?,
        entry("xl/workbook.xml", WORKBOOK)?,
        entry("xl/_rels/workbook.xml.rels", SHEETS)?,
        sheet,
    ])
}

fn cell(place: &str, row: usize) -> String {
    format!("<row r=\"{row}\"><c r=\"{place}\" t=\"inlineStr\"><is><t>titre</t></is></c></row>")
}

/// A cell in the first corner and one in the last: 17 thousand million cells between them.
pub fn corners() -> Result<Vec<u8>> {
    workbook_of(entry(SHEET, &format!("{BEGIN}{}{}{END}", cell("A1", 1), cell("XFD1048576", 1_048_576)))?)
}

/// A workbook with one cell at the beginning and one a million rows down.
pub fn stray() -> Result<Vec<u8>> {
    workbook_of(entry(SHEET, &format!("{BEGIN}{}{}{END}", cell("A1", 1), cell("CV1048576", 1_048_576)))?)
}

/// Hundreds of megabytes of rows that are all the same: one block is packed once, and stands there again and again.
pub fn bomb(mebibytes: usize) -> Result<Vec<u8>> {
    let row = cell("A1", 1).replace(" r=\"1\"", "").replace(" r=\"A1\"", "");
    let block = part(&row.into_bytes().repeat(1 << 12))?;
    let size = usize::try_from(block.sum.amount())?;
    let mut sheet = part(BEGIN.as_bytes())?;
    for _ in 0..(mebibytes << 20) / size {
        sheet.packed.extend_from_slice(&block.packed);
        sheet.sum.combine(&block.sum);
    }
    let (mut end, mut sum) = (DeflateEncoder::new(Vec::new(), Compression::best()), Crc::new());
    end.write_all(END.as_bytes())?;
    sum.update(END.as_bytes());
    sheet.packed.extend(end.finish()?);
    sheet.sum.combine(&sum);
    workbook_of(Entry { name: SHEET, packed: sheet.packed, size: sheet.sum.amount(), sum: sheet.sum.sum() })
}

/// A part of a deflated stream that ends at a byte and refers to nothing before it.
struct Part {
    packed: Vec<u8>,
    sum: Crc,
}

fn part(content: &[u8]) -> Result<Part> {
    let (mut encoder, mut sum) = (DeflateEncoder::new(Vec::new(), Compression::best()), Crc::new());
    encoder.write_all(content)?;
    encoder.flush()?;
    sum.update(content);
    Ok(Part { packed: encoder.get_ref().clone(), sum })
}
