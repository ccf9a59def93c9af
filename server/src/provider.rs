//! The identity provider, as pages show it and lead to it.

use app::locale::provider as texts;
use app::pages::account::{IdentitiesShown, OnwardPage};
use app::shell::Screen;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use backend::error::Result;
use backend::oidc::{Departure, Provider};
use backend::people::Account;
use domain::identity::ShownProvider;
use domain::problem::Problem;
use leptos::prelude::*;

use crate::App;
use crate::identity::Visitor;
use crate::render;

/// The identity provider as pages show it; none where none is configured.
pub(crate) fn shown(app: &App) -> Option<ShownProvider> {
    app.oidc.as_ref().map(|provider| provider.shown().clone())
}

pub(crate) fn provider(app: &App) -> Result<&Provider> {
    app.oidc.as_deref().ok_or_else(|| Problem::NotFound.into())
}

/// The ways in by a provider that this account has and may get; none where there is nothing to show.
pub(crate) async fn identities(app: &App, account: &Account) -> Result<Option<IdentitiesShown>> {
    let (identities, has_password) = (app.backend.identities(account).await?, app.backend.has_password(account).await?);
    let (provider, issuer) =
        (shown(app), app.oidc.as_ref().map(|provider| provider.issuer().to_owned()).unwrap_or_default());
    let is_there = provider.is_some() || !identities.is_empty() || !has_password;
    Ok(is_there.then_some(IdentitiesShown { identities, provider, issuer, has_password }))
}

/// How the session of this browser is ended at the provider, if it began there.
pub(crate) async fn departure(app: &App, visitor: &Visitor) -> Option<Departure> {
    app.backend.departure(app.oidc.as_deref()?, visitor.session_token()?).await
}

/// The page that leads on to the provider to end the session there.
pub(crate) async fn leave(app: &App, visitor: &Visitor, departure: &Departure) -> Response {
    let name = shown(app).map(|provider| provider.name).unwrap_or_default();
    let mut response =
        onward(app, visitor, format!("{} {name}.", texts::onward_out(visitor.language)), &departure.address).await;
    response.headers_mut().append(header::SET_COOKIE, visitor.remember_departure(&departure.state));
    response
}

/// A page on the way to another site, by which the answer to a form leads on: browsers hold forms to our own site
/// (`form-action`), also when they are sent on.
pub(crate) async fn onward(app: &App, visitor: &Visitor, lead: String, address: &str) -> Response {
    let to = address.to_owned();
    let page = move || view! { <OnwardPage lead=lead.clone() address=to.clone() /> }.into_any();
    let mut response =
        render::page(app, visitor, StatusCode::OK, Screen::Office, texts::onward_title(visitor.language), page).await;
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        response.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    }
    response
}
