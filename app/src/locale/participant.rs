//! Strings of the participant pages, and of the parts that show cards.

use super::texts;

texts! {
    anonymous: "Organisation anonyme", "Anonymous organisation";
    table_word: "table", "table";
    more: "Détails", "Details";
    field_kind: "Type de fiche", "Kind of card";
    field_title: "Intitulé", "Title";
    field_category: "Catégorie", "Category";
    field_quantity: "Quantité", "Quantity";
    field_unit: "Unité", "Unit";
    field_frequency: "Fréquence", "Frequency";
    field_description: "Description", "Description";
    field_form: "Forme", "Form";
    field_packaging: "Conditionnement", "Packaging";
    field_quality: "Qualité, composition", "Quality, composition";
    field_available_from: "À partir du", "From";
    field_available_until: "Jusqu’au", "Until";
    field_site: "Commune ou code postal du site", "Municipality or postcode of the site";
    field_max_km: "Distance maximale (km)", "Farthest distance (km)";
    field_transport: "Transport", "Transport";
    field_price: "Prix", "Price";
    field_current_route: "Devenir actuel", "Where it goes today";
    field_cost_per_tonne: "Coût actuel (€/t)", "Cost today (€/t)";
    field_status: "Statut juridique", "Status in law";
    field_waste_code: "Code déchet", "Waste code";
    field_visibility: "Qui voit cette fiche", "Who sees this card";
    field_contact_release: "Mon contact est donné", "My contact is given";
}

/// The label of a field of the card form, by its name on the wire; empty for a name that it does not have.
#[must_use]
pub fn field_label(language: crate::Language, field: &str) -> &'static str {
    match field {
        "kind" => field_kind(language),
        "title" => field_title(language),
        "category" => field_category(language),
        "quantity" => field_quantity(language),
        "unit" => field_unit(language),
        "frequency" => field_frequency(language),
        "description" => field_description(language),
        "form" => field_form(language),
        "packaging" => field_packaging(language),
        "quality" => field_quality(language),
        "available_from" => field_available_from(language),
        "available_until" => field_available_until(language),
        "site" => field_site(language),
        "max_km" => field_max_km(language),
        "transport" => field_transport(language),
        "price" => field_price(language),
        "current_route" => field_current_route(language),
        "cost_per_tonne" => field_cost_per_tonne(language),
        "status" => field_status(language),
        "waste_code" => field_waste_code(language),
        "visibility" => field_visibility(language),
        "contact_release" => field_contact_release(language),
        _ => "",
    }
}
