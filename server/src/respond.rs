//! Turning what the backend says into answers: statuses, sentences, pages.

use app::locale::problems::sentence;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::error::Error;
use domain::problem::{FieldProblem, Problem, Refusal};
use live::answer::Refused;

use crate::identity::language;

/// The status that a problem is answered with.
pub(crate) const fn status(problem: Problem) -> StatusCode {
    match problem {
        Problem::NotSignedIn | Problem::WrongPassword | Problem::WrongFactorCode => StatusCode::UNAUTHORIZED,
        Problem::NotAllowed
        | Problem::CrossSite
        | Problem::JoiningClosed
        | Problem::ProviderUntrusted
        | Problem::ProviderLate
        | Problem::ProviderRefused
        | Problem::IdentityUnknown => StatusCode::FORBIDDEN,
        Problem::NotFound
        | Problem::LinkEnded
        | Problem::UnknownCode
        | Problem::UnknownCard
        | Problem::UnknownMatch
        | Problem::UnknownSynergy => StatusCode::NOT_FOUND,
        Problem::WrongPhase
        | Problem::PhaseChangedMeanwhile
        | Problem::CommandIdReused
        | Problem::AlreadySynergy
        | Problem::NameTaken
        | Problem::LastManager
        | Problem::LastAdministrator
        | Problem::IdentityTaken
        | Problem::LastWayIn
        | Problem::JoinsItself => StatusCode::CONFLICT,
        Problem::TooLarge | Problem::TableTooLarge | Problem::TooManyWorkshops | Problem::TooManyCards => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        Problem::TooManyAttempts
        | Problem::TooManySignIns
        | Problem::SignInsBusy
        | Problem::TooManyAnswers
        | Problem::TooFast
        | Problem::Busy
        | Problem::RoomFull => StatusCode::TOO_MANY_REQUESTS,
        Problem::Unavailable | Problem::ProviderDown => StatusCode::SERVICE_UNAVAILABLE,
        Problem::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
        Problem::Malformed => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The JSON answer for an error; what broke inside goes to the log and not to the caller.
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
    if let Some(seconds) = wait(code) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// After how many seconds the same may be tried again, where waiting helps.
pub(crate) const fn wait(problem: Problem) -> Option<u64> {
    match problem {
        Problem::TooManyAttempts | Problem::RoomFull => Some(60),
        Problem::TooFast | Problem::Busy => Some(5),
        Problem::Unavailable | Problem::StorageFull => Some(2),
        _ => None,
    }
}

/// Says of every answer that asks for patience, pages too, how much of it: programs and proxies read the header.
pub(crate) fn ask_for_patience(response: &mut Response) {
    let seconds = match response.status() {
        StatusCode::TOO_MANY_REQUESTS => 10_u64,
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::INSUFFICIENT_STORAGE => 2,
        _ => return,
    };
    response.headers_mut().entry(header::RETRY_AFTER).or_insert(HeaderValue::from(seconds));
}
