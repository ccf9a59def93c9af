//! Strings of the running order, the clock, the seating, and the scenes that belong to them.

use domain::workshop::{Assessment, Step, round_of};

use super::texts;
use crate::Language;

texts! {
    // The desk's panel.
    panel_course: "Déroulé", "Running order";
    no_order: "Pas encore de déroulé : les étapes de la journée, leur durée, ce que montre le tableau.",
        "No running order yet: the steps of the day, how long they last, what the board shows.";
    edit_order: "Préparer le déroulé", "Prepare the running order";
    seating: "Plan de tables", "Seating";
    not_begun: "Rien n’a commencé.", "Nothing has begun.";
    under_way: "En cours", "Under way";
    begin: "Commencer", "Begin";
    begin_again: "Recommencer", "Begin again";
    next_step: "Étape suivante", "Next step";
    previous_step: "Revenir", "Go back";
    pause: "Pause", "Pause";
    go_on: "Reprendre", "Go on";
    replay: "Rejouer au tableau", "Play back on the board";
    paused: "chronomètre arrêté", "clock stopped";
    more_time: "+ 5 min", "+ 5 min";
    one_more_minute: "+ 1 min", "+ 1 min";
    less_time: "− 1 min", "− 1 min";
    time_left: "Temps restant", "Time left";
    time_over: "Temps dépassé", "Over time";
    the_board_shows: "Le tableau montre", "The board shows";
    follow_phase: "Selon la phase", "As the phase";
    steps: "Étapes", "Steps";
    column_step: "Étape", "Step";
    column_minutes: "Durée", "Length";
    column_shows: "Tableau", "Board";
    minutes_short: "min", "min";
    show_large: "Montrer en grand au tableau", "Show in large on the board";
    your_table: "Votre table maintenant", "Your table now";
    give_view: "Donner mon avis", "Say what I think";
    next_is: "Ensuite", "Next";
    column_role: "Rôle", "Role";
    no_role: "–", "–";

    // The form.
    order_title: "Déroulé de la journée", "Running order of the day";
    order_help: "Chaque étape dit ce que les participants peuvent faire (phase) et ce que montre le tableau. Une \
        ligne sans type disparaît.",
        "Each step says what participants may do (phase) and what the board shows. A line without a kind goes away.";
    from_template: "Partir d’un modèle", "Start from a template";
    from_past: "Reprendre celui d’un atelier passé", "Take that of a past workshop";
    load: "Remplir le formulaire", "Fill in the form";
    loaded: "Le formulaire est rempli ; rien n’est enregistré avant votre accord.",
        "The form is filled in; nothing is saved before you say so.";
    field_kind: "Type", "Kind";
    field_title: "Nom (facultatif)", "Name (optional)";
    field_minutes: "Minutes", "Minutes";
    field_phase: "Phase", "Phase";
    field_scene: "Tableau", "Board";
    usual: "comme d’habitude", "as usual";
    no_step: "(aucune)", "(none)";
    total: "En tout", "In all";
    step_number: "Étape", "Step";

    // The board.
    most_wanted: "Les plus demandées", "Most wanted";
    nobody_took: "Qui peut y répondre ?", "Who can help with these?";
    no_wanted_yet: "Dites « intéressé » depuis votre téléphone.", "Say “interested” on your phone.";
    all_taken: "Chaque fiche a trouvé un écho.", "Every card has found an echo.";
    map_heading: "Qui pourrait donner quoi à qui", "Who could give what to whom";
    map_givers: "Donnent", "Give";
    map_what: "Quoi", "What";
    map_takers: "Reçoivent", "Receive";
    map_nothing: "La carte se dessine avec les premières fiches.", "The map draws itself with the first cards.";
    map_label: "Carte des flux possibles entre branches, par famille de ressources",
        "Map of possible flows between branches, by family of resources";
    spotlight_heading: "En grand", "In large";
    figures_heading: "Où en sommes-nous ?", "Where are we?";
    both_yes: "d’accord des deux côtés", "both sides say yes";
    no_step_yet: "Aucune étape en cours", "No step under way";
    key_hold: "Arrêter le défilement, et reprendre", "Stop the pages, and go on";
    key_sound: "Son à la fin d’une étape, et sans", "Sound at the end of a step, and none";
    key_keys: "Clavier coupé (télécommande), et retour", "Keys off (remote control), and back";
    held: "Défilement arrêté (espace pour reprendre)", "Pages stopped (space to go on)";
    keys_off: "Clavier coupé (K pour le rétablir)", "Keys off (K to bring them back)";
    sound_on: "Son à la fin des étapes", "Sound at the end of steps";
}

/// `12:34`; `+ 0:45` once the step has run over; `1:05:00` from an hour on.
#[must_use]
pub fn left(left_ms: i64) -> String {
    // A step that has half a second left still has one.
    let seconds = if left_ms >= 0 { (left_ms + 999) / 1_000 } else { -left_ms / 1_000 };
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let sign = if left_ms < 0 && seconds > 0 { "+\u{a0}" } else { "" };
    if hours > 0 { format!("{sign}{hours}:{minutes:02}:{rest:02}") } else { format!("{sign}{minutes}:{rest:02}") }
}

/// What a step is called: its own name, or its kind, with its number for a table round.
#[must_use]
pub fn step_name(language: Language, steps: &[Step], at: u32) -> String {
    let Some(step) = steps.get(at as usize) else { return no_step_yet(language).to_owned() };
    let kind = super::words::step_kind(language, step.kind);
    match (&step.title, round_of(steps, at)) {
        (Some(title), _) => title.to_string(),
        (None, Some(round)) => [kind, " ", &round.to_string()].concat(),
        (None, None) => kind.to_owned(),
    }
}

/// `7 entreprises`, `1 entreprise`.
#[must_use]
pub fn companies(language: Language, count: usize) -> String {
    crate::format::count(language, count, super::board::company(language), super::board::companies(language))
}

/// How far both sides have said what they think of their matches.
#[must_use]
pub fn assessed(language: Language, assessment: Assessment) -> String {
    let Assessment { matches, by_one, by_both, wanted } = assessment;
    match language {
        Language::French => format!(
            "Vues des deux côtés\u{a0}: {by_both} sur {matches} · d’un seul\u{a0}: {by_one} · voulues des deux\u{a0}: \
                {wanted}"
        ),
        Language::English => {
            format!("Looked at by both sides: {by_both} of {matches} · by one: {by_one} · wanted by both: {wanted}")
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_left_is_said_as_clocks_say_it() {
        assert_eq!(super::left(754_000), "12:34");
        assert_eq!(super::left(500), "0:01");
        assert_eq!(super::left(0), "0:00");
        assert_eq!(super::left(-45_900), "+\u{a0}0:45");
        assert_eq!(super::left(3_900_000), "1:05:00");
    }
}
