//! What a language model read out of the words of a card, for fields that its author left blank: a proposal to the
//! author, who takes it over or does not. The card says nothing of it until then.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wire::Wire;

use super::{Quantity, Resource, ResourceDraft};

/// How much and when, as a language model understood the words of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
#[serde(default)]
pub struct Understood {
    /// How much and how often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// First day on which it is there (or needed).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_from: Option<NaiveDate>,
    /// Last day on which it is there (or needed).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_until: Option<NaiveDate>,
}

impl Understood {
    /// Whether nothing was understood.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What of it may be proposed beside what the author said: fields that they filled in are theirs, and so is the
    /// order of days.
    #[must_use]
    pub fn beside(self, said: &Resource) -> Self {
        let details = &said.details;
        let quantity = self.quantity.filter(|_| said.quantity.is_none());
        let quantity = quantity.filter(|one| Quantity::new(one.amount, one.unit, one.frequency).is_ok());
        let available_from = self.available_from.filter(|_| details.available_from.is_none());
        let available_until = self.available_until.filter(|_| details.available_until.is_none());
        let ends_before = available_from
            .or(details.available_from)
            .zip(available_until.or(details.available_until))
            .is_some_and(|(from, until)| until < from);
        if ends_before {
            return Self { quantity, ..Self::default() };
        }
        Self { quantity, available_from, available_until }
    }

    /// The card as one would have to type it to take this over: what the author said, and this where they said nothing.
    #[must_use]
    pub fn taken_into(self, said: &Resource) -> ResourceDraft {
        let mut taken = said.clone();
        taken.quantity = said.quantity.or(self.quantity);
        taken.details.available_from = said.details.available_from.or(self.available_from);
        taken.details.available_until = said.details.available_until.or(self.available_until);
        ResourceDraft::from(&taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::{Frequency, Unit};

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().expect("a day"))
    }

    fn skip_a_week() -> Option<Quantity> {
        Some(Quantity::new(15.0, Unit::CubicMetre, Frequency::Week).expect("a quantity"))
    }

    #[test]
    fn what_the_author_said_stays_and_blank_fields_are_filled() {
        let draft = ResourceDraft {
            kind: "have".into(),
            title: "une bonne benne de plâtre par semaine".into(),
            available_from: "2026-12-01".into(),
            ..ResourceDraft::default()
        };
        let said = draft.parse().expect("a card");
        let read = Understood {
            quantity: skip_a_week(),
            available_from: day("2026-10-15"),
            available_until: day("2027-03-31"),
        };
        let beside = read.beside(&said);
        assert_eq!(beside, Understood { available_from: None, ..read });
        let taken = beside.taken_into(&said);
        assert_eq!(
            taken,
            ResourceDraft {
                category: "material".into(),
                quantity: "15".into(),
                unit: "m3".into(),
                frequency: "week".into(),
                available_until: "2027-03-31".into(),
                ..draft
            }
        );
        assert!(read.beside(&taken.parse().expect("a good card")).is_empty(), "nothing is left to propose");
    }

    #[test]
    fn days_in_the_wrong_order_and_absurd_amounts_are_not_proposed() {
        let draft = ResourceDraft {
            kind: "want".into(),
            title: "foin".into(),
            available_from: "2026-12-01".into(),
            ..ResourceDraft::default()
        };
        let said = draft.parse().expect("a card");
        let absurd = Quantity { amount: -3.0, unit: Unit::Tonne, frequency: Frequency::Day };
        let read = Understood { quantity: Some(absurd), available_until: day("2026-11-30"), ..Understood::default() };
        assert!(read.beside(&said).is_empty());
    }
}
