//! The host as its administrators see it: accounts, which programmes there are and who manages them, and the audit log.
//! Nothing of what is in a programme.

use domain::access::Right;
use domain::administration::{HostAccount, HostProgramme};
use domain::audit::{Deed, Record, Shown};
use domain::ids::{AccountId, ProgrammeId};
use domain::members::InvitationDraft;
use domain::problem::Problem;

use crate::error::Result;
use crate::members::NewInvitation;
use crate::people::Account;
use crate::{Backend, to_the_end};

/// How many entries of the audit log a page shows.
pub const AUDIT_PAGE: u32 = 100;
/// The most entries that one export holds.
const AUDIT_EXPORT: u32 = 100_000;

impl Backend {
    /// Whether somebody administers the host: for what their pages offer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn administers(&self, account: &Account) -> Result<bool> {
        Ok(self.db().host_role(account.id()).await?.is_some_and(|role| role.may(Right::ManageAccounts)))
    }

    /// Every account of the server, closed ones as well, by name.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody but administrators.
    pub async fn host_accounts(&self, account: &Account) -> Result<Vec<HostAccount>> {
        self.administrator(account, Right::ManageAccounts).await?;
        let accounts = self.db().host_accounts().await?;
        Ok(accounts.into_iter().map(|known| HostAccount { own: known.id == account.id(), ..known }).collect())
    }

    /// Every programme with its managers, without anything of what is in it.
    ///
    /// # Errors
    /// As [`Self::host_accounts`].
    pub async fn host_programmes(&self, account: &Account) -> Result<Vec<HostProgramme>> {
        self.administrator(account, Right::ManageProgrammes).await?;
        self.db().host_programmes().await
    }

    /// Closes an account, or opens it again. Who is closed is signed out everywhere.
    ///
    /// # Errors
    /// [`Problem::LastAdministrator`] when nobody would be left to administer the host; as [`Self::host_accounts`].
    pub async fn close_account(&self, account: &Account, whom: AccountId, closed: bool) -> Result<()> {
        let by = self.administrator(account, Right::ManageAccounts).await?;
        let known = self.known_account(whom).await?;
        let deed = if closed { Deed::AccountDisabled } else { Deed::AccountEnabled };
        let entry = self.entry(deed, by.author()).to(known.email);
        let db = self.db().clone();
        let done = to_the_end(async move { db.close_account(whom, closed, &entry).await }).await?;
        self.right_ended();
        if done { Ok(()) } else { Err(Problem::LastAdministrator.into()) }
    }

    /// Makes somebody an administrator of the host, or one no more.
    ///
    /// # Errors
    /// As [`Self::close_account`].
    pub async fn name_administrator(&self, account: &Account, whom: AccountId, administers: bool) -> Result<()> {
        let by = self.administrator(account, Right::ManageAccounts).await?;
        let known = self.known_account(whom).await?;
        let deed = if administers { Deed::AdministratorMade } else { Deed::AdministratorEnded };
        let entry = self.entry(deed, by.author()).to(known.email);
        let db = self.db().clone();
        let done = to_the_end(async move { db.set_administrator(whom, administers, &entry).await }).await?;
        if done { Ok(()) } else { Err(Problem::LastAdministrator.into()) }
    }

    /// Takes the second factor off somebody else's account, for whoever has lost phone and recovery codes. Their own
    /// they take off with their password.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for one's own; [`Problem::NothingToDo`] where there is none; as [`Self::host_accounts`].
    pub async fn take_second_factor(&self, account: &Account, whom: AccountId) -> Result<()> {
        let by = self.administrator(account, Right::ManageAccounts).await?;
        if whom == account.id() {
            return Err(Problem::NotAllowed.into());
        }
        let known = self.known_account(whom).await?;
        let entry = self.entry(Deed::SecondFactorRemoved, by.author()).to(known.email);
        let db = self.db().clone();
        let done = to_the_end(async move { db.remove_factor(whom, &entry).await }).await?;
        if done { Ok(()) } else { Err(Problem::NothingToDo.into()) }
    }

    async fn known_account(&self, whom: AccountId) -> Result<HostAccount> {
        self.db()
            .host_accounts()
            .await?
            .into_iter()
            .find(|known| known.id == whom)
            .ok_or_else(|| Problem::NotFound.into())
    }

    /// Hands a programme that has lost its managers over to somebody, who accepts by the link of an invitation.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`] for a programme that has a manager; every problem of the form, each at its field; as
    /// [`Self::host_accounts`].
    pub async fn hand_over(&self, account: &Account, id: ProgrammeId, email: &str) -> Result<NewInvitation> {
        let by = self.administrator(account, Right::ManageProgrammes).await?;
        let known =
            self.db().host_programmes().await?.into_iter().find(|known| known.id == id).ok_or(Problem::NotFound)?;
        if !known.managers.is_empty() {
            return Err(Problem::NotAllowed.into());
        }
        let (email, role) =
            InvitationDraft { email: email.to_owned(), role: domain::access::Role::Manager.code().to_owned() }
                .parse()?;
        self.keep_invitation(id, email, role, account.name().to_owned(), by.author(), Deed::ProgrammeHandedOver).await
    }

    /// A page of the audit log of the host, newest first.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for everybody but administrators.
    pub async fn host_audit(&self, account: &Account, shown: &Shown) -> Result<Vec<Record>> {
        self.administrator(account, Right::ReadHostAudit).await?;
        self.db().audit(None, shown, AUDIT_PAGE).await
    }

    /// The same, whole, for an export; which is entered itself.
    ///
    /// # Errors
    /// As [`Self::host_audit`].
    pub async fn export_host_audit(&self, account: &Account, shown: &Shown) -> Result<Vec<Record>> {
        let by = self.administrator(account, Right::ReadHostAudit).await?;
        let records = self.db().audit(None, shown, AUDIT_EXPORT).await?;
        self.record(&self.entry(Deed::AuditExported, by.author())).await?;
        Ok(records)
    }

    /// A page of a programme's part of the audit log, newest first.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a programme of others; [`Problem::NotAllowed`] for roles that do not read it.
    pub async fn audit(&self, account: &Account, id: ProgrammeId, shown: &Shown) -> Result<Vec<Record>> {
        let by = self.member(account, id, Right::ReadAudit).await?;
        self.db().audit(Some(by.id()), shown, AUDIT_PAGE).await
    }

    /// The same, whole, for an export; which is entered itself.
    ///
    /// # Errors
    /// As [`Self::audit`].
    pub async fn export_audit(&self, account: &Account, id: ProgrammeId, shown: &Shown) -> Result<Vec<Record>> {
        let by = self.member(account, id, Right::ReadAudit).await?;
        let records = self.db().audit(Some(by.id()), shown, AUDIT_EXPORT).await?;
        self.record(&self.entry(Deed::AuditExported, by.author()).of(by.id())).await?;
        Ok(records)
    }
}
