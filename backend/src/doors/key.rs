//! What a key opens, how its secret is drawn and recognised, and what is kept of it.

use domain::ids::WorkshopId;

use crate::error::Result;
use crate::secrets;
use crate::server_key::ServerKey;

/// What a key opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The desk, as facilitator.
    Desk,
    /// The board, for a screen that shows it: reads what the room reads.
    Board,
    /// The door, by QR code.
    Join,
    /// The door, by typing.
    Code,
}

impl Kind {
    /// Its name in the database.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Board => "board",
            Self::Join => "join",
            Self::Code => "code",
        }
    }

    /// The kind of this name in the database; none for names that it does not know.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::Desk, Self::Board, Self::Join, Self::Code].into_iter().find(|kind| kind.code() == code)
    }

    /// A new secret of this kind.
    pub(super) fn draw(self) -> Result<String> {
        match self {
            Self::Desk => secrets::bearer_token(),
            Self::Board | Self::Join => secrets::address_token(),
            Self::Code => secrets::typed_code(),
        }
    }

    /// By what a secret of this kind is recognised. All typed codes could be tried against a plain hash within seconds.
    pub(crate) fn hash(self, key: &ServerKey, secret: &str) -> Vec<u8> {
        match self {
            Self::Code => key.digest("typed code", secret),
            Self::Desk | Self::Board | Self::Join => secrets::token_hash(secret),
        }
    }

    /// What is kept of a secret. The facilitator's key is shown once.
    pub(crate) fn kept(self, key: &ServerKey, workshop: WorkshopId, secret: &str) -> Result<NewKey> {
        let sealed = if self == Self::Desk { None } else { Some(key.seal(&self.place(workshop), secret.as_bytes())?) };
        Ok(NewKey { kind: self, token_hash: self.hash(key, secret), sealed })
    }

    /// For what a secret of this kind is sealed: elsewhere the seal does not open.
    pub(super) fn place(self, workshop: WorkshopId) -> String {
        format!("{} of workshop {workshop}", self.code())
    }
}

/// A key to be kept, without its secret.
#[derive(Clone, Debug)]
pub(crate) struct NewKey {
    pub kind: Kind,
    pub token_hash: Vec<u8>,
    /// For keys that a screen shows again.
    pub sealed: Option<Vec<u8>>,
}

/// For what the link of a company is sealed: elsewhere the seal does not open.
pub(crate) fn link_place(handle: &str) -> String {
    format!("link {handle}")
}
