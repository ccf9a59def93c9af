//! What is typed: days, and texts that programs may send as numbers.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserializer, de};

use crate::problem::Problem;

/// Reads an ISO date (`2026-11-24`), or nothing when blank. Years outside 2000–2100 are slips.
///
/// # Errors
/// [`Problem::NotADate`].
pub fn parse_date(typed: &str) -> Result<Option<NaiveDate>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => {
            let date = wire::date(typed).ok_or(Problem::NotADate)?;
            if (2000..=2100).contains(&date.year()) { Ok(Some(date)) } else { Err(Problem::NotADate) }
        }
    }
}

/// Accepts a text, a number or null as text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Typed;
    impl de::Visitor<'_> for Typed {
        type Value = String;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text or a number")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
        fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }
        fn visit_i64<E: de::Error>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }
        fn visit_f64<E: de::Error>(self, number: f64) -> Result<String, E> {
            Ok(number.to_string())
        }
        fn visit_unit<E: de::Error>(self) -> Result<String, E> {
            Ok(String::new())
        }
    }
    deserializer.deserialize_any(Typed)
}
