//! What a participant keeps of a workshop: a link to come back with another phone, whom to meet, and the door out.

use domain::ids::{CommandId, ParticipantId};
use domain::meetings::{Meeting, meetings_of};
use domain::problem::Problem;
use domain::workshop::Command;
use uuid::Uuid;

use crate::audit::Deed;
use crate::error::Result;
use crate::people::{Caller, Joined};
use crate::{Backend, secrets, to_the_end};

/// How many phones, links and badges somebody can have besides the phone with which they make another.
pub const LINKS: u32 = 5;

impl Backend {
    /// A new token for this participant, for another phone of theirs. Phone and [`LINKS`] others go on working; of
    /// more, those end that were not used for longest.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants.
    pub async fn personal_token(&self, caller: &Caller) -> Result<String> {
        let who = caller.participant().ok_or(Problem::NotAllowed)?;
        let token = secrets::bearer_token()?;
        let (keys, workshop) = ([(secrets::token_hash(&token), who)], caller.workshop());
        let entry = self.entry(Deed::KeyMade, caller.author()).at(workshop).with("kind", "person").to(who.to_string());
        let backend = self.clone();
        let kept = caller.token_hash().unwrap_or_default().to_vec();
        // What memory knows of uses counts.
        self.inner.uses.write(self.db()).await?;
        to_the_end(async move {
            backend.db().add_participant_keys(workshop, &keys, ("link", LINKS), &kept, &entry).await?;
            backend.keys_ended(workshop);
            Ok(())
        })
        .await?;
        Ok(token)
    }

    /// Whom a participant is to meet: contacts where both said yes.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants.
    pub async fn meetings(&self, caller: &Caller) -> Result<Vec<Meeting>> {
        let me = caller.participant().ok_or(Problem::NotAllowed)?;
        let workshop = self.view(caller.workshop()).await?.workshop;
        let emails = self.db().emails(caller.workshop()).await?;
        Ok(meetings_of(&workshop, me, &emails))
    }

    /// Who left an address, for those who are to know which record of a person holds one.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than facilitators.
    pub async fn reachable(&self, caller: &Caller) -> Result<Vec<ParticipantId>> {
        if !caller.is_facilitator() {
            return Err(Problem::NotAllowed.into());
        }
        Ok(self.db().emails(caller.workshop()).await?.into_iter().map(|(who, _)| who).collect())
    }

    /// Whether somebody else gave the organisation of this new participant: then the door asks whether they belong
    /// together.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn meets_others_of_their_organisation(&self, joined: &Joined) -> Result<bool> {
        let workshop = self.view(joined.workshop).await?.workshop;
        let met = workshop
            .present()
            .any(|person| person.id != joined.participant && workshop.same_organisation(person.id, joined.participant));
        Ok(met)
    }

    /// Lets a participant leave: what they brought is erased, and no key of theirs opens anything any more. Anonymous
    /// cards stay as nobody's, unless they are taken along.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for others than participants.
    pub async fn leave(&self, caller: &Caller, with_anonymous: bool) -> Result<()> {
        caller.participant().ok_or(Problem::NotAllowed)?;
        self.command(caller, CommandId(Uuid::new_v4()), Command::Leave { participant: None, with_anonymous })
            .await
            .map(|_| ())
    }
}
