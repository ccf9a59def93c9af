//! Links to a new password. They are made on the command line of the server, for somebody who cannot sign in any more, and work once.

use domain::ids::AccountId;
use domain::problem::{Problem, Refusal};

use crate::audit::{Author, Circumstances, Deed};
use crate::error::Result;
use crate::sign_in::{Browser, SignedIn};
use crate::{Backend, secrets, to_the_end};

/// How long a link to a new password works, in milliseconds.
const LINK_MS: i64 = 60 * 60 * 1_000;

/// An account, as whoever keeps the server sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAccount {
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Whether they administer the host.
    pub administers: bool,
    /// Whether they can sign in.
    pub open: bool,
}

impl Backend {
    /// Every account, by address. For whoever keeps the server: the command line asks nobody who they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_accounts(&self) -> Result<Vec<ListedAccount>> {
        let accounts = self.db().host_accounts().await?;
        let listed = accounts.into_iter().map(|known| ListedAccount {
            email: known.email,
            name: known.name,
            administers: known.administers,
            open: known.closed_at.is_none(),
        });
        Ok(listed.collect())
    }

    /// Makes a link to a new password for the account with this address; gives its secret. Links made before end. For the command line.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when no open account has this address.
    pub async fn make_password_link(&self, email: &str) -> Result<String> {
        let known = self.db().account_by_email(&email.trim().to_lowercase()).await?;
        let (account, _) = known.ok_or(Problem::NotFound)?;
        let token = secrets::bearer_token()?;
        let entry = self.entry(Deed::PasswordResetAsked, Author::nobody(&Circumstances::default())).to(email.trim().to_lowercase());
        let (db, hash, now) = (self.db().clone(), secrets::token_hash(&token), self.clock().now());
        to_the_end(async move { db.insert_password_link(&hash, account, now.0, now.0 + LINK_MS, &entry).await }).await?;
        Ok(token)
    }

    /// Whether this link still leads to a new password.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn password_link(&self, token: &str) -> Result<AccountId> {
        let account = self.db().account_by_password_link(&secrets::token_hash(token), self.clock().now().0).await?;
        account.ok_or_else(|| Problem::LinkEnded.into())
    }

    /// Sets a new password by a link, which then works no more, ends all sessions of the account, forgets its wrong guesses, and signs in.
    ///
    /// # Errors
    /// What is wrong with the password; [`Problem::LinkEnded`].
    pub async fn reset_password(&self, token: &str, password: String, browser: &Browser) -> Result<SignedIn> {
        let account = self.password_link(token).await?;
        let (email, name) = self.db().account_address(account).await?;
        domain::sign_in::check_password(&password, &email).map_err(|problem| Refusal::at("password", problem))?;
        let hash = self.hashing().turn().await?.hash(password).await?;
        let entry = self.entry(Deed::PasswordReset, Author::account(account, &name, &browser.from));
        let guard = self.guard("account", &email, domain::sign_in::ACCOUNT);
        let (backend, browser, link) = (self.clone(), browser.clone(), secrets::token_hash(token));
        to_the_end(async move {
            let (session, signed_in) = backend.new_session(account, &browser)?;
            let done = backend.db().reset_password(&link, &hash, &session, &guard, &entry, backend.clock().now()).await?;
            if !done {
                // Somebody else was first with the same link.
                return Err(Problem::LinkEnded.into());
            }
            backend.right_ended();
            Ok(signed_in)
        })
        .await
    }
}
