//! Strings of targets: what a programme aims at, and how much of it is reached.

use domain::targets::{Aim, Progress};

use super::{office, report, texts, words};
use crate::{Language, format};

texts! {
    targets: "Objectifs", "Targets";
    lead: "Ce que la démarche vise, par indicateur, pour une année ou pour toute la démarche. Le rapport met chaque \
        objectif en regard de ce que les synergies réalisées ont apporté.",
        "What the programme aims at, by indicator, for a year or for the programme as a whole. The report sets each \
            target beside what realised synergies have brought.";
    none: "Aucun objectif encore.", "No target yet.";
    caption: "Objectifs, et ce qui en est atteint", "Targets, and how much of each is reached";
    counting: "Pour une année\u{a0}: les chiffres déclarés pour elle, et les synergies devenues réalisées dans \
        l’année. Pour toute la démarche\u{a0}: tout ce que compte le rapport.",
        "For a year: the figures declared for it, and the synergies that were realised in it. For the programme as a \
            whole: everything that the report counts.";
    aim: "Indicateur", "Indicator";
    year: "Année", "Year";
    year_hint: "Laissez vide pour toute la démarche.", "Leave blank for the programme as a whole.";
    whole: "toute la démarche", "whole programme";
    amount: "Objectif", "Target";
    amount_hint: "Dans l’unité de l’indicateur.", "In the unit of the indicator.";
    reached: "Atteint", "Reached";
    share: "Part atteinte", "Share reached";
    note: "D’où vient l’objectif (facultatif)", "Where the target comes from (optional)";
    note_hint: "Convention avec la Région, appel à projets…", "Contract with the region, call for projects…";
    source: "Source", "Source";
    set_or_change: "Fixer ou changer un objectif", "Set or change a target";
    replaces: "Un nouvel objectif remplace celui du même indicateur et de la même année. L’ancien reste dans \
        l’historique, et dans le rapport des jours où il valait.",
        "A new target replaces the one for the same indicator and year. The old one stays in the history, and in the \
            report of the days on which it held.";
    set: "Fixer l’objectif", "Set the target";
    take_back: "Retirer", "Take back";
    action: "Action", "Action";
    taken_back: "Retiré", "Taken back";
    history: "Historique des objectifs", "History of the targets";
}

/// What a target is about, with its unit: `Ventes (€)`.
#[must_use]
pub fn about(language: Language, aim: Aim) -> String {
    match aim {
        Aim::Realised => report::realised(language).to_owned(),
        Aim::Brought(indicator) => {
            format!("{} ({})", words::indicator(language, indicator), office::total_unit(language, indicator))
        }
    }
}

/// The year of a target, or that it is the whole programme's.
#[must_use]
pub fn when(language: Language, year: Option<i32>) -> String {
    year.map_or_else(|| whole(language).to_owned(), |year| year.to_string())
}

/// A target in a row: what it is about, when, how much is aimed at, how much is reached, and its share.
#[must_use]
pub fn row(language: Language, progress: &Progress) -> [String; 5] {
    let target = &progress.target;
    [
        about(language, target.aim),
        when(language, target.year),
        format::amount(language, target.amount),
        format::amount(language, progress.reached),
        format::percent(language, progress.share()),
    ]
}

/// The heads of these rows.
#[must_use]
pub const fn heads(language: Language) -> [&'static str; 5] {
    [aim(language), year(language), amount(language), reached(language), share(language)]
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "aim" => aim(language),
        "year" => year(language),
        "amount" => amount(language),
        "note" => note(language),
        _ => "",
    }
}
