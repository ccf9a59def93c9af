//! Signing in at an identity provider (OpenID Connect), and the identities that are joined to an account. See
//! `docs/sign-in.md` and `docs/decisions/0011-identity-providers.md`.
//!
//! Who somebody is, issuer and subject say together, never an address: an account is joined to an identity only when
//! its owner, signed in, asked for it, or when an invitation made the account. Whatever does not hold opens nothing.

mod provider;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::Deed;
use domain::identity::JoinedIdentity;
use domain::ids::{AccountId, ProgrammeId};
use domain::problem::{Problem, Refusal};
use domain::sign_in::NETWORK;
use domain::text::Line;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::Author;
use crate::db::{Came, Guard, InvitationRow, Joining, Known, NewAccount, NewSession};
use crate::email::read_email;
use crate::error::{Error, Result};
use crate::people::Account;
use crate::sign_in::{Browser, SignedIn, too_early};
use crate::{Backend, secrets, to_the_end};
pub use provider::{BACK, OUT, Provider, Settings};

use provider::{Failure, Proven};

/// How long somebody has to sign in at the provider.
const ATTEMPT_MS: i64 = 10 * 60 * 1_000;
/// No honest code or state is longer.
const RETURNED_MAX: usize = 4_096;
/// For what a browser's attempt is sealed.
const ATTEMPT: &str = "attempt at an identity provider";

/// What somebody goes to the provider for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To sign in to the account that the identity is joined to.
    SignIn,
    /// To accept the invitation behind this token with a new account, or to sign in and answer it.
    Invitation(String),
    /// To join an identity to this account.
    Join(AccountId),
}

impl Purpose {
    /// To join an identity to the account of whoever asks for it.
    #[must_use]
    pub fn join(account: &Account) -> Self {
        Self::Join(account.id())
    }
}

/// What a browser keeps, sealed, until it comes back.
#[derive(Serialize, Deserialize)]
struct Attempt {
    state: String,
    nonce: String,
    verifier: Option<String>,
    purpose: Purpose,
    at: i64,
}

/// A sign-in at the provider that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Where the browser goes on.
    pub address: String,
    /// What it keeps until it comes back: ten minutes at most.
    pub attempt: String,
}

/// What came back with a browser.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Returned {
    /// What the provider gives out the tokens for.
    pub code: String,
    /// What the browser took there.
    pub state: String,
    /// Why there is no code.
    pub error: String,
    /// Which provider sent it back (RFC 9207), where it says so.
    pub iss: Option<String>,
}

/// What came of a sign-in at the provider.
#[derive(Clone, Debug)]
pub enum Finished {
    /// Signed in; an invitation may still wait for its answer.
    SignedIn(SignedIn, Option<String>),
    /// A new account, which accepted the invitation to this programme, and is signed in.
    Joined(SignedIn, ProgrammeId),
    /// The identity is joined to the account that asked for it.
    Linked,
}

/// How a browser leaves the provider.
#[derive(Clone, Debug)]
pub struct Departure {
    /// Where the browser goes on.
    pub address: String,
    /// What it takes there and brings back.
    pub state: String,
}

impl Backend {
    /// Begins a sign-in at the provider.
    ///
    /// # Errors
    /// [`Problem::ProviderDown`], [`Problem::ProviderUntrusted`].
    pub async fn begin_at_provider(&self, provider: &Provider, purpose: Purpose) -> Result<Begun> {
        let (state, nonce, now) = (secrets::bearer_token()?, secrets::bearer_token()?, self.clock().now());
        let verifier = if provider.has_pkce() { Some(secrets::bearer_token()?) } else { None };
        let address =
            provider.authorisation(&state, &nonce, verifier.as_deref(), now).await.map_err(|failure| told(&failure))?;
        let attempt = serde_json::to_vec(&Attempt { state, nonce, verifier, purpose, at: now.0 })?;
        Ok(Begun {
            address: address.into(),
            attempt: URL_SAFE_NO_PAD.encode(self.server_key().seal(ATTEMPT, &attempt)?),
        })
    }

    /// Takes in who comes back from the provider. `account` is who is signed in already.
    ///
    /// # Errors
    /// [`Problem::ProviderLate`], [`Problem::ProviderRefused`], [`Problem::ProviderUntrusted`],
    /// [`Problem::ProviderDown`]; [`Problem::IdentityUnknown`], [`Problem::IdentityTaken`], [`Problem::EmailTaken`];
    /// [`Problem::NotSignedIn`] when whoever wanted to join an identity is not signed in any more; [`Error::TooEarly`]
    /// after many that led to nothing.
    pub async fn finish_at_provider(
        &self,
        provider: &Provider,
        attempt: Option<&str>,
        returned: &Returned,
        browser: &Browser,
        account: Option<&Account>,
    ) -> Result<Finished> {
        let now = self.clock().now();
        // Whoever brings nothing that began here has tried nothing.
        let attempt = attempt.and_then(|sealed| self.attempt(sealed, now)).ok_or(Problem::ProviderLate)?;
        let guards: Vec<Guard> = self.network_guard("provider", &browser.from, NETWORK).into_iter().collect();
        too_early(self.db().count_try(&guards, now).await?)?;
        let finished = match self.proven(provider, &attempt, returned, now).await {
            Ok(proven) => {
                let known = Known {
                    issuer: provider.issuer().to_owned(),
                    shown: proven.email.clone().unwrap_or_else(|| proven.name.clone()),
                    subject: proven.subject.clone(),
                };
                let arrival = Arrival { provider, proven, known, browser, guards };
                match attempt.purpose {
                    Purpose::SignIn => self.sign_in_by_identity(arrival, None).await,
                    Purpose::Invitation(token) => self.answer_by_identity(arrival, token).await,
                    Purpose::Join(asked) => {
                        self.join_identity(arrival, account.filter(|account| account.id() == asked)).await
                    }
                }
            }
            Err(problem) => Err(problem.into()),
        };
        if let Err(Error::Refused(refusal)) = &finished {
            let author = account.map_or_else(|| Author::nobody(&browser.from), Account::author);
            let entry = self
                .entry(Deed::SignInRefused, author)
                .with("by", &provider.shown().name)
                .with("why", refusal.first().code());
            self.record(&entry).await?;
        }
        finished
    }

    fn attempt(&self, sealed: &str, now: Timestamp) -> Option<Attempt> {
        let sealed = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let attempt: Attempt = serde_json::from_slice(&self.server_key().unseal(ATTEMPT, &sealed)?).ok()?;
        (0..ATTEMPT_MS).contains(&(now.0 - attempt.at)).then_some(attempt)
    }

    /// For whom the provider vouches, when everything holds.
    async fn proven(
        &self,
        provider: &Provider,
        attempt: &Attempt,
        returned: &Returned,
        now: Timestamp,
    ) -> std::result::Result<Proven, Problem> {
        // By their hashes: how long it takes says nothing of how much of it was right.
        if secrets::token_hash(&returned.state) != secrets::token_hash(&attempt.state) {
            return Err(Problem::ProviderLate);
        }
        if returned.iss.as_deref().is_some_and(|issuer| issuer != provider.issuer()) {
            return Err(Problem::ProviderUntrusted);
        }
        if !returned.error.is_empty() {
            let said: String = returned.error.chars().filter(char::is_ascii_graphic).take(80).collect();
            tracing::info!(said, "the identity provider vouched for nobody");
            let down = matches!(said.as_str(), "server_error" | "temporarily_unavailable");
            return Err(if down { Problem::ProviderDown } else { Problem::ProviderRefused });
        }
        if returned.code.is_empty() || returned.code.len() > RETURNED_MAX {
            return Err(Problem::ProviderUntrusted);
        }
        provider.prove(&returned.code, &attempt.nonce, attempt.verifier.as_deref(), now).await.map_err(|failure| {
            tracing::warn!(%failure, "a sign-in at the identity provider failed");
            failure.problem()
        })
    }

    async fn sign_in_by_identity(&self, arrival: Arrival<'_>, invitation: Option<String>) -> Result<Finished> {
        let (account, name) = self.db().account_by_identity(&arrival.known).await?.ok_or(Problem::IdentityUnknown)?;
        let entry = self
            .entry(Deed::SignedIn, Author::account(account, &name, &arrival.browser.from))
            .with("by", &arrival.provider.shown().name);
        let (session, signed_in) = self.new_session(account, arrival.browser)?;
        let (came, known, backend) = (self.came(session, &arrival)?, arrival.known, self.clone());
        to_the_end(async move {
            backend.db().begin_session_by_identity(&came, &known, &entry, backend.clock().now()).await
        })
        .await?;
        Ok(Finished::SignedIn(signed_in, invitation))
    }

    /// Who has an account signs in and answers by hand; who has none accepts with a new one.
    async fn answer_by_identity(&self, arrival: Arrival<'_>, token: String) -> Result<Finished> {
        if self.db().account_by_identity(&arrival.known).await?.is_some() {
            return self.sign_in_by_identity(arrival, Some(token)).await;
        }
        let invitation = self
            .db()
            .invitation_by_hash(&secrets::token_hash(&token), self.clock().now())
            .await?
            .ok_or(Problem::LinkEnded)?;
        self.create_account_by_identity(arrival, invitation).await
    }

    async fn create_account_by_identity(&self, arrival: Arrival<'_>, invitation: InvitationRow) -> Result<Finished> {
        let email = match &arrival.proven.email {
            Some(email) => email.clone(),
            None => read_email(&invitation.email)?,
        };
        let before_at = email.split('@').next().unwrap_or_default();
        let name = [arrival.proven.name.as_str(), before_at, "?"]
            .into_iter()
            .find_map(|name| Line::parse(name).ok())
            .ok_or(Problem::Missing)?
            .to_string();
        let account = Account::new(AccountId(Uuid::now_v7()), name.clone()).calling_from(arrival.browser.from.clone());
        let by = arrival.provider.shown().name.clone();
        let entries = [
            self.entry(Deed::AccountCreated, account.author()).to(&email).with("by", &by),
            self.entry(Deed::IdentityJoined, account.author()).to(&arrival.known.shown).with("by", &by),
            self.entry(Deed::InvitationAccepted, account.author())
                .of(invitation.programme)
                .to(&name)
                .with("role", invitation.role.code()),
        ];
        let (session, signed_in) = self.new_session(account.id(), arrival.browser)?;
        let new = NewAccount { id: account.id(), email, name, password_hash: String::new(), only_first: false };
        let (came, known, programme, backend) =
            (self.came(session, &arrival)?, arrival.known, invitation.programme, self.clone());
        let made = to_the_end(async move {
            backend
                .db()
                .create_account_by_identity(&new, &known, &invitation, &came, &entries, backend.clock().now())
                .await
        });
        match made.await? {
            Joining::Done => Ok(Finished::Joined(signed_in, programme)),
            Joining::EmailTaken => Err(Problem::EmailTaken.into()),
            Joining::IdentityTaken => Err(Problem::IdentityTaken.into()),
            Joining::InvitationOver => Err(Problem::LinkEnded.into()),
        }
    }

    async fn join_identity(&self, arrival: Arrival<'_>, account: Option<&Account>) -> Result<Finished> {
        let account = account.ok_or(Problem::NotSignedIn)?;
        let entry = self
            .entry(Deed::IdentityJoined, account.author())
            .to(&arrival.known.shown)
            .with("by", &arrival.provider.shown().name);
        let (id, known, guards, backend) = (account.id(), arrival.known, arrival.guards, self.clone());
        match to_the_end(
            async move { backend.db().join_identity(id, &known, &guards, &entry, backend.clock().now()).await },
        )
        .await?
        {
            Joining::Done => Ok(Finished::Linked),
            _ => Err(Problem::IdentityTaken.into()),
        }
    }

    fn came(&self, session: NewSession, arrival: &Arrival<'_>) -> Result<Came> {
        let id_token_sealed =
            self.server_key().seal(&place(&session.token_hash), arrival.proven.id_token.as_bytes())?;
        Ok(Came { session, id_token_sealed, guards: arrival.guards.clone() })
    }

    /// The identities that are joined to an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn identities(&self, account: &Account) -> Result<Vec<JoinedIdentity>> {
        self.db().identities(account.id()).await
    }

    /// Whether somebody can sign in by a password. Who was let in by a provider has none until they choose one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_password(&self, account: &Account) -> Result<bool> {
        self.db().has_password(account.id()).await
    }

    /// Separates an identity from an account.
    ///
    /// # Errors
    /// [`Problem::NotFound`]; [`Problem::LastWayIn`] when nothing would be left to sign in with.
    pub async fn remove_identity(&self, account: &Account, number: i64) -> Result<()> {
        let known = self
            .identities(account)
            .await?
            .into_iter()
            .find(|identity| identity.number == number)
            .ok_or(Problem::NotFound)?;
        let entry = self.entry(Deed::IdentityRemoved, account.author()).to(known.shown).with("by", known.issuer);
        let (db, id) = (self.db().clone(), account.id());
        let done = to_the_end(async move { db.remove_identity(id, number, &entry).await }).await?;
        if done { Ok(()) } else { Err(Refusal::from(Problem::LastWayIn).into()) }
    }

    /// How to end at the provider a session that began there, before it is ended here. None where it did not begin
    /// there, or where the provider is down or has no way to do it: signing out here never waits on anybody.
    pub async fn departure(&self, provider: &Provider, session_token: &str) -> Option<Departure> {
        let hash = secrets::token_hash(session_token);
        let (issuer, sealed) = self.db().session_identity(&hash).await.ok()??;
        if issuer != provider.issuer() {
            return None;
        }
        let id_token = self.server_key().unseal_text(&place(&hash), &sealed)?;
        let state = secrets::bearer_token().ok()?;
        match provider.departure(&id_token, &state, self.clock().now()).await {
            Ok(address) => Some(Departure { address: address?.into(), state }),
            Err(failure) => {
                tracing::warn!(%failure, "a session could not be ended at the identity provider");
                None
            }
        }
    }
}

/// Somebody for whom the provider vouches, at the door.
struct Arrival<'a> {
    provider: &'a Provider,
    proven: Proven,
    known: Known,
    browser: &'a Browser,
    guards: Vec<Guard>,
}

/// For what the ID token of a session is sealed.
fn place(session_hash: &[u8]) -> String {
    format!("id token of session {}", URL_SAFE_NO_PAD.encode(session_hash))
}

fn told(failure: &Failure) -> Error {
    tracing::warn!(%failure, "a sign-in at the identity provider could not begin");
    failure.problem().into()
}
