//! Strings of the registration list and the badges.

use super::texts;

texts! {
    title: "Inscriptions", "Registrations";
    lead: "Collez la liste des inscrits (CSV, avec une ligne de titres : nom, organisation, et si vous les avez \
        prénom, table, secteur NACE). Les adresses électroniques ne sont pas reprises : chacun laisse la sienne, s’il \
        le veut. Rien n’est écrit avant votre accord.",
        "Paste the list of those registered (CSV with a heading: name, organisation, and where you have them first \
            name, table, NACE sector). E-mail addresses are not taken over: everyone leaves their own, if they wish. \
            Nothing is written before you say so.";
    list: "Liste (CSV)", "List (CSV)";
    hint: "Séparée par des points-virgules, des virgules ou des tabulations.",
        "Separated by semicolons, commas or tabs.";
    preview: "Voir ce que cela donnerait", "See what this would do";
    register: "Inscrire les lignes valables", "Register the good lines";
    badges: "Badges avec QR code personnel", "Badges with personal QR code";
    badges_help: "Chaque code ouvre la place de cette personne, sans rien saisir. Pour un courriel d’invitation, \
        copiez l’adresse sous le code.",
        "Each code opens this person’s place without typing anything. For a mail of invitation, copy the address \
            below the code.";
    make_badges: "Préparer les badges", "Prepare the badges";
    line: "Ligne", "Line";
    person: "Personne", "Person";
    organisation: "Organisation", "Organisation";
    outcome: "Résultat", "Outcome";
    good: "sera inscrite", "will be registered";
    known: "déjà inscrite", "registered already";
    unreadable: "La liste n’a pas de colonnes « nom » et « organisation ».",
        "The list has no columns “name” and “organisation”.";
    registered: "Personnes inscrites", "People registered";
    qr: "QR code personnel", "Personal QR code";
    back: "Retour à l’animation", "Back to the desk";
}
