//! Pages and the forms on them: this file names them all. A page imports no other page; what they share stands beside
//! this folder ([`crate::answers`], [`crate::forms`] and their neighbours). `phone`, `desk`, `board` and `office` are
//! the audiences, as in `app::pages`; the others are for everybody.

mod account;
mod administration;
mod board;
mod desk;
mod invitation;
mod invited;
mod office;
mod oidc;
mod own_account;
mod phone;
mod privacy;
mod way_back;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use domain::problem::Problem;

use crate::App;
use crate::answers::failed;
use crate::identity::Visitor;

/// The routes of all pages. The table of addresses stands in `app::routes`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(account::routes())
        .merge(own_account::routes())
        .merge(way_back::routes())
        .merge(administration::routes())
        .merge(invited::routes())
        .merge(oidc::routes())
        .merge(privacy::routes())
        .merge(phone::routes())
        .merge(board::routes())
        .merge(desk::routes())
        .merge(office::routes())
        .merge(invitation::routes())
}

/// The answer to every address that no route takes.
pub(crate) async fn not_found(State(app): State<App>, visitor: Visitor, uri: axum::http::Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return crate::respond::refuse(visitor.headers(), &Problem::NotFound.into());
    }
    failed(&app, &visitor, &Problem::NotFound.into()).await
}
