//! The doors: home with the code field, sign-in, identity provider, first account, errors.

#[cfg(feature = "ssr")]
mod door;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod provider;

#[cfg(feature = "ssr")]
pub use door::{ErrorPage, NewPassword, SetUp, SignIn};
#[cfg(feature = "ssr")]
pub use home::Home;
#[cfg(feature = "ssr")]
pub use provider::{Identities, IdentitiesPage, OnwardPage, ProviderButton};

use serde::{Deserialize, Serialize};

/// The code as typed on the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeDraft {
    /// Seven symbols; spaces, hyphens and lower case are fine.
    pub code: String,
}

/// The sign-in form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    /// E-mail address.
    pub email: String,
    /// Password; never shown again.
    pub password: String,
}

/// The form of a new password, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPasswordDraft {
    /// Password; never shown again.
    pub password: String,
}

/// The form of the first account, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetUpDraft {
    /// Name, as colleagues know it.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Password; never shown again.
    pub password: String,
}
