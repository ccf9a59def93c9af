//! Looks through a packed workbook before it is unpacked for use. A few kilobytes can unpack to gigabytes, and a claim
//! in a head can make a reader ask for more memory than there is: both are found here, with a buffer of fixed size.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::{Error, Result};

const MEGABYTE: u64 = 1024 * 1024;
/// The most that all parts unpack to, together: what bounds the time.
const WHOLE_MAX: u64 = 96 * MEGABYTE;
/// A sheet is read cell by cell, and never held.
const SHEET_MAX: u64 = 64 * MEGABYTE;
/// Shared texts are held whole, at three to four times this size.
const TEXTS_MAX: u64 = 10 * MEGABYTE;
/// A style takes some fifty times its bytes while it is held.
const STYLES_MAX: u64 = MEGABYTE;
/// Any other part: relations, properties, the list of sheets, a logo.
const PART_MAX: u64 = 4 * MEGABYTE;
/// The most entries of the list of sheets.
const SHEETS_MAX: usize = 2_000;
/// How a claimed number of texts is written.
const CLAIM: &[u8] = b"uniqueCount";
/// Kept from one piece for the next, so that nothing is overlooked between two.
const OVERLAP: usize = 64;

/// Whether this workbook can be read within the bounds.
///
/// # Errors
/// [`Error::TooLarge`] when it cannot, [`Error::Unreadable`] when it is no archive.
pub(super) fn check(file: &[u8]) -> Result<()> {
    let unreadable = |error: zip::result::ZipError| Error::Unreadable(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(file)).map_err(unreadable)?;
    let mut left = WHOLE_MAX;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(unreadable)?;
        let most = bound(&part.name().map_err(unreadable)?).min(left);
        if part.size() > most {
            return Err(Error::TooLarge);
        }
        left -= look_through(&mut part, most)?;
    }
    Ok(())
}

/// The most bytes of a part of this name.
fn bound(name: &str) -> u64 {
    let name = name.to_lowercase().replace('\\', "/");
    let (folder, own) = name.rsplit_once('/').unwrap_or(("", &name));
    match own {
        "sharedstrings.xml" => TEXTS_MAX,
        "styles.xml" => STYLES_MAX,
        _ if folder.ends_with("worksheets") => SHEET_MAX,
        _ => PART_MAX,
    }
}

/// Unpacks a part without keeping it. Gives its true size.
fn look_through(part: &mut impl std::io::Read, most: u64) -> Result<u64> {
    let mut part = part.take(most + 1);
    let mut buffer = vec![0; 64 * 1024];
    let (mut size, mut kept, mut sheets) = (0, 0, 0);
    loop {
        let read = part.read(&mut buffer[kept..]).map_err(|error| Error::Unreadable(error.to_string()))?;
        size += read as u64;
        if size > most {
            return Err(Error::TooLarge);
        }
        let seen = &buffer[..kept + read];
        // What stands at the very end is looked at with the next piece, or was all.
        let whole = if read == 0 { seen.len() } else { seen.len().saturating_sub(OVERLAP) };
        if claims_too_much(seen, whole) {
            return Err(Error::TooLarge);
        }
        let begins = |at: &usize| {
            *at > 0
                && matches!(seen[at - 1], b'<' | b':')
                && seen.get(at + 5).is_some_and(|byte| matches!(byte, b' '..=b'/' | b'\t'..=b'\r' | b'>'))
        };
        sheets += positions(seen, b"sheet", whole).filter(begins).count();
        if sheets > SHEETS_MAX {
            return Err(Error::TooLarge);
        }
        if read == 0 {
            return Ok(size);
        }
        // One byte more, for what stands before a name; a name at the very beginning was counted already.
        let (from, end) = (whole.saturating_sub(1), seen.len());
        buffer.copy_within(from..end, 0);
        kept = end - from;
    }
}

/// Where this stands in what was seen, beginning before `until`.
fn positions<'a>(seen: &'a [u8], sought: &'a [u8], until: usize) -> impl Iterator<Item = usize> + 'a {
    memchr::memmem::find_iter(seen, sought).take_while(move |at| *at < until)
}

/// Whether a number of texts is claimed for which the largest part that we take has no room.
fn claims_too_much(seen: &[u8], until: usize) -> bool {
    positions(seen, CLAIM, until).any(|at| {
        let between = |byte: &u8| matches!(byte, b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n');
        let rest = &seen[at + CLAIM.len()..];
        let number = &rest[rest.iter().take_while(|byte| between(byte)).count()..];
        let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
        // No writer puts so much between a name and the end of its number that it leaves what we see.
        digits > 6 || digits == number.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_two_pieces_is_seen_too() {
        let claim = br#"<sst uniqueCount="10000000">"#;
        for before in [0, 1, 65_450, 65_500, 65_520, 65_535, 65_536, 131_000, 131_050] {
            let mut part = vec![b' '; before];
            part.extend(claim);
            assert!(look_through(&mut &*part, PART_MAX).is_err(), "after {before} bytes");
            let mut sheets = vec![b' '; before];
            sheets.extend(b"<sheet name=''/>".repeat(SHEETS_MAX));
            assert!(look_through(&mut &*sheets, PART_MAX).is_ok(), "after {before} bytes");
            sheets.extend(b"<sheet name=''/>");
            assert!(look_through(&mut &*sheets, PART_MAX).is_err(), "after {before} bytes");
        }
        let far = format!("<sst uniqueCount{}=\"9999999\">", " ".repeat(200));
        for before in 65_300..65_330 {
            assert!(
                look_through(&mut &*[vec![b'x'; before], far.clone().into_bytes()].concat(), PART_MAX).is_err(),
                "after {before} bytes"
            );
        }
        assert_eq!(look_through(&mut &br#"<sst uniqueCount="999999">"#[..], PART_MAX).ok(), Some(26));
    }
}
