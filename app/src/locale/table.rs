//! Strings of the fast entry at a table.

use super::texts;

texts! {
    title: "Saisie rapide", "Fast entry";
    table: "Table", "Table";
    people: "À cette table", "At this table";
    nobody: "Personne n’est assis à cette table.", "Nobody sits at this table.";
    line: "Une ligne, puis Entrée", "One line, then Enter";
    help: "Numéro de la personne, puis + (j’ai), - (je cherche) ou = (besoin partagé), l’intitulé, et après une virgule la quantité. Catégorie : # et ses premières lettres.", "Number of the person, then + (have), - (want) or = (shared need), the title, and after a comma the quantity. Category: # and its first letters.";
    example: "2+ sciure de résineux, 12 t/semaine → la personne 2 a de la sciure", "2+ softwood sawdust, 12 t/week → person 2 has sawdust";
    example_interest: "3*12 → la personne 3 est intéressée par la fiche 12", "3*12 → person 3 is interested in card 12";
    example_person: "@ Léa Martin, Scierie du Val → quelqu’un sans téléphone s’assied ici", "@ Léa Martin, Sawmill → somebody without a phone sits down here";
    seated: "Assis à cette table", "Sits at this table";
    key: "Clé de cette table", "Key of this table";
    key_help: "Pour l’hôte ou le scribe : elle ouvre la saisie rapide de cette table, et rien d’autre. Une nouvelle clé met fin à la précédente.", "For the host or scribe: it opens the fast entry of this table, and nothing else. A new key ends the one before.";
    make_key: "Faire une clé", "Make a key";
    key_qr: "QR code de la clé de cette table", "QR code of the key of this table";
    send: "Noter", "Note";
    noted: "Noté", "Noted";
    interest_noted: "Intérêt noté pour la fiche", "Interest noted in card";
    no_such_seat: "Personne ne porte ce numéro à cette table.", "Nobody has this number at this table.";
    cannot_read: "Ligne incomplète : numéro, signe (+ - = *), puis le texte.", "Incomplete line: number, sign (+ - = *), then the text.";
    latest: "Dernières fiches de la table", "Latest cards of the table";
    other_tables: "Autres tables", "Other tables";
    back: "Retour à l’animation", "Back to the desk";
}
