//! Strings of companies, their sites and standing flows.

use domain::programme::companies::{Deed, Size, Way};

use super::{company_people, texts};
use crate::{Language, format};

texts! {
    title: "Entreprises", "Companies";
    lead: "Ce que la démarche sait de chaque entreprise, d’un atelier à l’autre et au-delà.",
        "What the programme knows of each company, from one workshop to the next and beyond.";
    none: "Aucune entreprise n’est notée. Elles le sont à la fin d’un atelier, quand une synergie est \
            confirmée, ou ici.",
        "No company is noted. They are at the end of a workshop, when a synergy is confirmed, or here.";
    none_found: "Aucune entreprise ne correspond.", "No company matches.";
    caption: "Entreprises de la démarche", "Companies of the programme";
    search: "Rechercher", "Search";
    search_hint: "Nom, numéro, commune, flux", "Name, number, commune, flow";
    sector: "Secteur", "Sector";
    any_sector: "Tous les secteurs", "All sectors";
    open_flows: "Flux ouverts", "Open flows";
    any_flow: "Peu importe", "Does not matter";
    with_haves: "Avec des offres", "With haves";
    with_wants: "Avec des besoins", "With wants";
    alike_only: "À rapprocher seulement", "Perhaps twice only";
    filter: "Restreindre la liste des entreprises", "Narrow down the list of companies";
    company: "Entreprise", "Company";
    communes: "Communes", "Communes";
    haves: "Offres", "Haves";
    wants: "Besoins", "Wants";
    workshops: "Ateliers", "Workshops";
    synergies: "Synergies", "Synergies";
    over: "A cessé", "Closed down";
    add: "Noter une entreprise", "Note a company";
    add_do: "Noter", "Note";
    recognise: "Reprendre les entreprises des ateliers terminés", "Take over the companies of past workshops";
    recognise_help: "Les entreprises des ateliers et des synergies entrent ici d’elles-mêmes. Ce bouton \
            reprend ce qui manquerait.",
        "The companies of workshops and synergies come here by themselves. This button makes up for what is missing.";
    identity: "Identité", "Identity";
    name: "Nom", "Name";
    former: "Autres graphies, anciens noms", "Other spellings, former names";
    one_a_line: "Un par ligne.", "One a line.";
    identifier: "SIRET, SIREN ou autre numéro", "SIRET, SIREN or another number";
    identifier_hint: "14 ou 9 chiffres\u{a0}; un numéro étranger avec ses lettres.",
        "14 or 9 digits; a foreign number with its letters.";
    activity: "Code NAF ou NACE", "NAF or NACE code";
    activity_hint: "Ex. 16.10A, 16.10 ou 16", "E.g. 16.10A, 16.10 or 16";
    size: "Taille", "Size";
    unknown_size: "Non connue", "Not known";
    notes: "Notes", "Notes";
    number: "Numéro dans la démarche", "Number in the programme";
    known: "Connue depuis le", "Known since";
    correct: "Corriger", "Correct";
    correct_identity: "Corriger l’identité", "Correct the identity";
    sites: "Sites", "Sites";
    no_site: "Aucun site n’est noté.", "No site is noted.";
    add_site: "Noter un site", "Note a site";
    correct_site: "Corriger le site", "Correct the site";
    site_name: "Nom du site", "Name of the site";
    address: "Adresse", "Address";
    commune: "Commune", "Commune";
    place: "Coordonnées", "Coordinates";
    place_hint: "Degrés nord puis est. Ex. 45.7640, 4.8357", "Degrees north, then east. E.g. 45.7640, 4.8357";
    access: "Accès", "Access";
    access_hint: "Portail, horaires, camions, rail.", "Gate, hours, lorries, rail.";
    on_map: "Voir sur OpenStreetMap", "See on OpenStreetMap";
    flows: "Flux permanents", "Standing flows";
    flows_help: "Ce que l’entreprise a, ou cherche, année après année.",
        "What the company has, or wants, year after year.";
    no_flow: "Aucun flux n’est noté.", "No flow is noted.";
    add_flow: "Noter un flux", "Note a flow";
    correct_flow: "Corriger le flux", "Correct the flow";
    kind: "Offre ou besoin", "Have or want";
    what: "Quoi", "What";
    what_hint: "Ex. sciure sèche, chaleur à 80\u{a0}°C", "E.g. dry sawdust, heat at 80 °C";
    amount: "Quantité", "Quantity";
    unit: "Unité", "Unit";
    frequency: "Fréquence", "How often";
    site: "Site", "Site";
    whole_company: "Toute l’entreprise", "The whole company";
    today: "Comment c’est traité aujourd’hui", "How it is dealt with today";
    today_hint: "Qui le prend ou le livre, à quel prix.", "Who takes or delivers it, at what price.";
    since: "Connu depuis le", "Known since";
    told_by: "Dit par", "Told by";
    told_by_hint: "Une personne de l’entreprise. Son nom n’est montré qu’aux membres de la démarche.",
        "A person of the company. The name is shown to members of the programme only.";
    confirmed: "Confirmé le", "Confirmed on";
    not_confirmed: "Jamais confirmé", "Never confirmed";
    confirm: "Confirmer", "Confirm";
    confirm_flow: "Ce flux est toujours ainsi", "This flow still is as noted";
    day: "Le", "On";
    by: "Par", "By";
    end: "C’est fini", "It is over";
    end_company: "L’entreprise a cessé", "The company has closed down";
    end_site: "Ce site est abandonné", "This site is given up";
    end_flow: "Ce flux est fini", "This flow is over";
    goes_on: "Continue finalement", "Goes on after all";
    ended: "Fini le", "Over since";
    reason: "Pourquoi", "Why";
    past_parts: "Ce qui est fini", "What is over";
    cards: "Fiches des ateliers", "Cards of workshops";
    no_card: "Aucune fiche.", "No card.";
    no_synergy: "Aucune synergie.", "No synergy.";
    met: "Rencontrée sous ces noms", "Met under these names";
    not_met: "Dans aucun atelier.", "In no workshop.";
    attribute: "Ce n’est pas elle", "It is not this one";
    attribute_title: "À quelle entreprise revient ce nom\u{202f}?", "Which company is meant?";
    attribute_company: "Nom ou numéro de l’entreprise", "Name or number of the company";
    attribute_hint: "Vide\u{a0}: une entreprise à part, nouvelle.", "Blank: a company of its own, which is new.";
    attribute_do: "Attribuer", "Attribute";
    alike: "Peut-être la même entreprise", "Perhaps the same company";
    alike_help: "Même nom ou presque, ou même numéro SIREN\u{a0}: à vous de dire.",
        "The same name or nearly, or the same SIREN: you say.";
    same: "C’est la même", "It is the same";
    other: "C’en est une autre", "It is another";
    merge: "Réunir avec une autre", "Merge with another";
    merge_title: "Réunir une autre entreprise avec celle-ci", "Merge another company into this one";
    merge_help: "Les deux gardent leurs noms, sites, flux, fiches et synergies, sous le numéro de celle-ci. \
            On peut défaire\u{a0}: \
        chacune retrouve alors ce qu’elle avait apporté\u{a0}; ce qui a été noté depuis reste ici.",
        "Both keep their names, sites, flows, cards and synergies, under the number of this one. It can be \
            undone: each \
            then has again what it had brought; what was noted since stays here.";
    merge_other: "Nom ou numéro de l’autre", "Name or number of the other";
    merge_do: "Réunir", "Merge";
    merged: "Réunie avec", "Merged with";
    unmerge: "Séparer", "Part them";
    history: "Ce qui s’est passé", "What was done";
    by_itself: "par le serveur", "by the server";
    forget: "Effacer le nom d’une personne", "Erase a person’s name";
    forget_help: "Le nom est retiré de tout ce qui est noté ici, aussi de l’historique\u{a0}: personnes, dit par, \
            confirmé par, accès, notes, visites et appels.",
        "The name is taken out of all that is noted here, the history included: people, told by, confirmed by, \
            access, notes, visits and calls.";
    forget_name: "Nom, écrit comme ici", "Name, spelled as here";
    forget_do: "Effacer", "Erase";
    due_only: "Avec une prochaine étape, la plus proche d’abord", "With a next step, the nearest first";
    without_contacts: "Vous voyez les entreprises sans leurs contacts.", "You see companies without their contacts.";
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "name" => name(language),
        "former" => former(language),
        "identifier" => identifier(language),
        "activity" => activity(language),
        "size" => size(language),
        "notes" => notes(language),
        "site_name" => site_name(language),
        "address" => address(language),
        "commune" => commune(language),
        "place" => place(language),
        "access" => access(language),
        "kind" => kind(language),
        "what" => what(language),
        "amount" => amount(language),
        "site" => site(language),
        "today" => today(language),
        "since" => since(language),
        "told_by" => told_by(language),
        "day" => day(language),
        "by" => by(language),
        "reason" => reason(language),
        "other" => merge_other(language),
        "company" => attribute_company(language),
        "forgotten" => forget_name(language),
        other => company_people::label(language, other),
    }
}

/// How large a company is.
#[must_use]
pub const fn size_name(language: Language, size: Size) -> &'static str {
    match (language, size) {
        (Language::French, Size::Micro) => "Moins de 10 personnes",
        (Language::English, Size::Micro) => "Fewer than 10 people",
        (Language::French, Size::Small) => "10 à 49 personnes",
        (Language::English, Size::Small) => "10 to 49 people",
        (Language::French, Size::Medium) => "50 à 249 personnes",
        (Language::English, Size::Medium) => "50 to 249 people",
        (Language::French, Size::Large) => "250 personnes et plus",
        (Language::English, Size::Large) => "250 people and more",
    }
}

/// How a company came to be known.
#[must_use]
pub const fn way(language: Language, way: Way) -> &'static str {
    match (language, way) {
        (Language::French, Way::ByHand) => "notée à la main",
        (Language::English, Way::ByHand) => "noted by hand",
        (Language::French, Way::Workshop) => "rencontrée dans un atelier",
        (Language::English, Way::Workshop) => "met in a workshop",
        (Language::French, Way::Synergy) => "nommée dans une synergie",
        (Language::English, Way::Synergy) => "named in a synergy",
    }
}

/// What was done to a company.
#[must_use]
pub const fn deed(language: Language, deed: Deed) -> &'static str {
    match (language, deed) {
        (Language::French, Deed::Noted) => "Notée",
        (Language::English, Deed::Noted) => "Noted",
        (Language::French, Deed::Corrected) => "Identité corrigée",
        (Language::English, Deed::Corrected) => "Identity corrected",
        (Language::French, Deed::Met) => "Reconnue sous le nom",
        (Language::English, Deed::Met) => "Recognised under the name",
        (Language::French, Deed::SiteNoted) => "Site noté",
        (Language::English, Deed::SiteNoted) => "Site noted",
        (Language::French, Deed::SiteCorrected) => "Site corrigé",
        (Language::English, Deed::SiteCorrected) => "Site corrected",
        (Language::French, Deed::FlowNoted) => "Flux noté",
        (Language::English, Deed::FlowNoted) => "Flow noted",
        (Language::French, Deed::FlowCorrected) => "Flux corrigé",
        (Language::English, Deed::FlowCorrected) => "Flow corrected",
        (Language::French, Deed::Confirmed) => "Flux confirmé",
        (Language::English, Deed::Confirmed) => "Flow confirmed",
        (Language::French, Deed::PersonNoted) => "Personne notée",
        (Language::English, Deed::PersonNoted) => "Person noted",
        (Language::French, Deed::PersonCorrected) => "Personne corrigée",
        (Language::English, Deed::PersonCorrected) => "Person corrected",
        (Language::French, Deed::Gone) => "N’y travaille plus",
        (Language::English, Deed::Gone) => "Does not work there any more",
        (Language::French, Deed::ConversationNoted) => "Visite ou appel noté",
        (Language::English, Deed::ConversationNoted) => "Visit or call noted",
        (Language::French, Deed::ConversationCorrected) => "Visite ou appel corrigé",
        (Language::English, Deed::ConversationCorrected) => "Visit or call corrected",
        (Language::French, Deed::StepDone) => "Fait",
        (Language::English, Deed::StepDone) => "Done",
        (Language::French, Deed::StepOpen) => "À faire finalement",
        (Language::English, Deed::StepOpen) => "To be done after all",
        (Language::French, Deed::Ended) => "Fini",
        (Language::English, Deed::Ended) => "Over",
        (Language::French, Deed::Resumed) => "Continue finalement",
        (Language::English, Deed::Resumed) => "Goes on after all",
        (Language::French, Deed::Merged) => "Réunie avec",
        (Language::English, Deed::Merged) => "Merged with",
        (Language::French, Deed::Parted) => "Séparée de",
        (Language::English, Deed::Parted) => "Parted from",
        (Language::French, Deed::KeptApart) => "Distinguée de",
        (Language::English, Deed::KeptApart) => "Told apart from",
    }
}

/// `3 entreprises`.
#[must_use]
pub fn count(language: Language, count: u32) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    match language {
        Language::French => format::count(language, count, "entreprise", "entreprises"),
        Language::English => format::count(language, count, "company", "companies"),
    }
}
