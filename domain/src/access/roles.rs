//! What accounts may do: on the host, and in a programme. The table for people who decide on roles is `docs/roles.md`;
//! a test holds it to [`Role::may`], cell by cell.

use crate::codes::coded;
use crate::synergy::Verification;

coded! {
    /// What somebody is: on the host, or in one programme.
    Role {
        /// Administers the host; as such inside no programme.
        Administrator = "administrator",
        /// Manages a programme.
        Manager = "manager",
        /// Prepares and runs the workshops of a programme.
        Facilitator = "facilitator",
        /// Reads what a programme has brought (a funder): no contacts, no names of persons.
        Reader = "reader",
        /// Reads everything of a programme, and alone sets verification level 4.
        Auditor = "auditor",
    }
}

coded! {
    /// What a role may give leave to. Each use case of the backend asks for one.
    Right {
        /// See the accounts of the host, close and open them, name administrators.
        ManageAccounts = "manage_accounts",
        /// See which programmes there are and who manages them, and hand over one that has no manager.
        ManageProgrammes = "manage_programmes",
        /// Change the settings of the host.
        ManageHost = "manage_host",
        /// Read and export the audit log of the host.
        ReadHostAudit = "read_host_audit",
        /// Read the report and its files, the evaluation, the calls, the targets, the list of workshops with their
        /// counts, and companies as they stand, without contacts.
        SeeResults = "see_results",
        /// Read workshops from within, and synergies with their people, figures, history and evidence.
        SeePeople = "see_people",
        /// Create, describe and run workshops; their doors and keys.
        RunWorkshops = "run_workshops",
        /// Move, change, join and split synergies, add evidence, ask companies and answer for them.
        FollowUp = "follow_up",
        /// Note and correct companies, their sites, standing flows and people, visits and calls; say which spellings
        /// are one company; erase somebody from all that is noted there.
        KeepCompanies = "keep_companies",
        /// Record figures of levels 0 to 3, compute emissions, set assumptions; withdraw such figures.
        RecordFigures = "record_figures",
        /// Record figures of level 4, and withdraw them.
        AuditFigures = "audit_figures",
        /// Change what the programme says of itself, its evaluation, its calls, its targets.
        Describe = "describe",
        /// Bring in tables of past synergies.
        ImportTables = "import_tables",
        /// Take tables with names out.
        ExportTables = "export_tables",
        /// Take the whole programme out, contacts included; and the people of companies with how they are reached.
        ExportWhole = "export_whole",
        /// See members and invitations, invite, change roles, remove.
        ManageMembers = "manage_members",
        /// Read and export the programme's part of the audit log.
        ReadAudit = "read_audit",
    }
}

impl Right {
    /// What it takes to record, or to withdraw, a figure of this level.
    #[must_use]
    pub const fn to_record(level: Verification) -> Self {
        match level {
            Verification::Audited => Self::AuditFigures,
            _ => Self::RecordFigures,
        }
    }
}

impl Role {
    /// The roles that somebody can have in a programme.
    pub const IN_PROGRAMME: [Self; 4] = [Self::Manager, Self::Facilitator, Self::Reader, Self::Auditor];

    /// The role in a programme with this code.
    #[must_use]
    pub fn in_programme(code: &str) -> Option<Self> {
        Self::IN_PROGRAMME.into_iter().find(|role| role.code() == code)
    }

    /// Whether this role gives this right.
    #[must_use]
    pub const fn may(self, right: Right) -> bool {
        match right {
            Right::ManageAccounts | Right::ManageProgrammes | Right::ManageHost | Right::ReadHostAudit => {
                matches!(self, Self::Administrator)
            }
            Right::SeeResults => matches!(self, Self::Manager | Self::Facilitator | Self::Reader | Self::Auditor),
            Right::SeePeople => matches!(self, Self::Manager | Self::Facilitator | Self::Auditor),
            Right::RunWorkshops | Right::KeepCompanies => matches!(self, Self::Manager | Self::Facilitator),
            Right::FollowUp
            | Right::RecordFigures
            | Right::Describe
            | Right::ImportTables
            | Right::ExportWhole
            | Right::ManageMembers => {
                matches!(self, Self::Manager)
            }
            Right::AuditFigures => matches!(self, Self::Auditor),
            Right::ExportTables | Right::ReadAudit => matches!(self, Self::Manager | Self::Auditor),
        }
    }
}
