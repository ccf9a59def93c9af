//! Strings of a programme's own page.

use super::texts;
use crate::Language;

texts! {
    title: "La démarche", "The programme";
    name: "Nom de la démarche", "Name of the programme";
    territory: "Territoire", "Territory";
    territory_hint: "Ex. Bretagne, Val d’Aubraine", "E.g. Brittany, Val d’Aubraine";
    level: "Échelle", "Scale";
    no_level: "Non précisée", "Not stated";
    partners: "Partenaires", "Partners";
    managers: "Portée par", "Run by";
    funders: "Financeurs", "Funders";
    one_a_line: "Un par ligne.", "One a line.";
    published: "Publier les totaux en données ouvertes (cellules de moins de trois organisations masquées)",
        "Publish the sums as open data (cells under three organisations hidden)";
    published_at: "Publiées à l’adresse", "Published at";
    reminder_days: "Jours entre deux questions aux entreprises", "Days between two questions to the companies";
    model_forbidden: "Les fiches de nos ateliers ne sont lues par aucun modèle de langage, même si l’hébergeur en a \
        choisi un.",
        "The cards of our workshops are read by no language model, even if the host has chosen one.";
    reminder_hint: "De 7 à 730\u{a0}; 0 ou vide\u{a0}: aucune n’est envoyée toute seule.",
        "From 7 to 730; 0 or blank: none is sent by itself.";
    save: "Enregistrer", "Save";
    new_programme: "Nouvelle démarche", "New programme";
    create: "Créer", "Create";
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "name" => name(language),
        "territory" => territory(language),
        "level" => level(language),
        "partners" => partners(language),
        "managers" => managers(language),
        "funders" => funders(language),
        "reminder_days" => reminder_days(language),
        _ => "",
    }
}
