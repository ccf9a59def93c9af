//! Strings of the programme pages.

use domain::NaiveDate;
use domain::synergy::{Indicator, Measure, Verification};

use super::{texts, words};
use crate::{Language, format};

texts! {
    // Dashboard.
    results: "Ce que les synergies réalisées ont apporté", "What realised synergies have brought";
    no_result: "Aucun chiffre encore : ils comptent dès qu’une synergie est réalisée et qu’un chiffre est déclaré sur \
        sa page.",
        "No figure yet: figures count as soon as a synergy is realised and a figure is declared on its page.";
    how_verified: "Vérification", "Verification";
    by_year: "Par année", "By year";
    by_year_caption: "Chiffres des synergies réalisées, par année", "Figures of realised synergies, by year";
    indicator: "Indicateur", "Indicator";
    total: "Total", "Total";
    counting_rules: "Comment c’est compté", "How this is counted";
    rule_realised: "Seules les synergies à l’étape « Réalisée » comptent, pour les années qui ont commencé. Les \
        prévisions restent sur la page de leur synergie.",
        "Only synergies at the stage “Realised” count, for years that have begun. Forecasts stay on the page of their \
            synergy.";
    rule_sum: "Matières, émissions, économies, ventes et investissements sont additionnés d’année en année ; les \
        emplois sont ceux de la dernière année déclarée de chaque synergie, jamais additionnés.",
        "Materials, emissions, savings, sales and investment are added up over the years; jobs are those of each \
            synergy’s last year declared, never added up.";
    rule_once: "Quand une même valeur est déclarée plusieurs fois, la mieux vérifiée, puis la plus récente, compte ; \
        matières et émissions d’une synergie ne comptent qu’une fois, même si les deux côtés les déclarent\u{202f}; \
        une estimation pour toute la synergie cède à ce que les entreprises déclarent.",
        "When one value is declared several times, the best verified, then the latest, counts; materials and \
            emissions of a synergy count once, even if both sides declare them; an estimate for the whole synergy \
            gives way to what the companies declare.";
    funnel: "Où en sont les synergies", "Where synergies stand";
    funnel_empty: "Aucune synergie encore. Elles sont confirmées pendant l’atelier, à partir des correspondances.",
        "No synergy yet. They are confirmed during the workshop, from matches.";
    see_all_synergies: "Toutes les synergies", "All synergies";
    workshops_caption: "Ateliers du programme", "Workshops of the programme";
    no_workshop: "Aucun atelier encore.", "No workshop yet.";
    exports: "Exports", "Exports";
    exports_help: "Fichiers CSV, prêts pour un tableur (point-virgule et virgule décimale).",
        "CSV files, ready for a spreadsheet (comma and decimal point).";
    export_workshops: "Ateliers", "Workshops";
    export_participants: "Participants", "Participants";
    export_cards: "Fiches", "Cards";
    export_matches: "Correspondances", "Matches";
    export_synergies: "Synergies", "Synergies";
    export_history: "Historique des synergies", "History of synergies";
    export_figures: "Chiffres déclarés", "Declared figures";
    export_people: "Personnes des entreprises", "People of companies";
    export_conversations: "Visites et appels", "Visits and calls";

    // Columns.
    workshop: "Atelier", "Workshop";
    date: "Date", "Date";
    organisation: "Organisation", "Organisation";
    organisations: "Organisations", "Organisations";
    haves: "Ressources", "Haves";
    wants: "Besoins", "Wants";
    shared_needs: "Partagés", "Shared";
    matches: "Correspondances", "Matches";
    mutual: "Dont mutuelles", "Mutual";
    synergies: "Synergies", "Synergies";
    realised: "Réalisées", "Realised";
    participants: "Participants", "Participants";
    participant: "Participant", "Participant";
    table: "Table", "Table";
    sector: "Secteur", "Sector";
    cards: "Fiches", "Cards";
    number: "N°", "No.";
    kind: "Type", "Kind";
    title: "Intitulé", "Title";
    category: "Catégorie", "Category";
    quantity: "Quantité", "Quantity";
    interested: "Intéressés", "Interested";
    fit: "Score", "Score";
    one_side: "Un côté", "One side";
    other_side: "L’autre côté", "The other side";
    reasons: "Pourquoi", "Why";
    answers: "Réponses", "Answers";
    synergy: "Synergie", "Synergy";
    stage: "Étape", "Stage";
    companies: "Entreprises", "Companies";
    next_step: "Prochaine action", "Next step";
    due: "Échéance", "Due";
    changed: "Dernier changement", "Last change";
    anonymous: "sans nom d’organisation", "without an organisation’s name";
    facilitators_only: "animateurs seulement", "facilitators only";
    withdrawn: "retirée", "withdrawn";
    hidden: "masquée", "hidden";
    merged: "fusionnée", "merged";
    no_answer: "pas de réponse", "no answer";
    answer_interested: "intéressé", "interested";
    answer_not_for_us: "pas pour nous", "not for us";
    said_absurd: "absurde, dit l’animateur", "makes no sense, says the facilitator";
    interest_without_card: "s’est dit intéressé, sans fiche", "said to be interested, without a card";

    // One workshop.
    run_workshop: "Animer", "Run";
    print_sheets: "Fiches à imprimer", "Print sheets";
    on_this_page: "Sur cette page", "On this page";
    no_synergy_here: "Cet atelier n’a pas encore de synergie.", "This workshop has no synergy yet.";
    no_match_here: "Pas encore de correspondance.", "No match yet.";
    no_card_here: "Pas encore de fiche.", "No card yet.";
    no_participant_here: "Personne n’est encore entré.", "Nobody has come in yet.";

    // Synergies.
    filter: "Affiner", "Narrow down";
    search: "Rechercher", "Search";
    search_hint: "Titre, entreprise, personne, atelier, territoire", "Title, company, person, workshop, territory";
    all_stages: "Toutes les étapes", "All stages";
    show: "Afficher", "Show";
    clear: "Tout afficher", "Show all";
    nothing_found: "Aucune synergie ne correspond. Élargissez la recherche.", "No synergy fits. Widen the search.";
    by_stage: "Par étape", "By stage";
    as_table: "En liste", "As a list";
    synergies_caption: "Synergies, les prochaines actions les plus pressantes d’abord",
        "Synergies, the most pressing next steps first";
    overdue: "en retard", "overdue";
    no_next_step: "À décider", "To be decided";
    side_states: "À côté de la chaîne", "Beside the chain";

    // One synergy.
    chain: "Étapes de la synergie", "Stages of the synergy";
    done: "passée", "done";
    current: "étape actuelle", "current stage";
    to_come: "à venir", "to come";
    gives: "Donne", "Gives";
    receives: "Reçoit", "Receives";
    shares: "Partage", "Shares";
    due_by: "pour le", "by";
    came_from: "Née de ces fiches", "Born of these cards";
    history: "Historique", "History";
    figures: "Chiffres", "Figures";
    figures_caption: "Chiffres déclarés, par année", "Declared figures, by year";
    no_figure: "Aucun chiffre déclaré.", "No figure declared.";
    not_counted_yet: "Ces chiffres compteront dans le programme quand la synergie sera réalisée.",
        "These figures will count in the programme once the synergy is realised.";
    year: "Année", "Year";
    amount: "Valeur", "Value";
    verification: "Vérification", "Verification";
    declared_by: "Déclaré par", "Declared by";
    recorded: "Enregistré", "Recorded";
    forecast: "prévision", "forecast";
    replaced: "remplacé", "replaced";
    follow: "Faire avancer", "Move it on";
    field_stage: "Étape", "Stage";
    field_lost_reason: "Pourquoi abandonnée", "Why it is given up";
    lost_reason_hint: "À remplir seulement pour l’étape « Abandonnée ».", "Only for the stage “Lost”.";
    no_reason: "Sans objet", "Does not apply";
    field_note: "Ce qui s’est passé", "What happened";
    note_hint: "Gardé dans l’historique, avec votre nom.", "Kept in the history, with your name.";
    field_next_step: "Prochaine action", "Next step";
    next_step_hint: "Qui fait quoi. Ex. Envoyer un échantillon de 20 kg", "Who does what. E.g. Send a sample of 20 kg";
    field_next_step_due: "Pour le", "By";
    add_figure: "Ajouter un chiffre", "Add a figure";
    add_figure_help: "Pour corriger un chiffre, ajoutez-le à nouveau : l’ancien reste lisible, marqué « remplacé ».",
        "To correct a figure, add it again: the old one stays readable, marked “replaced”.";
    field_year: "Année", "Year";
    field_indicator: "Indicateur", "Indicator";
    field_amount: "Valeur, dans l’unité de l’indicateur", "Value, in the indicator’s unit";
    field_verification: "Vérification", "Verification";
    field_declared_by: "Déclaré par", "Declared by";
    declared_by_hint: "Nom de l’entreprise ou de la personne.", "Name of the company or person.";
    field_figure_note: "Source, méthode", "Source, method";
}

/// The label of a field of the stage form, by its name on the wire.
#[must_use]
pub fn stage_label(language: Language, field: &str) -> &'static str {
    match field {
        "stage" => field_stage(language),
        "lost_reason" => field_lost_reason(language),
        "note" => field_note(language),
        "next_step" => field_next_step(language),
        "next_step_due" => field_next_step_due(language),
        _ => "",
    }
}

/// What an export holds; one of `routes::EXPORTS`.
#[must_use]
pub fn export_words(language: Language, what: &str) -> &'static str {
    match what {
        "workshops" => export_workshops(language),
        "participants" => export_participants(language),
        "cards" => export_cards(language),
        "matches" => export_matches(language),
        "synergies" => export_synergies(language),
        "history" => export_history(language),
        "figures" => export_figures(language),
        "people" => export_people(language),
        "conversations" => export_conversations(language),
        _ => "",
    }
}

/// The unit of an indicator added up over years.
#[must_use]
pub const fn total_unit(language: Language, indicator: Indicator) -> &'static str {
    match (indicator.measure(), language) {
        (Measure::Tonnes, _) => "t",
        (Measure::TonnesCo2e, _) => "tCO₂e",
        (Measure::CubicMetres, _) => "m³",
        (Measure::MegawattHours, _) => "MWh",
        (Measure::Euros, _) => "€",
        (Measure::Jobs, Language::French) => "ETP",
        (Measure::Jobs, Language::English) => "FTE",
    }
}

/// The unit of a figure of one year.
#[must_use]
pub fn unit_of_year(language: Language, indicator: Indicator) -> String {
    let unit = total_unit(language, indicator);
    match language {
        _ if !indicator.comes_every_year() => unit.to_owned(),
        Language::French => [unit, "/an"].concat(),
        Language::English => [unit, "/yr"].concat(),
    }
}

/// The years that a total covers: `en 2026`, `de 2025 à 2026`.
#[must_use]
pub fn years(language: Language, first: i32, last: i32) -> String {
    match language {
        _ if first == last => format!("{} {last}", if language == Language::French { "en" } else { "in" }),
        Language::French => format!("de {first} à {last}"),
        Language::English => format!("{first} to {last}"),
    }
}

/// How far a figure is verified: `2 – déclaré par les deux côtés`.
#[must_use]
pub fn verification_level(language: Language, verification: Verification) -> String {
    format!("{} – {}", verification.level(), words::verification(language, verification))
}

/// How many figures do not count yet, because their synergy is not realised or their year has not begun.
#[must_use]
pub fn waiting_figures(language: Language, count: usize) -> String {
    match language {
        Language::French if count < 2 => {
            "1 chiffre déclaré n’est pas compté : sa synergie n’est pas réalisée, ou son année n’a pas commencé."
                .to_owned()
        }
        Language::French => format!(
            "{count} chiffres déclarés ne sont pas comptés : leur synergie n’est pas réalisée, ou leur année n’a pas \
                commencé."
        ),
        Language::English if count == 1 => {
            "1 declared figure is not counted: its synergy is not realised, or its year has not begun.".to_owned()
        }
        Language::English => format!(
            "{count} declared figures are not counted: their synergy is not realised, or their year has not begun."
        ),
    }
}

/// `14 synergies`.
#[must_use]
pub fn synergy_count(language: Language, count: usize) -> String {
    format::count(language, count, if language == Language::French { "synergie" } else { "synergy" }, "synergies")
}

/// How many next steps are overdue.
#[must_use]
pub fn overdue_count(language: Language, count: usize) -> String {
    match language {
        Language::French if count < 2 => "1 prochaine action est en retard.".to_owned(),
        Language::French => format!("{count} prochaines actions sont en retard."),
        Language::English if count == 1 => "1 next step is overdue.".to_owned(),
        Language::English => format!("{count} next steps are overdue."),
    }
}

/// The rest of a column that is too long to show.
#[must_use]
pub fn and_more(language: Language, count: usize) -> String {
    match language {
        Language::French => format!("et {count} de plus"),
        Language::English => format!("and {count} more"),
    }
}

/// `Raison : …`: why a synergy was given up.
#[must_use]
pub fn because(language: Language, reason: &str) -> String {
    match language {
        Language::French => format!("Raison\u{a0}: {reason}"),
        Language::English => format!("Reason: {reason}"),
    }
}

/// Under the title of a synergy: where it comes from.
#[must_use]
pub fn born_on(language: Language, date: NaiveDate) -> String {
    match language {
        Language::French => format!("née le {}", format::date(language, date)),
        Language::English => format!("born on {}", format::date(language, date)),
    }
}
