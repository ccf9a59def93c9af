//! What a company has, wants, or needs together with others. Fields follow the practice of NISP cards and of materials
//! exchanges: title, category, quantity with its frequency first; everything else optional.

mod draft;
mod quantity;

pub use draft::ResourceDraft;
pub use draft::parse_date;
pub(crate) use draft::text;
pub use quantity::{AMOUNT_MAX, Annual, Base, Frequency, Quantity, Unit};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wire::Wire;

use crate::codes::coded;
use crate::text::{Line, Paragraph, Title};

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
        /// Landfill.
        Landfill = "landfill",
        /// Incineration.
        Incineration = "incineration",
        /// Recycling elsewhere.
        Recycling = "recycling",
        /// Stored on site.
        Storage = "storage",
        /// Discharged to water or air.
        Discharged = "discharged",
        /// Not used.
        Unused = "unused",
    }
}

coded! {
    /// What the resource is in law, as far as its holder knows.
    Status {
        /// A product.
        Product = "product",
        /// A by-product.
        ByProduct = "by_product",
        /// Non-hazardous waste.
        NonHazardous = "non_hazardous",
        /// Hazardous waste.
        Hazardous = "hazardous",
        /// Inert waste.
        Inert = "inert",
        /// Not known.
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
        /// Either.
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

/// What nobody has to fill in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Wire)]
#[serde(default)]
pub struct Details {
    /// Free text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Paragraph>,
    /// Physical form: powder, chips, liquid, bars…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<Line>,
    /// Loose, big bags, drums, pallets…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packaging: Option<Line>,
    /// Composition, contamination, concentration, temperature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Line>,
    /// First day on which it is there (or needed).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_from: Option<NaiveDate>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_until: Option<NaiveDate>,
    /// Municipality or postcode of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<Line>,
    /// Farthest distance that makes sense, in km.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_km: Option<f64>,
    /// Who moves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// Price stance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Where it goes today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_route: Option<Route>,
    /// What that costs (haves) or what today's supply costs (wants), in euros a tonne.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_per_tonne: Option<f64>,
    /// Status in law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Code of the European List of Waste, as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waste_code: Option<Line>,
    /// Who sees the card; everyone in the room unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    /// When the contact is released; on mutual interest unless said otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_release: Option<ContactRelease>,
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
