//! What a synergy brought, by year, with who declared it and how far it is verified.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::problem::Problem;

coded! {
    /// What is counted. The list is the one of the French national programme and of the UK's NISP.
    Indicator {
        /// Waste reused or recycled, in tonnes a year.
        TonnesReused = "tonnes_reused",
        /// Greenhouse gases avoided, in tCO2e a year.
        Co2eAvoided = "co2e_avoided",
        /// Costs saved, in euros a year.
        Savings = "savings",
        /// Additional sales, in euros a year.
        Sales = "sales",
        /// Private investment, in euros, once.
        Investment = "investment",
        /// Jobs created, in full-time equivalents.
        JobsCreated = "jobs_created",
        /// Jobs kept, in full-time equivalents.
        JobsKept = "jobs_kept",
    }
}

coded! {
    /// How far a figure is verified. Totals are always shown by level.
    Verification {
        /// 0: estimated.
        Estimated = "estimated",
        /// 1: declared by one side.
        OneSide = "one_side",
        /// 2: declared by both sides.
        BothSides = "both_sides",
        /// 3: supported by a document.
        Evidenced = "evidenced",
        /// 4: audited.
        Audited = "audited",
    }
}

impl Verification {
    /// The level from 0 to 4.
    #[must_use]
    pub const fn level(self) -> u8 {
        self as u8
    }

    /// The verification of this level.
    #[must_use]
    pub fn from_level(level: u8) -> Option<Self> {
        Self::ALL.get(usize::from(level)).copied()
    }
}

/// One figure of one synergy for one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The year it counts for.
    pub year: i32,
    /// What is counted.
    pub indicator: Indicator,
    /// How much, in the indicator's unit.
    pub amount: f64,
    /// How far it is verified.
    pub verification: Verification,
    /// Who declared it.
    pub declared_by: String,
}

impl Figure {
    /// The figure, if it can be one.
    ///
    /// # Errors
    /// [`Problem::NotADate`] for a year outside 2000–2100, [`Problem::NotPositive`] below zero (CO2e may be negative: a
    /// synergy can emit more than it avoids), [`Problem::Absurd`] above 10⁹.
    pub fn check(&self) -> Result<(), (&'static str, Problem)> {
        if !(2000..=2100).contains(&self.year) {
            return Err(("year", Problem::NotADate));
        }
        if !self.amount.is_finite() {
            return Err(("amount", Problem::NotANumber));
        }
        if self.amount < 0.0 && self.indicator != Indicator::Co2eAvoided {
            return Err(("amount", Problem::NotPositive));
        }
        if self.amount.abs() > 1e9 {
            return Err(("amount", Problem::Absurd));
        }
        Ok(())
    }
}
