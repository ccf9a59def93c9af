//! Strings of the evaluation by a referential, and of funding.

use domain::funding::Purpose;

use super::texts;
use crate::Language;

texts! {
    title: "Évaluation", "Evaluation";
    lead: "Une fois par an. Les activités et les résultats se remplissent tout seuls à partir des données\u{202f}; \
        une réponse donnée à la main l’emporte.",
        "Once a year. Activities and results fill themselves in from the data; an answer given by hand holds instead.";
    example: "Référentiel d’exemple, fourni avec Maillage\u{a0}: il a la structure publique d’ELIPSE (trois axes, 29 \
        indicateurs dont 19 obligatoires), mais ni ses textes ni ses seuils ne sont les officiels. Importez le vôtre \
        ci-dessous.",
        "Example referential that comes with Maillage: it has the public structure of ELIPSE (three axes, 29 \
            indicators, 19 of them compulsory), but neither its texts nor its thresholds are the official ones. \
            Import your own below.";
    year: "Année", "Year";
    compulsory: "obligatoire", "compulsory";
    from_data: "d’après les données", "from the data";
    value: "Réponse", "Answer";
    note: "Note", "Note";
    not_answered: "Sans réponse", "Not answered";
    level: "Niveau", "Level";
    save: "Enregistrer l’année", "Save the year";
    radar: "Radar de l’année", "Radar of the year";
    radar_caption: "Niveau moyen par thème, de 0 à 4", "Mean level by theme, from 0 to 4";
    curves: "Au fil des années", "Over the years";
    curves_caption: "Niveau moyen par axe et par année", "Mean level by axis and year";
    theme: "Thème", "Theme";
    axis: "Axe", "Axis";
    maturity: "Maturité", "Maturity";
    open_year: "L’année n’est pas close\u{a0}: il manque", "The year is not closed: missing are";
    bring: "Importer un référentiel (JSON)", "Import a referential (JSON)";
    bring_help: "Axes, thèmes, indicateurs, niveaux et seuils sont des données. Le fichier d’exemple du dépôt montre \
        la forme.",
        "Axes, themes, indicators, levels and thresholds are data. The example file of the repository shows the form.";
    source: "Source", "Source";
    open_list: "Évaluation", "Evaluation";

    // Funding.
    funding: "Financements", "Funding";
    funding_lead: "Appels à projets et aides\u{a0}: animation, études, investissement. Une synergie ou toute la \
        démarche peut y être rattachée\u{202f}; ce que le financeur demande est un seul export.",
        "Calls for projects and aid: facilitation, studies, investment. A synergy or the whole programme can be \
            attached; what the funder asks for is one export.";
    no_funding: "Aucun financement encore.", "No funding yet.";
    call: "Appel ou aide", "Call or aid";
    funder: "Financeur", "Funder";
    pays_for: "Paie", "Pays for";
    kind_animation: "l’animation", "facilitation";
    kind_study: "une étude", "a study";
    kind_investment: "un investissement", "an investment";
    opens: "Ouvre le", "Opens on";
    closes: "Ferme le", "Closes on";
    amount: "Montant au plus (€)", "At most (€)";
    conditions: "Conditions", "Conditions";
    whole: "Concerne toute la démarche", "Is for the whole programme";
    whole_short: "toute la démarche", "the whole programme";
    attached: "Rattachées", "Attached";
    add: "Ajouter un financement", "Add funding";
    attach: "Rattacher une synergie (adresse de sa page)", "Attach a synergy (address of its page)";
    attach_do: "Rattacher", "Attach";
    for_funder: "Export pour le financeur (XLSX)", "Export for the funder (XLSX)";
    closed: "fermé", "closed";
}

/// What a call pays for.
#[must_use]
pub fn purpose(language: Language, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Animation => kind_animation(language),
        Purpose::Study => kind_study(language),
        Purpose::Investment => kind_investment(language),
    }
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "name" => call(language),
        "funder" => funder(language),
        "kind" => pays_for(language),
        "opens" => opens(language),
        "closes" => closes(language),
        "amount" => amount(language),
        "conditions" => conditions(language),
        "synergy" => attach(language),
        "file" => bring(language),
        _ => value(language),
    }
}
