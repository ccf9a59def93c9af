//! Signing in at the identity provider: there and back, and the identities of an account.

use app::locale::provider as texts;
use app::pages::account::{Done, IdentitiesShown, OnwardPage};
use app::routes;
use app::shell::Screen;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use backend::error::Result;
use backend::oidc::{Departure, Finished, Provider, Purpose, Returned};
use backend::people::Account;
use domain::identity::ShownProvider;
use domain::problem::Problem;
use leptos::prelude::*;
use serde::Deserialize;

use super::account::signed_in_at;
use super::{failed, read_form, render, see_other, see_other_with};
use crate::App;
use crate::extract::Asked;
use crate::identity::Visitor;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PROVIDER, get(start))
        .route(routes::PROVIDER_BACK, get(back))
        .route(routes::PROVIDER_OUT, get(out))
        .route(routes::JOIN_IDENTITY, post(join))
        .route(routes::REMOVE_IDENTITY, post(remove))
}

/// The provider, as pages show it.
pub(super) fn shown(app: &App) -> Option<ShownProvider> {
    app.oidc.as_ref().map(|provider| provider.shown().clone())
}

fn provider(app: &App) -> Result<&Provider> {
    app.oidc.as_deref().ok_or_else(|| Problem::NotFound.into())
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Start {
    invited: String,
}

async fn start(State(app): State<App>, visitor: Visitor, Asked(start): Asked<Start>) -> Response {
    let purpose = if start.invited.is_empty() { Purpose::SignIn } else { Purpose::Invitation(start.invited) };
    let begun = async {
        if let Purpose::Invitation(token) = &purpose {
            app.backend.invitation_by_token(token).await?;
        }
        app.backend.begin_at_provider(provider(&app)?, purpose).await
    };
    match begun.await {
        Ok(begun) => see_other_with(&begun.address, visitor.remember_attempt(&begun.attempt)),
        Err(error) => failed(&app, &visitor, &error).await,
    }
}

async fn back(State(app): State<App>, visitor: Visitor, Asked(returned): Asked<Returned>) -> Response {
    let finished = async {
        let account = visitor.account(&app).await.ok();
        app.backend
            .finish_at_provider(provider(&app)?, visitor.attempt(), &returned, &visitor.browser(), account.as_ref())
            .await
    };
    let mut response = match finished.await {
        Ok(Finished::SignedIn(signed_in, None)) => signed_in_at(routes::DESK, &visitor, &signed_in),
        Ok(Finished::SignedIn(signed_in, Some(invitation))) => {
            signed_in_at(&routes::invited(&invitation), &visitor, &signed_in)
        }
        Ok(Finished::Joined(signed_in, programme)) => {
            let mut response = signed_in_at(&routes::programme(programme), &visitor, &signed_in);
            response.headers_mut().append(header::SET_COOKIE, visitor.remember_invitation(""));
            response
        }
        Ok(Finished::Linked) => see_other(&Done::Joined.address()),
        Err(error) => failed(&app, &visitor, &error).await,
    };
    // An attempt serves once.
    response.headers_mut().append(header::SET_COOKIE, visitor.remember_attempt(""));
    response
}

/// The ways in by a provider that this account has and may get; none where there is nothing to show.
pub(super) async fn identities(app: &App, account: &Account) -> Result<Option<IdentitiesShown>> {
    let (identities, has_password) = (app.backend.identities(account).await?, app.backend.has_password(account).await?);
    let (provider, issuer) =
        (shown(app), app.oidc.as_ref().map(|provider| provider.issuer().to_owned()).unwrap_or_default());
    let is_there = provider.is_some() || !identities.is_empty() || !has_password;
    Ok(is_there.then_some(IdentitiesShown { identities, provider, issuer, has_password }))
}

async fn join(State(app): State<App>, visitor: Visitor) -> Response {
    let begun = async {
        let account = visitor.account(&app).await?;
        app.backend.begin_at_provider(provider(&app)?, Purpose::join(&account)).await
    };
    match begun.await {
        Ok(begun) => {
            let name = shown(&app).map(|provider| provider.name).unwrap_or_default();
            let mut response = onward(&app, &visitor, texts::onward(visitor.language, &name), &begun.address).await;
            response.headers_mut().append(header::SET_COOKIE, visitor.remember_attempt(&begun.attempt));
            response
        }
        Err(error) => super::programme::answer(&app, &visitor, Err(error)).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Removed {
    number: String,
}

async fn remove(State(app): State<App>, visitor: Visitor, body: Bytes) -> Response {
    let removed: Removed = read_form(&body);
    let done = async {
        let account = visitor.account(&app).await?;
        app.backend.remove_identity(&account, removed.number.trim().parse().map_err(|_| Problem::NotFound)?).await?;
        Ok(see_other(&Done::Separated.address()))
    };
    super::programme::answer(&app, &visitor, done.await).await
}

/// How the session of this browser ends at the provider, where it began there.
pub(super) async fn departure(app: &App, visitor: &Visitor) -> Option<Departure> {
    app.backend.departure(app.oidc.as_deref()?, visitor.session_token()?).await
}

/// On the way to end a session at the provider.
pub(super) async fn leave(app: &App, visitor: &Visitor, departure: &Departure) -> Response {
    let name = shown(app).map(|provider| provider.name).unwrap_or_default();
    let mut response =
        onward(app, visitor, format!("{} {name}.", texts::onward_out(visitor.language)), &departure.address).await;
    response.headers_mut().append(header::SET_COOKIE, visitor.remember_departure(&departure.state));
    response
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Out {
    state: String,
}

/// Back from having signed out there. Here nothing is left to end: whoever brings another state than they took is only
/// shown home.
async fn out(visitor: Visitor, Asked(out): Asked<Out>) -> Response {
    if visitor.departure() != Some(out.state.as_str()) {
        tracing::info!(
            "somebody came back from signing out at the identity provider with another state than they took"
        );
    }
    see_other_with(routes::HOME, visitor.remember_departure(""))
}

/// A page on the way to another site, by which the answer to a form leads on: browsers hold forms to our own site
/// (`form-action`), also when they are sent on.
async fn onward(app: &App, visitor: &Visitor, lead: String, address: &str) -> Response {
    let to = address.to_owned();
    let page = move || view! { <OnwardPage lead=lead.clone() address=to.clone() /> }.into_any();
    let mut response =
        render::page(app, visitor, StatusCode::OK, Screen::Office, texts::onward_title(visitor.language), page).await;
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        response.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    }
    response
}
