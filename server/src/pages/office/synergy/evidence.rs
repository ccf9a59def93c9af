//! Files and links that support a synergy. Files come back to be saved, never to be opened in the page's place.

use app::pages::office::SynergyForms;
use app::routes;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::evidence::FILE_MAX;
use domain::access::Right;
use domain::ids::{SynergyId, WorkshopId};
use serde::Deserialize;

use super::{Where, synergy_page};
use crate::App;
use crate::answers::{answer, see_other};
use crate::extract::Place;
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::respond::status;
use crate::uploads::first_file;

pub(super) fn routes() -> Router<App> {
    // A file and the form around it.
    let upload = Router::new().route(routes::EVIDENCE, post(attach)).layer(DefaultBodyLimit::max(FILE_MAX + 64 * 1024));
    upload.route(routes::EVIDENCE_FILE, get(file)).route(routes::EVIDENCE_LINKS, post(link))
}

async fn done(app: &App, visitor: &Visitor, place: Where, kept: Result<()>) -> Result<Response> {
    match kept {
        Ok(()) => Ok(see_other(&(routes::synergy(place.0, place.1) + "#evidence"))),
        Err(Error::Refused(refusal)) if refusal.problems().iter().any(|problem| problem.field.is_some()) => {
            let account = visitor.account(app).await?;
            let forms = SynergyForms { attach: refusal.problems().to_vec(), ..SynergyForms::default() };
            synergy_page(app, visitor, &account, place, status(refusal.first()), forms).await
        }
        Err(error) => Err(error),
    }
}

async fn attach(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, form: Multipart) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.member_at(&account, place.0, Right::FollowUp).await?;
        let caller = app.backend.caller_by_account(place.0, &account).await?;
        let kept = match first_file(form).await {
            Ok((name, content)) => app.backend.add_file(&account, &caller, place.1, &name, content).await,
            Err(refusal) => Err(refusal.into()),
        };
        done(&app, &visitor, place, kept).await
    };
    answer(&app, &visitor, page.await).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Linked {
    link: String,
}

async fn link(State(app): State<App>, visitor: Visitor, Place(place): Place<Where>, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let caller = app.backend.caller_by_account(place.0, &account).await?;
        let linked: Linked = read_form(&body);
        let kept = app.backend.add_link(&account, &caller, place.1, &linked.link).await;
        done(&app, &visitor, place, kept).await
    };
    answer(&app, &visitor, page.await).await
}

async fn file(
    State(app): State<App>,
    visitor: Visitor,
    Place((id, synergy, number)): Place<(WorkshopId, SynergyId, i64)>,
) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let caller = app.backend.caller_by_account(id, &account).await?;
        let (evidence, content) = app.backend.file(&caller, synergy, number).await?;
        // Known kinds only, each with its own name for it; a browser is not to guess, and never to show it here.
        let kind =
            HeaderValue::from_str(&evidence.media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
        let plain: String = evidence
            .name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() || "-._".contains(letter) { letter } else { '_' })
            .collect();
        let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\""))
            .unwrap_or(HeaderValue::from_static("attachment"));
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_DISPOSITION, disposition),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        ];
        Ok((headers, content).into_response())
    };
    answer(&app, &visitor, page.await).await
}
