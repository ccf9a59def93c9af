//! A server that people enter by an identity provider, and what a browser does on the way there and back.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use backend::Backend;
use backend::clock::{Clock, Hand};
use domain::identity::Profile;
use domain::members::InvitationDraft;
use server::App;
use url::Url;

use super::office::{Office, get_as, post_as};
use super::provider::{PUBLIC_URL, Person, Provider, person};
use super::{Answer, Server};

/// A server with a provider, whose clock can be moved.
pub struct House {
    pub server: Server,
    pub provider: Provider,
    pub hand: Hand,
}

impl House {
    pub async fn open(profile: Profile) -> Self {
        Self::open_waiting(profile, Duration::from_secs(60)).await
    }

    /// With so much patience for the provider.
    pub async fn open_waiting(profile: Profile, patience: Duration) -> Self {
        let provider = Provider::start(profile).await;
        let folder = tempfile::tempdir().unwrap();
        let (clock, hand) = Clock::adjustable();
        let backend = Backend::open(&folder.path().join("maillage.db"), clock).await.unwrap();
        let mut app = App::new(backend.clone());
        app.public_url = Some(PUBLIC_URL.into());
        app.oidc = Some(Arc::new(backend::oidc::Provider::new(provider.settings()).unwrap().with_patience(patience)));
        Self { server: Server { router: server::router(app.clone()), backend, app, folder }, provider, hand }
    }

    /// The path of a new invitation to this office's programme.
    pub async fn invitation(&self, mine: &Office, email: &str) -> String {
        let draft = InvitationDraft { email: email.into(), role: "facilitator".into() };
        self.server.backend.invite(&mine.account, mine.programme(&self.server).await.id, &draft).await.unwrap().token
    }

    /// Goes to the provider and comes back, in one browser with these cookies.
    pub async fn round(&self, start: &str, who: &Person, cookies: &str) -> Answer {
        let begun = get_as(&self.server, start, cookies).await;
        assert_eq!(begun.status, 303, "{}", begun.text);
        let back = self.provider.signs_in(&location(&begun), who);
        get_as(&self.server, &back, &format!("{cookies}; {}", cookie(&begun, "maillage_oidc").unwrap())).await
    }

    pub async fn sign_in(&self, who: &Person) -> Answer {
        self.round("/oidc/start", who, "").await
    }

    /// Joins an identity to the account of this session, by the button of its page.
    pub async fn join(&self, who: &Person, session: &str) -> Answer {
        let onward = post_as(&self.server, "/oidc/link", session, "").await;
        assert_eq!(onward.status, 200, "{}", onward.text);
        let back = self.provider.signs_in(&refresh(&onward), who);
        get_as(&self.server, &back, &format!("{session}; {}", cookie(&onward, "maillage_oidc").unwrap())).await
    }
}

pub fn location(answer: &Answer) -> String {
    answer.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// The address to which the page sends a browser on by itself.
pub fn refresh(answer: &Answer) -> String {
    answer.headers["refresh"].to_str().unwrap().strip_prefix("0; url=").unwrap().to_owned()
}

/// A cookie that an answer leaves, as the browser sends it back.
pub fn cookie(answer: &Answer, name: &str) -> Option<String> {
    let set = answer.headers.get_all("set-cookie").iter().map(|set| set.to_str().unwrap());
    let pairs = set
        .filter_map(|set| set.split(';').next())
        .filter(|pair| pair.strip_prefix(name).is_some_and(|rest| rest.len() > 1 && rest.starts_with('=')));
    pairs.map(str::to_owned).next()
}

/// The session that an answer begins, by its cookie.
pub fn session(answer: &Answer) -> Option<String> {
    cookie(answer, "maillage_session")
}

pub fn query(address: &str) -> BTreeMap<String, String> {
    Url::parse(address).unwrap().query_pairs().into_owned().collect()
}

pub fn angela() -> Person {
    person("704e024229015d2bd47f7a5e5ab05b35c8336ab403c38022985f8cfadc86fe91", "angela@val.example")
}
