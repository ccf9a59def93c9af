//! Strings of reports: the headline sheet, comparisons, the way from idea to realised.

use domain::NaiveDate;

use super::texts;
use crate::{Language, format};

texts! {
    report: "Rapport de résultats", "Results report";
    as_of: "État à la date du", "As known on";
    as_of_hint: "Tout ce qui a été enregistré plus tard est laissé de côté\u{a0}: le rapport d’un jour passé ressort \
        toujours identique.",
        "Whatever was recorded later is left out: the report of a past day always comes out the same.";
    show: "Afficher", "Show";
    print: "Imprimer", "Print";
    example_data: "Données d’exemple. Ces synergies ont été générées pour atteindre les totaux publiés du programme \
        national (138 synergies, 7\u{a0}M€ de ventes, 500\u{a0}k€ d’économies, 25\u{202f}000\u{a0}t, \
        2\u{202f}163\u{a0}tCO₂e)\u{202f}; leur répartition par région, entreprise et année est inventée.",
        "Example data. These synergies were generated to reach the published totals of the national programme (138 \
            synergies, €7 M of sales, €500 k of savings, 25,000 t, 2,163 tCO₂e); how they spread over regions, \
            companies and years is made up.";
    headline: "Fiche de résultats", "Headline sheet";
    headline_caption: "Synergies réalisées et ce qu’elles ont apporté, par territoire",
        "Realised synergies and what they have brought, by territory";
    territory: "Territoire", "Territory";
    no_territory: "Sans territoire", "No territory";
    realised: "Synergies réalisées", "Realised synergies";
    whole: "Ensemble", "In all";
    by_level: "Selon le niveau de vérification", "By verification level";
    by_level_caption: "Part de chaque indicateur par niveau de vérification",
        "Share of each indicator by verification level";
    by_year: "Par année", "By year";
    by_year_caption: "Ce que les synergies réalisées ont apporté, par année",
        "What realised synergies have brought, by year";
    lifetime: "Dans l’année et sur la durée de vie", "In-year and lifetime";
    lifetime_caption: "Années déclarées, marge d’incertitude et total attendu sur la durée de vie",
        "Years declared, margin of uncertainty and total expected over the lifetime";
    usual_lifetime: "Sans valeur propre à une synergie\u{a0}: 5 ans, sans perte, 100\u{202f}% dus au programme. Le \
        total sur la durée de vie ne s’ajoute jamais aux années déclarées.",
        "Where a synergy has no values of its own: 5 years, without loss, 100% due to the programme. The lifetime \
            total is never added to the years declared.";
    declared_years: "Années déclarées", "Years declared";
    margin: "Marge au pire", "Worst-case margin";
    whole_lifetime: "Durée de vie", "Lifetime";
    synergies_with: "Synergies chiffrées", "Synergies with a figure";
    comparison: "Ateliers, territoires, années comparés", "Workshops, territories, years compared";
    comparison_caption: "Résultats par atelier", "Results by workshop";
    per_synergy: "Tonnes par synergie réalisée", "Tonnes per realised synergy";
    cohort: "Réalisées en", "Realised in";
    funnel: "Des fiches aux synergies réalisées", "From cards to realised synergies";
    funnel_caption: "Combien vont jusqu’à chaque pas, et où le reste s’arrête",
        "How many come as far as each step, and where the rest stop";
    step: "Pas", "Step";
    count: "Nombre", "Number";
    of_previous: "Du pas précédent", "Of the step before";
    step_cards: "Fiches publiées", "Cards posted";
    step_matches: "Correspondances proposées", "Matches proposed";
    step_mutual: "Intérêt des deux côtés", "Both sides interested";
    step_synergies: "Synergies confirmées", "Synergies confirmed";
    leak: "Abandonnées à ce pas", "Given up at this step";
    organisations: "Organisations", "Organisations";
    nothing_yet: "Rien n’est encore réalisé.", "Nothing is realised yet.";
    download: "À télécharger", "To download";
    pdf: "Rapport PDF accessible", "Accessible PDF report";
    xlsx: "Classeur XLSX", "XLSX workbook";
    json: "Démarche complète (JSON)", "Whole programme (JSON)";
    open_data: "Données ouvertes", "Open data";
    partners: "Partenaires", "Partners";
    managers: "Portée par", "Run by";
    funders: "Financeurs", "Funders";
    profile: "La démarche", "The programme";
    see_report: "Rapport complet", "Full report";
    choose_programme: "Vos démarches", "Your programmes";
    method: "Méthode", "Method";
}

/// Under the title: the day for which the report holds.
#[must_use]
pub fn holds_on(language: Language, day: NaiveDate) -> String {
    match language {
        Language::French => format!("état au {}", format::date(language, day)),
        Language::English => format!("as known on {}", format::date(language, day)),
    }
}
