//! Signing in by password. How long guesses wait stands in `domain::sign_in`.

use domain::ids::AccountId;
use domain::problem::Problem;
use domain::sign_in::{ACCOUNT, HALF_SESSION_S, KNOWN_BROWSER, NETWORK, PASSWORD_MAX, Patience};

use crate::address::address_key;
use crate::audit::{Author, Circumstances, Deed};
use crate::db::{Begun, Guard, NewHalf, NewSession};
use crate::email::read_email;
use crate::error::{Error, Result};
use crate::{Backend, secrets, to_the_end};

/// How long a sign-in lasts.
const SESSION_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// No address is longer (RFC 5321); what is longer counts by its beginning.
const EMAIL_MAX: usize = 254;

/// Where somebody signs in.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// From where they call.
    pub from: Circumstances,
    /// The mark that an earlier sign-in left in this browser, as it came with the request.
    pub mark: Option<String>,
    /// What it is, roughly: `Firefox, Windows`.
    pub name: Option<String>,
}

/// Somebody has signed in: what their browser keeps.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Opens what the account may see.
    pub session: String,
    /// The mark by which the account knows this browser again. Opens nothing.
    pub mark: String,
}

/// How somebody came in whose password was right, or is new.
#[derive(Clone, Debug)]
pub enum Entered {
    /// All the way.
    SignedIn(SignedIn),
    /// Their account has a second factor: by this token, which opens nothing, they type its code
    /// ([`Backend::sign_in_by_code`]).
    Half(String),
}

impl Backend {
    /// Signs in, or as far as a password leads. Address known or not, the answer is the same and takes as long.
    ///
    /// # Errors
    /// [`Problem::WrongPassword`]; [`Error::TooEarly`] when there were too many wrong ones, or there are too many at
    /// once.
    pub async fn sign_in(&self, email: &str, password: String, browser: &Browser) -> Result<Entered> {
        if password.chars().take(PASSWORD_MAX + 1).count() > PASSWORD_MAX {
            return Err(Problem::WrongPassword.into());
        }
        let typed: String = email.trim().to_lowercase().chars().take(EMAIL_MAX).collect();
        let known = match read_email(email) {
            Ok(email) => self.db().account_by_email(&email).await?,
            Err(_) => None,
        };
        let account = known.as_ref().map(|(id, _)| *id);
        let (own, others) = self.guards("", &typed, account, browser).await?;
        let guards: Vec<Guard> = own.iter().chain(&others).cloned().collect();
        too_early(self.db().wait_left(&guards, self.clock().now()).await?)?;
        let turn = self.hashing().turn().await?;
        // Counted in the turn: whoever was turned away at the queue has tried nothing.
        too_early(self.db().count_try(&guards, self.clock().now()).await?)?;
        // Who signs in at a provider may have no password.
        let right = turn.verify(password, known.map(|(_, hash)| hash).filter(|hash| !hash.is_empty())).await?;
        match account.filter(|_| right) {
            Some(account) => {
                let entry = self.entry(
                    Deed::SignedIn,
                    Author::account(account, &self.db().account_name(account).await?, &browser.from),
                );
                let (backend, browser) = (self.clone(), browser.clone());
                to_the_end(async move {
                    let (begun, entered) = backend.begin(account, &browser).await?;
                    let (db, now) = (backend.db(), backend.clock().now());
                    match &begun {
                        Begun::Session(session) => db.begin_session(session, &own, &others, Some(&entry), now).await?,
                        Begun::Half(half) => db.begin_half_session(half, &own, &others, now).await?,
                    }
                    Ok(entered)
                })
                .await
            }
            None => {
                let subject = match account {
                    Some(account) => self.db().account_name(account).await?,
                    None => String::new(),
                };
                self.record(&self.entry(Deed::SignInRefused, Author::nobody(&browser.from)).to(subject)).await?;
                Err(Problem::WrongPassword.into())
            }
        }
    }

    /// What begins for an account whose password is right, or new: a session, or the wait for the code of its second
    /// factor.
    pub(crate) async fn begin(&self, account: AccountId, browser: &Browser) -> Result<(Begun, Entered)> {
        if self.db().second_factor(account).await?.is_none() {
            let (session, signed_in) = self.new_session(account, browser)?;
            return Ok((Begun::Session(session), Entered::SignedIn(signed_in)));
        }
        let token = secrets::bearer_token()?;
        let half = NewHalf {
            token_hash: secrets::token_hash(&token),
            account,
            expires_at: self.clock().now().0 + HALF_SESSION_S * 1_000,
        };
        Ok((Begun::Half(half), Entered::Half(token)))
    }

    /// Under whom a try counts: those whose count a right one clears, and the rest. `what` tells guesses at codes from
    /// those at passwords.
    pub(crate) async fn guards(
        &self,
        what: &str,
        typed: &str,
        account: Option<AccountId>,
        browser: &Browser,
    ) -> Result<(Vec<Guard>, Vec<Guard>)> {
        if let (Some(account), Some(mark)) = (account, &browser.mark) {
            let hash = secrets::token_hash(mark);
            if self.db().knows_browser(account, &hash).await? {
                return Ok((
                    vec![self.guard(&format!("{what}browser"), &format!("{mark} {account}"), KNOWN_BROWSER)],
                    Vec::new(),
                ));
            }
        }
        let network = self.network_guard(&format!("{what}network"), &browser.from, NETWORK);
        Ok((vec![self.guard(&format!("{what}account"), typed, ACCOUNT)], network.into_iter().collect()))
    }

    /// Counts tries under a digest of whose they are: the table tells neither addresses nor names.
    pub(crate) fn guard(&self, kind: &str, of: &str, patience: Patience) -> Guard {
        Guard { subject: self.server_key().digest("sign-in", &format!("{kind} {of}")), patience }
    }

    /// As [`Self::guard`], for the network somebody calls from, where that is known.
    pub(crate) fn network_guard(&self, kind: &str, from: &Circumstances, patience: Patience) -> Option<Guard> {
        from.address.as_deref().map(|address| self.guard(kind, &address_key(address), patience))
    }

    /// A session for this account: what is kept of it, and what the browser keeps.
    pub(crate) fn new_session(&self, account: AccountId, browser: &Browser) -> Result<(NewSession, SignedIn)> {
        let session = secrets::bearer_token()?;
        // A mark that came with the request stays the browser's: several accounts may know it.
        let is_mark = |mark: &&String| {
            mark.len() == session.len()
                && mark.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_'))
        };
        let mark = match browser.mark.as_ref().filter(is_mark) {
            Some(mark) => mark.clone(),
            None => secrets::bearer_token()?,
        };
        let row = NewSession {
            token_hash: secrets::token_hash(&session),
            account,
            expires_at: self.clock().now().0 + SESSION_MS,
            address: browser.from.address.clone(),
            browser: browser.name.clone(),
            mark_hash: Some(secrets::token_hash(&mark)),
        };
        Ok((row, SignedIn { session, mark }))
    }
}

/// A try that has to wait is turned away unread.
pub(crate) fn too_early(seconds: i64) -> Result<()> {
    if seconds > 0 {
        Err(Error::TooEarly { problem: Problem::TooManySignIns, seconds: u32::try_from(seconds).unwrap_or(u32::MAX) })
    } else {
        Ok(())
    }
}
