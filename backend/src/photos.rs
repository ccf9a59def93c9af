//! Photos of what is on a card. A phone sends them small already; here they lose what a camera writes beside the picture (place,
//! time, device), and are refused when they are none.
//!
//! The log says only that there is a photo. The photo lies beside it, written in the same transaction.

use domain::audience::knows_of;
use domain::ids::{CardId, CommandId};
use domain::problem::{Problem, Refusal};
use domain::workshop::{CardStatus, Command};
use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, markers};

use crate::error::Result;
use crate::people::Caller;
use crate::rooms::Beside;
use crate::{Backend, to_the_end};

/// The largest photo, in bytes: a room of a hundred phones loads it over one access point.
pub const PHOTO_MAX: usize = 400 * 1_024;
/// The most pixels along a side: more would cost a phone its memory to draw.
const SIDE_MAX: u16 = 4_096;

impl Backend {
    /// Puts a photo to a card of one's own, in the place of the one before.
    ///
    /// # Errors
    /// At `file`: [`Problem::Missing`], [`Problem::TooLarge`], [`Problem::UnknownChoice`] for what is no JPEG. What the rules say of changing the card.
    pub async fn put_photo(&self, caller: &Caller, card_id: CardId, id: CommandId, content: Vec<u8>) -> Result<()> {
        let photo = clean(content).map_err(|problem| Refusal::at("file", problem))?;
        let (backend, caller) = (self.clone(), caller.clone());
        let command = Command::ChangePhoto { card_id, taken: true };
        to_the_end(async move { backend.command_with(&caller, id, command, Beside::Photo(photo)).await.map(|_| ()) }).await
    }

    /// The photo of a card that this caller may see, as JPEG.
    ///
    /// # Errors
    /// [`Problem::NotFound`] without one.
    pub async fn photo(&self, caller: &Caller, card_id: CardId) -> Result<Vec<u8>> {
        let workshop = self.view(caller.workshop()).await?.workshop;
        let card = workshop.cards.get(&card_id).filter(|card| card.photo.is_some() && knows_of(caller.audience(), card)).ok_or(Problem::NotFound)?;
        let own = caller.is_facilitator() || (card.author.is_some() && card.author == caller.participant());
        match card.status {
            CardStatus::Open => {}
            CardStatus::Hidden | CardStatus::Merged(_) if own => {}
            _ => return Err(Problem::NotFound.into()),
        }
        Ok(self.db().photo(caller.workshop(), card_id).await?.ok_or(Problem::NotFound)?)
    }
}

/// Whether this hexadecimal text is a photo as we keep them.
pub(crate) fn is_photo(hexadecimal: &str) -> bool {
    let pairs = hexadecimal.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    pairs.collect::<Option<Vec<u8>>>().is_some_and(|content| clean(content.clone()).is_ok_and(|cleaned| cleaned == content))
}

/// The picture alone, without what a camera or a program wrote beside it.
fn clean(content: Vec<u8>) -> std::result::Result<Vec<u8>, Problem> {
    if content.is_empty() {
        return Err(Problem::Missing);
    }
    if content.len() > PHOTO_MAX {
        return Err(Problem::TooLarge);
    }
    let mut picture = Jpeg::from_bytes(Bytes::from(content)).map_err(|_| Problem::UnknownChoice)?;
    // APP0 says how to read the picture, APP14 which colours it is in; everything else is about something else.
    let is_note = |marker: u8| matches!(marker, markers::APP1..=markers::APP13 | markers::APP15 | markers::COM);
    picture.segments_mut().retain(|segment| !is_note(segment.marker()));
    let (width, height) = picture.segments().iter().find_map(|segment| sides(segment.marker(), segment.contents())).ok_or(Problem::UnknownChoice)?;
    if width == 0 || height == 0 {
        return Err(Problem::UnknownChoice);
    }
    if width > SIDE_MAX || height > SIDE_MAX {
        return Err(Problem::TooLarge);
    }
    Ok(picture.encoder().bytes().to_vec())
}

/// Width and height in pixels, out of the segment that begins the picture (ITU T.81, B.2.2: precision, lines, samples a line).
fn sides(marker: u8, contents: &[u8]) -> Option<(u16, u16)> {
    let begins = matches!(marker, markers::SOF0..=markers::SOF15) && !matches!(marker, markers::DHT | markers::JPG | markers::DAC);
    match contents {
        [_, a, b, c, d, ..] if begins => Some((u16::from_be_bytes([*c, *d]), u16::from_be_bytes([*a, *b]))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest picture that programs draw: one grey point.
    const POINT: &[u8] = include_bytes!("../tests/data/point.jpg");

    fn with_note(marker: u8, words: &[u8]) -> Vec<u8> {
        let mut whole = POINT[..2].to_vec();
        whole.extend([0xff, marker]);
        whole.extend(u16::try_from(words.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
        whole.extend(words);
        whole.extend(&POINT[2..]);
        whole
    }

    #[test]
    fn a_photo_loses_what_the_camera_wrote_beside_it() {
        let clean_point = clean(POINT.to_vec());
        assert!(clean_point.is_ok());
        for (marker, words) in
            [(0xe1, &b"Exif\0\0GPS 48.85 2.35"[..]), (0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS"), (0xed, b"GPS"), (0xfe, b"GPS of my house")]
        {
            let noted = with_note(marker, words);
            assert!(noted.windows(3).any(|bytes| bytes == b"GPS"));
            let cleaned = clean(noted);
            assert_eq!(cleaned, clean_point, "{marker:x}");
        }
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        let huge = {
            let mut huge = POINT.to_vec();
            let at = huge.windows(2).position(|bytes| bytes == [0xff, 0xc0]).unwrap_or(0);
            huge[at + 5..at + 9].fill(0xff);
            huge
        };
        let cases = [
            (Vec::new(), Problem::Missing),
            (b"<svg onload=alert(1)>".to_vec(), Problem::UnknownChoice),
            (b"\x89PNG\r\n\x1a\n".to_vec(), Problem::UnknownChoice),
            (POINT[..40].to_vec(), Problem::UnknownChoice),
            (vec![0xff; PHOTO_MAX + 1], Problem::TooLarge),
            (huge, Problem::TooLarge),
        ];
        for (content, problem) in cases {
            assert_eq!(clean(content.clone()).err(), Some(problem), "{:?}", &content[..content.len().min(8)]);
        }
    }
}
