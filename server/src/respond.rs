//! Turning what the backend says into answers: statuses, sentences, pages.

use app::live::Refused;
use app::locale::problems::sentence;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::error::Error;
use domain::problem::{FieldProblem, Problem, Refusal};

use crate::identity::language;

/// The status that a problem is answered with.
pub(crate) const fn status(problem: Problem) -> StatusCode {
    match problem {
        Problem::NotSignedIn | Problem::WrongPassword => StatusCode::UNAUTHORIZED,
        Problem::NotAllowed | Problem::CrossSite | Problem::JoiningClosed => StatusCode::FORBIDDEN,
        Problem::NotFound | Problem::UnknownCode | Problem::UnknownCard | Problem::UnknownMatch | Problem::UnknownSynergy => StatusCode::NOT_FOUND,
        Problem::WrongPhase
        | Problem::PhaseChangedMeanwhile
        | Problem::CommandIdReused
        | Problem::AlreadySynergy
        | Problem::NameTaken
        | Problem::JoinsItself => StatusCode::CONFLICT,
        Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::TooManyAttempts | Problem::TooManySignIns | Problem::SignInsBusy => StatusCode::TOO_MANY_REQUESTS,
        Problem::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Problem::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        Problem::Malformed => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// What went wrong, for whoever asked; what broke goes to the log.
pub(crate) fn refusal(error: &Error) -> Refusal {
    if !matches!(error, Error::Refused(_) | Error::TooEarly { .. }) {
        tracing::error!(%error, cause = ?std::error::Error::source(error), "a request failed");
    }
    error.refusal()
}

/// A refusal as JSON, in the caller's language.
pub(crate) fn refuse(headers: &HeaderMap, refusal: &Refusal) -> Response {
    let language = language(headers);
    let code = refusal.first();
    let field = refusal.problems().first().and_then(|problem| problem.field.clone());
    let problems: Vec<FieldProblem> = refusal.problems().to_vec();
    let body = Refused { code, message: sentence(language, code).to_owned(), field, problems };
    let mut response = (status(code), Json(body)).into_response();
    if matches!(code, Problem::Unavailable | Problem::StorageFull | Problem::TooManyAttempts) {
        let seconds = if code == Problem::TooManyAttempts { "60" } else { "2" };
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    response
}
