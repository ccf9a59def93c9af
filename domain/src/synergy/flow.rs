//! What flows between the two companies of a synergy, and how far it goes.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::problem::{Findings, Problem, Refusal};
use crate::resource::{Frequency, Quantity, Unit};
use crate::text::{Line, parse_number};

/// The farthest distance that two companies can lie apart: half the way around the earth, in km.
const DISTANCE_MAX: f64 = 20_000.0;

/// What flows, how much of it, and how far. What is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// What: sawdust, heat at 80 °C, a shared collection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Line>,
    /// How much, as it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Kilometres by road between the two sites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_km: Option<f64>,
}

coded! {
    /// A detail of a synergy whose changes are kept: what stood before, and what stands since.
    Detail {
        /// What flows, in words.
        Flow = "flow",
        /// How much; as JSON of a [`Quantity`].
        Quantity = "quantity",
        /// Kilometres by road.
        Distance = "distance_km",
        /// Who takes care of it on the giving side.
        GiverOwner = "giver_owner",
        /// Who takes care of it on the receiving side.
        ReceiverOwner = "receiver_owner",
        /// What happens next.
        NextStep = "next_step",
        /// The day by which it is to be done, as an ISO date.
        Due = "next_step_due",
    }
}

/// Flow and owners as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlowDraft {
    /// What flows: sawdust, heat at 80 °C, a shared collection.
    pub what: String,
    /// The amount, in the unit, or blank.
    pub amount: String,
    /// Code of a [`Unit`].
    pub unit: String,
    /// Code of a [`Frequency`].
    pub frequency: String,
    /// Kilometres by road, or blank.
    pub distance_km: String,
    /// Who takes care of it on the giving side.
    pub giver_owner: String,
    /// Who takes care of it on the receiving side.
    pub receiver_owner: String,
}

impl FlowDraft {
    /// Reads the draft: the flow, and the owners by name.
    ///
    /// # Errors
    /// Every problem of the form, each at its field.
    pub fn parse(&self) -> Result<(Flow, Option<Line>, Option<Line>), Refusal> {
        let mut findings = Findings::default();
        let what = findings.check("what", Line::parse_optional(&self.what));
        let quantity = findings.check("amount", self.quantity());
        let distance_km = findings.check("distance_km", distance(&self.distance_km));
        let giver = findings.check("giver_owner", Line::parse_optional(&self.giver_owner));
        let receiver = findings.check("receiver_owner", Line::parse_optional(&self.receiver_owner));
        let read =
            (|| Some((Flow { what: what?, quantity: quantity?, distance_km: distance_km? }, giver?, receiver?)))();
        findings.into_result(read)
    }

    fn quantity(&self) -> Result<Option<Quantity>, Problem> {
        if self.amount.trim().is_empty() {
            return Ok(None);
        }
        let unit = Unit::from_code(self.unit.trim()).ok_or(Problem::UnknownUnit)?;
        let frequency = Frequency::from_code(self.frequency.trim()).ok_or(Problem::Incomplete)?;
        Quantity::new(parse_number(&self.amount)?, unit, frequency).map(Some)
    }
}

/// A distance in km, as typed; blank: not known.
///
/// # Errors
/// [`Problem::NotANumber`]; [`Problem::NotPositive`] below zero; [`Problem::Absurd`] beyond half the way around the
/// earth.
pub fn distance(typed: &str) -> Result<Option<f64>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        typed => match parse_number(typed.trim_end_matches("km"))? {
            far if far < 0.0 => Err(Problem::NotPositive),
            far if far > DISTANCE_MAX => Err(Problem::Absurd),
            far => Ok(Some(far)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_is_read_and_what_is_wrong_is_said_at_its_field() {
        let typed = FlowDraft {
            what: "Sciure".into(),
            amount: "12,5".into(),
            unit: "t".into(),
            frequency: "month".into(),
            distance_km: "8 km".into(),
            giver_owner: "A".into(),
            ..FlowDraft::default()
        };
        let (flow, giver, receiver) = typed.parse().expect("good");
        assert_eq!(
            (flow.quantity.map(|quantity| quantity.annual().amount), flow.distance_km),
            (Some(150.0), Some(8.0))
        );
        assert_eq!((giver.as_deref(), receiver), (Some("A"), None));
        assert_eq!(FlowDraft::default().parse().expect("nothing is known").0, Flow::default());
        let wrong = FlowDraft {
            amount: "beaucoup".into(),
            unit: "t".into(),
            frequency: "year".into(),
            distance_km: "-1".into(),
            ..FlowDraft::default()
        };
        let refusal = wrong.parse().expect_err("wrong");
        assert_eq!(
            refusal.problems().iter().filter_map(|found| found.field.as_deref()).collect::<Vec<&str>>(),
            ["amount", "distance_km"]
        );
    }
}
