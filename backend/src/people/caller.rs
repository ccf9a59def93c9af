//! Somebody who calls: recognised in one workshop, or signed in with an account.

use domain::access::Actor;
use domain::audience::Audience;
use domain::ids::{AccountId, ParticipantId, WorkshopId};
use domain::problem::Problem;

use crate::audit::{Author, AuthorKind, Circumstances};
use crate::error::Result;
use crate::secrets;

/// A token's SHA-256.
type Hash = Vec<u8>;

/// By what somebody was recognised.
#[derive(Clone, Debug, Default)]
pub(crate) enum Pass {
    /// By what makes them one for a single use case: the command line, a test.
    #[default]
    None,
    /// A participant's or a facilitator's token.
    Token(Hash),
    /// A board's key.
    Board(Hash),
    /// An account that works in the workshop's programme, and the session it came by.
    Account(AccountId, Option<Hash>),
}

/// Somebody who was recognised, in one workshop. Only [`people`](super) makes one, so that nothing of a workshop can be
/// read or written without having asked who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    workshop: WorkshopId,
    actor: Option<Actor>,
    name: String,
    account: Option<AccountId>,
    /// By what they were recognised.
    pass: Pass,
    /// Reads what the desk reads, without being a facilitator: an auditor.
    reads_all: bool,
    from: Circumstances,
}

impl Caller {
    /// A participant, a facilitator, or, without an actor, a board.
    pub(super) fn new(workshop: WorkshopId, actor: Option<Actor>) -> Self {
        Self {
            workshop,
            actor,
            name: String::new(),
            account: None,
            reads_all: false,
            pass: Pass::None,
            from: Circumstances::default(),
        }
    }

    /// An account: a facilitator where it runs the workshop, else somebody who reads what the desk reads.
    pub(super) fn by_account(workshop: WorkshopId, account: &Account, runs: bool) -> Self {
        Self {
            name: account.name.clone(),
            account: Some(account.id),
            from: account.from.clone(),
            reads_all: !runs,
            pass: Pass::Account(account.id, None),
            ..Self::new(workshop, runs.then_some(Actor::Facilitator))
        }
    }

    /// The same, calling from there.
    #[must_use]
    pub fn calling_from(mut self, from: Circumstances) -> Self {
        self.from = from;
        self
    }

    /// The workshop in which they were recognised.
    #[must_use]
    pub fn workshop(&self) -> WorkshopId {
        self.workshop
    }

    /// The participant they are, if they are one.
    #[must_use]
    pub fn participant(&self) -> Option<ParticipantId> {
        match self.actor {
            Some(Actor::Participant(me)) => Some(me),
            _ => None,
        }
    }

    /// Whether they facilitate this workshop.
    #[must_use]
    pub fn is_facilitator(&self) -> bool {
        self.actor == Some(Actor::Facilitator)
    }

    /// Whether they came with a board's key: neither a person nor somebody who reads for one.
    pub(crate) fn is_board(&self) -> bool {
        self.actor.is_none() && !self.reads_all
    }

    /// What they may see.
    #[must_use]
    pub fn audience(&self) -> Audience {
        if self.reads_all { Audience::Desk } else { self.actor.map_or(Audience::Room, Audience::from) }
    }

    /// As whom the rules of the workshop know them; [`Problem::NotAllowed`] for those who only read.
    pub(crate) fn actor(&self) -> Result<Actor> {
        self.actor.ok_or_else(|| Problem::NotAllowed.into())
    }

    /// The name of their account; empty for whoever came by a key.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// By what they were recognised.
    pub(crate) fn pass(&self) -> &Pass {
        &self.pass
    }

    /// The same, recognised by this.
    pub(crate) fn with_pass(mut self, pass: Pass) -> Self {
        self.pass = pass;
        self
    }

    /// The same, known to have come by this session of their account.
    #[must_use]
    pub fn by_session(self, session_token: &str) -> Self {
        match self.pass().clone() {
            Pass::Account(account, _) => {
                self.with_pass(Pass::Account(account, Some(secrets::token_hash(session_token))))
            }
            _ => self,
        }
    }

    /// The hash of the token by which they came.
    pub(crate) fn token_hash(&self) -> Option<&[u8]> {
        if let Pass::Token(hash) = &self.pass { Some(hash) } else { None }
    }

    /// Who answers for what they do.
    #[must_use]
    pub fn author(&self) -> Author {
        match (self.account, self.actor) {
            (Some(id), _) => Author::account(id, &self.name, &self.from),
            (None, Some(Actor::Participant(me))) => Author::participant(me, &self.from),
            (None, Some(Actor::Facilitator)) => Author::key(AuthorKind::FacilitatorKey, &self.from),
            (None, _) => Author::nobody(&self.from),
        }
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    id: AccountId,
    name: String,
    from: Circumstances,
    form: Option<String>,
}

impl Account {
    /// Whoever has this account, with its name; from where they call is not known yet.
    pub(crate) fn new(id: AccountId, name: String) -> Self {
        Self { id, name, from: Circumstances::default(), form: None }
    }

    /// The name with which they sign what they do.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who they are, for what they start or do by themselves. What is of a programme asks for a
    /// [`Member`](super::Member).
    pub(crate) fn id(&self) -> AccountId {
        self.id
    }

    /// The same, calling from there.
    #[must_use]
    pub fn calling_from(mut self, from: Circumstances) -> Self {
        self.from = from;
        self
    }

    /// The same, sending the form of this number: what it asks for is done once, however often it is sent.
    #[must_use]
    pub fn sending(mut self, form: Option<String>) -> Self {
        self.form = form;
        self
    }

    /// The number of the form that they send, where it has one.
    pub(crate) fn form(&self) -> Option<&str> {
        self.form.as_deref()
    }

    /// Who answers for what they do.
    #[must_use]
    pub fn author(&self) -> Author {
        Author::account(self.id, &self.name, &self.from)
    }
}
