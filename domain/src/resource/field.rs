//! The fields of a card, each described once: how it is typed, how it is read, for which cards it is asked, and what
//! exports call it. The typed card ([`ResourceDraft`]), its details ([`Details`]), reading one
//! from the other, the form, the lines of a card and the columns of exports all follow from the list at the end of
//! this file. Words for a field stand in `app::locale::card_fields`; what a field means to other programs stands in
//! `docs/http-api.md`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wire::Wire;

use super::typed::parse_date;
use super::{ContactRelease, Kind, Price, Route, Status, Transport, Visibility};
use crate::problem::{Findings, Problem};
use crate::text::{Line, Paragraph, parse_number};

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A line of text.
    Line,
    /// Several lines of text.
    Area,
    /// A day of the calendar.
    Date,
    /// A number, in this unit (empty where the unit is a field of its own).
    Number(&'static str),
    /// One of several choices, by its code.
    Choice,
}

/// Where the form asks for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// At once: kind, title, quantity.
    First,
    /// In the part of the form behind "specify".
    Specified,
    /// Behind "specify", of haves only.
    OfHaves,
    /// Behind "specify", at the end: who sees the card, and when the contact is given.
    Sharing,
}

impl Group {
    /// Whether cards of this kind are asked.
    #[must_use]
    pub fn is_for(self, kind: Kind) -> bool {
        self != Self::OfHaves || kind == Kind::Have
    }
}

/// What was said in one of the [`Details`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said<'a> {
    /// A text, of one line or several.
    Text(&'a str),
    /// A day of the calendar.
    Date(NaiveDate),
    /// A number, in the unit of its [`Entry`].
    Number(f64),
    /// The code of what was chosen.
    Choice(&'static str),
}

impl Said<'_> {
    /// What one would have had to type.
    #[must_use]
    pub fn typed(self) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Date(date) => {
                let mut text = String::new();
                wire::push_date(date, &mut text);
                text
            }
            Self::Number(number) => wire::number::write(number),
            Self::Choice(code) => code.to_owned(),
        }
    }
}

/// A type in which a detail is kept.
trait Detail: Sized {
    fn parse(typed: &str) -> Result<Option<Self>, Problem>;
    fn said(&self) -> Said<'_>;
}

impl Detail for Line {
    fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        Self::parse_optional(typed)
    }
    fn said(&self) -> Said<'_> {
        Said::Text(self)
    }
}

impl Detail for Paragraph {
    fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        Self::parse_optional(typed)
    }
    fn said(&self) -> Said<'_> {
        Said::Text(self)
    }
}

impl Detail for NaiveDate {
    fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        parse_date(typed)
    }
    fn said(&self) -> Said<'_> {
        Said::Date(*self)
    }
}

impl Detail for f64 {
    fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        match parse_number(typed)? {
            number if number < 0.0 => Err(Problem::NotPositive),
            number if number > 100_000.0 => Err(Problem::Absurd),
            number => Ok(Some(number)),
        }
    }
    fn said(&self) -> Said<'_> {
        Said::Number(*self)
    }
}

macro_rules! choices {
    ($($choice:ident),+) => {$(
        impl Detail for $choice {
            fn parse(typed: &str) -> Result<Option<Self>, Problem> {
                match typed.trim() {
                    "" => Ok(None),
                    code => Self::from_code(code).map(Some).ok_or(Problem::UnknownChoice),
                }
            }
            fn said(&self) -> Said<'_> {
                Said::Choice(self.code())
            }
        }
    )+};
}
choices!(Transport, Price, Route, Status, Visibility, ContactRelease);

macro_rules! card_fields {
    (
        first { $($(#[$first_doc:meta])* $First:ident $first:ident: $first_entry:expr, $first_group:ident;)+ }
        details { $($(#[$doc:meta])* $Field:ident $field:ident: $kept:ty, $entry:expr, $group:ident, $exported:expr;)+ }
    ) => {
        /// A field of a card. Words, forms and lines are looked up by it, so that none can be forgotten.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Field {
            $($(#[$first_doc])* $First,)+
            $($(#[$doc])* $Field,)+
        }

        impl Field {
            /// All fields, in the order in which they are asked and told.
            pub const ALL: &'static [Self] = &[$(Self::$First,)+ $(Self::$Field),+];

            /// Its name, on the wire and in forms.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$First => stringify!($first),)+
                    $(Self::$Field => stringify!($field)),+
                }
            }

            /// The field of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.name() == name)
            }

            /// How it is filled in.
            #[must_use]
            pub const fn entry(self) -> Entry {
                match self { $(Self::$First => $first_entry,)+ $(Self::$Field => $entry),+ }
            }

            /// Where the form asks for it.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$First => Group::$first_group,)+ $(Self::$Field => Group::$group),+ }
            }

            /// The column of exports that holds it; none for what exports tell otherwise, or not at all.
            #[must_use]
            pub const fn column(self) -> Option<&'static str> {
                match self { $(Self::$First => None,)+ $(Self::$Field => $exported),+ }
            }
        }

        /// A card as it is typed. Unknown fields are ignored, left-out fields are empty, numbers may come as numbers
        /// or as text.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct ResourceDraft {
            $($(#[$first_doc])*
            #[serde(deserialize_with = "super::typed::text", skip_serializing_if = "String::is_empty")]
            pub $first: String,)+
            $($(#[$doc])*
            #[serde(deserialize_with = "super::typed::text", skip_serializing_if = "String::is_empty")]
            pub $field: String),+
        }

        impl ResourceDraft {
            /// What was typed in a field.
            #[must_use]
            pub fn get(&self, field: Field) -> &str {
                match field { $(Field::$First => &self.$first,)+ $(Field::$Field => &self.$field),+ }
            }

            /// Puts a text into a field.
            pub fn set(&mut self, field: Field, text: String) {
                *match field { $(Field::$First => &mut self.$first,)+ $(Field::$Field => &mut self.$field),+ } = text;
            }
        }

        /// What nobody has to fill in.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
        #[serde(default)]
        pub struct Details {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$kept>),+
        }

        impl Details {
            /// What was said in a field; nothing where it was left blank, and of fields that are no details.
            #[must_use]
            pub fn said(&self, field: Field) -> Option<Said<'_>> {
                match field {
                    $(Field::$Field => self.$field.as_ref().map(Detail::said),)+
                    _ => None,
                }
            }

            /// Reads all details; what is wrong is noted, each at its field.
            pub(super) fn parse(draft: &ResourceDraft, findings: &mut Findings) -> Option<Self> {
                $(let $field = findings.check(stringify!($field), <$kept as Detail>::parse(&draft.$field));)+
                Some(Self { $($field: $field?),+ })
            }
        }
    };
}

card_fields! {
    first {
        /// Have, want or shared need.
        Kind kind: Entry::Choice, First;
        /// What it is, in a few words.
        Title title: Entry::Line, First;
        /// What sort of resource. Left blank it is found from the words where the card is posted.
        Category category: Entry::Choice, Specified;
        /// How much, `1 200,5` or `1200.5`.
        Quantity quantity: Entry::Number(""), First;
        /// What the amount is counted in: kilograms, hours, trips…
        Unit unit: Entry::Choice, First;
        /// How often the amount comes: once, each week, each year…
        Frequency frequency: Entry::Choice, First;
    }
    details {
        /// Whatever else there is to say, in free text.
        Description description: Paragraph, Entry::Area, Specified, Some("description");
        /// Physical form: powder, chips, liquid, bars…
        Form form: Line, Entry::Line, Specified, Some("form");
        /// Loose, big bags, drums, pallets…
        Packaging packaging: Line, Entry::Line, Specified, Some("packaging");
        /// Composition, contamination, concentration, temperature.
        Quality quality: Line, Entry::Line, Specified, Some("quality");
        /// First day on which it is there (or needed).
        AvailableFrom available_from: NaiveDate, Entry::Date, Specified, Some("available_from");
        /// Last day on which it is there (or needed).
        AvailableUntil available_until: NaiveDate, Entry::Date, Specified, Some("available_until");
        /// Municipality or postcode of the site.
        Site site: Line, Entry::Line, Specified, Some("site");
        /// Farthest distance that makes sense.
        MaxKm max_km: f64, Entry::Number("km"), Specified, Some("max_km");
        /// Who moves it.
        Transport transport: Transport, Entry::Choice, Specified, Some("transport");
        /// What the company thinks of a price.
        Price price: Price, Entry::Choice, Specified, Some("price");
        /// Where it goes today.
        CurrentRoute current_route: Route, Entry::Choice, OfHaves, Some("current_route");
        /// What that costs (haves) or what today's supply costs (wants).
        CostPerTonne cost_per_tonne: f64, Entry::Number("€/t"), Specified, Some("cost_per_tonne");
        /// Status in law. In exports `status` is that of the card.
        Status status: Status, Entry::Choice, OfHaves, Some("legal_status");
        /// Code of the European List of Waste, as typed.
        WasteCode waste_code: Line, Entry::Line, OfHaves, Some("waste_code");
        /// Who sees the card; everyone in the room unless said otherwise. Exports tell it of every card.
        Visibility visibility: Visibility, Entry::Choice, Sharing, None;
        /// When the contact is released; on mutual interest unless said otherwise.
        ContactRelease contact_release: ContactRelease, Entry::Choice, Sharing, None;
    }
}
