//! The doors: home with the code field, sign-in, identity provider, first account, errors; and one's own account.

#[cfg(feature = "ssr")]
mod door;
#[cfg(feature = "ssr")]
mod email;
#[cfg(feature = "ssr")]
mod factor;
#[cfg(feature = "ssr")]
mod forgotten;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod password;
#[cfg(feature = "ssr")]
mod provider;

#[cfg(feature = "ssr")]
pub use door::{ErrorPage, NewPassword, SetUp, SignIn};
#[cfg(feature = "ssr")]
pub use factor::{FactorCode, FactorSetUp, RecoveryCodes};
#[cfg(feature = "ssr")]
pub use forgotten::{Forgotten, ForgottenSent};
#[cfg(feature = "ssr")]
pub use home::Home;
#[cfg(feature = "ssr")]
pub use own::{AccountPage, Done, Refused, Which};
#[cfg(feature = "ssr")]
pub use password::NewPasswordField;
#[cfg(feature = "ssr")]
pub use provider::{IdentitiesShown, OnwardPage, ProviderButton};

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
    pub email: String,
    /// Sent to the server, and never written into a page again.
    pub password: String,
}

/// The form of a new password, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPasswordDraft {
    /// Sent to the server, and never written into a page again.
    pub password: String,
}

/// The form of the first account, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetUpDraft {
    /// The name under which colleagues know the person.
    pub name: String,
    pub email: String,
    /// Sent to the server, and never written into a page again.
    pub password: String,
}

/// The address for which a link to a new password is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgottenDraft {
    pub email: String,
}

/// A code of a second factor, as typed; never shown again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeOfFactor {
    /// The six digits of the application, or one of the recovery codes.
    pub code: String,
}

/// What the forms of one's own account send.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnAccountDraft {
    /// The new name, in the form of the name.
    pub name: String,
    /// The password of now; never shown again.
    pub current: String,
    /// Another password; never shown again.
    pub password: String,
    /// The session that is to end, as the page's hidden field names it.
    pub session: String,
}
