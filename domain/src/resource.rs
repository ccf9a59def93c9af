//! What a company has, wants, or needs together with others. Fields follow the practice of NISP cards and of materials
//! exchanges: title, category, quantity with its frequency first; everything else optional.

mod draft;
mod field;
mod quantity;
mod typed;
mod understood;

pub use field::{Details, Entry, Field, Group, ResourceDraft, Said};
pub use quantity::{AMOUNT_MAX, Annual, Base, Frequency, Quantity, Unit};
pub use typed::parse_date;
pub(crate) use typed::text;
pub use understood::Understood;

use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;
use crate::text::Title;

coded! {
    /// The three kinds of cards.
    Kind {
        /// Something the company can give, sell, lend or share.
        Have = "have",
        /// Something the company is looking for.
        Want = "want",
        /// Something several companies need and could buy, run or build together (mutualisation).
        SharedNeed = "shared_need",
    }
}

coded! {
    /// What sort of resource, after the definition of CWA 17354: waste, by-products, energy, water, logistics,
    /// capacity, expertise, equipment and materials.
    Category {
        /// Materials, by-products, waste.
        Material = "material",
        /// Heat, cold, steam, electricity, fuel.
        Energy = "energy",
        /// Water of any quality.
        Water = "water",
        /// Transport, empty runs, storage on the way.
        Logistics = "logistics",
        /// Machines, vehicles, tools.
        Equipment = "equipment",
        /// Premises, land, storage and production capacity.
        Space = "space",
        /// Know-how, tests, advice, training.
        Expertise = "expertise",
        /// Services and purchasing.
        Services = "services",
        /// Staff, shared jobs, skills.
        People = "people",
    }
}

coded! {
    /// Who sees a card.
    Visibility {
        /// Everyone in the room, with the organisation's name.
        Room = "room",
        /// Everyone in the room, without the organisation's name.
        Anonymous = "anonymous",
        /// Only the facilitators.
        Facilitators = "facilitators",
    }
}

coded! {
    /// When the other side gets the contact.
    ContactRelease {
        /// When both sides said that they are interested.
        Mutual = "mutual",
        /// As soon as one side is interested.
        Immediate = "immediate",
    }
}

coded! {
    /// What the company thinks of a price.
    Price {
        /// Given for nothing.
        Free = "free",
        /// For sale (or: ready to pay).
        Sell = "sell",
        /// The company pays whoever takes it.
        PayToRemove = "pay_to_remove",
        /// To be discussed.
        Discuss = "discuss",
    }
}

coded! {
    /// Where the resource goes today (haves). Decides what a synergy avoids.
    Route {
        /// It goes to landfill.
        Landfill = "landfill",
        /// It is incinerated.
        Incineration = "incineration",
        /// It is recycled already, by others.
        Recycling = "recycling",
        /// Stored on site.
        Storage = "storage",
        /// Discharged to water or air.
        Discharged = "discharged",
        /// Nobody uses it: an idle machine, empty space, heat that is lost.
        Unused = "unused",
    }
}

coded! {
    /// What the resource is in law, as far as its holder knows.
    Status {
        /// A product, made to be sold or used.
        Product = "product",
        /// A by-product (Code de l'environnement, article L541-4-2).
        ByProduct = "by_product",
        /// Waste that is not hazardous.
        NonHazardous = "non_hazardous",
        /// Hazardous waste (Code de l'environnement, article R541-8).
        Hazardous = "hazardous",
        /// Inert waste (Code de l'environnement, article R541-8).
        Inert = "inert",
        /// The holder does not know.
        Unknown = "unknown",
    }
}

coded! {
    /// Who moves it.
    Transport {
        /// To be picked up.
        Pickup = "pickup",
        /// Can be delivered.
        Delivery = "delivery",
        /// Both are possible.
        Either = "either",
    }
}

/// A have, a want or a shared need. Valid by construction: it comes from [`ResourceDraft::parse`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Wire)]
pub struct Resource {
    /// Have, want or shared need.
    pub kind: Kind,
    /// What it is, in a few words.
    pub title: Title,
    /// What sort of resource.
    pub category: Category,
    /// How much and how often, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Everything behind "specify".
    #[serde(default, skip_serializing_if = "Details::is_empty")]
    pub details: Details,
}

impl Details {
    /// Whether nothing was filled in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Resource {
    /// What is kept when its author has it erased: its kind, its category, and who may see it.
    #[must_use]
    pub fn erased(resource: &Self) -> Self {
        let details = Details { visibility: resource.details.visibility, ..Details::default() };
        Self { kind: resource.kind, title: Title::erased(), category: resource.category, quantity: None, details }
    }

    /// Whether its author had it erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        *self == Self::erased(self)
    }

    /// Who sees the card.
    #[must_use]
    pub fn visibility(&self) -> Visibility {
        self.details.visibility.unwrap_or(Visibility::Room)
    }
}
