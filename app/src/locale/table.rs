//! Strings of the fast entry at a table.

use super::texts;

texts! {
    title: "Saisie rapide", "Fast entry";
    table: "Table", "Table";
    people: "À cette table", "At this table";
    nobody: "Personne n’est assis à cette table.", "Nobody sits at this table.";
    line: "Une ligne, puis Entrée", "One line, then Enter";
    help: "Numéro de la personne, puis + (j’ai), - (je cherche) ou = (besoin partagé), l’intitulé, et après une virgule la quantité. Catégorie : # et ses premières lettres.", "Number of the person, then + (have), - (want) or = (shared need), the title, and after a comma the quantity. Category: # and its first letters.";
    example: "2+ sciure de résineux, 12 t/semaine", "2+ softwood sawdust, 12 t/week";
    example_interest: "3*12 : la personne 3 est intéressée par la fiche 12", "3*12: person 3 is interested in card 12";
    send: "Noter", "Note";
    noted: "Noté", "Noted";
    interest_noted: "Intérêt noté pour la fiche", "Interest noted in card";
    no_such_seat: "Personne ne porte ce numéro à cette table.", "Nobody has this number at this table.";
    cannot_read: "Ligne incomplète : numéro, signe (+ - = *), puis le texte.", "Incomplete line: number, sign (+ - = *), then the text.";
    latest: "Dernières fiches de la table", "Latest cards of the table";
    other_tables: "Autres tables", "Other tables";
    back: "Retour à l’animation", "Back to the desk";
}
