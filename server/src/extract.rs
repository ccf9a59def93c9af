//! Path and query of an address, with our own answers where they cannot be read.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::response::Response;
use domain::problem::Problem;
use serde::de::DeserializeOwned;

use crate::App;
use crate::identity::Visitor;

/// The places of the path, read into `T`. A text that is no id at all is answered like an id that names nothing.
pub(crate) struct Place<T>(pub T);

/// The query string, read into `T`.
pub(crate) struct Asked<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Place<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Path::from_request_parts(parts, app).await {
            Ok(Path(place)) => Ok(Self(place)),
            Err(_) => Err(turned_away(parts, app, Problem::NotFound).await),
        }
    }
}

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Asked<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        match Query::from_request_parts(parts, app).await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(_) => Err(turned_away(parts, app, Problem::Malformed).await),
        }
    }
}

async fn turned_away(parts: &mut Parts, app: &App, problem: Problem) -> Response {
    if parts.uri.path().starts_with("/api/") {
        return crate::respond::refuse(&parts.headers, &problem.into());
    }
    match Visitor::from_request_parts(parts, app).await {
        Ok(visitor) => crate::answers::failed(app, &visitor, &problem.into()).await,
        Err(never) => match never {},
    }
}
