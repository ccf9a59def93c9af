//! Branches of industry: groups of NACE divisions, few enough to be seen together on a wall.

use crate::codes::coded;

coded! {
    /// A branch, after the sections of NACE Rev. 2, with those joined that exchange the same things.
    Branch {
        /// Farming, fishing, food and drink (01, 03, 10–12).
        Food = "food",
        /// Forestry, wood, paper, printing, furniture (02, 16–18, 31).
        Wood = "wood",
        /// Textiles, chemistry, pharmaceuticals, rubber and plastics (13–15, 19–22).
        Chemistry = "chemistry",
        /// Quarries, glass, cement, building (05–09, 23, 41–43).
        Building = "building",
        /// Metals, machines, vehicles, electronics (24–30, 32, 33).
        Metal = "metal",
        /// Energy, water, waste (35–39).
        Utilities = "utilities",
        /// Trade, transport, storage (45–53).
        Trade = "trade",
        /// Services, administration, teaching, health (55–99).
        Services = "services",
        /// No division was given.
        Other = "other",
    }
}

impl Branch {
    /// The branch of a NACE division of two digits; [`Branch::Other`] where none was given.
    #[must_use]
    pub fn of(division: Option<&str>) -> Self {
        match division.and_then(|division| division.parse::<u8>().ok()) {
            Some(1 | 3 | 10..=12) => Self::Food,
            Some(2 | 16..=18 | 31) => Self::Wood,
            Some(13..=15 | 19..=22) => Self::Chemistry,
            Some(5..=9 | 23 | 41..=43) => Self::Building,
            Some(24..=30 | 32 | 33) => Self::Metal,
            Some(35..=39) => Self::Utilities,
            Some(45..=53) => Self::Trade,
            Some(55..=99) => Self::Services,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divisions_have_their_branch_and_none_has_the_last() {
        assert_eq!(Branch::of(Some("01")), Branch::Food);
        assert_eq!(Branch::of(Some("16")), Branch::Wood);
        assert_eq!(Branch::of(Some("38")), Branch::Utilities);
        assert_eq!(Branch::of(None), Branch::Other);
    }
}
