//! The invitation to a workshop, and what participants say of it at the end.

use domain::invitation::{Invitation, InvitationDraft};
use domain::problem::Problem;
use domain::satisfaction::{Results, Satisfaction, SatisfactionDraft};
use domain::workshop::{Phase, Workshop};

use crate::error::Result;
use crate::people::Caller;
use crate::{Backend, to_the_end};

impl Backend {
    /// What the invitation says, and the workshop as the room may see it, for whoever has the code of the door. Closed
    /// doors do not matter: an invitation can be read again.
    ///
    /// # Errors
    /// As [`Self::workshop_at_door`].
    pub async fn invitation_at_door(&self, code: &str, address: &str) -> Result<(Invitation, Workshop)> {
        let id = self.workshop_at_door(code, address).await?;
        let workshop = self.view(id).await?.workshop;
        Ok((
            self.db().invitation(id).await?,
            domain::audience::workshop_seen_by(domain::audience::Audience::Room, &workshop),
        ))
    }

    /// What the invitation says.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn invitation(&self, caller: &Caller) -> Result<Invitation> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        self.db().invitation(caller.workshop()).await
    }

    /// Changes what the invitation says.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators; every problem of the form, each at its field.
    pub async fn set_invitation(&self, caller: &Caller, draft: &InvitationDraft) -> Result<()> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        let (invitation, workshop, backend) = (draft.parse()?, caller.workshop(), self.clone());
        to_the_end(async move { backend.db().set_invitation(workshop, &invitation).await }).await
    }

    /// What this participant said of the workshop, if anything.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants.
    pub async fn satisfaction_of(&self, caller: &Caller) -> Result<Option<Satisfaction>> {
        let who = caller.participant().ok_or(Problem::NotAllowed)?;
        self.db().satisfaction_of(caller.workshop(), who).await
    }

    /// Keeps what a participant says of the workshop; saying it again replaces it.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants, [`Problem::WrongPhase`] before there is anything to judge,
    /// every problem of the form.
    pub async fn say_satisfaction(&self, caller: &Caller, draft: &SatisfactionDraft) -> Result<()> {
        let who = caller.participant().ok_or(Problem::NotAllowed)?;
        if !can_be_judged(&self.view(caller.workshop()).await?.workshop) {
            return Err(Problem::WrongPhase.into());
        }
        let (said, workshop, backend) = (draft.parse()?, caller.workshop(), self.clone());
        to_the_end(async move { backend.db().set_satisfaction(workshop, who, &said).await }).await
    }

    /// What all participants said, added up.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn satisfaction(&self, caller: &Caller) -> Result<Results> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        Ok(Results::of(&self.db().satisfaction(caller.workshop()).await?))
    }
}

/// From the matches on: some have to leave before the end.
#[must_use]
pub fn can_be_judged(workshop: &Workshop) -> bool {
    workshop.phase >= Phase::Matching
}
