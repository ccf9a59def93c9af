//! Strings of who one is in the room: colleagues, the same person on another phone, two records of one person, and links from outside.

use super::texts;

texts! {
    // A personal link, on a phone that holds somebody else.
    replace: "Changer de personne sur ce téléphone ?", "Change who this phone stands for?";
    replace_help: "Ce lien ouvre la place de quelqu’un d’autre. Ne continuez que si ce lien est le vôtre : vous pourrez revenir avec le lien personnel de votre place actuelle.", "This link opens somebody else’s place. Go on only if this link is yours: you can come back with the personal link of your present place.";
    now_here: "Sur ce téléphone maintenant", "On this phone now";
    would_come: "Ce lien ouvre la place de", "This link opens the place of";
    replace_sure: "Oui, cette place est la mienne", "Yes, that place is mine";
    replace_not: "Non, ne rien changer", "No, change nothing";

    // What a scribe said for somebody.
    noted_by_scribe: "noté par le scribe de la table", "noted by the table’s scribe";
    tap_noted_by_scribe: "Le scribe de votre table a noté que cela vous intéresse. Confirmez-le : personne n’a votre contact avant.", "Your table’s scribe noted that you are interested. Confirm it: nobody has your contact before.";
}
