//! Identifiers. Within a workshop things are numbered 1, 2, 3… in the order of the log, so that people can say "card
//! 12"; across workshops an id is a UUID. No id is ever a secret: what one may do depends on the
//! [`crate::access::Actor`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wire::Wire;

macro_rules! number {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Wire)]
        #[serde(transparent)]
        pub struct $name(pub u32);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    };
}

macro_rules! unique {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Wire)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Uuid::parse_str(text).map(Self) }
        }
    };
}

number!(
    /// A person in a workshop.
    ParticipantId
);
number!(
    /// A have, want or shared need posted in a workshop.
    CardId
);
number!(
    /// A match proposed in a workshop.
    MatchId
);
number!(
    /// A synergy confirmed in a workshop; with the [`WorkshopId`] it is unique everywhere.
    SynergyId
);
number!(
    /// A company of a programme, with the [`ProgrammeId`] unique everywhere.
    CompanyId
);
unique!(
    /// A workshop, of whatever programme.
    WorkshopId
);
unique!(
    /// A programme (*démarche*) to which workshops belong.
    ProgrammeId
);
unique!(
    /// A person who signs in: facilitator or programme manager.
    AccountId
);
unique!(
    /// Made by the client for each command, so that sending it twice does it once.
    CommandId
);

impl CommandId {
    /// An id that was worked out of something else (version 8 of RFC 9562).
    #[must_use]
    pub fn of_bytes(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}
