//! Strings of what comes in and goes out: evidence, imports, whole programmes, open data.

use super::texts;
use crate::{Language, format};

texts! {
    evidence: "Pièces", "Evidence";
    evidence_help: "Bons de pesée, factures, conventions\u{202f}; PDF, images, tableurs, textes, 5 Mo au plus. Une \
        pièce permet de passer un chiffre au niveau 3.",
        "Weighing slips, invoices, agreements; PDF, images, spreadsheets, texts, at most 5 MB. A document lets a \
            figure rise to level 3.";
    no_evidence: "Aucune pièce.", "No evidence.";
    file: "Fichier", "File";
    add_file: "Joindre une pièce", "Attach evidence";
    link: "Adresse d’une page", "Address of a page";
    add_link: "Joindre l’adresse", "Attach the address";
    import_title: "Importer des synergies passées", "Import past synergies";
    import_lead: "Un tableau CSV ou XLSX, une ligne par synergie et par année. Rien n’est gardé avant que vous ayez \
        vu, ligne par ligne, ce qui se passerait.",
        "A CSV or XLSX table, one line for each synergy and year. Nothing is kept before you have seen, line by line, \
            what would happen.";
    import_columns: "Colonnes comprises\u{a0}: titre, donneur, receveur (obligatoires), type, étape, raison, atelier, \
        date, flux, quantité par an, unité, distance_km, année, déclaré par, niveau, et une colonne par indicateur \
        (son nom ou son code).",
        "Columns understood: title, giver, receiver (required), type, stage, reason, workshop, date, flow, \
            flow_quantity (a year), flow_unit, distance_km, year, declared_by, level, and one column for each \
            indicator (its name or its code).";
    look: "Voir ce qui se passerait", "See what would happen";
    preview: "Ce qui se passerait", "What would happen";
    text: "Le tableau, à corriger ici au besoin", "The table, to be corrected here where needed";
    look_again: "Relire après correction", "Read again after correcting";
    confirm: "Importer ces lignes", "Import these lines";
    line: "Ligne", "Line";
    outcome: "Résultat", "Outcome";
    is_new: "nouvelle synergie", "new synergy";
    is_more: "chiffres en plus pour une ligne au-dessus", "more figures for a line above";
    is_known: "déjà connue, laissée telle quelle", "known already, left as it is";
    unknown_columns: "Colonnes non comprises, laissées de côté\u{a0}:", "Columns not understood, left out:";
    not_a_known_word: "ce mot n’est pas connu. Étape\u{a0}: idée, discussion, négociation, mise en œuvre, réalisée, \
        en pause, abandonnée. Type\u{a0}: substitution, mutualisation, infrastructure. Niveau\u{a0}: 0 à 4.",
        "this word is not known. Stage: idea, discussion, negotiation, implementation, realised, on_hold, lost. Type: \
            substitution, mutualisation, infrastructure. Level: 0 to 4.";
    column_title: "titre", "title";
    column_giver: "donneur", "giver";
    column_reason: "raison", "reason";
    column_year: "année", "year";
    column_receiver: "receveur", "receiver";
    missing_columns: "Colonnes obligatoires absentes\u{a0}:", "Required columns that are missing:";
    whole_title: "Reprendre une démarche d’un autre serveur", "Take over a programme from another server";
    whole_lead: "Le fichier JSON qu’un autre Maillage a exporté. Tout revient\u{a0}: ateliers avec leur journal, \
        synergies, historique, chiffres, pièces.",
        "The JSON file that another Maillage exported. Everything comes back: workshops with their logs, synergies, \
            history, figures, evidence.";
    take_over: "Reprendre", "Take over";
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "file" => file(language),
        "link" => link(language),
        "text" => text(language),
        _ => "",
    }
}

/// The size of a file in kilobytes of 1,024 bytes, rounded up.
#[must_use]
pub fn size(language: Language, bytes: i64) -> String {
    #[allow(clippy::cast_precision_loss)] // a size on a screen
    let kilobytes = bytes as f64 / 1_024.0;
    let unit = match language {
        Language::French => "Ko",
        Language::English => "kB",
    };
    format!("{}\u{a0}{unit}", format::number(language, kilobytes.ceil(), 0))
}

/// The head of a column that a table does not have, as a reader would write it.
#[must_use]
pub fn column(language: crate::Language, name: &str) -> &str {
    match name {
        "title" => column_title(language),
        "giver" => column_giver(language),
        "receiver" => column_receiver(language),
        "lost_reason" => column_reason(language),
        "year" => column_year(language),
        other => other,
    }
}
