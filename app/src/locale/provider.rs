//! Strings of signing in at an identity provider.

use domain::identity::{Profile, ShownProvider};
use domain::problem::Problem;

use super::texts;
use crate::Language;

texts! {
    without_password: "Sans mot de passe", "Without a password";
    /// The text of ProConnect's own button, whose second line is the name.
    sign_in_with: "S’identifier avec", "Sign in with";
    /// The link that goes with that button.
    what_is_proconnect: "Qu’est-ce que ProConnect\u{202f}?", "What is ProConnect?";
    accept_help: "En vous identifiant ainsi, vous créez votre compte et acceptez l’invitation. Si vous avez déjà un \
        compte relié, vous revenez ici pour répondre.",
        "By signing in this way you create your account and accept the invitation. If you have a joined account \
            already, you come back here to answer.";

    identities: "Identités reliées", "Joined identities";
    identities_lead: "Avec une identité reliée, vous vous connectez à ce compte sans mot de passe. Seule l’identité \
        compte, jamais l’adresse e-mail.",
        "With a joined identity you sign in to this account without a password. The identity alone counts, never the \
            e-mail address.";
    no_identity: "Aucune identité n’est reliée à ce compte.", "No identity is joined to this account.";
    joined_since: "reliée le", "joined on";
    used_last: "utilisée le", "used on";
    never_used: "jamais utilisée", "never used";
    remove: "Retirer", "Remove";
    removed: "L’identité est retirée. Elle n’ouvre plus ce compte.",
        "The identity is removed. It opens this account no more.";
    joined: "L’identité est reliée. Elle ouvre désormais ce compte.",
        "The identity is joined. It opens this account from now on.";
    /// To who has no password and one identity.
    only_way: "C’est votre seul moyen de vous connecter\u{a0}: elle ne se retire qu’une fois un mot de passe choisi.",
        "This is your only way to sign in: it can be removed once you have chosen a password.";

    onward_out: "Ici, vous êtes déconnecté. Votre session prend fin aussi chez",
        "Here you are signed out. Your session ends as well with";
    onward_title: "Un instant", "One moment";
    go_on: "Continuer", "Continue";

    not_signed_in: "Vous n’êtes pas entré", "You are not in";
    identity_unknown: "Identité inconnue ici", "Identity unknown here";
    has_account: "Il y a déjà un compte avec cette adresse", "There is an account with this address already";
    has_account_help: "Une adresse ne relie rien à elle seule. Connectez-vous à ce compte, reliez-y votre identité, \
        puis rouvrez le lien de l’invitation.",
        "An address alone joins nothing. Sign in to that account, join your identity to it, then open the link of the \
            invitation again.";
    identity_taken: "Identité déjà reliée", "Identity joined already";
}

/// What the button says: `S’identifier avec ProConnect`.
#[must_use]
pub fn button(language: Language, provider: &ShownProvider) -> String {
    format!("{} {}", sign_in_with(language), provider.name)
}

/// `Relier mon identité ProConnect`.
#[must_use]
pub fn join(language: Language, provider: &ShownProvider) -> String {
    match language {
        Language::French => format!("Relier une identité {}", provider.name),
        Language::English => format!("Join an identity of {}", provider.name),
    }
}

/// `Vous continuez chez ProConnect…`.
#[must_use]
pub fn onward(language: Language, name: &str) -> String {
    match language {
        Language::French => format!("Vous continuez chez {name}."),
        Language::English => format!("You go on to {name}."),
    }
}

/// Where it is explained what a provider is, for those that ask for it.
#[must_use]
pub fn explained(profile: Profile) -> Option<&'static str> {
    (profile == Profile::ProConnect).then_some("https://www.proconnect.gouv.fr/")
}

/// A title for what went wrong on the way to the provider and back; none for everything else.
#[must_use]
pub fn what_happened(language: Language, problem: Problem) -> Option<&'static str> {
    match problem {
        Problem::ProviderDown | Problem::ProviderUntrusted | Problem::ProviderLate | Problem::ProviderRefused => {
            Some(not_signed_in(language))
        }
        Problem::IdentityUnknown => Some(identity_unknown(language)),
        Problem::IdentityTaken => Some(identity_taken(language)),
        _ => None,
    }
}
