//! A text in pieces, as the readers of conditions need it: words, numbers and the signs between them.

use crate::text::{READ_BYTES, first_bytes, fold};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    /// A word: folded, and whether it was typed with a capital.
    Word(String, bool),
    /// The value of a number.
    Number(f32),
    /// Any other sign, blanks aside; dashes and arrows are `-` and `>`.
    Sign(char),
}

impl Piece {
    /// The folded word, if it is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word, _) => Some(word),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub const fn number(&self) -> Option<f32> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// Whether it is this sign.
    pub fn is_sign(&self, sign: char) -> bool {
        *self == Self::Sign(sign)
    }

    /// Whether a part of the sentence ends with it.
    pub const fn ends_part(&self) -> bool {
        matches!(self, Self::Sign(',' | ';' | '.' | ':' | '(' | ')' | '+'))
    }
}

/// Takes a text apart.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = first_bytes(text, READ_BYTES);
    while let Some(c) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        let length = if c.is_ascii_digit() {
            let mut length = run(|c| c.is_ascii_digit());
            // "2,5" and "2.5"; a comma before a blank ends a part.
            let decimals = rest[length..]
                .strip_prefix([',', '.'])
                .map_or(0, |after| after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
            if (1..3).contains(&decimals) {
                length += 1 + decimals;
            }
            let mut number: f32 = rest[..length].replace(',', ".").parse().unwrap_or(0.0);
            // "1 200": thousands after a blank.
            while let Some(after) = rest[length..].strip_prefix([' ', '\u{a0}', '\u{202f}']) {
                let blank = rest[length..].len() - after.len();
                let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                if digits != 3 || !(1.0..1_000_000.0).contains(&number) {
                    break;
                }
                number = number * 1_000.0 + after[..3].parse::<f32>().unwrap_or(0.0);
                length += blank + 3;
            }
            pieces.push(Piece::Number(number));
            length
        } else if c.is_alphabetic() {
            let length = run(char::is_alphabetic);
            pieces.push(Piece::Word(fold(&rest[..length]), c.is_uppercase()));
            length
        } else {
            match c {
                c if c.is_whitespace() => {}
                '–' | '—' | '-' => pieces.push(Piece::Sign('-')),
                '>' | '→' => pieces.push(Piece::Sign('>')),
                c => pieces.push(Piece::Sign(c)),
            }
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_signs_come_apart() {
        let word = |word: &str, capital| Piece::Word(word.to_owned(), capital);
        assert_eq!(
            pieces("Rouen > Le Havre, 2,5 t à -20°, 80x120, 1 200 m"),
            vec![
                word("rouen", true),
                Piece::Sign('>'),
                word("le", true),
                word("havre", true),
                Piece::Sign(','),
                Piece::Number(2.5),
                word("t", false),
                word("a", false),
                Piece::Sign('-'),
                Piece::Number(20.0),
                Piece::Sign('°'),
                Piece::Sign(','),
                Piece::Number(80.0),
                word("x", false),
                Piece::Number(120.0),
                Piece::Sign(','),
                Piece::Number(1200.0),
                word("m", false),
            ]
        );
    }
}
