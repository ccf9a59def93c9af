//! Strings of the audit log.

use domain::audit::{AuthorKind, Deed};

use crate::Language;

/// What was done, in a few words.
#[must_use]
pub const fn deed(language: Language, deed: Deed) -> &'static str {
    let (french, english) = match deed {
        Deed::SetUp => ("Premier compte créé par le lien d’installation", "First account made by the set-up link"),
        Deed::SignedIn => ("Connexion", "Signed in"),
        Deed::SignInRefused => ("Connexion refusée", "Sign-in refused"),
        Deed::SignedOut => ("Déconnexion", "Signed out"),
        Deed::SignedOutEverywhere => ("Déconnexion de tous les appareils", "Signed out on every device"),
        Deed::AccountCreated => ("Compte créé", "Account made"),
        Deed::AccountDisabled => ("Compte fermé", "Account closed"),
        Deed::AccountEnabled => ("Compte rouvert", "Account opened again"),
        Deed::AccountRenamed => ("Nom du compte changé", "Name of the account changed"),
        Deed::PasswordChanged => ("Mot de passe changé", "Password changed"),
        Deed::PasswordResetAsked => ("Lien de nouveau mot de passe demandé", "Link to a new password asked for"),
        Deed::PasswordReset => ("Nouveau mot de passe choisi par lien", "New password set by a link"),
        Deed::SecondFactorAdded => ("Second facteur ajouté", "Second factor added"),
        Deed::SecondFactorRemoved => ("Second facteur retiré", "Second factor removed"),
        Deed::IdentityJoined => ("Compte relié à un fournisseur d’identité", "Account joined to an identity provider"),
        Deed::IdentityRemoved => {
            ("Compte séparé d’un fournisseur d’identité", "Account separated from an identity provider")
        }
        Deed::AdministratorMade => ("Administration du serveur confiée", "Made an administrator of the host"),
        Deed::AdministratorEnded => ("Administration du serveur retirée", "Administrator of the host no more"),
        Deed::ProgrammeCreated => ("Démarche créée", "Programme started"),
        Deed::ProgrammeDescribed => ("Réglages de la démarche changés", "Settings of the programme changed"),
        Deed::ProgrammeHandedOver => {
            ("Démarche sans responsable remise à quelqu’un", "Programme without a manager handed over")
        }
        Deed::MemberInvited => ("Invitation envoyée", "Invited"),
        Deed::InvitationEnded => ("Invitation annulée", "Invitation taken back"),
        Deed::InvitationAccepted => ("Invitation acceptée", "Invitation accepted"),
        Deed::InvitationDeclined => ("Invitation déclinée", "Invitation declined"),
        Deed::RoleChanged => ("Rôle changé", "Role changed"),
        Deed::MemberLeft => ("A quitté la démarche", "Left the programme"),
        Deed::MemberRemoved => ("Retiré de la démarche", "Removed from the programme"),
        Deed::KeyMade => ("Clé ou lien créé", "Key or link made"),
        Deed::KeyRenewed => ("Clé renouvelée", "Key renewed"),
        Deed::KeyEnded => ("Clé ou lien révoqué", "Key or link ended"),
        Deed::TableExported => ("Tableau exporté", "Table exported"),
        Deed::ReportTaken => ("Fichier de rapport téléchargé", "Report file taken"),
        Deed::ProgrammeExported => ("Démarche entière exportée", "Whole programme exported"),
        Deed::AuditExported => ("Journal d’audit exporté", "Audit log exported"),
        Deed::ProgrammeImported => ("Démarche importée", "Programme imported"),
        Deed::TableImported => ("Tableau de synergies importé", "Table of synergies imported"),
        Deed::ReferentialImported => ("Référentiel importé", "Referential imported"),
        Deed::FactorsImported => ("Facteurs d’émission importés", "Emission factors imported"),
        Deed::FigureAudited => ("Chiffre audité enregistré", "Audited figure recorded"),
        Deed::PersonErased => ("Personne effacée à sa demande", "Person erased at their wish"),
        Deed::PeriodErased => ("Effacement à l’échéance", "Erased at the end of its period"),
        Deed::CopyTaken => ("Copie de ses données remise à une personne", "Copy of their data taken by a person"),
        Deed::SettingsChanged => ("Réglages du serveur changés", "Settings of the host changed"),
        Deed::BackedUp => ("Sauvegarde faite", "Backup made"),
        Deed::Restored => ("Sauvegarde remise en place", "Backup put in place"),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}

/// As whom it was done.
#[must_use]
pub const fn author(language: Language, kind: AuthorKind) -> &'static str {
    let (french, english) = match kind {
        AuthorKind::Account => ("Compte", "Account"),
        AuthorKind::Participant => ("Participant", "Participant"),
        AuthorKind::FacilitatorKey => ("Clé d’animation", "Facilitator key"),
        AuthorKind::TableKey => ("Clé d’une table", "Table key"),
        AuthorKind::CompanyLink => ("Lien d’une entreprise", "Company link"),
        AuthorKind::CommandLine => ("Ligne de commande", "Command line"),
        AuthorKind::Server => ("Le serveur", "The server"),
        AuthorKind::Nobody => ("Inconnu", "Unknown"),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}
