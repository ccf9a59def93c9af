//! Programmes: what they say of themselves and how they begin. A programme is seen by its members and by nobody else,
//! except for the sums that it publishes.

use domain::access::Right;
use domain::ids::ProgrammeId;
use domain::problem::{Problem, Refusal};
use domain::programme::{Programme, ProgrammeDraft};
use domain::text::Line;
use uuid::Uuid;

use crate::audit::Deed;
use crate::error::Result;
use crate::people::Account;
use crate::{Backend, to_the_end};

impl Backend {
    /// The programmes in which this account works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn programmes(&self, account: &Account) -> Result<Vec<Programme>> {
        self.db().programmes(&self.within(account, Right::SeeResults).await?).await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Problem::NotFound`] also for a programme of others.
    pub async fn programme(&self, account: &Account, id: ProgrammeId) -> Result<Programme> {
        Ok(self.member(account, id, Right::SeeResults).await?.programme().clone())
    }

    /// Starts a programme; its author manages it.
    ///
    /// # Errors
    /// What is wrong with the name; [`Problem::NameTaken`] when another programme of this server has it.
    pub async fn create_programme(&self, account: &Account, name: &str) -> Result<ProgrammeId> {
        let name = Line::parse(name).map_err(|problem| Refusal::at("name", problem))?;
        let (db, id, member) = (self.db().clone(), ProgrammeId(Uuid::now_v7()), account.id());
        let entry = self.entry(Deed::ProgrammeCreated, account.author()).of(id).to(name.to_string());
        to_the_end(async move {
            let free = db.insert_programme(id, &name, member, &entry).await?;
            if free { Ok(id) } else { Err(Refusal::at("name", Problem::NameTaken).into()) }
        })
        .await
    }

    /// Changes what a programme says of itself.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] for a programme of others.
    pub async fn describe_programme(&self, account: &Account, id: ProgrammeId, draft: &ProgrammeDraft) -> Result<()> {
        let by = self.member(account, id, Right::Describe).await?;
        let programme = draft.parse(by.programme())?;
        let db = self.db().clone();
        let entry = self.entry(Deed::ProgrammeDescribed, by.author()).of(id).to(&programme.name);
        to_the_end(async move {
            if db.update_programme(&programme, &entry).await? {
                Ok(())
            } else {
                Err(Refusal::at("name", Problem::NameTaken).into())
            }
        })
        .await
    }
}
