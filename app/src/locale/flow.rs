//! Strings of what flows in a synergy, how far, who takes care of it, and of everything that happened to it.

use domain::follow_up::{Answer, SideOfSynergy};
use domain::resource::Quantity;
use domain::synergy::Detail;

use super::{office, pipeline, texts};
use crate::{Language, format};

texts! {
    flow: "Flux", "Flow";
    quantity: "Quantité", "Quantity";
    unit: "Unité", "Unit";
    frequency: "Fréquence", "How often";
    distance: "Distance", "Distance";
    distance_field: "Distance par la route (km)", "Distance by road (km)";
    distance_hint: "D’un site à l’autre. Laissez vide si elle n’est pas connue.",
        "From site to site. Leave blank where it is not known.";
    any_distance: "Peu importe", "Does not matter";
    distance_unknown: "pas encore indiquée", "not given yet";
    what_hint: "Sciure sèche, chaleur à 80\u{a0}°C, tournée de collecte…",
        "Dry sawdust, heat at 80\u{a0}°C, a collection round…";
    giver_owner: "Qui suit, côté donneur", "Who follows, giving side";
    receiver_owner: "Qui suit, côté receveur", "Who follows, receiving side";
    first_owner: "Qui suit, première entreprise", "Who follows, first company";
    second_owner: "Qui suit, seconde entreprise", "Who follows, second company";
    change: "Corriger flux, distance et responsables", "Correct flow, distance and owners";
    not_known: "à préciser", "not given yet";
    each_change_is_kept: "Chaque correction reste dans l’historique, avec votre nom.",
        "Each correction stays in the history, with your name.";
    asked: "Question envoyée", "Question sent";
    not_delivered: "le mail n’est pas parti", "the mail did not leave";
    refused: "Ne veut plus de questions", "Wants no more questions";
    figure_declared: "Chiffre", "Figure";
    figure_withdrawn: "Chiffre retiré", "Figure withdrawn";
    evidence: "Pièce jointe", "Attached";
    joined: "Rattachée à", "Joined to";
    separated: "Séparée à nouveau", "Separated again";
    funded: "Rattachée au financement", "Attached to the funding";
    answered: "Réponse", "Answer";
    by_phone: "notée par la démarche", "noted by the programme";
    by_itself: "automatique", "automatic";
    nothing: "rien", "nothing";
    what_happened: "Ce qui s’est passé", "What happened";
    detail: "Détail", "Detail";
    author: "Qui", "Who";
    a_year: "/an", "/yr";
    moment: "Jour", "Day";
}

/// `à moins de 30 km`.
#[must_use]
pub fn within(language: Language, km: &str) -> String {
    match language {
        Language::French => format!("{km}\u{a0}km au plus"),
        Language::English => format!("{km}\u{a0}km at most"),
    }
}

/// `12,5 km`.
#[must_use]
pub fn km(language: Language, far: f64) -> String {
    format!("{}\u{a0}km", format::number(language, far, if far < 10.0 { 1 } else { 0 }))
}

/// The name of the detail of a synergy that was changed.
#[must_use]
pub fn detail_name(language: Language, detail: Detail) -> &'static str {
    match detail {
        Detail::Flow => flow(language),
        Detail::Quantity => quantity(language),
        Detail::Distance => distance(language),
        Detail::GiverOwner => giver_owner(language),
        Detail::ReceiverOwner => receiver_owner(language),
        Detail::NextStep => office::next_step(language),
        Detail::Due => office::due(language),
    }
}

/// A value of a detail, in words.
#[must_use]
pub fn detail_value(language: Language, detail: Detail, value: Option<&str>) -> String {
    let Some(value) = value else { return nothing(language).to_owned() };
    let read = match detail {
        Detail::Quantity => {
            serde_json::from_str::<Quantity>(value).ok().map(|quantity| format::quantity(language, &quantity))
        }
        Detail::Distance => value.parse().ok().map(|far| km(language, far)),
        Detail::Due => value.parse().ok().map(|day| format::date(language, day)),
        Detail::Flow | Detail::GiverOwner | Detail::ReceiverOwner | Detail::NextStep => None,
    };
    read.unwrap_or_else(|| value.to_owned())
}

/// The organisation on this side of the synergy.
#[must_use]
pub fn side(record: &domain::programme::SynergyRecord, side: SideOfSynergy) -> &str {
    match side {
        SideOfSynergy::Giver => &record.giver.organisation,
        SideOfSynergy::Receiver => &record.receiver.organisation,
    }
}

/// What a company says.
#[must_use]
pub const fn answer(language: Language, answer: Answer) -> &'static str {
    match (answer, language) {
        (Answer::Talking, Language::French) => "on en parle encore",
        (Answer::Talking, Language::English) => "still talking",
        (Answer::Agreed, Language::French) => "c’est d’accord",
        (Answer::Agreed, Language::English) => "agreed",
        (Answer::Done, Language::French) => "c’est fait",
        (Answer::Done, Language::English) => "done",
        (Answer::Stopped, Language::French) => "c’est arrêté",
        (Answer::Stopped, Language::English) => "stopped",
    }
}

/// The label of a field of the form.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "what" => flow(language),
        "amount" => quantity(language),
        "distance_km" => distance_field(language),
        "giver_owner" => giver_owner(language),
        "receiver_owner" => receiver_owner(language),
        _ => pipeline::kind(language),
    }
}
