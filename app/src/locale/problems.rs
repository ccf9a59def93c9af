//! One sentence for each problem, in the reader's language.

use domain::problem::Problem;
use domain::resource::AMOUNT_MAX;
use domain::text::TITLE_MAX;
use domain::workshop::TABLES_MAX;

use crate::Language;

/// What is wrong, and what to do about it.
#[must_use]
pub fn sentence(language: Language, problem: Problem) -> &'static str {
    // The sentences name these limits in figures.
    const { assert!(TITLE_MAX == 80 && TABLES_MAX == 40 && AMOUNT_MAX == 1e9) };
    let (french, english) = match problem {
        Problem::Missing => ("À remplir.", "Please fill this in."),
        Problem::TooLong => (
            "Trop long : raccourcissez (80 caractères pour un titre).",
            "Too long: please shorten it (80 characters for a title).",
        ),
        Problem::NotANumber => ("Ce n’est pas un nombre. Exemple : 12,5.", "This is not a number. Example: 12.5."),
        Problem::NotPositive => ("Le nombre doit être supérieur à zéro.", "The number must be greater than zero."),
        Problem::Absurd => {
            ("Ce nombre est trop grand : vérifiez l’unité.", "This number is too large: check the unit.")
        }
        Problem::UnknownUnit => ("Unité inconnue : choisissez dans la liste.", "Unknown unit: choose from the list."),
        Problem::UnknownChoice => ("Choisissez dans la liste.", "Choose from the list."),
        Problem::Incomplete => {
            ("Une quantité demande aussi une unité et une fréquence.", "A quantity also needs a unit and a frequency.")
        }
        Problem::NotADate => {
            ("Date illisible. Exemple : 2026-12-31.", "This date cannot be read. Example: 2026-12-31.")
        }
        Problem::NotATime => ("Heure illisible. Exemple : 13:30.", "This time cannot be read. Example: 13:30."),
        Problem::EndsBeforeStart => ("La fin est avant le début.", "The end is before the beginning."),
        Problem::NotAnEmail => {
            ("Cette adresse n’a pas la forme nom@exemple.fr.", "This address does not look like name@example.org.")
        }
        Problem::ConsentMissing => (
            "Pour garder votre adresse, il nous faut votre accord ; sinon, laissez-la vide.",
            "To keep your address we need your agreement; otherwise leave it empty.",
        ),
        Problem::UnknownTable => {
            ("L’atelier n’a pas de table de ce numéro.", "The workshop has no table with this number.")
        }
        Problem::WrongPhase => (
            "Ce n’est pas possible dans la phase actuelle de l’atelier.",
            "This is not possible in the current phase of the workshop.",
        ),
        Problem::NotAllowed => ("Vous n’avez pas le droit de faire cela.", "You may not do this."),
        Problem::UnknownParticipant => {
            ("Cette personne n’est pas dans l’atelier.", "This person is not in the workshop.")
        }
        Problem::UnknownCard => {
            ("Cette fiche n’existe plus dans l’atelier.", "This card is not in the workshop any more.")
        }
        Problem::UnknownMatch => ("Cette correspondance n’existe plus.", "This match does not exist any more."),
        Problem::UnknownSynergy => ("Cette synergie n’existe pas.", "There is no such synergy."),
        Problem::UnknownStep => (
            "Le déroulé n’a pas cette étape, ou aucune n’est en cours.",
            "The running order has no such step, or none is under way.",
        ),
        Problem::OwnCard => ("C’est une fiche de votre organisation.", "This is a card of your own organisation."),
        Problem::AnonymousCard => (
            "Fiche anonyme : chacun dit son intérêt sur son propre téléphone, ou à la personne qui anime.",
            "An anonymous card: everybody says on their own phone, or to the facilitator, that they are interested.",
        ),
        Problem::NotMergeable => {
            ("Ces deux fiches ne peuvent pas être fusionnées.", "These two cards cannot be merged.")
        }
        Problem::VisibilityFixed => (
            "La visibilité « animateurs seulement » ne se change pas après coup : retirez la fiche et postez-la à \
                nouveau.",
            "“Facilitators only” cannot be changed afterwards: withdraw the card and post it again.",
        ),
        Problem::AlreadySynergy => ("Cette correspondance est déjà une synergie.", "This match is a synergy already."),
        Problem::ReasonMissing => ("Dites pourquoi la synergie est abandonnée.", "Say why the synergy is given up."),
        Problem::JoiningClosed => {
            ("Les entrées sont fermées. Demandez à l’animateur.", "The doors are closed. Ask the facilitator.")
        }
        Problem::UnknownCode => (
            "Aucun atelier n’a ce code. Vérifiez les sept signes affichés dans la salle.",
            "No workshop has this code. Check the seven characters shown in the room.",
        ),
        Problem::LinkEnded => (
            "Ce lien n’ouvre rien, ou plus rien. Demandez-en un nouveau à qui vous l’a donné.",
            "This link opens nothing, or nothing any more. Ask whoever gave it to you for a new one.",
        ),
        Problem::TooManyAnswers => (
            "Déjà beaucoup de réponses aujourd’hui par ce lien. Reprenez demain.",
            "Many answers today by this link already. Come back tomorrow.",
        ),
        Problem::TooManyAttempts => (
            "Trop de mauvais codes tapés ici. Vérifiez le vôtre : un bon code ouvre toujours.",
            "Too many wrong codes typed here. Check yours: a right code always opens.",
        ),
        Problem::TooFast => (
            "Cela va plus vite que nous ne suivons. Attendez quelques secondes, puis réessayez.",
            "This comes faster than we can follow. Wait a few seconds, then try again.",
        ),
        Problem::Busy => (
            "Le serveur est occupé par une autre demande de ce genre. Réessayez dans quelques secondes.",
            "The server is busy with another request of this kind. Try again in a few seconds.",
        ),
        Problem::RoomFull => {
            ("L’atelier est complet. Demandez à l’animateur.", "The workshop is full. Ask the facilitator.")
        }
        Problem::TooManyCards => (
            "Vous avez posté autant de fiches qu’une personne peut en poster. Modifiez-en une, ou demandez à \
                l’animateur.",
            "You have posted as many cards as one person can. Change one of them, or ask the facilitator.",
        ),
        Problem::TableTooLarge => (
            "Ce tableau est trop grand : 20 000 lignes et 100 colonnes au plus. Supprimez aussi les cellules oubliées \
                loin du tableau, ou envoyez-le en plusieurs fichiers.",
            "This table is too large: at most 20,000 lines and 100 columns. Delete cells forgotten far from the table \
                as well, or send it as several files.",
        ),
        Problem::TooManyWorkshops => (
            "Ce tableau créerait plus de 200 ateliers. Donnez à ses lignes moins de noms d’ateliers, ou envoyez-le en \
                plusieurs fichiers.",
            "This table would make more than 200 workshops. Give its lines fewer names of workshops, or send it as \
                several files.",
        ),
        Problem::NotSignedIn => (
            "Vous n’êtes pas (ou plus) connecté : scannez à nouveau le QR code, ou connectez-vous.",
            "You are not signed in (any more): scan the QR code again, or sign in.",
        ),
        Problem::WrongPassword => ("Adresse ou mot de passe incorrect.", "Wrong address or password."),
        Problem::NotYourPassword => ("Ce n’est pas votre mot de passe actuel.", "This is not your current password."),
        Problem::WrongFactorCode => (
            "Ce code n’est pas le bon, ou a déjà servi. Tapez celui que votre application montre maintenant.",
            "This code is not the right one, or was used already. Type the one that your application shows now.",
        ),
        Problem::PasswordTooShort => ("Au moins 10 caractères.", "At least 10 characters."),
        Problem::PasswordTooLong => ("Au plus 200 caractères.", "At most 200 characters."),
        Problem::PasswordTooCommon => (
            "Trop facile à deviner : prenez plutôt une courte phrase.",
            "Too easy to guess: take a short sentence instead.",
        ),
        Problem::TooManySignIns => (
            "Trop d’essais. Attendez un peu, ou demandez à qui tient ce serveur un lien vers un nouveau mot de passe.",
            "Too many tries. Wait a little, or ask whoever keeps this server for a link to a new password.",
        ),
        Problem::SignInsBusy => (
            "Beaucoup de connexions en même temps : réessayez dans un instant.",
            "Many are signing in at once: try again in a moment.",
        ),
        Problem::EmailTaken => {
            ("Il y a déjà un compte avec cette adresse.", "There is an account with this address already.")
        }
        Problem::NameTaken => {
            ("Une autre démarche de ce serveur porte ce nom.", "Another programme of this server has this name.")
        }
        Problem::LevelNotYours => (
            "Le niveau 4 (audité) est réservé aux auditeurs, et à eux seuls ; les autres niveaux aux responsables.",
            "Level 4 (audited) is for auditors alone; the other levels are for managers.",
        ),
        Problem::LastManager => (
            "La démarche garde au moins un responsable : confiez d’abord ce rôle à quelqu’un d’autre.",
            "A programme keeps at least one manager: give that role to somebody else first.",
        ),
        Problem::LastAdministrator => (
            "Le serveur garde au moins un administrateur : nommez d’abord quelqu’un d’autre.",
            "A server keeps at least one administrator: name somebody else first.",
        ),
        Problem::ProviderDown => (
            "Le fournisseur d’identité ne répond pas. Réessayez dans un instant, ou connectez-vous autrement. Les \
                ateliers, eux, continuent.",
            "The identity provider does not answer. Try again in a moment, or sign in another way. Workshops go on \
                meanwhile.",
        ),
        Problem::ProviderUntrusted => (
            "La réponse du fournisseur d’identité n’a pas pu être vérifiée : rien n’a été ouvert. Recommencez ; si \
                cela se répète, prévenez qui tient ce serveur.",
            "What the identity provider answered could not be verified: nothing was opened. Start again; if it \
                happens again, tell whoever keeps this server.",
        ),
        Problem::ProviderLate => (
            "Cette identification a pris trop de temps, ou n’a pas commencé dans ce navigateur. Recommencez.",
            "This sign-in took too long, or did not begin in this browser. Start again.",
        ),
        Problem::ProviderRefused => (
            "Le fournisseur d’identité n’a pas confirmé votre identité. Si vous aviez renoncé, tout va bien : rien \
                n’a été ouvert.",
            "The identity provider did not confirm who you are. If you gave up there, all is well: nothing was opened.",
        ),
        Problem::IdentityUnknown => (
            "Aucun compte ouvert n’est relié à cette identité. Vous avez un compte : connectez-vous avec votre mot de \
                passe, puis reliez-la depuis votre compte. Vous êtes invité : ouvrez le lien de l’invitation.",
            "No open account is joined to this identity. If you have an account: sign in with your password, then \
                join it from your account. If you are invited: open the link of the invitation.",
        ),
        Problem::IdentityTaken => {
            ("Cette identité est déjà reliée à un autre compte.", "This identity is joined to another account already.")
        }
        Problem::LastWayIn => (
            "C’est votre seul moyen de vous connecter : choisissez d’abord un mot de passe.",
            "This is your only way to sign in: choose a password first.",
        ),
        Problem::JoinsItself => (
            "Une synergie ne peut pas être rattachée à elle-même, même par d’autres.",
            "A synergy cannot be joined to itself, not even by way of others.",
        ),
        Problem::CommandIdReused => (
            "Cet envoi porte le numéro d’un autre. Rechargez la page.",
            "This was sent under the number of something else. Reload the page.",
        ),
        Problem::IdentifierWrong => (
            "Ce numéro n’est pas un SIRET (14 chiffres) ou un SIREN (9 chiffres) valide : vérifiez-le.",
            "This is not a valid SIRET (14 digits) or SIREN (9 digits): please check it.",
        ),
        Problem::NotAnActivity => {
            ("Ce n’est pas un code NAF ou NACE. Exemple : 16.10A.", "This is no NAF or NACE code. Example: 16.10A.")
        }
        Problem::CompanyKnown => (
            "Cette démarche a déjà une entreprise de ce nom ou de ce numéro.",
            "This programme already has a company of this name or number.",
        ),
        Problem::MergesItself => (
            "C’est déjà la même entreprise : choisissez-en une autre.",
            "It is the same company already: choose another.",
        ),
        Problem::UnknownCompany => (
            "Cette démarche n’a pas d’entreprise de ce nom. Reprenez-le de la liste, ou donnez son numéro.",
            "This programme has no company of this name. Take it from the list, or give its number.",
        ),
        Problem::SeveralCompanies => (
            "Plusieurs entreprises portent ce nom : donnez le numéro qui figure sur sa page.",
            "Several companies have this name: give the number on its page.",
        ),
        Problem::NotAPlace => (
            "Deux nombres en degrés, nord puis est. Exemple : 45.7640, 4.8357.",
            "Two numbers of degrees, north then east. Example: 45.7640, 4.8357.",
        ),
        Problem::NotATelephone => (
            "Ce n’est pas un numéro de téléphone. Exemple : 01 23 45 67 89.",
            "This is not a telephone number. Example: +33 1 23 45 67 89.",
        ),
        Problem::ConsentRefused => {
            ("Cette personne n’a pas donné son accord : laissez vide.", "This person did not agree: leave it empty.")
        }
        Problem::NameNotThere => (
            "Ce nom ne figure nulle part sur cette page, écrit ainsi.",
            "This name stands nowhere on this page, spelled like this.",
        ),
        Problem::TooMany => ("Il y en a déjà autant qu’il est possible.", "There are as many already as can be."),
        Problem::Malformed => ("La demande est illisible.", "The request cannot be read."),
        Problem::TooLarge => ("C’est trop volumineux.", "This is too large."),
        Problem::NotFound => ("Il n’y a rien à cette adresse.", "There is nothing at this address."),
        Problem::CrossSite => (
            "Ce formulaire vient d’un autre site : il est refusé.",
            "This form comes from another site: it is refused.",
        ),
        Problem::NothingToDo => ("Rien à changer : c’est déjà le cas.", "Nothing to change: it is so already."),
        Problem::Unavailable => (
            "Le serveur ne peut pas enregistrer pour le moment. Vos saisies sont gardées ; réessayez dans un instant.",
            "The server cannot save at the moment. What you typed is kept; try again in a moment.",
        ),
        Problem::StorageFull => (
            "Le disque du serveur est plein : rien ne peut être enregistré. Vos saisies sont gardées ; prévenez \
                l’animateur.",
            "The server’s disk is full: nothing can be saved. What you typed is kept; tell the facilitator.",
        ),
        Problem::PhaseChangedMeanwhile => (
            "Quelqu’un d’autre vient de changer de phase. Regardez où en est l’atelier, puis choisissez à nouveau.",
            "Somebody else has just changed the phase. See where the workshop stands, then choose again.",
        ),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}
