//! Answering an invitation to a programme, by its link.

use app::locale::members as texts;
use app::pages::Form;
use app::pages::account::SetUpDraft;
use app::pages::invited::{DeclinedPage, InvitedPage};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::Result;
use leptos::prelude::*;

use crate::App;
use crate::answers::{answer, failed, see_other, see_other_with};
use crate::extract::Place;
use crate::forms::{of_form, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::status;
use crate::sessions::signed_in_at;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::INVITED, get(invited))
        .route(routes::ACCEPT_INVITATION, post(accept))
        .route(routes::DECLINE_INVITATION, post(decline))
        .route(routes::ACCEPT_WITH_ACCOUNT, post(create_account))
}

async fn invited(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    match page(&app, &visitor, &token, StatusCode::OK, Form::default()).await {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn page(
    app: &App,
    visitor: &Visitor,
    token: &str,
    status: StatusCode,
    form: Form<SetUpDraft>,
) -> Result<Response> {
    let seen = app.backend.invitation_by_token(token).await?;
    let signed_in = visitor.account(app).await.ok().map(|account| account.name().to_owned());
    let leaves_word = signed_in.is_none();
    let provider = crate::provider::shown(app);
    let address = token.to_owned();
    let view = move || {
        view! {
            <InvitedPage
                seen=seen.clone()
                token=address.clone()
                signed_in=signed_in.clone()
                form=form.clone()
                provider=provider.clone()
            />
        }
        .into_any()
    };
    let mut response =
        render::page(app, visitor, status, Screen::Office, texts::invited_title(visitor.language), view).await;
    if leaves_word {
        // Who signs in now comes back here (see `waiting`).
        response.headers_mut().append(header::SET_COOKIE, visitor.remember_invitation(token));
    }
    Ok(response)
}

async fn accept(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        let programme = app.backend.answer_invitation(&account, &token, true).await?;
        Ok(see_other(&routes::programme(programme)))
    };
    answer(&app, &visitor, page.await).await
}

async fn decline(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    let page = async {
        let account = visitor.account(&app).await?;
        app.backend.answer_invitation(&account, &token, false).await?;
        let view = move || view! { <DeclinedPage /> }.into_any();
        Ok(render::page(&app, &visitor, StatusCode::OK, Screen::Office, texts::invited_title(visitor.language), view)
            .await)
    };
    answer(&app, &visitor, page.await).await
}

async fn create_account(
    State(app): State<App>,
    visitor: Visitor,
    Place(token): Place<String>,
    body: Bytes,
) -> Response {
    let draft: SetUpDraft = read_form(&body);
    let page = async {
        let made =
            app.backend.accept_with_account(&token, &draft.name, draft.password.clone(), &visitor.browser()).await;
        match of_form(made)? {
            Ok(Some((programme, signed_in))) => Ok(signed_in_at(&routes::programme(programme), &visitor, &signed_in)),
            // The address has an account: its owner signs in and comes back here to answer.
            Ok(None) => Ok(see_other_with(routes::LOGIN, visitor.remember_invitation(&token))),
            Err(refusal) => {
                let draft = SetUpDraft { password: String::new(), ..draft };
                page(&app, &visitor, &token, status(refusal.first()), refused_form(draft, &refusal)).await
            }
        }
    };
    match page.await {
        Ok(response) => response,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}
