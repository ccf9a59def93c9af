//! A card as it is typed: every field a text, as forms and phones send it, until [`ResourceDraft::parse`] has read it.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserializer, de};
use wire::{Json, Object, Wire};

use super::field::{Details, Field, ResourceDraft};
use super::{Category, Frequency, Kind, Quantity, Resource, Unit};
use crate::problem::{Findings, Problem, Refusal};
use crate::text::{Title, parse_number};

// By the names of the fields: a derived one would read and write each of the two dozen by code of its own.
impl Wire for ResourceDraft {
    fn read(json: &Json<'_>) -> Option<Self> {
        let mut draft = Self::default();
        for (name, text) in json.fields()? {
            if let Some(field) = Field::named(name) {
                draft.set(field, text.text().unwrap_or_default().to_owned());
            }
        }
        Some(draft)
    }

    fn write(&self, out: &mut String) {
        let mut object = Object::new(out);
        for field in Field::ALL {
            let text = self.get(*field);
            if !text.is_empty() {
                object.tag(field.name(), text);
            }
        }
        object.end();
    }
}

impl ResourceDraft {
    /// Reads the whole card, and finds everything that is wrong with it at once.
    ///
    /// # Errors
    /// All problems, each at its field.
    pub fn parse(&self) -> Result<Resource, Refusal> {
        let mut findings = Findings::default();
        let kind = findings.check("kind", required(&self.kind, Kind::from_code));
        let title = findings.check("title", Title::parse(&self.title));
        let category = findings
            .check("category", optional(&self.category, Category::from_code, Problem::UnknownChoice))
            .map(|said| said.unwrap_or(Category::Material));
        let quantity = self.parse_quantity(&mut findings);
        let details = self.parse_details(&mut findings);
        let resource = match (kind, title, category, quantity, details) {
            (Some(kind), Some(title), Some(category), Some(quantity), Some(details)) => {
                Some(Resource { kind, title, category, quantity, details })
            }
            _ => None,
        };
        findings.into_result(resource)
    }

    /// None when something is wrong; `Some(None)` when no quantity was given.
    fn parse_quantity(&self, findings: &mut Findings) -> Option<Option<Quantity>> {
        if self.quantity.trim().is_empty() {
            // Forms send the preselected unit and frequency even when no amount was typed.
            let unit = findings.check("unit", optional(&self.unit, Unit::from_code, Problem::UnknownUnit));
            let frequency =
                findings.check("frequency", optional(&self.frequency, Frequency::from_code, Problem::UnknownChoice));
            return unit.and(frequency).map(|_| None);
        }
        let amount = findings.check("quantity", parse_number(&self.quantity));
        let unit = findings.check(
            "unit",
            optional(&self.unit, Unit::from_code, Problem::UnknownUnit)
                .and_then(|unit| unit.ok_or(Problem::Incomplete)),
        );
        // Where both are missing, the sentence about both stands once.
        let missing = if unit.is_none() { Problem::Missing } else { Problem::Incomplete };
        let frequency = optional(&self.frequency, Frequency::from_code, Problem::UnknownChoice)
            .and_then(|frequency| frequency.ok_or(missing));
        let frequency = findings.check("frequency", frequency);
        findings.check("quantity", Quantity::new(amount?, unit?, frequency?)).map(Some)
    }

    fn parse_details(&self, findings: &mut Findings) -> Option<Details> {
        let details = Details::parse(self, findings)?;
        if let (Some(from), Some(until)) = (details.available_from, details.available_until)
            && until < from
        {
            findings.note("available_until", Problem::EndsBeforeStart);
            return None;
        }
        Some(details)
    }
}

impl From<&Resource> for ResourceDraft {
    /// What one would have had to type: the start of an edit.
    fn from(resource: &Resource) -> Self {
        let mut draft = Self {
            kind: resource.kind.code().to_owned(),
            title: resource.title.to_string(),
            category: resource.category.code().to_owned(),
            ..Self::default()
        };
        if let Some(quantity) = resource.quantity {
            draft.quantity = wire::number::write(quantity.amount);
            quantity.unit.code().clone_into(&mut draft.unit);
            quantity.frequency.code().clone_into(&mut draft.frequency);
        }
        for field in Field::ALL {
            if let Some(said) = resource.details.said(*field) {
                draft.set(*field, said.typed());
            }
        }
        draft
    }
}

fn required<T>(code: &str, from_code: fn(&str) -> Option<T>) -> Result<T, Problem> {
    optional(code, from_code, Problem::UnknownChoice)?.ok_or(Problem::Missing)
}

fn optional<T>(code: &str, from_code: fn(&str) -> Option<T>, unknown: Problem) -> Result<Option<T>, Problem> {
    match code.trim() {
        "" => Ok(None),
        code => from_code(code).map(Some).ok_or(unknown),
    }
}

/// Reads an ISO date (`2026-11-24`), or nothing when blank. Years outside 2000–2100 are slips.
///
/// # Errors
/// [`Problem::NotADate`].
pub fn parse_date(typed: &str) -> Result<Option<NaiveDate>, Problem> {
    use chrono::Datelike as _;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn have() -> ResourceDraft {
        ResourceDraft {
            kind: "have".into(),
            title: "Palettes EUR".into(),
            category: "material".into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_title_and_a_kind_are_enough() {
        let resource = ResourceDraft { category: String::new(), ..have() }.parse().expect("valid");
        assert_eq!(resource.category, Category::Material);
        assert_eq!(resource.quantity, None);
        assert!(resource.details.is_empty());
    }

    #[test]
    fn everything_wrong_is_found_at_once_each_at_its_field() {
        let draft = ResourceDraft {
            title: String::new(),
            quantity: "-3".into(),
            unit: "furlong".into(),
            frequency: "week".into(),
            category: "gold".into(),
            ..have()
        };
        let refusal = draft.parse().expect_err("invalid");
        let found: Vec<_> = refusal.problems().iter().map(|p| (p.field.as_deref().unwrap_or(""), p.code)).collect();
        assert_eq!(
            found,
            [("title", Problem::Missing), ("category", Problem::UnknownChoice), ("unit", Problem::UnknownUnit)]
        );
        let bare = ResourceDraft { quantity: "3".into(), ..have() }.parse().expect_err("a number of what, how often?");
        let found: Vec<_> = bare.problems().iter().map(|p| (p.field.as_deref().unwrap_or(""), p.code)).collect();
        assert_eq!(found, [("unit", Problem::Incomplete), ("frequency", Problem::Missing)]);
        let negative = ResourceDraft { quantity: "-3".into(), unit: "t".into(), frequency: "week".into(), ..have() };
        assert_eq!(negative.parse(), Err(Refusal::at("quantity", Problem::NotPositive)));
    }

    #[test]
    fn every_detail_that_is_wrong_is_found_at_once() {
        let draft = ResourceDraft {
            available_from: "yesterday".into(),
            max_km: "-5".into(),
            price: "dear".into(),
            waste_code: "x".repeat(1_000),
            ..have()
        };
        let refusal = draft.parse().expect_err("invalid");
        let found: Vec<_> = refusal.problems().iter().map(|p| (p.field.as_deref().unwrap_or(""), p.code)).collect();
        assert_eq!(
            found,
            [
                ("available_from", Problem::NotADate),
                ("max_km", Problem::NotPositive),
                ("price", Problem::UnknownChoice),
                ("waste_code", Problem::TooLong)
            ]
        );
    }

    #[test]
    fn what_was_parsed_can_be_edited_again_without_loss() {
        let draft = ResourceDraft {
            quantity: "12.5".into(),
            unit: "m3".into(),
            frequency: "week".into(),
            description: "deux lignes\nde texte".into(),
            available_from: "2026-12-01".into(),
            max_km: "30".into(),
            price: "free".into(),
            visibility: "anonymous".into(),
            ..have()
        };
        let resource = draft.parse().expect("valid");
        assert_eq!(ResourceDraft::from(&resource), draft);
    }

    #[test]
    fn numbers_may_come_as_numbers() {
        let draft: ResourceDraft =
            serde_json::from_str(r#"{"kind":"have","title":"x","quantity":3.5,"unit":null}"#).expect("readable");
        assert_eq!((draft.quantity.as_str(), draft.unit.as_str()), ("3.5", ""));
    }
}
