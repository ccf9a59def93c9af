//! Strings of who one is in the room: colleagues, the same person on another phone, two records of one person, and
//! links from outside.

use super::texts;
use crate::Language;

texts! {
    // A personal link, on a phone that holds somebody else.
    replace: "Changer de personne sur ce téléphone ?", "Change who this phone stands for?";
    replace_help: "Ce lien ouvre la place de quelqu’un d’autre. Ne continuez que si ce lien est le vôtre.",
        "This link opens somebody else’s place. Go on only if this link is yours.";
    now_here: "Sur ce téléphone maintenant", "On this phone now";
    would_come: "Ce lien ouvre la place de", "This link opens the place of";
    replace_sure: "Oui, cette place est la mienne", "Yes, that place is mine";
    replace_not: "Non, ne rien changer", "No, change nothing";

    // What a scribe said for somebody.
    noted_by_scribe: "noté par le scribe de la table", "noted by the table’s scribe";
    tap_noted_by_scribe: "Le scribe de votre table a noté que cela vous intéresse. Confirmez-le : personne n’a votre \
        contact avant.",
        "Your table’s scribe noted that you are interested. Confirm it: nobody has your contact before.";

    // Questions on a phone.
    title: "Avec qui vous êtes là", "With whom you are here";
    lead_new: "Vous êtes inscrit. D’autres personnes ont donné la même organisation : sont-elles avec vous ?",
        "You are in. Others gave the same organisation: are they with you?";
    lead: "Des collègues répondent ensemble aux correspondances et voient les mêmes contacts. Un nom saisi ne prouve \
        rien : chacun doit dire oui.",
        "Colleagues answer matches together and see the same contacts. A typed name proves nothing: each of you has \
            to say yes.";
    go_on: "Continuer vers l’atelier", "Go on to the workshop";
    asks_you: "On vous demande", "You are asked";
    same_company: "même entreprise ?", "same company?";
    is_it_you: "est-ce vous, sur un autre téléphone ?", "is this you, on another phone?";
    is_it_you_help: "Ne dites oui que si vous tenez aussi cet autre téléphone : il deviendra le vôtre, avec vos \
        fiches et vos contacts.",
        "Say yes only if you hold that other phone too: it becomes yours, with your cards and contacts.";
    yes: "Oui", "Yes";
    no: "Non", "No";
    you_ask: "Vous demandez", "You are asking";
    waiting: "en attente d’un oui", "waiting for a yes";
    as_colleague: "Comme collègue.", "As a colleague.";
    as_same: "Comme la même personne, sur un autre téléphone.", "As the same person, on another phone.";
    waiting_help: "Le téléphone de cette personne pose la question, et l’animateur peut répondre aussi. D’ici là, \
        vous participez seul.",
        "That person’s phone puts the question, and the facilitator can answer too. Until then you take part alone.";
    take_back: "Ne plus demander", "Ask no more";
    your_colleagues: "Vos collègues", "Your colleagues";
    no_colleagues: "Personne : vous répondez seul de vos fiches.", "Nobody: you alone answer for your cards.";
    end: "Ne plus agir ensemble", "Act together no more";
    same_organisation: "Même organisation", "Same organisation";
    no_others: "Personne d’autre n’a donné cette organisation.", "Nobody else gave this organisation.";
    ask_colleague: "Nous sommes collègues : demander", "We are colleagues: ask";
    ask_same: "C’est moi, sur un autre téléphone : demander", "It is me, on another phone: ask";
    without_phone: "sans téléphone : l’animateur répondra", "without a phone: the facilitator will answer";

    // At the desk.
    desk_title: "Qui est qui", "Who is who";
    desk_lead: "Un nom saisi à la porte ne prouve rien. Ici, vous répondez aux demandes, vous réunissez des \
        collègues, et vous fondez en une seule les deux inscriptions d’une même personne.",
        "A name typed at the door proves nothing. Here you answer questions, bring colleagues together, and make two \
            records of one person one.";
    questions: "Demandes en attente", "Questions that wait";
    no_questions: "Aucune demande n’attend.", "No question waits.";
    asks_colleague: "demande à rejoindre, comme collègue :", "asks to join, as a colleague:";
    asks_same: "dit être, sur un autre téléphone :", "says to be, on another phone:";
    let_in: "Oui, admettre", "Yes, let in";
    make_one: "Oui, voir ce qui passe", "Yes, see what passes";
    refuse: "Non", "No";
    teams: "Collègues réunis", "Colleagues together";
    no_teams: "Personne n’est réuni pour l’instant.", "Nobody is together for now.";
    alone_again: "Séparer", "Take apart";
    admit: "Réunir deux personnes", "Bring two people together";
    admit_help: "Elles répondront ensemble aux correspondances de leurs fiches et verront les mêmes contacts.",
        "They will answer the matches of their cards together and see the same contacts.";
    who_comes: "Cette personne", "This person";
    with_whom: "rejoint", "joins";
    admit_sure: "Réunir", "Bring together";
    merge: "Une personne inscrite deux fois", "One person entered twice";
    merge_help: "Fiches, intérêts, correspondances, réponses, contact, place et téléphones de la seconde inscription \
        passent à la première. Rien n’est perdu.",
        "Cards, interests, matches, answers, contact, seat and phones of the second record pass to the first. Nothing \
            is lost.";
    alike: "Même nom et même organisation :", "Same name and organisation:";
    kept: "Garder cette inscription", "Keep this record";
    duplicate: "et y faire passer", "and let pass to it";
    choose: "Choisir…", "Choose…";
    look: "Voir ce qui passe", "See what passes";
    preview: "Ce qui passe", "What passes";
    of_kept: "Gardée", "Kept";
    of_duplicate: "Passe", "Passes";
    together: "Ensuite", "After that";
    organisation: "Organisation", "Organisation";
    cards: "Fiches", "Cards";
    taps: "Intérêts", "Interests";
    matches: "Correspondances", "Matches";
    synergies: "Synergies", "Synergies";
    address: "Adresse de contact", "Contact address";
    address_yes: "oui", "yes";
    address_no: "non", "no";
    table: "Table", "Table";
    none: "–", "–";
    swap: "Garder plutôt l’autre", "Keep the other one instead";
    merge_sure: "Réunir en une seule inscription", "Make them one record";
    merge_final: "On ne peut pas revenir en arrière.", "There is no way back.";
    hide_all: "Masquer toutes les fiches d’une personne", "Hide all cards of one person";
    hide_all_help: "Pour qui inonde la salle\u{a0}: ses fiches ouvertes quittent tous les écrans d’un coup. Chacune \
        peut être réaffichée dans l’animation.",
        "For somebody who floods the room: their open cards leave all screens at once. Each can be shown again at the \
            desk.";
    whose_cards: "Fiches de", "Cards of";
    hide_all_sure: "Masquer toutes ses fiches", "Hide all their cards";
    cancel: "Annuler", "Cancel";
    done: "C’est fait.", "Done.";
    back: "Retour à l’animation", "Back to the desk";
    open_page: "Qui est qui : collègues et doublons", "Who is who: colleagues and doubles";
}

/// `3 demandes en attente`: what the desk is told.
#[must_use]
pub fn waiting_questions(language: Language, count: usize) -> String {
    match (language, count) {
        (Language::French, 1) => "1 demande en attente".to_owned(),
        (Language::French, _) => format!("{count} demandes en attente"),
        (Language::English, 1) => "1 question waits".to_owned(),
        (Language::English, _) => format!("{count} questions wait"),
    }
}
