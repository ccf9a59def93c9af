//! Numbers by which companies are known, with their check digits, and codes of what they do.

use serde::{Deserialize, Serialize};

use crate::problem::Problem;
use crate::text::Line;

/// La Poste has more establishments than the last digits of a Luhn number can tell apart.
const LA_POSTE: &str = "356000000";

/// A number by which a company is known everywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Identifier {
    /// French, of an establishment: 14 digits, the first nine of which are the SIREN.
    Siret(String),
    /// French, of a company: 9 digits.
    Siren(String),
    /// Another one, as it is written: a VAT number, a number of a foreign register. It holds a letter.
    Other(Line),
}

impl Identifier {
    /// Reads what somebody typed. Digits alone are a SIRET or a SIREN; with letters it is another identifier.
    ///
    /// # Errors
    /// [`Problem::IdentifierWrong`] for digits of another length, or whose check digit does not hold (formula of Luhn,
    /// ISO/IEC 7812-1, for both; the digits of La Poste's establishments add up to a multiple of five instead);
    /// [`Problem::Missing`], [`Problem::TooLong`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let line = Line::parse(typed)?;
        let digits: String = line.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if !digits.chars().all(|c| c.is_ascii_digit()) {
            let known = line.chars().any(char::is_alphanumeric);
            return if known { Ok(Self::Other(line)) } else { Err(Problem::IdentifierWrong) };
        }
        match digits.len() {
            9 if luhn(&digits) => Ok(Self::Siren(digits)),
            14 if luhn(&digits) && luhn(&digits[..9]) => Ok(Self::Siret(digits)),
            14 if digits.starts_with(LA_POSTE) && sum(&digits).is_multiple_of(5) => Ok(Self::Siret(digits)),
            _ => Err(Problem::IdentifierWrong),
        }
    }

    /// The SIREN, of both French kinds.
    #[must_use]
    pub fn siren(&self) -> Option<&str> {
        match self {
            Self::Siret(digits) | Self::Siren(digits) => digits.get(..9),
            Self::Other(_) => None,
        }
    }
}

impl std::fmt::Display for Identifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Siret(digits) | Self::Siren(digits) => f.write_str(digits),
            Self::Other(line) => f.write_str(line),
        }
    }
}

impl TryFrom<String> for Identifier {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(Problem::code)
    }
}

impl From<Identifier> for String {
    fn from(identifier: Identifier) -> Self {
        identifier.to_string()
    }
}

fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> {
    digits.chars().filter_map(|c| c.to_digit(10))
}

fn sum(digits: &str) -> u32 {
    values(digits).sum()
}

/// Every second digit from the right counts twice (the digits of the double added up); the sum ends in zero.
fn luhn(digits: &str) -> bool {
    let weighed = values(digits).rev().enumerate().map(|(place, digit)| match (place % 2, digit * 2) {
        (0, _) => digit,
        (_, double) if double > 9 => double - 9,
        (_, double) => double,
    });
    weighed.sum::<u32>().is_multiple_of(10)
}

/// What a company does: a code of NAF rév. 2 (`16.10A`) or NACE Rev. 2 (`16.10`), of whatever depth from the division
/// on (`16`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Activity(String);

impl Activity {
    /// Reads a code as it is typed: `16.10a`, `1610A`, `16`.
    ///
    /// # Errors
    /// [`Problem::NotAnActivity`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        let code = code.to_ascii_uppercase();
        let (digits, letter) = match code.strip_suffix(|c: char| c.is_ascii_uppercase()) {
            Some(digits) => (digits, &code[digits.len()..]),
            None => (code.as_str(), ""),
        };
        let deep = matches!((digits.len(), letter.len()), (2..=4, 0) | (4, 1));
        let division = digits.get(..2).and_then(|division| division.parse().ok());
        if !deep || !digits.chars().all(|c| c.is_ascii_digit()) || !division.is_some_and(is_division) {
            return Err(Problem::NotAnActivity);
        }
        let (division, rest) = digits.split_at(2);
        let point = if rest.is_empty() { "" } else { "." };
        Ok(Self([division, point, rest, letter].concat()))
    }

    /// The division, of two digits.
    #[must_use]
    pub fn division(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

/// The 88 divisions of NACE Rev. 2.
const fn is_division(division: u8) -> bool {
    matches!(
        division,
        1..=3 | 5..=9 | 10..=33 | 35..=39 | 41..=43 | 45..=47 | 49..=53 | 55 | 56 | 58..=66 | 68..=75 | 77..=82 | 84
            ..=88 | 90..=99
    )
}

impl std::fmt::Display for Activity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Activity {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(Problem::code)
    }
}

impl From<Activity> for String {
    fn from(activity: Activity) -> Self {
        activity.0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_number_holds_when_its_check_digit_does() {
        // INSEE's own, a company, and three establishments of La Poste: its seat, and two that only add up by five.
        for good in ["12002701600357", "732 829 320 00074", "732829320", "35600000000048", "35600000049837"] {
            assert!(Identifier::parse(good).is_ok(), "{good}");
        }
        for wrong in ["73282932000075", "732829321", "35600000049838", "12345", "0", "---"] {
            assert_eq!(Identifier::parse(wrong), Err(Problem::IdentifierWrong), "{wrong}");
        }
        assert_eq!(Identifier::parse("732 829 320 00074").unwrap().siren(), Some("732829320"));
        assert_eq!(Identifier::parse("CHE-123.456.788").unwrap().to_string(), "CHE-123.456.788");
        assert_eq!(Identifier::parse(" "), Err(Problem::Missing));
    }

    #[test]
    fn what_a_company_does_is_a_code_of_any_depth() {
        for (typed, meant) in [("16", "16"), ("161", "16.1"), ("16.10", "16.10"), ("1610a", "16.10A"), ("01.1", "01.1")]
        {
            assert_eq!(Activity::parse(typed).unwrap().to_string(), meant);
        }
        for wrong in ["", "1", "04", "16A", "16.100", "bois", "16.10AB", "é6"] {
            assert_eq!(Activity::parse(wrong), Err(Problem::NotAnActivity), "{wrong}");
        }
        assert_eq!(Activity::parse("1610A").unwrap().division(), "16");
    }
}
