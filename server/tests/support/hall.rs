//! A server whose clock is set by hand, and browsers that sign in.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use backend::Backend;
use backend::clock::Clock;
use domain::time::Timestamp;
use server::App;

use super::{Answer, Server};

pub const EMAIL: &str = "claire@maillage.example";
pub const PASSWORD: &str = "une phrase assez longue";

/// A server whose clock stands still until it is set.
pub struct Hall {
    pub server: Server,
    pub now: Arc<AtomicI64>,
}

/// A client with the cookies of a browser.
#[derive(Clone, Default)]
pub struct Client {
    pub address: &'static str,
    pub cookies: String,
}

impl Hall {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = Arc::new(AtomicI64::new(1_800_000_000_000));
        let hand = Arc::clone(&now);
        let clock = Clock::from_fn(move || Timestamp(hand.load(Ordering::Relaxed)));
        let backend = Backend::open(&folder.path().join("maillage.db"), clock).await.unwrap();
        let app = App::new(backend.clone());
        Self { server: Server { router: server::router(app.clone()), backend, app, folder }, now }
    }

    pub async fn with_account() -> Self {
        let hall = Self::open().await;
        hall.server.backend.create_account("Claire", EMAIL, PASSWORD.into()).await.unwrap();
        hall
    }

    pub fn wait(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    pub async fn post(&self, path: &str, client: &Client, form: &str) -> Answer {
        let address = if client.address.is_empty() { "192.0.2.1" } else { client.address };
        let address: SocketAddr = SocketAddr::new(address.parse().unwrap(), 40_000);
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &client.cookies)
            .header(header::USER_AGENT, "Mozilla/5.0 (Windows NT 10.0) Firefox/145.0")
            .extension(ConnectInfo(address));
        self.server.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    pub async fn get(&self, path: &str, client: &Client) -> Answer {
        self.server.send(Request::get(path).header(header::COOKIE, &client.cookies).body(Body::empty()).unwrap()).await
    }

    pub async fn sign_in(&self, client: &Client, email: &str, password: &str) -> Answer {
        self.post("/login", client, &format!("email={email}&password={password}")).await
    }
}

pub fn from(address: &'static str) -> Client {
    Client { address, ..Client::default() }
}

pub fn retry_after(answer: &Answer) -> i64 {
    answer.headers.get("retry-after").map_or(0, |seconds| seconds.to_str().unwrap().parse().unwrap())
}

/// The cookies that an answer sets.
pub fn cookies(answer: &Answer) -> String {
    let pairs = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
    pairs.collect::<Vec<_>>().join("; ")
}

impl Client {
    /// The same browser after this answer.
    pub fn after(&self, answer: &Answer) -> Self {
        let mut kept: Vec<String> =
            self.cookies.split("; ").filter(|pair| !pair.is_empty()).map(str::to_owned).collect();
        for pair in cookies(answer).split("; ").filter(|pair| !pair.is_empty()) {
            let name = pair.split('=').next().unwrap();
            kept.retain(|known| known.split('=').next() != Some(name));
            if !pair.ends_with('=') {
                kept.push(pair.to_owned());
            }
        }
        Self { address: self.address, cookies: kept.join("; ") }
    }
}

pub fn location(answer: &Answer) -> &str {
    answer.headers.get("location").map_or("", |address| address.to_str().unwrap())
}
