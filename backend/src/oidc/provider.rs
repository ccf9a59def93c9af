//! An identity provider: what the host says of it, what it says of itself, and what it vouches for.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::identity::{Profile, ShownProvider};
use domain::problem::Problem;
use domain::time::Timestamp;
use futures::future::BoxFuture;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreIdToken,
    CoreIdTokenClaims, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IssuerUrl, LocalizedClaim, LogoutRequest, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge, PkceCodeVerifier,
    PostLogoutRedirectUrl, ProviderMetadataWithLogout, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, StandardClaims, SubjectIdentifier, TokenResponse as _, UserInfoClaims, UserInfoError,
    UserInfoResponseType,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use crate::talk::{NoAnswer, Talk, is_private};

/// Where the provider sends people back to, after the server's public address. It is registered there, letter by
/// letter.
pub const BACK: &str = "/oidc/back";
/// Where it sends them after they signed out.
pub const OUT: &str = "/oidc/out";
/// How long what a provider says of itself is believed.
const KNOWN_MS: i64 = 60 * 60 * 1_000;
/// How long a person waits for all of the provider's answers together. A request lives for 20 seconds
/// (`server::guard`).
const PATIENCE: Duration = Duration::from_secs(10);
/// By how much two clocks may differ.
const SLACK: TimeDelta = TimeDelta::seconds(30);
/// An ID token that was issued longer ago was not issued for this sign-in.
const AGE_MAX: TimeDelta = TimeDelta::minutes(10);

/// The identity provider, as the host sets it when the server starts.
#[derive(Clone)]
pub struct Settings {
    /// The provider's address, as it calls itself: `https://identity.example`.
    pub issuer: String,
    /// The name by which the provider knows this server.
    pub client_id: String,
    /// The secret by which this server proves that name to the provider.
    pub secret: String,
    /// How it wants to be spoken to.
    pub profile: Profile,
    /// What people call it. Left out: ProConnect, or the name of its host.
    pub name: Option<String>,
    /// The address by which people reach this server, without a slash at the end.
    pub public_url: String,
}

/// What a provider can add to the standard's claims.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Beyond {
    /// The family name that ProConnect gives.
    usual_name: Option<String>,
    /// Until when a signed answer holds.
    exp: Option<i64>,
}

impl AdditionalClaims for Beyond {}

type Claims = UserInfoClaims<Beyond, CoreGenderClaim>;
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Somebody for whom the provider vouches.
#[derive(Clone)]
pub(super) struct Proven {
    pub subject: String,
    pub name: String,
    /// An address that the provider does not itself call unverified.
    pub email: Option<String>,
    pub id_token: String,
}

/// Why nobody was vouched for. The words are for the server's log.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("the identity provider does not answer as it should: {0}")]
    Down(String),
    #[error("what the identity provider answered does not hold: {0}")]
    Untrusted(String),
    #[error("the identity provider does not take the code (any more): {0}")]
    Late(String),
}

impl Failure {
    /// What to tell whoever wanted to sign in; the cause is for the log.
    pub(super) fn problem(&self) -> Problem {
        match self {
            Self::Down(_) => Problem::ProviderDown,
            Self::Untrusted(_) => Problem::ProviderUntrusted,
            Self::Late(_) => Problem::ProviderLate,
        }
    }
}

fn down(why: impl ToString) -> Failure {
    Failure::Down(why.to_string())
}

fn untrusted(why: impl ToString) -> Failure {
    Failure::Untrusted(why.to_string())
}

/// An identity provider. It is asked for the first time when somebody wants to sign in there: the server starts and
/// runs without it.
pub struct Provider {
    issuer: IssuerUrl,
    client_id: ClientId,
    secret: ClientSecret,
    shown: ShownProvider,
    back: RedirectUrl,
    out: PostLogoutRedirectUrl,
    talk: Talk,
    patience: Duration,
    known: Mutex<Option<(Timestamp, Arc<ProviderMetadataWithLogout>)>>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Provider").field(&self.issuer).finish()
    }
}

impl Provider {
    /// A provider, which is not asked for anything yet.
    ///
    /// # Errors
    /// In a sentence for the host, what is wrong with the settings.
    pub fn new(settings: Settings) -> Result<Self, String> {
        let Settings { issuer, client_id, secret, profile, name, public_url } = settings;
        let url = Url::parse(&issuer).map_err(|_| {
            format!("{issuer} is no address of an identity provider: write it whole, as https://identity.example")
        })?;
        let host = url.host_str().unwrap_or_default().to_owned();
        if !is_private(&url) || host.is_empty() || url.query().is_some() || url.fragment().is_some() {
            return Err(format!(
                "{issuer} is no address of an identity provider: it begins with https:// and ends without ? and #"
            ));
        }
        if client_id.trim().is_empty() || secret.trim().is_empty() {
            return Err("the identity provider gave this server an id and a secret: neither can be empty".to_owned());
        }
        let address = |path: &str| format!("{public_url}{path}");
        let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| match profile {
            Profile::ProConnect => "ProConnect".to_owned(),
            Profile::Generic => host,
        });
        Ok(Self {
            issuer: IssuerUrl::new(issuer).map_err(|error| error.to_string())?,
            client_id: ClientId::new(client_id.trim().to_owned()),
            secret: ClientSecret::new(secret.trim().to_owned()),
            shown: ShownProvider { name, profile },
            back: RedirectUrl::new(address(BACK)).map_err(|error| error.to_string())?,
            out: PostLogoutRedirectUrl::new(address(OUT)).map_err(|error| error.to_string())?,
            talk: Talk::new()?,
            patience: PATIENCE,
            known: Mutex::default(),
        })
    }

    /// The same, waiting for its answers so long at most.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// As pages show it.
    #[must_use]
    pub fn shown(&self) -> &ShownProvider {
        &self.shown
    }

    /// Its address, as it calls itself.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Whether it is asked to hand a code out only to whoever began ([`PkceCodeChallenge`]): ProConnect takes no
    /// parameters for it.
    pub(super) fn has_pkce(&self) -> bool {
        self.shown.profile == Profile::Generic
    }

    /// The address at the provider where somebody signs in.
    pub(super) async fn authorisation(
        &self,
        state: &str,
        nonce: &str,
        verifier: Option<&str>,
        now: Timestamp,
    ) -> Result<Url, Failure> {
        let client = self.client(&*self.in_time(self.known(now)).await?);
        let scopes: &[&str] = match self.shown.profile {
            Profile::Generic => &["profile", "email"],
            Profile::ProConnect => &["given_name", "usual_name", "email"],
        };
        let (state, nonce) = (state.to_owned(), nonce.to_owned());
        let mut request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(scopes.iter().map(|scope| Scope::new((*scope).to_owned())));
        if let Some(verifier) = verifier {
            request = request.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
                verifier.to_owned(),
            )));
        }
        private(request.url().0)
    }

    /// For whom the provider vouches in exchange for this code.
    pub(super) async fn prove(
        &self,
        code: &str,
        nonce: &str,
        verifier: Option<&str>,
        now: Timestamp,
    ) -> Result<Proven, Failure> {
        self.in_time(self.proven(code, Nonce::new(nonce.to_owned()), verifier, now)).await
    }

    /// The address at the provider where a session that began with this ID token ends. None where the provider has no
    /// such address.
    pub(super) async fn departure(&self, id_token: &str, state: &str, now: Timestamp) -> Result<Option<Url>, Failure> {
        let known = self.in_time(self.known(now)).await?;
        let Some(address) = known.additional_metadata().end_session_endpoint.clone() else { return Ok(None) };
        let id_token: CoreIdToken = id_token.parse().map_err(untrusted)?;
        let request = LogoutRequest::from(address)
            .set_id_token_hint(&id_token)
            .set_post_logout_redirect_uri(self.out.clone())
            .set_state(CsrfToken::new(state.to_owned()));
        private(request.http_get_url()).map(Some)
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        tokio::time::timeout(self.patience, work)
            .await
            .unwrap_or_else(|_| Err(down(format!("nothing within {:?}", self.patience))))
    }

    /// What the provider says of itself, with its keys; asked anew after an hour.
    async fn known(&self, now: Timestamp) -> Result<Arc<ProviderMetadataWithLogout>, Failure> {
        let mut known = self.known.lock().await;
        match &*known {
            Some((since, metadata)) if (0..KNOWN_MS).contains(&(now.0 - since.0)) => Ok(Arc::clone(metadata)),
            _ => {
                let metadata = Arc::new(self.discover().await?);
                *known = Some((now, Arc::clone(&metadata)));
                Ok(metadata)
            }
        }
    }

    /// The same, asked anew because it signs with a key that was not there before.
    async fn known_anew(&self, now: Timestamp) -> Result<Arc<ProviderMetadataWithLogout>, Failure> {
        *self.known.lock().await = None;
        self.known(now).await
    }

    async fn discover(&self) -> Result<ProviderMetadataWithLogout, Failure> {
        ProviderMetadataWithLogout::discover_async(self.issuer.clone(), &self.http()).await.map_err(|error| match error
        {
            DiscoveryError::Validation(why) => untrusted(why),
            other => down(causes(&other)),
        })
    }

    fn http(&self) -> impl Fn(HttpRequest) -> BoxFuture<'static, Result<HttpResponse, NoAnswer>> + use<> {
        let talk = self.talk.clone();
        move |request| {
            let talk = talk.clone();
            Box::pin(async move { talk.ask(request).await })
        }
    }

    fn client(&self, known: &ProviderMetadataWithLogout) -> Client {
        let methods = known.token_endpoint_auth_methods_supported();
        // The standard's default is the header; ProConnect documents the body.
        let in_header = methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let auth_type = if in_header && self.shown.profile == Profile::Generic {
            AuthType::BasicAuth
        } else {
            AuthType::RequestBody
        };
        CoreClient::from_provider_metadata(known.clone(), self.client_id.clone(), Some(self.secret.clone()))
            .set_redirect_uri(self.back.clone())
            .set_auth_type(auth_type)
    }

    async fn proven(
        &self,
        code: &str,
        nonce: Nonce,
        verifier: Option<&str>,
        now: Timestamp,
    ) -> Result<Proven, Failure> {
        let mut known = self.known(now).await?;
        let client = self.client(&known);
        let mut exchange = client.exchange_code(AuthorizationCode::new(code.to_owned())).map_err(down)?;
        if let Some(verifier) = verifier {
            exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()));
        }
        let tokens = exchange.request_async(&self.http()).await.map_err(|error| match &error {
            RequestTokenError::ServerResponse(said) if *said.error() == CoreErrorResponseType::InvalidGrant => {
                Failure::Late(said.to_string())
            }
            RequestTokenError::ServerResponse(_) | RequestTokenError::Request(_) => down(causes(&error)),
            // Without its body, which may hold tokens.
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => untrusted(error),
        })?;
        let id_token = tokens.id_token().ok_or_else(|| untrusted("no ID token"))?;
        let claims = match self.claims(&known, id_token, &nonce, tokens.access_token(), now) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                known = self.known_anew(now).await?;
                self.claims(&known, id_token, &nonce, tokens.access_token(), now)
            }
            verified => verified,
        };
        let claims = claims.map_err(|error| untrusted(causes(&error)))?;
        let subject = claims.subject().clone();
        let user = self.user(&known, tokens.access_token(), &subject, now).await?;
        let (standard, beyond) = match &user {
            Some(user) => (user.standard_claims().clone(), Some(user.additional_claims())),
            None => (standard_claims(&claims), None),
        };
        Ok(Proven {
            subject: subject.to_string(),
            name: name(&standard, beyond),
            email: email(&standard),
            id_token: id_token.to_string(),
        })
    }

    /// What the ID token says, when it holds: signed by the provider, for this server, for this sign-in, now.
    fn claims(
        &self,
        known: &ProviderMetadataWithLogout,
        id_token: &CoreIdToken,
        nonce: &Nonce,
        access_token: &AccessToken,
        now: Timestamp,
    ) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let now = moment(now);
        let client = self.client(known);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EcdsaP256Sha256])
            .set_time_fn(move || now - SLACK)
            .set_issue_time_verifier_fn(move |issued| {
                if issued > now + SLACK || issued < now - AGE_MAX { Err(format!("issued at {issued}")) } else { Ok(()) }
            });
        let claims = id_token.claims(&verifier, nonce)?;
        if let Some(hash) = claims.access_token_hash() {
            let wrong = |error: &dyn std::fmt::Display| ClaimsVerificationError::Other(error.to_string());
            let algorithm = id_token.signing_alg().map_err(ClaimsVerificationError::SignatureVerification)?;
            let key = id_token.signing_key(&verifier).map_err(ClaimsVerificationError::SignatureVerification)?;
            if *hash != AccessTokenHash::from_token(access_token, algorithm, key).map_err(|error| wrong(&error))? {
                return Err(wrong(&"the access token is not the one of this ID token"));
            }
        }
        Ok(claims.clone())
    }

    /// What the provider says of them besides, where it has an address for it. ProConnect signs it.
    async fn user(
        &self,
        known: &ProviderMetadataWithLogout,
        token: &AccessToken,
        subject: &SubjectIdentifier,
        now: Timestamp,
    ) -> Result<Option<Claims>, Failure> {
        let must_be_signed = self.shown.profile == Profile::ProConnect;
        if known.userinfo_endpoint().is_none() && !must_be_signed {
            return Ok(None);
        }
        let client = self.client(known);
        let request = client
            .user_info(token.clone(), Some(subject.clone()))
            .map_err(untrusted)?
            .require_signed_response(must_be_signed);
        let request = if must_be_signed { request.set_response_type(UserInfoResponseType::Jwt) } else { request };
        let user: Claims = request.request_async(&self.http()).await.map_err(|error| match &error {
            UserInfoError::Request(_) => down(causes(&error)),
            UserInfoError::Response(status, _, why) => down(format!("{status}: {why}")),
            _ => untrusted(causes(&error)),
        })?;
        if user.additional_claims().exp.is_some_and(|until| until <= (moment(now) - SLACK).timestamp()) {
            return Err(untrusted("what it says of the person has expired"));
        }
        Ok(Some(user))
    }
}

/// An address to which people's browsers may be sent.
fn private(url: Url) -> Result<Url, Failure> {
    if is_private(&url) { Ok(url) } else { Err(untrusted(NoAnswer::InTheOpen(url.origin().ascii_serialization()))) }
}

fn moment(at: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}

/// An error with its causes, in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        told = format!("{told}: {cause}");
        next = cause.source();
    }
    told
}

/// What an ID token itself says of the person.
fn standard_claims(claims: &CoreIdTokenClaims) -> StandardClaims<CoreGenderClaim> {
    StandardClaims::new(claims.subject().clone())
        .set_name(claims.name().cloned())
        .set_given_name(claims.given_name().cloned())
        .set_family_name(claims.family_name().cloned())
        .set_email(claims.email().cloned())
        .set_email_verified(claims.email_verified())
}

/// The name to sign with; empty where the provider gives none.
fn name(standard: &StandardClaims<CoreGenderClaim>, beyond: Option<&Beyond>) -> String {
    fn first<T: std::ops::Deref<Target = String>>(claim: Option<&LocalizedClaim<T>>) -> Option<String> {
        claim
            .and_then(|claim| claim.get(None).or_else(|| claim.iter().next().map(|(_, text)| text)))
            .map(|text| text.trim().to_owned())
    }
    let family = beyond.and_then(|beyond| beyond.usual_name.clone()).or_else(|| first(standard.family_name()));
    let both = [first(standard.given_name()), family]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let whole = first(standard.name()).filter(|name| !name.is_empty() && both.is_empty());
    whole.unwrap_or(both)
}

fn email(standard: &StandardClaims<CoreGenderClaim>) -> Option<String> {
    standard
        .email()
        .filter(|_| standard.email_verified() != Some(false))
        .and_then(|email| crate::email::read_email(email.as_str()).ok())
}
