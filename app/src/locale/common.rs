//! Strings of every page.

use super::texts;
use crate::Language;

texts! {
    product: "Maillage", "Maillage";
    tagline: "Ateliers de synergies entre entreprises", "Synergy workshops between companies";
    skip_to_content: "Aller au contenu", "Skip to content";
    language_name: "Français", "English";
    other_language: "English", "Français";
    switch_language: "Read in English", "Lire en français";
    my_account: "Mon compte", "My account";
    error: "Erreur", "Error";
    save: "Enregistrer", "Save";
    cancel: "Annuler", "Cancel";
    close: "Fermer", "Close";
    edit: "Modifier", "Edit";
    back: "Retour", "Back";
    optional: "facultatif", "optional";
    choose: "Choisir…", "Choose…";
    yes: "Oui", "Yes";
    no: "Non", "No";
    /// On a screen that stays open.
    link_ended: "Le lien de cet écran a pris fin\u{a0}: ce qu’il montre ne change plus. Ouvrez-le avec le nouveau \
        lien.",
        "The link of this screen has ended: what it shows changes no more. Open it with the new link.";
    /// Before a length of time.
    since: "depuis", "for";
    /// Said when a page that is open has taken up what others did.
    renewed: "La page vient d’être mise à jour.", "The page has just been updated.";
    /// As [`renewed`], where somebody types.
    renewed_in_part: "La page vient d’être mise à jour, sauf là où vous saisissez\u{a0}: rien de ce que vous avez tapé \
        n’est perdu.",
        "The page has just been updated, except where you are typing: nothing that you typed is lost.";
    check_the_form: "Merci de corriger ce qui est signalé. Rien de ce que vous avez saisi n’est perdu.",
        "Please correct what is marked. Nothing you typed is lost.";
    sign_out: "Se déconnecter", "Sign out";
    sign_in: "Se connecter", "Sign in";
    workshops: "Ateliers", "Workshops";
    programme: "Programme", "Programme";
    synergies: "Synergies", "Synergies";
    page_not_found: "Cette page n’existe pas", "There is no such page";
    page_not_found_help: "L’adresse est peut-être incomplète, ou l’atelier n’est plus ouvert. Avec le code affiché \
        dans la salle, vous pouvez entrer depuis l’accueil.",
        "The address may be incomplete, or the workshop is not open any more. With the code shown in the room you can \
            enter from the home page.";
    something_failed: "Quelque chose n’a pas marché", "Something went wrong";
    something_failed_help: "Ce n’est pas de votre fait. Réessayez dans un instant.",
        "It is not your doing. Try again in a moment.";
    /// For whoever runs the server: under which name it was asked for is not one of its own.
    unknown_name: "Ce serveur ne se connaît pas sous cette adresse. Qui l’administre le démarre avec --public-url et \
        l’adresse que les gens utilisent.",
        "This server does not know itself by this address. Whoever runs it starts it with --public-url and the \
            address that people use.";
    go_home: "Aller à l’accueil", "Go to the home page";
    first_account: "Premier compte", "First account";
    new_workshop: "Nouvel atelier", "New workshop";
    edit_workshop: "Modifier l’atelier", "Edit the workshop";
}

/// `Phase : Rencontres`, `Phase: Meetings`: a name, a colon as the language sets it, and what it is.
#[must_use]
pub fn labelled(language: Language, label: &str, text: &str) -> String {
    let colon = match language {
        Language::French => "\u{a0}: ",
        Language::English => ": ",
    };
    [label, colon, text].concat()
}
