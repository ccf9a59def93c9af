//! What flows in a synergy, how far, and who takes care of it; and everything that happened to it.

use domain::access::Right;
use domain::ids::{ProgrammeId, SynergyId};
use domain::programme::{Command, TrailEntry};
use domain::synergy::FlowDraft;
use domain::time::Timestamp;

use crate::Backend;
use crate::db::Beside;
use crate::error::Result;
use crate::people::{Account, Caller};

impl Backend {
    /// Sets what flows, how much, how far, and who takes care of each side. What was before is kept.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`domain::problem::Problem::NothingToDo`] when nothing would
    /// change.
    pub async fn set_flow(&self, account: &Account, caller: &Caller, id: SynergyId, draft: &FlowDraft) -> Result<()> {
        let by = self.member_at(account, caller.workshop(), Right::FollowUp).await?;
        let (flow, giver, receiver) = draft.parse()?;
        let command = Command::SetFlow { synergy: (caller.workshop(), id), flow, giver, receiver };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
    }

    /// What happened to the synergies of a programme by this moment, oldest first.
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for a programme of others.
    pub async fn trail(&self, account: &Account, programme: ProgrammeId, as_of: Timestamp) -> Result<Vec<TrailEntry>> {
        let by = self.member(account, programme, Right::SeePeople).await?;
        self.db().trail_of_programme(by.id(), as_of).await
    }
}
