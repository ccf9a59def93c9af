//! Strings of the page on which a photo is put to a card.

use domain::problem::Problem;

use super::problems::sentence;
use super::texts;
use crate::Language;

texts! {
    title: "Photo de la fiche", "Photo of the card";
    lead: "Une photo aide à se comprendre : l’état, la taille, le conditionnement. Tous ceux qui voient la fiche la \
        voient ; évitez les personnes et les documents.",
        "A photo helps to understand each other: state, size, packaging. Everybody who sees the card sees it; leave \
            out people and papers.";
    choose: "Prendre ou choisir une photo", "Take or choose a photo";
    help: "Réduite sur votre téléphone avant l’envoi, sans le lieu ni l’heure de la prise de vue.",
        "Made small on your phone before it is sent, without the place and time at which it was taken.";
    preview: "La photo à envoyer", "The photo to be sent";
    send: "Envoyer la photo", "Send the photo";
    now: "La photo actuelle", "The photo now";
    remove: "Retirer la photo", "Remove the photo";
    back: "Retour à mes fiches", "Back to my cards";
    too_large: "Cette photo est trop lourde (400 ko au plus). Avec JavaScript, le téléphone la réduit lui-même ; \
        sinon, choisissez-en une plus petite.",
        "This photo is too heavy (400 kB at most). With JavaScript the phone makes it small by itself; otherwise \
            choose a smaller one.";
    not_a_photo: "Ce fichier n’est pas une photo que nous savons lire. Choisissez une photo JPEG.",
        "This file is no photo that we can read. Choose a JPEG photo.";
    choose_first: "Choisissez d’abord une photo.", "Choose a photo first.";
}

/// What is wrong with a photo.
#[must_use]
pub fn problem(language: Language, problem: Problem) -> &'static str {
    match problem {
        Problem::TooLarge => too_large(language),
        Problem::UnknownChoice => not_a_photo(language),
        Problem::Missing => choose_first(language),
        other => sentence(language, other),
    }
}
