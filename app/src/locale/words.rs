//! The field's words: kinds, categories, units, phases, stages…

use domain::branch::Branch;
use domain::matches::{Dismissal, Flag};
use domain::programme::TerritoryLevel;
use domain::resource::{
    Base, Category, ContactRelease, Frequency, Kind, Price, Route, Status, Transport, Unit, Visibility,
};
use domain::satisfaction::{Agreement, Lead};
use domain::synergy::{Indicator, LostReason, Stage, SynergyKind, Verification};
use domain::workshop::{Phase, Scene, StepKind, TableRole, Template};

use crate::Language;

/// Declares a word for each variant of an enum, in both languages.
macro_rules! words {
    ($($(#[$meta:meta])* $name:ident: $kind:ident { $($variant:ident: $french:literal, $english:literal;)+ })+) => {$(
        $(#[$meta])*
        #[must_use]
        pub const fn $name(language: Language, value: $kind) -> &'static str {
            match (language, value) {
                $((Language::French, $kind::$variant) => $french, (Language::English, $kind::$variant) => $english,)+
            }
        }
    )+};
}

words! {
    /// What kind of step it is.
    step_kind: StepKind {
        Arrival: "Accueil", "Arrival"; Plenary: "Plénière", "Plenary"; TableRound: "Tour de table", "Table round";
        MarketWalk: "Marché aux fiches", "Market walk";
        Matching: "Rencontres", "Meetings"; SelfAssessment: "Avis sur les correspondances", "Views on the matches";
        Pause: "Pause", "Break"; WrapUp: "Bilan", "Wrap-up";
    }
    /// What a board shows.
    scene: Scene {
        Welcome: "Accueil, QR code", "Welcome, QR code"; Cards: "Fiches", "Cards";
        Map: "Carte des flux", "Map of flows"; Plenary: "Plus demandées, sans réponse", "Most wanted, not taken up";
        Matches: "Correspondances", "Matches"; Spotlight: "Une correspondance en grand", "One match in large";
        Figures: "Chiffres", "Figures"; Timer: "Chronomètre", "Timer";
        Outcome: "Bilan", "Outcome";
    }
    /// What somebody does for their table.
    table_role: TableRole { Host: "Hôte de table", "Table host"; Scribe: "Scribe", "Scribe"; }
    /// A running order to begin with.
    template: Template {
        HalfDay: "Demi-journée, trois tours de table", "Half a day, three table rounds";
        Short: "Deux heures, un tour", "Two hours, one round"; WholeDay: "Journée, quatre tours", "A day, four rounds";
    }
    /// Family of resources, in one short word for the map.
    category_short: Category {
        Material: "Matières", "Materials"; Energy: "Énergie", "Energy"; Water: "Eau", "Water";
        Logistics: "Logistique", "Logistics"; Equipment: "Équipement", "Equipment";
        Space: "Espaces", "Space"; Expertise: "Expertise", "Expertise"; Services: "Services", "Services";
        People: "Personnel", "People";
    }
    /// Branch of industry.
    branch: Branch {
        Food: "Agroalimentaire", "Farming and food"; Wood: "Bois, papier", "Wood, paper";
        Chemistry: "Chimie, plastique", "Chemistry, plastics"; Building: "Bâtiment, minéraux", "Building, minerals";
        Metal: "Métal, machines", "Metal, machines"; Utilities: "Énergie, eau, déchets", "Energy, water, waste";
        Trade: "Commerce, transport", "Trade, transport"; Services: "Services, public", "Services, public";
        Other: "Autres", "Others";
    }
    /// Have, want, shared need, in the singular.
    kind: Kind { Have: "J’ai", "Have"; Want: "Je cherche", "Want"; SharedNeed: "Besoin partagé", "Shared need"; }
    /// Haves, wants, shared needs, in the plural.
    kinds: Kind {
        Have: "Ressources", "Haves"; Want: "Besoins", "Wants"; SharedNeed: "Besoins partagés", "Shared needs";
    }
    /// Category of a resource.
    category: Category {
        Material: "Matière", "Material"; Energy: "Énergie", "Energy"; Water: "Eau", "Water";
        Logistics: "Logistique", "Logistics"; Equipment: "Équipement", "Equipment";
        Space: "Espace, capacité", "Space, capacity"; Expertise: "Expertise", "Expertise";
        Services: "Services, achats", "Services, purchasing"; People: "Personnel", "People";
    }
    /// A unit as it stands in a choice.
    unit: Unit {
        Kilogram: "kg", "kg"; Tonne: "tonnes (t)", "tonnes (t)"; Litre: "litres (L)", "litres (L)";
        CubicMetre: "m³", "m³"; KilowattHour: "kWh", "kWh"; MegawattHour: "MWh", "MWh";
        Piece: "pièces", "pieces"; Pallet: "palettes", "pallets"; SquareMetre: "m²", "m²"; Hour: "heures", "hours";
        PersonDay: "jours-personne", "person-days"; Kilometre: "km", "km"; Trip: "trajets", "trips";
    }
    /// A unit after a number.
    unit_short: Unit {
        Kilogram: "kg", "kg"; Tonne: "t", "t"; Litre: "L", "L"; CubicMetre: "m³", "m³"; KilowattHour: "kWh", "kWh";
        MegawattHour: "MWh", "MWh";
        Piece: "pièces", "pieces"; Pallet: "palettes", "pallets"; SquareMetre: "m²", "m²"; Hour: "h", "h";
        PersonDay: "j-pers.", "person-days"; Kilometre: "km", "km"; Trip: "trajets", "trips";
    }
    /// A unit after one, or less than two in French.
    unit_one: Unit {
        Kilogram: "kg", "kg"; Tonne: "t", "t"; Litre: "L", "L"; CubicMetre: "m³", "m³"; KilowattHour: "kWh", "kWh";
        MegawattHour: "MWh", "MWh";
        Piece: "pièce", "piece"; Pallet: "palette", "pallet"; SquareMetre: "m²", "m²"; Hour: "h", "h";
        PersonDay: "j-pers.", "person-day"; Kilometre: "km", "km"; Trip: "trajet", "trip";
    }
    /// A base unit after a number.
    base: Base {
        Tonne: "t", "t"; CubicMetre: "m³", "m³"; MegawattHour: "MWh", "MWh"; Piece: "pièces", "pieces";
        Pallet: "palettes", "pallets"; SquareMetre: "m²", "m²"; Hour: "h", "h";
        PersonDay: "j-pers.", "person-days"; Kilometre: "km", "km"; Trip: "trajets", "trips";
    }
    /// How often, as it stands in a choice.
    frequency: Frequency {
        Once: "une fois", "once"; Day: "par jour", "a day"; Week: "par semaine", "a week"; Month: "par mois", "a month";
        Quarter: "par trimestre", "a quarter"; Year: "par an", "a year";
    }
    /// Price stance.
    price: Price {
        Free: "gratuit", "free"; Sell: "à vendre ou à acheter", "for sale or to buy";
        PayToRemove: "je paie l’enlèvement", "I pay for removal"; Discuss: "à discuter", "to be discussed";
    }
    /// Where the resource goes today.
    route: Route {
        Landfill: "enfouissement", "landfill"; Incineration: "incinération", "incineration";
        Recycling: "recyclage ailleurs", "recycled elsewhere"; Storage: "stocké sur site", "stored on site";
        Discharged: "rejeté", "discharged"; Unused: "inutilisé", "unused";
    }
    /// Status in law.
    status: Status {
        Product: "produit", "product"; ByProduct: "sous-produit", "by-product";
        NonHazardous: "déchet non dangereux", "non-hazardous waste"; Hazardous: "déchet dangereux", "hazardous waste";
        Inert: "déchet inerte", "inert waste"; Unknown: "je ne sais pas", "I don’t know";
    }
    /// Who moves it.
    transport: Transport {
        Pickup: "à enlever", "to be picked up"; Delivery: "peut être livré", "can be delivered";
        Either: "l’un ou l’autre", "either";
    }
    /// Who sees a card.
    visibility: Visibility {
        Room: "toute la salle, avec mon organisation", "the whole room, with my organisation";
        Anonymous: "toute la salle, sans mon organisation", "the whole room, without my organisation";
        Facilitators: "les animateurs seulement", "the facilitators only";
    }
    /// When the contact is released.
    contact_release: ContactRelease {
        Mutual: "quand les deux sont intéressés", "when both are interested";
        Immediate: "dès qu’un côté est intéressé", "as soon as one side is interested";
    }
    /// Phases of a workshop.
    phase: Phase {
        Preparation: "Préparation", "Preparation"; Welcome: "Accueil", "Welcome";
        HavesWants: "Ressources & besoins", "Haves & wants"; Matching: "Rencontres", "Matching";
        Engagement: "Engagement", "Engagement"; Closed: "Clôture", "Closed";
    }
    /// Stages of a synergy.
    stage: Stage {
        Idea: "Idée", "Idea"; Discussion: "Discussion", "Discussion"; Negotiation: "Négociation", "Negotiation";
        Implementation: "Mise en œuvre", "Implementation"; Realised: "Réalisée", "Realised";
        OnHold: "En pause", "On hold"; Lost: "Abandonnée", "Lost";
    }
    /// Why a synergy was given up.
    lost_reason: LostReason {
        Technical: "technique", "technical"; Quality: "qualité", "quality"; Quantity: "quantité", "quantity";
        Economic: "économique", "economic"; Logistics: "logistique, distance", "logistics, distance";
        Legal: "droit, statut de déchet", "law, waste status"; Confidentiality: "confidentialité", "confidentiality";
        NoContact: "pas de temps, plus de contact", "no time, no contact";
        PartnerElsewhere: "partenaire trouvé ailleurs", "partner found elsewhere"; Strategic: "stratégie", "strategy";
    }
    /// Families of synergies.
    synergy_kind: SynergyKind {
        Substitution: "Substitution", "Substitution"; Mutualisation: "Mutualisation", "Mutualisation";
        Infrastructure: "Infrastructure commune", "Shared infrastructure";
    }
    /// Why a match is not for a company.
    dismissal: Dismissal {
        Quality: "la qualité ne convient pas", "the quality does not fit";
        Quantity: "la quantité ne convient pas", "the quantity does not fit"; Distance: "trop loin", "too far";
        Price: "trop cher", "too dear";
        Timing: "pas le bon moment", "not the right moment"; Legal: "réglementation", "regulation";
        Solved: "déjà résolu", "solved already"; Unrelated: "absurde, sans rapport", "makes no sense";
        Other: "autre raison", "another reason";
    }
    /// A rule to check before an exchange.
    flag: Flag {
        Hazardous: "déchet dangereux", "hazardous waste"; WasteStatus: "statut de déchet", "waste status";
        Transport: "transport de déchets", "carrying waste";
        Permit: "ICPE du site qui reçoit", "permit of the receiving site";
        CrossBorder: "transfert entre pays", "shipment between countries"; Reach: "REACH", "REACH";
        Animal: "règles sanitaires", "sanitary rules"; Labour: "prêt de main-d’œuvre", "lending staff";
        Competition: "droit de la concurrence", "competition law";
    }
    /// What a figure counts.
    indicator: Indicator {
        TonnesReused: "Matières réutilisées ou recyclées", "Materials reused or recycled";
        LandfillAvoided: "Enfouissement évité", "Landfill avoided";
        IncinerationAvoided: "Incinération évitée", "Incineration avoided";
        VirginSaved: "Matières vierges économisées", "Virgin materials saved"; HazardousAvoided: "Déchets dangereux \
            évités", "Hazardous waste avoided";
        WaterSaved: "Eau économisée", "Water saved"; EnergySaved: "Énergie économisée", "Energy saved";
        Co2eAvoided: "Émissions évitées", "Emissions avoided"; Savings: "Économies", "Savings";
        Sales: "Ventes supplémentaires", "Additional sales";
        Investment: "Investissement", "Investment"; JobsCreated: "Emplois créés", "Jobs created";
        JobsKept: "Emplois maintenus", "Jobs kept";
    }
    /// What kind of territory a programme works in.
    territory_level: TerritoryLevel {
        Region: "Région", "Region"; Departement: "Département", "Département";
        Intercommunality: "Intercommunalité", "Intercommunality";
        IndustrialArea: "Zone industrielle ou portuaire", "Industrial or port area";
        National: "Plusieurs régions", "Several regions";
    }
    /// How far somebody agrees.
    agreement: Agreement {
        NotAtAll: "pas du tout", "not at all"; RatherNot: "plutôt non", "rather not";
        Rather: "plutôt oui", "rather yes"; Fully: "tout à fait", "fully";
    }
    /// Whether somebody goes home with something to follow up.
    lead: Lead { Yes: "oui", "yes"; Perhaps: "peut-être", "perhaps"; No: "non", "no"; }
    /// How far a figure is verified.
    verification: Verification {
        Estimated: "estimé", "estimated"; OneSide: "déclaré par un côté", "declared by one side";
        BothSides: "déclaré par les deux côtés", "declared by both sides";
        Evidenced: "justifié par une pièce", "supported by a document"; Audited: "audité", "audited";
    }
}
