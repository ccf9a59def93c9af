//! Strings of roles, members and invitations.

use domain::access::Role;

use super::texts;
use crate::Language;

texts! {
    title: "Membres", "Members";
    lead: "Seuls les membres voient cette démarche. Personne n’en devient membre sans l’avoir accepté.",
        "Only members see this programme. Nobody becomes one without having accepted.";
    name: "Nom", "Name";
    email: "Adresse e-mail", "E-mail address";
    email_hint: "Celle qui a été invitée\u{a0}: le compte est créé pour elle.",
        "The one that was invited: the account is made for it.";
    role: "Rôle", "Role";
    change: "Changer", "Change";
    remove: "Retirer", "Remove";
    what: "Actions", "Actions";
    invite: "Inviter quelqu’un", "Invite somebody";
    invite_hint: "La personne reçoit un lien qui sert une fois, pendant 14 jours, et décide elle-même.",
        "The person gets a link that works once, for 14 days, and decides for themselves.";
    send: "Inviter", "Invite";
    waiting: "Invitations en attente", "Invitations waiting";
    until: "Jusqu’au", "Until";
    end: "Annuler", "Take back";
    link_mailed: "Le lien est parti par e-mail à", "The link has been mailed to";
    link_once: "Transmettez ce lien à la personne. Il est montré cette seule fois, et sert une fois\u{a0}:",
        "Give this link to the person. It is shown this once, and works once:";
    link_for: "Lien pour", "Link for";
    mail_failed: "L’e-mail n’est pas parti.", "The mail did not leave.";
    your_role: "Votre rôle ici\u{a0}:", "Your role here:";
    leave: "Quitter cette démarche", "Leave this programme";
    audit: "Journal d’audit de la démarche", "Audit log of the programme";

    invited_title: "Invitation à une démarche", "Invitation to a programme";
    invited_as: "comme", "as";
    invites_you: "vous invite à rejoindre la démarche", "invites you to join the programme";
    accept: "Accepter", "Accept";
    decline: "Décliner", "Decline";
    declined: "Vous avez décliné l’invitation. Rien n’a été créé ni changé.",
        "You have declined the invitation. Nothing was created or changed.";
    you_are: "Vous êtes connecté comme", "You are signed in as";
    have_account: "J’ai un compte", "I have an account";
    have_account_help: "Connectez-vous\u{a0}: vous reviendrez ici pour répondre.",
        "Sign in: you will come back here to answer.";
    new_account: "Je n’ai pas encore de compte", "I have no account yet";
    create_and_accept: "Créer le compte et accepter", "Create the account and accept";
    decline_help: "Vous ne souhaitez pas participer\u{202f}? Fermez simplement cette page\u{a0}: le lien expire de \
        lui-même.",
        "You would rather not? Just close this page: the link expires by itself.";

    mail_subject: "Invitation à une démarche de synergies", "Invitation to a programme of synergies";
    mail_until: "Ce lien sert une fois, pendant 14 jours. Si vous ne vous y attendiez pas, ignorez ce message\u{a0}: \
        rien ne se passera.",
        "This link works once, for 14 days. If you did not expect it, ignore this message: nothing will happen.";
}

/// A role, in a word.
#[must_use]
pub const fn role_name(language: Language, role: Role) -> &'static str {
    let (french, english) = match role {
        Role::Administrator => ("Administrateur du serveur", "Administrator of the host"),
        Role::Manager => ("Responsable", "Manager"),
        Role::Facilitator => ("Animateur", "Facilitator"),
        Role::Reader => ("Lecteur (financeur)", "Reader (funder)"),
        Role::Auditor => ("Auditeur", "Auditor"),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}

/// What a role is for, in a sentence.
#[must_use]
pub const fn role_help(language: Language, role: Role) -> &'static str {
    let (french, english) = match role {
        Role::Administrator => (
            "Gère les comptes et le serveur, sans entrer dans les démarches.",
            "Runs accounts and host, without entering programmes.",
        ),
        Role::Manager => (
            "Gère toute la démarche, ses membres et ses chiffres.",
            "Manages the whole programme, its members and its figures.",
        ),
        Role::Facilitator => {
            ("Prépare et anime les ateliers, lit le suivi.", "Prepares and runs workshops, reads the follow-up.")
        }
        Role::Reader => (
            "Lit les résultats, sans contacts ni noms de personnes.",
            "Reads results, without contacts or names of persons.",
        ),
        Role::Auditor => (
            "Lit tout et, seul, audite les chiffres (niveau 4).",
            "Reads everything and alone audits figures (level 4).",
        ),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}

/// The label of a field, by its name on the wire.
#[must_use]
pub fn label(language: Language, field: &str) -> &'static str {
    match field {
        "email" => email(language),
        "role" => role(language),
        "name" => name(language),
        "password" => super::account::password(language),
        _ => "",
    }
}
