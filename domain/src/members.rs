//! Who works in a programme, and who was invited to.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::ids::AccountId;
use crate::problem::{Findings, Problem, Refusal};
use crate::text::{Line, check_email};
use crate::time::Timestamp;

/// How long an invitation can be answered: long enough for a holiday.
pub const INVITATION_DAYS: i64 = 14;
/// The most invitations that a programme has open at once.
pub const OPEN_INVITATIONS_MAX: usize = 50;

/// A member in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    pub account: AccountId,
    pub name: String,
    /// The address by which they sign in.
    pub email: String,
    /// The role that they have in this programme.
    pub role: Role,
}

/// An invitation that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The number under which the server keeps it.
    pub number: i64,
    /// Whom it is for: the link is mailed there, and an account that is made by it is made for this address. Whoever
    /// holds the link answers it.
    pub email: String,
    /// The role that whoever accepts it will have.
    pub role: Role,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// An invitation as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationDraft {
    /// The address of the person.
    pub email: String,
    /// Code of a [`Role`] in a programme.
    pub role: String,
}

impl InvitationDraft {
    /// The address, in lower case, and the role.
    ///
    /// # Errors
    /// All problems, each at its field.
    pub fn parse(&self) -> Result<(String, Role), Refusal> {
        let mut findings = Findings::default();
        let email = findings
            .check("email", Line::parse(&self.email).and_then(|line| check_email(&line).map(|()| line.to_lowercase())));
        let role = findings.check(
            "role",
            match self.role.trim() {
                "" => Err(Problem::Missing),
                code => Role::in_programme(code).ok_or(Problem::UnknownChoice),
            },
        );
        findings.into_result(email.zip(role))
    }
}

/// What an invitation says to whoever opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSeen {
    /// The name of the programme.
    pub programme: String,
    /// The address that was invited.
    pub email: String,
    /// The role that is offered.
    pub role: Role,
    /// The name of the member who invites.
    pub invited_by: String,
}
