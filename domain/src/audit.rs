//! What the audit log knows: deeds that concern who may do what, and what left or entered the server. The log of a
//! workshop is another thing: it says what happened in the room.
//!
//! No password, token, code or key ever stands in it, nor what somebody typed as an address when signing in failed:
//! people type passwords into the wrong field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::ids::{ProgrammeId, WorkshopId};
use crate::time::Timestamp;

coded! {
    /// What was done. A new one needs its sentence in `app::locale::audit`.
    Deed {
        /// The first account was made by the set-up link.
        SetUp = "set_up",
        /// Somebody signed in.
        SignedIn = "signed_in",
        /// Somebody tried to sign in and was refused.
        SignInRefused = "sign_in_refused",
        /// Somebody signed out.
        SignedOut = "signed_out",
        /// All sessions of an account were ended.
        SignedOutEverywhere = "signed_out_everywhere",
        /// An account was made.
        AccountCreated = "account_created",
        /// An account was closed: it signs in no more.
        AccountDisabled = "account_disabled",
        /// A closed account was opened again.
        AccountEnabled = "account_enabled",
        /// Somebody changed their own name.
        AccountRenamed = "account_renamed",
        /// Somebody changed their own password.
        PasswordChanged = "password_changed",
        /// A link to a new password was asked for.
        PasswordResetAsked = "password_reset_asked",
        /// A new password was set by such a link.
        PasswordReset = "password_reset",
        /// A second factor was added to an account.
        SecondFactorAdded = "second_factor_added",
        /// A second factor was taken off an account.
        SecondFactorRemoved = "second_factor_removed",
        /// An account was joined to one of an identity provider.
        IdentityJoined = "identity_joined",
        /// An account was separated from one of an identity provider.
        IdentityRemoved = "identity_removed",
        /// An account was made an administrator of the host.
        AdministratorMade = "administrator_made",
        /// An account is an administrator of the host no more.
        AdministratorEnded = "administrator_ended",
        /// A programme was started.
        ProgrammeCreated = "programme_created",
        /// What a programme says of itself was changed.
        ProgrammeDescribed = "programme_described",
        /// A programme without a manager was handed over to one.
        ProgrammeHandedOver = "programme_handed_over",
        /// Somebody was invited to a programme.
        MemberInvited = "member_invited",
        /// An invitation was taken back.
        InvitationEnded = "invitation_ended",
        /// An invitation was accepted.
        InvitationAccepted = "invitation_accepted",
        /// An invitation was declined.
        InvitationDeclined = "invitation_declined",
        /// A member's role was changed.
        RoleChanged = "role_changed",
        /// A member left a programme.
        MemberLeft = "member_left",
        /// A member was removed from a programme.
        MemberRemoved = "member_removed",
        /// A key or a personal link was made.
        KeyMade = "key_made",
        /// A key was made anew: the old one opens nothing.
        KeyRenewed = "key_renewed",
        /// A key or a link was ended.
        KeyEnded = "key_ended",
        /// A table was exported.
        TableExported = "table_exported",
        /// A file of a report was taken.
        ReportTaken = "report_taken",
        /// A whole programme was exported.
        ProgrammeExported = "programme_exported",
        /// A part of this log was exported.
        AuditExported = "audit_exported",
        /// A programme was taken in from a document.
        ProgrammeImported = "programme_imported",
        /// A table of synergies was imported.
        TableImported = "table_imported",
        /// A referential was imported.
        ReferentialImported = "referential_imported",
        /// A table of emission factors was imported.
        FactorsImported = "factors_imported",
        /// A figure was recorded as verified by an auditor.
        FigureAudited = "figure_audited",
        /// A person in a workshop was erased at their own wish.
        PersonErased = "person_erased",
        /// What had been kept for its full time was erased by rule.
        PeriodErased = "period_erased",
        /// A person took a copy of what is known of them.
        CopyTaken = "copy_taken",
        /// Settings of the host were changed.
        SettingsChanged = "settings_changed",
        /// A backup was made.
        BackedUp = "backed_up",
        /// A backup was put in place.
        Restored = "restored",
    }
}

coded! {
    /// As whom somebody did it.
    AuthorKind {
        /// Somebody who was signed in to an account.
        Account = "account",
        /// A participant by their phone.
        Participant = "participant",
        /// By a workshop's facilitator key.
        FacilitatorKey = "facilitator_key",
        /// By a table's key.
        TableKey = "table_key",
        /// A company by its personal link.
        CompanyLink = "company_link",
        /// On the server's command line.
        CommandLine = "command_line",
        /// The server by itself.
        Server = "server",
        /// Somebody whom the server does not know: whoever tries to sign in, say.
        Nobody = "nobody",
    }
}

/// One line of the log, as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its number, counting up.
    pub number: i64,
    /// When it was done.
    pub at: Timestamp,
    /// By what right it was done: an account, a key, a link…
    pub kind: AuthorKind,
    /// Who: a name, where one is known.
    pub who: String,
    /// From where; erased after its period.
    pub address: Option<String>,
    /// What was done.
    pub deed: Deed,
    /// In which programme.
    pub programme: Option<ProgrammeId>,
    /// In which workshop.
    pub workshop: Option<WorkshopId>,
    /// To whom or to what: a name, an address, the name of a file.
    pub subject: String,
    /// More of it, by name: `role`, `before`, `kind`, `lines`…
    pub detail: BTreeMap<String, String>,
}

/// Which part of the log is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// Code of a [`Deed`]; blank: all.
    pub deed: String,
    /// Words that stand in who or to whom; blank: all.
    pub who: String,
    /// From this day on (UTC).
    pub from: String,
    /// Up to and including this day.
    pub until: String,
    /// Only entries with a smaller number: the next page.
    pub before: String,
}
