//! Quantities with their unit and frequency, and the annual quantity that makes two of them comparable.

use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;
use crate::problem::Problem;

/// Above this, an amount must be a slip.
pub const AMOUNT_MAX: f64 = 1e9;

coded! {
    /// Units that people use on cards, of mass, volume, energy, number, area, work and distance.
    Unit {
        Kilogram = "kg",
        /// A metric tonne: 1,000 kg.
        Tonne = "t",
        Litre = "l",
        CubicMetre = "m3",
        KilowattHour = "kwh",
        MegawattHour = "mwh",
        /// Things that are counted one by one.
        Piece = "pieces",
        /// Pallets, of whatever size.
        Pallet = "pallets",
        SquareMetre = "m2",
        /// An hour, of work or of use.
        Hour = "hours",
        /// A day's work of one person.
        PersonDay = "person_days",
        Kilometre = "km",
        /// A drive from one place to another.
        Trip = "trips",
    }
}

coded! {
    /// Base units of the annual quantity: [`Unit::base`] says how many of them make each unit.
    Base {
        Tonne = "t",
        CubicMetre = "m3",
        MegawattHour = "mwh",
        Piece = "pieces",
        Pallet = "pallets",
        SquareMetre = "m2",
        Hour = "hours",
        PersonDay = "person_days",
        Kilometre = "km",
        Trip = "trips",
    }
}

coded! {
    /// How often the amount comes.
    Frequency {
        /// One lot, not repeated.
        Once = "once",
        /// Every working day: 250 times a year.
        Day = "day",
        /// Every week: 52 times a year.
        Week = "week",
        /// Every month: 12 times a year.
        Month = "month",
        /// Every quarter: 4 times a year.
        Quarter = "quarter",
        /// Once a year.
        Year = "year",
    }
}

impl Unit {
    /// The base unit, and how many of it make one of this unit (a kilogram: 0.001 tonnes).
    #[must_use]
    pub const fn base(self) -> (Base, f64) {
        match self {
            Self::Kilogram => (Base::Tonne, 0.001),
            Self::Tonne => (Base::Tonne, 1.0),
            Self::Litre => (Base::CubicMetre, 0.001),
            Self::CubicMetre => (Base::CubicMetre, 1.0),
            Self::KilowattHour => (Base::MegawattHour, 0.001),
            Self::MegawattHour => (Base::MegawattHour, 1.0),
            Self::Piece => (Base::Piece, 1.0),
            Self::Pallet => (Base::Pallet, 1.0),
            Self::SquareMetre => (Base::SquareMetre, 1.0),
            Self::Hour => (Base::Hour, 1.0),
            Self::PersonDay => (Base::PersonDay, 1.0),
            Self::Kilometre => (Base::Kilometre, 1.0),
            Self::Trip => (Base::Trip, 1.0),
        }
    }
}

impl Frequency {
    /// How many times a year. A day is a working day: 52 weeks of 5 days less ten public holidays make 250.
    /// One lot counts once, in its own year.
    #[must_use]
    pub const fn times_a_year(self) -> f64 {
        match self {
            Self::Once | Self::Year => 1.0,
            Self::Day => 250.0,
            Self::Week => 52.0,
            Self::Month => 12.0,
            Self::Quarter => 4.0,
        }
    }
}

/// How much, of which unit, how often. Positive and below [`AMOUNT_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Quantity {
    /// The amount, in the unit.
    pub amount: f64,
    /// The unit in which the amount is counted.
    pub unit: Unit,
    /// How often the amount comes.
    pub frequency: Frequency,
}

/// An amount in a base unit, for one year (or for the one lot).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Annual {
    /// The amount, in the base unit.
    pub amount: f64,
    /// The base unit.
    pub unit: Base,
    /// Whether it is one lot, not a yearly flow.
    pub once: bool,
}

impl Quantity {
    /// As JSON, as it stands in what is kept of changes.
    #[must_use]
    pub fn as_json(&self) -> String {
        let (unit, frequency) = (self.unit.code(), self.frequency.code());
        format!(r#"{{"amount":{:?},"unit":"{unit}","frequency":"{frequency}"}}"#, self.amount)
    }

    /// # Errors
    /// [`Problem::NotPositive`] at or below zero, [`Problem::Absurd`] above [`AMOUNT_MAX`] a year in the base unit.
    pub fn new(amount: f64, unit: Unit, frequency: Frequency) -> Result<Self, Problem> {
        let quantity = Self { amount, unit, frequency };
        if !amount.is_finite() {
            return Err(Problem::NotANumber);
        }
        if amount <= 0.0 {
            return Err(Problem::NotPositive);
        }
        if amount > AMOUNT_MAX || quantity.annual().amount > AMOUNT_MAX {
            return Err(Problem::Absurd);
        }
        Ok(quantity)
    }

    /// The quantity of a year in the base unit: amount × factor of the unit × times a year.
    #[must_use]
    pub fn annual(&self) -> Annual {
        let (unit, factor) = self.unit.base();
        Annual {
            amount: self.amount * factor * self.frequency.times_a_year(),
            unit,
            once: self.frequency == Frequency::Once,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_annual_quantity_is_in_the_base_unit() {
        let annual = |amount, unit, frequency| Quantity::new(amount, unit, frequency).map(|quantity| quantity.annual());
        assert_eq!(
            annual(500.0, Unit::Kilogram, Frequency::Week),
            Ok(Annual { amount: 26.0, unit: Base::Tonne, once: false })
        );
        assert_eq!(
            annual(3.0, Unit::CubicMetre, Frequency::Day),
            Ok(Annual { amount: 750.0, unit: Base::CubicMetre, once: false })
        );
        assert_eq!(
            annual(40.0, Unit::Tonne, Frequency::Once),
            Ok(Annual { amount: 40.0, unit: Base::Tonne, once: true })
        );
    }

    #[test]
    fn slips_are_refused() {
        assert_eq!(Quantity::new(-1.0, Unit::Tonne, Frequency::Year), Err(Problem::NotPositive));
        assert_eq!(Quantity::new(0.0, Unit::Tonne, Frequency::Year), Err(Problem::NotPositive));
        assert_eq!(Quantity::new(1e30, Unit::Kilogram, Frequency::Once), Err(Problem::Absurd));
        assert_eq!(Quantity::new(9e8, Unit::Tonne, Frequency::Day), Err(Problem::Absurd));
        assert_eq!(Quantity::new(f64::NAN, Unit::Tonne, Frequency::Day), Err(Problem::NotANumber));
    }
}
