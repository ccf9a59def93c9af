//! The doors: home, sign in and out, first account, language. Forgotten passwords and codes stand in
//! [`super::way_back`].

use app::locale::{account as texts, common};
use app::pages::Form;
use app::pages::account::{CodeDraft, Home, NewPassword, NewPasswordDraft, SetUp, SetUpDraft, SignIn, SignInDraft};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use backend::sign_in::Entered;
use domain::problem::{Problem, Refusal};
use domain::workshop::Language;
use leptos::prelude::*;
use serde::Deserialize;

use crate::App;
use crate::answers::{failed, see_other, see_other_with, soon};
use crate::extract::Place;
use crate::forms::{local_address, read_form, refused_form};
use crate::identity::Visitor;
use crate::render;
use crate::respond::{refusal, status};
use crate::sessions::{signed_in_at, signed_out};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::HOME, get(home))
        .route(routes::TYPED_CODE, post(typed_code))
        .route(routes::LOGIN, get(sign_in_form).post(sign_in))
        .route(routes::LOGOUT, post(sign_out))
        .route(routes::LANGUAGE, post(choose_language))
        .route(routes::SET_UP, get(set_up_form).post(set_up))
        .route(routes::PASSWORD, get(new_password_form).post(new_password))
}

async fn home(State(app): State<App>, visitor: Visitor) -> Response {
    home_page(&app, &visitor, StatusCode::OK, Form::default()).await
}

async fn home_page(app: &App, visitor: &Visitor, status: StatusCode, form: Form<CodeDraft>) -> Response {
    let signed_in = visitor.account(app).await.is_ok();
    render::page(app, visitor, status, Screen::Office, common::tagline(visitor.language), move || {
        view! { <Home form=form.clone() signed_in /> }.into_any()
    })
    .await
}

async fn typed_code(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let draft: CodeDraft = read_form(&body);
    match app.backend.door_sign(&draft.code, &visitor.address).await {
        Ok(_) => {
            // Only letters and digits of the code go into the address, whatever else was typed.
            let code: String =
                draft.code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
            see_other(&routes::join(&code))
        }
        Err(error) => {
            let problem = refusal(&error).first();
            home_page(&app, &visitor, status(problem), refused_form(draft, &Refusal::at("code", problem))).await
        }
    }
}

async fn sign_in_form(State(app): State<App>, visitor: Visitor) -> Response {
    sign_in_page(&app, &visitor, StatusCode::OK, Form::default(), None).await
}

async fn sign_in_page(
    app: &App,
    visitor: &Visitor,
    status: StatusCode,
    form: Form<SignInDraft>,
    wait_s: Option<u32>,
) -> Response {
    let provider = crate::provider::shown(app);
    let page = move || view! { <SignIn form=form.clone() wait_s provider=provider.clone() /> }.into_any();
    soon(render::page(app, visitor, status, Screen::Office, common::sign_in(visitor.language), page).await, wait_s)
}

async fn sign_in(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let draft: SignInDraft = read_form(&body);
    match app.backend.sign_in(&draft.email, draft.password.clone(), &visitor.browser()).await {
        Ok(entered) => entered_at(&visitor, &entered),
        Err(error) => {
            let refusal = refusal(&error);
            let draft = SignInDraft { password: String::new(), ..draft };
            sign_in_page(&app, &visitor, status(refusal.first()), refused_form(draft, &refusal), error.retry_after())
                .await
        }
    }
}

/// Goes on to the desk, or to the code of the second factor.
fn entered_at(visitor: &Visitor, entered: &Entered) -> Response {
    match entered {
        Entered::SignedIn(signed_in) => signed_in_at(routes::DESKS, visitor, signed_in),
        Entered::Half(token) => see_other_with(routes::LOGIN_CODE, visitor.remember_half(token)),
    }
}

async fn sign_out(State(app): State<App>, visitor: Visitor) -> Response {
    // A session that began at the provider ends there as well; here it ends first.
    let departure = crate::provider::departure(&app, &visitor).await;
    if let Some(token) = visitor.session_token()
        && let Err(error) = app.backend.sign_out(token, &visitor.circumstances()).await
    {
        return failed(&app, &visitor, &error).await;
    }
    let response = match &departure {
        Some(departure) => crate::provider::leave(&app, &visitor, departure).await,
        None => see_other(routes::HOME),
    };
    signed_out(&app, &visitor, response).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LanguageChoice {
    language: String,
    back: String,
}

async fn choose_language(visitor: Visitor, body: Bytes) -> Response {
    let choice: LanguageChoice = read_form(&body);
    let language = Language::from_code(&choice.language).unwrap_or(visitor.language);
    see_other_with(local_address(&choice.back), visitor.remember_language(language))
}

async fn set_up_form(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    if !app.is_set_up_token(&token) {
        return failed(&app, &visitor, &Problem::NotFound.into()).await;
    }
    set_up_page(&app, &visitor, StatusCode::OK, Form::default()).await
}

async fn set_up_page(app: &App, visitor: &Visitor, status: StatusCode, form: Form<SetUpDraft>) -> Response {
    render::page(app, visitor, status, Screen::Office, common::first_account(visitor.language), move || {
        view! { <SetUp form=form.clone() /> }.into_any()
    })
    .await
}

async fn set_up(State(app): State<App>, visitor: Visitor, Place(token): Place<String>, body: Bytes) -> Response {
    if !app.is_set_up_token(&token) {
        return failed(&app, &visitor, &Problem::NotFound.into()).await;
    }
    let draft: SetUpDraft = read_form(&body);
    match app.backend.set_up(&draft.name, &draft.email, draft.password.clone(), &visitor.browser()).await {
        Ok(signed_in) => {
            app.close_set_up();
            signed_in_at(routes::DESKS, &visitor, &signed_in)
        }
        Err(error) => {
            let refusal = refusal(&error);
            if refusal.first() == Problem::NotFound {
                // Somebody else was first.
                app.close_set_up();
                return failed(&app, &visitor, &error).await;
            }
            let draft = SetUpDraft { password: String::new(), ..draft };
            soon(
                set_up_page(&app, &visitor, status(refusal.first()), refused_form(draft, &refusal)).await,
                error.retry_after(),
            )
        }
    }
}

async fn new_password_form(State(app): State<App>, visitor: Visitor, Place(token): Place<String>) -> Response {
    match app.backend.password_link(&token).await {
        Ok(_) => new_password_page(&app, &visitor, StatusCode::OK, Form::default()).await,
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn new_password_page(app: &App, visitor: &Visitor, status: StatusCode, form: Form<NewPasswordDraft>) -> Response {
    let title = texts::new_password(visitor.language);
    render::page(app, visitor, status, Screen::Office, title, move || {
        view! { <NewPassword form=form.clone() /> }.into_any()
    })
    .await
}

async fn new_password(State(app): State<App>, visitor: Visitor, Place(token): Place<String>, body: Bytes) -> Response {
    let draft: NewPasswordDraft = read_form(&body);
    match app.backend.reset_password(&token, draft.password, &visitor.browser()).await {
        Ok(entered) => entered_at(&visitor, &entered),
        Err(error) => {
            let refusal = refusal(&error);
            if refusal.first() == Problem::LinkEnded {
                return failed(&app, &visitor, &error).await;
            }
            let page = new_password_page(
                &app,
                &visitor,
                status(refusal.first()),
                refused_form(NewPasswordDraft::default(), &refusal),
            )
            .await;
            soon(page, error.retry_after())
        }
    }
}
