//! One's own account: name, password, second factor, sessions.

use app::locale::{common, own_account as texts};
use app::pages::account::{
    AccountPage, CodeOfFactor, Done, FactorSetUp, OwnAccountDraft, RecoveryCodes, Refused, Which,
};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::{Error, Result};
use backend::people::Account;
use domain::problem::{FieldProblem, Problem};
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{answer, see_other, soon};
use crate::extract::Asked;
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::render;
use crate::respond::{refusal, status};
use crate::sessions::{signed_in_at, signed_out};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::ACCOUNT, get(own_account))
        .route(routes::ACCOUNT_NAME, post(change_name))
        .route(routes::ACCOUNT_PASSWORD, post(change_password))
        .route(routes::END_SESSION, post(end_session))
        .route(routes::SIGN_OUT_EVERYWHERE, post(sign_out_everywhere))
        .route(routes::SECOND_FACTOR, get(second_factor).post(confirm_second_factor))
        .route(routes::START_SECOND_FACTOR, post(start_second_factor))
        .route(routes::END_SECOND_FACTOR, post(end_second_factor))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WasDone {
    done: String,
}

async fn own_account(State(app): State<App>, visitor: Visitor, Asked(was): Asked<WasDone>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        page(&app, &visitor, &account, StatusCode::OK, None, Done::from_code(&was.done)).await
    };
    answer(&app, &visitor, page.await).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    status: StatusCode,
    refused: Option<Refused>,
    done: Option<Done>,
) -> Result<Response> {
    let shown = app.backend.own_account(account, visitor.session_token().unwrap_or_default()).await?;
    let wait_s = refused.as_ref().and_then(|refused| refused.wait_s);
    let identities = crate::provider::identities(app, account).await?;
    let view = move || {
        view! { <AccountPage shown=shown.clone() identities=identities.clone() refused=refused.clone() done /> }
            .into_any()
    };
    Ok(soon(
        render::page(app, visitor, status, Screen::Office, common::my_account(visitor.language), view).await,
        wait_s,
    ))
}

/// The page again, with what was refused at its form.
async fn refused(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    form: Which,
    name: String,
    error: Error,
) -> Result<Response> {
    if !matches!(error, Error::Refused(_) | Error::TooEarly { .. }) {
        return Err(error);
    }
    let refusal = refusal(&error);
    let refused = Refused { form, problems: refusal.problems().to_vec(), name, wait_s: error.retry_after() };
    page(app, visitor, account, status(refusal.first()), Some(refused), None).await
}

async fn change_name(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: OwnAccountDraft = read_form(&body);
        match app.backend.change_name(&account, &draft.name).await {
            Ok(()) => Ok(see_other(&Done::Name.address())),
            Err(error) => refused(&app, &visitor, &account, Which::Name, draft.name, error).await,
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn change_password(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: OwnAccountDraft = read_form(&body);
        match app.backend.change_password(&account, draft.current, draft.password, &visitor.browser()).await {
            Ok(signed_in) => Ok(signed_in_at(&Done::Password.address(), &visitor, &signed_in)),
            Err(error) => refused(&app, &visitor, &account, Which::Password, String::new(), error).await,
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn end_session(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: OwnAccountDraft = read_form(&body);
        app.backend.end_session(&account, &draft.session).await?;
        Ok(see_other(&Done::Session.address()))
    };
    answer(&app, &visitor, page.await).await
}

async fn sign_out_everywhere(State(app): State<App>, visitor: Visitor) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.sign_out_everywhere(&account).await?;
        Ok(signed_out(&app, &visitor, see_other(routes::HOME)).await)
    };
    answer(&app, &visitor, page.await).await
}

async fn start_second_factor(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: OwnAccountDraft = read_form(&body);
        match app.backend.propose_second_factor(&account, draft.current).await {
            Ok(()) => Ok(see_other(routes::SECOND_FACTOR)),
            Err(error) => refused(&app, &visitor, &account, Which::Factor, String::new(), error).await,
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn second_factor(State(app): State<App>, visitor: Visitor) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        set_up_page(&app, &visitor, &account, StatusCode::OK, Vec::new(), None).await
    };
    answer(&app, &visitor, page.await).await
}

async fn set_up_page(
    app: &App,
    visitor: &Visitor,
    account: &Account,
    status: StatusCode,
    problems: Vec<FieldProblem>,
    wait_s: Option<u32>,
) -> Result<Response> {
    let proposed = match app.backend.proposed_second_factor(account).await {
        // There is one already, or the secret waited too long.
        Err(Error::Refused(refusal)) if refusal.first() == Problem::NotFound => return Ok(see_other(routes::ACCOUNT)),
        proposed => proposed?,
    };
    let qr = crate::doors::qr_svg(&proposed.address);
    let view = move || {
        view! { <FactorSetUp qr=qr.clone() typed=proposed.typed.clone() problems=problems.clone() wait_s /> }.into_any()
    };
    Ok(soon(
        render::page(app, visitor, status, Screen::Office, texts::factor_title(visitor.language), view).await,
        wait_s,
    ))
}

async fn confirm_second_factor(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let typed: CodeOfFactor = read_form(&body);
        match app.backend.confirm_second_factor(&account, &typed.code).await {
            Ok(codes) => {
                let view = move || view! { <RecoveryCodes codes=codes.clone() /> }.into_any();
                Ok(render::page(
                    &app,
                    &visitor,
                    StatusCode::OK,
                    Screen::Office,
                    texts::recovery_title(visitor.language),
                    view,
                )
                .await)
            }
            Err(error @ (Error::Refused(_) | Error::TooEarly { .. })) => {
                let refusal = refusal(&error);
                set_up_page(
                    &app,
                    &visitor,
                    &account,
                    status(refusal.first()),
                    refusal.problems().to_vec(),
                    error.retry_after(),
                )
                .await
            }
            Err(error) => Err(error),
        }
    };
    answer(&app, &visitor, page.await).await
}

async fn end_second_factor(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let draft: OwnAccountDraft = read_form(&body);
        match app.backend.remove_second_factor(&account, draft.current).await {
            Ok(()) => Ok(see_other(&Done::FactorOff.address())),
            Err(error) => refused(&app, &visitor, &account, Which::Factor, String::new(), error).await,
        }
    };
    answer(&app, &visitor, page.await).await
}
