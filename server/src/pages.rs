//! Pages and the forms on them. Every form works without JavaScript: what was refused comes back with what was typed.

mod account;
mod administration;
mod board;
mod facilitator;
mod follow_up;
mod invitation;
mod invited;
mod keys;
mod leads;
mod minutes;
mod oidc;
mod own_account;
mod participant;
mod personal;
mod photo;
mod privacy;
mod programme;
mod registration;
mod render;
mod running;
mod table;
mod way_back;
mod who;

use app::pages::Form;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use backend::error::Error;
use domain::problem::{Problem, Refusal};
use serde::de::DeserializeOwned;

use crate::App;
use crate::identity::Visitor;
use crate::respond::{refusal, status};

/// The routes of all pages. The table of addresses stands in `app::routes`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(account::routes())
        .merge(own_account::routes())
        .merge(way_back::routes())
        .merge(administration::routes())
        .merge(invited::routes())
        .merge(oidc::routes())
        .merge(participant::routes())
        .merge(personal::routes())
        .merge(privacy::routes())
        .merge(photo::routes())
        .merge(board::routes())
        .merge(facilitator::routes())
        .merge(running::routes())
        .merge(keys::routes())
        .merge(leads::routes())
        .merge(minutes::routes())
        .merge(invitation::routes())
        .merge(registration::routes())
        .merge(table::routes())
        .merge(who::routes())
        .merge(programme::routes())
        .merge(follow_up::routes())
}

/// Anything that no route takes.
pub(crate) async fn not_found(State(app): State<App>, visitor: Visitor, uri: axum::http::Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return crate::respond::refuse(visitor.headers(), &Problem::NotFound.into());
    }
    failed(&app, &visitor, &Problem::NotFound.into()).await
}

/// Reads a form. Unknown fields are ignored; a body that is no form counts as an empty one, whose problems are then
/// shown.
fn read_form<Draft: DeserializeOwned + Default>(body: &Bytes) -> Draft {
    serde_urlencoded::from_bytes(body).unwrap_or_default()
}

/// The first file of a form: its name and its content. Larger than allowed is refused at the field, not by a broken
/// connection.
async fn first_file(mut form: Multipart) -> std::result::Result<(String, Vec<u8>), Refusal> {
    let too_large = || Refusal::at("file", Problem::TooLarge);
    while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or_default().to_owned();
            let content = field.bytes().await.map_err(|_| too_large())?;
            return Ok((name, content.to_vec()));
        }
    }
    Err(Refusal::at("file", Problem::Missing))
}

/// The form as it was sent, with what is wrong with it.
fn refused_form<Draft>(draft: Draft, refusal: &Refusal) -> Form<Draft> {
    Form { draft, problems: refusal.problems().to_vec() }
}

/// Whether a refusal is said on the page of the form that was sent. Whoever may not be there, or asks for what is not
/// there, gets no page of it.
fn belongs_to_form(refusal: &Refusal) -> bool {
    !matches!(refusal.first(), Problem::NotSignedIn | Problem::NotAllowed | Problem::NotFound | Problem::UnknownSynergy)
}

/// Goes on to another page; a reload there sends nothing twice.
fn see_other(address: &str) -> Response {
    (
        StatusCode::SEE_OTHER,
        [(header::LOCATION, HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/")))],
    )
        .into_response()
}

/// As [`see_other`], leaving a cookie.
fn see_other_with(address: &str, cookie: HeaderValue) -> Response {
    let mut response = see_other(address);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// A page that says what went wrong. Who is not signed in is asked to sign in.
pub(crate) async fn failed(app: &App, visitor: &Visitor, error: &Error) -> Response {
    let problem = refusal(error).first();
    render::error(app, visitor, status(problem), problem).await
}

/// An address on this site to go back to, from a form; anything else leads home.
fn local_address(typed: &str) -> &str {
    // Browsers read `\` as `/`, and leave out tabs and line breaks before they read at all.
    let is_local =
        typed.starts_with('/') && !typed.starts_with("//") && !typed.contains(|c: char| c == '\\' || c.is_control());
    if is_local { typed } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::local_address;

    #[test]
    fn forms_lead_back_to_this_site_only() {
        assert_eq!(local_address("/desk?x=1"), "/desk?x=1");
        for elsewhere in [
            "https://elsewhere",
            "//elsewhere",
            "/\\elsewhere",
            "elsewhere",
            "",
            "/a\r\nb",
            "/\t/elsewhere",
            "\t//elsewhere",
        ] {
            assert_eq!(local_address(elsewhere), "/", "{elsewhere}");
        }
    }
}
