//! Strings of one synergy's page: figures, their sources, assumptions, joins.

use domain::synergy::Assumptions;

use super::{office, texts};
use crate::{Language, format};

texts! {
    uncertainty: "Incertitude (±\u{a0}%)", "Uncertainty (±%)";
    uncertainty_hint: "Laissez vide si elle n’est pas connue.", "Leave blank where it is not known.";
    where_from: "D’où vient ce chiffre", "Where this figure comes from";
    formula: "Formule", "Formula";
    source: "Source", "Source";
    table_version: "Table de facteurs", "Table of factors";
    withdrawn: "retiré", "withdrawn";
    withdraw: "Retirer", "Withdraw";
    withdraw_help: "Un chiffre retiré ne compte plus\u{202f}; il reste lisible, avec la raison.",
        "A figure that is withdrawn counts no more; it stays readable, with the reason.";
    reason: "Pourquoi", "Why";
    co2: "Calculer les émissions évitées", "Compute the emissions avoided";
    co2_help: "Masse × facteur d’une table datée et sourcée. Les sources diffèrent de deux à cinq fois\u{a0}: \
        choisissez celle qui vaut ici, elle reste attachée au chiffre.",
        "Mass × a factor of a dated, sourced table. Sources differ two to five times: choose the one that holds here, \
            it stays attached to the figure.";
    co2_with_tonnes: "Déclarer aussi les tonnes réutilisées ou recyclées", "Also declare the tonnes reused or recycled";
    factor: "Matière, source et périmètre", "Material, source and boundary";
    tonnes: "Tonnes dans l’année", "Tonnes in the year";
    co2_save: "Calculer et enregistrer", "Compute and keep";
    assumptions: "Durée, maintien, part du programme", "Lifetime, retention, share of the programme";
    assumptions_help: "Pour le total sur la durée de vie, toujours montré à part des années déclarées.",
        "For the total over the lifetime, which is always shown apart from the years declared.";
    lifetime_years: "Durée de vie (années)", "Lifetime (years)";
    retention: "Maintien d’une année à l’autre (%)", "Retention from year to year (%)";
    attribution: "Part due au programme (%)", "Share due to the programme (%)";
    keep: "Enregistrer", "Save";
    usual: "Valeurs usuelles, pas encore vérifiées pour cette synergie.",
        "Usual values, not checked for this synergy yet.";
    records: "Doublons et scissions", "Duplicates and splits";
    join_help: "Deux fiches pour la même synergie\u{202f}? Rattachez celle-ci à l’autre\u{a0}: elles ne comptent plus \
        qu’une fois.",
        "Two records of the same synergy? Join this one to the other: they count once from then on.";
    join_into: "Adresse de l’autre synergie", "Address of the other synergy";
    join: "Rattacher", "Join";
    joined_to: "Rattachée à", "Joined to";
    separate: "Séparer à nouveau", "Separate again";
    split_title: "Intitulé de la partie", "Title of the part";
    split_help: "Une partie devient une synergie à part entière\u{202f}? Elle commence sans chiffre\u{a0}: rien n’est \
        compté deux fois.",
        "Has a part become a synergy of its own? It starts without figures: nothing counts twice.";
    split: "Scinder", "Split";
    boundary_recycling: "recyclage au lieu de matière vierge", "recycling instead of virgin material";
    boundary_recycling_vs_landfill: "recyclage au lieu de matière vierge et d’enfouissement",
        "recycling instead of virgin material and landfill";
    boundary_reuse: "réemploi au lieu de neuf", "reuse instead of new";
    secondary: "copie secondaire", "secondary copy";
}

/// What a factor counts, by its code.
#[must_use]
pub fn boundary(language: Language, code: &str) -> &'static str {
    match code {
        "recycling" => boundary_recycling(language),
        "recycling_vs_landfill" => boundary_recycling_vs_landfill(language),
        "reuse" => boundary_reuse(language),
        _ => "",
    }
}

/// `5 ans, maintien 90 %, part du programme 100 %`.
#[must_use]
pub fn assumptions_line(language: Language, assumptions: Assumptions) -> String {
    let years = format::number(language, f64::from(assumptions.lifetime_years), 0);
    let (retention, attribution) =
        (format::percent(language, assumptions.retention), format::percent(language, assumptions.attribution));
    match language {
        Language::French => format!("{years}\u{a0}an(s), maintien {retention}, part du programme {attribution}"),
        Language::English => format!("{years} year(s), retention {retention}, share of the programme {attribution}"),
    }
}

/// The label of a field of the small forms of the page.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "factor" => factor(language),
        "tonnes" => tonnes(language),
        "year" => office::field_year(language),
        "verification" => office::field_verification(language),
        "declared_by" => office::field_declared_by(language),
        "lifetime_years" => lifetime_years(language),
        "retention" => retention(language),
        "attribution" => attribution(language),
        "reason" => reason(language),
        "into" => join_into(language),
        "title" => split_title(language),
        _ => "",
    }
}

/// The label of a field of the figure form, by its name on the wire.
#[must_use]
pub fn figure_label(language: Language, field: &str) -> &'static str {
    match field {
        "year" => office::field_year(language),
        "indicator" => office::field_indicator(language),
        "amount" => office::field_amount(language),
        "verification" => office::field_verification(language),
        "declared_by" => office::field_declared_by(language),
        "note" => office::field_figure_note(language),
        "uncertainty" => uncertainty(language),
        _ => "",
    }
}
