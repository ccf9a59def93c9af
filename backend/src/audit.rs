//! The audit log: who did what, when and from where. An [`Entry`] is written in the same transaction as its deed
//! (`db::audit::write`), so that neither is there without the other; what only reads is entered by [`Backend::record`]
//! before it answers.

use std::collections::BTreeMap;

pub use domain::audit::{AuthorKind, Deed, Record};
use domain::ids::{AccountId, ParticipantId, ProgrammeId, WorkshopId};
use domain::time::Timestamp;

use crate::Backend;
use crate::error::Result;

/// How somebody calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The network address they call from, where there is one.
    pub address: Option<String>,
}

/// Who answers for a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub(crate) kind: AuthorKind,
    pub(crate) id: Option<String>,
    pub(crate) name: String,
    pub(crate) from: Circumstances,
}

impl Author {
    fn new(kind: AuthorKind, id: Option<String>, name: &str, from: &Circumstances) -> Self {
        Self { kind, id, name: name.to_owned(), from: from.clone() }
    }

    /// Somebody who is signed in, or is about to be.
    #[must_use]
    pub fn account(id: AccountId, name: &str, from: &Circumstances) -> Self {
        Self::new(AuthorKind::Account, Some(id.to_string()), name, from)
    }

    /// A participant, by their number: names stay out, so that the log need not be rewritten when somebody is erased.
    #[must_use]
    pub fn participant(id: ParticipantId, from: &Circumstances) -> Self {
        Self::new(AuthorKind::Participant, Some(id.to_string()), "", from)
    }

    /// A holder of a key of this kind.
    #[must_use]
    pub fn key(kind: AuthorKind, from: &Circumstances) -> Self {
        Self::new(kind, None, "", from)
    }

    /// Nobody who is known.
    #[must_use]
    pub fn nobody(from: &Circumstances) -> Self {
        Self::new(AuthorKind::Nobody, None, "", from)
    }

    /// Whoever sits at the server's command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self::new(AuthorKind::CommandLine, None, "", &Circumstances::default())
    }

    /// The server, by itself.
    #[must_use]
    pub fn server() -> Self {
        Self::new(AuthorKind::Server, None, "", &Circumstances::default())
    }
}

/// A deed with its author, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(crate) at: Timestamp,
    pub(crate) author: Author,
    pub(crate) deed: Deed,
    pub(crate) programme: Option<ProgrammeId>,
    pub(crate) workshop: Option<WorkshopId>,
    pub(crate) subject: String,
    pub(crate) detail: BTreeMap<&'static str, String>,
}

impl Entry {
    /// What this author did at this moment.
    pub(crate) fn new(deed: Deed, author: Author, at: Timestamp) -> Self {
        Self { at, author, deed, programme: None, workshop: None, subject: String::new(), detail: BTreeMap::new() }
    }

    /// In this programme: its managers read the entry.
    #[must_use]
    pub fn of(mut self, programme: ProgrammeId) -> Self {
        self.programme = Some(programme);
        self
    }

    /// In this workshop; its programme is found when the entry is written.
    #[must_use]
    pub fn at(mut self, workshop: WorkshopId) -> Self {
        self.workshop = Some(workshop);
        self
    }

    /// To whom or to what. Never a secret.
    #[must_use]
    pub fn to(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// One thing more, under a name that the page of the log shows. Never a secret.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.detail.insert(name, value.to_string());
        self
    }
}

impl Backend {
    /// What is done now, by this author.
    #[must_use]
    pub fn entry(&self, deed: Deed, author: Author) -> Entry {
        Entry::new(deed, author, self.clock().now())
    }

    /// Enters what changes nothing else, such as an export, in a transaction of its own.
    ///
    /// # Errors
    /// When it cannot be written: then what it stands for is not to be done either.
    pub async fn record(&self, entry: &Entry) -> Result<()> {
        self.db().record(entry).await
    }
}
