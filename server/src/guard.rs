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
use crate::public_url::{origin_at, origin_of, reached_nearby};
use crate::respond::refuse;

/// What a monitor or a proxy asks, under whatever name it knows.
const ASKED_BY_MONITORS: [&str; 2] = [app::routes::HEALTH, app::routes::READY];
/// The most bytes in the body of a form or a command; uploads have bounds of their own.
const BODY_LIMIT: usize = 64 * 1024;
/// The longest time for a request to arrive and be answered: nobody holds a route open by sending slowly.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(20);

/// Strength of the compression of pages: one of 250 kB becomes an eighth smaller than at the usual strength, for two
/// milliseconds of work.
const COMPRESSION: CompressionLevel = CompressionLevel::Precise(5);

/// Puts around all routes what is refused to everybody, and the headers that every answer carries.
pub(crate) fn protect(routes: Router<App>, app: &App) -> Router<App> {
    routes
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, REQUEST_TIMEOUT))
        .layer(middleware::from_fn_with_state(app.clone(), same_site_only))
        .layer(middleware::from_fn_with_state(app.clone(), known_names_only))
        .layer(middleware::from_fn(add_headers))
        .layer(CompressionLayer::new().br(true).gzip(true).quality(COMPRESSION))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), count))
}

/// Counts what requests are answered with.
async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    app.backend.measures().answered(response.status().as_str());
    response
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

/// Answers only to a name that is ours: without `--public-url` the name in a request goes into QR codes and personal
/// links, and a name of somebody else's DNS would make their pages ours in the eyes of a browser.
async fn known_names_only(State(app): State<App>, request: Request, next: Next) -> Response {
    // Whether the server is well may be asked under any name. A request without a name is a program's.
    let host = request
        .headers()
        .get(header::HOST)
        .filter(|_| app.public_url.is_none() && !ASKED_BY_MONITORS.contains(&request.uri().path()));
    match host.map(|host| host.to_str().unwrap_or_default()) {
        Some(host) if reached_nearby(host).is_none() => (
            StatusCode::MISDIRECTED_REQUEST,
            app::locale::common::unknown_name(crate::identity::language(request.headers())),
        )
            .into_response(),
        _ => next.run(request).await,
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
            Some(origin) => origin_of(origin).is_some_and(|from| {
                // Behind a proxy we do not know by which scheme we were reached: the same host by either is us.
                let scheme = from.split("://").next().unwrap_or_default();
                public_url == Some(&*from)
                    || text(&header::HOST).and_then(|host| origin_at(scheme, host)).as_deref() == Some(&*from)
            }),
        },
    }
}

async fn add_headers(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    crate::respond::ask_for_patience(&mut response);
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()");
    set(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    if !is_asset {
        set(header::CACHE_CONTROL, "no-store");
    }
    // When another try makes sense, on pages as in JSON; who knows better has said so.
    let seconds = match response.status() {
        StatusCode::TOO_MANY_REQUESTS => Some("60"),
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::INSUFFICIENT_STORAGE => Some("2"),
        _ => None,
    };
    if let Some(seconds) = seconds {
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static(seconds));
    }
    // The framework's own words, for nobody; our pages and our JSON say it in the reader's language.
    let is_plain = |kind: &HeaderValue| kind.as_bytes().starts_with(b"text/plain");
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE
        && response.headers().get(header::CONTENT_TYPE).is_none_or(is_plain)
    {
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
        assert!(same(&[("origin", "https://HERE"), ("host", "here:443")]), "one origin, written in two ways");
        assert!(!same(&[("origin", "http://here:3000"), ("host", "here:3001")]));
        assert!(is_same_site(
            &headers(&[("origin", "https://maillage.example"), ("host", "127.0.0.1:3000")]),
            Some("https://maillage.example")
        ));
    }
}
