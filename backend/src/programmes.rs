//! Programmes: what they say of themselves, and who works in them. A programme is seen by its members and by nobody else, except for
//! the sums that it publishes.

use domain::ids::{AccountId, ProgrammeId};
use domain::problem::{Findings, Problem, Refusal};
use domain::programme::{Programme, ProgrammeDraft};
use domain::text::Line;
use uuid::Uuid;

use crate::audit::Deed;
use crate::error::Result;
use crate::people::Account;
use crate::{Backend, secrets, to_the_end};

impl Backend {
    /// The programmes in which this account works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn programmes(&self, account: &Account) -> Result<Vec<Programme>> {
        self.db().programmes(account.id).await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`Problem::NotFound`] also for a programme of others.
    pub async fn programme(&self, account: &Account, id: ProgrammeId) -> Result<Programme> {
        self.programmes(account).await?.into_iter().find(|programme| programme.id == id).ok_or_else(|| Problem::NotFound.into())
    }

    /// Starts a programme; its author is its first member.
    ///
    /// # Errors
    /// What is wrong with the name; [`Problem::NameTaken`] when another programme of this server has it.
    pub async fn create_programme(&self, account: &Account, name: &str) -> Result<ProgrammeId> {
        let name = Line::parse(name).map_err(|problem| Refusal::at("name", problem))?;
        let (db, id, member) = (self.db().clone(), ProgrammeId(Uuid::now_v7()), account.id);
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
        let before = self.programme(account, id).await?;
        let programme = draft.parse(&before)?;
        let db = self.db().clone();
        let entry = self.entry(Deed::ProgrammeDescribed, account.author()).of(id).to(&programme.name);
        to_the_end(async move { if db.update_programme(&programme, &entry).await? { Ok(()) } else { Err(Refusal::at("name", Problem::NameTaken).into()) } })
            .await
    }

    /// Who works in a programme: names and addresses.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others.
    pub async fn members(&self, account: &Account, id: ProgrammeId) -> Result<Vec<(String, String)>> {
        self.programme(account, id).await?;
        self.db().members(id).await
    }

    /// Makes somebody a member of a programme. Who has no account yet gets one, with a password that is shown this once.
    ///
    /// # Errors
    /// Every problem of the form, each at its field; [`Problem::NotFound`] for a programme of others.
    pub async fn add_member(&self, account: &Account, id: ProgrammeId, name: &str, email: &str) -> Result<Option<String>> {
        self.programme(account, id).await?;
        let mut findings = Findings::default();
        let email = findings.check("email", crate::people::read_email(email));
        let email = findings.into_result(email)?;
        if let Some((known, _)) = self.db().account_by_email(&email).await? {
            self.db().insert_member(id, known).await?;
            return Ok(None);
        }
        let name = Line::parse(name).map_err(|problem| Refusal::at("name", problem))?;
        let password: String = secrets::bearer_token()?.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        let typed = password.clone();
        let password_hash = self.hashing().turn().await?.hash(typed).await?;
        let (db, member, now) = (self.db().clone(), AccountId(Uuid::now_v7()), self.clock().now());
        to_the_end(async move {
            let new = crate::db::NewAccount { id: member, email, name: name.to_string(), password_hash, only_first: false };
            if !db.insert_account(&new, now).await? {
                return Err(Refusal::at("email", Problem::EmailTaken).into());
            }
            db.insert_member(id, member).await
        })
        .await?;
        Ok(Some(password))
    }
}
