//! Whether what a caller was recognised by still stands: a feed lasts longer than a request, and ends when the right to
//! it ends.

use domain::access::{Actor, Right};
use domain::ids::{AccountId, ParticipantId, WorkshopId};
use tokio::sync::watch;

use crate::Backend;
use crate::doors::Kind;
use crate::error::{Error, Result};
use crate::people::{Caller, Pass};

impl Backend {
    /// Changes whenever a right to anything may have ended: who holds a right for long asks again then
    /// ([`Self::still_stands`]).
    #[must_use]
    pub fn rights(&self) -> watch::Receiver<u64> {
        self.inner.rights.subscribe()
    }

    /// Some right has ended: a key, a session, a membership, a person's place in the room.
    pub(crate) fn right_ended(&self) {
        self.inner.rights.send_modify(|ended| *ended += 1);
    }

    /// Nothing that a token opened is believed from memory any more, and those who follow a feed are asked again.
    pub(crate) fn keys_ended(&self, workshop: WorkshopId) {
        // Before: what is being asked for at this moment is not remembered. After: who follows does not find it
        // remembered either.
        self.right_ended();
        self.inner.keys.forget_workshop(workshop);
        self.right_ended();
    }

    /// As [`Self::keys_ended`], for one person: they left, or are somebody else from now on.
    pub(crate) fn person_ended(&self, workshop: WorkshopId, who: ParticipantId) {
        self.right_ended();
        self.inner.keys.forget(workshop, who);
        self.right_ended();
    }

    /// How many rights have ended so far.
    pub(crate) fn rights_ended(&self) -> u64 {
        *self.inner.rights.borrow()
    }

    /// Whether this caller would be recognised as the same now. While the database does not answer, yes: it is asked
    /// again.
    pub async fn still_stands(&self, caller: &Caller) -> bool {
        match self.recognised_again(caller).await {
            Ok(stands) => stands,
            Err(Error::Refused(_)) => false,
            Err(error) => {
                tracing::warn!(%error, "it could not be asked whether a right still stands");
                true
            }
        }
    }

    /// Whether an account still runs this workshop, or, where it only read, still reads what the desk reads.
    async fn works_here(&self, account: AccountId, workshop: WorkshopId, runs: bool) -> Result<bool> {
        let Some(programme) = self.db().programme_of(workshop).await? else { return Ok(false) };
        let right = if runs { Right::RunWorkshops } else { Right::SeePeople };
        Ok(self.db().membership(account, programme).await?.is_some_and(|(role, _)| role.may(right)))
    }

    async fn recognised_again(&self, caller: &Caller) -> Result<bool> {
        let workshop = caller.workshop();
        match caller.pass() {
            Pass::None => Ok(true),
            Pass::Token(hash) => {
                let now = self.actor_by_hash(workshop, hash).await?;
                // A record that was merged into another is still the same person: their phone begins anew by itself.
                let merged = matches!(now, Actor::Participant(_)) && caller.participant().is_some();
                Ok(merged || Some(now) == caller.actor().ok())
            }
            Pass::Board(hash) => Ok(self.db().workshop_by_key(Kind::Board, hash).await?.is_some()),
            Pass::Account(account, session) => {
                let signed_in = match session {
                    Some(session) => self.db().is_session(session, self.clock().now().0).await?,
                    None => true,
                };
                Ok(signed_in && self.works_here(*account, workshop, caller.is_facilitator()).await?)
            }
        }
    }
}
