//! Strings of the account pages.

use domain::problem::Problem;

use super::{common, problems, texts};
use crate::Language;

texts! {
    join_title: "Rejoindre un atelier", "Join a workshop";
    code: "Code affiché dans la salle", "Code shown in the room";
    code_hint: "Sept lettres et chiffres. Majuscules, espaces et tirets n’ont pas d’importance.",
        "Seven letters and digits. Capitals, spaces and hyphens do not matter.";
    enter: "Entrer", "Enter";
    or_scan: "Plus rapide encore : scannez le QR code de l’affiche ou de l’écran.",
        "Quicker still: scan the QR code on the poster or the screen.";
    what_title: "Ce que l’un jette, l’autre le cherche.", "What one throws away, another is looking for.";
    what_text: "Maillage accompagne les ateliers où des entreprises voisines disent ce qu’elles ont et ce qu’elles \
        cherchent, se trouvent, et font de leurs rencontres des synergies suivies dans le temps.",
        "Maillage supports workshops in which neighbouring companies say what they have and what they want, find each \
            other, and turn their meetings into synergies followed over time.";
    example_have: "chutes de bois", "wood offcuts";
    example_want: "paillage", "mulch";
    example_shared: "navette du personnel", "staff shuttle";
    you_animate: "Vous animez ou suivez des ateliers ?", "Do you run or follow workshops?";
    your_workshops: "Vos ateliers", "Your workshops";

    sign_in_lead: "Pour les animateurs et les responsables de programme. Les participants entrent avec le code de \
        l’atelier.",
        "For facilitators and programme managers. Participants enter with the code of the workshop.";
    email: "Adresse e-mail", "E-mail address";
    password: "Mot de passe", "Password";
    with_a_code: "Entrer dans un atelier avec un code", "Enter a workshop with a code";

    set_up_title: "Bienvenue dans Maillage", "Welcome to Maillage";
    set_up_lead: "Créez le premier compte. Ce lien ne sert qu’une fois.",
        "Create the first account. This link works only once.";
    name: "Votre nom", "Your name";
    name_hint: "Tel que vos collègues vous connaissent : il signe ce que vous enregistrez.",
        "As your colleagues know you: it signs what you record.";
    password_hint: "Au moins 10 caractères. Une courte phrase est facile à retenir.",
        "At least 10 characters. A short sentence is easy to remember.";
    create_account: "Créer le compte", "Create the account";

    new_password: "Nouveau mot de passe", "New password";
    new_password_lead: "Ce lien ne sert qu’une fois. Toutes les autres sessions de ce compte prendront fin.",
        "This link works only once. All other sessions of this account will end.";
    set_password: "Changer le mot de passe et entrer", "Change the password and go in";

    not_signed_in: "Vous n’êtes pas connecté", "You are not signed in";
    not_allowed: "Cette page ne vous est pas ouverte", "This page is not open to you";
    not_allowed_help: "Elle est réservée aux animateurs de l’atelier. Connectez-vous avec le compte qui convient, ou \
        revenez à l’accueil.",
        "It is for the facilitators of the workshop. Sign in with the right account, or go back to the home page.";
    one_moment: "Un instant", "One moment";
    doors_closed: "Les entrées sont fermées", "The doors are closed";
    doors_closed_help: "L’animateur a fermé les entrées, ou l’atelier est terminé. Si vous êtes dans la salle, \
        faites-lui signe.",
        "The facilitator has closed the doors, or the workshop is over. If you are in the room, give them a sign.";
    not_understood: "La demande n’est pas passée", "The request did not go through";
    not_understood_help: "Revenez à la page précédente, rechargez-la et réessayez.",
        "Go back to the previous page, reload it and try again.";
    unknown_code: "Aucun atelier à ce code", "No workshop has this code";
}

/// After how long another try makes sense.
#[must_use]
pub fn wait(language: Language, seconds: u32) -> String {
    let (count, french, english) = if seconds < 120 {
        (seconds, if seconds < 2 { "seconde" } else { "secondes" }, if seconds == 1 { "second" } else { "seconds" })
    } else {
        (seconds.div_ceil(60), "minutes", "minutes")
    };
    match language {
        Language::French => format!("Prochain essai possible dans {count}\u{a0}{french}."),
        Language::English => format!("You can try again in {count} {english}."),
    }
}

/// The label of a field of the account forms, by its name on the wire.
#[must_use]
pub fn field_label(language: Language, field: &str) -> &'static str {
    match field {
        "code" => code(language),
        "name" => name(language),
        "email" => email(language),
        "password" => password(language),
        _ => "",
    }
}

/// What happened, in a few words and then in a sentence that leads on.
#[must_use]
pub fn what_happened(language: Language, problem: Problem) -> (&'static str, &'static str) {
    let sentence = problems::sentence(language, problem);
    match problem {
        Problem::NotFound => (common::page_not_found(language), common::page_not_found_help(language)),
        Problem::NotSignedIn => (not_signed_in(language), sentence),
        Problem::NotAllowed => (not_allowed(language), not_allowed_help(language)),
        Problem::TooManyAttempts => (one_moment(language), sentence),
        Problem::JoiningClosed => (doors_closed(language), doors_closed_help(language)),
        Problem::UnknownCode => (unknown_code(language), sentence),
        // Of a form this is said at the field; as a page it is for whoever came with an identity.
        Problem::EmailTaken => (super::provider::has_account(language), super::provider::has_account_help(language)),
        Problem::Unavailable => (common::something_failed(language), common::something_failed_help(language)),
        Problem::Malformed | Problem::TooLarge | Problem::CrossSite => {
            (not_understood(language), not_understood_help(language))
        }
        _ => {
            (super::provider::what_happened(language, problem).unwrap_or(common::something_failed(language)), sentence)
        }
    }
}
