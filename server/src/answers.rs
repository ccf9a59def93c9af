//! What a page is answered with beside itself: another address, or what went wrong.

use app::routes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::error::{Error, Result};
use domain::problem::Problem;

use crate::App;
use crate::identity::Visitor;
use crate::render;
use crate::respond::{refusal, status};

/// Goes on to another page; a reload there sends nothing twice.
pub(crate) fn see_other(address: &str) -> Response {
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/")))],
    )
        .into_response()
}

/// As [`see_other`], and sets a cookie.
pub(crate) fn see_other_with(address: &str, cookie: HeaderValue) -> Response {
    let mut response = see_other(address);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// A page that says what went wrong. Who is not signed in is asked to sign in.
pub(crate) async fn failed(app: &App, visitor: &Visitor, error: &Error) -> Response {
    let problem = refusal(error).first();
    render::error(app, visitor, status(problem), problem).await
}

/// Leads to the sign-in form whoever is not signed in; says any other error on a page.
pub(crate) async fn turned_away(app: &App, visitor: &Visitor, error: &Error) -> Response {
    match error {
        Error::Refused(refusal) if refusal.first() == Problem::NotSignedIn => see_other(routes::LOGIN),
        other => failed(app, visitor, other).await,
    }
}

/// The page, or for an error what [`turned_away`] answers.
pub(crate) async fn answer(app: &App, visitor: &Visitor, page: Result<Response>) -> Response {
    match page {
        Ok(response) => response,
        Err(error) => turned_away(app, visitor, &error).await,
    }
}

/// Says to programs after how many seconds another try makes sense.
pub(crate) fn soon(mut response: Response, wait_s: Option<u32>) -> Response {
    if let Some(seconds) = wait_s {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
