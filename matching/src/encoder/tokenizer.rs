//! The tokenizer of the encoder: SentencePiece's unigram model (Kudo 2018): a text is normalised by a table of
//! characters, then cut into those known pieces whose scores add up to most (Viterbi).

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Unloadable;

const UNKNOWN: u32 = 0;
const BEGIN: u32 = 1;
const END: u32 = 2;
/// How SentencePiece writes a blank.
const BLANK: &str = "\u{2581}";
/// An unknown character scores this much less than the worst piece.
const UNKNOWN_PENALTY: f32 = 10.0;

/// A loaded tokenizer.
#[derive(Debug)]
pub(super) struct Tokenizer {
    /// By the hash of their bytes: pieces by number plus one, and 0 for what only begins longer ones.
    prefixes: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    scores: Vec<f32>,
    unknown_score: f32,
    longest: usize,
    normalizer: Normalizer,
}

/// The keys are hashes already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, *byte);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// One byte more (FNV-1a, with a turn so that high bits spread).
fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5)
}

impl Tokenizer {
    /// Reads a SentencePiece model.
    pub(super) fn read(model: &[u8]) -> Result<Self, Unloadable> {
        let bad = || Unloadable::Content("the tokenizer's model".to_owned());
        let mut pieces: Vec<(&[u8], f32)> = Vec::new();
        let mut normalizer = Normalizer::default();
        for (field, value) in Fields(model) {
            match field {
                1 => {
                    let (mut piece, mut score) = (None, 0.0);
                    for (field, value) in Fields(value) {
                        match field {
                            1 => piece = Some(value),
                            2 => score = f32::from_le_bytes(value.try_into().map_err(|_| bad())?),
                            _ => {}
                        }
                    }
                    pieces.push((piece.ok_or_else(bad)?, score));
                }
                // The table of characters stands in the normaliser's settings.
                2 | 3 if normalizer.units.is_empty() => {
                    if let Some((_, table)) = Fields(value).find(|(field, value)| *field == 2 && value.len() > 1_000) {
                        normalizer = Normalizer::read(table).ok_or_else(bad)?;
                    }
                }
                _ => {}
            }
        }
        if pieces.len() < 100 {
            return Err(bad());
        }
        let mut prefixes: HashMap<u64, u32, BuildHasherDefault<AsIs>> = HashMap::default();
        let mut longest = 0;
        for (number, (piece, _)) in (1u32..).zip(&pieces) {
            let text = std::str::from_utf8(piece).map_err(|_| bad())?;
            longest = longest.max(text.chars().count());
            let mut hash = SEED;
            for (at, c) in text.char_indices() {
                let end = at + c.len_utf8();
                hash = piece[at..end].iter().fold(hash, |hash, byte| step(hash, *byte));
                let entry = prefixes.entry(hash).or_insert(0);
                if end == piece.len() && *entry == 0 {
                    *entry = number;
                }
            }
        }
        let worst = pieces.iter().map(|(_, score)| *score).fold(f32::INFINITY, f32::min);
        let scores = pieces.iter().map(|(_, score)| *score).collect();
        Ok(Self { prefixes, scores, unknown_score: worst - UNKNOWN_PENALTY, longest, normalizer })
    }

    /// The pieces of a text, between the marks of beginning and end.
    pub(super) fn pieces(&self, text: &str) -> Vec<u32> {
        let normal = self.normalizer.normalize(text);
        let mut pieces = vec![BEGIN];
        if normal.is_empty() {
            pieces.push(UNKNOWN);
        } else {
            self.cut(&normal, &mut pieces);
        }
        pieces.push(END);
        pieces
    }

    fn cut(&self, normal: &str, pieces: &mut Vec<u32>) {
        let bytes = normal.as_bytes();
        let ends: Vec<usize> = normal.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let start = |at: usize| if at == 0 { 0 } else { ends[at - 1] };
        let count = ends.len();
        let mut best = vec![f32::NEG_INFINITY; count + 1];
        let mut from = vec![(0usize, UNKNOWN); count + 1];
        best[0] = 0.0;
        for at in 0..count {
            let base = best[at];
            let mut single = false;
            let mut hash = SEED;
            let mut begin = start(at);
            for next in at..count.min(at + self.longest) {
                hash = bytes[begin..ends[next]].iter().fold(hash, |hash, byte| step(hash, *byte));
                begin = ends[next];
                let Some(number) = self.prefixes.get(&hash) else { break };
                if *number == 0 {
                    continue;
                }
                let piece = number - 1;
                let score = base + self.scores[piece as usize];
                if score > best[next + 1] {
                    best[next + 1] = score;
                    from[next + 1] = (at, piece);
                }
                single |= next == at;
            }
            if !single && base + self.unknown_score > best[at + 1] {
                best[at + 1] = base + self.unknown_score;
                from[at + 1] = (at, UNKNOWN);
            }
        }
        let first = pieces.len();
        let mut at = count;
        while at > 0 {
            pieces.push(from[at].1);
            at = from[at].0;
        }
        pieces[first..].reverse();
    }
}

/// The table that gives characters their normal form: a double-array trie over their bytes, then the forms, each ended
/// by a zero.
#[derive(Debug, Default)]
struct Normalizer {
    units: Vec<u32>,
    forms: Vec<u8>,
}

impl Normalizer {
    fn read(table: &[u8]) -> Option<Self> {
        let size = usize::try_from(u32::from_le_bytes(table.get(..4)?.try_into().ok()?)).ok()?;
        let units = table
            .get(4..4 + size)?
            .chunks_exact(4)
            .map(|unit| unit.try_into().map(u32::from_le_bytes).ok())
            .collect::<Option<Vec<u32>>>()?;
        Some(Self { units, forms: table.get(4 + size..)?.to_vec() })
    }

    /// What the beginning of these bytes becomes, and how many of them it takes.
    fn prefix<'a>(&'a self, bytes: &'a [u8]) -> (&'a [u8], usize) {
        let offset = |unit: u32| ((unit >> 10) << ((unit & 0x200) >> 6)) as usize;
        let mut found = None;
        if let Some(root) = self.units.first() {
            let mut at = offset(*root);
            for (length, byte) in (1..).zip(bytes) {
                at ^= usize::from(*byte);
                let Some(unit) = self.units.get(at).filter(|unit| **unit & 0x8000_00ff == u32::from(*byte)) else {
                    break;
                };
                at ^= offset(*unit);
                if unit & 0x100 != 0 {
                    found = self.units.get(at).map(|leaf| (length, (leaf & 0x7fff_ffff) as usize));
                }
            }
        }
        if let Some((length, form)) = found
            && let Some(form) = self.forms.get(form..)
        {
            let end = form.iter().position(|byte| *byte == 0).unwrap_or(form.len());
            return (&form[..end], length);
        }
        let length = match bytes.first() {
            Some(0xc0..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(0xf0..=0xf7) => 4,
            _ => 1,
        };
        let length = length.min(bytes.len());
        (&bytes[..length], length)
    }

    /// The normal form of a text: characters by the table, blanks written as [`BLANK`], one before the first word,
    /// never two.
    fn normalize(&self, text: &str) -> String {
        let mut rest = text.as_bytes();
        let mut normal: Vec<u8> = Vec::with_capacity(text.len() + 8);
        let mut after_blank = true;
        while !rest.is_empty() {
            let (mut form, length) = self.prefix(rest);
            rest = &rest[length..];
            while after_blank && form.first() == Some(&b' ') {
                form = &form[1..];
            }
            if form.is_empty() {
                continue;
            }
            if normal.is_empty() {
                normal.extend_from_slice(BLANK.as_bytes());
            }
            for byte in form {
                if *byte == b' ' { normal.extend_from_slice(BLANK.as_bytes()) } else { normal.push(*byte) }
            }
            after_blank = form.last() == Some(&b' ');
        }
        while normal.ends_with(BLANK.as_bytes()) {
            normal.truncate(normal.len() - BLANK.len());
        }
        String::from_utf8(normal).unwrap_or_default()
    }
}

/// The fields of a protocol buffer: those with a length or of four bytes, with their numbers.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let tag = self.number()?;
            let length = match tag & 7 {
                0 => {
                    self.number()?;
                    continue;
                }
                1 => {
                    self.take(8)?;
                    continue;
                }
                2 => usize::try_from(self.number()?).ok()?,
                5 => 4,
                _ => return None,
            };
            return Some((tag >> 3, self.take(length)?));
        }
    }
}

impl<'a> Fields<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        if length > self.0.len() {
            return None;
        }
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        Some(taken)
    }
}
