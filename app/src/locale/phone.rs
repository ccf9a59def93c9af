//! Strings of the participant pages, and of the parts that show cards.

use domain::ids::CardId;
use domain::resource::{Field, Kind};

use super::{card_fields, texts};
use crate::Language;

texts! {
    anonymous: "Organisation anonyme", "Anonymous organisation";
    table_word: "table", "table";
    more: "Détails", "Details";
    category_from_title: "D’après l’intitulé", "From the title";
    email_consent: "Accord pour l’e-mail", "Agreement for the e-mail";
    have_hint: "à donner, vendre ou prêter", "to give, sell or lend";
    want_hint: "ce qui me manque", "what I lack";
    shared_need_hint: "à faire à plusieurs", "to do together";
    // The door.
    join_name: "Votre nom", "Your name";
    join_organisation: "Votre organisation", "Your organisation";
    join_table: "Votre table", "Your table";
    join_table_hint: "Le numéro est posé sur la table.", "The number stands on the table.";
    table_choice: "Table", "Table";
    join_no_table: "Pas encore assis", "Not seated yet";
    join_sector: "Secteur d’activité", "Sector";
    join_sector_hint: "Pour rapprocher les activités de la salle.", "To bring together the activities in the room.";
    join_no_sector: "Non précisé", "Not given";
    join_email: "E-mail", "E-mail";
    join_email_hint: "Pour vous envoyer vos fiches et vos synergies, et pour qui vous intéresse quand vous \
        l’intéressez aussi. Jamais montré à la salle.",
        "To send you your cards and synergies, and for those who interest you when you interest them too. Never shown \
            to the room.";
    join_consent: "J’accepte que l’animateur garde mon adresse pour le suivi de cet atelier, et qu’elle soit donnée à \
        qui je dis « intéressé » quand il le dit aussi.",
        "I agree that the facilitator keeps my address to follow up this workshop, and that it is given to those to \
            whom I say “interested” when they say so too.";
    join_enter: "Entrer dans l’atelier", "Enter the workshop";
    specify: "Préciser (facultatif)", "More details (optional)";

    // Around every screen.
    tabs: "Écrans de l’atelier", "Screens of the workshop";
    tab_mine: "Mes fiches", "My cards";
    tab_room: "La salle", "The room";
    tab_matches: "Correspondances", "Matches";
    to_answer: "à répondre", "to answer";
    phase_word: "Phase :", "Phase:";
    connection_live: "En direct", "Live";
    connection_stale: "Reconnexion…", "Reconnecting…";
    connection_offline: "Hors ligne", "Offline";
    connection_ended: "Déconnecté", "Signed out";
    forgetful_window: "Cette fenêtre ne garde rien (Wi-Fi d’accueil ou navigation privée). Tant qu’elle reste \
        ouverte, rien ne se perd ; pour plus de sûreté, ouvrez cette adresse dans votre navigateur habituel :",
        "This window keeps nothing (Wi-Fi sign-in or private browsing). While it stays open nothing is lost; to be \
            safe, open this address in your usual browser:";

    // Own cards.
    new_card: "Nouvelle fiche", "New card";
    change_card: "Modifier la fiche", "Change card";
    post: "Publier la fiche", "Post the card";
    card_sent: "Fiche prise en compte : elle est dans votre liste ci-dessous.",
        "Your card was taken: it is in your list below.";
    choose_kind: "Choisissez ce que vous proposez ou cherchez.", "Choose what you offer or look for.";
    posting_is_over: "L’atelier ne prend plus de nouvelles fiches dans cette phase. Pour en ajouter une, \
        adressez-vous à l’animateur.",
        "The workshop takes no new cards in this phase. To add one, ask the facilitator.";
    no_card: "Vous n’avez pas de fiche dans cet atelier.", "You have no card in this workshop.";
    no_card_yet: "Vous n’avez pas encore de fiche. Quelques mots suffisent, le reste peut venir plus tard.",
        "You have no card yet. A few words are enough, the rest can come later.";
    sending: "Envoi en cours…", "Sending…";
    waiting_for_network: "En attente du réseau : la fiche est gardée sur ce téléphone.",
        "Waiting for the network: the card is kept on this phone.";
    leaving_apart: "Partira d’ici quelques minutes, à l’écart du reste, pour rester anonyme.",
        "Will go off within a few minutes, apart from the rest, to stay anonymous.";
    refused: "Non enregistrée.", "Not saved.";
    correct: "Corriger", "Correct";
    delete: "Supprimer", "Delete";
    finish_the_form_first: "Publiez ou videz d’abord la fiche en cours de saisie.",
        "First post or empty the card that you are typing.";
    understood: "Compris", "Got it";
    hidden: "Masquée par l’animateur", "Hidden by the facilitator";
    merged: "Fusionnée avec la fiche n°", "Merged with card no.";
    model_read: "Un modèle de langage a lu", "A language model read";
    translated: "Traduction automatique", "Machine translation";
    put_on_card: "Reprendre sur la fiche", "Put on the card";
    withdraw: "Retirer", "Withdraw";
    withdraw_question: "Retirer cette fiche de l’atelier ?", "Withdraw this card from the workshop?";
    withdraw_yes: "Oui, retirer", "Yes, withdraw";
    photo: "Photo", "Photo";
    published: "publiée", "posted";
    new_match: "Nouvelle correspondance", "New match";
    being_withdrawn: "Retrait en cours…", "Being withdrawn…";
    interested_one: "intéressé", "interested";
    interested_many: "intéressés", "interested";

    // The room.
    room_opens_later: "La salle s’ouvre à la phase Ressources & besoins. En attendant, préparez vos fiches.",
        "The room opens with the phase Haves & wants. Until then, prepare your cards.";
    show_more: "Montrer la suite", "Show more";
    all_kinds: "Toutes", "All";
    all_categories: "Toutes les catégories", "All categories";
    search: "Rechercher", "Search";
    card_one: "fiche", "card";
    card_many: "fiches", "cards";
    interested: "Intéressé", "Interested";
    your_organisation: "Votre organisation", "Your organisation";

    // Own matches.
    matches_come_later: "Les correspondances apparaissent à partir de la phase Ressources & besoins.",
        "Matches appear from the phase Haves & wants on.";
    answers_come_later: "Vous pourrez répondre à la phase Rencontres.", "You can answer in the phase Matching.";
    answers_are_over: "L’atelier est clos : les réponses ne changent plus.",
        "The workshop is over: answers do not change any more.";
    no_match_yet: "Pas encore de correspondance. Publiez vos fiches et touchez « Intéressé » dans la salle.",
        "No match yet. Post your cards and tap “Interested” in the room.";
    someone_is_interested: "Quelqu’un s’intéresse à votre fiche", "Somebody is interested in your card";
    by_your_interest: "Vous avez dit être intéressé.", "You said that you are interested.";
    said_nothing: "pas encore de réponse", "no answer yet";
    said_interested: "intéressé", "interested";
    said_not_for_us: "pas pour nous", "not for us";
    meet: "Rencontrez-vous :", "Meet:";
    ask_the_facilitator: "l’animateur vous met en relation (organisation anonyme)",
        "the facilitator brings you together (anonymous organisation)";
    is_synergy: "Synergie", "Synergy";
    not_for_us: "Pas pour nous", "Not for us";
    why: "Pourquoi ?", "Why?";
    no_reason: "Sans raison particulière", "No particular reason";
    note: "Précision (facultatif)", "More about it (optional)";
    note_hint: "Lue par les animateurs seulement.", "Read by the facilitators only.";
    absurd: "Absurde", "Makes no sense";
    take_back: "Annuler ma réponse", "Take my answer back";
}

/// The label of a field of the join form, by its name on the wire.
#[must_use]
pub fn join_label(language: Language, field: &str) -> &'static str {
    match field {
        "name" => join_name(language),
        "organisation" => join_organisation(language),
        "table" => join_table(language),
        "sector" => join_sector(language),
        "email" => join_email(language),
        "consent" => email_consent(language),
        _ => "",
    }
}

/// What a kind of card is about.
#[must_use]
pub fn kind_hint(language: Language, kind: Kind) -> &'static str {
    match kind {
        Kind::Have => have_hint(language),
        Kind::Want => want_hint(language),
        Kind::SharedNeed => shared_need_hint(language),
    }
}

/// The number of a card.
#[must_use]
pub fn number(language: Language, card: CardId) -> String {
    match language {
        Language::French => format!("Fiche n°{card}"),
        Language::English => format!("Card no. {card}"),
    }
}

/// `soit 156 t/an`: what the amount of a card comes to in a year.
#[must_use]
pub fn makes(language: Language, annual: &str) -> String {
    match language {
        Language::French => format!("soit {annual}"),
        Language::English => format!("that is {annual}"),
    }
}

/// `avec votre fiche « … »`: which of one's own cards is in the match.
#[must_use]
pub fn with_your_card(language: Language, title: &str) -> String {
    match language {
        Language::French => format!("avec votre fiche « {title} »"),
        Language::English => format!("with your card “{title}”"),
    }
}

/// The number of a card that is there now.
#[must_use]
pub fn card_arrived(language: Language, card: CardId) -> String {
    [&*number(language, card), " ", published(language)].concat()
}

/// That there is a new match, and how many there are now: a screen reader says the same sentence only once.
#[must_use]
pub fn new_match_of(language: Language, count: usize) -> String {
    [new_match(language), " (", &count.to_string(), ")"].concat()
}

/// `table 3`, on one line.
#[must_use]
pub fn table_number(language: Language, table: u8) -> String {
    [table_word(language), "\u{a0}", &table.to_string()].concat()
}

/// The photo of a card, for whoever does not see it.
#[must_use]
pub fn photo_of(language: Language, title: &str) -> String {
    match language {
        Language::French => format!("Photo\u{a0}: {title}"),
        Language::English => format!("Photo: {title}"),
    }
}

/// `Vous : …`: what one answered to a match.
#[must_use]
pub fn you_said(language: Language, said: &str) -> String {
    match language {
        Language::French => format!("Vous : {said}"),
        Language::English => format!("You: {said}"),
    }
}

/// What the other side said of a match.
#[must_use]
pub fn they_said(language: Language, said: &str) -> String {
    match language {
        Language::French => format!("Eux : {said}"),
        Language::English => format!("Them: {said}"),
    }
}

/// The label of a field of the card form, by its name on the wire; empty for a name that it does not have.
#[must_use]
pub fn field_label(language: Language, field: &str) -> &'static str {
    match Field::named(field) {
        Some(field) => card_fields::label(language, field),
        None if field == "on_behalf_of" => super::desk::for_whom(language),
        None => "",
    }
}
