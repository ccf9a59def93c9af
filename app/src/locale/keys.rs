//! Strings of the page of keys, and of what is said when one has ended.

use super::texts;

texts! {
    title: "Clés de l’atelier", "Keys of the workshop";
    lead: "Tout ce qui ouvre une porte de cet atelier. Une clé renouvelée ou fermée ne sert plus à personne, tout de \
        suite\u{a0}: les écrans ouverts avec elle s’arrêtent.",
        "Everything that opens a door of this workshop. A key that is renewed or ended serves nobody any more, at \
            once: screens opened with it stop.";
    back: "Retour à l’animation", "Back to the desk";
    desk: "Animation par lien", "Facilitation by link";
    desk_help: "Donne la main sur tout l’atelier à qui ouvre ce lien, sans compte. Un navigateur resté douze heures \
        sans s’en servir est déconnecté.",
        "Gives whoever opens this link the whole workshop in hand, without an account. A browser that was not used \
            for twelve hours is signed out.";
    board: "Tableau projeté", "Projected board";
    board_help: "Montre ce que voit la salle, noms compris, aussi après l’atelier.",
        "Shows what the room sees, names included, also after the workshop.";
    door: "Porte de l’atelier", "Door of the workshop";
    door_help: "Le QR code et le code à taper se renouvellent ensemble\u{a0}: affiches, cartes de table et \
        invitations déjà imprimées n’ouvrent plus. Qui est entré reste dans l’atelier. Pour ne plus laisser entrer \
        personne, fermez la porte dans l’animation.",
        "QR code and typed code are renewed together: posters, table cards and invitations that were printed open no \
            more. Who has come in stays. To let nobody in any more, close the door at the desk.";
    code: "Code", "Code";
    tables: "Clés de table", "Table keys";
    tables_help: "Chacune ouvre la saisie rapide d’une table. On en fait une nouvelle sur la page de la table.",
        "Each opens the fast entry of one table. A new one is made on the page of the table.";
    no_tables: "Aucune table n’a de clé.", "No table has a key.";
    table: "Table", "Table";
    people: "Téléphones et liens des participants", "Phones and links of participants";
    people_help: "Pour un téléphone perdu, ou un lien montré à quelqu’un d’autre\u{a0}: la personne reste dans \
        l’atelier avec ses fiches, et revient par un nouveau lien ou un badge.",
        "For a phone that was lost, or a link that somebody else saw: the person stays in the workshop with their \
            cards, and comes back by a new link or badge.";
    no_people: "Personne n’est encore entré.", "Nobody has come in yet.";
    person: "Personne", "Person";
    one_key: "téléphone ou lien", "phone or link";
    many_keys: "téléphones ou liens", "phones or links";
    one_browser: "navigateur connecté par ce lien", "browser signed in by this link";
    many_browsers: "navigateurs connectés par ce lien", "browsers signed in by this link";
    made: "Faite le", "Made on";
    used: "servie pour la dernière fois le", "last used on";
    never_used: "jamais servie", "never used";
    ended: "Fermée le", "Ended on";
    none: "Pas encore de clé.", "No key yet.";
    renew: "Renouveler", "Renew";
    make: "Faire une clé", "Make a key";
    end: "Fermer", "End";
    sure_renew: "Oui, l’ancienne ne servira plus", "Yes, the old one will serve no more";
    sure_end: "Oui, fermer", "Yes, end it";
    new_key: "Nouveau lien d’animation", "New link for facilitators";
    new_key_help: "Il n’est montré que maintenant\u{a0}: gardez-le, ou transmettez-le.",
        "It is shown only now: keep it, or hand it on.";
    new_key_qr: "QR code du nouveau lien d’animation", "QR code of the new link for facilitators";
    done: "C’est fait\u{a0}: l’ancienne clé n’ouvre plus rien.", "Done: the old key opens nothing any more.";
    when: "Dernier usage", "Last use";
    action: "Action", "Action";
}
