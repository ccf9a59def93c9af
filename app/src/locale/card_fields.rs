//! The fields of a card in words: the label of each, and an example or why it is asked where the label does not say
//! enough. A field without words does not compile.

use domain::resource::Field;

use crate::Language;

macro_rules! card_fields {
    ($($field:ident: $french:literal, $english:literal $(; $french_hint:literal, $english_hint:literal)?;)+) => {
        /// The label of a field.
        #[must_use]
        pub const fn label(language: Language, field: Field) -> &'static str {
            match (field, language) {
                $((Field::$field, Language::French) => $french, (Field::$field, Language::English) => $english,)+
            }
        }

        /// An example for a field, or why it is asked; empty where the label says enough.
        #[must_use]
        pub const fn hint(language: Language, field: Field) -> &'static str {
            match (field, language) {
                $($((Field::$field, Language::French) => $french_hint,
                (Field::$field, Language::English) => $english_hint,)?)+
                _ => "",
            }
        }

        /// Every text with its field, for the test that reads them all.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str, &str)] = &[
            $((stringify!($field), $french, $english), $((stringify!($field), $french_hint, $english_hint),)?)+
        ];
    };
}

card_fields! {
    Kind: "Type de fiche", "Kind of card";
    Title: "Intitulé", "Title";
    Category: "Catégorie", "Category";
    Quantity: "Quantité", "Quantity"; "Facultatif : 12, 0,5, 3 000…", "Optional: 12, 0.5, 3,000…";
    Unit: "Unité", "Unit";
    Frequency: "Fréquence", "Frequency";
    Description: "Description", "Description";
        "Ce que l’autre doit savoir pour dire oui ou non.", "What the other side must know to say yes or no.";
    Form: "Forme", "Form"; "Ex. copeaux, poudre, liquide", "E.g. chips, powder, liquid";
    Packaging: "Conditionnement", "Packaging"; "Ex. vrac, big bags, fûts", "E.g. loose, big bags, drums";
    Quality: "Qualité, composition", "Quality, composition";
        "Ex. bois propre, 5 % d’humidité", "E.g. clean wood, 5% moisture";
    AvailableFrom: "À partir du", "From";
    AvailableUntil: "Jusqu’au", "Until";
    Site: "Commune ou code postal du site", "Municipality or postcode of the site";
    MaxKm: "Distance maximale (km)", "Farthest distance (km)";
    Transport: "Transport", "Transport";
    Price: "Prix", "Price";
    CurrentRoute: "Devenir actuel", "Where it goes today";
    CostPerTonne: "Coût actuel (€/t)", "Cost today (€/t)";
        "Élimination pour ce que vous avez, achat pour ce que vous cherchez.",
        "Disposal for what you have, purchase for what you look for.";
    Status: "Statut juridique", "Status in law";
    WasteCode: "Code déchet", "Waste code"; "Ex. 15 01 03", "E.g. 15 01 03";
    Visibility: "Qui voit cette fiche", "Who sees this card";
    ContactRelease: "Mon contact est donné", "My contact is given";
}
