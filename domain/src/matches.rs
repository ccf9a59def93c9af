//! A match: two sides that could help each other, why, and what each side says of it.

use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;
use crate::ids::{CardId, MatchId, ParticipantId, SynergyId};
use crate::resource::Annual;
use crate::text::Line;

/// The other side of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Wire)]
#[serde(rename_all = "snake_case")]
pub enum Counterpart {
    /// A card; most often a want that the first card would serve.
    Card(CardId),
    /// A person who tapped "interested", without a card of their own.
    Participant(ParticipantId),
}

/// Why two sides are thought to fit. Each is shown as a phrase in the reader's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Reason {
    /// The texts share these words (as typed on the first card).
    SharedWords {
        /// The words, as they were typed.
        words: Vec<String>,
    },
    /// Both are of one category.
    SameCategory,
    /// What is offered covers what is wanted.
    QuantityCovers {
        /// Offered a year.
        offered: Annual,
        /// Wanted a year.
        wanted: Annual,
    },
    /// What is offered covers a part of what is wanted.
    QuantityPart {
        /// Offered a year.
        offered: Annual,
        /// Wanted a year.
        wanted: Annual,
    },
    /// Somebody tapped "interested".
    Interest,
    /// Both need the same: they could buy or run it together.
    SameNeed,
    /// What the matcher knows of the trade: the thing both speak of, or what the one can serve for. A phrase in both
    /// languages.
    Told { fr: String, en: String },
    /// Conditions of which both speak, and which agree: months, days, degrees… In both languages.
    Agrees { fr: String, en: String },
    /// A condition of which both speak, and which is not met as the cards have it: to be asked. In both languages.
    Unmet { fr: String, en: String },
    /// Both have the same, and say themselves that a common solution is looked for.
    Pool,
    /// Both amounts after conversion or from rough words: an estimate.
    QuantityAbout {
        /// Offered a year.
        offered: Annual,
        /// Wanted a year.
        wanted: Annual,
    },
    /// What is offered ends before it is wanted, or begins after.
    DatesApart,
    /// Both sites are in one place.
    SamePlace,
    /// A language model that the host chose has judged the pair: the score is the model's, and so is the sentence in
    /// the reason before this one.
    Judged,
    /// A rule that may apply and should be looked at. Never advice.
    Check {
        /// The rule to look at.
        flag: Flag,
    },
}

impl Reason {
    /// Whether the reason repeats words of the cards, or what was read from them: then it is erased with the card.
    #[must_use]
    pub const fn quotes(&self) -> bool {
        matches!(
            self,
            Self::SharedWords { .. }
                | Self::QuantityCovers { .. }
                | Self::QuantityPart { .. }
                | Self::QuantityAbout { .. }
                | Self::Told { .. }
                | Self::Agrees { .. }
                | Self::Unmet { .. }
                | Self::SamePlace
                | Self::Judged
        )
    }
}

coded! {
    /// A rule to check before an exchange. What each means, with its reference and the day on which it was checked,
    /// stands in `matching/knowledge/flags.csv`.
    Flag {
        /// Hazardous waste: its own consignment note and licensed carriers.
        Hazardous = "hazardous",
        /// Waste, by-product, or end of waste.
        WasteStatus = "waste_status",
        /// Carrying waste by road is declared above a quantity.
        Transport = "transport",
        /// Who receives, stores or treats waste may need a permit.
        Permit = "permit",
        /// The sites are in different countries.
        CrossBorder = "cross_border",
        /// What is no longer waste falls under REACH and CLP.
        Reach = "reach",
        /// Animal by-products, food and feed have their own rules.
        Animal = "animal",
        /// Lending staff may not bring a profit.
        Labour = "labour",
        /// Buying together between competitors.
        Competition = "competition",
    }
}

/// A side of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Wire)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The side of the card.
    First,
    /// The side of the counterpart.
    Second,
}

coded! {
    /// Why a match is not for a company. Dismissals teach as much as interest does.
    Dismissal {
        /// The quality does not fit.
        Quality = "quality",
        /// Too much or too little.
        Quantity = "quantity",
        /// The sites lie too far apart.
        Distance = "distance",
        /// It costs too much.
        Price = "price",
        /// The wrong moment.
        Timing = "timing",
        /// The rules stand in the way.
        Legal = "legal",
        /// There is a solution already.
        Solved = "solved",
        /// The two have nothing to do with each other: the match makes no sense.
        Unrelated = "unrelated",
        /// A reason that is not in this list; the note may tell it.
        Other = "other",
    }
}

/// What a side says of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Wire)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// This side is interested.
    Interested,
    /// Not for us, and why, if they say so.
    NotForUs {
        /// The reason that they chose from the list, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Dismissal>,
        /// In their own words; not shown to the room.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Line>,
    },
}

/// A proposed match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Match {
    /// Its number in the workshop.
    pub id: MatchId,
    /// The card: the have, or the earlier of two shared needs.
    pub card: CardId,
    /// The other side.
    pub counterpart: Counterpart,
    /// How well they are thought to fit, from 0 to 1.
    pub score: f64,
    /// Why they are thought to fit.
    pub reasons: Vec<Reason>,
    /// What the card's side said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_answer: Option<Answer>,
    /// What the other side said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_answer: Option<Answer>,
    /// The facilitator said that it makes no sense.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dismissed: bool,
    /// The synergy that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub synergy: Option<SynergyId>,
    /// Another match says the same since two records of one person were made one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub superseded: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde asks
fn is_false(value: &bool) -> bool {
    !*value
}

/// The bar of the wall. Below this score a match is a guess: of those above it, four in five were pairs that a
/// facilitator would introduce, in rooms from which nothing was learnt (`docs/matching.md`, the bar of the wall). A
/// room that is shown worse ones stops believing the others.
const GUESS: f64 = 0.75;

impl Match {
    /// Whether nobody has taken it up and little speaks for it. A guess is shown to the two whom it concerns and to the
    /// desk, not to the whole room, and is not counted.
    #[must_use]
    pub fn is_guess(&self) -> bool {
        let taken_up = [&self.first_answer, &self.second_answer]
            .into_iter()
            .any(|answer| matches!(answer, Some(Answer::Interested)));
        self.score < GUESS && !taken_up && self.synergy.is_none() && matches!(self.counterpart, Counterpart::Card(_))
    }

    /// Whether both sides are interested.
    #[must_use]
    pub fn is_mutual(&self) -> bool {
        matches!((&self.first_answer, &self.second_answer), (Some(Answer::Interested), Some(Answer::Interested)))
    }

    /// Whether a side said that it is not for them, or the facilitator that it makes no sense. The facilitator's word
    /// does not count where both sides are interested.
    #[must_use]
    pub fn is_dismissed(&self) -> bool {
        let no = |answer: &Option<Answer>| matches!(answer, Some(Answer::NotForUs { .. }));
        no(&self.first_answer) || no(&self.second_answer) || (self.dismissed && !self.is_mutual())
    }

    /// What this side said.
    #[must_use]
    pub fn answer(&self, side: Side) -> Option<&Answer> {
        match side {
            Side::First => self.first_answer.as_ref(),
            Side::Second => self.second_answer.as_ref(),
        }
    }

    /// Whether this card is one of the two sides.
    #[must_use]
    pub fn involves(&self, card: CardId) -> bool {
        self.card == card || self.counterpart == Counterpart::Card(card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_one_no_longer_once_somebody_takes_it_up() {
        let guess = Match {
            id: MatchId(1),
            card: CardId(1),
            counterpart: Counterpart::Card(CardId(2)),
            score: 0.2,
            reasons: Vec::new(),
            first_answer: None,
            second_answer: None,
            dismissed: false,
            synergy: None,
            superseded: false,
        };
        assert!(guess.is_guess());
        assert!(!Match { score: 0.75, ..guess.clone() }.is_guess());
        assert!(!Match { second_answer: Some(Answer::Interested), ..guess.clone() }.is_guess());
        assert!(!Match { synergy: Some(SynergyId(1)), ..guess.clone() }.is_guess());
        assert!(
            !Match { counterpart: Counterpart::Participant(ParticipantId(3)), ..guess }.is_guess(),
            "somebody tapped"
        );
    }
}
