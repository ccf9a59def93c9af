//! What is let through, and what every answer carries.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use domain::problem::Problem;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::timeout::TimeoutLayer;

use crate::App;
use crate::respond::refuse;

/// No form and no command is larger.
const BODY_LIMIT: usize = 64 * 1024;
/// A request that is not whole and answered by then is given up: nobody holds a route open by sending slowly.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// A page of 250 kB shrinks by an eighth more than at the usual strength, for two milliseconds.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// Puts the guards around the routes.
pub(crate) fn protect(routes: Router<App>, app: &App) -> Router<App> {
    routes
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(middleware::from_fn_with_state(app.clone(), same_site_only))
        .layer(middleware::from_fn(add_headers))
        .layer(CompressionLayer::new().br(true).gzip(true).quality(COMPRESSION))
        .layer(CatchPanicLayer::new())
}

/// Refuses every write that a page of another site started. Browsers say where a request comes from; programs without a
/// browser say nothing, and carry no cookie that could be abused.
async fn same_site_only(State(app): State<App>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_same_site(request.headers(), app.public_url.as_deref()) {
        next.run(request).await
    } else {
        refuse(request.headers(), &Problem::CrossSite.into())
    }
}

/// Whether the headers speak of a request from this very site, or of none at all.
pub(crate) fn is_same_site(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match text(&HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => true,
        Some(_) => false,
        None => match text(&header::ORIGIN) {
            None => true,
            Some(origin) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                public_url == Some(origin) || (host.is_some() && host == text(&header::HOST))
            }
        },
    }
}

async fn add_headers(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()");
    set(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
    if !is_asset {
        set(header::CACHE_CONTROL, "no-store");
    }
    // The framework's own words, for nobody; our pages and our JSON say it in the reader's language.
    let is_plain = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE && response.headers().get(header::CONTENT_TYPE).is_none_or(is_plain) {
        return (StatusCode::PAYLOAD_TOO_LARGE, response.headers().clone()).into_response();
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn writes_from_other_sites_are_recognised() {
        let same = |pairs| is_same_site(&headers(pairs), None);
        assert!(same(&[]), "programs without a browser");
        assert!(same(&[("sec-fetch-site", "same-origin")]));
        assert!(!same(&[("sec-fetch-site", "cross-site"), ("origin", "https://here"), ("host", "here")]));
        assert!(!same(&[("sec-fetch-site", "same-site")]), "a neighbour domain is another site");
        assert!(same(&[("origin", "http://here:3000"), ("host", "here:3000")]));
        assert!(!same(&[("origin", "http://there"), ("host", "here")]));
        assert!(!same(&[("origin", "null"), ("host", "here")]));
        assert!(is_same_site(&headers(&[("origin", "https://maillage.example"), ("host", "127.0.0.1:3000")]), Some("https://maillage.example")));
    }
}
