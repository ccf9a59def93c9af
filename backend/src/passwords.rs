//! New passwords: by a link, mailed or made on the command line of the server, for somebody who cannot sign in any
//! more, which works once; or by who is signed in and knows the old one.

use domain::ids::AccountId;
use domain::problem::{Problem, Refusal};
use domain::sign_in::{ACCOUNT, KNOWN_BROWSER, MAILED_LINKS, MAILED_LINKS_NETWORK, PASSWORD_MAX};

use crate::audit::{Author, Circumstances, Deed};
use crate::db::{Begun, Guard};
use crate::email::read_email;
use crate::error::Result;
use crate::people::Account;
use crate::sign_in::{Browser, Entered, SignedIn, too_early};
use crate::{Backend, secrets, to_the_end};

/// How long a link to a new password works, in milliseconds.
const LINK_MS: i64 = 60 * 60 * 1_000;

/// An account, as whoever keeps the server sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedAccount {
    /// The e-mail address by which they sign in.
    pub email: String,
    /// The name with which they sign what they do.
    pub name: String,
    /// Whether they administer the host.
    pub administers: bool,
    /// Whether they can sign in.
    pub open: bool,
    /// Whether a second factor is asked of them.
    pub second_factor: bool,
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
            second_factor: known.second_factor,
        });
        Ok(listed.collect())
    }

    /// Makes a link to a new password for the account with this address; gives its secret. Links made before end. For
    /// the command line.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when no open account has this address.
    pub async fn make_password_link(&self, email: &str) -> Result<String> {
        self.password_link_by(email, Author::command_line()).await?.ok_or_else(|| Problem::NotFound.into())
    }

    /// Counts that somebody asks for a link to a new password by mail, whether there is such an account or not.
    ///
    /// # Errors
    /// [`Problem::NotAnEmail`] and the like at the field; [`crate::error::Error::TooEarly`] when it was asked for too
    /// often.
    pub async fn count_mailed_link(&self, email: &str, from: &Circumstances) -> Result<()> {
        let email = read_email(email).map_err(|problem| Refusal::at("email", problem))?;
        let mut guards = vec![self.guard("mailed link", &email, MAILED_LINKS)];
        guards.extend(self.network_guard("mailed link network", from, MAILED_LINKS_NETWORK));
        too_early(self.db().count_try(&guards, self.clock().now()).await?)
    }

    /// Makes a link to a new password, to be mailed to this address; none where no open account has it. Whoever asked
    /// is not told which, so this is done after they were answered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn make_mailed_link(&self, email: &str, from: &Circumstances) -> Result<Option<String>> {
        self.password_link_by(email, Author::nobody(from)).await
    }

    async fn password_link_by(&self, email: &str, author: Author) -> Result<Option<String>> {
        let email = email.trim().to_lowercase();
        let Some((account, _)) = self.db().account_by_email(&email).await? else { return Ok(None) };
        let token = secrets::bearer_token()?;
        let entry = self.entry(Deed::PasswordResetAsked, author).to(email);
        let (db, hash, now) = (self.db().clone(), secrets::token_hash(&token), self.clock().now());
        to_the_end(async move { db.insert_password_link(&hash, account, now.0, now.0 + LINK_MS, &entry).await })
            .await?;
        Ok(Some(token))
    }

    /// Whether this link still leads to a new password.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn password_link(&self, token: &str) -> Result<AccountId> {
        let account = self.db().account_by_password_link(&secrets::token_hash(token), self.clock().now().0).await?;
        account.ok_or_else(|| Problem::LinkEnded.into())
    }

    /// Sets a new password by a link, which then works no more, ends all sessions of the account, forgets its wrong
    /// guesses, and signs in: where there is a second factor, as far as its code.
    ///
    /// # Errors
    /// What is wrong with the password; [`Problem::LinkEnded`].
    pub async fn reset_password(&self, token: &str, password: String, browser: &Browser) -> Result<Entered> {
        let account = self.password_link(token).await?;
        let (email, name) = self.db().account_address(account).await?;
        check_new(&password, &email)?;
        let hash = self.hashing().turn().await?.hash(password).await?;
        let entry = self.entry(Deed::PasswordReset, Author::account(account, &name, &browser.from));
        let guard = self.guard("account", &email, ACCOUNT);
        let (backend, browser, link) = (self.clone(), browser.clone(), secrets::token_hash(token));
        to_the_end(async move {
            let (begun, entered) = backend.begin(account, &browser).await?;
            let done =
                backend.db().set_password(Some(&link), &hash, &begun, &[guard], &entry, backend.clock().now()).await?;
            if !done {
                // Somebody else was first with the same link.
                return Err(Problem::LinkEnded.into());
            }
            backend.right_ended();
            Ok(entered)
        })
        .await
    }

    /// Changes one's own password. Every session ends, and a new one begins here.
    ///
    /// # Errors
    /// [`Problem::NotYourPassword`] at `current`, what is wrong with the new one at `password`;
    /// [`crate::error::Error::TooEarly`] after many wrong ones.
    pub async fn change_password(
        &self,
        account: &Account,
        current: String,
        password: String,
        browser: &Browser,
    ) -> Result<SignedIn> {
        let (email, _) = self.db().account_address(account.id()).await?;
        check_new(&password, &email)?;
        let guard = self.own_password(account, current).await?;
        let hash = self.hashing().turn().await?.hash(password).await?;
        let entry = self.entry(Deed::PasswordChanged, account.author());
        let guards = [guard, self.guard("account", &email, ACCOUNT)];
        let (backend, browser, id) = (self.clone(), browser.clone(), account.id());
        to_the_end(async move {
            let (session, signed_in) = backend.new_session(id, &browser)?;
            backend
                .db()
                .set_password(None, &hash, &Begun::Session(session), &guards, &entry, backend.clock().now())
                .await?;
            backend.right_ended();
            Ok(signed_in)
        })
        .await
    }

    /// Asks somebody who is signed in for their password once more, before what whoever found their browser open must
    /// not do. Gives the guard that counted the try, to be forgotten with what it led to.
    pub(crate) async fn own_password(&self, account: &Account, typed: String) -> Result<Guard> {
        let wrong = || Refusal::at("current", Problem::NotYourPassword);
        if typed.chars().take(PASSWORD_MAX + 1).count() > PASSWORD_MAX {
            return Err(wrong().into());
        }
        let guard = self.guard("own password", &account.id().to_string(), KNOWN_BROWSER);
        let turn = self.hashing().turn().await?;
        too_early(self.db().count_try(std::slice::from_ref(&guard), self.clock().now()).await?)?;
        let right = turn.verify(typed, self.db().password_hash(account.id()).await?).await?;
        if right { Ok(guard) } else { Err(wrong().into()) }
    }
}

fn check_new(password: &str, email: &str) -> Result<()> {
    Ok(domain::sign_in::check_password(password, email).map_err(|problem| Refusal::at("password", problem))?)
}
