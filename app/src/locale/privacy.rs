//! Strings of the legal pages, of what the host sets, and of the copy of one's data.

use super::texts;
use crate::Language;

texts! {
    privacy: "Données personnelles", "Personal data";
    legal: "Mentions légales", "Legal notice";
    accessibility: "Accessibilité", "Accessibility";
    about: "À propos de ce site", "About this site";
    notice: "Mention affichée à la porte", "Notice at the door";
    read_more: "Vos droits et nos engagements", "Your rights and what we promise";
    settings: "Réglages de l’hébergeur", "Settings of the host";
    settings_help: "Ces textes et ces durées valent pour tout le serveur. Un paragraphe par ligne vide ; pas de HTML. \
        Un texte laissé vide garde la version par défaut.",
        "These texts and periods hold for the whole server. An empty line begins a new paragraph; no HTML. A text \
            that is left empty stands at its default.";
    periods: "Durées de conservation", "How long things are kept";
    people_months: "Personnes : mois après leur dernière action (36 par défaut)",
        "People: months after their own last act (36 by default)";
    addresses_months: "Adresses IP du journal : mois (12 par défaut)",
        "IP addresses in the log: months (12 by default)";
    backup_days: "Sauvegardes\u{a0}: jours (35 par défaut). Le serveur efface ensuite celles qu’il fait de \
        lui-même\u{202f}; les autres le sont par qui les fait",
        "Backups: days (35 by default). The server then removes those that it makes by itself; the others are removed \
            by whoever makes them";
    french: "en français", "in French";
    english: "en anglais", "in English";
    save: "Enregistrer", "Save";
    next_month: "Ce qui sera effacé d’ici un mois", "What will be erased within a month";
    next_month_none: "Rien n’arrive au bout de sa durée d’ici un mois.",
        "Nothing comes to the end of its period within a month.";
    workshop: "Atelier", "Workshop";
    people: "Personnes", "People";
    from_day: "À partir du", "From";
    due_people: "Personnes notées à une entreprise", "People noted of a company";
    due_addresses: "Adresses IP du journal", "IP addresses in the log";
    due_links: "Adresses e-mail de liens d’entreprises", "E-mail addresses of companies’ links";
    request: "Répondre à une demande", "Answer a request";
    request_help: "Une personne demande une copie ou l’effacement de ses données : vérifiez d’abord que l’adresse est \
        bien la sienne. L’acte porte sur tous les ateliers et toutes les entreprises où cette adresse est notée.",
        "Somebody asks for a copy of their data or to be erased: make sure first that the address is theirs. The act \
            covers every workshop and every company where this address is noted.";
    email: "Adresse e-mail de la personne", "The person’s e-mail address";
    make_copy: "Faire la copie (JSON)", "Make the copy (JSON)";
    erase: "Effacer la personne partout", "Erase the person everywhere";
    erase_sure: "Oui, effacer de tous les ateliers", "Yes, erase from all workshops";
    erased: "Ateliers et entreprises d’où la personne est effacée",
        "Workshops and companies the person is erased from";
    make_person_link: "Faire un lien pour la personne", "Make a link for the person";
    person_link: "Lien personnel", "Personal link";
    person_link_made: "Transmettez ce lien à la personne. Il est montré cette seule fois et sert sept jours\u{a0}: \
        elle y lit, emporte et efface elle-même ce que tous les ateliers gardent d’elle.",
        "Give this link to the person. It is shown this once and works for seven days: there they read, take and \
            erase for themselves what all workshops keep of them.";
    mine_everywhere: "Mes données sur ce serveur", "My data on this server";
    mine_help: "Tout ce que ce serveur garde de vous sous cette adresse, dans les ateliers et à une entreprise, à \
        lire, à emporter ou à effacer.",
        "All that this server keeps of you under this address, in workshops and at a company, to read, to take or to \
            erase.";
    mine_nothing: "Ce serveur ne garde rien de vous sous cette adresse.",
        "This server keeps nothing of you under this address.";
    erase_me: "Effacer mes données partout", "Erase my data everywhere";
    mine_erased: "Vous êtes effacé de ce serveur. Ce lien ne sert plus.",
        "You are erased from this server. This link serves no more.";
    copy: "Copie de mes données", "A copy of my data";
    copy_help: "Tout ce que cet atelier garde de vous, à lire ici ou à emporter en fichier.",
        "All that this workshop keeps of you, to read here or to take as a file.";
    copy_file: "Emporter en fichier (JSON)", "Take it as a file (JSON)";
    copy_nothing: "rien", "nothing";
}

/// The short line at the door where the host has worded none.
#[must_use]
pub fn default_notice(language: Language, months: u32) -> String {
    match language {
        Language::French => format!(
            "Votre nom, votre organisation et votre table sont montrés aux participants de cet atelier. Votre adresse \
             e-mail n’est jamais montrée à la salle\u{a0}: elle va aux animateurs et, si vous l’acceptez, à qui vous \
             intéresse et s’intéresse à vous. Vous pouvez emporter une copie de vos données et tout effacer vous-même, \
             à tout moment\u{202f}; sinon elles sont effacées {months} mois après votre dernière action."
        ),
        Language::English => format!(
            "Your name, organisation and table are shown to the participants of this workshop. Your e-mail address is \
             never shown to the room: it goes to the facilitators and, if you agree, to those who interest you and \
             whom you interest. You can take a copy of your data and erase everything yourself at any time; otherwise \
             they are erased {months} months after your last act."
        ),
    }
}

/// That a language model reads the cards: its name, and the host to which they are sent.
#[must_use]
pub fn model_reads(language: Language, name: &str, host: &str) -> String {
    match language {
        Language::French => format!(
            "Pour proposer des mises en relation, et à vous-même les quantités et les dates que disent vos fiches, les \
             mots de vos fiches visibles de la salle, sans votre nom ni celui de votre organisation, sont aussi lus \
             par un modèle de langage choisi par l’hébergeur ({name}, chez {host})."
        ),
        Language::English => format!(
            "To propose matches, and to you the amounts and dates that your cards tell, the words of your cards that \
             the room sees, without your name or your organisation’s, are also read by a language model that the host \
             has chosen ({name}, at {host})."
        ),
    }
}

/// A page of the host where it has worded none: honest about what is not filled in.
#[must_use]
pub fn default_text(
    language: Language,
    which: &str,
    host: &str,
    months: u32,
    addresses_months: u32,
    backup_days: u32,
) -> String {
    let host = match (host.is_empty(), language) {
        (false, _) => host.to_owned(),
        (true, Language::French) => "[l’hébergeur n’a pas encore indiqué son nom]".to_owned(),
        (true, Language::English) => "[the host has not given its name yet]".to_owned(),
    };
    match (language, which) {
        (Language::French, "privacy") => format!(
            "Responsable du traitement\u{a0}: {host}, pour les ateliers qui se tiennent sur ce serveur. [Contact et \
             délégué à la protection des données\u{a0}: à compléter par l’hébergeur.]\n\nPourquoi\u{a0}: préparer, \
             animer et suivre des ateliers où des entreprises cherchent des synergies. Base légale\u{a0}: [à confirmer \
             par l’hébergeur]\u{202f}; votre accord pour l’adresse e-mail, que vous pouvez retirer en l’effaçant.\n\n\
             Quoi\u{a0}: votre nom, votre organisation, votre table, vos fiches, vos avis, et votre adresse e-mail si \
             vous l’avez laissée. Une fiche anonyme ne dit pas de qui elle est. Si la démarche visite ou appelle votre \
             entreprise\u{a0}: votre fonction, votre téléphone et ce qui a été dit, vus de ses seuls membres.\n\nQui \
             les voit\u{a0}: les participants de l’atelier voient nom, organisation, table et fiches\u{202f}; les \
             animateurs voient tout\u{202f}; votre adresse va à qui vous intéresse et s’intéresse à vous. Rien n’est \
             vendu, rien n’est transmis à un service de mesure d’audience.\n\nCombien de temps\u{a0}: {months} mois \
             après votre dernière action. Adresses IP du journal\u{a0}: {addresses_months} mois. Sauvegardes\u{a0}: \
             {backup_days} jours. Une synergie confirmée reste dans le suivi avec les deux organisations, et votre \
             entreprise avec ses sites et ses flux, sans votre nom une fois effacé.\n\nVos droits\u{a0}: depuis la \
             page «\u{202f}Moi\u{202f}» de l’atelier, vous emportez une copie de vos données et vous effacez tout \
             vous-même. Vous pouvez aussi demander accès, rectification, limitation ou opposition à l’hébergeur, et \
             réclamer auprès de la CNIL (www.cnil.fr).\n\nTémoins (cookies)\u{a0}: seulement ceux qui vous font \
             reconnaître d’une page à l’autre et gardent la langue choisie."
        ),
        (Language::English, "privacy") => format!(
            "Controller: {host}, for the workshops held on this server. [Contact and data protection officer: to be \
             filled in by the host.]\n\nWhy: to prepare, run and follow up workshops in which companies look for \
             synergies. Legal ground: [to be confirmed by the host]; your consent for the e-mail address, which you \
             take back by erasing it.\n\nWhat: your name, organisation and table, your cards, what you said, and your \
             e-mail address if you left one. An anonymous card does not say whose it is. If the programme visits or \
             calls your company: your function, your telephone number and what was said, seen by its members \
             alone.\n\nWho sees it: participants \
             of the workshop see name, organisation, table and cards; facilitators see everything; your address goes \
             to those who interest you and whom you interest. Nothing is sold, nothing goes to a service that measures \
             audiences.\n\nHow long: {months} months after your last act. IP addresses in the log: {addresses_months} \
             months. Backups: {backup_days} days. A confirmed synergy stays in the follow-up with its two \
             organisations, and your company with its sites and flows, without your name once you are erased.\n\n\
             Your rights: on the page “Me” of the workshop \
             you take a copy of your data and erase everything yourself. You can also ask the host for access, \
             correction, restriction or objection, and complain to the CNIL (www.cnil.fr) or your own authority.\n\n\
             Cookies: only those by which you are recognised from page to page and which keep the language."
        ),
        (Language::French, "legal") => format!(
            "Éditeur\u{a0}: {host}. [Adresse, téléphone, directeur de la publication et hébergeur technique\u{a0}: à \
             compléter.]\n\nLogiciel libre Maillage, sous licence EUPL-1.2."
        ),
        (Language::English, "legal") => format!(
            "Publisher: {host}. [Address, telephone, director of publication and technical host: to be filled \
                in.]\n\nFree software Maillage, under the licence EUPL-1.2."
        ),
        (Language::French, _) => format!(
            "{host} n’a pas encore publié de déclaration de conformité au RGAA pour ce site. [À compléter par \
             l’hébergeur\u{a0}: état de conformité, contenus non accessibles, date.]\n\nUn problème pour utiliser ce \
             site\u{a0}? Dites-le à l’animateur ou à l’hébergeur\u{a0}: une autre voie vous est proposée. [Contact à \
             compléter.] Sans réponse, vous pouvez saisir le Défenseur des droits (www.defenseurdesdroits.fr)."
        ),
        (Language::English, _) => format!(
            "{host} has not published a statement of conformity for this site yet. [To be filled in by the host: state \
             of conformity, what is not accessible, date.]\n\nA problem in using this site? Tell the facilitator or \
             the host: another way is offered to you. [Contact to be filled in.]"
        ),
    }
}

/// The name of a key of the copy, for people; the key itself where it needs none.
#[must_use]
pub fn copy_key(language: Language, key: &str) -> String {
    let words = match (key, language) {
        ("workshop", Language::French) => "Atelier",
        ("workshop", Language::English) => "Workshop",
        ("person", Language::French) => "Vous",
        ("person", Language::English) => "You",
        ("cards", Language::French) => "Vos fiches",
        ("cards", Language::English) => "Your cards",
        ("interested_in", Language::French) => "Ce qui vous intéresse",
        ("interested_in", Language::English) => "What interests you",
        ("answers", Language::French) => "Vos réponses",
        ("answers", Language::English) => "Your answers",
        ("synergies", Language::French) => "Vos synergies",
        ("synergies", Language::English) => "Your synergies",
        ("satisfaction", Language::French) => "Votre avis sur l’atelier",
        ("satisfaction", Language::English) => "What you said of the workshop",
        ("company", Language::French) => "Entreprise",
        ("company", Language::English) => "Company",
        ("conversations", Language::French) => "Visites et appels avec vous",
        ("conversations", Language::English) => "Visits and calls with you",
        ("function", Language::French) => "fonction",
        ("telephone", Language::French) => "téléphone",
        ("agreed", Language::French) => "accord pour être contacté",
        ("agreed", Language::English) => "agreed to be contacted",
        ("agreed_how", Language::French) => "dit comment",
        ("agreed_how", Language::English) => "said how",
        ("agreed_on", Language::French) => "dit le",
        ("agreed_on", Language::English) => "said on",
        ("way", Language::French) => "comment",
        ("way", Language::English) => "how",
        ("words", Language::French) => "ce qui a été dit",
        ("words", Language::English) => "what was said",
        ("date", Language::French) => "jour",
        ("programme", Language::French) => "démarche",
        ("kind", Language::French) => "nature",
        ("category", Language::French) => "catégorie",
        ("quantity", Language::French) => "quantité",
        ("amount", Language::French) => "combien",
        ("unit", Language::French) => "unité",
        ("frequency", Language::French) => "fréquence",
        ("price", Language::French) => "prix",
        ("visibility", Language::French) => "visible par",
        ("status", Language::French) => "état",
        ("about", Language::French) => "au sujet de",
        ("answer", Language::French) => "réponse",
        ("reason", Language::French) => "raison",
        ("side", Language::French) => "côté",
        ("useful", Language::French) => "utile",
        ("organised", Language::French) => "bien organisé",
        ("lead", Language::French) => "une piste",
        ("useful", Language::English) => "useful",
        ("lead", Language::English) => "a lead",
        ("name", Language::French) => "nom",
        ("email", Language::French) => "e-mail",
        ("sector", Language::French) => "secteur",
        ("title", Language::French) => "titre",
        ("comment", Language::French) => "remarque",
        (key, _) => key,
    };
    words.to_owned()
}

/// What a code of the copy says, for people; none for what they wrote themselves.
#[must_use]
pub fn copy_value(language: Language, key: &str, code: &str) -> Option<&'static str> {
    let (french, english) = match (key, code) {
        ("status", "open") => ("sur la table", "on the table"),
        ("status", "withdrawn") => ("retirée", "withdrawn"),
        ("status", "hidden") => ("masquée par l’animation", "hidden by the facilitators"),
        ("answer", "interested") => ("intéressé", "interested"),
        ("answer", "not_for_us") => ("pas pour nous", "not for us"),
        ("side", "giver") => ("donneur", "giver"),
        ("side", "receiver") => ("receveur", "receiver"),
        _ => return None,
    };
    Some(match language {
        Language::French => french,
        Language::English => english,
    })
}

/// Yes or no.
#[must_use]
pub const fn yes_no(language: Language, is: bool) -> &'static str {
    match (language, is) {
        (Language::French, true) => "oui",
        (Language::French, false) => "non",
        (Language::English, true) => "yes",
        (Language::English, false) => "no",
    }
}
