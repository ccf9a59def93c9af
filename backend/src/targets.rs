//! What a programme aims at, and how much of it is reached.

use domain::access::Right;
use domain::ids::ProgrammeId;
use domain::programme::Command;
use domain::targets::{Setting, TargetDraft};

use crate::Backend;
use crate::db::Beside;
use crate::error::Result;
use crate::people::Account;

impl Backend {
    /// Every target of a programme as it was set or taken back, oldest first; by whom, for whoever may see people. How
    /// much is reached is in its report.
    ///
    /// # Errors
    /// [`domain::problem::Problem::NotFound`] for a programme of others.
    pub async fn target_settings(&self, account: &Account, id: ProgrammeId) -> Result<Vec<Setting>> {
        let by = self.member(account, id, Right::SeeResults).await?;
        let mut settings = self.db().target_settings(by.id()).await?;
        if !by.may(Right::SeePeople) {
            settings.iter_mut().for_each(|setting| setting.author.clear());
        }
        Ok(settings)
    }

    /// Sets a target, or changes the one for the same indicator and year.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`domain::problem::Problem::NothingToDo`] where it stands so
    /// already.
    pub async fn set_target(&self, account: &Account, id: ProgrammeId, new: &TargetDraft) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let command = Command::SetTarget { target: new.parse()? };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
    }

    /// Takes back the target that this draft names by what it is about and its year.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`domain::problem::Problem::NothingToDo`] where there is none.
    pub async fn take_back_target(&self, account: &Account, id: ProgrammeId, named: &TargetDraft) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let (aim, year) = named.which()?;
        let command = Command::TakeBackTarget { aim, year };
        self.follow(by.signed(), command, Beside::default()).await.map(drop)
    }
}
