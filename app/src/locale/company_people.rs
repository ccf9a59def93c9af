//! Strings of the people of companies, and of visits and calls.

use domain::programme::companies::{Agreement, Consent, ConsentWay, ConversationWay};

use super::texts;
use crate::{Language, format};

texts! {
    people: "Personnes", "People";
    no_person: "Aucune personne n’est notée.", "Nobody is noted.";
    add_person: "Noter une personne", "Note a person";
    correct_person: "Corriger la personne", "Correct the person";
    person_name: "Nom de la personne", "Name of the person";
    function: "Fonction", "Function";
    function_hint: "Ex. responsable QSE, direction", "E.g. safety and environment, management";
    email: "Adresse e-mail", "E-mail address";
    telephone: "Téléphone", "Telephone";
    consent: "Accord pour être contacté", "Agreed to be contacted";
    not_asked: "Pas encore demandé", "Not asked yet";
    consent_way: "Dit comment", "Said how";
    consent_day: "Dit le", "Said on";
    consent_help: "Dites à la personne que la démarche note son nom et ses coordonnées, et pourquoi. Sans son accord, \
            n’en notez pas.",
        "Tell the person that the programme notes their name and how they are reached, and why. Note no address and no \
            number of somebody who does not agree.";
    gone: "N’y travaille plus", "Does not work here any more";
    gone_people: "Ne travaillent plus ici", "Do not work here any more";
    erase: "Effacer", "Erase";
    erase_person: "Effacer cette personne", "Erase this person";
    erase_help: "Nom, fonction, adresse, téléphone et accord sont effacés, aussi de l’historique\u{a0}; là où les \
            notes et les visites nomment la personne, un trait reste. On ne peut pas revenir en arrière.",
        "Name, function, address, telephone and consent are erased, from the history as well; where notes and visits \
            name the person, a dash is left. This cannot be undone.";
    conversations: "Visites et appels", "Visits and calls";
    no_conversation: "Aucune visite, aucun appel n’est noté.", "No visit and no call is noted.";
    add_conversation: "Noter une visite ou un appel", "Note a visit or a call";
    correct_conversation: "Corriger la visite ou l’appel", "Correct the visit or the call";
    way: "Comment", "How";
    spoke: "Pour la démarche", "For the programme";
    met: "Avec qui", "With whom";
    met_none: "Notez d’abord les personnes pour dire avec qui.", "Note the people first to say with whom.";
    words: "Ce qui a été dit", "What was said";
    next_step: "Prochaine étape", "Next step";
    next_step_hint: "Ex. envoyer le contact du broyeur", "E.g. send the address of the shredder";
    next_step_due: "Pour le", "By";
    tick_off: "C’est fait", "It is done";
    reopen: "Pas encore fait", "Not done yet";
    done: "Fait le", "Done on";
    with: "avec", "with";
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "person_name" => person_name(language),
        "function" => function(language),
        "email" => email(language),
        "telephone" => telephone(language),
        "consent" => consent(language),
        "consent_way" => consent_way(language),
        "consent_day" => consent_day(language),
        "way" => way(language),
        "spoke" => spoke(language),
        "met" => met(language),
        "words" => words(language),
        "next_step" => next_step(language),
        "next_step_due" => next_step_due(language),
        _ => "",
    }
}

/// What somebody said when they were asked.
#[must_use]
pub const fn agreement(language: Language, agreement: Agreement) -> &'static str {
    match (language, agreement) {
        (Language::French, Agreement::Given) => "Oui",
        (Language::English, Agreement::Given) => "Yes",
        (Language::French, Agreement::Refused) => "Non",
        (Language::English, Agreement::Refused) => "No",
    }
}

/// By what means somebody agreed, or did not.
#[must_use]
pub const fn consent_way_name(language: Language, way: ConsentWay) -> &'static str {
    match (language, way) {
        (Language::French, ConsentWay::Visit) => "Lors d’une visite",
        (Language::English, ConsentWay::Visit) => "At a visit",
        (Language::French, ConsentWay::Call) => "Au téléphone",
        (Language::English, ConsentWay::Call) => "By telephone",
        (Language::French, ConsentWay::Mail) => "Par écrit",
        (Language::English, ConsentWay::Mail) => "In writing",
        (Language::French, ConsentWay::Form) => "Formulaire signé",
        (Language::English, ConsentWay::Form) => "Signed form",
        (Language::French, ConsentWay::Registration) => "Inscription à un atelier",
        (Language::English, ConsentWay::Registration) => "Registration for a workshop",
    }
}

/// `D’accord pour être contacté (au téléphone, 24 novembre 2026)`.
#[must_use]
pub fn consent_told(language: Language, consent: &Consent) -> String {
    let how = consent_way_name(language, consent.way);
    let said = match (language, consent.agreement) {
        (Language::French, Agreement::Given) => "D’accord pour être contacté",
        (Language::English, Agreement::Given) => "Agreed to be contacted",
        (Language::French, Agreement::Refused) => "Ne veut pas être contacté",
        (Language::English, Agreement::Refused) => "Does not want to be contacted",
    };
    format!("{said} ({}, {})", how.to_lowercase(), format::date(language, consent.day))
}

/// How somebody of the programme spoke with a company.
#[must_use]
pub const fn way_name(language: Language, way: ConversationWay) -> &'static str {
    match (language, way) {
        (Language::French, ConversationWay::Visit) => "Visite",
        (Language::English, ConversationWay::Visit) => "Visit",
        (Language::French, ConversationWay::Call) => "Appel",
        (Language::English, ConversationWay::Call) => "Call",
        (Language::French, ConversationWay::Mail) => "Courrier",
        (Language::English, ConversationWay::Mail) => "Letter or e-mail",
        (Language::French, ConversationWay::Meeting) => "Rencontre ailleurs",
        (Language::English, ConversationWay::Meeting) => "Meeting elsewhere",
    }
}
