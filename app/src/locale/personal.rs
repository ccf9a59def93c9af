//! Strings of a participant's own page: coming back, whom to meet, leaving.

use super::texts;

texts! {
    title: "Moi", "Me";
    my_contacts: "À rencontrer", "To meet";
    contacts_help: "Les deux côtés ont dit « intéressé ».", "Both sides said “interested”.";
    no_contacts: "Personne encore. Dites « intéressé » à une correspondance ; quand l’autre côté aussi, son contact \
        apparaît ici.",
        "Nobody yet. Say “interested” to a match; when the other side does too, their contact appears here.";
    about: "Au sujet de", "About";
    no_email: "pas d’adresse laissée", "left no address";
    next_step: "Prochaine action", "Next step";
    print: "Pour imprimer : menu du navigateur.", "To print: the browser’s menu.";
    calendar: "Ajouter les rendez-vous à mon agenda (.ics)", "Add the dates to my calendar (.ics)";
    mail: "M’envoyer cette liste par courriel", "Mail this list to myself";
    my_tables: "Ma place", "My place";
    table: "Table", "Table";
    no_table: "Pas de table pour l’instant", "No table for now";
    other_phone: "Continuer sur un autre téléphone", "Go on with another phone";
    other_phone_help: "Ce lien ouvre votre place sans rien ressaisir. Il est personnel : ne le montrez à personne \
        d’autre.",
        "This link opens your place without typing anything again. It is yours: show it to nobody else.";
    make_link: "Montrer mon lien et mon QR code", "Show my link and QR code";
    qr_label: "QR code de votre lien personnel", "QR code of your personal link";
    sign_out: "Déconnecter ce téléphone", "Sign this phone out";
    sign_out_help: "Rien n’est effacé de l’atelier\u{a0}: vos fiches restent, et votre lien ou un badge vous y \
        ramène. Ce téléphone oublie tout ce qu’il gardait, aussi ce qui attendait d’être envoyé.",
        "Nothing is erased from the workshop: your cards stay, and your link or a badge brings you back. This phone \
            forgets all that it kept, also what was waiting to be sent.";
    sign_out_sure: "Oui, déconnecter ce téléphone", "Yes, sign this phone out";
    sign_out_all: "Déconnecter tous mes téléphones et liens", "Sign out all my phones and links";
    signed_out: "Ce téléphone est déconnecté.", "This phone is signed out.";
    signed_out_all: "Tous vos téléphones et liens sont déconnectés.", "All your phones and links are signed out.";
    signed_out_help: "Vos fiches restent dans l’atelier. Pour revenir, ouvrez votre lien personnel, ou demandez un \
        badge à l’animation.",
        "Your cards stay in the workshop. To come back, open your personal link, or ask the facilitators for a badge.";
    leave: "Quitter et effacer mes données", "Leave and erase my data";
    leave_help: "Votre nom, vos fiches, vos avis et votre adresse sont effacés, aussi dans l’historique. On ne peut \
        pas revenir en arrière. Une synergie déjà confirmée reste dans le suivi du programme avec les deux \
        organisations, sans votre nom ni votre adresse.",
        "Your name, your cards, what you said and your address are erased, also from the history. There is no way \
            back. A synergy that was confirmed stays in the programme’s follow-up with its two organisations, without \
            your name or address.";
    leave_anonymous: "Effacer aussi mes fiches anonymes. Qui regarde à cet instant pourra deviner qu’elles étaient \
        les miennes\u{202f}; sinon elles restent sur la table, sans aucun lien avec moi.",
        "Erase my anonymous cards, too. Whoever is looking right then may guess that they were mine; otherwise they \
            stay on the table, with no link to me.";
    leave_sure: "Oui, effacer tout ce que j’ai apporté", "Yes, erase all that I brought";
    gone: "Vos données sont effacées.", "Your data are erased.";
    gone_help: "Merci d’être venu. Vous pouvez fermer cette page.", "Thank you for coming. You can close this page.";
    back: "Retour à l’atelier", "Back to the workshop";
}
