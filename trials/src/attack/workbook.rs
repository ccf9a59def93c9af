//! Workbooks that nobody honest makes: tiny files that stand for a great deal.

use std::io::Write as _;

use anyhow::Result;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// One entry of an archive.
struct Entry {
    name: &'static str,
    packed: Vec<u8>,
    size: u32,
    sum: u32,
}

fn entry(name: &'static str, parts: &mut dyn Iterator<Item = Vec<u8>>) -> Result<Entry> {
    let (mut encoder, mut sum) = (DeflateEncoder::new(Vec::new(), Compression::best()), Crc::new());
    for part in parts {
        encoder.write_all(&part)?;
        sum.update(&part);
    }
    let size = u32::try_from(encoder.total_in())?;
    Ok(Entry { name, packed: encoder.finish()?, size: size.max(sum.amount()), sum: sum.sum() })
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
    let (offset, size, count) = (u32::try_from(file.len())?, u32::try_from(directory.len())?, u16::try_from(entries.len())?);
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
const BEGIN: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
const END: &str = "</sheetData></worksheet>";

fn of_sheet(parts: &mut dyn Iterator<Item = Vec<u8>>) -> Result<Vec<u8>> {
    let fixed = |name, text: &str| entry(name, &mut std::iter::once(text.as_bytes().to_vec()));
    let mut entries = vec![
        fixed("[Content_Types].xml", TYPES)?,
        fixed("_rels/.rels", RELATIONS)?,
        fixed("xl/workbook.xml", WORKBOOK)?,
        fixed("xl/_rels/workbook.xml.rels", SHEETS)?,
    ];
    entries.push(entry("xl/worksheets/sheet1.xml", parts)?);
    archive(&entries)
}

fn cell(place: &str, row: usize) -> String {
    format!("<row r=\"{row}\"><c r=\"{place}\" t=\"inlineStr\"><is><t>titre</t></is></c></row>")
}

/// A cell in the first corner and one in the last: 17 thousand million cells between them.
pub fn corners() -> Result<Vec<u8>> {
    let text = format!("{BEGIN}{}{}{END}", cell("A1", 1), cell("XFD1048576", 1_048_576));
    of_sheet(&mut std::iter::once(text.into_bytes()))
}

/// One stray cell far down and right.
pub fn stray() -> Result<Vec<u8>> {
    let text = format!("{BEGIN}{}{}{END}", cell("A1", 1), cell("CV1048576", 1_048_576));
    of_sheet(&mut std::iter::once(text.into_bytes()))
}

/// Hundreds of megabytes of rows that are all the same.
pub fn bomb(mebibytes: usize) -> Result<Vec<u8>> {
    let row = cell("A1", 1).replace(" r=\"1\"", "").replace(" r=\"A1\"", "");
    let block: Vec<u8> = row.into_bytes().repeat(1 << 14);
    let blocks = (mebibytes << 20) / block.len();
    let mut parts = std::iter::once(BEGIN.as_bytes().to_vec()).chain(std::iter::repeat_n(block, blocks)).chain(std::iter::once(END.as_bytes().to_vec()));
    of_sheet(&mut parts)
}
