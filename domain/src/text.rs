//! Text from people, parsed once into values that are valid ever after.

use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::problem::Problem;

/// The longest title of a card, in characters.
pub const TITLE_MAX: usize = 80;
/// The longest single line (name, organisation, place, next step…), in characters.
pub const LINE_MAX: usize = 120;
/// The longest paragraph (description, note), in characters.
pub const PARAGRAPH_MAX: usize = 1_000;

/// A title of a card: one line of 2 to [`TITLE_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Wire)]
#[serde(transparent)]
pub struct Title(String);

/// One line of 1 to [`LINE_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Wire)]
#[serde(transparent)]
pub struct Line(String);

/// Several lines, up to [`PARAGRAPH_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(transparent)]
pub struct Paragraph(String);

impl Title {
    /// # Errors
    /// [`Problem::Missing`] below two characters, [`Problem::TooLong`] above [`TITLE_MAX`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        bounded(one_line(text), 2, TITLE_MAX).map(Self)
    }
}

impl Line {
    /// # Errors
    /// [`Problem::Missing`] when empty, [`Problem::TooLong`] above [`LINE_MAX`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        bounded(one_line(text), 1, LINE_MAX).map(Self)
    }

    /// A line, or nothing when the text is blank.
    ///
    /// # Errors
    /// [`Problem::TooLong`] above [`LINE_MAX`].
    pub fn parse_optional(text: &str) -> Result<Option<Self>, Problem> {
        blank_is_none(text, Self::parse)
    }
}

impl Title {
    /// What stands where a title was erased.
    pub(crate) fn erased() -> Self {
        Self("——".to_owned())
    }
}

impl Line {
    /// What stands where somebody's name was erased: their number, so that two of them stay two.
    pub(crate) fn erased(number: u32) -> Self {
        Self(["— ", &number.to_string()].concat())
    }

    /// What stands where a name was erased that nothing goes by.
    pub(crate) fn erased_name() -> Self {
        Self("——".to_owned())
    }
}

impl Paragraph {
    /// A paragraph, or nothing when the text is blank.
    ///
    /// # Errors
    /// [`Problem::TooLong`] above [`PARAGRAPH_MAX`].
    pub fn parse_optional(text: &str) -> Result<Option<Self>, Problem> {
        blank_is_none(text, |text| {
            let lines: Vec<String> = text.lines().map(one_line).collect();
            bounded(lines.join("\n").trim().to_owned(), 1, PARAGRAPH_MAX).map(Self)
        })
    }
}

macro_rules! reads_as_str {
    ($($name:ident),+) => {$(
        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
    )+};
}
reads_as_str!(Title, Line, Paragraph);

fn blank_is_none<T>(text: &str, parse: impl Fn(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    // Also what shows nothing: marks and letters that nobody sees.
    match parse(text) {
        Err(Problem::Missing) => Ok(None),
        read => read.map(Some),
    }
}

/// What is typed, read without the blanks around it; nothing when it is blank.
///
/// # Errors
/// Those of `read`.
pub(crate) fn optional<T>(typed: &str, read: impl Fn(&str) -> Result<T, Problem>) -> Result<Option<T>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => read(typed).map(Some),
    }
}

fn bounded(text: String, min: usize, max: usize) -> Result<String, Problem> {
    match text.chars().count() {
        n if n < min => Err(Problem::Missing),
        n if n > max => Err(Problem::TooLong),
        _ => Ok(text),
    }
}

/// Collapses white space and drops what could break a screen: control characters, letters that nobody sees, invisible
/// formatting characters such as text-direction overrides (but not the joiner that emoji are made with), and marks
/// piled up on a letter until they cover the lines around it. Nothing is left of a text that shows nothing.
fn one_line(text: &str) -> String {
    let mut marks = 0;
    let mut kept = String::with_capacity(text.len());
    let mut shows = false;
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if !disturbs(c) && marks <= MARKS_MAX {
            kept.push(c);
            shows |= c != ' ' && marks == 0 && !matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
        }
    }
    if !shows {
        return String::new();
    }
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The most marks on one letter: Vietnamese and pointed Hebrew need two, a careful transcription three.
const MARKS_MAX: usize = 3;

/// Control characters, and what the Unicode standard lists as default ignorable (`Default_Ignorable_Code_Point`) but
/// for the joiner and the choice of a picture; beside them the empty Braille pattern, which is drawn as nothing.
fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
                ..='\u{180f}'
        )
        || matches!(
            c,
            '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
                ..='\u{206f}'
        )
        || matches!(
            c,
            '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1bca0}'
                ..='\u{1bca3}'
        )
        || matches!(c, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that are drawn on the letter before them, in the scripts that people here write in.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'
            ..='\u{65f}'
    ) || matches!(
        c,
        '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
    ) || matches!(c, '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Reads a number as people type it: `1 200,5`, `1200.5`, `1.200,5`, `1,200.5`.
///
/// # Errors
/// [`Problem::NotANumber`].
pub fn parse_number(text: &str) -> Result<f64, Problem> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
    let decimal = match (compact.rfind(','), compact.rfind('.')) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        // "1,200" and "1.200" are ambiguous; a French phone types the decimal comma, and 1.200 t is 1.2 t on any scale.
        (Some(only), None) | (None, Some(only)) if compact.matches([',', '.']).count() == 1 => Some(only),
        _ => None,
    };
    let plain: String = compact
        .char_indices()
        .filter_map(|(at, c)| match c {
            ',' | '.' if Some(at) == decimal => Some('.'),
            ',' | '.' => None,
            _ => Some(c),
        })
        .collect();
    if !plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E')) {
        return Err(Problem::NotANumber);
    }
    wire::number::read(&plain).filter(|number| number.is_finite()).ok_or(Problem::NotANumber)
}

/// A plausible address: something, one `@`, a host with a dot. Whether it works shows when a mail is sent.
///
/// # Errors
/// [`Problem::NotAnEmail`].
pub fn check_email(email: &str) -> Result<(), Problem> {
    let plausible = email.split_once('@').is_some_and(|(local, host)| {
        let host_is_plausible = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
        !local.is_empty() && host_is_plausible && !host.contains('@') && !email.contains(char::is_whitespace)
    });
    if plausible { Ok(()) } else { Err(Problem::NotAnEmail) }
}

/// What is searched in, and searched for: lower case, without the accents of French, which people leave out when they
/// search.
#[must_use]
pub fn folded(text: &str) -> String {
    let plain = |letter| match letter {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().replace('œ', "oe").chars().map(plain).collect()
}

/// The form in which two spellings of one organisation are the same: lower case, letters and digits only.
#[must_use]
pub fn organisation_key(name: &str) -> String {
    name.chars().filter(|c| is_letter_or_digit(*c)).map(lower).collect()
}

/// Letters and digits, without the tables of Unicode (phones carry this): what is no sign of the scripts that people
/// here write in.
fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !matches!(
            c,
            '\0'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' | '×' | '÷' | '\u{2000}'
                ..='\u{2bff}' | '\u{3000}'..='\u{303f}'
        )
}

/// The small form of a Latin, Greek or Cyrillic capital; other characters stay.
#[must_use]
pub fn lower(c: char) -> char {
    let code = u32::from(c);
    let small = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => code + 32,
        'Ѐ'..='Џ' => code + 80,
        'Ÿ' => 0xff,
        // Capital and small letters take turns here, from an even or from an odd number on.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' | 'Ș'..='ț' => code | 1,
        'Ĺ'..='ň' | 'Ź'..='ž' => code + code % 2,
        _ => code,
    };
    char::from_u32(small).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, meant) in [
            ("3", 3.0),
            ("1 200,5", 1200.5),
            ("1200.5", 1200.5),
            ("1.200,5", 1200.5),
            ("1,200.5", 1200.5),
            ("0,5", 0.5),
            ("1\u{202f}000", 1000.0),
            ("-4", -4.0),
            ("1.000.000", 1e6),
        ] {
            assert_eq!(parse_number(typed), Ok(meant), "{typed}");
        }
        for nonsense in ["", "douze", "3 t", "NaN", "inf", "1e999", "--3"] {
            assert_eq!(parse_number(nonsense), Err(Problem::NotANumber), "{nonsense}");
        }
    }

    #[test]
    fn titles_keep_what_was_meant_and_nothing_that_breaks_a_screen() {
        assert_eq!(Title::parse("  Palettes\t EUR \n usagées ").as_deref(), Ok("Palettes EUR usagées"));
        assert_eq!(Title::parse("a\u{202e}bc\u{0}d").as_deref(), Ok("abcd"));
        assert_eq!(Title::parse("<b>x</b>").as_deref(), Ok("<b>x</b>"), "markup is text, and shown as text");
        assert_eq!(Title::parse(" \u{200b} "), Err(Problem::Missing));
        assert_eq!(Title::parse(&"é".repeat(80)).as_deref(), Ok("é".repeat(80).as_str()));
        assert_eq!(Title::parse(&"é".repeat(81)), Err(Problem::TooLong));
    }

    #[test]
    fn a_name_that_nobody_sees_is_no_name() {
        for unseen in [
            "\u{3164}",
            "\u{2800}",
            "\u{115f}",
            "\u{1160}",
            "\u{ffa0}",
            "\u{e0041}",
            "\u{200d}",
            "\u{fe0f}",
            "\u{301}",
            "\u{34f}",
            "\u{180e}",
            "\u{2060}",
        ] {
            assert_eq!(Line::parse(unseen), Err(Problem::Missing), "{}", unseen.escape_unicode());
            assert_eq!((Line::parse_optional(unseen), Paragraph::parse_optional(unseen)), (Ok(None), Ok(None)));
            assert_eq!(Title::parse(&unseen.repeat(80)), Err(Problem::Missing), "{}", unseen.escape_unicode());
            assert_eq!(Line::parse(&format!("Ana{unseen} Pap")).map(|line| line.starts_with("Ana")), Ok(true));
        }
        assert_eq!(
            Line::parse("👩\u{200d}🌾 ❤\u{fe0f}").as_deref(),
            Ok("👩\u{200d}🌾 ❤\u{fe0f}"),
            "pictures stay whole"
        );
    }

    #[test]
    fn marks_do_not_pile_up() {
        let piled = format!("Z{}algo", "\u{338}\u{322}\u{31b}\u{348}".repeat(10));
        assert_eq!(Line::parse(&piled).as_deref(), Ok("Z\u{338}\u{322}\u{31b}algo"));
        for meant in ["Nguyễn Thị Hương", "Nguye\u{302}\u{303}n", "שָׁלוֹם", "e\u{301}t\u{e9}", "مُحَمَّد"]
        {
            assert_eq!(Line::parse(meant).as_deref(), Ok(meant), "{meant}");
        }
    }
}
