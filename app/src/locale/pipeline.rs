//! Strings of the pipeline: filters, board, table, bulk actions.

use super::texts;
use crate::{Language, format};

texts! {
    programme: "Démarche", "Programme";
    all_programmes: "Toutes mes démarches", "All my programmes";
    kind: "Type", "Type";
    all_kinds: "Tous les types", "All types";
    late_only: "En retard seulement", "Late ones only";
    silence: "Silence", "Silence";
    silent_any: "Peu importe", "Does not matter";
    silent_30: "plus de 30 jours", "more than 30 days";
    silent_90: "plus de 90 jours", "more than 90 days";
    silent_180: "plus de 180 jours", "more than 180 days";
    select: "Choisir", "Select";
    bulk: "Pour les synergies choisies", "For the synergies selected";
    bulk_move: "Passer à l’étape", "Move to stage";
    bulk_note: "Note, gardée dans chaque historique", "Note, kept in each history";
    apply: "Appliquer", "Apply";
    previous: "Page précédente", "Previous page";
    next: "Page suivante", "Next page";
    pages: "Pages de la liste", "Pages of the list";
    drag_help: "Faites glisser une fiche vers une autre étape, ou prenez-la au clavier\u{a0}: Entrée sur \
        «\u{202f}Déplacer\u{202f}», flèches gauche et droite, Entrée pour poser, Échap pour laisser. Ou choisissez \
        l’étape sous «\u{202f}Changer d’étape\u{202f}».",
        "Drag a card to another stage, or take it with the keyboard: Enter on “Move”, left and right arrows, Enter to \
            drop, Escape to leave it. Or choose the stage under “Change stage”.";
    drag_move: "Déplacer", "Move";
    drag_taken: "Prise. Étape visée\u{a0}:", "Taken. Stage aimed at:";
    change_stage: "Changer d’étape", "Change stage";
    drag_left: "Laissée à sa place.", "Left where it was.";
    lost_needs_reason: "Une synergie abandonnée demande une raison\u{a0}: ouvrez sa page.",
        "A synergy that is given up needs a reason: open its page.";
    owner: "Suivie par", "Owners";
}

/// `« Sciure » est passée à Discussion`.
#[must_use]
pub fn moved(language: Language, title: &str, stage: &str) -> String {
    match language {
        Language::French => format!("«\u{202f}{title}\u{202f}» est passée à {stage}"),
        Language::English => format!("“{title}” has moved to {stage}"),
    }
}

/// `page 2 sur 9`.
#[must_use]
pub fn page_of(language: Language, page: u32, pages: u32) -> String {
    match language {
        Language::French => format!("page {page} sur {pages}"),
        Language::English => format!("page {page} of {pages}"),
    }
}

/// `12 j` of silence.
#[must_use]
pub fn days(language: Language, days: i64) -> String {
    #[allow(clippy::cast_precision_loss)] // days on a screen
    let figure = format::number(language, days as f64, 0);
    match language {
        Language::French => format!("{figure}\u{a0}j"),
        Language::English => format!("{figure}\u{a0}d"),
    }
}

/// The words of a choice of silence, by its number of days.
#[must_use]
pub fn silent(language: Language, days: &str) -> &'static str {
    match days {
        "30" => silent_30(language),
        "90" => silent_90(language),
        _ => silent_180(language),
    }
}
