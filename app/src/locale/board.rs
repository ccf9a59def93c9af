//! Strings of the shared board.

use super::texts;
use crate::Language;

texts! {
    join_now: "Rejoignez l’atelier", "Join the workshop";
    scan: "Scannez avec votre téléphone", "Scan with your phone";
    or_go_to: "ou allez sur", "or go to";
    and_type: "et saisissez le code", "and type the code";
    no_account: "Ni compte ni application.", "No account, no app.";
    joining_is_closed: "Les entrées sont fermées.", "The door is closed.";
    who_is_here: "Dans la salle", "In the room";
    nobody_yet: "Les premiers arrivés apparaîtront ici.", "The first to arrive will appear here.";
    no_card_yet: "Rien encore. Publiez depuis votre téléphone.", "Nothing yet. Post from your phone.";
    no_match_yet: "Les correspondances apparaîtront ici.", "Matches will appear here.";
    no_synergy_yet: "Les synergies confirmées apparaîtront ici.", "Confirmed synergies will appear here.";
    new_match: "Nouvelle correspondance", "New match";
    scene: "Scène", "Scene";
    latest_match: "Dernière correspondance", "Latest match";
    companies: "entreprises", "companies";
    company: "entreprise", "company";
    haves: "ressources", "haves";
    have: "ressource", "have";
    wants: "besoins", "wants";
    want: "besoin", "want";
    matches: "correspondances", "matches";
    match_one: "correspondance", "match";
    synergies: "synergies", "synergies";
    synergy: "synergie", "synergy";
    column_haves: "J’ai", "Have";
    column_wants: "Je cherche", "Want";
    matches_heading: "Correspondances", "Matches";
    synergies_heading: "Synergies engagées", "Synergies under way";
    to_confirm_heading: "D’accord des deux côtés, à confirmer", "Both sides say yes, to be confirmed";
    both_interested: "Intéressés tous les deux", "Both interested";
    one_interested: "Un côté intéressé", "One side interested";
    interested_person: "est intéressé", "is interested";
    anonymous: "Organisation anonyme", "Anonymous organisation";
    thank_you: "Merci ! Voici ce que vous avez créé aujourd’hui.", "Thank you! Here is what you made today.";
    page: "Page", "Page";
    first_step: "Prochaine action", "Next step";
    connection_lost: "Connexion perdue, nouvel essai en cours. Ce tableau n’est plus à jour",
        "Connection lost, trying again. This board has been out of date";
    phases: "Phases de l’atelier", "Phases of the workshop";
    counters: "Compteurs", "Counters";
    join_sign: "Pour rejoindre l’atelier", "To join the workshop";
    keyboard: "Clavier", "Keyboard";
    controls: "Réglages de l’affichage", "Display settings";
    key_full_screen: "Plein écran", "Full screen";
    key_bigger: "Agrandir le texte", "Bigger text";
    key_smaller: "Réduire le texte", "Smaller text";
    key_next: "Scène suivante", "Next scene";
    key_previous: "Scène précédente", "Previous scene";
    key_follow: "Suivre la phase de l’atelier", "Follow the workshop’s phase";
    key_page: "Page suivante, sans attendre", "Next page, without waiting";
    key_blank: "Écran noir, et retour", "Black screen, and back";
    key_qr: "Grand QR code, et retour", "Big QR code, and back";
    key_help: "Cette aide, et retour", "This help, and back";
    help_hint: "Touche ? : aide", "? key: help";
    scene_by_hand: "Scène choisie à la main", "Scene chosen by hand";
}

/// `2 / 5`.
#[must_use]
pub fn page_of(language: Language, page: usize, pages: usize) -> String {
    format!("{} {page}\u{a0}/\u{a0}{pages}", self::page(language))
}

/// `3 nouvelles correspondances, 27 en tout`. The total also tells one such sentence from the next.
#[must_use]
pub fn new_matches(language: Language, new: usize, all: usize) -> String {
    match language {
        Language::French => format!("{new} nouvelles correspondances, {all} en tout"),
        Language::English => format!("{new} new matches, {all} in all"),
    }
}

/// `QR code : https://…`, for those who do not see it.
#[must_use]
pub fn qr_label(language: Language, host: &str, code: &str) -> String {
    match language {
        Language::French => {
            format!("QR code pour rejoindre l’atelier ; adresse {host}, code {code}").replace(" ;", "\u{202f};")
        }
        Language::English => format!("QR code to join the workshop; address {host}, code {code}"),
    }
}
