//! The HTTP side of Maillage: who is calling (`identity`), what is let through (`guard`), the JSON surface ([`api`],
//! `feed`), the pages (`pages`) and what they share (`answers`, `forms`, `render` and their neighbours, which know no
//! page), and how connections are taken in and let go ([`listen`]).
//!
//! - [`App`] is what every handler can reach: the use cases ([`backend::Backend`]), the built files
//!   ([`assets::Assets`]), the host, its mail relay and its identity provider.
//! - [`router`] is the whole application: the binary serves it, and tests call it without a socket.
//! - [`cli`] is the command line of `maillage`, the only binary.
//!
//! A handler asks who calls and calls one use case. It decides no rule (`domain`), writes no SQL and publishes nothing
//! (`backend`), and holds no screen (`app`).
//!
//! A request from beginning to end: [`listen`] gives its connection a seat; `guard` checks the name it asks for, where
//! it comes from and its size; the table [`app::routes`] leads to a handler; `identity` finds out who calls, as a
//! [`backend::Caller`], and in which language; the backend reads or decides; `render` makes the page, `answers` leads
//! to another address, or `respond` says what went wrong.
//!
//! Read on in `pages/phone.rs` for forms and pages, in `api.rs` with `docs/http-api.md` for programs, in `feed.rs` for
//! the live screens.

mod answers;
pub mod api;
pub mod assets;
mod browser_name;
mod calendar;
mod callers_address;
pub mod cli;
mod data_notice;
#[cfg(test)]
mod document;
mod doors;
mod downloads;
mod extract;
mod feed;
mod forms;
mod guard;
pub mod host;
mod identity;
mod invitations;
mod knowledge;
pub mod listen;
pub mod mail;
mod metrics;
mod nightly;
mod pages;
mod provider;
pub mod public_url;
mod render;
mod report_files;
mod respond;
mod sessions;
mod uploads;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use backend::Backend;
use tokio_util::sync::CancellationToken;

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The use cases: all that a handler may do.
    pub backend: Backend,
    /// The files that browsers load, as `cargo xtask site` built them.
    pub assets: Arc<assets::Assets>,
    /// How people reach this server from outside, as [`public_url::parse`] gives it; taken from the request where
    /// unknown.
    pub public_url: Option<String>,
    /// How many proxies of the host's own stand in front of this server: the caller's address is that many entries from
    /// the end of `X-Forwarded-For`. None: the header means nothing.
    pub trusted_proxies: usize,
    /// A proxy that nobody declared was told of.
    told_of_proxy: Arc<AtomicBool>,
    /// Set when the server stops: streams end with a word on when to come back.
    pub stopping: CancellationToken,
    /// Whose server it is, as pages show it.
    pub host: app::host::Host,
    /// The host's logo, as it is served to browsers; none where none was set.
    pub logo: Option<host::Logo>,
    /// The identity provider, where one is configured.
    pub oidc: Option<Arc<backend::oidc::Provider>>,
    /// Sends the questions to companies, where mail is configured.
    pub mail: Option<Arc<mail::Mailer>>,
    /// Permits for reading a large upload: two at a time.
    pub(crate) uploads: Arc<tokio::sync::Semaphore>,
    /// Permits for putting the whole state of a room together, one fewer than there are threads. A full room's takes a
    /// thread for milliseconds, and whoever asks for hundreds at once must not make the taps of other rooms wait behind
    /// them.
    pub(crate) states: Arc<tokio::sync::Semaphore>,
    set_up: Arc<Mutex<Option<String>>>,
}

impl App {
    /// An application over this backend, with the usual settings; fields are set before [`router`] takes it.
    #[must_use]
    pub fn new(backend: Backend) -> Self {
        Self {
            backend,
            assets: Arc::new(assets::Assets::load()),
            public_url: None,
            trusted_proxies: 0,
            told_of_proxy: Arc::default(),
            stopping: CancellationToken::new(),
            host: app::host::Host::default(),
            logo: None,
            oidc: None,
            mail: None,
            uploads: Arc::new(tokio::sync::Semaphore::new(2)),
            states: Arc::new(tokio::sync::Semaphore::new(states_at_once())),
            set_up: Arc::default(),
        }
    }

    /// Opens the one-time door to the first account, while there is none. Its token goes into the link printed at the
    /// start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_set_up(&self) -> backend::error::Result<Option<String>> {
        if self.backend.has_accounts().await? {
            return Ok(None);
        }
        let token = self.backend.set_up_token()?;
        *self.set_up.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Ok(Some(token))
    }

    /// Says once that a proxy stands in front of this server of which it was told nothing.
    fn tell_of_proxy(&self) {
        if self.trusted_proxies == 0 && !self.told_of_proxy.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "requests come with X-Forwarded-For, so a proxy stands in front of this server: without --behind-proxy \
                 all its callers count as one (whoever calls without a proxy can send this header as well)"
            );
        }
    }

    fn is_set_up_token(&self, token: &str) -> bool {
        self.set_up.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(token)
    }

    fn close_set_up(&self) {
        *self.set_up.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// How many states may be put together at once: one thread stays free for everybody else, where there is more than one.
fn states_at_once() -> usize {
    std::thread::available_parallelism().map_or(1, |threads| (threads.get() - 1).max(1))
}

/// The whole application: all routes, with the guards around them.
pub fn router(app: App) -> Router {
    // An error says that it was done before, which is as well.
    drop(any_spawner::Executor::init_tokio());
    let routes = Router::new()
        .merge(api::routes())
        .merge(feed::routes())
        .merge(pages::routes())
        .merge(host::routes())
        .merge(assets::router());
    guard::protect(routes.fallback(pages::not_found), &app).with_state(app)
}
