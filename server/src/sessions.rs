//! What signing in and out leaves in a browser, and where it leads.

use app::routes;
use axum::http::header;
use axum::response::Response;
use backend::sign_in::SignedIn;

use crate::App;
use crate::answers::{failed, see_other, see_other_with};
use crate::identity::Visitor;

/// Goes on to a page as somebody who has just signed in.
pub(crate) fn signed_in_at(address: &str, visitor: &Visitor, signed_in: &SignedIn) -> Response {
    let mut response = see_other(address);
    for cookie in visitor.remember_sign_in(signed_in) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// This answer, for an account that is signed out of this browser.
pub(crate) async fn signed_out(app: &App, visitor: &Visitor, mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, visitor.remember_session(""));
    // Who signs out of this browser is out of the desks that they came to with a key as well.
    for (token, forget) in visitor.facilitators() {
        if let Err(error) = app.backend.leave_desk(token).await {
            return failed(app, visitor, &error).await;
        }
        response.headers_mut().append(header::SET_COOKIE, forget);
    }
    response
}

/// Where somebody goes who signed in because of an invitation that still waits.
pub(crate) async fn waiting_invitation(app: &App, visitor: &Visitor) -> Option<Response> {
    let token = visitor.invitation()?;
    let open = app.backend.invitation_by_token(token).await.is_ok();
    open.then(|| see_other_with(&routes::invited(token), visitor.remember_invitation("")))
}
