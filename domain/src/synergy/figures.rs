//! What a synergy brought, by year, with who declared it and how far it is verified.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::problem::Problem;

coded! {
    /// What is counted. The list joins the one of the French national programme and that of the UK's NISP (Hansard, 19
    /// June 2007).
    Indicator {
        /// Waste reused or recycled, in tonnes a year.
        TonnesReused = "tonnes_reused",
        /// Waste kept out of landfill, in tonnes a year; only where landfill was its way before.
        LandfillAvoided = "landfill_avoided",
        /// Waste kept out of incineration, in tonnes a year.
        IncinerationAvoided = "incineration_avoided",
        /// Virgin material replaced at the receiver, in tonnes a year.
        VirginSaved = "virgin_saved",
        /// Hazardous waste avoided or reused, in tonnes a year.
        HazardousAvoided = "hazardous_avoided",
        /// Greenhouse gases avoided, in tCO2e a year.
        Co2eAvoided = "co2e_avoided",
        /// Water saved, in cubic metres a year.
        WaterSaved = "water_saved",
        /// Energy saved or recovered, in megawatt-hours a year.
        EnergySaved = "energy_saved",
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

/// What an indicator is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Metric tonnes of material.
    Tonnes,
    /// Tonnes of CO2 equivalent: other greenhouse gases count by their warming over a hundred years (GWP100).
    TonnesCo2e,
    /// Cubic metres of water.
    CubicMetres,
    /// Megawatt-hours of energy.
    MegawattHours,
    /// Euros: savings, sales, investment.
    Euros,
    /// Jobs, in full-time equivalents.
    Jobs,
}

/// How an indicator counts over companies and years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counting {
    /// A flow of materials, and what it avoids, is one and the same for all companies of a synergy: it counts once,
    /// whoever declares it, and comes again each year.
    Flow,
    /// Each company has its own, and again each year.
    MoneyEachYear,
    /// Each company has its own, once.
    MoneyOnce,
    /// Each company has its own. A job of last year that is there this year is one job.
    Jobs,
}

impl Indicator {
    /// What it is measured in, and how it counts: all that tells indicators apart.
    const fn nature(self) -> (Measure, Counting) {
        match self {
            Self::TonnesReused
            | Self::LandfillAvoided
            | Self::IncinerationAvoided
            | Self::VirginSaved
            | Self::HazardousAvoided => (Measure::Tonnes, Counting::Flow),
            Self::Co2eAvoided => (Measure::TonnesCo2e, Counting::Flow),
            Self::WaterSaved => (Measure::CubicMetres, Counting::Flow),
            Self::EnergySaved => (Measure::MegawattHours, Counting::Flow),
            Self::Savings | Self::Sales => (Measure::Euros, Counting::MoneyEachYear),
            Self::Investment => (Measure::Euros, Counting::MoneyOnce),
            Self::JobsCreated | Self::JobsKept => (Measure::Jobs, Counting::Jobs),
        }
    }

    /// What it is measured in.
    #[must_use]
    pub const fn measure(self) -> Measure {
        self.nature().0
    }

    /// Whether each company of a synergy has its own (savings, sales, investment, jobs).
    #[must_use]
    pub const fn is_of_each_company(self) -> bool {
        !matches!(self.nature().1, Counting::Flow)
    }

    /// Whether the figures of two years may be added. Those of jobs may not: a job that is kept is one job.
    #[must_use]
    pub const fn adds_up_over_years(self) -> bool {
        !matches!(self.nature().1, Counting::Jobs)
    }

    /// Whether it comes again each year as long as the synergy lives.
    #[must_use]
    pub const fn comes_every_year(self) -> bool {
        matches!(self.nature().1, Counting::Flow | Counting::MoneyEachYear)
    }
}

coded! {
    /// How far a figure is verified. Totals are always shown by level.
    Verification {
        /// Level 0: an estimate.
        Estimated = "estimated",
        /// Level 1: declared by one side.
        OneSide = "one_side",
        /// Level 2: declared by both sides.
        BothSides = "both_sides",
        /// Level 3: supported by a document.
        Evidenced = "evidenced",
        /// Level 4: verified by an auditor.
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
    /// The company or the person who declared it.
    pub declared_by: String,
    /// How far the true value may lie from the amount, as a share of it (0.2: ±20 %). None: not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<f64>,
    /// How it was computed, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
}

/// How a figure was computed: `amount = quantity × kilograms a unit ÷ 1000`. Kept with the figure, so that it never
/// changes when a newer table of factors comes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// The material, by its key in the table of factors.
    pub material: String,
    /// How much of it, in tonnes.
    pub tonnes: f64,
    /// The factor: kilograms of CO2e avoided for each tonne.
    pub kg_per_tonne: f64,
    /// Who published the factor, and when.
    pub source: String,
    /// What the factor counts, by its code.
    pub boundary: String,
    /// The version of the table of factors.
    pub table: String,
}

impl Basis {
    /// The figure, in tonnes of CO2e.
    #[must_use]
    pub fn tonnes_co2e(&self) -> f64 {
        self.tonnes * self.kg_per_tonne / 1_000.0
    }
}

/// A year that something can count for: from 2000 to 2100.
///
/// # Errors
/// [`Problem::NotADate`] outside of these.
pub fn check_year(year: i32) -> Result<i32, Problem> {
    if (2000..=2100).contains(&year) { Ok(year) } else { Err(Problem::NotADate) }
}

impl Figure {
    /// The figure, if it can be one.
    ///
    /// # Errors
    /// [`Problem::NotADate`] for a year outside 2000–2100, [`Problem::NotPositive`] below zero (CO2e may be negative: a
    /// synergy can emit more than it avoids), [`Problem::Absurd`] above 10⁹.
    pub fn check(&self) -> Result<(), (&'static str, Problem)> {
        check_year(self.year).map_err(|problem| ("year", problem))?;
        if !self.amount.is_finite() {
            return Err(("amount", Problem::NotANumber));
        }
        if self.amount < 0.0 && self.indicator != Indicator::Co2eAvoided {
            return Err(("amount", Problem::NotPositive));
        }
        if self.uncertainty.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            return Err(("uncertainty", Problem::Absurd));
        }
        if self.amount.abs() > 1e9 {
            return Err(("amount", Problem::Absurd));
        }
        Ok(())
    }
}
