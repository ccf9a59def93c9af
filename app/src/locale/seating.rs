//! Strings of the seating plan and its sheets.

use super::texts;

texts! {
    title: "Plan de tables", "Seating plan";
    lead: "Pour tous les tours : personne ne se retrouve deux fois quand c’est possible, les entreprises d’un même \
        groupe sont séparées, et celles dont les fiches se répondent se rencontrent. Hôtes et scribes gardent leur \
        table.",
        "For all rounds: nobody meets the same person twice where that is possible, companies of one group sit apart, \
            and those whose cards answer each other do meet. Hosts and scribes keep their table.";
    rounds: "Nombre de tours", "Number of rounds";
    apart: "À séparer (facultatif)", "To sit apart (optional)";
    apart_hint: "Une ligne par groupe, noms séparés par des virgules. Les collègues d’une même entreprise sont \
        toujours séparés.",
        "One line for each group, names separated by commas. Colleagues of one company always sit apart.";
    work_out: "Calculer le plan", "Work out the plan";
    work_out_again: "Recalculer la suite", "Work out the rest again";
    held_stay: "Les tours déjà commencés restent comme ils sont ; les retardataires reçoivent une table tout de suite.",
        "Rounds that have begun stay as they are; late comers get a table at once.";
    none: "Pas encore de plan. Calculez-le quand les participants sont inscrits, et de nouveau quand quelqu’un arrive \
        ou part.",
        "No plan yet. Work it out once participants are registered, and again when somebody comes or leaves.";
    round: "Tour", "Round";
    table: "Table", "Table";
    begun: "commencé", "begun";
    print: "Imprimer chevalets et listes", "Print place cards and lists";
    back: "Retour au plan", "Back to the plan";
    quality: "Qualité du plan", "Quality of the plan";
    repeats: "Rencontres répétées", "Repeated meetings";
    together: "Paires à séparer, à la même table", "Pairs to keep apart, at one table";
    likely: "Correspondances probables qui se rencontrent", "Likely matches that meet";
    at_best: "au mieux", "at best";
    list_by_name: "Liste par nom", "List by name";
    list_by_table: "Liste par table", "List by table";
    place_cards: "Chevalets", "Place cards";
    preview: "Aperçu avant impression", "Print preview";
    person: "Personne", "Person";
    organisation: "Organisation", "Organisation";
}
