//! Strings of one's own account, of a forgotten password, and of the second factor.

use super::texts;
use crate::{Language, format};

texts! {
    lead: "Votre nom, votre mot de passe, et les navigateurs où vous êtes connecté.",
        "Your name, your password, and the browsers in which you are signed in.";
    you_sign_in_as: "Vous vous connectez avec", "You sign in with";

    who: "Votre nom", "Your name";
    save_name: "Enregistrer le nom", "Save the name";

    password: "Mot de passe", "Password";
    password_lead: "Toutes vos autres sessions prendront fin, et les liens de nouveau mot de passe ne serviront plus.",
        "All your other sessions will end, and links to a new password will serve no more.";
    current: "Mot de passe actuel", "Current password";
    new: "Nouveau mot de passe", "New password";
    change_password: "Changer le mot de passe", "Change the password";

    factor: "Second facteur", "Second factor";
    factor_off: "Après le mot de passe, un code montré par une application de votre téléphone. Qui devine ou vole le \
        mot de passe n’entre pas.",
        "After the password, a code that an application on your phone shows. Whoever guesses or steals the password \
            does not get in.";
    factor_since: "Un code vous est demandé après le mot de passe, depuis le",
        "You are asked for a code after the password, since";
    factor_start: "Ajouter un second facteur", "Add a second factor";
    factor_end: "Retirer le second facteur", "Take the second factor off";
    no_recovery: "Plus aucun code de secours\u{a0}: retirez le second facteur et ajoutez-le à nouveau pour en \
        recevoir.",
        "No recovery code is left: take the second factor off and add it again to get new ones.";
    one_recovery: "code de secours encore valable", "recovery code still good";
    many_recovery: "codes de secours encore valables", "recovery codes still good";

    sessions: "Où vous êtes connecté", "Where you are signed in";
    sessions_lead: "Une session que vous ne reconnaissez pas\u{202f}? Fermez-la, puis changez de mot de passe.",
        "A session that you do not recognise? End it, then change your password.";
    unknown_browser: "Navigateur inconnu", "Unknown browser";
    here: "Cette session", "This session";
    since: "Connecté le", "Signed in on";
    used: "Dernier usage le", "Last used on";
    end: "Fermer", "End";
    everywhere: "Se déconnecter partout", "Sign out everywhere";
    everywhere_sure: "Oui, fermer toutes mes sessions", "Yes, end all my sessions";

    done_name: "Votre nom est enregistré.", "Your name is saved.";
    done_password: "Votre mot de passe est changé. Toutes vos autres sessions ont pris fin.",
        "Your password is changed. All your other sessions have ended.";
    done_session: "La session est fermée.", "The session has ended.";
    done_factor_off: "Le second facteur est retiré. Ses codes de secours n’ouvrent plus rien.",
        "The second factor is off. Its recovery codes open nothing any more.";

    factor_title: "Ajouter un second facteur", "Add a second factor";
    factor_scan: "1. Scannez ce code", "1. Scan this code";
    factor_scan_help: "Avec une application de codes à usage unique\u{a0}: FreeOTP, Aegis, celle de votre \
        gestionnaire de mots de passe ou une autre.",
        "With an application for one-time codes: FreeOTP, Aegis, that of your password manager or another.";
    factor_qr: "QR code du second facteur", "QR code of the second factor";
    factor_typed: "Ou tapez-y cette clé\u{a0}:", "Or type this key into it:";
    factor_confirm: "2. Tapez le code qu’elle montre", "2. Type the code that it shows";
    factor_confirm_do: "Confirmer", "Confirm";
    code: "Code à six chiffres", "Six-digit code";

    recovery_title: "Le second facteur est en place", "The second factor is in place";
    recovery_lead: "Si votre téléphone est perdu, un de ces codes de secours le remplace. Chacun sert une fois.",
        "Should your phone be lost, one of these recovery codes takes its place. Each works once.";
    recovery_once: "Ils ne sont montrés que maintenant. Imprimez-les ou rangez-les ailleurs que sur ce téléphone.",
        "They are shown only now. Print them, or keep them elsewhere than on that phone.";
    recovery_kept: "C’est noté", "I have kept them";

    code_title: "Votre code", "Your code";
    code_lead: "Le mot de passe est juste. Tapez maintenant le code que montre l’application de votre téléphone.",
        "The password is right. Now type the code that the application on your phone shows.";
    code_label: "Code", "Code";
    code_hint: "Six chiffres, ou un de vos codes de secours.", "Six digits, or one of your recovery codes.";
    no_phone: "Ni téléphone ni code de secours\u{202f}? Un administrateur de ce serveur, ou qui le tient, peut \
        retirer le second facteur.",
        "Neither phone nor recovery code? An administrator of this server, or whoever keeps it, can take the second \
            factor off.";
    other_account: "Recommencer avec un autre compte", "Start again with another account";

    forgotten: "Mot de passe oublié\u{202f}?", "Forgotten your password?";
    forgotten_title: "Mot de passe oublié", "Forgotten password";
    forgotten_lead: "Tapez l’adresse de votre compte. Vous y recevrez un lien pour choisir un nouveau mot de passe.",
        "Type the address of your account. You will get a link there to choose a new password.";
    forgotten_do: "Recevoir un lien", "Send me a link";
    forgotten_ask: "Ce serveur n’envoie pas d’e-mails. Demandez un lien vers un nouveau mot de passe à la personne \
        qui le tient\u{a0}: elle l’obtient avec la commande",
        "This server sends no mail. Ask whoever keeps it for a link to a new password: they get one with the command";
    who_keeps: "Qui tient ce serveur", "Who keeps this server";
    sent_title: "Regardez votre boîte aux lettres", "Look at your mail";
    sent_lead: "Si cette adresse a un compte ici, un lien vient de partir. Il sert une fois, pendant une heure.",
        "If this address has an account here, a link is on its way. It works once, for an hour.";
    sent_nothing: "Rien n’arrive\u{202f}? Regardez dans les indésirables, vérifiez l’adresse, ou demandez à qui tient \
        ce serveur.",
        "Nothing comes? Look among the unwanted mail, check the address, or ask whoever keeps this server.";
    back_to_sign_in: "Revenir à la connexion", "Back to sign-in";

    mail_subject: "Maillage\u{a0}: nouveau mot de passe", "Maillage: new password";
}

/// The label of a field of the account's forms, by its name on the wire.
#[must_use]
pub fn field_label(language: Language, field: &str) -> &'static str {
    match field {
        "name" => who(language),
        "current" => current(language),
        "password" => new(language),
        "code" => code_label(language),
        "email" => super::account::email(language),
        _ => "",
    }
}

/// How many recovery codes are left.
#[must_use]
pub fn recovery_left(language: Language, count: u32) -> String {
    match count {
        0 => no_recovery(language).to_owned(),
        _ => format!("{}.", format::count(language, count as usize, one_recovery(language), many_recovery(language))),
    }
}

/// The mail with a link to a new password.
#[must_use]
pub fn mail(language: Language, link: &str) -> String {
    match language {
        Language::French => format!(
            "Bonjour,\n\nQuelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte Maillage. Ce \
             lien permet de le choisir\u{a0}:\n\n{link}\n\nIl sert une fois, pendant une heure. Si vous n’avez rien \
             demandé, ignorez ce message\u{a0}: votre mot de passe reste le même.\n"
        ),
        Language::English => format!(
            "Hello,\n\nSomebody, most likely you, asked for a new password for your Maillage account. This link lets \
             you choose it:\n\n{link}\n\nIt works once, for an hour. If you asked for nothing, ignore this message: \
             your password stays as it is.\n"
        ),
    }
}
