//! A JPEG with nothing in it but the picture. What a camera or a program wrote beside it (place, time, device, a
//! smaller picture, a film after the end) has many hiding places; so a file is kept as it came only when it has none of
//! them, and drawn anew otherwise, the right way up.

use domain::problem::Problem;
use jpeg_encoder::{ColorType, Encoder};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::PHOTO_MAX;

/// The most pixels along a side: more would cost a phone its memory to draw.
const SIDE_MAX: u16 = 4_096;
/// The most pixels of a picture that is drawn anew: what a telephone takes.
const PIXELS_MAX: usize = 12_600_000;
/// How finely it is drawn; more coarsely where that becomes too large.
const QUALITIES: [u8; 4] = [85, 75, 60, 40];

/// The picture alone, upright.
///
/// # Errors
/// [`Problem::Missing`], [`Problem::TooLarge`], [`Problem::UnknownChoice`] for what is no JPEG.
pub(super) fn clean(content: Vec<u8>) -> Result<Vec<u8>, Problem> {
    if content.is_empty() {
        return Err(Problem::Missing);
    }
    if content.len() > PHOTO_MAX {
        return Err(Problem::TooLarge);
    }
    if !content.starts_with(&[0xff, 0xd8, 0xff]) {
        return Err(Problem::UnknownChoice);
    }
    match plain(&content) {
        Some((width, height)) if width > SIDE_MAX || height > SIDE_MAX => Err(Problem::TooLarge),
        Some(_) => Ok(content),
        None => drawn_anew(&content),
    }
}

/// Width and height of a JPEG in which every byte belongs to the picture (ITU T.81, annex B); none for any other.
pub(super) fn plain(content: &[u8]) -> Option<(u16, u16)> {
    let mut rest = content.strip_prefix(&[0xff, 0xd8])?;
    let mut sides = None;
    loop {
        let (&marker, after) = rest.strip_prefix(&[0xff])?.split_first()?;
        if marker == 0xd9 {
            return sides.filter(|_| after.is_empty());
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk()?));
        let segment = after.get(2..length)?;
        rest = after.get(length..)?;
        match (marker, segment) {
            // JFIF (version, density, and a smaller picture of no size); tables, and how often the reading starts anew.
            (0xe0, [b'J', b'F', b'I', b'F', 0, _, _, _, _, _, _, _, 0, 0]) | (0xdb | 0xc4 | 0xdd, _) => {}
            // The frame: precision, height, width. Baseline and progressive, coded by Huffman: what browsers draw.
            (0xc0..=0xc2, [_, a, b, c, d, ..]) if sides.is_none() => {
                let (height, width) = (u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d]));
                sides = Some((width, height)).filter(|_| width > 0 && height > 0);
                sides?;
            }
            // A scan: its bytes go on to the next marker that is not one of its own.
            (0xda, _) => {
                let end = rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7))?;
                rest = &rest[end..];
            }
            _ => return None,
        }
    }
}

fn drawn_anew(content: &[u8]) -> Result<Vec<u8>, Problem> {
    let unreadable = |_| Problem::UnknownChoice;
    let side = usize::from(SIDE_MAX);
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(content), options);
    decoder.decode_headers().map_err(unreadable)?;
    let (width, height) = decoder.dimensions().ok_or(Problem::UnknownChoice)?;
    if width == 0 || height == 0 {
        return Err(Problem::UnknownChoice);
    }
    if width > side || height > side || width * height > PIXELS_MAX {
        return Err(Problem::TooLarge);
    }
    let pixels = decoder.decode().map_err(unreadable)?;
    if pixels.len() != width * height * 3 {
        return Err(Problem::UnknownChoice);
    }
    let turn = decoder.exif().and_then(|exif| orientation(exif)).unwrap_or(1);
    let (pixels, width, height) = upright(pixels, width, height, turn);
    let side = |pixels: usize| u16::try_from(pixels).map_err(|_| Problem::TooLarge);
    for quality in QUALITIES {
        let mut drawn = Vec::new();
        Encoder::new(&mut drawn, quality)
            .encode(&pixels, side(width)?, side(height)?, ColorType::Rgb)
            .map_err(|_| Problem::UnknownChoice)?;
        if drawn.len() <= PHOTO_MAX {
            return Ok(drawn);
        }
    }
    Err(Problem::TooLarge)
}

/// How the camera was held: 1 to 8, out of the first directory of its notes (Exif 2.3, tag 0x0112).
fn orientation(exif: &[u8]) -> Option<u8> {
    let notes = exif.strip_prefix(b"Exif\0\0").unwrap_or(exif);
    let little = match notes.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = *notes.get(at..)?.first_chunk()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long: [u8; 4] = *notes.get(4..)?.first_chunk()?;
    let first = usize::try_from(if little { u32::from_le_bytes(long) } else { u32::from_be_bytes(long) }).ok()?;
    let entries = usize::from(short(first)?);
    let entry = (0..entries).map(|entry| first.saturating_add(2 + 12 * entry)).find(|at| short(*at) == Some(0x0112))?;
    u8::try_from(short(entry.saturating_add(8))?).ok().filter(|turn| (1..=8).contains(turn))
}

/// The pixels as they are to be seen.
fn upright(pixels: Vec<u8>, width: usize, height: usize, turn: u8) -> (Vec<u8>, usize, usize) {
    if turn == 1 {
        return (pixels, width, height);
    }
    let lies = turn >= 5;
    let (new_width, new_height) = if lies { (height, width) } else { (width, height) };
    let mut turned = Vec::with_capacity(pixels.len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (from_x, from_y) = match turn {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = 3 * (from_y * width + from_x);
            turned.extend_from_slice(&pixels[at..at + 3]);
        }
    }
    (turned, new_width, new_height)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The smallest picture that programs draw: one grey point.
    const POINT: &[u8] = include_bytes!("../../tests/data/point.jpg");

    /// A picture, dark but for its left upper corner.
    fn drawn(width: u16, height: u16) -> Vec<u8> {
        let light =
            |x: usize, y: usize| if x < usize::from(width) / 2 && y < usize::from(height) / 2 { 250 } else { 10 };
        let pixels: Vec<u8> = (0..usize::from(height))
            .flat_map(|y| (0..usize::from(width)).flat_map(move |x| [light(x, y); 3]))
            .collect();
        let mut drawn = Vec::new();
        Encoder::new(&mut drawn, 90).encode(&pixels, width, height, ColorType::Rgb).unwrap();
        drawn
    }

    fn segment(marker: u8, words: &[u8]) -> Vec<u8> {
        let length = u16::try_from(words.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, words].concat()
    }

    /// The picture with these bytes after its beginning.
    fn with(picture: &[u8], bytes: &[u8]) -> Vec<u8> {
        [&picture[..2], bytes, &picture[2..]].concat()
    }

    #[test]
    fn nothing_but_the_picture_is_kept_wherever_it_hides() {
        let picture = drawn(32, 16);
        let secret = b"GPS 48.85 2.35";
        let at = |bytes: &[u8]| picture.windows(bytes.len()).position(|window| window == bytes).unwrap();
        let scan = at(&[0xff, 0xda]);
        let end = picture.len() - 2;
        let thumbnail = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x02\x01".as_slice(), b"GPSGPS"].concat();
        let jfxx = [b"JFXX\0\x13\x01\x01".as_slice(), b"GPS"].concat();
        let insert = |place: usize, bytes: &[u8]| [&picture[..place], bytes, &picture[place..]].concat();
        let mut cases: Vec<Vec<u8>> =
            (0xe0..=0xef).chain([0xfe]).map(|marker| with(&picture, &segment(marker, secret))).collect();
        cases.push(with(&picture, &segment(0xee, &[b"Adobe\0\x64\0\0\0\0\x01".as_slice(), secret].concat())));
        cases.push(with(&picture, &segment(0xe0, &thumbnail)));
        cases.push(with(&picture, &segment(0xe0, &jfxx)));
        cases.push(with(&picture, &segment(0xe1, b"Exif\0\0GPS")));
        cases.push(with(&picture, &segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0GPS")));
        cases.push(insert(scan, &segment(0xfe, secret)));
        cases.push(insert(end, &segment(0xfe, secret)));
        cases.push(insert(end, &segment(0xe1, secret)));
        cases.push([&picture[..], secret].concat());
        cases.push([&picture[..], &with(POINT, &segment(0xe1, secret))].concat());
        cases.push([&picture[..], b"\0\0\0\x18ftypmp42GPS"].concat());
        assert_eq!(clean(picture.clone()).as_deref(), Ok(&picture[..]), "a plain one stays as it is");
        for (number, noted) in cases.into_iter().enumerate() {
            assert!(noted.windows(3).any(|bytes| bytes == b"GPS"));
            let cleaned = clean(noted).unwrap_or_else(|problem| panic!("case {number}: {problem:?}"));
            assert!(!cleaned.windows(3).any(|bytes| bytes == b"GPS"), "case {number}");
            assert_eq!(plain(&cleaned), Some((32, 16)), "case {number}");
            assert_eq!(clean(cleaned.clone()).as_ref(), Ok(&cleaned), "case {number}: cleaning twice changes nothing");
        }
    }

    #[test]
    fn it_stands_upright_however_the_camera_was_held() {
        // Where the light corner of a picture of 32 by 16 comes to be: left or right, above or below.
        let corners = [
            (2, false, true),
            (3, false, false),
            (4, true, false),
            (5, true, true),
            (6, false, true),
            (7, false, false),
            (8, true, false),
        ];
        for little in [true, false] {
            for (turn, left, above) in corners {
                let turn = u16::from(turn as u8);
                let notes = if little {
                    [b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &turn.to_le_bytes(), &[0; 6]]
                        .concat()
                } else {
                    [b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".as_slice(), &turn.to_be_bytes(), &[0; 6]]
                        .concat()
                };
                let cleaned = clean(with(&drawn(32, 16), &segment(0xe1, &notes))).unwrap();
                let (width, height) = plain(&cleaned).unwrap();
                assert_eq!((width, height), if turn >= 5 { (16, 32) } else { (32, 16) }, "turn {turn}");
                let pixels = JpegDecoder::new_with_options(
                    ZCursor::new(&cleaned),
                    DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB),
                )
                .decode()
                .unwrap();
                let (width, height) = (usize::from(width), usize::from(height));
                let light = |x: usize, y: usize| pixels[3 * (y * width + x)] > 128;
                let seen =
                    (light(width / 4, height / 4), light(3 * width / 4, height / 4), light(width / 4, 3 * height / 4));
                let expected = (left && above, !left && above, left && !above);
                assert_eq!(seen, expected, "turn {turn}");
            }
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
            (with(&huge, &segment(0xfe, b"GPS")), Problem::TooLarge),
            (huge, Problem::TooLarge),
        ];
        for (content, problem) in cases {
            assert_eq!(clean(content.clone()).err(), Some(problem), "{:?}", &content[..content.len().min(8)]);
        }
    }
}
