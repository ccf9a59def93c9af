//! A small identity provider of our own, over HTTP on this machine. It behaves as ProConnect does, or as OpenID Connect
//! says in general, and can be wrong in every way that matters.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use backend::oidc::Settings;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::identity::Profile;
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;

pub const PUBLIC_URL: &str = "https://ateliers.example";
const CLIENT: &str = "maillage";
const SECRET: &str = "un secret de ce serveur";
/// How long a code of ProConnect lives.
const CODE_S: u64 = 30;

/// In which way the provider is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    IdTokenSignature,
    IdTokenUnsigned,
    Nonce,
    Issuer,
    Audience,
    Expired,
    IssuedLater,
    OtherAccessToken,
    UserSignature,
    UserUnsigned,
    UserIssuer,
    UserAudience,
    UserExpired,
    OtherUser,
    NoIdToken,
    Slow,
    Huge,
    Broken,
    OtherDiscovery,
}

/// The person who signs in at the provider.
#[derive(Clone, Debug)]
pub struct Person {
    pub sub: String,
    pub email: String,
}

pub fn person(sub: &str, email: &str) -> Person {
    Person { sub: sub.into(), email: email.into() }
}

struct Code {
    person: Person,
    nonce: String,
    redirect: String,
    challenge: Option<String>,
    at: u64,
}

struct Inner {
    issuer: String,
    profile: Profile,
    wrong: Mutex<Option<Wrong>>,
    /// Which of the two keys signs, and is published.
    key: Mutex<usize>,
    /// How far the provider's clock is ahead.
    ahead_s: Mutex<u64>,
    codes: Mutex<HashMap<String, Code>>,
    tokens: Mutex<HashMap<String, Person>>,
    asked: Mutex<BTreeMap<String, usize>>,
}

pub struct Provider {
    inner: Arc<Inner>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Two RSA keys, made once for all tests, because making one takes a second.
fn keys() -> &'static [RsaPrivateKey; 2] {
    static KEYS: OnceLock<[RsaPrivateKey; 2]> = OnceLock::new();
    KEYS.get_or_init(|| [(); 2].map(|()| RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap()))
}

fn signed(key: usize, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed =
        format!("{}.{}", part(&json!({"alg": "RS256", "typ": "JWT", "kid": format!("key {key}")})), part(claims));
    let signature = keys()[key].sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(signed.as_bytes())).unwrap();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The same with another content under the old signature.
fn forged(token: &str, claims: &Value) -> String {
    let mut parts = token.split('.');
    let (head, _, signature) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims.to_string()))
}

impl Inner {
    fn is(&self, wrong: Wrong) -> bool {
        *self.wrong.lock().unwrap() == Some(wrong)
    }

    fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() + *self.ahead_s.lock().unwrap()
    }
}

impl Provider {
    pub async fn start(profile: Profile) -> Self {
        keys();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let inner = Arc::new(Inner {
            issuer: format!("http://{}/api/v2", listener.local_addr().unwrap()),
            profile,
            wrong: Mutex::default(),
            key: Mutex::default(),
            ahead_s: Mutex::default(),
            codes: Mutex::default(),
            tokens: Mutex::default(),
            asked: Mutex::default(),
        });
        let routes = Router::new()
            .route("/api/v2/.well-known/openid-configuration", get(discovery))
            .route("/api/v2/jwks", get(jwks))
            .route("/api/v2/token", post(token))
            .route("/api/v2/userinfo", get(userinfo))
            .with_state(Arc::clone(&inner));
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        Self { inner, task }
    }

    pub fn settings(&self) -> Settings {
        Settings {
            issuer: self.inner.issuer.clone(),
            client_id: CLIENT.into(),
            secret: format!("{SECRET}\n"),
            profile: self.inner.profile,
            name: None,
            public_url: PUBLIC_URL.into(),
        }
    }

    pub fn issuer(&self) -> &str {
        &self.inner.issuer
    }

    pub fn goes_wrong(&self, wrong: Option<Wrong>) {
        *self.inner.wrong.lock().unwrap() = wrong;
    }

    /// From now on tokens are signed with the other key.
    pub fn changes_key(&self) {
        *self.inner.key.lock().unwrap() = 1;
    }

    /// So many seconds pass at the provider.
    pub fn later(&self, seconds: u64) {
        *self.inner.ahead_s.lock().unwrap() += seconds;
    }

    /// How many requests for this the provider has had.
    pub fn asked(&self, what: &str) -> usize {
        self.inner.asked.lock().unwrap().get(what).copied().unwrap_or_default()
    }

    /// Somebody signs in at the address to which the server sent their browser: gives the path by which they come back.
    /// Refuses, as ProConnect does, every parameter that it does not document.
    pub fn signs_in(&self, address: &str, person: &Person) -> String {
        let url = Url::parse(address).unwrap();
        assert_eq!(url.as_str().split('?').next().unwrap(), format!("{}/authorize", self.inner.issuer));
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let mut allowed = vec!["response_type", "client_id", "redirect_uri", "scope", "state", "nonce"];
        if self.inner.profile == Profile::Generic {
            allowed.extend(["code_challenge", "code_challenge_method"]);
        }
        assert!(asked.keys().all(|name| allowed.contains(&name.as_str())), "Y000400: {asked:?}");
        assert!(
            asked["state"].len() >= 32 && asked["nonce"].len() >= 32 && asked["state"] != asked["nonce"],
            "{asked:?}"
        );
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(asked["redirect_uri"], format!("{PUBLIC_URL}/oidc/back"), "letter by letter");
        assert_eq!(
            asked.get("code_challenge_method").map(String::as_str),
            (self.inner.profile == Profile::Generic).then_some("S256")
        );
        let code = uuid::Uuid::new_v4().simple().to_string();
        let kept = Code {
            person: person.clone(),
            nonce: asked["nonce"].clone(),
            redirect: asked["redirect_uri"].clone(),
            challenge: asked.get("code_challenge").cloned(),
            at: self.inner.now(),
        };
        self.inner.codes.lock().unwrap().insert(code.clone(), kept);
        format!("/oidc/back?code={code}&state={}", asked["state"])
    }
}

async fn trouble(inner: &Inner, what: &str) -> Option<Response> {
    *inner.asked.lock().unwrap().entry(what.to_owned()).or_default() += 1;
    let wrong = *inner.wrong.lock().unwrap();
    match wrong {
        Some(Wrong::Slow) => std::future::pending().await,
        Some(Wrong::Huge) => Some(([(header::CONTENT_TYPE, "application/json")], vec![b' '; 64 << 20]).into_response()),
        Some(Wrong::Broken) => Some((StatusCode::INTERNAL_SERVER_ERROR, "broken").into_response()),
        _ => None,
    }
}

async fn discovery(State(inner): State<Arc<Inner>>) -> Response {
    if let Some(trouble) = trouble(&inner, "discovery").await {
        return trouble;
    }
    let at = |path: &str| format!("{}{path}", inner.issuer);
    let issuer =
        if inner.is(Wrong::OtherDiscovery) { "https://elsewhere.example".to_owned() } else { inner.issuer.clone() };
    let methods = if inner.profile == Profile::Generic { ["client_secret_basic"] } else { ["client_secret_post"] };
    axum::Json(json!({
        "issuer": issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/jwks"), "end_session_endpoint": at("/session/end"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256", "none"],
        "token_endpoint_auth_methods_supported": methods,
    }))
    .into_response()
}

async fn jwks(State(inner): State<Arc<Inner>>) -> Response {
    if let Some(trouble) = trouble(&inner, "jwks").await {
        return trouble;
    }
    let key = *inner.key.lock().unwrap();
    let number = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
    let public = &keys()[key];
    let row = json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": format!("key {key}"), "n": number(public.n().to_bytes_be()),
        "e": number(public.e().to_bytes_be()),
    });
    axum::Json(json!({ "keys": [row] })).into_response()
}

async fn token(State(inner): State<Arc<Inner>>, headers: HeaderMap, body: Bytes) -> Response {
    if let Some(trouble) = trouble(&inner, "token").await {
        return trouble;
    }
    let sent: BTreeMap<String, String> = serde_urlencoded::from_bytes(&body).unwrap();
    let refused = |why: &str| (StatusCode::BAD_REQUEST, axum::Json(json!({ "error": why }))).into_response();
    let proves_itself = match inner.profile {
        Profile::ProConnect => {
            sent.get("client_id").is_some_and(|id| id == CLIENT)
                && sent.get("client_secret").is_some_and(|secret| secret == SECRET)
        }
        Profile::Generic => {
            let plain = headers
                .get("authorization")
                .and_then(|sent| STANDARD.decode(sent.to_str().ok()?.strip_prefix("Basic ")?).ok());
            plain.is_some_and(|plain| {
                String::from_utf8(plain).unwrap() == format!("{CLIENT}:{}", SECRET.replace(' ', "+"))
            })
        }
    };
    if !proves_itself {
        return refused("invalid_client");
    }
    let kept = sent.get("code").and_then(|code| inner.codes.lock().unwrap().remove(code));
    let Some(kept) = kept.filter(|kept| sent["redirect_uri"] == kept.redirect && inner.now() - kept.at <= CODE_S)
    else {
        return refused("invalid_grant");
    };
    let challenge =
        sent.get("code_verifier").map(|verifier| URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())));
    if challenge != kept.challenge {
        return refused("invalid_grant");
    }
    let access_token = uuid::Uuid::new_v4().simple().to_string();
    inner.tokens.lock().unwrap().insert(access_token.clone(), kept.person.clone());
    let now = inner.now();
    let mut claims = json!({
        "iss": inner.issuer, "aud": CLIENT, "sub": kept.person.sub, "nonce": kept.nonce, "iat": now, "exp": now + 60,
        "acr": "eidas1", "amr": ["pwd"],
        "at_hash": URL_SAFE_NO_PAD.encode(&Sha256::digest(access_token.as_bytes())[..16]),
    });
    let honest = claims.clone();
    let mut set = |wrong, name: &str, value: Value| {
        if inner.is(wrong) {
            claims[name] = value;
        }
    };
    set(Wrong::Nonce, "nonce", json!("une autre valeur, assez longue pour en être une"));
    set(Wrong::Issuer, "iss", json!("https://elsewhere.example"));
    set(Wrong::Audience, "aud", json!("another service"));
    set(Wrong::Expired, "exp", json!(now - 3_600));
    set(Wrong::OtherAccessToken, "at_hash", json!(URL_SAFE_NO_PAD.encode([0; 16])));
    set(Wrong::IssuedLater, "iat", json!(now + 3_600));
    set(Wrong::IdTokenSignature, "sub", json!("somebody else"));
    let key = *inner.key.lock().unwrap();
    let id_token = match *inner.wrong.lock().unwrap() {
        Some(Wrong::IdTokenSignature) => forged(&signed(key, &honest), &claims),
        Some(Wrong::IdTokenUnsigned) => {
            format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#), URL_SAFE_NO_PAD.encode(claims.to_string()))
        }
        _ => signed(key, &claims),
    };
    let mut answer =
        json!({"access_token": access_token, "token_type": "Bearer", "expires_in": 60, "id_token": id_token});
    if inner.is(Wrong::NoIdToken) {
        answer.as_object_mut().unwrap().remove("id_token");
    }
    axum::Json(answer).into_response()
}

async fn userinfo(State(inner): State<Arc<Inner>>, headers: HeaderMap) -> Response {
    if let Some(trouble) = trouble(&inner, "userinfo").await {
        return trouble;
    }
    let bearer =
        headers.get("authorization").and_then(|sent| sent.to_str().ok()?.strip_prefix("Bearer ").map(str::to_owned));
    let Some(person) = bearer.and_then(|token| inner.tokens.lock().unwrap().get(&token).cloned()) else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let now = inner.now();
    let mut claims = json!({"sub": person.sub, "email": person.email});
    match inner.profile {
        Profile::Generic => claims["name"] = json!("Paul Moulin"),
        Profile::ProConnect => {
            let more = json!({
                "given_name": "Angela Claire", "usual_name": "DUBOIS", "siret": "13002526500013", "uid": "1",
                "iss": inner.issuer, "aud": CLIENT, "iat": now,
                "exp": now + 60,
            });
            claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        }
    }
    let honest = claims.clone();
    let mut set = |wrong, name: &str, value: Value| {
        if inner.is(wrong) {
            claims[name] = value;
        }
    };
    set(Wrong::OtherUser, "sub", json!("somebody else"));
    set(Wrong::UserIssuer, "iss", json!("https://elsewhere.example"));
    set(Wrong::UserAudience, "aud", json!("another service"));
    set(Wrong::UserExpired, "exp", json!(now - 3_600));
    set(Wrong::UserSignature, "email", json!("somebody@else.example"));
    let key = *inner.key.lock().unwrap();
    match (inner.profile, *inner.wrong.lock().unwrap()) {
        (Profile::Generic, _) | (_, Some(Wrong::UserUnsigned)) => axum::Json(claims).into_response(),
        (_, Some(Wrong::UserSignature)) => {
            ([(header::CONTENT_TYPE, "application/jwt")], forged(&signed(key, &honest), &claims)).into_response()
        }
        _ => ([(header::CONTENT_TYPE, "application/jwt; charset=utf-8")], signed(key, &claims)).into_response(),
    }
}
