//! What flows in a synergy, how far, and who takes care of it; and everything that happened to it.

use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId};
use domain::problem::Problem;
use domain::programme::TrailEntry;
use domain::synergy::FlowDraft;
use domain::time::Timestamp;

use crate::error::Result;
use crate::people::{Account, Caller};
use crate::{Backend, to_the_end};

impl Backend {
    /// Sets what flows, how much, how far, and who takes care of each side. What was before is kept.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NothingToDo`] when nothing would change.
    pub async fn set_flow(&self, account: &Account, caller: &Caller, id: SynergyId, draft: &FlowDraft) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let (record, _) = self.db().synergy(caller.workshop(), id).await?.ok_or(Problem::UnknownSynergy)?;
        let (flow, giver, receiver) = draft.parse()?;
        let name = |owner: Option<domain::text::Line>| owner.map(|owner| owner.to_string()).unwrap_or_default();
        let (giver, receiver) = (name(giver), name(receiver));
        if flow == record.flow && giver == record.giver.name && receiver == record.receiver.name {
            return Err(Problem::NothingToDo.into());
        }
        let (db, author, now) = (self.db().clone(), by.name().to_owned(), self.clock().now());
        to_the_end(async move { db.set_flow(&record, &flow, (&giver, &receiver), &author, now).await }).await
    }

    /// What happened to the synergies of a programme by this moment, oldest first.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn trail(&self, account: &Account, programme: ProgrammeId, as_of: Timestamp) -> Result<Vec<TrailEntry>> {
        let by = self.member(account, programme, Right::SeePeople).await?;
        self.db().trail_of_programme(by.id(), as_of).await
    }
}
