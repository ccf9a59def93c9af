//! The way in for whoever has forgotten their password, and the code of the second factor after it.

use std::sync::Arc;

use app::locale::own_account as texts;
use app::pages::Form;
use app::pages::account::{CodeOfFactor, FactorCode, Forgotten, ForgottenDraft, ForgottenSent};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use domain::problem::{FieldProblem, Problem};
use leptos::prelude::*;

use crate::App;
use crate::answers::{failed, see_other, see_other_with, soon};
use crate::forms::{read_form, refused_form};
use crate::identity::Visitor;
use crate::mail::Mailer;
use crate::render;
use crate::respond::{refusal, status};
use crate::sessions::signed_in_at;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::FORGOTTEN, get(forgotten_form).post(forgotten))
        .route(routes::LOGIN_CODE, get(code_form).post(code))
}

/// The relay by which links are mailed, and the address under which they lead here. There is none without a declared
/// public address: a link made from what a request says of its host could be made to lead elsewhere.
fn mails(app: &App) -> Option<(Arc<Mailer>, String)> {
    app.mail.clone().zip(app.public_url.clone())
}

async fn forgotten_form(State(app): State<App>, visitor: Visitor) -> Response {
    forgotten_page(&app, &visitor, StatusCode::OK, Form::default(), None).await
}

async fn forgotten_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: Form<ForgottenDraft>,
    wait_s: Option<u32>,
) -> Response {
    let mails = mails(app).is_some();
    let page = move || view! { <Forgotten form=form.clone() mails wait_s /> }.into_any();
    soon(
        render::page(app, visitor, status, Screen::Office, texts::forgotten_title(visitor.language), page).await,
        wait_s,
    )
}

/// Everybody is answered the same, and before it is looked up whether the address has an account: neither words nor
/// time tell.
async fn forgotten(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let draft: ForgottenDraft = read_form(&body);
    let Some((mailer, origin)) = mails(&app) else { return failed(&app, &visitor, &Problem::NotFound.into()).await };
    if let Err(error) = app.backend.count_mailed_link(&draft.email, &visitor.circumstances()).await {
        let refusal = refusal(&error);
        return forgotten_page(
            &app,
            &visitor,
            status(refusal.first()),
            refused_form(draft, &refusal),
            error.retry_after(),
        )
        .await;
    }
    let (backend, from, language) = (app.backend.clone(), visitor.circumstances(), visitor.language);
    tokio::spawn(async move {
        match backend.make_mailed_link(&draft.email, &from).await {
            Ok(Some(token)) => {
                let link = format!("{origin}{}", routes::password(&token));
                let sent =
                    mailer.send(draft.email.trim(), texts::mail_subject(language), &texts::mail(language, &link)).await;
                if let Err(why) = sent {
                    tracing::warn!(%why, "a link to a new password could not be mailed");
                }
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a link to a new password could not be made"),
        }
    });
    render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::sent_title(visitor.language), || {
        view! { <ForgottenSent /> }.into_any()
    })
    .await
}

async fn code_form(State(app): State<App>, visitor: Visitor) -> Response {
    match app.backend.waits_for_code(visitor.half().unwrap_or_default()).await {
        Ok(()) => code_page(&app, &visitor, StatusCode::OK, Vec::new(), None).await,
        Err(error) => not_any_more(&app, &visitor, &error).await,
    }
}

async fn code_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    problems: Vec<FieldProblem>,
    wait_s: Option<u32>,
) -> Response {
    let page = move || view! { <FactorCode problems=problems.clone() wait_s /> }.into_any();
    soon(render::page(app, visitor, status, Screen::Office, texts::code_title(visitor.language), page).await, wait_s)
}

/// Who typed the password too long ago, or not here, types it again.
async fn not_any_more(app: &App, visitor: &Visitor, error: &backend::error::Error) -> Response {
    if refusal(error).first() == Problem::NotSignedIn {
        see_other(routes::LOGIN)
    } else {
        failed(app, visitor, error).await
    }
}

async fn code(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let typed: CodeOfFactor = read_form(&body);
    match app.backend.sign_in_by_code(visitor.half().unwrap_or_default(), &typed.code, &visitor.browser()).await {
        Ok(signed_in) => {
            let mut response = signed_in_at(routes::DESKS, &visitor, &signed_in);
            response.headers_mut().append(header::SET_COOKIE, visitor.remember_half(""));
            response
        }
        Err(error) => {
            let refusal = refusal(&error);
            if refusal.first() == Problem::NotSignedIn {
                return see_other_with(routes::LOGIN, visitor.remember_half(""));
            }
            code_page(&app, &visitor, status(refusal.first()), refusal.problems().to_vec(), error.retry_after()).await
        }
    }
}
