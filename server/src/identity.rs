//! Who is calling, in which language, from where.

use std::convert::Infallible;
use std::net::SocketAddr;

use app::routes;
use app::shell::ONCE;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use backend::Caller;
use backend::audit::Circumstances;
use backend::error::{Error, Result};
use backend::people::Account;
use backend::sign_in::{Browser, SignedIn};
use domain::ids::WorkshopId;
use domain::problem::Problem;
use domain::workshop::Language;

use crate::App;
use crate::callers_address::{callers_address, is_forwarded};
use crate::public_url::reached_nearby;

/// Cookie with the session of a signed-in account.
const SESSION: &str = "maillage_session";
/// Cookie of a facilitator who came with a key, before the workshop's id.
const FACILITATOR: &str = "maillage_f_";
/// Cookie of an invitation that waits until somebody has signed in.
const INVITATION: &str = "maillage_invited";
/// Cookie of a sign-in at the identity provider that has begun, sealed.
const ATTEMPT: &str = "maillage_oidc";
/// Cookie of a browser that is signing out at the identity provider as well.
const DEPARTURE: &str = "maillage_oidc_out";
/// Cookie by which accounts know a browser again (`domain::sign_in`).
const MARK: &str = "maillage_browser";
/// Cookie of a browser in which the right password was typed, and the code of the second factor was not yet. It opens
/// nothing.
const HALF: &str = "maillage_half";
/// Cookie with the language that somebody chose.
const LANGUAGE: &str = "maillage_language";
/// How long a phone or a browser is remembered: the longest time from preparation to the last figures of a workshop's
/// year.
const REMEMBERED_S: u32 = 400 * 24 * 60 * 60;

/// The longest number of a form: that of a UUID.
const FORM_NUMBER_MAX: usize = 36;

/// What a request says about its sender.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    /// The language in which they are answered: chosen, or else as their browser asks for it.
    pub language: Language,
    /// The IP address from which they call; see `callers_address`.
    pub address: String,
    /// How they reach this server: scheme and host.
    pub origin: String,
    /// For a page of the office that is only read: how far the programmes' logs had moved before it was.
    pub moves: Option<u64>,
    /// The number of the form that was sent, by which it is done once; see [`app::shell::once`].
    pub form: Option<String>,
    headers: HeaderMap,
    secure: bool,
}

impl FromRequestParts<App> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
        if is_forwarded(&parts.headers) {
            app.tell_of_proxy();
        }
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        // Other names do not come this far (`guard`).
        let origin = app
            .public_url
            .clone()
            .or_else(|| host.and_then(reached_nearby))
            .unwrap_or_else(|| "http://localhost".to_owned());
        let office = parts.method == Method::GET && parts.uri.path().starts_with(routes::PROGRAMME);
        Ok(Self {
            moves: office.then(|| *app.backend.moves().borrow()),
            form: (parts.method == Method::POST).then(|| form_number(parts.uri.query())).flatten(),
            language: language(&parts.headers),
            address: callers_address(&parts.headers, peer, app.trusted_proxies),
            secure: origin.starts_with("https://"),
            origin,
            headers: parts.headers.clone(),
        })
    }
}

impl Visitor {
    /// From where they call, for the audit log.
    pub(crate) fn circumstances(&self) -> Circumstances {
        Circumstances { address: Some(self.address.clone()).filter(|address| !address.is_empty()) }
    }

    /// The browser, as the account's owner is shown it, and as far as accounts know it.
    pub(crate) fn browser(&self) -> Browser {
        let agent = self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        Browser {
            from: self.circumstances(),
            mark: cookie(&self.headers, MARK).map(str::to_owned),
            name: agent.and_then(crate::browser_name::browser_name),
        }
    }

    /// The cookies for somebody who has signed in.
    pub(crate) fn remember_sign_in(&self, signed_in: &SignedIn) -> [HeaderValue; 2] {
        [self.remember_session(&signed_in.session), self.set_cookie(MARK, &signed_in.mark, REMEMBERED_S)]
    }

    /// Who this is in this workshop: by bearer token, else by this browser's cookies, else as a signed-in account.
    pub(crate) async fn caller(&self, app: &App, workshop: WorkshopId) -> Result<Caller> {
        if let Some(token) = self.bearer() {
            return Ok(app.backend.caller_by_token(workshop, token).await?.calling_from(self.circumstances()));
        }
        if let Some(token) = cookie(&self.headers, &participant_cookie(workshop)) {
            match app.backend.caller_by_token(workshop, token).await {
                Err(Error::Refused(_)) => {}
                known => return Ok(known?.calling_from(self.circumstances())),
            }
        }
        self.facilitator(app, workshop).await
    }

    /// As [`Self::caller`], but a facilitator whose browser also joined as a participant is a facilitator here.
    pub(crate) async fn facilitator(&self, app: &App, workshop: WorkshopId) -> Result<Caller> {
        if let Some(key) = cookie(&self.headers, &facilitator_cookie(workshop)) {
            let caller = app.backend.caller_by_token(workshop, key).await;
            if caller.as_ref().is_ok_and(Caller::is_facilitator) {
                return Ok(caller?.calling_from(self.circumstances()));
            }
        }
        let account = self.account(app).await?;
        let caller = app.backend.caller_by_account(workshop, &account).await?;
        if caller.is_facilitator() {
            Ok(caller.by_session(self.session_token().unwrap_or_default()))
        } else {
            Err(Problem::NotAllowed.into())
        }
    }

    /// The account that is signed in; an error when none is.
    pub(crate) async fn account(&self, app: &App) -> Result<Account> {
        let token = cookie(&self.headers, SESSION).ok_or(Problem::NotSignedIn)?;
        Ok(app.backend.account(token).await?.calling_from(self.circumstances()).sending(self.form.clone()))
    }

    pub(crate) fn session_token(&self) -> Option<&str> {
        cookie(&self.headers, SESSION)
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    fn bearer(&self) -> Option<&str> {
        self.headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
    }

    /// Remembers a participant on this phone.
    pub(crate) fn remember_participant(&self, workshop: WorkshopId, token: &str) -> HeaderValue {
        self.set_cookie(&participant_cookie(workshop), token, REMEMBERED_S)
    }

    /// Forgets a participant on this phone.
    pub(crate) fn forget_participant(&self, workshop: WorkshopId) -> HeaderValue {
        self.set_cookie(&participant_cookie(workshop), "", 0)
    }

    /// Remembers in this browser that it came with a facilitator's key.
    pub(crate) fn remember_facilitator(&self, workshop: WorkshopId, token: &str) -> HeaderValue {
        self.set_cookie(&facilitator_cookie(workshop), token, REMEMBERED_S)
    }

    /// The same visitor, whose browser has just been given another key of a facilitator.
    pub(crate) fn with_facilitator(&self, workshop: WorkshopId, token: &str) -> Self {
        let mut visitor = self.clone();
        let cookie = format!("{}={token}", facilitator_cookie(workshop));
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            visitor.headers.insert(header::COOKIE, cookie);
        }
        visitor
    }

    /// What this browser holds of facilitators' keys, and the cookies that make it forget them.
    pub(crate) fn facilitators(&self) -> Vec<(&str, HeaderValue)> {
        let pairs = self
            .headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'));
        let of_desks = pairs.filter_map(|pair| pair.trim().split_once('=')).filter_map(|(name, token)| {
            let workshop = name.strip_prefix(FACILITATOR)?.parse().map(WorkshopId).ok()?;
            Some((token, self.set_cookie(&facilitator_cookie(workshop), "", 0)))
        });
        of_desks.collect()
    }

    /// Remembers a session; an empty token forgets it.
    pub(crate) fn remember_session(&self, token: &str) -> HeaderValue {
        self.set_cookie(SESSION, token, if token.is_empty() { 0 } else { 30 * 24 * 60 * 60 })
    }

    /// Remembers that this browser waits for the code of a second factor; an empty token forgets it.
    pub(crate) fn remember_half(&self, token: &str) -> HeaderValue {
        let seconds = u32::try_from(domain::sign_in::HALF_SESSION_S).unwrap_or_default();
        self.set_cookie(HALF, token, if token.is_empty() { 0 } else { seconds })
    }

    /// The token with which this browser waits for the code of a second factor.
    pub(crate) fn half(&self) -> Option<&str> {
        cookie(&self.headers, HALF)
    }

    /// Remembers an invitation for an hour, until its reader has signed in; an empty token forgets it.
    pub(crate) fn remember_invitation(&self, token: &str) -> HeaderValue {
        self.set_cookie(INVITATION, token, if token.is_empty() { 0 } else { 60 * 60 })
    }

    /// The invitation that waits for this browser.
    pub(crate) fn invitation(&self) -> Option<&str> {
        cookie(&self.headers, INVITATION)
    }

    /// Remembers a sign-in at the identity provider for as long as it takes; an empty text forgets it.
    pub(crate) fn remember_attempt(&self, sealed: &str) -> HeaderValue {
        self.set_cookie(ATTEMPT, sealed, if sealed.is_empty() { 0 } else { 10 * 60 })
    }

    /// The sign-in at the identity provider that this browser began.
    pub(crate) fn attempt(&self) -> Option<&str> {
        cookie(&self.headers, ATTEMPT)
    }

    /// Remembers what the browser took to the identity provider to sign out there; an empty text forgets it.
    pub(crate) fn remember_departure(&self, state: &str) -> HeaderValue {
        self.set_cookie(DEPARTURE, state, if state.is_empty() { 0 } else { 10 * 60 })
    }

    /// What this browser took to the identity provider to sign out there.
    pub(crate) fn departure(&self) -> Option<&str> {
        cookie(&self.headers, DEPARTURE)
    }

    /// The cookie that remembers this language.
    pub(crate) fn remember_language(&self, language: Language) -> HeaderValue {
        self.set_cookie(LANGUAGE, language.code(), REMEMBERED_S)
    }

    fn set_cookie(&self, name: &str, value: &str, max_age_s: u32) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age_s}{secure}");
        // Names and values are ours: letters, digits, `-` and `_`.
        HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

/// The number of a form, as it stands in the address to which the form is sent.
fn form_number(query: Option<&str>) -> Option<String> {
    let number = query?.split('&').find_map(|part| part.strip_prefix(ONCE)?.strip_prefix('='))?;
    (number.len() <= FORM_NUMBER_MAX && number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        .then(|| number.to_owned())
}

fn participant_cookie(workshop: WorkshopId) -> String {
    format!("maillage_p_{}", workshop.0.simple())
}

fn facilitator_cookie(workshop: WorkshopId) -> String {
    format!("{FACILITATOR}{}", workshop.0.simple())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

/// The chosen language, else the first that the browser asks for and that we speak, else French.
pub(crate) fn language(headers: &HeaderMap) -> Language {
    if let Some(chosen) = cookie(headers, LANGUAGE).and_then(Language::from_code) {
        return chosen;
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best: Option<(f32, Language)> = None;
    for entry in accepted.split(',') {
        let mut parts = entry.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight =
            parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        let primary = tag.split('-').next().unwrap_or_default();
        if let Some(language) = Language::from_code(primary)
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map_or(Language::French, |(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_chosen_one_else_the_browsers_else_french() {
        let speaks = |accept: &'static str, cookie: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accept));
            headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
            language(&headers)
        };
        assert_eq!(speaks("de, en;q=0.8, fr;q=0.9", ""), Language::French);
        assert_eq!(speaks("en-GB,en;q=0.9", ""), Language::English);
        assert_eq!(speaks("en-GB,en;q=0.9", "x=1; maillage_language=fr"), Language::French);
        assert_eq!(speaks("de", "maillage_language=xx"), Language::French);
        assert_eq!(speaks("fr;q=0, en;q=0.1", ""), Language::English);
    }
}
