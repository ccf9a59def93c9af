//! Signing in at the identity provider: there and back, and the identities of an account.

use app::locale::provider as texts;
use app::pages::account::Done;
use app::routes;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::routing::{get, post};
use backend::oidc::{Finished, Purpose, Returned};
use domain::problem::Problem;
use serde::Deserialize;

use crate::App;
use crate::answers::{failed, see_other, see_other_with};
use crate::extract::Asked;
use crate::forms::read_form;
use crate::identity::Visitor;
use crate::provider::{onward, provider, shown};
use crate::sessions::signed_in_at;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route(routes::PROVIDER, get(start))
        .route(routes::PROVIDER_BACK, get(back))
        .route(routes::PROVIDER_OUT, get(out))
        .route(routes::JOIN_IDENTITY, post(join))
        .route(routes::REMOVE_IDENTITY, post(remove))
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
        Ok(Finished::SignedIn(signed_in, None)) => signed_in_at(routes::DESKS, &visitor, &signed_in),
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
        Err(error) => crate::answers::answer(&app, &visitor, Err(error)).await,
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
    crate::answers::answer(&app, &visitor, done.await).await
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
