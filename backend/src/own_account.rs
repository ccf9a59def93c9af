//! One's own account: what its owner sees and changes of it. Passwords stand in [`crate::passwords`], the second factor
//! in [`crate::second_factor`].

use domain::account::OwnAccount;
use domain::problem::{Problem, Refusal};
use domain::text::Line;

use crate::audit::Deed;
use crate::error::Result;
use crate::people::Account;
use crate::{Backend, secrets, to_the_end};

impl Backend {
    /// The account of whoever is signed in by this session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_account(&self, account: &Account, session_token: &str) -> Result<OwnAccount> {
        let (email, name) = self.db().account_address(account.id()).await?;
        let second_factor = self.db().second_factor(account.id()).await?;
        let sessions =
            self.db().open_sessions(account.id(), &secrets::token_hash(session_token), self.clock().now()).await?;
        Ok(OwnAccount { name, email, second_factor, sessions })
    }

    /// Changes one's name. What was signed before keeps the name of then.
    ///
    /// # Errors
    /// What is wrong with it, at `name`.
    pub async fn change_name(&self, account: &Account, name: &str) -> Result<()> {
        let name = Line::parse(name).map_err(|problem| Refusal::at("name", problem))?;
        if *name == *account.name() {
            return Ok(());
        }
        let entry = self.entry(Deed::AccountRenamed, account.author()).to(name.to_string());
        let (db, id) = (self.db().clone(), account.id());
        to_the_end(async move { db.rename_account(id, &name, &entry).await }).await
    }

    /// Ends one of one's own sessions, by its handle.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for one that has ended, or is another's.
    pub async fn end_session(&self, account: &Account, handle: &str) -> Result<()> {
        let entry = self.entry(Deed::SignedOut, account.author());
        let (db, id, handle) = (self.db().clone(), account.id(), handle.to_owned());
        let done = to_the_end(async move { db.end_session(id, &handle, &entry).await }).await?;
        self.right_ended();
        if done { Ok(()) } else { Err(Problem::NotFound.into()) }
    }

    /// Ends all of one's own sessions, this one with them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sign_out_everywhere(&self, account: &Account) -> Result<()> {
        let entry = self.entry(Deed::SignedOutEverywhere, account.author());
        let (db, id) = (self.db().clone(), account.id());
        to_the_end(async move { db.end_sessions(id, &entry).await }).await?;
        self.right_ended();
        Ok(())
    }
}
