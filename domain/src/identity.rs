//! Identity providers, by whom people sign in besides by password.

use serde::{Deserialize, Serialize};

use crate::codes::coded;
use crate::time::Timestamp;

coded! {
    /// How a provider wants to be spoken to.
    Profile {
        /// As OpenID Connect says, with PKCE (RFC 7636).
        Generic = "generic",
        /// As the documentation of ProConnect says.
        ProConnect = "proconnect",
    }
}

/// A provider, as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownProvider {
    /// What people call it.
    pub name: String,
    /// Its profile: ProConnect has a button of its own.
    pub profile: Profile,
}

/// An identity that is joined to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinedIdentity {
    /// The number under which the server keeps it.
    pub number: i64,
    /// The address of whoever vouches for it.
    pub issuer: String,
    /// By what its owner knows it again: the address or the name that the provider gave when it was joined.
    pub shown: String,
    /// When it was joined.
    pub joined_at: Timestamp,
    /// When it was last used to sign in.
    pub used_at: Option<Timestamp>,
}
