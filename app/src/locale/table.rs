//! Strings of the fast entry at a table.

use super::texts;
use crate::Language;

texts! {
    title: "Saisie rapide", "Fast entry";
    table: "Table", "Table";
    people: "À cette table", "At this table";
    nobody: "Personne n’est assis à cette table.", "Nobody sits at this table.";
    begin_turns: "Commencer le tour de parole", "Begin the turns";
    turn_of: "La parole est à", "It is the turn of";
    no_card_yet: "Pas encore de fiche. Notez ce qui est dit ci-dessous, ou laissez la personne publier sur son \
        téléphone.",
        "No card yet. Note below what is said, or let them post on their phone.";
    next_turn: "Au suivant", "Next";
    end_turns: "Fin du tour de parole", "End of the turns";
    again: "Reprendre au premier", "Again from the first";
    end_of_turns: "Tout le monde a parlé.", "Everybody has spoken.";
    line_of_turn: "Ce qui est dit, puis Entrée", "What is said, then Enter";
    help_turn: "+ (j’ai), - (je cherche) ou = (besoin partagé), l’intitulé, et après une virgule la quantité. Un \
        numéro devant\u{a0}: quelqu’un d’autre. Ligne vide\u{a0}: au suivant.",
        "+ (have), - (want) or = (shared need), the title, and after a comma the quantity. A number before it: \
            somebody else. Blank line: next.";
    line: "Une ligne, puis Entrée", "One line, then Enter";
    help: "Numéro de la personne, puis + (j’ai), - (je cherche) ou = (besoin partagé), l’intitulé, et après une \
        virgule la quantité. Catégorie : # et ses premières lettres.",
        "Number of the person, then + (have), - (want) or = (shared need), the title, and after a comma the quantity. \
            Category: # and its first letters.";
    example: "2+ sciure de résineux, 12 t/semaine → la personne 2 a de la sciure",
        "2+ softwood sawdust, 12 t/week → person 2 has sawdust";
    example_interest: "3*12 → la personne 3 est intéressée par la fiche 12", "3*12 → person 3 is interested in card 12";
    example_person: "@ Léa Martin, Scierie du Val → quelqu’un sans téléphone s’assied ici",
        "@ Léa Martin, Sawmill → somebody without a phone sits down here";
    seated: "Assis à cette table", "Sits at this table";
    key: "Clé de cette table", "Key of this table";
    key_help: "Pour l’hôte ou le scribe : elle ouvre la saisie rapide de cette table, et rien d’autre. Une nouvelle \
        clé met fin à la précédente.",
        "For the host or scribe: it opens the fast entry of this table, and nothing else. A new key ends the one \
            before.";
    make_key: "Faire une clé", "Make a key";
    key_qr: "QR code de la clé de cette table", "QR code of the key of this table";
    send: "Noter", "Note";
    noted: "Noté", "Noted";
    interest_noted: "Intérêt noté pour la fiche", "Interest noted in card";
    no_such_seat: "Personne ne porte ce numéro à cette table.", "Nobody has this number at this table.";
    cannot_read: "Ligne incomplète : numéro, signe (+ - = *), puis le texte.",
        "Incomplete line: number, sign (+ - = *), then the text.";
    latest: "Dernières fiches de la table", "Latest cards of the table";
    other_tables: "Autres tables", "Other tables";
    back: "Retour à l’animation", "Back to the desk";
}

/// `Tour de table 2 – encore 18 min, soit 4 min pour chacun`: of the step, shared by those who have not spoken.
#[must_use]
pub fn time_for_each(language: Language, step: &str, minutes: i64, people: i64) -> String {
    let each = minutes / people.max(1);
    match language {
        Language::French => format!("{step} – encore {minutes}\u{a0}min, soit {each}\u{a0}min pour chacun"),
        Language::English => format!("{step} – {minutes}\u{a0}min left, {each}\u{a0}min for each"),
    }
}
