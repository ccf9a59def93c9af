//! Money for programmes and synergies: calls for projects with their dates, amounts and conditions, and what is
//! attached to them.

use domain::access::Right;
use domain::funding::{Call, FundingDraft};
use domain::ids::{ProgrammeId, SynergyId, WorkshopId};
use domain::programme::Command;

use crate::Backend;
use crate::db::Beside;
use crate::error::Result;
use crate::people::Account;

impl Backend {
    /// The calls of a programme. Whoever reads sums alone learns how many synergies are attached, not which.
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for a programme of others.
    pub async fn calls(&self, account: &Account, id: ProgrammeId) -> Result<Vec<Call>> {
        let by = self.member(account, id, Right::SeeResults).await?;
        let mut calls = self.db().calls(by.id()).await?;
        if !by.may(Right::SeePeople) {
            calls.iter_mut().for_each(|call| call.synergies.clear());
        }
        Ok(calls)
    }

    /// Keeps a call.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`domain::problem::Problem::NotFound`] for a programme of others.
    pub async fn add_call(&self, account: &Account, id: ProgrammeId, new: &FundingDraft) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let command = Command::AddCall { terms: new.parse()? };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
    }

    /// Attaches a synergy to the call of this number, of the same programme.
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for a call that the programme does not have;
    /// [`domain::problem::Problem::UnknownSynergy`] at `synergy` for a synergy of another programme.
    pub async fn attach_to_call(
        &self,
        account: &Account,
        id: ProgrammeId,
        call: u32,
        synergy: (WorkshopId, SynergyId),
    ) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        self.follow(by.signed(), Command::Fund { synergy, call }, Beside::default()).await.map(drop)
    }
}
