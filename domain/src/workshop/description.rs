//! What a workshop is called, when and where it takes place, and for whom.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::{parse_date, text};
use crate::text::{Line, parse_number};

/// The largest number of tables.
pub const TABLES_MAX: u8 = 40;

coded! {
    /// The language a workshop is held in, and the one a person reads.
    Language {
        French = "fr",
        English = "en",
    }
}

/// A workshop's description. Valid by construction: it comes from [`WorkshopDraft::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
pub struct Description {
    /// What it is called.
    pub title: Line,
    /// The day on which it takes place.
    pub date: NaiveDate,
    /// Where it takes place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
    /// The language of the room; each person still reads in their own.
    pub language: Language,
    /// The programme (démarche) it belongs to.
    pub programme: Line,
    /// The territory under which its synergies are reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<Line>,
    /// How many tables; 0 when people do not sit at numbered tables.
    pub tables: u8,
}

/// A workshop as it is typed into the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(default)]
pub struct WorkshopDraft {
    /// What it is called.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// The day on which it takes place: an ISO date (`2026-11-24`).
    #[serde(deserialize_with = "text")]
    pub date: String,
    /// Where it takes place, or blank.
    #[serde(deserialize_with = "text")]
    pub place: String,
    /// `fr` or `en`.
    #[serde(deserialize_with = "text")]
    pub language: String,
    /// The name of the programme.
    #[serde(deserialize_with = "text")]
    pub programme: String,
    /// The territory, or blank.
    #[serde(deserialize_with = "text")]
    pub territory: String,
    /// The number of tables; blank or 0 where there are none.
    #[serde(deserialize_with = "text")]
    pub tables: String,
}

impl WorkshopDraft {
    /// # Errors
    /// All problems, each at its field.
    pub fn parse(&self) -> Result<Description, Refusal> {
        let mut findings = Findings::default();
        let title = findings.check("title", Line::parse(&self.title));
        let date = findings.check("date", parse_date(&self.date).and_then(|date| date.ok_or(Problem::Missing)));
        let place = findings.check("place", Line::parse_optional(&self.place));
        let language =
            findings.check("language", Language::from_code(self.language.trim()).ok_or(Problem::UnknownChoice));
        let programme = findings.check("programme", Line::parse(&self.programme));
        let territory = findings.check("territory", Line::parse_optional(&self.territory));
        let tables = findings.check("tables", tables(&self.tables));
        let description = (|| {
            Some(Description {
                title: title?,
                date: date?,
                place: place?,
                language: language?,
                programme: programme?,
                territory: territory?,
                tables: tables?,
            })
        })();
        findings.into_result(description)
    }
}

impl From<&Description> for WorkshopDraft {
    fn from(description: &Description) -> Self {
        let text = |line: &Option<Line>| line.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            title: description.title.to_string(),
            date: description.date.to_string(),
            place: text(&description.place),
            language: description.language.code().to_owned(),
            programme: description.programme.to_string(),
            territory: text(&description.territory),
            tables: description.tables.to_string(),
        }
    }
}

fn tables(typed: &str) -> Result<u8, Problem> {
    if typed.trim().is_empty() {
        return Ok(0);
    }
    let number = parse_number(typed)?;
    if number < 0.0 {
        return Err(Problem::NotPositive);
    }
    if number > f64::from(TABLES_MAX) {
        return Err(Problem::Absurd);
    }
    if number.fract() != 0.0 {
        return Err(Problem::NotANumber);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and TABLES_MAX
    Ok(number as u8)
}
