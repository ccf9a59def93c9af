//! A card as it is typed: every field a text, as forms and phones send it, until [`ResourceDraft::parse`] has read it.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, de};
use wire::{Json, Object, Wire};

use super::{
    Category, ContactRelease, Details, Frequency, Kind, Price, Quantity, Resource, Route, Status, Transport, Unit,
    Visibility,
};
use crate::problem::{Findings, Problem, Refusal};
use crate::text::{Line, Paragraph, Title, parse_number};

macro_rules! draft {
    ($($(#[$meta:meta])* $field:ident),+ $(,)?) => {
        /// What was typed. Unknown fields are ignored, left-out fields are empty, numbers may come as numbers or as
        /// text.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct ResourceDraft {
            $($(#[$meta])* #[serde(deserialize_with = "text", skip_serializing_if = "String::is_empty")] pub $field: String),+
        }
        impl ResourceDraft {
            /// The names of all fields, as on the wire and in forms.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];

            /// What was typed in the field of this name.
            #[must_use]
            pub fn get(&self, field: &str) -> &str {
                match field { $(stringify!($field) => &self.$field,)+ _ => "" }
            }

            /// Puts a text into the field of this name; other names are ignored.
            pub fn set(&mut self, field: &str, text: String) {
                match field { $(stringify!($field) => self.$field = text,)+ _ => {} }
            }
        }
    };
}

draft! {
    /// `have`, `want` or `shared_need`.
    kind,
    /// What it is.
    title,
    /// Code of the [`Category`]. Left blank it is found from the words where the card is posted.
    category,
    /// The amount, `1 200,5` or `1200.5`.
    quantity,
    /// Code of the [`Unit`].
    unit,
    /// Code of the [`Frequency`].
    frequency,
    /// Free text.
    description,
    /// Physical form.
    form,
    /// Packaging.
    packaging,
    /// Quality.
    quality,
    /// ISO date.
    available_from,
    /// ISO date.
    available_until,
    /// Municipality or postcode.
    site,
    /// Kilometres.
    max_km,
    /// Code of the [`Transport`].
    transport,
    /// Code of the [`Price`].
    price,
    /// Code of the [`Route`].
    current_route,
    /// Euros a tonne.
    cost_per_tonne,
    /// Code of the [`Status`].
    status,
    /// Code of the List of Waste.
    waste_code,
    /// Code of the [`Visibility`].
    visibility,
    /// Code of the [`ContactRelease`].
    contact_release,
}

// By the names of the fields: a derived one would read and write each of the two dozen by code of its own.
impl Wire for ResourceDraft {
    fn read(json: &Json<'_>) -> Option<Self> {
        let mut draft = Self::default();
        for (field, text) in json.fields()? {
            draft.set(field, text.text().unwrap_or_default().to_owned());
        }
        Some(draft)
    }

    fn write(&self, out: &mut String) {
        let mut object = Object::new(out);
        for field in Self::FIELDS {
            let text = self.get(field);
            if !text.is_empty() {
                object.tag(field, text);
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
        let choice = Problem::UnknownChoice;
        let details = Details {
            description: findings.check("description", Paragraph::parse_optional(&self.description))?,
            form: findings.check("form", Line::parse_optional(&self.form))?,
            packaging: findings.check("packaging", Line::parse_optional(&self.packaging))?,
            quality: findings.check("quality", Line::parse_optional(&self.quality))?,
            available_from: findings.check("available_from", parse_date(&self.available_from))?,
            available_until: findings.check("available_until", parse_date(&self.available_until))?,
            site: findings.check("site", Line::parse_optional(&self.site))?,
            max_km: findings.check("max_km", not_negative(&self.max_km))?,
            transport: findings.check("transport", optional(&self.transport, Transport::from_code, choice))?,
            price: findings.check("price", optional(&self.price, Price::from_code, choice))?,
            current_route: findings.check("current_route", optional(&self.current_route, Route::from_code, choice))?,
            cost_per_tonne: findings.check("cost_per_tonne", not_negative(&self.cost_per_tonne))?,
            status: findings.check("status", optional(&self.status, Status::from_code, choice))?,
            waste_code: findings.check("waste_code", Line::parse_optional(&self.waste_code))?,
            visibility: findings.check("visibility", optional(&self.visibility, Visibility::from_code, choice))?,
            contact_release: findings
                .check("contact_release", optional(&self.contact_release, ContactRelease::from_code, choice))?,
        };
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
        fn text<T: std::ops::Deref<Target = str>>(value: Option<&T>) -> String {
            value.map(|text| text.deref().to_owned()).unwrap_or_default()
        }
        fn date(value: Option<NaiveDate>) -> String {
            let mut text = String::new();
            value.inspect(|date| wire::push_date(*date, &mut text));
            text
        }
        let number = |value: Option<f64>| value.map(wire::number::write).unwrap_or_default();
        let (quantity, unit, frequency) = resource.quantity.map_or_else(Default::default, |quantity| {
            (
                wire::number::write(quantity.amount),
                quantity.unit.code().to_owned(),
                quantity.frequency.code().to_owned(),
            )
        });
        let details = &resource.details;
        Self {
            kind: resource.kind.code().to_owned(),
            title: resource.title.to_string(),
            category: resource.category.code().to_owned(),
            quantity,
            unit,
            frequency,
            description: text(details.description.as_ref()),
            form: text(details.form.as_ref()),
            packaging: text(details.packaging.as_ref()),
            quality: text(details.quality.as_ref()),
            available_from: date(details.available_from),
            available_until: date(details.available_until),
            site: text(details.site.as_ref()),
            max_km: number(details.max_km),
            transport: details.transport.map(|choice| choice.code().to_owned()).unwrap_or_default(),
            price: details.price.map(|choice| choice.code().to_owned()).unwrap_or_default(),
            current_route: details.current_route.map(|choice| choice.code().to_owned()).unwrap_or_default(),
            cost_per_tonne: number(details.cost_per_tonne),
            status: details.status.map(|choice| choice.code().to_owned()).unwrap_or_default(),
            waste_code: text(details.waste_code.as_ref()),
            visibility: details.visibility.map(|choice| choice.code().to_owned()).unwrap_or_default(),
            contact_release: details.contact_release.map(|choice| choice.code().to_owned()).unwrap_or_default(),
        }
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

fn not_negative(typed: &str) -> Result<Option<f64>, Problem> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    match parse_number(typed)? {
        number if number < 0.0 => Err(Problem::NotPositive),
        number if number > 100_000.0 => Err(Problem::Absurd),
        number => Ok(Some(number)),
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
