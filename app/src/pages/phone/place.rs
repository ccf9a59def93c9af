//! Where on the phone one is, as an address and back.

use domain::ids::{CardId, WorkshopId};

use super::Tab;
use crate::routes;

/// A tab, and on the first one perhaps the card being edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) tab: Tab,
    pub(super) editing: Option<CardId>,
}

impl Place {
    /// The place of a tab, without a card that is edited.
    pub(super) const fn at(tab: Tab) -> Self {
        Self { tab, editing: None }
    }

    /// The first tab, with this card in the form.
    pub(super) const fn editing(card: CardId) -> Self {
        Self { tab: Tab::Mine, editing: Some(card) }
    }

    /// Its address in this workshop.
    pub(super) fn address(self, workshop: WorkshopId) -> String {
        match (self.tab, self.editing) {
            (Tab::Mine, Some(card)) => routes::card(workshop, card),
            (Tab::Mine, None) => routes::phone(workshop),
            (Tab::Room, _) => routes::room(workshop),
            (Tab::Matches, _) => routes::my_matches(workshop),
        }
    }

    /// The place at this address; the first tab when it is none.
    #[cfg(any(feature = "hydrate", test))]
    pub(super) fn of_address(path: &str, workshop: WorkshopId) -> Self {
        let tabs = [Tab::Mine, Tab::Room, Tab::Matches].map(Self::at);
        let card = || path.strip_prefix(&routes::cards(workshop))?.strip_prefix('/')?.parse().ok().map(Self::editing);
        tabs.into_iter().find(|place| place.address(workshop) == path).or_else(card).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_an_address_that_leads_back_to_it() {
        let workshop = WorkshopId(uuid::Uuid::from_u128(7));
        for place in [Place::at(Tab::Mine), Place::at(Tab::Room), Place::at(Tab::Matches), Place::editing(CardId(12))] {
            assert_eq!(Place::of_address(&place.address(workshop), workshop), place);
        }
        assert_eq!(Place::of_address("/elsewhere", workshop), Place::default());
        assert_eq!(Place::of_address(&format!("/w/{workshop}/cards/x"), workshop), Place::default());
    }
}
